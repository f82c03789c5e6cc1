/** What the window shows: the machine's snapshot, and what follows from it. The renderer decides nothing. */

import type { JudgedCertificate } from '../rules/judge-certificates.ts';
import type { Finding } from '../rules/finding.ts';
import type { ObjectStep } from '../plan/plan.ts';
import { stepsToDo, type RunView } from '../run/run-view.ts';
import { afterRollback, type AfterRollback } from './after-rollback.ts';
import { buttonsOf, type Button } from './buttons.ts';
import { runKinds, type RunKind, type StoredSession, type WizardContext } from './context.ts';
import {
  chosenCertificate,
  chosenDetails,
  health,
  judged,
  methodComparison,
  onceFor,
  preCheckFindings,
  type ChosenDetails,
  type MethodComparison,
} from './derived.ts';
import { edgeView, type EdgeView } from './edge-view.ts';
import { hcwHelp, type HcwHelp } from './hcw-help.ts';
import { hcwLogView, wantedCertificate, type HcwLogs, type HcwLogView } from './hcw-log.ts';
import { mailFlowReading, type MailFlowReading } from './mail-flow-reading.ts';
import { navigationOf, type NavigationEntry } from './navigation.ts';
import { oldCertificateView, type OldCertificateView } from './old-certificate.ts';
import { findingsAfter, postChecksOutcome, transportAfterOpening, type Outcome } from './outcome.ts';
import { proofView, type ProofView } from './proof-view.ts';
import { renewAgainView, type RenewAgainView } from './renew-again.ts';
import { noRunList, type RunList } from './run-list.ts';
import { weakened, type Weakened } from './weakened.ts';
import type { Mode } from '../model/mode.ts';
import { isChanging, taskOf, wizardStepOf, type Page, type WizardStep, type Task } from './pages.ts';

/** A persisted session that can be resumed. */
export interface Resumable {
  readonly page: Page;
  /** ISO 8601, UTC */
  readonly savedAt: string;
  readonly mode: Mode;
  /** Whether a change was in flight when the program ended: it is read back first */
  readonly changeInFlight: boolean;
  /** As in the view */
  readonly weakened: Weakened | null;
}

/** Something to know that belongs to no page, e.g. a damaged state file that was archived. */
export interface Banner {
  readonly code: 'state.damaged' | 'state.newer' | 'state.notSaved';
  readonly details: Readonly<Record<string, string>>;
}

export type WizardView = WizardStep & {
  /** The command bar, without *Back* and *Cancel* */
  readonly buttons: readonly Button[];
  readonly navigation: readonly NavigationEntry[];
  readonly context: WizardContext;
  readonly task: Task | null;
  readonly certificates: readonly JudgedCertificate[];
  readonly chosen: JudgedCertificate | null;
  readonly chosenDetails: ChosenDetails | null;
  /** Computed on the page that shows it; `null` elsewhere */
  readonly methods: MethodComparison | null;
  readonly preChecks: readonly Finding[];
  /** What mail flow does by the newest reading; `null` before anything was collected */
  readonly mailFlow: MailFlowReading | null;
  /** The health of the mail flow as it was collected before the change */
  readonly health: readonly Finding[];
  /** The commands of the plan that may still be sent, where the page of the change shows them; empty elsewhere */
  readonly stepsToDo: readonly ObjectStep[];
  /** `null` where there is no Edge server */
  readonly edge: EdgeView | null;
  readonly postChecks: readonly Finding[] | null;
  /** Of a run that was opened from the list: whether the internal transport certificates are those of its snapshot */
  readonly transportCertificates: readonly Finding[];
  /** What is proven of mail flow itself; `null` before the post-checks have read the organization */
  readonly proof: ProofView | null;
  /** What the post-checks mean; `null` before they have read the organization */
  readonly outcome: Outcome | null;
  /** On the pages of the HCW and of its fix; `null` elsewhere */
  readonly hcwHelp: HcwHelp | null;
  /** On the same pages, what was read of logs of the HCW; empty elsewhere */
  readonly hcwLogs: readonly HcwLogView[];
  /** On the page of the short path, once both sides are read; `null` elsewhere */
  readonly renewAgain: RenewAgainView | null;
  /** On the page of the old certificate; `null` elsewhere */
  readonly oldCertificate: OldCertificateView | null;
  /** What the rollback leaves with the new certificate name */
  readonly afterRollback: AfterRollback | null;
  readonly canGoBack: boolean;
  readonly canRollBack: boolean;
  /** Whether mail flow is, or may be, weaker than before the change */
  readonly weakened: Weakened | null;
  readonly resumable: Resumable | null;
  readonly banners: readonly Banner[];
  /** On the start page; empty elsewhere */
  readonly runList: RunList;
};

const resumableOf = onceFor(({ savedAt, step, context }: StoredSession): Resumable | null =>
  context.mode === null
    ? null
    : { page: step.page, savedAt, mode: context.mode, changeInFlight: isChanging(taskOf(step)), weakened: weakened(step, context) },
);

const noLogs: readonly HcwLogView[] = [];
const logsIn = onceFor(({ followed, opened }: HcwLogs) =>
  onceFor((all: readonly JudgedCertificate[]) =>
    onceFor((chosen: JudgedCertificate) =>
      [followed, opened].flatMap((reading) => (reading === null ? [] : [hcwLogView(reading, wantedCertificate(chosen, all))])),
    ),
  ),
);

const noSteps: readonly ObjectStep[] = [];
const showsSteps = ({ page, phase }: WizardStep): boolean => page === 'change' && (phase === 'manual' || phase === 'stopped');

/** The parts of an XState snapshot that a view is made of. */
export interface SnapshotParts {
  readonly value: unknown;
  readonly context: WizardContext;
  readonly can: (event: { readonly type: 'BACK' | 'SHOW_ROLLBACK' }) => boolean;
}

/** The view of a snapshot. Never fails: a snapshot that comes from a file was checked before. */
export function viewOf(snapshot: SnapshotParts, banners: WizardView['banners']): WizardView {
  const { context } = snapshot;
  const { stored, runList } = context;
  const step = wizardStepOf(snapshot.value);
  const chosen = chosenCertificate(context.organization, context.certificate) ?? null;
  return {
    ...step,
    banners,
    resumable: stored === null ? null : resumableOf(stored),
    runList: step.page === 'start' ? runList : noRunList,
    buttons: buttonsOf(step, context),
    navigation: navigationOf(step.page, context),
    // The window is told of both what the start page shows.
    context: { ...context, stored: null, runList: noRunList },
    task: taskOf(step),
    certificates: judged(context.organization),
    chosen,
    chosenDetails: chosen === null || context.organization === null ? null : chosenDetails(context.organization, chosen),
    methods:
      step.page !== 'plan' || chosen === null || context.organization === null
        ? null
        : methodComparison(context.organization, chosen, context.plans.apply?.policy ?? {}),
    preChecks: preCheckFindings(context.organization),
    mailFlow: mailFlowReading(step, context),
    health: health(context.organization),
    stepsToDo: showsSteps(step) ? stepsToDo(context.plans[context.active], context.runs[context.active]) : noSteps,
    edge: edgeView(context),
    postChecks: findingsAfter(context),
    transportCertificates: transportAfterOpening(context),
    proof: proofView(context),
    outcome: postChecksOutcome(context),
    hcwHelp:
      !['hcw', 'fix'].includes(step.page) || chosen === null || context.organization === null
        ? null
        : hcwHelp(context.organization, chosen, context.hcw),
    hcwLogs:
      chosen === null || !['hcw', 'fix'].includes(step.page) ? noLogs : logsIn(context.hcwLogs)(judged(context.organization))(chosen),
    renewAgain: step.page === 'renewAgain' && step.phase === 'ready' ? renewAgainView(context) : null,
    oldCertificate: step.page === 'oldCertificate' ? oldCertificateView(context) : null,
    afterRollback: step.page === 'change' && step.phase === 'done' && context.active === 'rollback' ? afterRollback(context) : null,
    canGoBack: snapshot.can({ type: 'BACK' }),
    canRollBack: snapshot.can({ type: 'SHOW_ROLLBACK' }),
    weakened: weakened(step, context),
  };
}

// What of a view is new. A large organization has thousands of certificates with their findings; at a
// tick of the HCW none of that crosses to the window again, only what is another object than before.

/** A view with its number, so that the window knows whether it missed a change. */
export interface NumberedView {
  readonly revision: number;
  readonly view: WizardView;
}

export interface ViewChange {
  /** The revision that it changes; with another one at hand the whole view has to be asked for */
  readonly from: number;
  readonly view: Partial<Omit<WizardView, 'context'>>;
  readonly context: Partial<Omit<WizardContext, 'runs'>>;
  /** Of each run that changed: as a whole when it is another run than before, else its id and what of it is new */
  readonly runs: Partial<Record<RunKind, RunView | RunChange | null>>;
}
type RunChange = Pick<RunView, 'id' | 'steps'> & Partial<RunView>;

export const changeOf = ({ revision, view }: NumberedView, next: WizardView): ViewChange => {
  const { context, ...fields } = next;
  const { runs, ...values } = context;
  const before = view.context.runs;
  const changed = runKinds.filter((kind) => runs[kind] !== before[kind]);
  return {
    from: revision,
    view: newFields(view, fields),
    context: newFields(view.context, values),
    runs: Object.fromEntries(changed.map((kind) => [kind, changeOfRun(before[kind], runs[kind])])),
  };
};

const changeOfRun = (previous: RunView | null, next: RunView | null): RunView | RunChange | null =>
  next === null || previous?.id !== next.id
    ? next
    : {
        ...newFields(previous, next),
        id: next.id,
        steps: Object.fromEntries(Object.entries(next.steps).filter(([id, step]) => previous.steps[id] !== step)),
      };

/** The view after the change; `undefined` when the change is not one of this view. */
export function applyChange({ revision, view }: NumberedView, change: ViewChange): NumberedView | undefined {
  if (change.from !== revision) return undefined;
  const before = view.context.runs;
  const runs = Object.fromEntries(
    runKinds.map((kind) => [kind, kind in change.runs ? runAfter(before[kind], change.runs[kind] ?? null) : before[kind]]),
  );
  const context = { ...view.context, ...change.context, runs };
  // Page and phase are one closed pair, and both sides of it come from the same view; so do a run and what of it is new.
  return { revision: revision + 1, view: { ...view, ...change.view, context } as WizardView };
}

const runAfter = (before: RunView | null, change: RunView | RunChange | null): RunView | RunChange | null =>
  change === null || before?.id !== change.id ? change : { ...before, ...change, steps: { ...before.steps, ...change.steps } };

const newFields = <T extends object>(previous: T, next: T): Partial<T> =>
  // Object.entries forgets which keys the entries had.
  Object.fromEntries(Object.entries(next).filter(([name, value]) => previous[name as keyof T] !== value)) as Partial<T>;
