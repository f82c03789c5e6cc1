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
    clearMessages: assign({ problem: null, validation: null }),
    keepProblem: assign(step.keepProblem),
    keepProgress: assign(step.keepProgress),
    keepOrganization: assign(step.keepOrganization),
    keepServerToRead: assign(step.keepServerToRead),
    keepServer: assign(step.keepServer),
    keepVerified: assign(step.keepVerified),
    keepRollbackScript: assign(step.keepRollbackScript),
    keepStep: assign(step.keepStep),
    addSource: assign(step.addSource),
    removeSource: assign(step.removeSource),
    wantFreshSources: assign(step.wantFreshSources),
    keepFixStep: assign(step.keepFixStep),
    keepAnswer: assign(step.keepAnswer),
    makeResetPlan: assign(step.makeResetPlan),
    makeFixPlan: assign(step.makeFixPlan),
    beginReset: assign(step.beginReset),
    forgetChange: assign(step.forgetChange),
    nextHcwRound: assign(step.nextHcwRound),
    rollbackFromChange: assign({ rollbackFrom: 'change' }),
    rollbackFromHcw: assign({ rollbackFrom: 'hcw' }),
    noticeModeMissing: assign({ validation: 'start.modeMissing' }),
    noticeServerMissing: assign({ validation: 'onPremises.serverMissing' }),
    noticeUserMissing: assign({ validation: 'exchangeOnline.userMissing' }),
    noticeSourceMissing: assign({ validation: 'onPremises.sourceMissing' }),
    noticeOnlineSourceMissing: assign({ validation: 'exchangeOnline.sourceMissing' }),
    noticeResultMissing: assign({ validation: 'change.resultMissing' }),
    noticeVerifySourceMissing: assign({ validation: 'postChecks.sourceMissing' }),
    noticeNoHybrid: assign({ validation: 'collect.noHybridConfiguration' }),
    noticeNoServers: assign({ validation: 'collect.noHybridServers' }),
    noticeNoneSelected: assign({ validation: 'certificate.noneSelected' }),
    noticeDoesNotQualify: assign({ validation: 'certificate.doesNotQualify' }),
    noticeBlocked: assign({ validation: 'preChecks.blocked' }),
    noticeStale: assign({ validation: 'plan.stale' }),
    noticeStepsOpen: assign({ validation: 'hcw.stepsOpen' }),
    noticeAnswerOpen: assign({ validation: 'hcw.answerOpen' }),
    noticeRemedyNotPlanned: assign({ validation: 'fix.notPlanned' }),
    noticeRemedyOpen: assign({ validation: 'fix.open' }),
    startOver: assign(({ context }) => freshContext(context.language)),
  },
});

/** What begins when the main process is given a task. */
export const begun = ['clearMessages', 'beginTask'] as const;
/** A failed task leads to `target` with its error kept, unless it answers to an earlier run. */
export const failsTo = <T extends string>(target: T) => ({ guard: 'isThisRun', target, actions: 'keepProblem' }) as const;
export const progress = { guard: 'isThisRun', actions: 'keepProgress' } as const;

/** Everything is read, and kept under `keep`. */
export const collecting = <Reading extends Task, Keep extends 'keepOrganization' | 'keepVerified'>(tags: Reading, keep: Keep) =>
  ({
    tags,
    entry: begun,
    on: {
      PROGRESSED: progress,
      COLLECTED: { guard: 'isThisRun', target: 'done', actions: keep },
      TASK_FAILED: failsTo('failed'),
    },
  }) as const;

/** In guided mode the administrator collects first; else the wizard reads at once. */
export const collectAgain = [{ guard: 'isGuided', target: '#wizard.onPremises' }, { target: '#wizard.collect.running' }] as const;

// How a change is carried out, of the reset, the rollback and a fix alike: by the wizard, or by hand and read back.

/** Each step is kept as it ends; when all of them are done at `to`, else at `otherwise`. */
export const ends = <Keep extends 'keepStep' | 'keepFixStep', Done extends string, To extends string, Otherwise extends string>(
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

export const saved = { guard: 'isThisRun', actions: 'keepRollbackScript' } as const;

/** The values and the rollback are on the disk before the commands are shown. */
export const saving = <Saving extends Task, Otherwise extends string>(tags: Saving, otherwise: Otherwise) =>
  ({
    tags,
    entry: begun,
    on: { VALUES_SAVED: saved, CHANGE_ENDED: { guard: 'isThisRun', target: 'manual' }, TASK_FAILED: failsTo(otherwise) },
  }) as const;

/** The commands are shown; what they did is read from results that are newer than they are. */
export const manual = <ReadingBack extends string>(readingBack: ReadingBack) =>
  ({
    REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
    READ_BACK: [{ guard: 'hasFreshSource', target: readingBack }, { actions: 'noticeResultMissing' }],
  }) as const;

/** Nothing is sent, and no command is shown for use, but what stands on the page. */
export const commits = <Hand extends string, Shown extends string, ToHand extends string, ToRun extends string>(
  shownManual: Hand,
  shown: Shown,
  toHand: ToHand,
  toRun: ToRun,
) =>
  [
    { guard: shownManual, target: toHand, actions: 'wantFreshSources' },
    { guard: shown, target: toRun },
    { actions: 'noticeStale' },
  ] as const;

/** What was done is read again: from Exchange, or in guided mode from new results. */
export const readsBack = [{ guard: 'isGuided', target: 'manual', actions: 'wantFreshSources' }, { target: 'readingBack' }] as const;
