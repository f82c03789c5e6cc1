/** The reset of the receive connectors, and the rollback. */

import { base, begun, manual, commits, ends, readsBack, saved, saving, collecting, edgeSources, readingEdge, shows } from './base.ts';

/** After a full rollback: read the organization again and make a new plan. */
const readAnew = [
  { guard: 'nothingChangedManual', target: '#wizard.onPremises', actions: 'forgetChange' },
  { guard: 'nothingChanged', target: '#wizard.collect.running', actions: 'forgetChange' },
] as const;
const showRollback = { guard: 'hasStepsToRollBack', target: 'rollbackReview', actions: 'rollbackFromChange' } as const;
const resetEnds = ends('storeStep', 'allStepsDone', 'done', 'failed');
const rollbackEnds = ends('storeStep', 'allRolledBack', 'rolledBack', 'rollbackReview');

export const change = base.createStateConfig({
  initial: 'running',
  exit: 'clearMessages',
  states: {
    running: { tags: 'reset', entry: begun, on: { VALUES_SAVED: saved, ...resetEnds, INTERRUPTED: 'readingBack' } },
    saving: saving('saveReset', '#wizard.plan'),
    manual: { on: { ...manual('readingBack'), SHOW_ROLLBACK: showRollback, BACK: { guard: 'nothingChanged', target: '#wizard.plan' } } },
    readingBack: { tags: 'readBackReset', entry: begun, on: { ...resetEnds, SHOW_ROLLBACK: showRollback } },
    failed: {
      on: {
        COMMIT_RESET: commits('isShownPlanManual', 'isShownPlan', 'manual', 'running'),
        READ_BACK: readsBack,
        SHOW_ROLLBACK: showRollback,
        BACK: readAnew,
      },
    },
    done: { on: { NEXT: '#wizard.hcw', SHOW_ROLLBACK: showRollback } },
    rollbackReview: {
      on: {
        COMMIT_ROLLBACK: commits('isShownPlanManual', 'isShownPlan', 'manualRollback', 'rollingBack'),
        BACK: [
          { guard: 'rollbackCameFromHcw', target: '#wizard.hcw' },
          { guard: 'rollbackCameFromPostChecks', target: '#wizard.postChecks.done' },
          { guard: 'allStepsDoneNow', target: 'done' },
          { target: 'failed' },
        ],
      },
    },
    rollingBack: { tags: 'rollback', entry: begun, on: { ...rollbackEnds, INTERRUPTED: 'readingBack' } },
    manualRollback: { on: { ...manual('readingBackRollback'), BACK: 'rollbackReview' } },
    readingBackRollback: { tags: 'readBackReset', entry: begun, on: { ...rollbackEnds, SHOW_ROLLBACK: showRollback } },
    rolledBack: { on: { NEXT: readAnew } },
  },
});

// Microsoft's wizard, and what to do when it does not show the certificate.

/** From any page after the reset. *Back* leads to the page of the HCW. */
const showRollbackFromHcw = { guard: 'hasStepsToRollBack', target: '#wizard.change.rollbackReview', actions: 'rollbackFromHcw' } as const;

const fixEnds = ends('storeFixStep', 'fixDone', 'done', 'failed');

/** What the HCW shows, said on its page or on the page that helps when the certificate is not listed. */
const describesHcw = {
  CHOOSE_REFERENCE_SERVER: { guard: 'isReferenceServer', actions: ['clearMessages', 'storeInput'] },
  PASTE_HCW_MESSAGE: { actions: ['clearMessages', 'storeInput'] },
} as const;

export const hcw = base.createStateConfig({
  exit: 'clearMessages',
  on: {
    TICK: { actions: ['clearMessages', 'storeInput'] },
    ANSWER: { actions: ['clearMessages', 'storeInput'] },
    ...describesHcw,
    SHOW_ROLLBACK: showRollbackFromHcw,
    NEXT: [
      { guard: 'answeredNotShown', target: 'fix' },
      { guard: 'answerOpen', actions: shows('hcw.answerOpen') },
      { guard: 'hcwFinished', target: 'postChecks', actions: 'wantFreshSources' },
      { actions: shows('hcw.stepsOpen') },
    ],
    BACK: [{ guard: 'wasReset', target: '#wizard.change.done' }, { target: 'plan' }],
  },
});

export const fix = base.createStateConfig({
  initial: 'review',
  exit: 'clearMessages',
  states: {
    review: {
      entry: 'makeFixPlan',
      on: {
        ...describesHcw,
        // A certificate that is not listed has other fixes, which the page names.
        COMMIT_FIX: [{ guard: 'fixNotNeeded' }, ...commits('isShownFixManual', 'isShownFix', 'saving', 'running')],
        READ_BACK: [
          { guard: 'fixNotNeeded' },
          { guard: 'fixNotPlanned', actions: shows('fix.notPlanned') },
          { guard: 'readsItself', target: 'readingBack' },
        ],
        NEXT: [{ guard: 'fixNotNeeded', target: '#wizard.hcw', actions: ['applyFix', 'nextHcwRound'] }, { actions: shows('fix.open') }],
        SHOW_ROLLBACK: showRollbackFromHcw,
        BACK: '#wizard.hcw',
      },
    },
    running: { tags: 'fix', entry: begun, on: { ...fixEnds, INTERRUPTED: 'readingBack' } },
    saving: saving('saveFix', 'review'),
    manual: { on: { ...manual('readingBack'), SHOW_ROLLBACK: showRollbackFromHcw, BACK: 'review' } },
    readingBack: { tags: 'readBackFix', entry: begun, on: { ...fixEnds, SHOW_ROLLBACK: showRollbackFromHcw } },
    failed: {
      on: {
        COMMIT_FIX: commits('isShownFixManual', 'isShownFix', 'manual', 'running'),
        READ_BACK: readsBack,
        SHOW_ROLLBACK: showRollbackFromHcw,
        BACK: '#wizard.hcw',
      },
    },
    done: {
      on: {
        NEXT: { target: '#wizard.hcw', actions: ['applyFix', 'nextHcwRound'] },
        SHOW_ROLLBACK: showRollbackFromHcw,
        BACK: '#wizard.hcw',
      },
    },
  },
});

// After the change: both sides are checked, and the end.

const showRollbackFromPostChecks = {
  guard: 'hasStepsToRollBack',
  target: '#wizard.change.rollbackReview',
  actions: 'rollbackFromPostChecks',
} as const;
const checkAgain = [{ guard: 'isGuided', target: 'collect' }, { target: 'running' }] as const;
const verifying = collecting('verify', 'storeVerified');

export const postChecks = base.createStateConfig({
  initial: 'entering',
  exit: 'clearMessages',
  states: {
    entering: { always: [{ guard: 'isGuided', target: 'collect' }, { target: 'running' }] },
    collect: {
      on: {
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        CHECK_AGAIN: [{ guard: 'hasFreshSource', target: 'running' }, { actions: shows('postChecks.sourceMissing') }],
        SHOW_ROLLBACK: showRollbackFromHcw,
        BACK: '#wizard.hcw',
      },
    },
    running: { ...verifying, on: { ...verifying.on, SHOW_ROLLBACK: showRollbackFromHcw } },
    readingEdge: readingEdge('storeVerifiedEdge'),
    failed: { on: { CHECK_AGAIN: checkAgain, SHOW_ROLLBACK: showRollbackFromHcw, BACK: '#wizard.hcw' } },
    done: {
      on: {
        ...edgeSources,
        CHECK_AGAIN: checkAgain,
        RUN_HCW_AGAIN: { guard: 'postChecksFailed', target: '#wizard.hcw', actions: 'nextHcwRound' },
        SHOW_ROLLBACK: showRollbackFromPostChecks,
        NEXT: [{ guard: 'postChecksAsExpected', target: '#wizard.finish' }, { actions: shows('postChecks.open') }],
        FINISH_WITH_OPEN_ITEMS: '#wizard.finish',
        BACK: '#wizard.hcw',
      },
    },
  },
});

export const finish = base.createStateConfig({
  on: {
    SHOW_ROLLBACK: showRollbackFromPostChecks,
    BACK: '#wizard.postChecks.done',
    START_OVER: { target: 'start', actions: 'startOver' },
  },
});
