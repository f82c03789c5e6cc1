/** What an error text names besides the error: the kind of text, codes, certificates, servers, addresses. */
import type { EventRecord } from './event-records.ts';
import { ambiguousCodes } from './known-errors.ts';
import type { PastedError } from './pasted-error.ts';
import { statementsOf } from './statements.ts';

export const factKinds = [
  'form',
  'code',
  'ambiguousCode',
  'event',
  'hcwCode',
  'thumbprint',
  'certificateName',
  'expectedSubject',
  'presentedSubject',
  'host',
  'address',
  'connector',
] as const;
export type FactKind = (typeof factKinds)[number];

export const forms = ['queue', 'ndr', 'trace', 'tracking', 'event', 'protocolLog', 'hcwLog', 'headers'] as const;
export type Form = (typeof forms)[number];

export interface TextFact {
  readonly kind: FactKind;
  /** Of a `form`: one of `forms` */
  readonly value: string;
  /** Whether it is the same however the lines are joined. A part of a name that a console has broken says nothing about the name. */
  readonly isWhole: boolean;
}

/** Of each kind. */
const mostFacts = 8;
const longestFact = 300;

/** How the kinds of text are known, by what only they have. */
const formPatterns: Readonly<Record<Form, RegExp>> = {
  queue: /\b(?:LastError|NextHopDomain|DeliveryType|NextRetryTime)\b/i,
  ndr: /\b(?:Remote Server returned|Diagnostic-Code|Diagnostic information for administrators|Generating server|Final-Recipient)\b|生成元サーバー|管理者向けの診断情報/i,
  trace: /\{LED=|\bReason: \[|\bLED=/i,
  tracking: /\b(?:RecipientStatus|SourceContext|MessageTrackingLog)\b/i,
  event: /\bEvent ?ID\b|イベント ?ID|\bEreignis-?ID|<EventID/i,
  protocolLog: /\d{4}-\d\d-\d\dT[\d:.]{8,16}Z,[^,\n]{1,100},[0-9A-F]{16},\d{1,6},/i,
  hcwLog: /\[Client=UX,|\bPowerShell failed to invoke\b|\bHCW ?\d{4}\b/i,
  headers: /\bX-(?:MS-Exchange|CrossPremises|OrganizationHeaders|OriginatorOrg)[\w-]{0,60}:/i,
};

const named: readonly (readonly [FactKind, RegExp])[] = [
  ['thumbprint', /\bThumbprint["' ]{0,2}[:=]? ?["']?([0-9A-F]{32,41})\b/gi],
  ['thumbprint', /\b([0-9A-F]{40})\b/gi],
  ['certificateName', /(<I>[^<>\n]{1,600}<S>[^<>\n'"]{1,300}?)(?= in the personal store|\.?\s{0,4}$|['";]|\.\s)/gim],
  ['expectedSubject', /\bExpected Subject: ?([^\s,;]{1,255}?)\.?(?=[\s\]]|$)/gi],
  ['presentedSubject', /\bPresented Subject: ?([^\n\]]{1,255}?)\.? (?=Thumbprint|\[)/gi],
  ['host', /(?:LastAttemptedServerName=|\{FQDN=|OutboundProxyTargetHostName: ?)([\w.-]{1,253}\w)/gi],
  ['address', /(?:LastAttemptedIP=|\{IP=|OutboundProxyTargetIP: ?|endpoint attempted was )\[?((?:\d{1,3}\.){3}\d{1,3})/gi],
  ['address', /(?:LastAttemptedIP=\[|\{IP=\[?|OutboundProxyTargetIP: ?\[?|endpoint attempted was \[?)([0-9a-f]{0,4}:[0-9a-f:]{1,38})/gi],
  // Without brackets, the port cannot be told from a group of an IPv6 address, except that it is always there.
  ['address', /LastAttemptedIP=([0-9a-f]{0,4}:[0-9a-f:]{1,38}):25(?![0-9a-f:])/gi],
  ['connector', /\bfor the connector ([^\n]{1,100}?) with a FQDN parameter/gi],
  ['hcwCode', /\b(HCW ?\d{4})\b/gi],
];

type NamedFact = Omit<TextFact, 'isWhole'>;

/** In the order of `factKinds`, each value once. */
export function factsIn({ text, joined, lines }: PastedError, events: readonly EventRecord[]): readonly TextFact[] {
  const otherwise = new Set(namedIn(joined).map(({ kind, value }) => `${kind} ${value}`));
  const facts: NamedFact[] = forms.filter((form) => formPatterns[form].test(lines)).map((value) => ({ kind: 'form', value }));
  for (const { code } of statementsOf(text)) facts.push({ kind: ambiguousCodes.includes(code) ? 'ambiguousCode' : 'code', value: code });
  for (const { evidence } of events) facts.push({ kind: 'event', value: evidence });
  const all = facts.concat(namedIn(text));
  return factKinds.flatMap((kind) =>
    firstOf(all, kind).map((fact) => ({ ...fact, isWhole: !isLookedUp.has(kind) || otherwise.has(`${kind} ${fact.value}`) })),
  );
}

/** A certificate name is compared without its blanks, so it is whole in any case. */
const isLookedUp: ReadonlySet<FactKind> = new Set<FactKind>(['thumbprint', 'host', 'address']);

const namedIn = (text: string): readonly NamedFact[] =>
  named.flatMap(([kind, pattern]) =>
    // PowerShell doubles an apostrophe inside of quotation marks.
    [...text.matchAll(pattern)].map((match) => ({ kind, value: (match[1] ?? '').trim().replaceAll("''", "'") })),
  );

function firstOf(facts: readonly NamedFact[], kind: FactKind): readonly NamedFact[] {
  const seen = new Set<string>();
  for (const fact of facts) if (fact.kind === kind && seen.size < mostFacts) seen.add(fact.value.slice(0, longestFact));
  return [...seen].map((value) => ({ kind, value }));
}
