/** A run as it is shown: what each step says of itself, and what may have been changed. */
import { describe, expect, it } from 'vitest';
import { exposedSince, mayHaveChanged, runView, stepOf, stepsToDo, type RunView } from '../../../shared/run/run-view.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import {
  announced,
  answered,
  cleared,
  decided,
  failed,
  foreign,
  lost,
  observed,
  old,
  placeOf,
  reset,
  resetPlan,
  runOf,
  times,
  unread,
  type Timed,
} from './lines.ts';

const plan = resetPlan(['EX01', 'EX02']);
const view = (...timed: readonly Timed[]): RunView => viewOf(plan, ...timed);
const viewOf = (of: Plan, ...timed: readonly Timed[]): RunView =>
  runView(runOf(of, ...timed), { id: '0001', path: '/runs/0001', snapshot: {} });

const sent: readonly Timed[] = [observed('EX01', old), [10, announced('EX01')], [10, answered('EX01')]];
const applied: readonly Timed[] = [...sent, [10, observed('EX01', cleared)]];
const noEffect: readonly Timed[] = [
  ...sent.slice(0, 2),
  [10, answered('EX01', failed, ['careful'])],
  observed('EX01', old),
  [times.settleMs, observed('EX01', old)],
];
const reverted: readonly Timed[] = [...applied, [times.replicationMs, observed('EX01', old)]];
const done = (step: string): readonly Timed[] => [observed(step, old), announced(step), answered(step), observed(step, cleared)];

describe('the view of a run', () => {
  it('says where it is kept, and that nothing was done', () => {
    expect(view()).toEqual({
      id: '0001',
      path: '/runs/0001',
      steps: Object.fromEntries(
        ['EX01', 'EX02'].map((step) => [
          step,
          {
            state: 'waiting',
            found: null,
            error: null,
            warnings: [],
            at: null,
            touched: false,
            attempts: 0,
            isByPerson: false,
            isSuperseded: false,
          },
        ]),
      ),
      stop: null,
      isFinished: false,
      handover: 'none',
      exposure: [],
      closed: null,
      certificate: null,
      evidence: [],
      changed: null,
      internalTransport: [],
    });
  });

  it('says of a step what was found, what Exchange said, and when', () => {
    expect(stepOf(view(...noEffect), 'EX01')).toEqual({
      state: 'notApplied',
      found: old,
      error: failed,
      warnings: ['careful'],
      at: '2026-11-20T09:00:00.120Z',
      touched: true,
      attempts: 1,
      isByPerson: false,
      isSuperseded: false,
    });
  });

  it('says why it could not be read where its command has no error', () => {
    expect(stepOf(view(unread('EX01', lost)), 'EX01')).toMatchObject({ error: lost, found: null });
    expect(stepOf(view(...sent.slice(0, 2), answered('EX01', failed), unread('EX01', lost)), 'EX01')).toMatchObject({ error: failed });
  });

  it.each<[RunView['stop'], readonly Timed[]]>([
    [{ why: 'failed', step: 'EX01' }, noEffect],
    [{ why: 'asked', step: 'EX02' }, [...applied, decided('stop')]],
    [{ why: 'handover', step: 'hcw' }, [...done('EX01'), ...done('EX02'), announced('hcw', { by: 'person' })]],
    [null, applied],
  ])('says why it does not go on: %o', (stop, timed) => {
    expect(view(...timed).stop).toEqual(stop);
  });

  it('says how far the HCW is, and when everything is done', () => {
    const begun: readonly Timed[] = [...done('EX01'), ...done('EX02'), announced('hcw', { by: 'person' })];
    expect(view(...begun)).toMatchObject({ handover: 'begun', isFinished: false });
    const returned: readonly Timed[] = [...begun, { kind: 'returned', step: 'hcw' }];
    expect(view(...returned)).toMatchObject({ handover: 'returned', isFinished: true, stop: null });
    expect(view(...returned, { kind: 'closed', outcome: 'finished' }).closed).toBe('finished');
  });
});

describe('an object', () => {
  it.each<[boolean, string, readonly Timed[]]>([
    [false, 'nothing was sent to', []],
    [false, 'that had the wanted values already', [observed('EX01', cleared)]],
    [false, 'somebody else has set', [observed('EX01', foreign)]],
    [true, 'a command was announced for', [observed('EX01', old), announced('EX01')]],
    [true, 'in doubt', sent],
    [true, 'with the wanted values', applied],
    [false, 'whose command had no effect', noEffect],
    [false, 'with its old values again', reverted],
    [true, 'with neither', [...applied, observed('EX01', foreign)]],
  ])('may have been changed (%s): one %s', (may, _, timed) => {
    expect(mayHaveChanged(view(...timed))).toBe(may);
  });

  it('may have been changed by a command that was shown, also after a reading that does not show it yet', () => {
    const shown: readonly Timed[] = [observed('EX01', old), announced('EX01', { by: 'person' }), observed('EX01', old)];
    expect(view(...shown).steps['EX01']).toMatchObject({ state: 'notApplied', isByPerson: true });
    expect(mayHaveChanged(view(...shown))).toBe(true);
    // The wizard has sent it since, and has proven that nothing carries it out any more.
    const sentSince = view(...shown, ...noEffect);
    expect([sentSince.steps['EX01']?.isByPerson, mayHaveChanged(sentSince)]).toEqual([true, true]);
  });

  it('may have been changed by the HCW, whatever the steps say', () => {
    expect(mayHaveChanged(view(announced('hcw', { by: 'person' })))).toBe(true);
    expect(mayHaveChanged(null)).toBe(false);
  });
});

describe('the steps that are still to do', () => {
  it('are those that have not, and had not, their wanted values', () => {
    const ids = (run: RunView | null, of: Plan | null = plan): readonly string[] => stepsToDo(of, run).map(({ id }) => id);
    expect(ids(null)).toEqual(['EX01', 'EX02']);
    expect(ids(view(...applied))).toEqual(['EX02']);
    expect(ids(view(observed('EX01', cleared)))).toEqual(['EX02']);
    expect(ids(view(...sent))).toEqual(['EX01', 'EX02']);
    expect(ids(view(...noEffect))).toEqual(['EX01', 'EX02']);
    expect(ids(view(...reverted))).toEqual(['EX01', 'EX02']);
    expect(ids(null, { ...plan, steps: [{ ...reset('EX01'), before: cleared }, reset('EX02')] })).toEqual(['EX02']);
    expect(ids(null, null)).toEqual([]);
  });

  it('are waiting while there is no run, or the run does not know them', () => {
    expect(stepOf(null, 'EX01')).toMatchObject({ state: 'waiting', touched: false, attempts: 0 });
    expect(stepOf(view(...applied), 'EX09')).toMatchObject({ state: 'waiting', touched: false, attempts: 0 });
  });
});

describe('mail flow', () => {
  it('is weaker since the earliest exposure of any run that has not ended', () => {
    const later = view([5000, announced('EX02')]);
    expect(exposedSince([])).toBeNull();
    expect(exposedSince([null, view()])).toBeNull();
    expect(exposedSince([later, view(...applied), null])).toBe('2026-11-20T09:00:00.010Z');
    expect(exposedSince([later, view(...noEffect)])).toBe('2026-11-20T09:00:05.000Z');
    expect(exposedSince([view(...applied, { kind: 'trusted', places: [placeOf('EX01')] })])).toBeNull();
  });
});
