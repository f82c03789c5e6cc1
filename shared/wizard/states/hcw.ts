/** Microsoft's wizard, and what to do when it does not show the certificate. */
import { base, begun } from './base.ts';
import { byHand, commits, ends, readsBack, saving } from './carrying-out.ts';

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
