/** What all pages are made of: the types of the machine, its guards and actions by name, and transitions that several pages share. */
import { assign, setup } from 'xstate';
import { freshContext, type WizardContext } from '../context.ts';
import type { TaskEvent, WizardEvent } from '../events.ts';
import { guards } from '../guards.ts';
import type { Language } from '../pages.ts';
import type { Task } from '../phases.ts';
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
