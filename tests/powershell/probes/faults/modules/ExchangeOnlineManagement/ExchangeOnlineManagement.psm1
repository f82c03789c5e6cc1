# Exchange Online whose cmdlets follow orders.
function Connect-ExchangeOnline {
    [CmdletBinding()]
    param([string] $UserPrincipalName, [string] $ExchangeEnvironmentName, [switch] $ShowBanner)
    Import-Module -Name "$PSScriptRoot/../../Faults.psm1" -DisableNameChecking -Global
}

function Disconnect-ExchangeOnline {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param()
}

Export-ModuleMember -Function 'Connect-ExchangeOnline', 'Disconnect-ExchangeOnline'
