# Generated from shared/commands/table.ts by scripts/powershell-module.ts.
function Get-CmdletTable {
    return @{
        'Get-ExchangeServer' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity') }
        'Get-HybridConfiguration' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('DomainController') }
        'Get-OrganizationConfig' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @() }
        'Get-AcceptedDomain' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @() }
        'Get-ReceiveConnector' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity', 'Server', 'DomainController') }
        'Get-SendConnector' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity', 'DomainController') }
        'Get-ExchangeCertificate' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Server', 'Thumbprint') }
        'Get-TransportService' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity') }
        'Get-InboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'read'; Parameters = @('Identity') }
        'Get-OutboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'read'; Parameters = @('Identity') }
        'Get-Command' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @('Name') }
        'Set-ReceiveConnector' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('Identity', 'TlsCertificateName', 'TlsDomainCapabilities', 'Fqdn', 'Bindings', 'RemoteIPRanges', 'AuthMechanism', 'PermissionGroups', 'RequireTLS', 'DomainController') }
        'Set-SendConnector' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('Identity', 'TlsCertificateName', 'AddressSpaces', 'SmartHosts', 'SourceTransportServers', 'Fqdn', 'RequireTLS', 'TlsAuthLevel', 'TlsDomain', 'CloudServicesMailEnabled', 'DNSRoutingEnabled', 'DomainController') }
        'Set-HybridConfiguration' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('TlsCertificateName', 'DomainController') }
        'Set-InboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'change'; Parameters = @('Identity', 'TlsSenderCertificateName', 'ConnectorType', 'SenderDomains', 'RequireTls', 'RestrictDomainsToCertificate', 'RestrictDomainsToIPAddresses', 'CloudServicesMailEnabled') }
        'Set-OutboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'change'; Parameters = @('Identity', 'ConnectorType', 'RecipientDomains', 'SmartHosts', 'UseMXRecord', 'TlsSettings', 'TlsDomain', 'CloudServicesMailEnabled', 'RouteAllMessagesViaOnPremises') }
    }
}

Export-ModuleMember -Function 'Get-CmdletTable'
