/** What all pages are made of: the types of the machine, its guards, actions and work by name, and transitions that several pages share. */

import { assign, emit, setup } from 'xstate';
import { appError, type AppError } from '../../model/error.ts';
import { freshContext, type StoredSession, type WizardContext } from '../context.ts';
import type { MachineEvent } from '../events.ts';
import { guards } from '../guards.ts';
import type { Language } from '../../messages/language.ts';
import { opensCollected } from '../../model/mode.ts';
import type { Task, ValidationCode } from '../pages.ts';
import type { RunList } from '../run-list.ts';
import * as step from '../transitions.ts';
import { works } from '../works.ts';

/** Done by the main process, which provides it. */
const provided = (): void => undefined;

export const base = setup({
  types: {
    context: {} as WizardContext,
    events: {} as MachineEvent,
    input: {} as {
      readonly language: Language;
      readonly stored: StoredSession | null;
      readonly runList: RunList;
      /** Random, of this start of the program */
      readonly planPrefix: string;
    },
    /** The event was refused: nothing of it was done, and the wizard is where it was */
    emitted: {} as { readonly type: 'REFUSED'; readonly error: AppError },
  },
  actors: works,
  guards,
  actions: {
    /** Closes the sessions behind the task that runs: the next task opens them anew */
    closeSession: provided,
    /** Nothing more is sent for the run in flight; its step in flight is finished or proven */
    stopRun: provided,
    /** What is practiced next begins with the sample as it was made, or with the copy as it was collected */
    forgetPractice: provided,
    refuse: emit(({ event }) => ({
      type: 'REFUSED' as const,
      error:
        event.type === 'TASK_FAILED'
          ? event.error
          : event.type === 'SOURCE_ADDED'
            ? appError('collection.sameAgain', { path: event.source.path })
            : appError('ipc.notNow'),
    })),
    clearMessages: assign({ problem: null, validation: null }),
    clearProgress: assign({ progress: null }),
    showValidation: assign((_, { code }: { readonly code: ValidationCode }) => ({ validation: code })),
    storeProblem: assign(step.storeProblem),
    storeProgress: assign(step.storeProgress),
    restore: assign(step.restore),
    forgetStored: assign({ stored: null }),
    storeRunList: assign(step.storeRunList),
    storeFinish: assign(step.storeFinish),
    storeOrganization: assign(step.storeOrganization),
    storeServerToRead: assign(step.storeServerToRead),
    storeServer: assign(step.storeServer),
    storeEdge: assign(step.storeEdge),
    storeVerifiedEdge: assign(step.storeVerifiedEdge),
    storeVerified: assign(step.storeVerified),
    storeRun: assign(step.storeRun),
    storeSignOff: assign(step.storeSignOff),
    storeSignOffDifferences: assign(step.storeSignOffDifferences),
    storeHandover: assign(step.storeHandover),
    beginAgain: assign(step.beginAgain),
    showChanges: assign(step.showChanges),
    compareAnew: assign(step.compareAnew),
    leaveAgain: assign({ again: null }),
    storeOpenedRun: assign(step.storeOpenedRun),
    addSource: assign(step.addSource),
    removeSource: assign(step.removeSource),
    expectNewFiles: assign(step.expectNewFiles),
    leaveHcw: assign(step.leaveHcw),
    storeInput: assign(step.storeInput),
    storeHcwShown: assign(step.storeHcwShown),
    storeHcwLog: assign(step.storeHcwLog),
    makeApplyPlan: assign(step.makeApplyPlan),
    makeFixPlan: assign(step.makeFixPlan),
    beginApply: assign(step.beginApply),
    beginFix: assign({ active: 'fix' }),
    makeRemovalPlan: assign(step.makeRemovalPlan),
    beginRemoval: assign(({ context }) => ({ active: 'removal' as const, freshFrom: context.sources.length })),
    beginReview: assign(step.beginReview),
    makeRollbackPlan: assign(step.makeRollbackPlan),
    beginRollback: assign(step.beginRollback),
    returnToRollback: assign(step.returnToRollback),
    leaveRollback: assign(({ context }) => ({ active: context.rollbackOf })),
    rollBackWhatChanged: assign(step.rollBackWhatChanged),
    showApply: assign({ active: 'apply' }),
    rollBackFix: assign({ rollbackOf: 'fix' }),
    forgetChange: assign(step.forgetChange),
    nextHcwRound: assign(step.nextHcwRound),
    applyFix: assign({ fixApplied: true }),
    rollbackFromChange: assign({ rollbackFrom: 'change' }),
    rollbackFromHcw: assign({ rollbackFrom: 'hcw' }),
    rollbackFromPostChecks: assign({ rollbackFrom: 'postChecks' }),
    startOver: assign(({ context: { language, planPrefix } }) => ({ ...freshContext(language), planPrefix })),
  },
});

/** The next task opens a session over what is collected then. In other modes the sessions have nothing to do with it. */
const closeCollectedSession = base.enqueueActions(({ context, enqueue }) => {
  if (opensCollected(context.mode)) enqueue('closeSession');
  // What was written over other files belongs to no run any more, and mail flow is not compared with what they showed.
  if (context.mode === 'rehearsal' && Object.values(context.runs).every((run) => run === null)) {
    enqueue('forgetPractice');
    enqueue.assign({ baseline: null });
  }
});

/** Stays on the page and shows the validation message. */
export const shows = (code: ValidationCode) => ({ type: 'showValidation', params: { code } }) as const;

/** A task that the main process does in this phase. Leaving the phase stops it: what only reads is given up, and no answer comes. */
export const does = <const T extends Task>(task: T) =>
  ({
    entry: ['clearMessages', 'clearProgress'],
    invoke: { src: task, input: ({ context }: { readonly context: WizardContext }) => context },
  }) as const;
/** Without its answer, a task that only reads leads to `target`. */
export const failsTo = <T extends string>(target: T) =>
  ({
    TASK_FAILED: { target, actions: 'storeProblem' },
    CANCEL_TASK: { target, actions: 'storeProblem' },
  }) as const;
export const progress = { actions: 'storeProgress' } as const;
const runChanged = { actions: 'storeRun' } as const;

/** An effect failed that an event depends on: the event is refused. */
export const refusedAt = <T extends string>(target: T) => ({ target, actions: 'refuse' }) as const;
/** Writes down in the run what was found out about mail flow, and comes back to `target`. */
export const keepingEvidence = <T extends string>(target: T) =>
  ({
    invoke: {
      src: 'keepEvidence',
      input: ({ context: { runIds }, event }: { readonly context: WizardContext; readonly event: MachineEvent }) => {
        if (event.type !== 'EVIDENCE_FOUND') throw new Error(event.type);
        return { run: runIds.apply ?? '', evidence: event.evidence };
      },
    },
    on: { RUN_CHANGED: { target, actions: 'storeRun' }, TASK_FAILED: refusedAt(target) },
  }) as const;

/** The runs of the wizard that nothing has ended. */
export const openRuns = ({ runs }: WizardContext): readonly string[] =>
  Object.values(runs).flatMap((run) => (run?.closed === null ? [run.id] : []));

/** Reads the whole organization and stores it by the action `store`. */
export const collecting = <const Reading extends Task, Store extends 'storeOrganization' | 'storeVerified'>(task: Reading, store: Store) =>
  ({
    ...does(task),
    on: {
      PROGRESSED: progress,
      // What was read after the HCW is also written down in the run.
      RUN_CHANGED: runChanged,
      HANDOVER_READ: { actions: 'storeHandover' },
      COLLECTED: { target: 'done', actions: store },
      ...failsTo('failed'),
    },
  }) as const;

export const sameSource = { guard: 'isAlreadyOpened', actions: 'refuse' } as const;
export const addsSource = ['clearMessages', 'addSource', closeCollectedSession] as const;
export const removesSource = { actions: ['clearMessages', 'removeSource', closeCollectedSession] } as const;

/** What was collected on an Edge server, which a run reads when it goes on. */
export const removesEdgeSource = { guard: 'removesEdgeSource', ...removesSource } as const;

/** What was collected on Edge servers is read as soon as it is opened, or removed again. */
export const edgeSources = {
  SOURCE_ADDED: [
    sameSource,
    { guard: 'isEdgeSource', target: 'readingEdge', actions: ['addSource', closeCollectedSession] },
    { guard: 'isGuided', actions: addsSource },
  ],
  REMOVE_SOURCE: { guard: 'removesEdgeSource', target: 'readingEdge', actions: ['removeSource', closeCollectedSession] },
} as const;

/** Reads the Edge servers from what was collected on them. */
export const readingEdge = <Store extends 'storeEdge' | 'storeVerifiedEdge'>(store: Store) =>
  ({
    ...does('readEdge'),
    on: { EDGE_COLLECTED: { target: 'done', actions: store }, ...failsTo('done') },
  }) as const;

/** What was collected by hand is collected again first; otherwise the wizard reads immediately. */
export const collectAgain = [{ guard: 'worksOnCollected', target: '#wizard.onPremises' }, { target: '#wizard.collect.running' }] as const;

// How a run is worked on, whatever it is for.

/** Stores the run as it goes on; when its task ends, its state says where that leads. */
export const working = {
  RUN_CHANGED: runChanged,
  CHANGE_ENDED: [
    { guard: 'waitsForPerson', target: 'manual', actions: 'expectNewFiles' },
    { guard: 'onlyHandsOver', target: '#wizard.hcw' },
    { guard: 'goesOnToProof', target: '#wizard.postChecks', actions: 'expectNewFiles' },
    { guard: 'runEnded', target: 'done' },
    { target: 'stopped' },
  ],
  TASK_FAILED: { target: 'stopped', actions: 'storeProblem' },
} as const;

/** Begins the plan that is on the page; another one is refused. */
export const commits = <Shown extends string, Begin extends string>(shown: Shown, begin: Begin) =>
  [{ guard: shown, target: '#wizard.change.running', actions: begin }, { actions: shows('plan.stale') }] as const;
