/** Which steps are still to do, which are to be rolled back, and when two sets of values are the same. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { planReset } from '../../../shared/plan/make-plan.ts';
import {
  isUnchanged,
  sameValues,
  stateOf,
  stepResultSchema,
  stepsToDo,
  stepsToRollBack,
  warningsOf,
  withResult,
  type StepResult,
  type StepState,
} from '../../../shared/plan/plan.ts';
import { hybridServer, organization } from '../rules/sample.ts';

const states = ['waiting', 'running', 'done', 'unchanged', 'failed', 'unknown', 'rollingBack', 'rolledBack', 'rollbackFailed'] as const;
const result = (step: string, state: StepState): StepResult => ({ step, state, at: null, found: null, error: null, warnings: [] });
const plan = planReset(organization({ hybridServers: states.map((state) => hybridServer(state)) }), 'plan-1');
const results = states.map((state) => result(`reset ${state}`, state));
const serversOf = (steps: readonly { readonly server: string }[]): readonly string[] => steps.map(({ server }) => server);

describe('steps of a plan', () => {
  it('are to do unless they are done or were already set', () => {
    expect(serversOf(stepsToDo(plan, results))).toEqual([
      'waiting',
      'running',
      'failed',
      'unknown',
      'rollingBack',
      'rolledBack',
      'rollbackFailed',
    ]);
  });

  it('are rolled back, the last one first, where the object was or may have been changed', () => {
    expect(serversOf(stepsToRollBack(plan, results))).toEqual(['rollbackFailed', 'rollingBack', 'unknown', 'done', 'running']);
  });

  it('have the warnings that were recorded, and none when they were persisted before warnings were kept', () => {
    const persisted = { step: 'reset EX01', state: 'done', at: null, found: null, error: null };
    expect(v.parse(stepResultSchema, persisted)).toEqual(result('reset EX01', 'done'));
    const warned = v.parse(stepResultSchema, { ...persisted, warnings: ['Restart the service.'] });
    expect(warningsOf([result('reset EX02', 'done'), warned], 'reset EX01')).toEqual(['Restart the service.']);
    expect(warningsOf([warned], 'reset EX02')).toEqual([]);
  });

  it('wait while nothing is recorded', () => {
    expect(stateOf([], 'reset EX01')).toBe('waiting');
    expect(stepsToRollBack(plan, [])).toEqual([]);
  });

  it('have one result each: a later one replaces the earlier one in its place', () => {
    const once = withResult([result('a', 'done'), result('b', 'running')], result('a', 'failed'));
    expect(once.map(({ step, state }) => [step, state])).toEqual([
      ['a', 'failed'],
      ['b', 'running'],
    ]);
    expect(withResult(once, result('c', 'done')).map(({ step }) => step)).toEqual(['a', 'b', 'c']);
  });
});

describe('sameValues', () => {
  it.each([
    ['the same text', { a: 'x' }, { a: 'x' }, true],
    ['another text', { a: 'x' }, { a: 'X' }, false],
    ['the same list', { a: ['x', 'y'] }, { a: ['x', 'y'] }, true],
    ['a list in another order', { a: ['x', 'y'] }, { a: ['y', 'x'] }, false],
    ['empty and an empty list', { a: null }, { a: [] }, false],
    ['a name that is missing on the right', { a: null, b: 'x' }, { a: null }, false],
    ['a name that is missing on the left', { a: null }, { a: null, b: 'x' }, false],
    ['the names in another order', { a: '1', b: '2' }, { b: '2', a: '1' }, true],
  ] as const)('%s', (_, a, b, same) => {
    const mutable = (values: Readonly<Record<string, string | null | readonly string[]>>): Parameters<typeof sameValues>[0] =>
      Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, value === null || typeof value === 'string' ? value : [...value]]),
      );
    expect(sameValues(mutable(a), mutable(b))).toBe(same);
  });

  it('decides whether a step has anything to set', () => {
    const [step] = plan.steps;
    if (step === undefined) throw new Error('no step');
    expect(isUnchanged(step)).toBe(false);
    expect(isUnchanged({ ...step, before: step.after })).toBe(true);
  });
});
