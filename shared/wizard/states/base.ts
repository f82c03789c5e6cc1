/** What all pages are made of: the types of the machine, its guards and actions by name, and transitions that several pages share. */

import { assign, setup } from 'xstate';
import { freshContext, type WizardContext } from '../context.ts';
import type { TaskEvent, WizardEvent } from '../events.ts';
import { guards } from '../guards.ts';
import type { Language, Task } from '../pages.ts';
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
    clearMessages: assign({ problem: null, notice: null }),
    keepProblem: assign(step.keepProblem),
    keepProgress: assign(step.keepProgress),
    keepOrganization: assign(step.keepOrganization),
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
    noticeRemedyNotPlanned: assign({ notice: 'remediation.notPlanned' }),
    noticeRemedyOpen: assign({ notice: 'remediation.open' }),
    startOver: assign(({ context }) => freshContext(context.language)),
  },
});

/** What begins when the main process is given a task. */
export const begun = ['clearMessages', 'beginTask'] as const;
/** A failed task leads to `target` with its error kept, unless it answers to an earlier run. */
export const failsTo = <T extends string>(target: T) => ({ guard: 'isThisRun', target, actions: 'keepProblem' }) as const;
export const progress = { guard: 'isThisRun', actions: 'keepProgress' } as const;

/** Everything is read, and kept under `keep`. */
export const gathering = <Reading extends Task, Keep extends 'keepOrganization' | 'keepVerified'>(tags: Reading, keep: Keep) =>
  ({
    tags,
    entry: begun,
    on: {
      PROGRESSED: progress,
      GATHERED: { guard: 'isThisRun', target: 'done', actions: keep },
      TASK_FAILED: failsTo('failed'),
    },
  }) as const;

/** In guided mode the administrator collects first; else the wizard reads at once. */
export const gatherAgain = [{ guard: 'isGuided', target: '#wizard.onPremises' }, { target: '#wizard.gather.running' }] as const;

// How a change is carried out, of the reset, the way back and a remedy alike: by the wizard, or by hand and read back.

/** Each step is kept as it ends; when all of them are done at `to`, else at `otherwise`. */
export const ends = <Keep extends 'keepStep' | 'keepRemedyStep', Done extends string, To extends string, Otherwise extends string>(
  keep: Keep,
  allDone: Done,
  to: To,
  otherwise: Otherwise,
) =>
  ({
    STEP_CHANGED: { guard: 'isThisRun', actions: keep },
    CHANGE_ENDED: [
      { guard: allDone, target: to },
      { guard: 'isThisRun', target: otherwise },
    ],
    TASK_FAILED: failsTo(otherwise),
  }) as const;

export const saved = { guard: 'isThisRun', actions: 'keepRestoreScript' } as const;

/** The values and the way back are on the disk before the commands are shown. */
export const saving = <Saving extends Task, Otherwise extends string>(tags: Saving, otherwise: Otherwise) =>
  ({
    tags,
    entry: begun,
    on: { VALUES_SAVED: saved, CHANGE_ENDED: { guard: 'isThisRun', target: 'byHand' }, TASK_FAILED: failsTo(otherwise) },
  }) as const;

/** The commands are shown; what they did is read from results that are newer than they are. */
export const byHand = <ReadingBack extends string>(readingBack: ReadingBack) =>
  ({
    REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
    READ_BACK: [{ guard: 'hasFreshSource', target: readingBack }, { actions: 'noticeResultMissing' }],
  }) as const;

/** Nothing is sent, and no command is shown for use, but what stands on the page. */
export const commits = <Hand extends string, Shown extends string, ToHand extends string, ToRun extends string>(
  shownByHand: Hand,
  shown: Shown,
  toHand: ToHand,
  toRun: ToRun,
) =>
  [
    { guard: shownByHand, target: toHand, actions: 'wantFreshSources' },
    { guard: shown, target: toRun },
    { actions: 'noticeStale' },
  ] as const;

/** What was done is read again: from Exchange, or in guided mode from new results. */
export const readsBack = [{ guard: 'isGuided', target: 'byHand', actions: 'wantFreshSources' }, { target: 'readingBack' }] as const;
