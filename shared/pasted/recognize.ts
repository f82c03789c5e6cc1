/** Which cmdlet an object is of, from what it has. */
import { propertyOf, type PsValue } from '../clixml/value.ts';
import { cmdletTable, type CmdletName, type Side } from '../commands/table.ts';
import { textOf } from '../read/property.ts';

/** Properties that no other of these cmdlets returns (captured output; Microsoft's cmdlet reference). */
const signatures = {
  'Get-HybridConfiguration': ['ReceivingTransportServers', 'SendingTransportServers', 'EdgeTransportServers', 'OnPremisesSmartHost'],
  'Get-ExchangeServer': ['AdminDisplayVersion', 'ServerRole', 'IsHubTransportServer'],
  'Get-SendConnector': ['AddressSpaces', 'SourceTransportServers', 'TlsAuthLevel', 'DNSRoutingEnabled', 'SmartHostAuthMechanism'],
  'Get-ReceiveConnector': ['Bindings', 'TlsDomainCapabilities', 'PermissionGroups', 'RemoteIPRanges', 'TransportRole'],
  'Get-ExchangeCertificate': ['RootCAType', 'CertificateDomains', 'Thumbprint', 'HasPrivateKey', 'IsSelfSigned'],
  'Get-TransportService': ['InternalTransportCertificateThumbprint'],
  'Get-AcceptedDomain': ['DomainName', 'DomainType'],
  'Get-InboundConnector': [
    'TlsSenderCertificateName',
    'SenderDomains',
    'SenderIPAddresses',
    'RestrictDomainsToCertificate',
    'TreatMessagesAsInternal',
  ],
  'Get-OutboundConnector': ['TlsSettings', 'RecipientDomains', 'RouteAllMessagesViaOnPremises', 'IsTransportRuleScoped', 'UseMXRecord'],
} as const satisfies Partial<Record<CmdletName, readonly string[]>>;
export type KnownCmdlet = keyof typeof signatures;

/** Properties that several of them have, and that are read of these. */
const shared: Readonly<Record<KnownCmdlet, readonly string[]>> = {
  'Get-HybridConfiguration': ['Domains', 'TlsCertificateName'],
  'Get-ExchangeServer': ['Name', 'Fqdn', 'Identity'],
  'Get-SendConnector': ['Name', 'Identity', 'Enabled', 'RequireTLS', 'TlsDomain', 'CloudServicesMailEnabled', 'TlsCertificateName'],
  'Get-ReceiveConnector': ['Name', 'Identity', 'Server', 'Enabled', 'Fqdn', 'TlsCertificateName'],
  'Get-ExchangeCertificate': ['Subject', 'Issuer', 'Services', 'Status', 'FriendlyName'],
  'Get-TransportService': ['Name', 'Identity'],
  'Get-AcceptedDomain': ['Name', 'Identity'],
  'Get-InboundConnector': ['Name', 'Identity', 'Enabled', 'ConnectorType', 'RequireTls', 'CloudServicesMailEnabled'],
  'Get-OutboundConnector': ['Name', 'Identity', 'Enabled', 'ConnectorType', 'SmartHosts', 'TlsDomain', 'CloudServicesMailEnabled'],
};

// Object.keys forgets that the keys are those of the record.
const cmdlets = Object.keys(signatures) as KnownCmdlet[];
const has = (names: ReadonlySet<string>, wanted: readonly string[]): boolean => wanted.some((name) => names.has(name.toLowerCase()));
const folded = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()));

/** The cmdlet whose name was typed, in any case; `undefined` for one that the wizard does not read. */
export const knownCmdlet = (typed: string): KnownCmdlet | undefined => cmdlets.find((name) => name.toLowerCase() === typed.toLowerCase());

/** The one cmdlet whose own properties are among these; `undefined` where none or several are. */
export function cmdletOfNames(names: readonly string[]): KnownCmdlet | undefined {
  const all = folded(names);
  const found = cmdlets.filter((cmdlet) => has(all, signatures[cmdlet]));
  return found.length === 1 ? found[0] : undefined;
}

/** Whether an object with these properties can be of that cmdlet: it has one that is read, and none that only another has. */
export function fits(cmdlet: KnownCmdlet, names: readonly string[]): boolean {
  const all = folded(names);
  if (has(all, signatures[cmdlet])) return true;
  return has(all, shared[cmdlet]) && !cmdlets.some((other) => other !== cmdlet && has(all, signatures[other]));
}

/**
 * The side of an object of a cmdlet that both have; `undefined` where it cannot be told. Exchange
 * Online's objects come from its own directory and computers.
 */
export function sideOf(cmdlet: CmdletName, object: PsValue): Side | undefined {
  const [first, second] = cmdletTable[cmdlet].sides;
  if (second === undefined) return first;
  const texts = ['PSComputerName', 'OriginatingServer', 'DistinguishedName'].flatMap((name) => {
    const value = propertyOf(object, name);
    const text = value === undefined ? undefined : textOf(value);
    return text === undefined || text === '' ? [] : [text];
  });
  if (texts.some((text) => /(?:^|[.,=])(?:office365|outlook)[.,](?:DC=)?(?:com|us|cn|de)(?:[.,]|$)/i.test(text))) return 'exchangeOnline';
  return texts.length > 0 ? 'onPremises' : undefined;
}
