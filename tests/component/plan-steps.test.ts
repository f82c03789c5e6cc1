import { render } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStep } from '../../shared/plan/plan.ts';
import { objectSteps } from '../../shared/plan/plan.ts';
import PlanSteps from '../../src-renderer/components/PlanSteps.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, textsOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { speak } from './window.ts';

let step: ObjectStep;
beforeAll(async () => {
  const { apply } = (await viewAt('plan.ready')).context.plans;
  const [first] = apply === null ? [] : objectSteps(apply);
  if (first === undefined) throw new Error('the plan has no step');
  step = first;
});
afterAll(removeFolders);

describe('the steps of a plan', () => {
  const show = (forecast: ObjectStep['forecast'], flow = true): void => {
    speak('en');
    render(PlanSteps, { steps: [{ ...step, forecast }], flow });
  };
  const flowTexts = (): readonly string[] => textsOf(all('tbody td:nth-child(5) > div'));

  it('say once what mail does in both directions', () => {
    show({ toOnPremises: 'waits', toExchangeOnline: 'waits' });
    expect(flowTexts()).toEqual(['Both directions Problem: waits in the queue']);
  });

  it('name each direction where they differ', () => {
    show({ toOnPremises: 'waits', toExchangeOnline: 'internal' });
    expect(flowTexts()).toEqual([
      expect.stringMatching(/^Mail from Exchange Online .*waits in the queue$/),
      expect.stringMatching(/^Mail from on-premises .*internal$/),
    ]);
  });

  it('forecast nothing where the organization is no longer as it was read', () => {
    show({ toOnPremises: 'internal', toExchangeOnline: 'internal' }, false);
    expect(all('thead th')).toHaveLength(4);
    expect(flowTexts()).toEqual([]);
  });
});
