# Generated from shared/commands/table.ts by scripts/powershell-module.ts.
function Get-CmdletTable {
    return @{
        'Get-ExchangeServer' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity'); Fixed = @{} }
        'Get-HybridConfiguration' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('DomainController'); Fixed = @{} }
        'Get-OrganizationConfig' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @(); Fixed = @{} }
        'Get-AcceptedDomain' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @(); Fixed = @{} }
        'Get-ReceiveConnector' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity', 'Server', 'DomainController'); Fixed = @{} }
        'Get-SendConnector' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity', 'DomainController'); Fixed = @{} }
        'Get-ExchangeCertificate' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Server', 'Thumbprint'); Fixed = @{} }
        'Get-TransportService' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Identity'); Fixed = @{} }
        'Get-InboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'read'; Parameters = @('Identity'); Fixed = @{} }
        'Get-OutboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'read'; Parameters = @('Identity'); Fixed = @{} }
        'Get-AuthConfig' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @(); Fixed = @{} }
        'Test-ServiceHealth' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Server'); Fixed = @{} }
        'Test-EdgeSynchronization' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('TargetServer', 'FullCompareMode', 'ExcludeRecipientTest', 'DomainController'); Fixed = @{} }
        'Get-Queue' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Server'); Fixed = @{} }
        'Get-MessageTrackingLog' = @{ Sides = @('onPremises'); Effect = 'read'; Parameters = @('Server', 'MessageSubject', 'Start', 'ResultSize'); Fixed = @{} }
        'Get-MessageTraceV2' = @{ Sides = @('exchangeOnline'); Effect = 'read'; Parameters = @('Subject', 'SubjectFilterType', 'Status', 'ResultSize'); Fixed = @{} }
        'Get-MessageTraceDetailV2' = @{ Sides = @('exchangeOnline'); Effect = 'read'; Parameters = @('MessageTraceId', 'RecipientAddress'); Fixed = @{} }
        'Get-Command' = @{ Sides = @('onPremises', 'exchangeOnline'); Effect = 'read'; Parameters = @('Name'); Fixed = @{} }
        'Set-ReceiveConnector' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('Identity', 'TlsCertificateName', 'TlsDomainCapabilities', 'Fqdn', 'Bindings', 'RemoteIPRanges', 'AuthMechanism', 'PermissionGroups', 'RequireTLS', 'DomainController'); Fixed = @{} }
        'Set-SendConnector' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('Identity', 'TlsCertificateName', 'AddressSpaces', 'SmartHosts', 'SourceTransportServers', 'Fqdn', 'RequireTLS', 'TlsAuthLevel', 'TlsDomain', 'CloudServicesMailEnabled', 'DNSRoutingEnabled', 'ProtocolLoggingLevel', 'DomainController'); Fixed = @{} }
        'Set-HybridConfiguration' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('TlsCertificateName', 'DomainController'); Fixed = @{} }
        'Remove-ExchangeCertificate' = @{ Sides = @('onPremises'); Effect = 'change'; Parameters = @('Server', 'Thumbprint'); Fixed = @{ 'Confirm' = $false } }
        'Validate-OutboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'message'; Parameters = @('Identity', 'Recipients'); Fixed = @{ 'Confirm' = $false } }
        'Set-InboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'change'; Parameters = @('Identity', 'TlsSenderCertificateName', 'ConnectorType', 'SenderDomains', 'RequireTls', 'RestrictDomainsToCertificate', 'RestrictDomainsToIPAddresses', 'CloudServicesMailEnabled'); Fixed = @{} }
        'Set-OutboundConnector' = @{ Sides = @('exchangeOnline'); Effect = 'change'; Parameters = @('Identity', 'ConnectorType', 'RecipientDomains', 'SmartHosts', 'UseMXRecord', 'TlsSettings', 'TlsDomain', 'CloudServicesMailEnabled', 'RouteAllMessagesViaOnPremises'); Fixed = @{} }
    }
}

Export-ModuleMember -Function 'Get-CmdletTable'
