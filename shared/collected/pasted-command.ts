import { propertyOf, type PsValue } from '../clixml/value.ts';
import { cmdletTable, type CmdletName, type Side } from '../commands/table.ts';
import { textOf } from '../read/property.ts';

/** The command line above an output: its cmdlet, server, and object. */

export interface CommandLine {
  /** As typed, e.g. `get-sendconnector` */
  readonly cmdlet: string;
  readonly server: string | undefined;
  /** The object that it names, where it names one by a plain text */
  readonly identity: string | undefined;
  /** Whether the output may be less than everything of that server or organization */
  readonly narrowed: boolean;
  /** The prompt of the Exchange Management Shell, which is always on-premises */
  readonly managementShell: boolean;
}

const prompt = /^\s*(\[PS\]|PS)\s+[^<>|"]{1,260}>+\s*(.*)$/s;
/** A cmdlet at the start of a line; `Get-X : …` is an error, not a command. */
const bare = /^[A-Z][A-Za-z]+-[A-Za-z]+(?:\s+[^:\s]|\s*\||\s*$)/;

/** Longest command line considered; nobody types a longer one. */
const longest = 4096;

/** The command of a line; `undefined` when the line has no prompt and no cmdlet at its start. */
export function commandOfLine(line: string): CommandLine | undefined {
  const prompted = prompt.exec(line.slice(0, longest));
  if (prompted !== null) return parseCommand(prompted[2] ?? '', prompted[1] === '[PS]');
  return bare.test(line) ? parseCommand(line, false) : undefined;
}

const token = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"|[^\s|]+/g;
/** What only shapes the output. */
const shaping = /^\s*(?:fl|format-list|out-string|oss|clip|clip\.exe|out-host|select|select-object)\b/i;
const fewer = /\s-(?:first|last|skip|index|unique)\b/i;

/** Reads a command line; `managementShell`: typed at the prompt of the Exchange Management Shell. */
function parseCommand(text: string, managementShell: boolean): CommandLine {
  const line = text.slice(0, longest);
  const stages = splitPipeline(line);
  const words = [...(stages[0] ?? '').matchAll(token)].map(([whole, single, double]) => ({
    text: single?.replaceAll("''", "'") ?? double?.replaceAll('""', '"') ?? whole,
    quoted: single !== undefined || double !== undefined,
    // Its value in that PowerShell session is unknown here.
    computed: single === undefined && /[$(@`]/.test(whole),
  }));
  let [server, identity]: (string | undefined)[] = [];
  let narrowed = stages.slice(1).some((stage) => !shaping.test(stage) || fewer.test(stage));
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    const named = word.quoted ? null : /^-(\w+)(?::(.*))?$/s.exec(word.text);
    const value = named === null ? word : named[2] === undefined || named[2] === '' ? words[(index += 1)] : { ...word, text: named[2] };
    const plain = value === undefined || value.computed ? undefined : value.text;
    if (named !== null && /^server$/i.test(named[1] ?? '')) {
      server = plain;
      narrowed ||= plain === undefined;
    } else if (named === null || /^(?:id|ident|identity|thumbprint)$/i.test(named[1] ?? '')) {
      identity = plain;
      narrowed = true;
    } else narrowed = true;
  }
  return { cmdlet: words[0]?.computed === false ? words[0].text : '', server, identity, narrowed, managementShell };
}

/** Cuts at bars outside of quotation marks. */
function splitPipeline(text: string): string[] {
  const stages: string[] = [''];
  let quote = '';
  for (const character of text) {
    if (quote === '' && character === '|') {
      stages.push('');
      continue;
    }
    if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    stages[stages.length - 1] = `${stages.at(-1) ?? ''}${character}`;
  }
  return stages;
}

// Which cmdlet an object is of, from what it has.

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
 * The side of an object of a cmdlet that both have; `undefined` where the object does not show it. Exchange
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
