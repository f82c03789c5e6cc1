/**
 * The wizard as a state machine: pages, their phases, and what leads from one to the other.
 * It does no work itself: a phase carries the tag of a task, the main process does it and answers
 * with an event. So every path can be walked in a test, and a stored snapshot is the whole truth.
 */
import { assign, setup } from 'xstate';
import { guards } from './guards.ts';
import * as step from './transitions.ts';
import { freshContext, type WizardContext } from './context.ts';
import type { TaskEvent, WizardEvent } from './events.ts';
import type { Language } from './pages.ts';
import type { Task } from './phases.ts';

const base = setup({
  types: {
    context: {} as WizardContext,
    events: {} as WizardEvent | TaskEvent,
    input: {} as { language: Language },
    tags: {} as Task,
  },
  guards,
  actions: {
    beginTask: assign(step.beginTask),
    clearMessages: assign({ problem: null, notice: null }),
    keepProblem: assign(step.keepProblem),
    keepProgress: assign(step.keepProgress),
    keepOrganisation: assign(step.keepOrganisation),
    keepServerToRead: assign(step.keepServerToRead),
    keepServer: assign(step.keepServer),
    keepVerified: assign(step.keepVerified),
    keepRestoreScript: assign(step.keepRestoreScript),
    keepStep: assign(step.keepStep),
    addSource: assign(step.addSource),
    removeSource: assign(step.removeSource),
    wantFreshSources: assign(step.wantFreshSources),
    keepRemedyStep: assign(step.keepRemedyStep),
    keepAnswer: assign(step.keepAnswer),
    makeResetPlan: assign(step.makeResetPlan),
    makeRemedyPlan: assign(step.makeRemedyPlan),
    beginReset: assign(step.beginReset),
    forgetChange: assign(step.forgetChange),
    nextHcwRound: assign(step.nextHcwRound),
    restoreFromChange: assign({ restoreFrom: 'change' }),
    restoreFromHcw: assign({ restoreFrom: 'hcw' }),
    noticeModeMissing: assign({ notice: 'start.modeMissing' }),
    noticeServerMissing: assign({ notice: 'onPremises.serverMissing' }),
    noticeUserMissing: assign({ notice: 'exchangeOnline.userMissing' }),
    noticeSourceMissing: assign({ notice: 'onPremises.sourceMissing' }),
    noticeOnlineSourceMissing: assign({ notice: 'exchangeOnline.sourceMissing' }),
    noticeResultMissing: assign({ notice: 'change.resultMissing' }),
    noticeVerifySourceMissing: assign({ notice: 'postChecks.sourceMissing' }),
    noticeNoHybrid: assign({ notice: 'gather.noHybridConfiguration' }),
    noticeNoServers: assign({ notice: 'gather.noHybridServers' }),
    noticeNoneSelected: assign({ notice: 'certificate.noneSelected' }),
    noticeDoesNotQualify: assign({ notice: 'certificate.doesNotQualify' }),
    noticeBlocked: assign({ notice: 'preChecks.blocked' }),
    noticeStale: assign({ notice: 'plan.stale' }),
    noticeStepsOpen: assign({ notice: 'hcw.stepsOpen' }),
    noticeAnswerOpen: assign({ notice: 'hcw.answerOpen' }),
    noticeRemedyOpen: assign({ notice: 'remediation.open' }),
    startOver: assign(({ context }) => freshContext(context.language)),
  },
});

/** A failed task leads to `target` with its error kept, unless it answers to an earlier run. */
const failsTo = <T extends string>(target: T) => ({ guard: 'isThisRun', target, actions: 'keepProblem' }) as const;
const progress = { guard: 'isThisRun', actions: 'keepProgress' } as const;

/** In guided mode the administrator collects first; else the wizard reads at once. */
const gatherAgain = [{ guard: 'isGuided', target: '#wizard.onPremises' }, { target: '#wizard.gather.running' }] as const;
const checkAgain = [{ guard: 'isGuided', target: 'collect' }, { target: 'running' }] as const;
/** Nothing of the change is left: what is so now is read, and planned anew. */
const readAnew = [
  { guard: 'nothingChangedByHand', target: '#wizard.onPremises', actions: 'forgetChange' },
  { guard: 'nothingChanged', target: '#wizard.gather.running', actions: 'forgetChange' },
] as const;

export const wizardMachine = base.createMachine({
  id: 'wizard',
  context: ({ input }) => freshContext(input.language),
  initial: 'start',
  on: {
    CHOOSE_LANGUAGE: { actions: 'keepAnswer' },
    COMMAND_RAN: { actions: assign(step.keepCommand) },
    SOURCE_ADDED: { guard: 'isGuided', actions: ['clearMessages', 'addSource'] },
  },
  states: {
    start: {
      exit: 'clearMessages',
      on: {
        CHOOSE_MODE: { actions: ['clearMessages', 'keepAnswer'] },
        CHOOSE_SCENARIO: { actions: 'keepAnswer' },
        NEXT: [{ guard: 'hasMode', target: 'before' }, { actions: 'noticeModeMissing' }],
      },
    },
    before: { exit: 'clearMessages', on: { NEXT: 'onPremises', BACK: 'start' } },
    onPremises: {
      initial: 'shown',
      exit: 'clearMessages',
      states: {
        shown: {
          on: {
            EDIT_ON_PREMISES: { actions: ['clearMessages', 'keepAnswer'] },
            REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
            CONNECT: [
              { guard: 'lacksSource', actions: 'noticeSourceMissing' },
              { guard: 'canConnectOnPremises', target: 'connecting' },
              { actions: 'noticeServerMissing' },
            ],
            BACK: '#wizard.before',
          },
        },
        connecting: {
          tags: 'connectOnPremises',
          entry: ['clearMessages', 'beginTask'],
          on: {
            CONNECTED: { guard: 'isThisRun', target: '#wizard.exchangeOnline' },
            TASK_FAILED: failsTo('shown'),
          },
        },
      },
    },
    exchangeOnline: {
      initial: 'shown',
      exit: 'clearMessages',
      states: {
        shown: {
          on: {
            EDIT_EXCHANGE_ONLINE: { actions: ['clearMessages', 'keepAnswer'] },
            REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
            CONNECT: [
              { guard: 'lacksOnlineSource', actions: 'noticeOnlineSourceMissing' },
              { guard: 'canConnectOnline', target: 'connecting' },
              { actions: 'noticeUserMissing' },
            ],
            SKIP_EXCHANGE_ONLINE: { target: '#wizard.gather', actions: assign({ onlineSkipped: true, organisation: null }) },
            BACK: '#wizard.onPremises',
          },
        },
        connecting: {
          tags: 'connectExchangeOnline',
          entry: ['clearMessages', 'beginTask'],
          on: {
            CONNECTED: { guard: 'isThisRun', target: '#wizard.gather', actions: assign({ onlineSkipped: false, organisation: null }) },
            TASK_FAILED: failsTo('shown'),
          },
        },
      },
    },
    gather: {
      initial: 'entering',
      exit: 'clearMessages',
      states: {
        entering: { always: [{ guard: 'hasOrganisation', target: 'done' }, { target: 'running' }] },
        running: {
          tags: 'gather',
          entry: ['clearMessages', 'beginTask'],
          on: {
            PROGRESSED: progress,
            GATHERED: { guard: 'isThisRun', target: 'done', actions: 'keepOrganisation' },
            TASK_FAILED: failsTo('failed'),
          },
        },
        failed: { on: { GATHER_AGAIN: gatherAgain, BACK: '#wizard.exchangeOnline' } },
        done: {
          on: {
            GATHER_AGAIN: gatherAgain,
            GATHER_SERVER: { guard: 'canReadServer', target: 'readingServer', actions: 'keepServerToRead' },
            NEXT: [
              { guard: 'lacksHybridConfiguration', actions: 'noticeNoHybrid' },
              { guard: 'lacksHybridServers', actions: 'noticeNoServers' },
              { target: '#wizard.certificate' },
            ],
            BACK: '#wizard.exchangeOnline',
          },
        },
        readingServer: {
          tags: 'gatherServer',
          entry: ['clearMessages', 'beginTask'],
          exit: assign({ serverToRead: null }),
          on: {
            PROGRESSED: progress,
            SERVER_GATHERED: { guard: 'isThisRun', target: 'done', actions: 'keepServer' },
            TASK_FAILED: failsTo('done'),
          },
        },
      },
    },
    certificate: {
      exit: 'clearMessages',
      on: {
        SELECT_CERTIFICATE: { actions: ['clearMessages', 'keepAnswer'] },
        NEXT: [
          { guard: 'certificateUsable', target: 'preChecks' },
          { guard: 'hasCertificate', actions: 'noticeDoesNotQualify' },
          { actions: 'noticeNoneSelected' },
        ],
        BACK: 'gather',
      },
    },
    preChecks: {
      exit: 'clearMessages',
      on: {
        GATHER_AGAIN: gatherAgain,
        NEXT: [{ guard: 'preChecksBlock', actions: 'noticeBlocked' }, { target: 'plan' }],
        BACK: 'certificate',
      },
    },
    plan: {
      entry: 'makeResetPlan',
      exit: 'clearMessages',
      on: {
        CHOOSE_WAY: { actions: ['clearMessages', 'keepAnswer'] },
        COMMIT_RESET: [
          { guard: 'isShownPlanByHand', target: '#wizard.change.saving', actions: 'beginReset' },
          { guard: 'isShownPlan', target: '#wizard.change.running', actions: 'beginReset' },
          { actions: 'noticeStale' },
        ],
        NEXT: { guard: 'nothingToReset', target: 'hcw' },
        BACK: 'preChecks',
      },
    },
    change: {
      initial: 'running',
      exit: 'clearMessages',
      states: {
        running: {
          tags: 'reset',
          entry: ['clearMessages', 'beginTask'],
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
          entry: ['clearMessages', 'beginTask'],
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
          entry: ['clearMessages', 'beginTask'],
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
            BACK: [
              { guard: 'restoreCameFromHcw', target: '#wizard.hcw' },
              { guard: 'allStepsDoneNow', target: 'done' },
              { target: 'failed' },
            ],
          },
        },
        restoring: {
          tags: 'restore',
          entry: ['clearMessages', 'beginTask'],
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
          entry: ['clearMessages', 'beginTask'],
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
    },
    hcw: {
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
    },
    remediation: {
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
          entry: ['clearMessages', 'beginTask'],
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
          entry: ['clearMessages', 'beginTask'],
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
          entry: ['clearMessages', 'beginTask'],
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
    },
    postChecks: {
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
        running: {
          tags: 'verify',
          entry: ['clearMessages', 'beginTask'],
          on: {
            PROGRESSED: progress,
            GATHERED: { guard: 'isThisRun', target: 'done', actions: 'keepVerified' },
            TASK_FAILED: failsTo('failed'),
          },
        },
        failed: { on: { CHECK_AGAIN: checkAgain, BACK: '#wizard.hcw' } },
        done: { on: { CHECK_AGAIN: checkAgain, NEXT: '#wizard.finish', BACK: '#wizard.hcw' } },
      },
    },
    finish: {
      on: { BACK: '#wizard.postChecks.done', START_OVER: { target: 'start', actions: 'startOver' } },
    },
  },
});
