# Exchange Online whose only cmdlet answers with as many texts of 1000 characters as its identity says.
# They are made once, of random bytes, so that compressing them gains little.
$script:Texts = $null

function Connect-ExchangeOnline {
    [CmdletBinding()]
    param([string] $UserPrincipalName, [string] $ExchangeEnvironmentName, [switch] $ShowBanner)
    $random = [System.Random]::new(1)
    $bytes = [byte[]]::new(750)
    $script:Texts = @(for ($count = 0; $count -lt 32000; $count += 1) {
        $random.NextBytes($bytes)
        [System.Convert]::ToBase64String($bytes)
    })
}

function Disconnect-ExchangeOnline {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param()
}

function Get-OutboundConnector {
    [CmdletBinding()]
    param([string] $Identity)
    return $script:Texts[0..([int] $Identity - 1)]
}

Export-ModuleMember -Function 'Connect-ExchangeOnline', 'Disconnect-ExchangeOnline', 'Get-OutboundConnector'
