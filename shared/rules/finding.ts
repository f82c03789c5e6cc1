/** What a rule found. The words for it are in `shared/messages`: rule and variant name the sentence, the evidence fills it. */
import type { Unknown } from '../model/known.ts';
import { outcomeOf, severities, type Reference, type RuleId, type Severity, type Variant } from './rules.ts';

type Evidence = Readonly<Record<string, string>>;

export interface Finding<R extends RuleId = RuleId> {
  readonly rule: R;
  /** Which outcome of the rule; it has the severity */
  readonly variant: Variant<R>;
  readonly severity: Severity;
  /** What it is about: a server, a connector's identity, a thumbprint; '' for the whole organization */
  readonly subject: string;
  /** Facts for the sentence. `expected` and `found` are shown side by side where present. */
  readonly evidence: Evidence;
  /** `null` for a rule of the check or the examined file itself */
  readonly source: Reference | null;
}

/** The rule, and what it judges. */
export interface Context<R extends RuleId = RuleId> {
  readonly rule: R;
  readonly subject: string;
}

export const about = <R extends RuleId>(rule: R, subject = ''): Context<R> => ({ rule, subject });

export function finding<R extends RuleId>({ rule, subject }: Context<R>, variant: Variant<R>, evidence: Evidence = {}): Finding<R> {
  const { severity, source } = outcomeOf(rule, variant);
  return { rule, variant, severity, subject, evidence: { ...evidence }, source };
}

type CheckedRule = { [R in RuleId]: 'unknown' extends Variant<R> ? R : never }[RuleId];

/** Could not be checked: the reason and the server's own text, or the name of what was missing, become evidence. */
export const couldNotCheck = <R extends CheckedRule>(context: Context<R>, why: Unknown, evidence: Evidence = {}): Finding<R> =>
  couldNotCheckAs(context, 'unknown' as Variant<R>, why, evidence);

/** As `couldNotCheck`, with another sentence than the rule's plain one. */
export const couldNotCheckAs = <R extends RuleId>(
  context: Context<R>,
  variant: Variant<R>,
  { reason, evidence: detail }: Unknown,
  evidence: Evidence = {},
): Finding<R> => finding(context, variant, { ...evidence, reason, detail });

/** Sorted by severity; findings of one severity stay in their order. */
export const mostSevereFirst = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
