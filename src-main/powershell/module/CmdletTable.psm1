# Generated from shared/commands/table.ts by scripts/powershell-module.ts.
function Get-CmdletTable {
    return @{
        'Get-ExchangeServer' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity') }
        'Get-HybridConfiguration' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @() }
        'Get-OrganizationConfig' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @() }
        'Get-AcceptedDomain' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @() }
        'Get-ReceiveConnector' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity', 'Server') }
        'Get-SendConnector' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity') }
        'Get-ExchangeCertificate' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Server', 'Thumbprint') }
        'Get-TransportService' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity') }
        'Get-InboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'read'; Parameters = @('Identity') }
        'Get-OutboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'read'; Parameters = @('Identity') }
        'Get-Command' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @('Name') }
        'Set-ReceiveConnector' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('Identity', 'TlsCertificateName', 'TlsDomainCapabilities') }
        'Set-HybridConfiguration' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('TlsCertificateName') }
    }
}

Export-ModuleMember -Function 'Get-CmdletTable'
