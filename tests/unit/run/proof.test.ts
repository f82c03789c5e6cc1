/** What ends a doubt, what may be sent, and what stops the clock. Each case once went wrong in the simulation. */
import { expect, test } from 'vitest';
import { appError } from '../../../shared/model/error.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { openPlaces } from '../../../shared/run/exposure.ts';
import { fold, type RunState } from '../../../shared/run/fold.ts';
import { recordOf, stateOf } from '../../../shared/run/step-record.ts';
import type { JournalEntry, JournalLine } from '../../../shared/run/journal.ts';
import { next } from '../../../shared/run/next.ts';
import { callStep, newName, oldName } from '../../simulation/plans.ts';

const limitMs = 60_000;
const settleMs = 5_000;
const replicationMs = 900_000;
const guid = '00000000-0000-4000-8000-000000000001';

const steps = ['EX01', 'EX02'].map((server) =>
  callStep(
    { cmdlet: 'Get-ReceiveConnector', identity: `${server}\\Default Frontend ${server}`, guid },
    { TlsCertificateName: oldName },
    { TlsCertificateName: newName },
    { id: server, reason: 'nameOnReceiveConnector', weakens: [{ direction: 'toOnPremises', server }] },
  ),
);

const planWith = (policy: Partial<Plan['policy']> = {}, handover = false): Plan => ({
  format: 1,
  id: 'plan',
  purpose: 'apply',
  of: null,
  method: 'direct',
  policy: { onFailure: 'stop', canary: null, ...policy },
  steps: handover
    ? [
        ...steps,
        {
          kind: 'handover',
          id: 'hcw',
          server: '',
          object: '',
          forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' },
          weakens: [{ direction: 'toExchangeOnline', server: '' }],
          reason: 'hcwWrites',
          expects: [],
        },
      ]
    : steps,
  leftOut: [],
});

interface Written {
  readonly entry: JournalEntry;
  /** Milliseconds after the line before */
  readonly after?: number;
  /** Another start of the program, whose wall clock says so many milliseconds more */
  readonly restart?: number;
}

function stateAfter(plan: Plan, written: readonly (JournalEntry | Written)[]): RunState {
  let up = 0;
  let wall = Date.parse('2026-11-29T08:00:00Z');
  let boot = 0;
  const opened: JournalEntry = {
    kind: 'opened',
    run: 'run',
    plan: '',
    snapshot: '',
    program: '',
    organization: '',
    mode: 'connected',
    controller: 'DC01',
    settleMs,
    replicationMs,
    certificate: null,
  };
  const lines = [opened, ...written].map((one, index): JournalLine => {
    const { entry, after = 0, restart } = 'entry' in one ? one : { entry: one };
    up = restart === undefined ? up + after : 0;
    wall += after + (restart ?? 0);
    if (restart !== undefined) boot += 1;
    return { v: 1, n: index + 1, at: new Date(wall).toISOString(), boot: String(boot), up, ...entry };
  });
  const state = fold(plan, lines);
  if (state === undefined) throw new Error('not opened');
  return state;
}

const observed = (step: string, value: string, controller = 'DC01'): JournalEntry => ({
  kind: 'observed',
  step,
  values: { TlsCertificateName: value },
  guid,
  controller,
  error: null,
});
const announced = (step: string): JournalEntry => ({
  kind: 'announced',
  step,
  by: 'wizard',
  process: { pid: 1, startedAt: '' },
  controller: 'DC01',
  limitMs,
});
const answered = (step: string): JournalEntry => ({ kind: 'answered', step, error: null, warnings: [] });
const timedOut = (step: string): JournalEntry => ({
  kind: 'answered',
  step,
  error: appError('powershell.timedOut', {}, 'unknown'),
  warnings: [],
});
const fenced = (step: string): JournalEntry => ({ kind: 'fenced', step });
const sent = (step: string): readonly JournalEntry[] => [observed(step, oldName), announced(step)];

const nameOf = (state: RunState, step = 'EX01'): string => {
  const found = steps.find(({ id }) => id === step);
  return found === undefined ? '' : stateOf(found, recordOf(state, step));
};

test('after a time-out the fence still waits as long as Exchange may carry a command out', () => {
  const state = stateAfter(planWith(), [...sent('EX01'), { entry: timedOut('EX01'), after: limitMs }]);
  expect(next(state)).toMatchObject({ do: 'fence', afterMs: limitMs });
});

test('wanted values that are read before the command is over end no doubt', () => {
  const before = [...sent('EX01'), timedOut('EX01'), observed('EX01', newName)];
  expect(nameOf(stateAfter(planWith(), before))).toBe('doubt');
  expect(nameOf(stateAfter(planWith(), [...before, fenced('EX01'), observed('EX01', newName)]))).toBe('applied');
});

test('the wanted values on another controller may be those of an earlier run, until its changes have reached it', () => {
  const fresh = stateAfter(planWith(), [observed('EX01', newName, 'DC02')]);
  expect(nameOf(fresh)).toBe('waiting');
  expect(nameOf(stateAfter(planWith(), [{ entry: observed('EX01', newName, 'DC02'), after: replicationMs }]))).toBe('unchanged');
  const doubtful = [...sent('EX01'), answered('EX01')];
  expect(nameOf(stateAfter(planWith(), [...doubtful, observed('EX01', newName, 'DC02')]))).toBe('doubt');
  expect(nameOf(stateAfter(planWith(), [...doubtful, { entry: observed('EX01', newName, 'DC02'), after: replicationMs }]))).toBe('applied');
});

test('nothing is sent over values that another controller has shown', () => {
  const elsewhere = stateAfter(planWith(), [{ entry: observed('EX01', oldName, 'DC02'), after: replicationMs }]);
  expect(next(elsewhere)).toMatchObject({ do: 'stop', why: 'unread' });
  expect(next(stateAfter(planWith(), [observed('EX01', oldName)]))).toMatchObject({ do: 'send' });
});

test('the time between two starts of the program proves nothing', () => {
  const once = [...sent('EX01'), fenced('EX01'), observed('EX01', oldName)];
  const restarted: Written = { entry: { kind: 'reopened', program: '' }, restart: 86_400_000 };
  expect(nameOf(stateAfter(planWith(), [...once, restarted, observed('EX01', oldName)]))).toBe('doubt');
  expect(nameOf(stateAfter(planWith(), [...once, restarted, { entry: observed('EX01', oldName), after: settleMs }]))).toBe('notApplied');
});

test('a judgment of mail flow does not stop the clock of a step in doubt, nor of an HCW that has not returned', () => {
  const trusted: JournalEntry = {
    kind: 'trusted',
    places: [
      { direction: 'toOnPremises', server: 'EX01' },
      { direction: 'toExchangeOnline', server: '' },
    ],
  };
  const openAfter = (plan: Plan, entries: readonly JournalEntry[]): number =>
    openPlaces(stateAfter(plan, entries).exposure.intervals).length;
  expect(openAfter(planWith(), [...sent('EX01'), trusted])).toBe(1);
  expect(openAfter(planWith(), [...sent('EX01'), answered('EX01'), observed('EX01', newName), trusted])).toBe(0);
  const handedOver: JournalEntry = { kind: 'announced', step: 'hcw', by: 'person', process: null, controller: null, limitMs: 0 };
  expect(openAfter(planWith({}, true), [handedOver, trusted])).toBe(1);
  expect(openAfter(planWith({}, true), [handedOver, { kind: 'returned', step: 'hcw' }, trusted])).toBe(0);
});

test('the clock runs when the wanted values are there after all, whoever wrote them', () => {
  const notApplied = [...sent('EX01'), answered('EX01'), observed('EX01', oldName), { entry: observed('EX01', oldName), after: settleMs }];
  expect(openPlaces(stateAfter(planWith(), notApplied).exposure.intervals)).toHaveLength(0);
  expect(openPlaces(stateAfter(planWith(), [...notApplied, observed('EX01', newName)]).exposure.intervals)).toHaveLength(1);
});

test('a run that goes on after a failure does not read an object with another value again and again', () => {
  const plan = planWith({ onFailure: 'goOn' });
  const first = stateAfter(plan, [observed('EX01', 'another')]);
  expect(next(first)).toMatchObject({ do: 'read', step: { id: 'EX02' } });
  const second = stateAfter(plan, [observed('EX01', 'another'), observed('EX02', oldName)]);
  expect(next(second)).toMatchObject({ do: 'send', step: { id: 'EX02' } });
});

test('no step before a handover that was begun is sent again', () => {
  const handedOver: JournalEntry = { kind: 'announced', step: 'hcw', by: 'person', process: null, controller: null, limitMs: 0 };
  const state = stateAfter(planWith({}, true), [handedOver, { kind: 'returned', step: 'hcw' }, observed('EX01', oldName)]);
  expect(next(state)).toEqual({ do: 'finish' });
});

test('a closed run sends nothing, and still proves what it left in doubt', () => {
  const left: JournalEntry = { kind: 'closed', outcome: 'left' };
  expect(next(stateAfter(planWith(), [left, observed('EX01', oldName)]))).toMatchObject({ do: 'stop', why: 'asked' });
  expect(next(stateAfter(planWith(), [...sent('EX01'), left]))).toMatchObject({ do: 'fence' });
});

test('a run that is stopped tries again to read what it could not', () => {
  const unread: JournalEntry = {
    kind: 'observed',
    step: 'EX01',
    values: null,
    guid: null,
    controller: null,
    error: appError('session.connectFailed'),
  };
  const lost = [...sent('EX01'), fenced('EX01'), unread];
  expect(next(stateAfter(planWith(), lost))).toMatchObject({ do: 'stop', why: 'doubt' });
  expect(next(stateAfter(planWith(), [...lost, { kind: 'decided', decision: 'stop' }]))).toMatchObject({ do: 'read' });
});
