/** What is known of a step after the lines of a journal: doubt ends by proof alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameValues, type Values } from '../../../shared/plan/plan.ts';
import { fold, foldLine, sinceLine, type RunState } from '../../../shared/run/fold.ts';
import { classify, recordOf, stateOf, type StepState } from '../../../shared/run/step-record.ts';
import type { JournalLine } from '../../../shared/run/journal.ts';
import { runs } from '../../properties/seed.ts';
import {
  announced,
  answered,
  cleared,
  decided,
  failed,
  fenced,
  folded,
  foreign,
  linesOf,
  lost,
  observed,
  old,
  otherGuid,
  reopened,
  reset,
  resetPlan,
  runOf,
  times,
  unread,
  type Timed,
} from './lines.ts';

const plan = resetPlan(['EX01', 'EX02']);
const ex01 = reset('EX01');
const stateIn = (run: RunState): StepState => stateOf(ex01, recordOf(run, 'EX01'));
const stateAfter = (...timed: readonly Timed[]): StepState => stateIn(runOf(plan, ...timed));

const sent: readonly Timed[] = [observed('EX01', old), [10, announced('EX01')], [10, answered('EX01')]];
const applied: readonly Timed[] = [...sent, [10, observed('EX01', cleared)]];
/** Two readings of the controller that was written to, so far apart that nothing is still on its way. */
const twice = (values: Values): readonly Timed[] => [
  [10, observed('EX01', values)],
  [times.settleMs, observed('EX01', values)],
];

describe('a run', () => {
  it('begins with the line that opens it', () => {
    expect(fold(plan, [])).toBeUndefined();
    expect(fold(plan, linesOf([reopened]).slice(1))).toBeUndefined();
    expect(runOf(plan)).toMatchObject({ stopped: false, closed: null, elapsed: 0, canaryProven: false });
  });

  it('is the same whether it is folded at once or line by line', () => {
    const lines = linesOf([...applied, [10, reopened], decided('resume')]);
    const [first, ...rest] = lines;
    if (first === undefined) throw new Error('no line');
    expect(rest.reduce(foldLine, folded(plan, [first]))).toEqual(folded(plan, lines));
  });

  it('is closed by its outcome', () => {
    expect(runOf(plan, { kind: 'closed', outcome: 'left' }).closed).toBe('left');
  });
});

describe('an object', () => {
  it.each([
    ['the reviewed values', old, ex01.guid, 'before'],
    ['the wanted values', cleared, ex01.guid, 'after'],
    ['other values', foreign, ex01.guid, 'other'],
    ['one of each', { ...old, TlsCertificateName: null }, ex01.guid, 'other'],
    ['the wanted values and another Guid', cleared, otherGuid, 'other'],
    ['the reviewed values and another Guid', old, otherGuid, 'other'],
    ['the wanted values and the Guid in capitals', cleared, ex01.guid?.toUpperCase() ?? null, 'after'],
    ['the wanted values and no Guid', cleared, null, 'after'],
  ] as const)('with %s', (_, values, guid, expected) => {
    expect(classify(ex01, { values, guid })).toBe(expected);
  });
});

describe('a step', () => {
  it.each<[StepState, string, readonly Timed[]]>([
    ['waiting', 'while nothing is known', []],
    ['waiting', 'with its reviewed values', [observed('EX01', old)]],
    ['waiting', 'that could not be read', [unread('EX01')]],
    ['unchanged', 'that had the wanted values before anything was sent', [observed('EX01', cleared)]],
    ['differs', 'with other values than those that were reviewed', [observed('EX01', foreign)]],
    ['differs', 'whose object was made anew', [observed('EX01', old, { guid: otherGuid })]],
    ['doubt', 'that was announced', [observed('EX01', old), announced('EX01')]],
    ['doubt', 'whose command was answered', sent],
    ['doubt', 'whose command failed without effect, by its answer', [...sent.slice(0, 2), answered('EX01', failed)]],
    ['doubt', 'whose answer was lost', [...sent.slice(0, 2), answered('EX01', lost)]],
    ['doubt', 'that was read once since', [...sent, observed('EX01', old)]],
    ['doubt', 'that was read twice, too soon', [...sent, observed('EX01', old), [times.settleMs - 1, observed('EX01', old)]]],
    ['doubt', 'that was read twice without a fence', [...sent.slice(0, 2), ...twice(old)]],
    ['doubt', 'that was read twice after its answer was lost', [...sent.slice(0, 2), answered('EX01', lost), ...twice(old)]],
    [
      'doubt',
      'that was read once before the fence and once behind it',
      [...sent.slice(0, 2), observed('EX01', old), [times.settleMs, fenced('EX01')], observed('EX01', old)],
    ],
    ['doubt', 'whose two readings differ', [...sent, observed('EX01', old), [times.settleMs, observed('EX01', foreign)]]],
    [
      'doubt',
      'whose two readings are of two objects',
      [...sent, observed('EX01', old), [times.settleMs, observed('EX01', old, { guid: otherGuid })]],
    ],
    [
      'doubt',
      'that was read between two that agree, with other values',
      [...sent, observed('EX01', old), [50, observed('EX01', foreign)], [50, observed('EX01', old)]],
    ],
    ['doubt', 'in a run that was opened again', [...sent.slice(0, 2), reopened, ...twice(old)]],
    [
      'doubt',
      'that another controller answered for, before what was written can have come there',
      [...sent, observed('EX01', old, { controller: 'dc2' }), [times.replicationMs - 1, observed('EX01', old, { controller: 'dc2' })]],
    ],
    ['applied', 'with the wanted values', applied],
    [
      'applied',
      'with the wanted values, though its answer was lost, behind the fence',
      [...sent.slice(0, 2), answered('EX01', lost), fenced('EX01'), observed('EX01', cleared)],
    ],
    // Somebody else may have set them, and the command may still be on its way.
    [
      'doubt',
      'with the wanted values, after its answer was lost',
      [...sent.slice(0, 2), answered('EX01', lost), observed('EX01', cleared)],
    ],
    ['doubt', 'with the wanted values, without an answer', [...sent.slice(0, 2), observed('EX01', cleared)]],
    ['notApplied', 'with its reviewed values, twice after its answer', [...sent, ...twice(old)]],
    ['notApplied', 'with its reviewed values, twice behind the fence', [...sent.slice(0, 2), fenced('EX01'), ...twice(old)]],
    [
      'notApplied',
      'with its reviewed values on another controller, after the time that changes take to come there',
      [...sent, observed('EX01', old, { controller: null }), [times.replicationMs, observed('EX01', old, { controller: null })]],
    ],
    ['reverted', 'that had the wanted values, and has the reviewed ones again', [...applied, [times.replicationMs, observed('EX01', old)]]],
    ['foreign', 'with neither, twice after its answer', [...sent, ...twice(foreign)]],
    [
      'foreign',
      'whose object was made anew, with the wanted values',
      [...sent, observed('EX01', cleared, { guid: otherGuid }), [times.settleMs, observed('EX01', cleared, { guid: otherGuid })]],
    ],
    ['foreign', 'that had the wanted values, and has others', [...applied, observed('EX01', foreign)]],
    ['doubt', 'that is sent again', [...sent, ...twice(old), announced('EX01')]],
    [
      'notApplied',
      'that the administrator may run, with its reviewed values',
      [announced('EX01', { by: 'person' }), observed('EX01', old)],
    ],
    ['applied', 'that the administrator ran', [announced('EX01', { by: 'person' }), observed('EX01', cleared)]],
  ])('is %s: one %s', (state, _, timed) => {
    expect(stateAfter(...timed)).toBe(state);
  });

  it('is not believed to be reverted by a controller that may lag behind', () => {
    const stale = (changes: Parameters<typeof observed>[2], ms: number): StepState =>
      stateAfter(...applied, [ms, observed('EX01', old, changes)]);
    expect(stale({ controller: 'dc2' }, times.replicationMs - 1)).toBe('applied');
    expect(stale({ controller: null }, times.replicationMs - 1)).toBe('applied');
    expect(stale({ controller: 'dc2' }, times.replicationMs)).toBe('reverted');
    expect(stale({ controller: 'dc1' }, 1)).toBe('reverted');
  });

  it('that had no effect, and has the wanted values later, is reverted when it has the reviewed ones again', () => {
    const late: readonly Timed[] = [...sent, ...twice(old), observed('EX01', cleared)];
    expect(stateAfter(...late)).toBe('applied');
    expect(stateAfter(...late, [times.replicationMs, observed('EX01', old)])).toBe('reverted');
    expect(stateAfter(...sent, ...twice(old), [times.replicationMs, observed('EX01', old)])).toBe('notApplied');
  });

  it('that may be older than what was read says so, and keeps what was read', () => {
    const record = recordOf(runOf(plan, ...applied, [1, observed('EX01', old, { controller: 'dc2' })]), 'EX01');
    const details = { object: ex01.object, message: '' };
    expect(record.unread).toEqual({ count: 1, error: { code: 'change.notVerified', effect: 'none', details } });
    expect(record.reading?.values).toEqual(cleared);
  });

  it('in guided mode, where any controller may have answered, is not believed to be reverted by another one', () => {
    const guided = (...timed: readonly Timed[]): StepState =>
      stateIn(
        folded(
          plan,
          linesOf(timed).map((line) => (line.kind === 'opened' ? { ...line, mode: 'guided' } : line)),
        ),
      );
    const byHand: readonly Timed[] = [announced('EX01', { by: 'person' }), [10, observed('EX01', cleared)]];
    const later = (changes: Parameters<typeof observed>[2], ms: number, values = old): StepState =>
      guided(...byHand, [ms, observed('EX01', values, changes)]);
    expect(later({ controller: 'dc2' }, times.replicationMs - 1)).toBe('applied');
    expect(later({ controller: null }, times.replicationMs - 1)).toBe('applied');
    expect(later({ controller: 'dc2' }, times.replicationMs)).toBe('reverted');
    expect(later({ controller: 'dc1' }, 1)).toBe('reverted');
    const silent = { controller: null };
    const twiceSilent = [
      announced('EX01', { by: 'person' }),
      observed('EX01', cleared, silent),
      [1, observed('EX01', old, silent)],
    ] as const;
    expect(guided(...twiceSilent)).toBe('applied');
    // What it shows was never so before: it is newer.
    expect(later({ controller: 'dc2' }, 1, foreign)).toBe('foreign');
    // The first reading, and what no command of this run has changed, is older than nothing.
    expect(guided(announced('EX01', { by: 'person' }), observed('EX01', old))).toBe('notApplied');
    expect(guided(observed('EX01', cleared), [1, observed('EX01', old, { controller: 'dc2' })])).toBe('waiting');
  });

  it('that failed has failed until the run is resumed, not when it is stopped', () => {
    const failedAfter = (decision: Parameters<typeof decided>[0]): boolean =>
      recordOf(runOf(plan, ...sent, ...twice(old), decided(decision)), 'EX01').failed;
    expect([failedAfter('stop'), failedAfter('resume'), failedAfter('goOn')]).toEqual([true, false, false]);
    expect(recordOf(runOf(plan, ...applied, decided('stop')), 'EX01').failed).toBe(false);
  });

  it('keeps its error and its warnings as facts, until it is sent again', () => {
    const run = runOf(plan, ...sent.slice(0, 2), answered('EX01', failed, ['careful']), ...twice(old));
    expect(recordOf(run, 'EX01')).toMatchObject({ error: failed, warnings: ['careful'], failed: true, touched: true });
    const again = runOf(plan, ...sent.slice(0, 2), answered('EX01', failed, ['careful']), ...twice(old), announced('EX01'));
    expect(recordOf(again, 'EX01')).toMatchObject({ error: null, warnings: [], failed: false, touched: true });
  });

  it('counts the readings that fail, until one succeeds', () => {
    expect(recordOf(runOf(plan, unread('EX01'), unread('EX01', lost)), 'EX01').unread).toEqual({ count: 2, error: lost });
    expect(recordOf(runOf(plan, unread('EX01'), observed('EX01', old)), 'EX01').unread).toBeNull();
    const silent = { ...unread('EX01'), error: null };
    expect(recordOf(runOf(plan, unread('EX01', lost), silent), 'EX01').unread).toEqual({ count: 2, error: lost });
    expect(recordOf(runOf(plan, silent), 'EX01').unread).toBeNull();
    expect(recordOf(runOf(plan, unread('EX01'), decided('resume')), 'EX01').unread).toBeNull();
  });

  it('is unknown to the others', () => {
    const run = runOf(plan, ...applied);
    expect(stateOf(reset('EX02'), recordOf(run, 'EX02'))).toBe('waiting');
    expect(runOf(plan, observed('EX09', old)).steps.size).toBe(0);
  });
});

describe('doubt', () => {
  const anyValues = fc.constantFrom<Values>(old, old, foreign, { ...old, TlsCertificateName: null });
  const anyLine = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(anyValues, fc.constantFrom('dc1', 'dc1', 'dc2', null))
        .map(([values, controller]) => observed('EX01', values, { controller })),
    },
    { weight: 1, arbitrary: fc.constant(observed('EX01', old, { guid: otherGuid })) },
    { weight: 1, arbitrary: fc.constantFrom(unread('EX01'), unread('EX01', lost)) },
    { weight: 1, arbitrary: fc.constantFrom(reopened, decided('resume'), decided('stop'), decided('goOn')) },
    { weight: 1, arbitrary: fc.constantFrom(observed('EX02', cleared), announced('EX02'), fenced('EX02')) },
    { weight: 2, arbitrary: fc.constant(answered('EX01', lost)) },
  );
  const ending = fc.constantFrom(fenced('EX01'), answered('EX01'), answered('EX01', failed));
  const timed = (lines: typeof anyLine): fc.Arbitrary<Timed> => fc.tuple(fc.constantFrom(0, 1, 99, 100, 1000, 10_000), lines);
  const state = (lines: readonly JournalLine[]): StepState => stateIn(folded(plan, lines));

  it('is not ended by any answer that was lost, reading of other values than the wanted ones, decision or start of the program', () => {
    fc.assert(
      fc.property(fc.array(timed(anyLine), { maxLength: 20 }), (lines) => {
        expect(stateAfter(observed('EX01', old), announced('EX01'), ...lines)).toBe('doubt');
      }),
      { numRuns: runs(300) },
    );
  });

  it('ends by the wanted values once nothing can carry the command out, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(timed(fc.oneof(anyLine, ending)), { maxLength: 20 }), (lines) => {
        const all = linesOf([announced('EX01'), ...lines]);
        fc.pre(state(all) === 'doubt');
        expect(state(linesOf([announced('EX01'), ...lines, fenced('EX01'), observed('EX01', cleared)]))).toBe('applied');
      }),
      { numRuns: runs(200) },
    );
  });

  it('ends otherwise only when nothing can carry the command out, by two readings that agree, a settle time apart', () => {
    let ended = 0;
    fc.assert(
      fc.property(
        fc.array(timed(fc.oneof({ weight: 5, arbitrary: anyLine }, { weight: 1, arbitrary: ending })), { maxLength: 30 }),
        (lines) => {
          const all = linesOf([announced('EX01'), ...lines]);
          const end = all.findIndex((_, index) => index > 1 && state(all.slice(0, index + 1)) !== 'doubt');
          if (end === -1) return;
          ended += 1;
          const last = all[end];
          const over = all.findIndex(
            (line) => (line.kind === 'fenced' || (line.kind === 'answered' && line.error?.effect !== 'unknown')) && line.step === 'EX01',
          );
          expect(over).toBeGreaterThan(0);
          expect(over).toBeLessThan(end);
          if (last?.kind !== 'observed' || last.values === null) throw new Error(`It is ended by ${last?.kind ?? 'nothing'}.`);
          const { values, guid, controller } = last;
          const first = all
            .slice(over, end)
            .find(
              (line) =>
                line.kind === 'observed' &&
                line.step === 'EX01' &&
                line.values !== null &&
                sameValues(line.values, values) &&
                line.guid === guid &&
                last.up - line.up >= (line.controller === 'dc1' && controller === 'dc1' ? times.settleMs : times.replicationMs),
            );
          expect(first).toBeDefined();
        },
      ),
      { numRuns: runs(500) },
    );
    expect(ended).toBeGreaterThan(20);
  });
});

describe('the time of a run', () => {
  const line = (at: string, boot: string, up: number): Parameters<typeof sinceLine>[0] => ({ at, boot, up });
  const [nine, ten] = ['2026-11-20T09:00:00.000Z', '2026-11-20T10:00:00.000Z'];

  it.each([
    ['by the clock that nobody sets', line(nine, 'a', 100), line(nine, 'a', 350), 250],
    ['by it also when the wall clock was set back', line(ten, 'a', 100), line(nine, 'a', 350), 250],
    ['by the wall clock after another start', line(nine, 'a', 100), line(ten, 'b', 5), 3_600_000],
    ['as none when that was set back', line(ten, 'a', 100), line(nine, 'b', 5), 0],
  ] as const)('passes %s', (_, before, after, expected) => {
    expect(sinceLine(before, after)).toBe(expected);
  });

  it('never goes back, whatever the clocks say', () => {
    const stamp = fc.record({
      at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      boot: fc.constantFrom('a', 'b'),
      up: fc.nat(100_000),
    });
    fc.assert(
      fc.property(fc.array(stamp, { minLength: 1, maxLength: 12 }), (stamps) => {
        const lines = linesOf(stamps.map(() => reopened)).map((one, index): JournalLine => ({ ...one, ...stamps[index - 1] }));
        const elapsed = lines.map((_, index) => folded(plan, lines.slice(0, index + 1)).elapsed);
        for (const [index, value] of elapsed.entries()) expect(value).toBeGreaterThanOrEqual(elapsed[index - 1] ?? 0);
      }),
      { numRuns: runs(100) },
    );
  });
});
