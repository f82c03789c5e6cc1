/** The command line above an output: its cmdlet, server, and object; and which cmdlet an object is of. */
import { propertyOf, type PsValue } from '../clixml/value.ts';
import { cmdletTable, type CmdletName, type Side } from '../commands/table.ts';
import { textOf } from '../read/property.ts';

export interface CommandLine {
  /** As typed, e.g. `get-sendconnector`: the last cmdlet of the pipeline that is not only shaping its output. '' where that is not certain */
  readonly cmdlet: string;
  /** The variable whose content is printed */
  readonly variable: string | undefined;
  /** The variable that takes the output */
  readonly assigned: string | undefined;
  readonly server: string | undefined;
  /** The object that it names, where it names one by a plain text */
  readonly identity: string | undefined;
  /** Whether the output may be less than everything of that server or organization */
  readonly narrowed: boolean;
  /** Whether it prints nothing: the output goes to a variable or a file */
  readonly silent: boolean;
  /** The prompt of the Exchange Management Shell, which is always on-premises */
  readonly managementShell: boolean;
  /** Whether it stands behind a prompt: then it was run */
  readonly prompted: boolean;
}

/** Longest command line considered; nobody types a longer one. */
const longest = 4096;

/** `[PS] C:\\>`, `PS C:\\>`, `PS>`, and those of Enter-PSSession: `[EX01]: PS C:\\>`. */
const prompt = /^\s*(?:\[[^\s\]]{1,255}\]: ?)?(\[PS\]|PS)(?:[ \t]{1,8}[^\s<>"][^<>"]{0,260})?>+(.*)$/s;
/** A cmdlet at the start of a line; `Get-X : …` is an error, not a command. */
const bare = /^[A-Z][A-Za-z]+-[A-Za-z]+(?:\s+[^:\s]|\s*\||\s*$)/;
const verbs =
  'Get|Set|New|Add|Remove|Enable|Disable|Import|Export|Test|Start|Stop|Restart|Update|Enter|Exit|Connect|Disconnect|Invoke|Write|Out|Move|Clear|Copy';
/** A prompt that somebody made: a cmdlet stands directly behind a sign that ends prompts. */
const otherPrompt = new RegExp(
  `^.{0,200}?[>#$%:\\])»›❯➜→λ]\\s{0,4}((?:\\$\\w{1,40}\\s*=\\s*)?(?:${verbs})-[A-Z][A-Za-z]+(?:\\s+[^:\\s].*|\\s*\\|.*|\\s*))$`,
  'isu',
);
const anyCmdlet = new RegExp(`(?:^|[^\\w-])((?:${verbs})-[A-Z][A-Za-z]+)`, 'i');

/** The command of a line; `undefined` when the line has no prompt of PowerShell and no cmdlet at its start. */
export function commandOfLine(text: string): CommandLine | undefined {
  const line = plainTyping(text.slice(0, longest));
  const prompted = prompt.exec(line);
  if (prompted !== null) return parseCommand(prompted[2] ?? '', { managementShell: prompted[1] === '[PS]', prompted: true });
  return bare.test(line) ? parseCommand(line, { managementShell: false, prompted: false }) : undefined;
}

/** The command of a line at a prompt that somebody made. */
export function commandAtOtherPrompt(text: string): CommandLine | undefined {
  const line = plainTyping(text.slice(0, longest));
  const [, typed] = anyCmdlet.test(line) ? (otherPrompt.exec(line) ?? []) : [];
  return typed === undefined ? undefined : parseCommand(typed, { managementShell: false, prompted: true });
}

/** The cmdlet that a line mentions anywhere; `undefined` when it mentions none. */
export const mentionedCmdlet = (text: string): string | undefined => anyCmdlet.exec(plainTyping(text.slice(0, longest)))?.[1];

/** PowerShell takes typographic quotation marks and dashes for plain ones. */
const plainTyping = (text: string): string =>
  text
    .replaceAll(/[\u2018-\u201b]/g, "'")
    .replaceAll(/[\u201c-\u201f]/g, '"')
    .replaceAll(/[\u2013-\u2015]/g, '-')
    .replaceAll(/[\u00a0\u202f]/g, ' ');

type Place = Pick<CommandLine, 'managementShell' | 'prompted'>;

const token = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"|[^\s|]+/g;
/** What only shapes the output. */
const shaping =
  /^(?:fl|ft|fw|format-\w+|out-string|oss|clip|clip\.exe|out-host|out-default|write-output|more|more\.com|select|select-object|sort|sort-object|convertto-\w+|tee|tee-object)$/i;
const filter = /^(?:\?|where|where-object)$/i;
const loop = /^(?:%|foreach|foreach-object|for|invoke-command|icm|&)$/i;
/** What takes the output away. */
const away = /^(?:export-\w+|out-file|out-null|out-gridview|ogv|out-printer|set-content|sc|add-content|ac|set-variable|sv)$/i;
const fewer = /\s-(?:first|last|skip|index|unique)\b/i;

/** Reads what was typed. `depth`: of the loops and brackets around it. */
function parseCommand(text: string, place: Place, depth = 0): CommandLine {
  const assignment = /^\s*\$(\w{1,80})\s*=(?!=)(.*)$/s.exec(text);
  const statements = splitOutside(assignment?.[2] ?? text, ';').filter((statement) => statement.trim() !== '');
  const nothing: CommandLine = {
    cmdlet: '',
    variable: undefined,
    assigned: assignment?.[1],
    server: undefined,
    identity: undefined,
    narrowed: true,
    silent: assignment !== null,
    ...place,
  };
  const [statement] = statements;
  // The outputs of several commands on one line cannot be told apart.
  if (statement === undefined || statements.length > 1 || depth > 4) return nothing;
  const stages = splitOutside(statement, '|');
  const heads = stages.map((stage) => (/^\s*(\S*)/.exec(stage)?.[1] ?? '').replace(/[({].*$/s, ''));
  const isOwn = (index: number): boolean => ![shaping, filter, away].some((form) => form.test(heads[index] ?? ''));
  const at = heads.findLastIndex((_, index) => isOwn(index));
  const stage = stages[at];
  if (stage === undefined) return nothing;
  const silent = assignment !== null || heads.some((head) => away.test(head)) || /\s[12]?>{1,2}\s*[^\s&]/.test(stages.at(-1) ?? '');
  const later = stages.slice(at + 1).some((one, index) => filter.test(heads[at + 1 + index] ?? '') || fewer.test(one));
  const narrowed = at > 0 || later;
  const inner = innerOf(stage, heads[at] ?? '');
  if (inner !== undefined) {
    const run = parseCommand(inner, place, depth + 1);
    // `Get-X | % { $_ | fl }` prints what came in.
    const piped = run.variable === '_' && at > 0 ? parametersOf(stages[at - 1] ?? '', true) : {};
    return { ...run, ...piped, assigned: assignment?.[1], silent, narrowed: true };
  }
  const variable = /^\s*\$(\w{1,80})\s*$/.exec(stage)?.[1];
  if (variable !== undefined) return { ...nothing, variable, silent, narrowed };
  return { ...nothing, silent, ...parametersOf(stage, narrowed) };
}

/** What is run in the braces of a loop, or in brackets. */
function innerOf(stage: string, head: string): string | undefined {
  if (loop.test(head) || head === '')
    return /\{(.*)\}[^}]*$/s.exec(stage)?.[1] ?? (head === '' ? /^\s*@?\((.*)\)\s*$/s.exec(stage)?.[1] : undefined);
  return undefined;
}

function parametersOf(stage: string, isNarrowed: boolean): Pick<CommandLine, 'cmdlet' | 'server' | 'identity' | 'narrowed'> {
  const words = [...stage.matchAll(token)].map(([whole, single, double]) => ({
    text: single?.replaceAll("''", "'") ?? double?.replaceAll('""', '"') ?? whole,
    quoted: single !== undefined || double !== undefined,
    // Its value in that PowerShell session is unknown here, or a character of it was lost.
    computed: (single === undefined && /[$(@`]/.test(whole)) || whole.includes('\ufffd'),
  }));
  let [server, identity]: (string | undefined)[] = [];
  let narrowed = isNarrowed;
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
  return { cmdlet: words[0]?.computed === false ? words[0].text : '', server, identity, narrowed };
}

/** Cuts at a sign outside of quotation marks and brackets. */
function splitOutside(text: string, sign: '|' | ';'): string[] {
  const parts: string[] = [];
  let [start, depth, quote] = [0, 0, ''];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '(' || character === '{') depth += 1;
    else if (character === ')' || character === '}') depth -= 1;
    else if (character === sign && depth <= 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
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
  'Test-ServiceHealth': ['RequiredServicesRunning', 'ServicesRunning', 'ServicesNotRunning'],
  'Test-EdgeSynchronization': ['SyncStatus', 'SendConnectorStatus', 'LeaseHolder', 'LastSynchronizedUtc'],
  'Get-AuthConfig': ['CurrentCertificateThumbprint', 'PreviousCertificateThumbprint', 'NextCertificateThumbprint'],
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
  'Test-ServiceHealth': ['Role'],
  'Test-EdgeSynchronization': ['Name'],
  'Get-AuthConfig': ['Name', 'Identity'],
  'Get-AcceptedDomain': ['Name', 'Identity'],
  'Get-InboundConnector': ['Name', 'Identity', 'Enabled', 'ConnectorType', 'RequireTls', 'CloudServicesMailEnabled'],
  'Get-OutboundConnector': ['Name', 'Identity', 'Enabled', 'ConnectorType', 'SmartHosts', 'TlsDomain', 'CloudServicesMailEnabled'],
};

// Object.keys forgets that the keys are those of the record.
const cmdlets = Object.keys(signatures) as KnownCmdlet[];
/** By name of a property in lower case: the cmdlets that have it. */
function byProperty(table: Readonly<Record<KnownCmdlet, readonly string[]>>): ReadonlyMap<string, readonly KnownCmdlet[]> {
  const found = new Map<string, KnownCmdlet[]>();
  for (const cmdlet of cmdlets)
    for (const name of table[cmdlet]) found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), cmdlet]);
  return found;
}
const [withOwn, withShared] = [byProperty(signatures), byProperty(shared)];
const among = (names: readonly string[], table: ReadonlyMap<string, readonly KnownCmdlet[]>): ReadonlySet<KnownCmdlet> =>
  new Set(names.flatMap((name) => table.get(name.toLowerCase()) ?? []));

/** The cmdlet whose name was typed, in any case; `undefined` for one that the wizard does not read. Get-TransportServer is the older name. */
export function knownCmdlet(typed: string): KnownCmdlet | undefined {
  const name = /^get-transportserver$/i.test(typed) ? 'Get-TransportService' : typed;
  return cmdlets.find((known) => known.toLowerCase() === name.toLowerCase());
}

/** The one cmdlet whose own properties are among these; `undefined` where none or several are. */
export function cmdletOfNames(names: readonly string[]): KnownCmdlet | undefined {
  const found = [...among(names, withOwn)];
  return found.length === 1 ? found[0] : undefined;
}

/** Whether an object with these properties can be of that cmdlet: it has one that is read, and none that only another has. */
export function fits(cmdlet: KnownCmdlet, names: readonly string[]): boolean {
  const own = among(names, withOwn);
  return own.has(cmdlet) || (own.size === 0 && among(names, withShared).has(cmdlet));
}

/** Properties that many objects have, of other cmdlets too. */
const common: ReadonlySet<string> = new Set(['name', 'identity', 'enabled', 'server', 'fqdn', 'status', 'subject', 'issuer']);

/** The cmdlets of which an object with these properties can be; none where it has only properties that many objects have. */
export function candidates(names: readonly string[]): readonly KnownCmdlet[] {
  const own = among(names, withOwn);
  if (own.size > 0) return [...own];
  const deciding = names.filter((name) => !common.has(name.toLowerCase()));
  return [...among(deciding, withShared)];
}

/** Whether any of these cmdlets has a property of such a name. */
export const isKnownProperty = (name: string): boolean => withOwn.has(name.toLowerCase()) || withShared.has(name.toLowerCase());

/** The sides on which a cmdlet may have been run; the Exchange Management Shell is always on-premises. */
export const sidesOfCmdlet = (cmdlet: CmdletName, managementShell: boolean): readonly Side[] => {
  const { sides } = cmdletTable[cmdlet];
  return managementShell && sides.length > 1 ? ['onPremises'] : sides;
};

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
