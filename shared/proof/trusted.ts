/**
 * Whether a test message shows that mail of one direction counts as internal. Three things have to be shown: the connectors
 * trusted each other, the sender was authenticated, and the connection between the sides was encrypted.
 *
 * The position of a line proves nothing: Exchange writes its own headers below those that the message came with (docs/domain.md,
 * "Headers of a test message"). A line counts as proof only by the server it names: the promoting server must be a receiving server
 * that took this message; the authenticating server must belong to the sending side.
 */
import * as v from 'valibot';
import { directions, type Direction } from '../mail-flow/verdict.ts';
import { ok, type Result } from '../model/error.ts';
import { and, isKnownTrue, knownSchema, map, not, or, partition, unknown, type Known } from '../model/known.ts';
import { sameServer, shortName } from '../model/server-name.ts';
import { fieldsNamed, readHeaders, type HeaderField, type HeadersRefusal, type MessageHeaders } from './headers.ts';
import { areNewestFirst, hopsOf, type Hop } from './hops.ts';
import { proofReasonIds, proofReasons, unprovenTopics, effects, type ProofReasonId, type UnprovenTopic } from './reasons.ts';
import { holdsWord } from './subject.ts';

/** Raised when a judgment that is kept would be misread by what reads it. */
const trustProofFormat = 1;
export const longestEvidenceLine = 500;

const moment = v.pipe(v.string(), v.isoTimestamp());
const evidenceSchema = v.strictObject({ line: v.number(), text: v.string() });
const lines = v.array(evidenceSchema);
const shownSchema = v.variant('state', [
  v.strictObject({ state: v.literal('yes'), server: v.string(), lines }),
  v.strictObject({ state: v.literal('no'), lines }),
  v.strictObject({ state: v.literal('unknown') }),
]);

export const trustProofSchema = v.strictObject({
  format: v.literal(trustProofFormat),
  direction: v.picklist(directions),
  changedAt: moment,
  /** When the receiving side took the message */
  arrivedAt: knownSchema(moment),
  verdict: v.picklist(['proven', 'failed', 'notProven']),
  /** By a server of the receiving side: the connectors trusted each other */
  promoted: shownSchema,
  /** By a server of the sending side */
  authenticated: shownSchema,
  /** Between the sides. Which certificate was presented, and whether anybody checked it, is in no header */
  tls: v.variant('state', [
    v.strictObject({ state: v.literal('encrypted'), lines }),
    v.strictObject({ state: v.literal('clear'), lines }),
    v.strictObject({ state: v.literal('unknown') }),
  ]),
  /** What decides first */
  reasons: v.array(v.strictObject({ id: v.picklist(proofReasonIds), values: v.record(v.string(), v.string()), lines })),
  unproven: v.array(v.picklist(unprovenTopics)),
});
export type TrustProof = v.InferOutput<typeof trustProofSchema>;
export type TrustReason = TrustProof['reasons'][number];
export type EvidenceLine = v.InferOutput<typeof evidenceSchema>;

export interface TrustQuestion {
  readonly direction: Direction;
  /** The names of the on-premises transport servers, with or without their domain */
  readonly servers: readonly string[];
  /** ISO 8601, UTC: a message that arrived before shows nothing */
  readonly changedAt: string;
  /** What the subject has to hold */
  readonly word: string;
}

/** Judges the text of one message: its headers, or a whole .eml file. */
export function judgeTrust(text: string, question: TrustQuestion): Result<TrustProof, HeadersRefusal> {
  const headers = readHeaders(text);
  return headers.ok ? ok(judge(headers.value, question)) : headers;
}

/**
 * Servers of Exchange Online, by the domains in `Received` and `X-CrossPremisesHeadersPromoted` (seen); those of the clouds for
 * the US government and China are inferred from their smart hosts (docs/domain.md, "Clouds").
 */
const cloudDomains = [
  '.prod.outlook.com',
  '.protection.outlook.com',
  '.outlook.office365.com',
  '.prod.exchangelabs.com',
  '.protection.office365.us',
  '.protection.partner.outlook.cn',
];
const isCloud = (server: string): boolean => cloudDomains.some((domain) => server.toLowerCase().endsWith(domain));

interface Sides {
  readonly isReceiving: (server: string) => boolean;
  readonly isSending: (server: string) => boolean;
  /** Whether both names are those of one server of the receiving side */
  readonly isSame: (a: string, b: string) => boolean;
}

function sidesOf({ direction, servers }: TrustQuestion): Sides {
  const isOnPremises = (name: string): boolean => servers.some((server) => sameServer(server, name));
  // A front end of Exchange Online has a name in mail.protection.outlook.com to the outside, and another one inside.
  if (direction === 'toExchangeOnline')
    return { isReceiving: isCloud, isSending: isOnPremises, isSame: (a, b) => shortName(a).toLowerCase() === shortName(b).toLowerCase() };
  return { isReceiving: isOnPremises, isSending: isCloud, isSame: sameServer };
}

interface Route {
  readonly hops: readonly Hop[];
  /** Those by which the message came to the receiving side */
  readonly crossings: readonly Hop[];
  /** Those between the sides: the crossings, and those by which it left the sending side for a device in between */
  readonly between: readonly Hop[];
  /** Those that may be further ones between the sides, because a name in them is missing or unreadable */
  readonly unreadHops: readonly Hop[];
  readonly hasSendingSide: boolean;
}

function routeOf(headers: MessageHeaders, { isReceiving, isSending }: Sides): Route {
  const hops = hopsOf(headers);
  const entersAt = (hop: Hop): Known<boolean> => and(map(hop.by, isReceiving), not(map(hop.from, isReceiving)));
  const leavesAt = (hop: Hop): Known<boolean> => and(map(hop.from, isSending), not(map(hop.by, isSending)), not(map(hop.by, isReceiving)));
  const crossings = hops.filter((hop) => isKnownTrue(entersAt(hop)));
  return {
    hops,
    crossings,
    between: [...crossings, ...hops.filter((hop) => isKnownTrue(leavesAt(hop)))],
    unreadHops: partition(
      hops.filter((hop) => !isSubmission(hop)),
      (hop) => or(entersAt(hop), leavesAt(hop)),
    ).unknown.map(({ item }) => item),
    hasSendingSide:
      hops.some(({ by }) => isKnownTrue(map(by, isSending))) || crossings.some(({ from }) => isKnownTrue(map(from, isSending))),
  };
}

/** No server handed the message over, e.g. `Received: by Pickup with …`. */
const isSubmission = ({ by, from }: Hop): boolean => !from.known && from.reason === 'notReturned' && isKnownTrue(map(by, () => true));

const fieldsOf = (hops: readonly Hop[]): readonly HeaderField[] => hops.map(({ field }) => field);

type Reasons = readonly TrustReason[];
type Shown = TrustProof['promoted'];

const evidence = (fields: readonly HeaderField[]): EvidenceLine[] =>
  fields.map(({ line, text }) => ({ line, text: text.slice(0, longestEvidenceLine) }));

const reason = (id: ProofReasonId, fields: readonly HeaderField[], values: Readonly<Record<string, string>> = {}): TrustReason => ({
  id,
  values: { ...values },
  lines: evidence(fields),
});

/** For a value that may lack its end: it is not used, since the rest of it could change what it says. */
const brokenValue = (field: HeaderField): TrustReason =>
  reason('valueBroken', [field], { name: field.text.slice(0, field.text.indexOf(':')) });

function judge(headers: MessageHeaders, question: TrustQuestion): TrustProof {
  const { direction, changedAt } = question;
  const sides = sidesOf(question);
  const route = routeOf(headers, sides);
  const arrivedAt = arrivalOf(route);
  const judgedTls = judgeTls(route);
  const judgedSender = judgeSender(headers, sides);
  const judgedTrust = judgePromotion(headers, sides, route, judgedSender.state);
  const reasons = sorted([
    ...judgeMessage(headers, question, arrivedAt, route),
    ...judgeRoute(headers, route),
    ...judgedTrust.reasons,
    ...judgedSender.reasons,
    ...judgedTls.reasons,
    ...fieldsNamed(headers, 'x-ms-exchange-crosstenant-fromentityheader').map((field) =>
      reason('entityHeader', [field], { value: field.value }),
    ),
  ]);
  const [promoted, authenticated, tls] = [judgedTrust.state, judgedSender.state, judgedTls.state];
  const has = (effect: (typeof effects)[number]): boolean => reasons.some(({ id }) => proofReasons[id].effect === effect);
  const isShown = promoted.state === 'yes' && authenticated.state === 'yes' && tls.state === 'encrypted' && !has('open');
  return {
    format: trustProofFormat,
    direction,
    changedAt,
    arrivedAt,
    verdict: has('refuses') ? 'notProven' : has('fault') ? 'failed' : isShown ? 'proven' : 'notProven',
    promoted,
    authenticated,
    tls,
    reasons,
    unproven: unprovenTopics.filter((topic) => !isShownTopic(topic, { promoted, authenticated, tls })),
  };
}

const isShownTopic = (
  topic: UnprovenTopic,
  { promoted, authenticated, tls }: Pick<TrustProof, 'promoted' | 'authenticated' | 'tls'>,
): boolean =>
  (topic === 'promotion' && promoted.state === 'yes') ||
  (topic === 'authentication' && authenticated.state === 'yes') ||
  (topic === 'encryption' && tls.state === 'encrypted');

/** Reasons of one effect stay in their order. */
const sorted = (reasons: Reasons): TrustReason[] =>
  [...reasons].sort((a, b) => effects.indexOf(proofReasons[a.id].effect) - effects.indexOf(proofReasons[b.id].effect));

/** Of a message that came to the receiving side several times, the first one: what came before the change is not this test. */
function arrivalOf({ crossings }: Route): Known<string> {
  const times = partition(crossings, ({ at }) => at);
  const [first] = times.known.map(({ value }) => value).sort();
  return times.unknown[0]?.why ?? (first === undefined ? unknown('notReturned') : { known: true, value: first });
}

function judgeMessage(
  headers: MessageHeaders,
  { changedAt, word }: TrustQuestion,
  arrivedAt: Known<string>,
  { crossings }: Route,
): Reasons {
  const subjects = fieldsNamed(headers, 'subject');
  const fields = fieldsOf(crossings);
  const ofTime = arrivedAt.known
    ? Date.parse(arrivedAt.value) >= Date.parse(changedAt)
      ? []
      : [reason('messageOlder', fields, { time: arrivedAt.value, changed: changedAt })]
    : [reason('timeUnknown', fields)];
  if (subjects.length === 0) return [...ofTime, reason('subjectMissing', [], { word })];
  const others = subjects.filter(({ value }) => !holdsWord(value, word));
  if (others.length === 0) return ofTime;
  return [...ofTime, reason(others.every(({ isBroken }) => isBroken) ? 'subjectBroken' : 'wordMissing', others, { word })];
}

function judgeRoute({ unread }: MessageHeaders, { hops, crossings, unreadHops, hasSendingSide }: Route): Reasons {
  const fields = fieldsOf(crossings);
  return [
    ...(hops.length === 0 ? [reason('hopsMissing', [])] : []),
    ...(hops.length > 0 && crossings.length === 0 ? [reason('crossingMissing', [])] : []),
    ...(crossings.length > 1 ? [reason('severalCrossings', fields, { count: String(crossings.length) })] : []),
    ...(crossings.length > 0 && !hasSendingSide ? [reason('otherSideNotSeen', fields)] : []),
    ...(unreadHops.length > 0 ? [reason('hopsUnread', fieldsOf(unreadHops), { count: String(unreadHops.length) })] : []),
    ...(areNewestFirst(hops) ? [] : [reason('hopsOutOfOrder', [])]),
    ...(unread > 0 ? [reason('linesUnread', [], { count: String(unread) })] : []),
  ];
}

/** A cipher says that the connection was encrypted; not which certificate was presented, nor that it was checked. */
function judgeTls({ crossings, between, unreadHops }: Route): { readonly state: TrustProof['tls']; readonly reasons: Reasons } {
  const reasons = between.map(({ by, tls, field }) => {
    const server = by.known ? by.value : by.evidence;
    if (!tls.known) return reason('tlsUnknown', [field], { server });
    if (tls.value === null) return reason('notEncrypted', [field], { server });
    const { version, cipher } = tls.value;
    return version === '' ? reason('encryptedUnnamed', [field], { server }) : reason('encrypted', [field], { server, version, cipher });
  });
  const of = (id: ProofReasonId): readonly TrustReason[] => reasons.filter((one) => one.id === id);
  const clear = of('notEncrypted').flatMap((one) => one.lines);
  if (clear.length > 0) return { state: { state: 'clear', lines: clear }, reasons };
  if (crossings.length === 0 || unreadHops.length > 0 || of('tlsUnknown').length > 0) return { state: { state: 'unknown' }, reasons };
  return { state: { state: 'encrypted', lines: reasons.flatMap((one) => one.lines) }, reasons };
}

const promotedHeader = 'x-crosspremisesheaderspromoted';
const organizationAuthAs = 'x-ms-exchange-organization-authas';
const organizationAuthSource = 'x-ms-exchange-organization-authsource';
const tenantAuthAs = 'x-ms-exchange-crosstenant-authas';
const tenantAuthSource = 'x-ms-exchange-crosstenant-authsource';
const isInternal = ({ value }: HeaderField): boolean => value.toLowerCase() === 'internal';

const notInternal = (headers: MessageHeaders): readonly HeaderField[] =>
  [...fieldsNamed(headers, organizationAuthAs), ...fieldsNamed(headers, tenantAuthAs)].filter((field) => !isInternal(field));

/**
 * `AuthAs` is the verdict that Outlook and the transport rules use, and `AuthSource` names the server that gave it.
 * `CrossTenant-AuthAs` alone, which Exchange Online writes for itself, can deny that the sender is internal, never show it.
 */
function judgeSender(headers: MessageHeaders, sides: Sides): { readonly state: Shown; readonly reasons: Reasons } {
  const own = fieldsNamed(headers, organizationAuthAs);
  const tenant = fieldsNamed(headers, tenantAuthAs);
  const sources = fieldsNamed(headers, organizationAuthSource);
  const broken = [...own, ...tenant, ...sources].filter(({ isBroken }) => isBroken);
  if (broken.length > 0) return { state: { state: 'unknown' }, reasons: broken.map(brokenValue) };

  const others = notInternal(headers);
  const open = (id: ProofReasonId, fields: readonly HeaderField[], values = {}): { state: Shown; reasons: Reasons } => ({
    state: { state: 'unknown' },
    reasons: [reason(id, fields, values)],
  });
  const [first] = others;
  if (first !== undefined && others.length === own.length + tenant.length)
    return { state: { state: 'no', lines: evidence(others) }, reasons: [reason('anonymous', others, { value: first.value })] };
  if (first !== undefined) return open('authAsContradicts', [...own, ...tenant]);
  if (own.length === 0) return open('authAsMissing', tenant);

  const [source] = sources;
  if (source === undefined) return open('authSourceMissing', own);
  const receiving = sources.find(({ value }) => sides.isReceiving(value));
  if (receiving !== undefined) return open('authSourceReceiving', [...own, receiving], { server: receiving.value });
  const other = sources.find(({ value }) => !sides.isSending(value));
  if (other !== undefined) return open('authSourceOther', [...own, other], { server: other.value });
  return {
    state: { state: 'yes', server: source.value, lines: evidence([...own, ...sources]) },
    reasons: [reason('authenticated', [...own, ...sources], { server: source.value })],
  };
}

function judgePromotion(
  headers: MessageHeaders,
  sides: Sides,
  route: Route,
  sender: Shown,
): { readonly state: Shown; readonly reasons: Reasons } {
  const promotedBy = fieldsNamed(headers, promotedHeader);
  const ofReceiving = promotedBy.filter(({ value, isBroken }) => !isBroken && sides.isReceiving(value));
  const tookMessage = ({ value }: HeaderField): boolean =>
    route.hops.some(({ by }) => isKnownTrue(map(by, (server) => sides.isReceiving(server) && sides.isSame(server, value))));
  const counted = ofReceiving.filter(tookMessage);
  const copies = fieldsNamed(headers, 'x-ms-exchange-crosspremises-authas');
  const broken = promotedBy.filter(({ isBroken }) => isBroken);
  const [state, ...decisive] = decidePromotion({ headers, sides, route, sender, ofReceiving, counted, broken, copies });
  return { state, reasons: [...decisive, ...besidePromotion(headers, sides, counted)] };
}

interface PromotionSigns {
  readonly headers: MessageHeaders;
  readonly sides: Sides;
  readonly route: Route;
  readonly sender: Shown;
  /** By a server of the receiving side; `counted`: that took this message */
  readonly ofReceiving: readonly HeaderField[];
  readonly counted: readonly HeaderField[];
  /** Of which the server cannot be told */
  readonly broken: readonly HeaderField[];
  readonly copies: readonly HeaderField[];
}

function decidePromotion({ headers, sides, route, sender, ofReceiving, counted, broken, copies }: PromotionSigns): [Shown, TrustReason] {
  const own = fieldsNamed(headers, organizationAuthAs);
  const [first] = counted;
  if (ofReceiving.length > 0 && copies.length > 0)
    return [{ state: 'unknown' }, reason('copiesBesidePromoted', [...ofReceiving, ...copies])];
  if (first !== undefined)
    return [{ state: 'yes', server: first.value, lines: evidence(counted) }, reason('promoted', counted, { server: first.value })];
  const [cut] = broken;
  if (cut !== undefined) return [{ state: 'unknown' }, brokenValue(cut)];
  if (copies.length > 0) return [{ state: 'no', lines: evidence(copies) }, reason('copiesLeft', copies)];
  const [elsewhere] = ofReceiving;
  if (elsewhere !== undefined) return [{ state: 'unknown' }, reason('promotedElsewhere', ofReceiving, { server: elsewhere.value })];
  const sources = authSourcesOfReceivingSide(headers, sides);
  const [verdict] = notInternal(headers);
  if (sender.state === 'no' && verdict !== undefined && sources.length > 0 && route.hasSendingSide)
    return [{ state: 'no', lines: evidence(sources) }, reason('arrivedAnonymous', sources, { value: verdict.value })];
  if (own.length > 0 && own.every(isInternal)) return [{ state: 'unknown' }, reason('notDecidedByConnectors', own)];
  return [{ state: 'unknown' }, reason('promotionMissing', [])];
}

/** Where only servers of the receiving side judged the sender: their lines; in Exchange Online also those of its own view. */
function authSourcesOfReceivingSide(headers: MessageHeaders, { isReceiving }: Sides): readonly HeaderField[] {
  const sources = fieldsNamed(headers, organizationAuthSource);
  const judged = sources.length > 0 ? sources : fieldsNamed(headers, tenantAuthSource);
  return judged.every(({ value, isBroken }) => !isBroken && isReceiving(value)) ? judged : [];
}

/** What stands beside the decisive lines. */
function besidePromotion(headers: MessageHeaders, { isReceiving, isSending }: Sides, counted: readonly HeaderField[]): Reasons {
  const isCounted = ({ value }: HeaderField): boolean => counted.some((field) => field.value.toLowerCase() === value.toLowerCase());
  const filtered = fieldsNamed(headers, 'x-crosspremisesheadersfiltered');
  const bySendConnector = fieldsNamed(headers, 'x-crosspremisesheadersfilteredbysendconnector');
  const whole = (fields: readonly HeaderField[]): readonly HeaderField[] => fields.filter(({ isBroken }) => !isBroken);
  return [
    ...whole(fieldsNamed(headers, promotedHeader))
      .filter(({ value }) => !isReceiving(value))
      .map((field) => reason('promotedByOther', [field], { server: field.value })),
    ...whole(filtered)
      .filter(({ value }) => isReceiving(value))
      .map((field) => reason(isCounted(field) ? 'filteredBeside' : 'filteredAlone', [field], { server: field.value })),
    ...whole(bySendConnector).map((field) =>
      reason(isSending(field.value) ? 'filteredBySendConnector' : 'filteredElsewhere', [field], { server: field.value }),
    ),
    ...[...filtered, ...bySendConnector].filter(({ isBroken }) => isBroken).map(brokenValue),
  ];
}
