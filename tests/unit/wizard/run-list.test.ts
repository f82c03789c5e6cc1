/** The runs on the start page: their order, which can be renewed again, and which are left only after a question. */
import { describe, expect, it } from 'vitest';
import { asksBeforeLeaving, inOrder, isOpenRun, lastRenewals, stateOfRun, type ListedRun } from '../../../shared/wizard/run-list.ts';
import { lastRenewal } from './last-renewal.ts';

describe('the state of a run', () => {
  it.each([
    [{ closed: 'finished', notKnown: ['x'], touched: true }, 'finished', false],
    [{ closed: null, notKnown: ['x'], touched: true }, 'inDoubt', true],
    [{ closed: null, notKnown: [], touched: true }, 'open', true],
    [{ closed: null, notKnown: [], touched: false }, 'untouched', true],
  ] as const)('%j: %s', (summary, state, isOpen) => {
    expect(stateOfRun(summary)).toBe(state);
    expect(isOpenRun(lastRenewal('guided', { state }))).toBe(isOpen);
  });
});

it.each([
  [{}, false],
  [{ exposedSince: '2026-11-20T09:00:00.000Z' }, true],
  [{ notKnown: ['EX01\\Default Frontend EX01'] }, true],
] as const)('is left after a question where it leaves something open: %j', (changes, asks) => {
  expect(asksBeforeLeaving(lastRenewal('guided', changes))).toBe(asks);
});

it('has the open runs first, and of both kinds the newest first', () => {
  const run = (id: string, state: ListedRun['state']): ListedRun => lastRenewal('guided', { id, state });
  const runs = [run('0001', 'open'), run('0002', 'finished'), run('0003', 'left'), run('0004', 'inDoubt')];
  expect(inOrder(runs).map(({ id }) => id)).toEqual(['0004', '0001', '0003', '0002']);
});

describe('a renewal that is done again', () => {
  const ids = (runs: readonly ListedRun[]): readonly string[] => lastRenewals(runs).map(({ id }) => id);

  it('is the last one of its organization; a rehearsal stands in the place of none', () => {
    const runs = [
      lastRenewal('connected', { id: '0001' }),
      lastRenewal('guided', { id: '0003' }),
      lastRenewal('practice', { id: '0004' }),
      lastRenewal('practice', { id: '0002' }),
      lastRenewal('connected', { id: '0005', organization: 'fabrikam.com' }),
    ];
    expect(ids(runs)).toEqual(['0005', '0004', '0003']);
  });

  it('has a method and a profile', () => {
    const without: readonly Partial<ListedRun>[] = [{ purpose: 'fix' }, { method: null }, { profile: null }];
    for (const changes of without) expect(ids([{ ...lastRenewal('guided'), ...changes }])).toEqual([]);
  });
});
