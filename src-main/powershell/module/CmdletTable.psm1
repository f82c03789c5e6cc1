# Generated from shared/commands/table.ts by scripts/powershell-module.ts.
function Get-CmdletTable {
    return @{
        'Get-ExchangeServer' = @{ Sides = @('onPremises'); Parameters = @('Identity') }
        'Get-HybridConfiguration' = @{ Sides = @('onPremises'); Parameters = @() }
        'Get-OrganizationConfig' = @{ Sides = @('onPremises', 'exchangeOnline'); Parameters = @() }
        'Get-AcceptedDomain' = @{ Sides = @('onPremises', 'exchangeOnline'); Parameters = @() }
        'Get-ReceiveConnector' = @{ Sides = @('onPremises'); Parameters = @('Identity', 'Server') }
        'Get-SendConnector' = @{ Sides = @('onPremises'); Parameters = @('Identity') }
        'Get-ExchangeCertificate' = @{ Sides = @('onPremises'); Parameters = @('Server', 'Thumbprint') }
        'Get-TransportService' = @{ Sides = @('onPremises'); Parameters = @('Identity') }
        'Get-InboundConnector' = @{ Sides = @('exchangeOnline'); Parameters = @('Identity') }
        'Get-OutboundConnector' = @{ Sides = @('exchangeOnline'); Parameters = @('Identity') }
        'Get-Command' = @{ Sides = @('onPremises', 'exchangeOnline'); Parameters = @('Name') }
        'Set-ReceiveConnector' = @{ Sides = @('onPremises'); Parameters = @('Identity', 'TlsCertificateName', 'TlsDomainCapabilities') }
        'Set-HybridConfiguration' = @{ Sides = @('onPremises'); Parameters = @('TlsCertificateName') }
    }
}

Export-ModuleMember -Function 'Get-CmdletTable'
