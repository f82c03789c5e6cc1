/** Texts of findings, rules, causes and fixes. Their keys are derived from the codes: a missing text does not compile. */
import { serverMark, withoutMark } from '../model/same-values.ts';
import { foldedServerSet, serverSetText } from '../model/server-set.ts';
import type { Finding } from '../rules/finding.ts';
import type { SharedEvidence, SharedFinding } from '../rules/finding-groups.ts';
import type { CauseId, Fix } from '../rules/not-listed-fixes.ts';
import type { RuleId, Variant } from '../rules/rules.ts';
import type { Language } from './language.ts';
import { m } from './compiled/messages.js';
import { readableValue } from './dates.ts';
import { isUnknownReason, keyPart, textOf, unknownText, withReason, type KeyPart } from './labels.ts';

export type FindingKey = { [R in RuleId]: `finding_${KeyPart<R>}_${Variant<R>}` }[RuleId];
/** The compiler does not compare the parameters of a message with the evidence of its finding; the tests do, for every variant. */
type FindingMessage = (parameters: Readonly<Record<string, string>>, options: { readonly locale: Language }) => string;

const findingMessages = m satisfies Readonly<Record<FindingKey, unknown>>;

// A template literal is only a `string` to the compiler.
export const findingKey = ({ rule, variant }: Pick<Finding, 'rule' | 'variant'>): FindingKey =>
  `finding_${keyPart(rule)}_${variant}` as FindingKey;

/** The text of a finding, followed by the reason if it could not be checked, with the server's own words where there are any. */
export function findingText(finding: Pick<Finding, 'rule' | 'variant' | 'evidence'>, language: Language): string {
  const message = findingMessages[findingKey(finding)] as FindingMessage;
  return withReason(message(readableEvidence(finding.evidence, language), { locale: language }), finding.evidence, language);
}

/** A group of findings as one sentence, with the servers before it where the sentence does not name them. */
export interface GroupText {
  /** '' when the sentence says what it is about */
  readonly label: string;
  readonly text: string;
  /** Whether the findings, one by one, say more */
  readonly hasMore: boolean;
}

/** Why something could not be checked, and what is said without it; the reason is '' where nothing says why. */
export function splitReason(shared: SharedFinding, language: Language): { readonly reason: string; readonly rest: SharedFinding } {
  const { first, evidence } = shared;
  const reason = first.evidence['reason'] ?? '';
  if (!isUnknownReason(reason)) return { reason: '', rest: shared };
  const detail = evidence['detail'];
  const text = detail === undefined || detail.kind === 'differs' ? '' : detail.text;
  return {
    reason: unknownText(reason, text.replaceAll(serverMark, m.group_server({}, { locale: language })), language),
    rest: {
      ...shared,
      first: { ...first, evidence: withoutKeys(first.evidence) },
      evidence: withoutKeys(evidence),
    },
  };
}

const withoutKeys = <T>(evidence: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(evidence).filter(([name]) => name !== 'reason' && name !== 'detail'));

export function groupText({ first, objects, evidence }: SharedFinding, language: Language): GroupText {
  if (objects.length <= 1) return { label: '', text: findingText(first, language), hasMore: false };
  const servers = serversText(objects, language);
  const shared = Object.entries(evidence).map(([name, value]): [string, string] => {
    if (isServerItself(name, value)) return [name, servers];
    if (value.kind === 'same') return [name, value.text];
    if (value.kind === 'differs') return [name, m.group_differs({}, { locale: language })];
    const text = namesConnector(name) ? withoutMark(value.text) : value.text;
    return [name, text.replaceAll(serverMark, m.group_server({}, { locale: language }))];
  });
  return {
    label: Object.entries(evidence).some(([name, value]) => isServerItself(name, value)) ? '' : servers,
    text: findingText({ ...first, evidence: Object.fromEntries(shared) }, language),
    hasMore: foldedServerSet(objects, shownRanges).more > 0 || Object.values(evidence).some(({ kind }) => kind === 'differs'),
  };
}

/** Whether the evidence is nothing but the name of the server, or of an object that is on no server. */
const isServerItself = (name: string, value: SharedEvidence): boolean =>
  value.kind === 'ofServer' && (name === 'server' || value.text === serverMark);

/** Ranges of servers that are read at a glance. */
const shownRanges = 4;

/** The servers, of many that do not follow each other only the first ones and how many more there are. */
export function serversText(servers: readonly string[], language?: Language): string {
  const { text, more } = foldedServerSet(servers, shownRanges);
  return more === 0 ? text : m.servers_more({ servers: text, count: String(more) }, language === undefined ? {} : { locale: language });
}

const namesConnector = (name: string): boolean => name === 'connector' || name === 'connectors' || name === 'object';

/** The evidence of a finding with its dates and its list of servers as people read them. */
const readableEvidence = (evidence: Finding['evidence'], language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [
      name,
      name === 'servers' ? serverSetText(value.split(', ')) : readableValue(value, language),
    ]),
  );

export const ruleTitle = (rule: RuleId, language: Language): string => textOf(`rule_${keyPart(rule)}`, language);

/** Why a certificate may not be selected or listed on the HCW's page. */
export const causeTitle = (cause: CauseId, language: Language): string => textOf(`cause_${cause}`, language);

/** What to do about a cause, in words; its commands are shown separately. */
export const fixText = (rule: Fix['rule'], language: Language): string => textOf(`fix_${keyPart(rule)}`, language);
