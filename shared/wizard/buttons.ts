/** What each button of the command bar says and sends, and where it is offered. Which page has it: see `pageTable`. */
import { callSteps, objectSteps, isUnchanged, onlySynchronizes, stepsInTurn } from '../plan/plan.ts';
import { mayHaveChanged } from '../run/run-view.ts';
import type { StopReason } from '../run/next.ts';
import type { RunKind, WizardContext } from './context.ts';
import { leavesSynchronization } from './edge-sync.ts';
import type { WizardEvent } from './events.ts';
import { postChecksOutcome, type OutcomeVerdict } from './outcome.ts';
import { nextAfterChanges } from './renew-again.ts';
import { opensCollected } from '../model/mode.ts';
import { hcwSteps, pageTable, type ButtonId, type WizardStep } from './pages.ts';

interface Definition {
  /** Its text is the message `action_<label>` */
  readonly label: ButtonLabel | ((context: WizardContext) => ButtonLabel);
  readonly event: WizardEvent['type'] | ((context: WizardContext) => WizardEvent);
  /** Without it the button is always offered */
  readonly offered?: (context: WizardContext) => boolean;
  readonly asks?: Question;
}

export const buttonLabels = [
  'next',
  'stop',
  'connect',
  'sign_in',
  'open_collected',
  'skip',
  'collect_again',
  'collect_manually_again',
  'try_again',
  'to_plan',
  'to_findings',
  'every_page',
  'to_hcw',
  'steps_after_hcw',
  'reset',
  'direct',
  'carry_out',
  'commands_manually',
  'go_on',
  'change_rest',
  'rest_manually',
  'read_again',
  'read_result',
  'show_rollback',
  'leave_change',
  'rollback',
  'rollback_manually',
  'test_edge_sync',
  'show_fix',
  'post_checks',
  'fix',
  'fix_manually',
  'read_back',
  'hcw_again',
  'show_old_certificate',
  'remove',
  'verify_collected',
  'check_again',
  'finish',
  'finish_open',
  'start_over',
] as const;
export type ButtonLabel = (typeof buttonLabels)[number];

/** What is asked before the event is sent. */
export type Question = 'finishOpen' | 'leaveChange';

/** A button of the command bar, as the window shows it. */
export interface Button {
  readonly label: ButtonLabel;
  readonly event: WizardEvent;
  /** The safe next action; at most one a page */
  readonly primary: boolean;
  /** `null`: the event is sent without a question */
  readonly asks: Question | null;
}

const isGuided = ({ mode }: WizardContext): boolean => mode === 'guided';
/** What was collected by hand is opened, and collected again by hand. */
const byData =
  (collected: ButtonLabel, otherwise: ButtonLabel) =>
  ({ mode }: WizardContext): ButtonLabel =>
    opensCollected(mode) ? collected : otherwise;
/** The administrator runs the commands in guided mode, and else the wizard. */
const byMode =
  (guided: ButtonLabel, otherwise: ButtonLabel | ((context: WizardContext) => ButtonLabel)) =>
  (context: WizardContext): ButtonLabel =>
    isGuided(context) ? guided : typeof otherwise === 'string' ? otherwise : otherwise(context);

const commitsPlan =
  (kindOf: (context: WizardContext) => RunKind) =>
  (context: WizardContext): WizardEvent => ({ type: 'COMMIT', plan: context.plans[kindOf(context)]?.id ?? '' });

const stopOf = ({ runs, active }: WizardContext): StopReason | undefined => runs[active]?.stop?.why;
/** What goes on with the run, where that is not to send the remaining commands. */
const whenStopped: Readonly<Partial<Record<StopReason, ButtonLabel>>> = { canary: 'go_on', person: 'read_back' };
/** What became of a command, or what an object has, is not known: that is found out before anything else. */
const mustReadFirst = (context: WizardContext): boolean =>
  !isGuided(context) && ['doubt', 'unread', 'differs'].includes(stopOf(context) ?? '');

/** Whether the HCW did not show the certificate as it should. */
export const isNotShown = ({ hcw }: WizardContext): boolean => hcw.answer === 'notSelected' || hcw.answer === 'notListed';
/** Whether the HCW has ended, and the plan has steps behind it that are not done yet. */
export const goesOnAfterHcw = ({ hcw, plans: { apply }, runs }: WizardContext): boolean =>
  hcwSteps.every((name) => hcw.ticked.includes(name)) &&
  hcw.answer === 'selected' &&
  apply !== null &&
  stepsInTurn(apply, 'returned').length > 0 &&
  apply.steps.some(({ kind }) => kind === 'handover') &&
  runs.apply?.isFinished === false;
const hasFixSteps = ({ plans }: WizardContext): boolean => (plans.fix?.steps.length ?? 0) > 0;
/** The fix of a certificate that is not listed consists of steps for a person. */
export const isNotListed = ({ hcw }: WizardContext): boolean => hcw.answer === 'notListed';

/** Whether the plan has no command to send: the HCW does it alone, or every object has the wanted values. */
export const nothingToSend = ({ plans: { apply } }: WizardContext): boolean =>
  apply !== null && apply.leftOut.length === 0 && objectSteps(apply).every(isUnchanged);

/** Whether the HCW comes first, or nothing has to be done at all: what comes behind it is shown then. */
const beginsWithHcw = (context: WizardContext): boolean => {
  const { apply } = context.plans;
  return nothingToSend(context) || (apply?.method === 'certificateOnly' && stepsInTurn(apply, 'none').every(isUnchanged));
};

/** Whether the wizard sends something, and nothing but what switches on the log of the send connectors. */
const onlyLogs = ({ plans: { apply } }: WizardContext): boolean => {
  const sent = apply === null ? [] : callSteps(apply).filter((step) => !isUnchanged(step));
  return sent.length > 0 && sent.every(({ reason }) => reason === 'logSending');
};

const hasOutcome =
  (...verdicts: readonly OutcomeVerdict[]) =>
  (context: WizardContext): boolean =>
    verdicts.some((verdict) => verdict === postChecksOutcome(context)?.verdict);

/** Nobody collects the services of a server, which the removal stops and starts, so it is not rehearsed. */
export const isRemovalPossible = (context: WizardContext): boolean =>
  context.mode !== 'rehearsal' && postChecksOutcome(context)?.verdict === 'asExpected';

/** Whether a run may have changed something, and no rollback has ended. */
export const isRollbackPossible = ({ runs }: WizardContext): boolean =>
  runs.rollback?.isFinished !== true && [runs.apply, runs.fix, runs.removal].some(mayHaveChanged);

/** Also where its page was shown before: the commit goes back to it. */
const goesToHcw = (context: WizardContext): boolean => beginsWithHcw(context) || isRollbackPossible(context);

const definitions: Readonly<Record<ButtonId, Definition>> = {
  next: { label: 'next', event: 'NEXT' },
  stop: { label: 'stop', event: 'CANCEL_TASK' },
  connectOnPremises: { label: byData('open_collected', 'connect'), event: 'CONNECT' },
  connectExchangeOnline: {
    label: ({ mode }) => (opensCollected(mode) ? 'open_collected' : mode === 'practice' ? 'connect' : 'sign_in'),
    event: 'CONNECT',
  },
  skipExchangeOnline: { label: 'skip', event: 'SKIP_EXCHANGE_ONLINE' },
  collectAgain: { label: byData('collect_manually_again', 'collect_again'), event: 'COLLECT_AGAIN' },
  tryCollectAgain: { label: byData('collect_manually_again', 'try_again'), event: 'COLLECT_AGAIN' },
  toPlan: {
    label: (context) => (['plan', 'choose'].includes(nextAfterChanges(context)) ? 'to_plan' : 'to_findings'),
    event: 'NEXT',
  },
  everyPage: { label: 'every_page', event: 'SHOW_EVERY_PAGE' },
  continueToHcw: {
    label: ({ method }) => (method === 'direct' ? 'post_checks' : 'to_hcw'),
    event: commitsPlan(() => 'apply'),
    offered: goesToHcw,
  },
  commit: {
    label: byMode('commands_manually', (context) => {
      const { method } = context;
      if (onlyLogs(context)) return 'carry_out';
      return method === 'direct' ? 'direct' : method === 'reset' ? 'reset' : 'commands_manually';
    }),
    event: commitsPlan(() => 'apply'),
    offered: (context) => !goesToHcw(context),
  },
  readFirst: { label: 'read_again', event: 'READ_BACK', offered: mustReadFirst },
  commitRest: {
    // Stryker disable next-line StringLiteral: what was asked for has no label of its own
    label: byMode('rest_manually', (context) => whenStopped[stopOf(context) ?? 'asked'] ?? 'change_rest'),
    event: commitsPlan(({ active }) => active),
  },
  /** It proves what is in doubt before it sends anything. */
  commitAfterProof: { label: 'change_rest', event: commitsPlan(({ active }) => active), offered: mustReadFirst },
  readAgain: { label: 'read_again', event: 'READ_BACK', offered: (context) => !isGuided(context) && !mustReadFirst(context) },
  checkResult: { label: 'read_result', event: 'READ_BACK' },
  afterChange: {
    label: (context) => {
      if (context.openedRun) return isGuided(context) ? 'collect_manually_again' : 'collect_again';
      if (context.active === 'fix') return 'hcw_again';
      if (context.active === 'rollback') return isGuided(context) ? 'collect_manually_again' : 'collect_again';
      return stopOf(context) === 'handover' ? 'to_hcw' : 'post_checks';
    },
    event: 'NEXT',
  },
  leaveSynchronization: { label: 'post_checks', event: 'NEXT', offered: leavesSynchronization },
  showRollback: {
    label: 'show_rollback',
    event: 'SHOW_ROLLBACK',
    offered: isRollbackPossible,
  },
  leaveChange: { label: 'leave_change', event: 'LEAVE_CHANGE', offered: isRollbackPossible, asks: 'leaveChange' },
  rollback: {
    label: byMode('rollback_manually', ({ plans }) => (onlySynchronizes(plans.rollback) ? 'test_edge_sync' : 'rollback')),
    event: commitsPlan(() => 'rollback'),
    offered: ({ plans }) => (plans.rollback?.steps.length ?? 0) > 0,
  },
  reviewAgain: { label: 'read_again', event: 'SHOW_ROLLBACK' },
  leaveHcw: {
    label: (context) => (isNotShown(context) ? 'show_fix' : goesOnAfterHcw(context) ? 'steps_after_hcw' : 'post_checks'),
    event: (context) => (goesOnAfterHcw(context) ? commitsPlan(() => 'apply')(context) : { type: 'NEXT' }),
  },
  applyFix: {
    label: (context) => (isNotListed(context) ? 'commands_manually' : isGuided(context) ? 'fix_manually' : 'fix'),
    event: commitsPlan(() => 'fix'),
    offered: hasFixSteps,
  },
  skipFix: { label: 'hcw_again', event: 'NEXT', offered: isNotListed },
  /** The administrator has found another way. */
  skipFixSteps: { label: 'hcw_again', event: 'NEXT', offered: (context) => isNotListed(context) && hasFixSteps(context) },
  /** Without a planned step the machine says what to do instead. */
  readBackFix: {
    label: 'read_back',
    event: 'READ_BACK',
    offered: (context) => !isNotListed(context) && (!isGuided(context) || !hasFixSteps(context)),
  },
  checkCollected: { label: 'verify_collected', event: 'CHECK_AGAIN' },
  tryCheckAgain: { label: 'try_again', event: 'CHECK_AGAIN' },
  hcwAfterChecks: { label: 'hcw_again', event: 'RUN_HCW_AGAIN', offered: hasOutcome('failed') },
  checkOpen: { label: 'check_again', event: 'CHECK_AGAIN', offered: hasOutcome('open') },
  checkAgain: { label: 'check_again', event: 'CHECK_AGAIN', offered: hasOutcome('failed', 'asExpected') },
  rollbackAfterChecks: {
    label: 'show_rollback',
    event: 'SHOW_ROLLBACK',
    offered: (context) => hasOutcome('failed', 'open')(context) && isRollbackPossible(context),
  },
  finish: { label: 'finish', event: 'NEXT', offered: hasOutcome('asExpected') },
  finishOpen: { label: 'finish_open', event: 'FINISH_WITH_OPEN_ITEMS', offered: hasOutcome('failed', 'open'), asks: 'finishOpen' },
  showOldCertificate: { label: 'show_old_certificate', event: 'SHOW_OLD_CERTIFICATE', offered: isRemovalPossible },
  commitRemoval: {
    label: byMode('commands_manually', 'remove'),
    event: commitsPlan(() => 'removal'),
    offered: ({ plans }) => (plans.removal?.steps.length ?? 0) > 0,
  },
  checkOldAgain: { label: 'check_again', event: 'CHECK_AGAIN' },
  startOver: { label: 'start_over', event: 'START_OVER' },
};

/** The buttons that a step offers now: the primary one first. */
export function buttonsOf(step: WizardStep, context: WizardContext): readonly Button[] {
  const phasesOfPage: Readonly<Record<string, { readonly primary: readonly ButtonId[]; readonly others: readonly ButtonId[] }>> =
    pageTable[step.page];
  const phase = phasesOfPage[step.phase];
  if (phase === undefined) return [];
  const offered = (ids: readonly ButtonId[]): readonly Definition[] =>
    ids.map((id) => definitions[id]).filter((one) => one.offered?.(context) !== false);
  return [
    ...offered(phase.primary)
      .slice(0, 1)
      .map((one) => buttonOf(one, context, true)),
    ...offered(phase.others).map((one) => buttonOf(one, context, false)),
  ];
}

const buttonOf = ({ label, event, asks }: Definition, context: WizardContext, primary: boolean): Button => ({
  label: typeof label === 'string' ? label : label(context),
  // A button that only names its event needs no data of the context.
  event: typeof event === 'string' ? ({ type: event } as WizardEvent) : event(context),
  primary,
  asks: asks ?? null,
});
