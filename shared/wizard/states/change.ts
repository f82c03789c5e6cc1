/** The reset of the receive connectors, and the way back. */
import { base, begun } from './base.ts';
import { byHand, commits, ends, readsBack, saved, saving } from './carrying-out.ts';

/** Nothing of the change is left: what is so now is read, and planned anew. */
const readAnew = [
  { guard: 'nothingChangedByHand', target: '#wizard.onPremises', actions: 'forgetChange' },
  { guard: 'nothingChanged', target: '#wizard.gather.running', actions: 'forgetChange' },
] as const;
const showRestore = { guard: 'hasStepsToRestore', target: 'restoreReview', actions: 'restoreFromChange' } as const;
const resetEnds = ends('keepStep', 'allStepsDone', 'done', 'failed');
const restoreEnds = ends('keepStep', 'allRestored', 'restored', 'restoreReview');

export const change = base.createStateConfig({
  initial: 'running',
  exit: 'clearMessages',
  states: {
    running: { tags: 'reset', entry: begun, on: { VALUES_SAVED: saved, ...resetEnds, INTERRUPTED: 'readingBack' } },
    saving: saving('saveReset', '#wizard.plan'),
    byHand: { on: { ...byHand('readingBack'), SHOW_RESTORE: showRestore, BACK: { guard: 'nothingChanged', target: '#wizard.plan' } } },
    readingBack: { tags: 'readBackReset', entry: begun, on: resetEnds },
    failed: {
      on: {
        COMMIT_RESET: commits('isShownPlanByHand', 'isShownPlan', 'byHand', 'running'),
        READ_BACK: readsBack,
        SHOW_RESTORE: showRestore,
        BACK: readAnew,
      },
    },
    done: { on: { NEXT: '#wizard.hcw', SHOW_RESTORE: showRestore } },
    restoreReview: {
      on: {
        COMMIT_RESTORE: commits('isShownPlanByHand', 'isShownPlan', 'restoreByHand', 'restoring'),
        BACK: [{ guard: 'restoreCameFromHcw', target: '#wizard.hcw' }, { guard: 'allStepsDoneNow', target: 'done' }, { target: 'failed' }],
      },
    },
    restoring: { tags: 'restore', entry: begun, on: { ...restoreEnds, INTERRUPTED: 'readingBack' } },
    restoreByHand: { on: { ...byHand('readingBackRestore'), BACK: 'restoreReview' } },
    readingBackRestore: { tags: 'readBackReset', entry: begun, on: restoreEnds },
    restored: { on: { NEXT: readAnew } },
  },
});
