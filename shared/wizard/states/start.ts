/** The first page: a new session, the stored one, or a run of the list. */
import { and } from 'xstate';
import type { StoredSession, WizardContext } from '../context.ts';
import { isChanging, pages, phasesOf, taskOf } from '../pages.ts';
import { practicedIn } from '../transitions.ts';
import { base, openRuns, refusedAt, shows } from './base.ts';

interface Arguments {
  readonly context: WizardContext;
}

const placeOf = (page: string, phase: string): string => (phase === 'ready' ? `#wizard.${page}` : `#wizard.${page}.${phase}`);

// A page whose first phase is not `ready` begins with what it has to read again.
/** A change that was in flight is read back first; in guided mode nothing was sent. */
const goesOnAt = ({ step, context }: StoredSession): string =>
  isChanging(taskOf(step)) && context.mode !== 'guided' ? '#wizard.change.readingBack' : placeOf(step.page, step.phase);

const resumes = pages.flatMap((page) =>
  phasesOf(page).map((phase) => {
    const target = placeOf(page, phase);
    return {
      guard: ({ context: { stored } }: Arguments): boolean => stored !== null && goesOnAt(stored) === target,
      target,
      actions: 'restore',
    } as const;
  }),
);

/** The stored session makes room: its file is archived, and its runs are left as they are. */
const archiving = <T extends string>(target: T) =>
  ({
    invoke: {
      src: 'endRuns',
      input: ({ context: { stored } }: Arguments) =>
        ({ runs: stored === null ? [] : openRuns(stored.context), outcome: 'left', archives: true }) as const,
    },
    on: { RUNS_ENDED: { target, actions: ['forgetStored', 'storeRunList'] }, TASK_FAILED: refusedAt('ready') },
  }) as const;

const archivingBeforeAgain = {
  ...archiving('#wizard.renewAgain'),
  on: { ...archiving('#wizard.renewAgain').on, TASK_FAILED: { target: 'ready', actions: ['refuse', 'leaveAgain'] } },
} as const;

export const start = base.createStateConfig({
  initial: 'ready',
  exit: 'clearMessages',
  states: {
    ready: {
      on: {
        // What was practiced belongs to the mode that is left.
        CHOOSE_MODE: [{ guard: 'isOtherMode', actions: ['clearMessages', 'forgetPractice', 'storeInput'] }, { actions: 'clearMessages' }],
        CHOOSE_SCENARIO: { actions: 'storeInput' },
        CHOOSE_FAULT: [{ guard: 'isOtherFault', actions: ['forgetPractice', 'storeInput'] }, { actions: 'clearMessages' }],
        RESUME: { guard: 'hasStored', target: 'resuming' },
        START_OVER: { guard: 'hasStored', target: 'archiving' },
        OPEN_RUN: { guard: 'isListed', target: 'openingRun' },
        RENEW_AGAIN: [
          { guard: and(['isLastRenewal', 'hasStored']), target: 'archivingBeforeAgain', actions: 'beginAgain' },
          { guard: 'isLastRenewal', target: '#wizard.renewAgain', actions: 'beginAgain' },
        ],
        LEAVE_RUN: { guard: 'isListedOpen', target: 'leavingRun' },
        NEXT: [
          { guard: 'lacksMode', actions: shows('start.modeMissing') },
          // Without *Resume* the stored session is archived instead of overwritten.
          { guard: 'hasStored', target: 'archivingFirst' },
          { target: '#wizard.before', actions: 'leaveAgain' },
        ],
      },
    },
    resuming: {
      invoke: {
        src: 'resume',
        input: ({ context }) => {
          // Stryker disable next-line OptionalChaining: only a stored session is resumed
          const { runIds, scenario, again } = context.stored?.context ?? context;
          return { runIds, scenario, again };
        },
      },
      on: { RESUMED: resumes, TASK_FAILED: refusedAt('ready') },
    },
    archiving: archiving('ready'),
    archivingFirst: archiving('#wizard.before'),
    archivingBeforeAgain: archivingBeforeAgain,
    openingRun: {
      invoke: {
        src: 'openRun',
        input: ({ context, event }) => {
          const id = 'id' in event ? event.id : '';
          return { id, archives: context.stored !== null, practiced: practicedIn(context.stored, id) };
        },
      },
      on: { RUN_OPENED: { target: '#wizard.onPremises', actions: 'storeOpenedRun' }, TASK_FAILED: refusedAt('ready') },
    },
    leavingRun: {
      invoke: {
        src: 'endRuns',
        input: ({ event }) => ({ runs: 'id' in event ? [event.id] : [], outcome: 'left', archives: false }),
      },
      on: { RUNS_ENDED: { target: 'ready', actions: 'storeRunList' }, TASK_FAILED: refusedAt('ready') },
    },
  },
});
