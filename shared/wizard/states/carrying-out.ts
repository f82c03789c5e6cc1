/** How a change is carried out, of the reset, the way back and a remedy alike: by the wizard, or by hand and read back. */
import { begun, failsTo } from './base.ts';
import type { Task } from '../phases.ts';

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
