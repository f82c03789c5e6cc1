import { describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import type { Plan } from '../../../shared/plan/plan.ts';
import { planSelection } from '../../../shared/plan/fix.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import { freshContext } from '../../../shared/wizard/context.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { wizardStepOf } from '../../../shared/wizard/pages.ts';
import { issuer, organization, subject } from '../rules/sample.ts';

/** The fix of an organization whose hybrid configuration names that, or does not say. */
function fixWith(tlsCertificateName: Known<string | null>): Plan {
  const sample = organization();
  const { hybridConfiguration } = sample;
  if (!hybridConfiguration.known || hybridConfiguration.value === null) throw new Error('the sample has a hybrid configuration');
  return planSelection(
    { ...sample, hybridConfiguration: known({ ...hybridConfiguration.value, tlsCertificateName }) },
    { issuer, subject },
    'plan-1',
  );
}

/** Where the wizard is, and what it says, after the administrator has said that the commands were run. */
function afterReadBack(mode: 'connected' | 'guided', fix: Plan): readonly [string, string | null] {
  const context = {
    ...freshContext('en'),
    mode,
    plans: { apply: null, fix, removal: null, rollback: null },
    hcw: { ...freshContext('en').hcw, answer: 'notSelected' as const },
  };
  const review = wizardMachine.resolveState({ value: 'fix', context });
  const [next] = transition(wizardMachine, review, { type: 'READ_BACK' });
  const { page, phase } = wizardStepOf(next.value);
  return [`${page}.${phase}`, next.context.validation];
}

describe('a remedy whose value of before could not be read', () => {
  const fix = fixWith(unknown('denied', 'Access is denied.'));

  it('has no step, and says why', () => {
    expect([fix.steps, fix.leftOut.map(({ reason }) => reason)]).toEqual([[], ['denied']]);
  });

  it.each(['connected', 'guided'] as const)('is not read back: what to do instead is said (%s)', (mode) => {
    expect(afterReadBack(mode, fix)).toEqual(['fix.ready', 'fix.notPlanned']);
  });
});

it('a planned remedy is read back, in guided mode from results that come after its commands', () => {
  const fix = fixWith(known('<I>CN=Old CA<S>CN=mail.contoso.com'));
  expect(afterReadBack('connected', fix)).toEqual(['change.readingBack', null]);
  expect(afterReadBack('guided', fix)).toEqual(['fix.ready', null]);
});
