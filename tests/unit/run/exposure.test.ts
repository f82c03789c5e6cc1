/** Since when, and until when, mail flow is or may be weaker, place by place. */
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../shared/run/journal.ts';
import { endExposure, noExposure, openPlaces, type Interval } from '../../../shared/run/exposure.ts';
import type { RunState } from '../../../shared/run/fold.ts';
import type { Plan, PlanStep } from '../../../shared/plan/plan.ts';
import { handover, planOf } from '../plan/script-plans.ts';
import {
  announced,
  answered,
  cleared,
  fenced,
  folded,
  linesOf,
  lost,
  observed,
  old,
  placeOf,
  reopened,
  reset,
  resetPlan,
  runOf,
  times,
  type Timed,
} from './lines.ts';

const plan = resetPlan(['EX01', 'EX02']);
const trusted = (...servers: readonly string[]): JournalEntry => ({ kind: 'trusted', places: servers.map(placeOf) });
const sentTo = (server: string): readonly Timed[] => [observed(server, old), [10, announced(server)]];

/** Trust ends nothing while a command may still be carried out. */
const doneOn = (server: string): readonly Timed[] => [...sentTo(server), answered(server), observed(server, cleared)];

/** Server, from and to in milliseconds of the run; `null` while it is open. */
const spans = ({ exposure }: RunState): readonly (readonly [string, number, number | null])[] =>
  exposure.intervals.map(({ place, from, to }: Interval) => [place.server, from.elapsed, to === null ? null : to.elapsed]);
const spansOf = (...timed: readonly Timed[]): ReturnType<typeof spans> => spans(runOf(plan, ...timed));

describe('a place is exposed', () => {
  it('from the announcement of the step, not from its answer or its proof', () => {
    expect(spansOf(...sentTo('EX01'))).toEqual([['EX01', 10, null]]);
    expect(spansOf(...sentTo('EX01'), [5, answered('EX01')], [5, observed('EX01', cleared)])).toEqual([['EX01', 10, null]]);
    expect(spansOf(observed('EX01', old))).toEqual([]);
  });

  it('at the time of the wall clock', () => {
    const [interval] = runOf(plan, ...doneOn('EX01'), [5, trusted('EX01')]).exposure.intervals;
    expect(interval).toMatchObject({ from: { at: '2026-11-20T09:00:00.010Z' }, to: { at: '2026-11-20T09:00:00.015Z' } });
  });

  it('until the command is proven to have had no effect', () => {
    const failedFor = (over: JournalEntry): readonly Timed[] => [
      ...sentTo('EX01'),
      over,
      observed('EX01', old),
      [times.settleMs, observed('EX01', old)],
    ];
    expect(spansOf(...failedFor(answered('EX01')))).toEqual([['EX01', 10, 10 + times.settleMs]]);
    expect(spansOf(...failedFor(fenced('EX01')))).toEqual([['EX01', 10, 10 + times.settleMs]]);
    expect(spansOf(...failedFor(answered('EX01', lost)))).toEqual([['EX01', 10, null]]);
  });

  it('until a reading of the whole organization proves that place, and no other', () => {
    const both = [...doneOn('EX01'), ...doneOn('EX02')];
    expect(spansOf(...sentTo('EX01'), [5, trusted('EX01')])).toEqual([['EX01', 10, null]]);
    expect(spansOf(...both, [5, trusted('EX02')])).toEqual([
      ['EX01', 10, null],
      ['EX02', 20, 25],
    ]);
    expect(spansOf(...both, [5, trusted('ex01', 'ex02')]).map(([, , to]) => to)).toEqual([25, 25]);
  });

  it('again, in an interval of its own, when the step is sent again', () => {
    const timed = [...sentTo('EX01'), answered('EX01'), observed('EX01', old), [times.settleMs, observed('EX01', old)] as const];
    expect(spansOf(...timed, [1000, announced('EX01')])).toEqual([
      ['EX01', 10, 110],
      ['EX01', 1110, null],
    ]);
  });

  it('once, while a step is announced again', () => {
    expect(spansOf(...sentTo('EX01'), [5, announced('EX01')])).toEqual([['EX01', 10, null]]);
  });

  it('again when a command that had no effect by then is found carried out after all', () => {
    const late: readonly Timed[] = [...sentTo('EX01'), answered('EX01'), observed('EX01', old), [times.settleMs, observed('EX01', old)]];
    expect(spansOf(...late)).toEqual([['EX01', 10, 110]]);
    // It may have happened at any time since that reading.
    expect(spansOf(...late, [500, observed('EX01', cleared)])).toEqual([
      ['EX01', 10, 110],
      ['EX01', 110, null],
    ]);
  });

  it('also after a reading that does not show a command which a person was shown, and may run later', () => {
    const shown: readonly Timed[] = [announced('EX01', { by: 'person' }), [10, observed('EX01', old)]];
    expect(spansOf(...shown)).toEqual([['EX01', 0, null]]);
    expect(spansOf(...shown, [5, trusted('EX01')])).toEqual([['EX01', 0, null]]);
    expect(spansOf(...shown, [500, observed('EX01', cleared)])).toEqual([['EX01', 0, null]]);
    expect(spansOf(...shown, [500, observed('EX01', cleared)], [5, trusted('EX01')])).toEqual([['EX01', 0, 515]]);
    // What the wizard sends later with a proof of its own does not take the command back that was shown.
    expect(spansOf(...shown, ...sentTo('EX01'), answered('EX01'), observed('EX01', old), [times.settleMs, observed('EX01', old)])).toEqual([
      ['EX01', 0, null],
    ]);
  });

  it.each([
    ['reverted', old],
    ['neither', { ...old, TlsCertificateName: 'foreign' }],
  ])('again when somebody else writes the wanted values, since the reading that showed other ones: %s', (_, values) => {
    const ended: readonly Timed[] = [...doneOn('EX01'), [5, trusted('EX01')]];
    const back: readonly Timed[] = [...ended, [times.replicationMs, observed('EX01', values)]];
    expect(spansOf(...back)).toEqual([['EX01', 10, 15]]);
    expect(spansOf(...back, [500, observed('EX01', cleared)])).toEqual([
      ['EX01', 10, 15],
      ['EX01', 15 + times.replicationMs, null],
    ]);
  });

  it('no more once that has ended, however often the wanted values are read and trusted', () => {
    const ended: readonly Timed[] = [...doneOn('EX01'), [5, trusted('EX01')]];
    expect(spansOf(...ended, [5, observed('EX01', cleared)], [5, trusted('EX01')])).toEqual([['EX01', 10, 15]]);
  });

  it('because of the HCW, from its announcement until it has returned and is trusted', () => {
    const hcw: PlanStep = { ...handover, weakens: [placeOf('EX01')] };
    const handed = planOf([hcw]);
    expect(spans(runOf(handed, [5, announced('hcw', { by: 'person' })]))).toEqual([['EX01', 5, null]]);
    expect(spans(runOf(handed, [5, announced('hcw', { by: 'person' })], [5, { kind: 'returned', step: 'hcw' }]))).toEqual([
      ['EX01', 5, null],
    ]);
    expect(spans(runOf(handed, [5, announced('hcw', { by: 'person' })], [5, trusted('EX01')]))).toEqual([['EX01', 5, null]]);
    const returned: JournalEntry = { kind: 'returned', step: 'hcw' };
    expect(spans(runOf(handed, [5, announced('hcw', { by: 'person' })], returned, [5, trusted('EX01')]))).toEqual([['EX01', 5, 10]]);
  });
});

describe('a place that two steps weaken', () => {
  const one = reset('EX01');
  const two = { ...reset('EX02'), weakens: [placeOf('EX01'), placeOf('EX02')] };
  const shared: Plan = planOf([one, two]);
  const noEffect = (server: string): readonly Timed[] => [answered(server), observed(server, old), [times.settleMs, observed(server, old)]];

  it('has one interval, which ends when neither is a cause any more', () => {
    const both: readonly Timed[] = [...sentTo('EX01'), ...sentTo('EX02')];
    expect(spans(runOf(shared, ...both, ...noEffect('EX01')))).toEqual([
      ['EX01', 10, null],
      ['EX02', 20, null],
    ]);
    expect(spans(runOf(shared, ...both, ...noEffect('EX01'), ...noEffect('EX02')))).toEqual([
      ['EX01', 10, 220],
      ['EX02', 20, 220],
    ]);
  });

  it('is closed by trust, whatever its causes', () => {
    expect(openPlaces(runOf(shared, ...doneOn('EX01'), ...doneOn('EX02'), trusted('EX01')).exposure.intervals)).toMatchObject([
      { place: placeOf('EX02') },
    ]);
  });
});

describe('a step that a later one takes back', () => {
  const back = { ...reset('EX01'), id: 'back', before: cleared, after: old, weakens: [] };
  const twice = planOf([reset('EX01'), back]);
  const tookBack: readonly Timed[] = [observed('back', cleared), announced('back'), answered('back')];
  it('weakens mail flow until that one is applied, whatever is read meanwhile', () => {
    const spansAfter = (...timed: readonly Timed[]): ReturnType<typeof spans> => spans(runOf(twice, ...doneOn('EX01'), ...timed));
    expect(spansAfter([5, trusted('EX01')])).toEqual([['EX01', 10, null]]);
    expect(spansAfter(...tookBack, [5, trusted('EX01')])).toEqual([['EX01', 10, null]]);
    expect(spansAfter(...tookBack, observed('back', old), [5, trusted('EX01')])).toEqual([['EX01', 10, 15]]);
    expect(spansAfter([times.replicationMs, observed('EX01', old)], [5, trusted('EX01')])).toEqual([
      ['EX01', 10, 15 + times.replicationMs],
    ]);
  });
});

describe('trust in a place that nothing has weakened', () => {
  it('changes nothing', () => {
    const none = endExposure(noExposure, () => false, [placeOf('EX01')], { at: '2026-11-20T09:00:00.000Z', elapsed: 0 });
    expect(none).toEqual(noExposure);
  });
});

describe('the time of an exposure', () => {
  it('never shrinks when the clock is set back between two starts of the program', () => {
    const lines = linesOf([[10, announced('EX01')], answered('EX01'), observed('EX01', cleared), [10, reopened]]);
    const [last] = lines.slice(-1);
    if (last === undefined) throw new Error('no line');
    const begun = lines.slice(0, -1);
    const back = { ...last, boot: 'second', up: 3, at: '2026-11-19T09:00:00.000Z' };
    const end = { ...back, n: back.n + 1, up: 503, at: '2026-11-19T09:00:00.500Z', ...trusted('EX01') };
    expect(spans(folded(plan, [...begun, back]))).toEqual([['EX01', 10, null]]);
    expect(spans(folded(plan, [...begun, back, end]))).toEqual([['EX01', 10, 510]]);
  });
});
