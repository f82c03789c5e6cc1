/** Microsoft's wizard, and what to do when it does not show the certificate. */
import { base, begun, failsTo } from './base.ts';

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
        COMMIT_REMEDY: [
          { guard: 'isShownRemedyByHand', target: 'saving', actions: 'wantFreshSources' },
          { guard: 'isShownRemedy', target: 'running' },
          { actions: 'noticeStale' },
        ],
        READ_BACK: { guard: 'readsItself', target: 'readingBack' },
        NEXT: [{ guard: 'remedyNotNeeded', target: '#wizard.hcw', actions: 'nextHcwRound' }, { actions: 'noticeRemedyOpen' }],
        BACK: '#wizard.hcw',
      },
    },
    running: {
      tags: 'remedy',
      entry: begun,
      on: {
        STEP_CHANGED: { guard: 'isThisRun', actions: 'keepRemedyStep' },
        CHANGE_ENDED: [
          { guard: 'remedyDone', target: 'done' },
          { guard: 'isThisRun', target: 'failed' },
        ],
        TASK_FAILED: failsTo('failed'),
        INTERRUPTED: 'readingBack',
      },
    },
    saving: {
      tags: 'saveRemedy',
      entry: begun,
      on: {
        VALUES_SAVED: { guard: 'isThisRun', actions: 'keepRestoreScript' },
        CHANGE_ENDED: { guard: 'isThisRun', target: 'byHand' },
        TASK_FAILED: failsTo('review'),
      },
    },
    byHand: {
      on: {
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        READ_BACK: [{ guard: 'hasFreshSource', target: 'readingBack' }, { actions: 'noticeResultMissing' }],
        BACK: 'review',
      },
    },
    readingBack: {
      tags: 'readBackRemedy',
      entry: begun,
      on: {
        STEP_CHANGED: { guard: 'isThisRun', actions: 'keepRemedyStep' },
        CHANGE_ENDED: [
          { guard: 'remedyDone', target: 'done' },
          { guard: 'isThisRun', target: 'failed' },
        ],
        TASK_FAILED: failsTo('failed'),
      },
    },
    failed: {
      on: {
        COMMIT_REMEDY: [
          { guard: 'isShownRemedyByHand', target: 'byHand', actions: 'wantFreshSources' },
          { guard: 'isShownRemedy', target: 'running' },
          { actions: 'noticeStale' },
        ],
        READ_BACK: [{ guard: 'isGuided', target: 'byHand', actions: 'wantFreshSources' }, { target: 'readingBack' }],
        BACK: '#wizard.hcw',
      },
    },
    done: { on: { NEXT: { target: '#wizard.hcw', actions: 'nextHcwRound' }, BACK: '#wizard.hcw' } },
  },
});
