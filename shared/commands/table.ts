/**
 * The closed table of cmdlets that the product may call, with the parameters that each may have.
 * A call outside of it is refused twice: here, and again by the PowerShell module, which carries
 * the same table (generated from this one).
 */

export const sides = ['onPremises', 'exchangeOnline'] as const;
export type Side = (typeof sides)[number];
/** `read` changes nothing. `change` and `message`, which sends mail and changes no setting, are only ever sent after their text was shown. */
export type CmdletEffect = 'read' | 'change' | 'message';
/** What a parameter takes. `nullable…` take `$null`, which empties the value. `moment`: ISO 8601, UTC, sent as a DateTime. */
export type ParameterKind = 'string' | 'nullableString' | 'strings' | 'nullableStrings' | 'switch' | 'boolean' | 'integer' | 'moment';

export interface CmdletEntry {
  readonly sides: readonly Side[];
  readonly effect: CmdletEffect;
  readonly parameters: Readonly<Record<string, ParameterKind>>;
  /** Parameters that every call has, with the same value: they are shown with it, sent with it, and never data. */
  readonly fixed?: Readonly<Record<string, boolean>>;
}

/** Reads and changes of one run go to one domain controller, so that a reading shows what was written. */
const domainController = { DomainController: 'string' } as const;

export const cmdletTable = {
  'Get-ExchangeServer': { sides: ['onPremises'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-HybridConfiguration': { sides: ['onPremises'], effect: 'read', parameters: { ...domainController } },
  'Get-OrganizationConfig': { sides: ['onPremises', 'exchangeOnline'], effect: 'read', parameters: {} },
  'Get-AcceptedDomain': { sides: ['onPremises', 'exchangeOnline'], effect: 'read', parameters: {} },
  'Get-ReceiveConnector': {
    sides: ['onPremises'],
    effect: 'read',
    parameters: { Identity: 'string', Server: 'string', ...domainController },
  },
  'Get-SendConnector': { sides: ['onPremises'], effect: 'read', parameters: { Identity: 'string', ...domainController } },
  'Get-ExchangeCertificate': { sides: ['onPremises'], effect: 'read', parameters: { Server: 'string', Thumbprint: 'string' } },
  'Get-TransportService': { sides: ['onPremises'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-InboundConnector': { sides: ['exchangeOnline'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-OutboundConnector': { sides: ['exchangeOnline'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-AuthConfig': { sides: ['onPremises'], effect: 'read', parameters: {} },
  'Test-ServiceHealth': { sides: ['onPremises'], effect: 'read', parameters: { Server: 'string' } },
  /** A full comparison of the configuration, of one Edge server; without the recipients, which take longer. */
  'Test-EdgeSynchronization': {
    sides: ['onPremises'],
    effect: 'read',
    parameters: { TargetServer: 'string', FullCompareMode: 'switch', ExcludeRecipientTest: 'switch', ...domainController },
  },
  'Get-Queue': { sides: ['onPremises'], effect: 'read', parameters: { Server: 'string' } },
  'Get-MessageTrackingLog': {
    sides: ['onPremises'],
    effect: 'read',
    parameters: { Server: 'string', MessageSubject: 'string', Start: 'moment', ResultSize: 'integer' },
  },
  'Get-MessageTraceV2': {
    sides: ['exchangeOnline'],
    effect: 'read',
    parameters: { Subject: 'string', SubjectFilterType: 'string', Status: 'string', ResultSize: 'integer' },
  },
  'Get-MessageTraceDetailV2': {
    sides: ['exchangeOnline'],
    effect: 'read',
    parameters: { MessageTraceId: 'string', RecipientAddress: 'string' },
  },
  'Get-Command': { sides: ['onPremises', 'exchangeOnline'], effect: 'read', parameters: { Name: 'strings' } },
  'Set-ReceiveConnector': {
    sides: ['onPremises'],
    effect: 'change',
    parameters: {
      Identity: 'string',
      TlsCertificateName: 'nullableString',
      TlsDomainCapabilities: 'nullableStrings',
      Fqdn: 'nullableString',
      Bindings: 'strings',
      RemoteIPRanges: 'strings',
      AuthMechanism: 'string',
      PermissionGroups: 'string',
      RequireTLS: 'boolean',
      ...domainController,
    },
  },
  'Set-SendConnector': {
    sides: ['onPremises'],
    effect: 'change',
    parameters: {
      Identity: 'string',
      TlsCertificateName: 'nullableString',
      AddressSpaces: 'strings',
      SmartHosts: 'nullableStrings',
      SourceTransportServers: 'strings',
      Fqdn: 'nullableString',
      RequireTLS: 'boolean',
      TlsAuthLevel: 'nullableString',
      TlsDomain: 'nullableString',
      CloudServicesMailEnabled: 'boolean',
      DNSRoutingEnabled: 'boolean',
      ProtocolLoggingLevel: 'string',
      ...domainController,
    },
  },
  'Set-HybridConfiguration': {
    sides: ['onPremises'],
    effect: 'change',
    parameters: { TlsCertificateName: 'nullableString', ...domainController },
  },
  'Remove-ExchangeCertificate': {
    sides: ['onPremises'],
    effect: 'change',
    parameters: { Server: 'string', Thumbprint: 'string' },
    // It asks before it removes (cmdlet reference), and nobody could answer in the session.
    fixed: { Confirm: false },
  },
  /** Sends a message to each recipient, and sets nothing: not even IsValidated (cmdlet reference). */
  'Validate-OutboundConnector': {
    sides: ['exchangeOnline'],
    effect: 'message',
    parameters: { Identity: 'string', Recipients: 'strings' },
    fixed: { Confirm: false },
  },
  'Set-InboundConnector': {
    sides: ['exchangeOnline'],
    effect: 'change',
    parameters: {
      Identity: 'string',
      TlsSenderCertificateName: 'nullableString',
      ConnectorType: 'string',
      SenderDomains: 'strings',
      RequireTls: 'boolean',
      RestrictDomainsToCertificate: 'boolean',
      RestrictDomainsToIPAddresses: 'boolean',
      CloudServicesMailEnabled: 'boolean',
    },
  },
  'Set-OutboundConnector': {
    sides: ['exchangeOnline'],
    effect: 'change',
    parameters: {
      Identity: 'string',
      ConnectorType: 'string',
      RecipientDomains: 'strings',
      SmartHosts: 'nullableStrings',
      UseMXRecord: 'boolean',
      TlsSettings: 'nullableString',
      TlsDomain: 'nullableString',
      CloudServicesMailEnabled: 'boolean',
      RouteAllMessagesViaOnPremises: 'boolean',
    },
  },
} as const satisfies Record<string, CmdletEntry>;

export type CmdletName = keyof typeof cmdletTable;
