/**
 * The closed table of cmdlets that the product may call, with the parameters that each may have.
 * A call outside of it is refused twice: here, and again by the PowerShell module, which carries
 * the same table (generated from this one).
 */

export const sides = ['onPremises', 'exchangeOnline'] as const;
export type Side = (typeof sides)[number];
/** `read` changes nothing. `change` is only ever sent after its text was shown. */
export type CmdletEffect = 'read' | 'change';
/** What a parameter takes. `nullable…` take `$null`, which empties the value. */
export type ParameterKind = 'string' | 'nullableString' | 'strings' | 'nullableStrings' | 'switch' | 'boolean' | 'integer';

export interface CmdletEntry {
  readonly sides: readonly Side[];
  readonly effect: CmdletEffect;
  readonly parameters: Readonly<Record<string, ParameterKind>>;
}

export const cmdletTable = {
  'Get-ExchangeServer': { sides: ['onPremises'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-HybridConfiguration': { sides: ['onPremises'], effect: 'read', parameters: {} },
  'Get-OrganizationConfig': { sides: ['onPremises', 'exchangeOnline'], effect: 'read', parameters: {} },
  'Get-AcceptedDomain': { sides: ['onPremises', 'exchangeOnline'], effect: 'read', parameters: {} },
  'Get-ReceiveConnector': { sides: ['onPremises'], effect: 'read', parameters: { Identity: 'string', Server: 'string' } },
  'Get-SendConnector': { sides: ['onPremises'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-ExchangeCertificate': { sides: ['onPremises'], effect: 'read', parameters: { Server: 'string', Thumbprint: 'string' } },
  'Get-TransportService': { sides: ['onPremises'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-InboundConnector': { sides: ['exchangeOnline'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-OutboundConnector': { sides: ['exchangeOnline'], effect: 'read', parameters: { Identity: 'string' } },
  'Get-Command': { sides: ['onPremises', 'exchangeOnline'], effect: 'read', parameters: { Name: 'strings' } },
  'Set-ReceiveConnector': {
    sides: ['onPremises'],
    effect: 'change',
    parameters: { Identity: 'string', TlsCertificateName: 'nullableString', TlsDomainCapabilities: 'nullableStrings' },
  },
  'Set-HybridConfiguration': { sides: ['onPremises'], effect: 'change', parameters: { TlsCertificateName: 'nullableString' } },
} as const satisfies Record<string, CmdletEntry>;

export type CmdletName = keyof typeof cmdletTable;
