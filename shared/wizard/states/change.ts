/** The reset of the receive connectors, and the way back. */

import { base, begun, byHand, commits, ends, readsBack, saved, saving, gathering } from './base.ts';

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

// Microsoft's wizard, and what to do when it does not show the certificate.

const remedyEnds = ends('keepRemedyStep', 'remedyDone', 'done', 'failed');

export const hcw = base.createStateConfig({
  exit: 'clearMessages',
  on: {
    TICK: { actions: ['clearMessages', 'keepAnswer'] },
    ANSWER: { actions: ['clearMessages', 'keepAnswer'] },
    SHOW_RESTORE: { guard: 'hasStepsToRestore', target: '#wizard.change.restoreReview', actions: 'restoreFromHcw' },
    NEXT: [
      { guard: 'answeredNotShown', target: 'remediation' },
      { guard: 'answerOpen', actions: 'noticeAnswerOpen' },
      { guard: 'hcwFinished', target: 'postChecks', actions: 'wantFreshSources' },
      { actions: 'noticeStepsOpen' },
    ],
    BACK: [{ guard: 'wasReset', target: '#wizard.change.done' }, { target: 'plan' }],
  },
});

export const remediation = base.createStateConfig({
  initial: 'review',
  exit: 'clearMessages',
  states: {
    review: {
      entry: 'makeRemedyPlan',
      on: {
        COMMIT_REMEDY: commits('isShownRemedyByHand', 'isShownRemedy', 'saving', 'running'),
        READ_BACK: [
          { guard: 'remedyNotPlanned', actions: 'noticeRemedyNotPlanned' },
          { guard: 'readsItself', target: 'readingBack' },
        ],
        NEXT: [{ guard: 'remedyNotNeeded', target: '#wizard.hcw', actions: 'nextHcwRound' }, { actions: 'noticeRemedyOpen' }],
        BACK: '#wizard.hcw',
      },
    },
    running: { tags: 'remedy', entry: begun, on: { ...remedyEnds, INTERRUPTED: 'readingBack' } },
    saving: saving('saveRemedy', 'review'),
    byHand: { on: { ...byHand('readingBack'), BACK: 'review' } },
    readingBack: { tags: 'readBackRemedy', entry: begun, on: remedyEnds },
    failed: {
      on: {
        COMMIT_REMEDY: commits('isShownRemedyByHand', 'isShownRemedy', 'byHand', 'running'),
        READ_BACK: readsBack,
        BACK: '#wizard.hcw',
      },
    },
    done: { on: { NEXT: { target: '#wizard.hcw', actions: 'nextHcwRound' }, BACK: '#wizard.hcw' } },
  },
});

// After the change: both sides are checked, and the end.

const checkAgain = [{ guard: 'isGuided', target: 'collect' }, { target: 'running' }] as const;

export const postChecks = base.createStateConfig({
  initial: 'entering',
  exit: 'clearMessages',
  states: {
    entering: { always: [{ guard: 'isGuided', target: 'collect' }, { target: 'running' }] },
    collect: {
      on: {
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        CHECK_AGAIN: [{ guard: 'hasFreshSource', target: 'running' }, { actions: 'noticeVerifySourceMissing' }],
        BACK: '#wizard.hcw',
      },
    },
    running: gathering('verify', 'keepVerified'),
    failed: { on: { CHECK_AGAIN: checkAgain, BACK: '#wizard.hcw' } },
    done: { on: { CHECK_AGAIN: checkAgain, NEXT: '#wizard.finish', BACK: '#wizard.hcw' } },
  },
});

export const finish = base.createStateConfig({
  on: { BACK: '#wizard.postChecks.done', START_OVER: { target: 'start', actions: 'startOver' } },
});
