/** Carrying out a plan, whatever it is for, and the rollback of what a run wrote. */

import { base, begun, collecting, commits, edgeSources, failsTo, readingEdge, shows, working } from './base.ts';

const showRollback = {
  guard: 'hasChanged',
  target: '#wizard.change.reviewing',
  actions: ['rollbackFromChange', 'rollBackWhatChanged'],
} as const;
/** To the page that the plan was on, while nothing is changed. */
const back = [
  { guard: 'isOpenedRun', target: '#wizard.collect.done' },
  { guard: 'isRollbackBack', target: '#wizard.change.rollbackReview' },
  { guard: 'isFixBack', target: '#wizard.fix' },
  { guard: 'nothingChanged', target: '#wizard.plan' },
] as const;

export const change = base.createStateConfig({
  initial: 'running',
  exit: 'clearMessages',
  states: {
    running: {
      tags: 'carryOut',
      entry: begun,
      // In guided mode nothing is sent: the commands are shown once the values are saved.
      on: { ...working, INTERRUPTED: [{ guard: 'isGuided', target: 'running', reenter: true }, { target: 'readingBack' }] },
    },
    manual: {
      entry: 'wantFreshSources',
      on: {
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        READ_BACK: [{ guard: 'hasFreshSource', target: 'readingBack' }, { actions: shows('change.resultMissing') }],
        SHOW_ROLLBACK: showRollback,
        BACK: back,
      },
    },
    readingBack: { tags: 'observe', entry: begun, on: { ...working, SHOW_ROLLBACK: showRollback } },
    stopped: {
      on: {
        COMMIT: commits('isShownActive', 'clearMessages'),
        READ_BACK: { guard: 'readsItself', target: 'readingBack' },
        SHOW_ROLLBACK: showRollback,
        BACK: back,
      },
    },
    done: {
      on: {
        NEXT: [
          // The certificate of an opened run is not chosen here: what comes next is another renewal.
          { guard: 'isOpenedRun', target: '#wizard.collect.running', actions: 'forgetChange' },
          { guard: 'runHandsOver', target: '#wizard.hcw' },
          { guard: 'runIsFix', target: '#wizard.hcw', actions: ['applyFix', 'nextHcwRound'] },
          { guard: 'fixIsLeft', target: 'reviewing', actions: 'rollBackFix' },
          // What was read and planned before holds no longer.
          { guard: 'rollbackEndedGuided', target: '#wizard.onPremises', actions: 'forgetChange' },
          { guard: 'runIsRollback', target: '#wizard.collect.running', actions: 'forgetChange' },
          { target: '#wizard.postChecks', actions: 'wantFreshSources' },
        ],
        SHOW_ROLLBACK: showRollback,
      },
    },
    reviewing: {
      tags: 'reviewRollback',
      entry: ['beginReview', ...begun],
      on: {
        ROLLBACK_REVIEWED: { guard: 'isThisRun', target: 'rollbackReview', actions: 'makeRollbackPlan' },
        TASK_FAILED: failsTo('rollbackReview'),
      },
    },
    rollbackReview: {
      on: {
        DECIDE: { guard: 'isConflict', actions: ['clearMessages', 'makeRollbackPlan'] },
        COMMIT: commits('isShownRollback', 'beginRollback'),
        SHOW_ROLLBACK: 'reviewing',
        BACK: [
          { guard: 'rollbackCameFromHcw', target: '#wizard.hcw', actions: 'leaveRollback' },
          { guard: 'rollbackCameFromPostChecks', target: '#wizard.postChecks.done', actions: 'leaveRollback' },
          { guard: 'rollbackOfEnded', target: 'done', actions: 'leaveRollback' },
          { target: 'stopped', actions: 'leaveRollback' },
        ],
      },
    },
  },
});

// Microsoft's wizard, and what to do when it does not show the certificate.

/** From any page after the change. *Back* leads to the page of the HCW. */
const showRollbackFromHcw = {
  guard: 'hasChanged',
  target: '#wizard.change.reviewing',
  actions: ['rollbackFromHcw', 'rollBackWhatChanged'],
} as const;

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
    BACK: [{ guard: 'hasCommands', target: '#wizard.change.done', actions: 'showApply' }, { target: 'plan' }],
  },
});

export const fix = base.createStateConfig({
  entry: 'makeFixPlan',
  exit: 'clearMessages',
  on: {
    ...describesHcw,
    // A certificate that is not listed has other fixes, which the page names.
    COMMIT: [{ guard: 'fixNotNeeded' }, ...commits('isShownFix', 'beginFix')],
    READ_BACK: [
      { guard: 'fixNotNeeded' },
      { guard: 'fixNotPlanned', actions: shows('fix.notPlanned') },
      { guard: 'readsItself', target: '#wizard.change.readingBack', actions: 'beginFix' },
    ],
    NEXT: [{ guard: 'fixNotNeeded', target: '#wizard.hcw', actions: ['applyFix', 'nextHcwRound'] }, { actions: shows('fix.open') }],
    SHOW_ROLLBACK: showRollbackFromHcw,
    BACK: '#wizard.hcw',
  },
});

// After the change: both sides are checked, and the end.

const showRollbackFromPostChecks = {
  guard: 'hasChanged',
  target: '#wizard.change.reviewing',
  actions: ['rollbackFromPostChecks', 'rollBackWhatChanged'],
} as const;
const checkAgain = [{ guard: 'isGuided', target: 'collect' }, { target: 'running' }] as const;
/** The direct method has no HCW. */
const beforeChecks = [
  { guard: 'hasHandover', target: '#wizard.hcw' },
  { target: '#wizard.change.done', actions: 'showApply' },
] as const;
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
        BACK: beforeChecks,
      },
    },
    running: { ...verifying, on: { ...verifying.on, SHOW_ROLLBACK: showRollbackFromHcw } },
    readingEdge: readingEdge('storeVerifiedEdge'),
    failed: { on: { CHECK_AGAIN: checkAgain, SHOW_ROLLBACK: showRollbackFromHcw, BACK: beforeChecks } },
    done: {
      on: {
        ...edgeSources,
        CHECK_AGAIN: checkAgain,
        RUN_HCW_AGAIN: { guard: 'postChecksFailed', target: '#wizard.hcw', actions: 'nextHcwRound' },
        SHOW_ROLLBACK: showRollbackFromPostChecks,
        NEXT: [{ guard: 'postChecksAsExpected', target: '#wizard.finish' }, { actions: shows('postChecks.open') }],
        FINISH_WITH_OPEN_ITEMS: '#wizard.finish',
        BACK: beforeChecks,
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
