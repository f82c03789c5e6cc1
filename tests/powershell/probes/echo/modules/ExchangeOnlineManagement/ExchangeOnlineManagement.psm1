# Exchange Online whose cmdlets say what arrived.
function Connect-ExchangeOnline {
    [CmdletBinding()]
    param([string] $UserPrincipalName, [string] $ExchangeEnvironmentName, [switch] $ShowBanner)
    Import-Module -Name "$PSScriptRoot/../../Echo.psm1" -DisableNameChecking -Global
}

function Disconnect-ExchangeOnline {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param()
}

Export-ModuleMember -Function 'Connect-ExchangeOnline', 'Disconnect-ExchangeOnline'
