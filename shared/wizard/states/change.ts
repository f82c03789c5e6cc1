/** Carrying out a plan, whatever it is for, and the rollback of what a run wrote. */

import { expectationsOf } from '../../run/rollback.ts';
import { profileOf } from '../renew-again.ts';
import {
  base,
  collecting,
  commits,
  does,
  edgeSources,
  failsTo,
  keepingEvidence,
  openRuns,
  readingEdge,
  refusedAt,
  removesEdgeSource,
  removesSource,
  shows,
  working,
} from './base.ts';

const showRollback = {
  guard: 'hasChanged',
  target: '#wizard.change.reviewing',
  actions: ['rollbackFromChange', 'rollBackWhatChanged'],
} as const;
/** The post-checks name EdgeSync as not proven. */
const leaveSynchronization = { guard: 'leavesSynchronization', target: '#wizard.postChecks', actions: 'expectNewFiles' } as const;
/** To the page that the plan was on, while nothing is changed. */
const back = [
  { guard: 'isOpenedRun', target: '#wizard.collect.done' },
  { guard: 'isRollbackBack', target: '#wizard.change.rollbackReview' },
  { guard: 'isFixBack', target: '#wizard.fix', actions: 'makeFixPlan' },
  { guard: 'isRemovalBack', target: '#wizard.oldCertificate.ready', actions: 'makeRemovalPlan' },
  { guard: 'nothingChanged', target: '#wizard.plan', actions: 'makeApplyPlan' },
] as const;

export const change = base.createStateConfig({
  initial: 'running',
  exit: 'clearMessages',
  states: {
    // A change in flight is never given up: this phase is left only when its task has ended.
    running: { ...does('carryOut'), on: { ...working, CANCEL_TASK: { actions: 'stopRun' } } },
    manual: {
      on: {
        REMOVE_SOURCE: removesSource,
        NEXT: leaveSynchronization,
        READ_BACK: [{ guard: 'hasFreshSource', target: 'readingBack' }, { actions: shows('change.resultMissing') }],
        SHOW_ROLLBACK: showRollback,
        BACK: back,
      },
    },
    readingBack: { ...does('observe'), on: { ...working, ...failsTo('stopped'), SHOW_ROLLBACK: showRollback } },
    stopped: {
      on: {
        REMOVE_SOURCE: removesEdgeSource,
        COMMIT: commits('isShownActive', 'clearMessages'),
        NEXT: leaveSynchronization,
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
          { target: '#wizard.postChecks', actions: 'expectNewFiles' },
        ],
        // Of a run of the list mail flow can be proven any day.
        EVIDENCE_FOUND: { guard: 'keepsEvidence', target: 'keeping' },
        SHOW_ROLLBACK: showRollback,
      },
    },
    keeping: keepingEvidence('done'),
    reviewing: {
      ...does('reviewRollback'),
      entry: ['beginReview', 'clearMessages', 'clearProgress'],
      on: { ROLLBACK_REVIEWED: { target: 'rollbackReview', actions: 'makeRollbackPlan' }, ...failsTo('rollbackReview') },
    },
    rollbackReview: {
      on: {
        REMOVE_SOURCE: removesEdgeSource,
        DECIDE: { guard: 'isConflict', actions: ['clearMessages', 'makeRollbackPlan'] },
        COMMIT: commits('isShownRollback', 'beginRollback'),
        SHOW_ROLLBACK: 'reviewing',
        BACK: [
          // What was read of the run that it puts back was read before it.
          { guard: 'isRollbackHalfDone', target: 'stopped', actions: 'returnToRollback' },
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

/** From any page after the change, and from its plan. *Back* leads to the page of the HCW. */
export const showRollbackFromHcw = {
  guard: 'hasChanged',
  target: '#wizard.change.reviewing',
  actions: ['rollbackFromHcw', 'rollBackWhatChanged'],
} as const;

export const hcw = base.createStateConfig({
  initial: 'ready',
  exit: 'clearMessages',
  invoke: { src: 'followHcw', input: ({ context: { mode, hcw: round } }) => ({ mode, shownAt: round.shownAt }) },
  on: { HCW_SHOWN: { actions: 'storeHcwShown' }, HCW_LOG_READ: { guard: 'hasRealHcw', actions: 'storeHcwLog' } },
  states: {
    ready: {
      on: {
        TICK: [
          { guard: 'playsHcw', target: 'playing', actions: ['clearMessages', 'storeInput'] },
          { actions: ['clearMessages', 'storeInput'] },
        ],
        ANSWER: { actions: ['clearMessages', 'storeInput'] },
        CHOOSE_REFERENCE_SERVER: { guard: 'isReferenceServer', actions: ['clearMessages', 'storeInput'] },
        PASTE_HCW_MESSAGE: { actions: ['clearMessages', 'storeInput'] },
        SHOW_ROLLBACK: showRollbackFromHcw,
        COMMIT: [{ guard: 'goesOnAfterHcw', target: '#wizard.change.running', actions: 'showApply' }, { actions: shows('hcw.stepsOpen') }],
        NEXT: [
          { guard: 'answeredNotShown', target: '#wizard.fix', actions: 'makeFixPlan' },
          { guard: 'answerOpen', actions: shows('hcw.answerOpen') },
          // Its steps behind the HCW are committed, like those before it.
          { guard: 'goesOnAfterHcw' },
          { guard: 'hcwFinished', target: '#wizard.postChecks', actions: ['leaveHcw', 'expectNewFiles'] },
          { actions: shows('hcw.stepsOpen') },
        ],
        // Its run was begun when this page was shown, so the plan stays the one of that run.
        BACK: [{ guard: 'hasCommands', target: '#wizard.change.done', actions: 'showApply' }, { target: '#wizard.plan' }],
      },
    },
    playing: {
      invoke: {
        src: 'playHcw',
        input: ({ context: { mode, certificate, plans } }) => ({
          mode,
          certificate: certificate ?? '',
          expected: plans.apply === null ? [] : expectationsOf(plans.apply),
        }),
      },
      on: { HCW_RAN: 'ready', TASK_FAILED: refusedAt('ready') },
    },
  },
});

export const fix = base.createStateConfig({
  exit: 'clearMessages',
  on: {
    // What the HCW shows decides which causes are found, and so what is planned against them.
    CHOOSE_REFERENCE_SERVER: { guard: 'isReferenceServer', actions: ['clearMessages', 'storeInput', 'makeFixPlan'] },
    PASTE_HCW_MESSAGE: { actions: ['clearMessages', 'storeInput', 'makeFixPlan'] },
    COMMIT: [{ guard: 'fixNotNeeded' }, ...commits('isShownFix', 'beginFix')],
    READ_BACK: [
      // Its steps are shown one after the other, each with its own proof.
      { guard: 'isNotListed' },
      { guard: 'fixNotPlanned', actions: shows('fix.notPlanned') },
      { guard: 'readsItself', target: '#wizard.change.readingBack', actions: 'beginFix' },
    ],
    NEXT: [{ guard: 'isNotListed', target: '#wizard.hcw', actions: ['applyFix', 'nextHcwRound'] }, { actions: shows('fix.open') }],
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
  { guard: 'applyIsOpen', target: '#wizard.change.stopped', actions: 'showApply' },
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
        REMOVE_SOURCE: removesSource,
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
        NEXT: [{ guard: 'postChecksAsExpected', target: 'finishing' }, { actions: shows('postChecks.open') }],
        FINISH_WITH_OPEN_ITEMS: 'finishing',
        EVIDENCE_FOUND: { guard: 'keepsEvidence', target: 'keeping' },
        BACK: beforeChecks,
      },
    },
    keeping: keepingEvidence('done'),
    finishing: {
      invoke: {
        src: 'endRuns',
        input: ({ context, event }) => {
          const isOpen = event.type === 'FINISH_WITH_OPEN_ITEMS';
          const profile = isOpen ? undefined : profileOf(context);
          return {
            runs: [context.runIds.apply, context.runIds.removal].filter((id) => id !== null),
            outcome: isOpen ? 'left' : 'finished',
            archives: false,
            // Stryker disable next-line ConditionalExpression: one that is undefined is not written
            ...(profile !== undefined && { profile }),
          };
        },
      },
      on: { RUNS_ENDED: { target: '#wizard.finish', actions: 'storeFinish' }, TASK_FAILED: refusedAt('done') },
    },
  },
});

export const finish = base.createStateConfig({
  initial: 'ready',
  states: {
    ready: {
      on: {
        SHOW_ROLLBACK: showRollbackFromPostChecks,
        SHOW_OLD_CERTIFICATE: { guard: 'canRemoveOld', target: '#wizard.oldCertificate' },
        BACK: '#wizard.postChecks.done',
        EVIDENCE_FOUND: { guard: 'keepsEvidence', target: 'keeping' },
        START_OVER: 'startingOver',
      },
    },
    keeping: keepingEvidence('ready'),
    startingOver: {
      invoke: { src: 'endRuns', input: ({ context }) => ({ runs: openRuns(context), outcome: 'left', archives: true }) },
      on: {
        RUNS_ENDED: { target: '#wizard.start', actions: ['forgetPractice', 'startOver', 'storeRunList'] },
        TASK_FAILED: refusedAt('ready'),
      },
    },
  },
});

// The old certificate, when mail flow is proven to be as it should.

/** Who uses it is read before anything is planned. In guided mode the post-checks have read it. */
const readsBefore = [{ guard: 'isGuided', target: 'ready', actions: 'makeRemovalPlan' }, { target: 'running' }] as const;
const verifyingOld = collecting('verify', 'storeVerified');

export const oldCertificate = base.createStateConfig({
  initial: 'entering',
  exit: 'clearMessages',
  states: {
    entering: { always: readsBefore },
    running: {
      ...verifyingOld,
      on: { ...verifyingOld.on, COLLECTED: { target: 'ready', actions: ['storeVerified', 'makeRemovalPlan'] } },
    },
    failed: { on: { CHECK_AGAIN: 'running', BACK: '#wizard.finish' } },
    ready: {
      on: {
        CHOOSE_OLD_CERTIFICATE: { guard: 'isOldCertificate', actions: ['clearMessages', 'storeInput', 'makeRemovalPlan'] },
        TYPE_THUMBPRINT: { actions: ['clearMessages', 'storeInput'] },
        CHECK_AGAIN: [{ guard: 'isGuided', target: '#wizard.postChecks.collect', actions: 'expectNewFiles' }, { target: 'running' }],
        COMMIT: [
          { guard: 'isThumbprintWrong', actions: shows('oldCertificate.thumbprintWrong') },
          ...commits('isShownRemoval', 'beginRemoval'),
        ],
        BACK: '#wizard.finish',
      },
    },
  },
});
