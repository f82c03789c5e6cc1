/** What all pages are made of: the types of the machine, its guards and actions by name, and transitions that several pages share. */

import { assign, setup } from 'xstate';
import { freshContext, type WizardContext } from '../context.ts';
import type { TaskEvent, WizardEvent } from '../events.ts';
import { guards } from '../guards.ts';
import type { Language } from '../../messages/language.ts';
import type { Task, ValidationCode } from '../pages.ts';
import * as step from '../transitions.ts';

export const base = setup({
  types: {
    context: {} as WizardContext,
    events: {} as WizardEvent | TaskEvent,
    input: {} as { language: Language },
    tags: {} as Task,
  },
  guards,
  actions: {
    beginTask: assign(step.beginTask),
    clearMessages: assign({ problem: null, validation: null }),
    showValidation: assign((_, { code }: { readonly code: ValidationCode }) => ({ validation: code })),
    storeProblem: assign(step.storeProblem),
    storeProgress: assign(step.storeProgress),
    storeOrganization: assign(step.storeOrganization),
    storeServerToRead: assign(step.storeServerToRead),
    storeServer: assign(step.storeServer),
    storeEdge: assign(step.storeEdge),
    storeVerifiedEdge: assign(step.storeVerifiedEdge),
    storeVerified: assign(step.storeVerified),
    storeRun: assign(step.storeRun),
    storeHandover: assign(step.storeHandover),
    storeOpenedRun: assign(step.storeOpenedRun),
    addSource: assign(step.addSource),
    removeSource: assign(step.removeSource),
    wantFreshSources: assign(step.wantFreshSources),
    storeInput: assign(step.storeInput),
    makeApplyPlan: assign(step.makeApplyPlan),
    makeFixPlan: assign(step.makeFixPlan),
    beginApply: assign(step.beginApply),
    beginFix: assign({ active: 'fix' }),
    beginReview: assign(step.beginReview),
    makeRollbackPlan: assign(step.makeRollbackPlan),
    beginRollback: assign({ active: 'rollback' }),
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
    startOver: assign(({ context }) => freshContext(context.language)),
  },
});

/** Stays on the page and shows the validation message. */
export const shows = (code: ValidationCode) => ({ type: 'showValidation', params: { code } }) as const;

/** What begins when the main process is given a task. */
export const begun = ['clearMessages', 'beginTask'] as const;
/** A failed task leads to `target` and stores its error, unless it belongs to an earlier run. */
export const failsTo = <T extends string>(target: T) => ({ guard: 'isThisRun', target, actions: 'storeProblem' }) as const;
const runChanged = { guard: 'isThisRun', actions: 'storeRun' } as const;
export const progress = { guard: 'isThisRun', actions: 'storeProgress' } as const;

/** Reads the whole organization and stores it by the action `store`. */
export const collecting = <Reading extends Task, Store extends 'storeOrganization' | 'storeVerified'>(tags: Reading, store: Store) =>
  ({
    tags,
    entry: begun,
    on: {
      PROGRESSED: progress,
      // What was read after the HCW is also written down in the run.
      RUN_CHANGED: runChanged,
      HANDOVER_READ: { guard: 'isThisRun', actions: 'storeHandover' },
      COLLECTED: { guard: 'isThisRun', target: 'done', actions: store },
      TASK_FAILED: failsTo('failed'),
    },
  }) as const;

/** What was collected on Edge servers is read as soon as it is opened, or removed again. */
export const edgeSources = {
  SOURCE_ADDED: [
    { guard: 'isEdgeSource', target: 'readingEdge', actions: 'addSource' },
    { guard: 'isGuided', actions: ['clearMessages', 'addSource'] },
  ],
  REMOVE_SOURCE: { guard: 'removesEdgeSource', target: 'readingEdge', actions: 'removeSource' },
} as const;

/** Reads the Edge servers from what was collected on them. */
export const readingEdge = <Store extends 'storeEdge' | 'storeVerifiedEdge'>(store: Store) =>
  ({
    tags: 'readEdge',
    entry: begun,
    on: { EDGE_COLLECTED: { guard: 'isThisRun', target: 'done', actions: store }, TASK_FAILED: failsTo('done') },
  }) as const;

/** In guided mode the administrator collects again first; otherwise the wizard reads immediately. */
export const collectAgain = [{ guard: 'isGuided', target: '#wizard.onPremises' }, { target: '#wizard.collect.running' }] as const;

// How a run is worked on, whatever it is for.

/** Stores the run as it goes on; when its task ends, its state says where that leads. */
export const working = {
  RUN_CHANGED: runChanged,
  CHANGE_ENDED: [
    { guard: 'waitsForPerson', target: 'manual' },
    { guard: 'onlyHandsOver', target: '#wizard.hcw' },
    { guard: 'runEnded', target: 'done' },
    { guard: 'isThisRun', target: 'stopped' },
  ],
  TASK_FAILED: failsTo('stopped'),
} as const;

/** Begins the plan that is on the page; another one is refused. */
export const commits = <Shown extends string, Begin extends string>(shown: Shown, begin: Begin) =>
  [{ guard: shown, target: '#wizard.change.running', actions: begin }, { actions: shows('plan.stale') }] as const;
