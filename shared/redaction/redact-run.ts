/** A run with its names replaced, for people outside: its plan, its saved values and its journal, and so everything that is made of them. */
import { planSchema, type Plan } from '../plan/plan.ts';
import { fold, type RunState } from '../run/fold.ts';
import { entrySchema, type JournalLine } from '../run/journal.ts';
import { runView } from '../run/run-view.ts';
import { snapshotSchema, type Snapshot } from '../run/snapshot.ts';
import type { RedactionCategory, Replacement } from './categories.ts';
import { nameCollector } from './names.ts';
import { redactor, type Redactor } from './redactor.ts';
import { mapStrings, type StringVisitor } from './strings.ts';

export interface SharedRun {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  readonly lines: readonly JournalLine[];
}

export interface RedactedRun extends SharedRun {
  readonly state: RunState;
  readonly replaced: readonly Replacement[];
}

/** What the product itself writes into a free string, and what says when or which one, never whose. */
const ownKeys: ReadonlySet<string> = new Set([
  'run',
  'of',
  'program',
  'at',
  'takenAt',
  'whenChanged',
  'notAfter',
  'first',
  'last',
  'boot',
  'startedAt',
  'receivedAt',
  'triedAt',
  'word',
  'protocol',
  'select',
  'snapshot',
  'plan',
  'cmdlet',
  'side',
  'parameter',
]);
/** PowerShell as text */
const codeKeys: ReadonlySet<string> = new Set(['commands', 'undo', 'command']);

/** `undefined` when the journal does not open a run. `digest`: SHA-256 of the text of a plan or a snapshot. */
export function redactRun(
  run: SharedRun,
  categories: readonly RedactionCategory[],
  digest: (value: Plan | Snapshot) => string,
): RedactedRun | undefined {
  const collector = nameCollector();
  everyString(run, collector.visit);
  const names = collector.names();
  const original = fold(run.plan, run.lines);
  if (original === undefined) return undefined;
  const insensitive = redactedWith(run, redactor({ names, categories }), digest);
  if (insensitive === undefined || sayTheSame(original, insensitive.state)) return insensitive;
  // Two values that differ in nothing but case are the same token then, and a step would be said to be applied that is not.
  return redactedWith(run, redactor({ names, categories, exact: true }), digest);
}

function redactedWith(
  run: SharedRun,
  { text, code, replaced }: Redactor,
  digest: (value: Plan | Snapshot) => string,
): RedactedRun | undefined {
  const visit: StringVisitor = (value, key) => {
    if (ownKeys.has(key)) return value;
    if (codeKeys.has(key)) return code(value);
    // e.g. `reset EX01`: the first word is the product's.
    if (key === 'id' || key === 'step') return value.replace(/(?<= )[^]*$/, text);
    // The whole object, with whatever Exchange put into it: left out.
    return key === 'raw' ? '' : withoutSubject(value, text);
  };
  const { plan, snapshot, lines } = everyString(run, visit);
  const sealed = lines.map((line) => (line.kind === 'opened' ? { ...line, plan: digest(plan), snapshot: digest(snapshot) } : line));
  const state = fold(plan, sealed);
  return state === undefined ? undefined : { plan, snapshot, lines: sealed, state, replaced: replaced() };
}

const everyString = ({ plan, snapshot, lines }: SharedRun, visit: StringVisitor): SharedRun => ({
  plan: { ...mapStrings(planSchema, plan, visit), id: plan.id },
  snapshot: mapStrings(snapshotSchema, snapshot, visit),
  lines: lines.map((line): JournalLine => ({ ...line, ...mapStrings(entrySchema, line, visit) })),
});

/** What somebody wrote as the subject of a message is nobody's business. */
const withoutSubject = (value: string, text: (text: string) => string): string =>
  /^\s*(?:thread-)?(?:subject|topic)\s*:/i.test(value) ? value.replace(/:[^]*$/, ': …') : text(value);

/** Whether both say the same of every step: values are compared as they are, and a token must not make two of them equal. */
function sayTheSame(a: RunState, b: RunState): boolean {
  const of = (state: RunState): unknown => {
    const view = runView(state, { id: '', path: '', snapshot: {} });
    return [
      Object.values(view.steps).map((step) => [step.state, step.isSuperseded, step.touched]),
      view.exposure.map(({ from, to }) => [from, to]),
      view.stop?.why,
      view.isFinished,
    ];
  };
  return JSON.stringify(of(a)) === JSON.stringify(of(b));
}
