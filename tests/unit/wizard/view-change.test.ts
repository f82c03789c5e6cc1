import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { organization } from '../rules/sample.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import { wizardStepOf } from '../../../shared/wizard/pages.ts';
import { applyChange, changeOf, type NumberedView, viewOf } from '../../../shared/wizard/view.ts';
import { freshContext, noRuns, type WizardContext } from '../../../shared/wizard/context.ts';
import { lastRenewal } from './last-renewal.ts';
import { resetPlan } from './plans.ts';
import { runOf } from './run-views.ts';

const view = (context: WizardContext, value: unknown = 'start') => viewOf({ value, context, can: () => false }, []);
const first = freshContext('en');
const numbered: NumberedView = { revision: 7, view: view(first) };

describe('what of a view is new', () => {
  it('is only what is another object than before', () => {
    const next = view({ ...first, mode: 'practice' });
    const change = changeOf(numbered, next);
    expect(change.from).toBe(7);
    expect(change.context).toEqual({ mode: 'practice' });
    expect(Object.keys(change.view)).not.toContain('certificates');
    expect(Object.keys(change.view)).not.toContain('page');
  });

  it('makes the next view of the one before, whatever changed', () => {
    const contexts = fc.record({
      language: fc.constantFrom('en' as const, 'ja' as const),
      mode: fc.constantFrom(null, 'connected' as const, 'guided' as const, 'practice' as const),
      certificate: fc.option(fc.string()),
      plansMade: fc.nat(),
      freshFrom: fc.nat(),
    });
    fc.assert(
      fc.property(contexts, fc.constantFrom('start', 'before', 'certificate', { collect: 'done' }), (changes, value) => {
        const next = view({ ...first, ...changes }, value);
        expect(applyChange(numbered, changeOf(numbered, next))).toEqual({ revision: 8, view: next });
      }),
    );
  });

  it('is of a run only its steps that changed, and the whole of another run', () => {
    const step = (state: 'waiting' | 'applied') => ({
      state,
      found: null,
      error: null,
      warnings: [],
      at: null,
      touched: false,
      attempts: 0,
      isByPerson: false,
      isSuperseded: false,
    });
    const run = (id: string, steps: RunView['steps']): RunView => ({
      id,
      path: id,
      steps,
      stop: null,
      isFinished: false,
      handover: 'none',
      exposure: [],
      certificate: null,
      evidence: [],
      changed: null,
      closed: null,
      internalTransport: [],
    });
    const same = step('waiting');
    const withRun = (apply: RunView | null) => view({ ...first, runs: { ...first.runs, apply } });
    const before = { revision: 7, view: withRun(run('1', { a: same, b: same })) };
    const change = changeOf(before, withRun(run('1', { a: same, b: step('applied') })));
    expect(Object.keys(change.runs.apply?.steps ?? {})).toEqual(['b']);
    const none = { revision: 7, view: withRun(null) };
    for (const next of [run('1', { a: same, b: step('applied') }), run('2', { c: same }), null])
      for (const was of [before, none])
        expect(applyChange(was, changeOf(was, withRun(next)))).toEqual({ revision: 8, view: withRun(next) });
  });

  it('is not put on another view than the one that it changes', () => {
    const change = changeOf(numbered, view({ ...first, mode: 'practice' }));
    expect(applyChange({ ...numbered, revision: 6 }, change)).toBeUndefined();
  });
});

describe('what a view shows', () => {
  const context: WizardContext = { ...first, organization: organization(), certificate: 'A1' };

  it.each([
    ['plan', true, false],
    ['hcw', false, true],
    [{ fix: 'review' }, false, true],
    ['certificate', false, false],
  ])('on %j: the methods %s, help with the HCW %s', (value, methods, help) => {
    const shown = view(context, value);
    expect([shown.methods !== null, shown.hcwHelp !== null, shown.chosenDetails !== null]).toEqual([methods, help, true]);
  });

  it.each([
    [{ renewAgain: 'ready' }, true],
    [{ renewAgain: 'collecting' }, false],
    ['plan', false],
    [{ collect: 'done' }, false],
  ])('on %j: what has changed since the last renewal, %s', (value, isCompared) => {
    const again = { ...lastRenewal('guided'), run: '0002', at: '2025-11-21T09:00:00.000Z', isCompared: true };
    expect(view({ ...context, again }, value).renewAgain !== null).toBe(isCompared);
  });

  it.each([
    ['manual', true],
    ['stopped', true],
    ['running', false],
    ['done', false],
  ])('in the phase %s of a change: the steps that are to be done, %s', (phase, shows) => {
    const plan = resetPlan(organization());
    const changing = { ...context, plans: { ...noRuns, apply: plan }, runs: { ...noRuns, apply: runOf(plan, []) } };
    expect(view(changing, { change: phase }).stepsToDo.length > 0).toBe(shows);
  });

  it('compares nothing while no certificate is chosen', () => {
    const shown = view({ ...context, certificate: null }, 'plan');
    expect([shown.methods, shown.hcwHelp, shown.chosenDetails, shown.chosen]).toEqual([null, null, null, null]);
  });

  it.each(['BACK', 'SHOW_ROLLBACK'])('can do what the machine can do: %s', (type) => {
    const asked = viewOf({ value: 'plan', context, can: (event) => event.type === type }, []);
    expect([asked.canGoBack, asked.canRollBack]).toEqual([type === 'BACK', type === 'SHOW_ROLLBACK']);
  });

  it.each<readonly [unknown, string]>([
    ['plan', 'plan ready'],
    [{ change: 'stopped' }, 'change stopped'],
  ])('is the step of the state %j', (value, step) => {
    const { page, phase } = wizardStepOf(value);
    expect(`${page} ${phase}`).toBe(step);
  });
});
