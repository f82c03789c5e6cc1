/** The reset of the receive connectors, and the way back. */
import { base, begun, failsTo } from './base.ts';

/** Nothing of the change is left: what is so now is read, and planned anew. */
const readAnew = [
  { guard: 'nothingChangedByHand', target: '#wizard.onPremises', actions: 'forgetChange' },
  { guard: 'nothingChanged', target: '#wizard.gather.running', actions: 'forgetChange' },
] as const;

export const change = base.createStateConfig({
  initial: 'running',
  exit: 'clearMessages',
  states: {
    running: {
      tags: 'reset',
      entry: begun,
      on: {
        VALUES_SAVED: { guard: 'isThisRun', actions: 'keepRestoreScript' },
        STEP_CHANGED: { guard: 'isThisRun', actions: 'keepStep' },
        CHANGE_ENDED: [
          { guard: 'allStepsDone', target: 'done' },
          { guard: 'isThisRun', target: 'failed' },
        ],
        TASK_FAILED: failsTo('failed'),
        INTERRUPTED: 'readingBack',
      },
    },
    saving: {
      tags: 'saveReset',
      entry: begun,
      on: {
        VALUES_SAVED: { guard: 'isThisRun', actions: 'keepRestoreScript' },
        CHANGE_ENDED: { guard: 'isThisRun', target: 'byHand' },
        TASK_FAILED: failsTo('#wizard.plan'),
      },
    },
    byHand: {
      on: {
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        READ_BACK: [{ guard: 'hasFreshSource', target: 'readingBack' }, { actions: 'noticeResultMissing' }],
        SHOW_RESTORE: { guard: 'hasStepsToRestore', target: 'restoreReview', actions: 'restoreFromChange' },
        BACK: { guard: 'nothingChanged', target: '#wizard.plan' },
      },
    },
    readingBack: {
      tags: 'readBackReset',
      entry: begun,
      on: {
        STEP_CHANGED: { guard: 'isThisRun', actions: 'keepStep' },
        CHANGE_ENDED: [
          { guard: 'allStepsDone', target: 'done' },
          { guard: 'isThisRun', target: 'failed' },
        ],
        TASK_FAILED: failsTo('failed'),
      },
    },
    failed: {
      on: {
        COMMIT_RESET: [
          { guard: 'isShownPlanByHand', target: 'byHand', actions: 'wantFreshSources' },
          { guard: 'isShownPlan', target: 'running' },
          { actions: 'noticeStale' },
        ],
        READ_BACK: [{ guard: 'isGuided', target: 'byHand', actions: 'wantFreshSources' }, { target: 'readingBack' }],
        SHOW_RESTORE: { guard: 'hasStepsToRestore', target: 'restoreReview', actions: 'restoreFromChange' },
        BACK: readAnew,
      },
    },
    done: {
      on: {
        NEXT: '#wizard.hcw',
        SHOW_RESTORE: { guard: 'hasStepsToRestore', target: 'restoreReview', actions: 'restoreFromChange' },
      },
    },
    restoreReview: {
      on: {
        COMMIT_RESTORE: [
          { guard: 'isShownPlanByHand', target: 'restoreByHand', actions: 'wantFreshSources' },
          { guard: 'isShownPlan', target: 'restoring' },
          { actions: 'noticeStale' },
        ],
        BACK: [{ guard: 'restoreCameFromHcw', target: '#wizard.hcw' }, { guard: 'allStepsDoneNow', target: 'done' }, { target: 'failed' }],
      },
    },
    restoring: {
      tags: 'restore',
      entry: begun,
      on: {
        STEP_CHANGED: { guard: 'isThisRun', actions: 'keepStep' },
        CHANGE_ENDED: [
          { guard: 'allRestored', target: 'restored' },
          { guard: 'isThisRun', target: 'restoreReview' },
        ],
        TASK_FAILED: failsTo('restoreReview'),
        INTERRUPTED: 'readingBack',
      },
    },
    restoreByHand: {
      on: {
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        READ_BACK: [{ guard: 'hasFreshSource', target: 'readingBackRestore' }, { actions: 'noticeResultMissing' }],
        BACK: 'restoreReview',
      },
    },
    readingBackRestore: {
      tags: 'readBackReset',
      entry: begun,
      on: {
        STEP_CHANGED: { guard: 'isThisRun', actions: 'keepStep' },
        CHANGE_ENDED: [
          { guard: 'allRestored', target: 'restored' },
          { guard: 'isThisRun', target: 'restoreReview' },
        ],
        TASK_FAILED: failsTo('restoreReview'),
      },
    },
    restored: { on: { NEXT: readAnew } },
  },
});
