import { describe, expect, it } from 'vitest';
import type { StepState } from '../../../shared/run/step-record.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { mailFlowReading } from '../../../shared/wizard/mail-flow-reading.ts';
import { pages, phasesOf, type WizardStep, wizardStepOf } from '../../../shared/wizard/pages.ts';
import { flowCases, sound } from '../mail-flow/cases.ts';
import { planOf, resetPlan } from './plans.ts';
import { runOf } from './run-views.ts';

const organization = sound();
const collected: WizardContext = { ...freshContext('en'), mode: 'connected', organization };
const step = (page: string, phase = 'ready'): WizardStep => wizardStepOf(phase === 'ready' ? page : { [page]: phase });
const verdictsAt = (at: WizardStep, context: WizardContext): readonly string[] | undefined =>
  mailFlowReading(at, context)?.directions.map(({ verdict, changedSince }) => `${verdict}${changedSince ? ' (changed)' : ''}`);
const later = (iso: string): string => new Date(Date.parse(iso) + 60_000).toISOString();

const plan = resetPlan(organization);
const changed = (state: StepState, at: string | null = later(organization.gatheredAt)): WizardContext => ({
  ...collected,
  plans: { apply: plan, fix: null, removal: null, rollback: null },
  runs: { apply: runOf(plan, [state], at), fix: null, removal: null, rollback: null },
});

describe('mail flow by the newest reading', () => {
  it('is on every page from the collected data on, and on none before', () => {
    const shown = pages
      .flatMap((page) => phasesOf(page).map((phase) => step(page, phase)))
      .filter((at) => mailFlowReading(at, collected) !== null)
      .map(({ page, phase }) => (page === 'collect' || page === 'renewAgain' ? `${page}.${phase}` : page));
    expect([...new Set(shown)]).toEqual([
      'renewAgain.ready',
      'collect.done',
      'collect.readingServer',
      'collect.readingEdge',
      ...pages.slice(pages.indexOf('collect') + 1),
    ]);
    expect(mailFlowReading(step('plan'), { ...collected, organization: null })).toBeNull();
  });

  it.each(flowCases)('$direction, $name: $verdict, with the first reason of that verdict', ({ organization: read, direction, verdict }) => {
    const reading = mailFlowReading(step('preChecks'), { ...collected, organization: read });
    const line = reading?.directions.find((one) => one.direction === direction);
    expect(line).toMatchObject({ verdict, changedSince: false });
    expect(line?.reason === null).toBe(verdict === 'internal');
    expect(reading?.readAt).toBe(read.gatheredAt);
  });

  it('is the same object while nothing changes, so that it does not cross to the window again', () => {
    expect(mailFlowReading(step('plan'), collected)).toBe(mailFlowReading(step('hcw'), { ...collected, language: 'ja' }));
  });

  it('is what the post-checks read, unless the data was collected again later', () => {
    const verified = { ...organization, gatheredAt: later(organization.gatheredAt) };
    const again = { ...organization, gatheredAt: later(verified.gatheredAt) };
    expect(mailFlowReading(step('finish'), { ...collected, verified })?.readAt).toBe(verified.gatheredAt);
    expect(mailFlowReading(step('plan'), { ...collected, organization: again, verified })?.readAt).toBe(again.gatheredAt);
  });
});

describe('a reading that no longer holds', () => {
  it.each(['applied', 'doubt', 'foreign', 'reverted'] as const)('is unknown in one direction after a reset that is %s', (state) => {
    expect(verdictsAt(step('change', 'stopped'), changed(state))).toEqual(['unknown (changed)', 'internal']);
  });

  it.each(['waiting', 'notApplied', 'unchanged', 'differs'] as const)('holds while nothing differs: %s', (state) => {
    expect(verdictsAt(step('change', 'stopped'), changed(state))).toEqual(['internal', 'internal']);
  });

  it('does not hold while the time of the change is not known', () => {
    expect(verdictsAt(step('hcw'), changed('doubt', null))).toEqual(['unknown (changed)', 'internal']);
  });

  it('is unknown in both directions after the HCW has written, until the post-checks have read', () => {
    for (const page of ['hcw', 'plan'])
      expect(verdictsAt(step(page), { ...collected, hcwUnread: true })).toEqual(['unknown (changed)', 'unknown (changed)']);
    const verified = { ...organization, gatheredAt: later(later(organization.gatheredAt)) };
    expect(verdictsAt(step('finish'), { ...changed('applied'), verified })).toEqual(['internal', 'internal']);
  });

  it('of the post-checks does not hold once the connectors are rolled back', () => {
    const verified = { ...organization, gatheredAt: later(organization.gatheredAt) };
    const rollback = { ...plan, purpose: 'rollback' as const };
    const context: WizardContext = {
      ...changed('applied'),
      verified,
      plans: { apply: plan, fix: null, removal: null, rollback },
      runs: {
        apply: runOf(plan, ['applied'], verified.gatheredAt),
        fix: null,
        removal: null,
        rollback: runOf(rollback, ['applied'], later(verified.gatheredAt)),
      },
      review: [],
    };
    expect(verdictsAt(step('change', 'done'), context)).toEqual(['unknown (changed)', 'internal']);
  });

  it('of before the change holds again once all of it is put back', () => {
    const rollback = { ...plan, purpose: 'rollback' as const, steps: [] };
    const runs = { ...changed('applied').runs, rollback: runOf(rollback, []) };
    expect(verdictsAt(step('change', 'done'), { ...changed('applied'), runs, review: [] })).toEqual(['internal', 'internal']);
    expect(verdictsAt(step('change', 'done'), { ...changed('applied'), runs, review: null })).toEqual(['unknown (changed)', 'internal']);
  });

  it('is unknown in both directions after a change of other objects than receive connectors', () => {
    const direct = planOf(organization, 'direct');
    const runs = { apply: runOf(direct, ['applied'], later(organization.gatheredAt)), fix: null, removal: null, rollback: null };
    expect(
      verdictsAt(step('change', 'stopped'), { ...collected, plans: { apply: direct, fix: null, removal: null, rollback: null }, runs }),
    ).toEqual(['unknown (changed)', 'unknown (changed)']);
  });
});
