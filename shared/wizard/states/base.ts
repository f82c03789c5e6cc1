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
    storeRollbackScript: assign(step.storeRollbackScript),
    storeStep: assign(step.storeStep),
    addSource: assign(step.addSource),
    removeSource: assign(step.removeSource),
    wantFreshSources: assign(step.wantFreshSources),
    storeFixStep: assign(step.storeFixStep),
    storeInput: assign(step.storeInput),
    makeResetPlan: assign(step.makeResetPlan),
    makeFixPlan: assign(step.makeFixPlan),
    beginReset: assign(step.beginReset),
    forgetChange: assign(step.forgetChange),
    nextHcwRound: assign(step.nextHcwRound),
    beginHcw: assign(step.beginHcw),
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
export const progress = { guard: 'isThisRun', actions: 'storeProgress' } as const;

/** Reads the whole organization and stores it by the action `store`. */
export const collecting = <Reading extends Task, Store extends 'storeOrganization' | 'storeVerified'>(tags: Reading, store: Store) =>
  ({
    tags,
    entry: begun,
    on: {
      PROGRESSED: progress,
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

// How a change is carried out, of the reset, the rollback and a fix alike: by the wizard, or by hand and read back.

/** Stores each step as it ends; leads to `to` when all of them are done, else to `otherwise`. */
export const ends = <Store extends 'storeStep' | 'storeFixStep', Done extends string, To extends string, Otherwise extends string>(
  store: Store,
  allDone: Done,
  to: To,
  otherwise: Otherwise,
) =>
  ({
    STEP_CHANGED: { guard: 'isThisRun', actions: store },
    CHANGE_ENDED: [
      { guard: allDone, target: to },
      { guard: 'isThisRun', target: otherwise },
    ],
    TASK_FAILED: failsTo(otherwise),
  }) as const;

export const saved = { guard: 'isThisRun', actions: 'storeRollbackScript' } as const;

/** The values and the rollback are on the disk before the commands are shown. */
export const saving = <Saving extends Task, Otherwise extends string>(tags: Saving, otherwise: Otherwise) =>
  ({
    tags,
    entry: begun,
    on: { VALUES_SAVED: saved, CHANGE_ENDED: { guard: 'isThisRun', target: 'manual' }, TASK_FAILED: failsTo(otherwise) },
  }) as const;

/** Shows the commands; their effect is read from files collected after they were shown. */
export const manual = <ReadingBack extends string>(readingBack: ReadingBack) =>
  ({
    REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
    READ_BACK: [{ guard: 'hasFreshSource', target: readingBack }, { actions: shows('change.resultMissing') }],
  }) as const;

/** Runs, or shows for use, only the plan that is on the page. */
export const commits = <Hand extends string, Shown extends string, ToHand extends string, ToRun extends string>(
  shownManual: Hand,
  shown: Shown,
  toHand: ToHand,
  toRun: ToRun,
) =>
  [
    { guard: shownManual, target: toHand, actions: 'wantFreshSources' },
    { guard: shown, target: toRun },
    { actions: shows('plan.stale') },
  ] as const;

/** Reads from Exchange what was done. In guided mode the administrator commits the rest, and then collects. */
export const readsBack = { guard: 'readsItself', target: 'readingBack' } as const;
