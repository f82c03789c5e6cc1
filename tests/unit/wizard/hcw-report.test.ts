import { createActor, type Actor } from 'xstate';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { longestHcwMessage, wizardEventSchema } from '../../../shared/wizard/events.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { wizardStepOf } from '../../../shared/wizard/pages.ts';
import { noRunList } from '../../../shared/wizard/run-list.ts';
import { organization } from '../rules/sample.ts';

const at = (value: 'hcw' | 'fix', hcw: Partial<WizardContext['hcw']> = {}): Actor<typeof wizardMachine> => {
  const fresh = freshContext('en');
  const context = { ...fresh, organization: organization(), hcw: { ...fresh.hcw, ...hcw } };
  return createActor(wizardMachine, {
    snapshot: wizardMachine.resolveState({ value, context }),
    input: { language: 'en', stored: null, runList: noRunList, planPrefix: 'plan' },
  }).start();
};

describe.each([['hcw'], ['fix']] as const)('what the HCW shows, said on %o', (page) => {
  it('is kept: the reference server, which can be taken back, and the message', () => {
    const actor = at(page);
    actor.send({ type: 'CHOOSE_REFERENCE_SERVER', server: 'EX02' });
    actor.send({ type: 'PASTE_HCW_MESSAGE', text: 'HCW8010' });
    expect(actor.getSnapshot().context.hcw).toMatchObject({ referenceServer: 'EX02', message: 'HCW8010' });
    actor.send({ type: 'CHOOSE_REFERENCE_SERVER', server: null });
    expect(actor.getSnapshot().context.hcw.referenceServer).toBeNull();
  });

  it('is not taken from a server that the page does not offer', () => {
    const actor = at(page, { referenceServer: 'EX01' });
    expect(actor.getSnapshot().can({ type: 'CHOOSE_REFERENCE_SERVER', server: 'EX99' })).toBe(false);
    actor.send({ type: 'CHOOSE_REFERENCE_SERVER', server: 'EX99' });
    expect(actor.getSnapshot().context.hcw.referenceServer).toBe('EX01');
  });
});

it('what an earlier run of the HCW showed is not said of the next one', () => {
  const actor = at('fix', { answer: 'notListed', referenceServer: 'EX01', message: 'HCW8010', ticked: ['2-1'] });
  actor.send({ type: 'NEXT' });
  expect(wizardStepOf(actor.getSnapshot().value).page).toBe('hcw');
  expect(actor.getSnapshot().context.hcw).toEqual({ ...freshContext('en').hcw, round: 2 });
});

it.each([
  ['a message', { type: 'PASTE_HCW_MESSAGE', text: 'x'.repeat(longestHcwMessage) }, true],
  ['a whole log', { type: 'PASTE_HCW_MESSAGE', text: 'x'.repeat(longestHcwMessage + 1) }, false],
  ['a server', { type: 'CHOOSE_REFERENCE_SERVER', server: 'EX01' }, true],
  ['no server', { type: 'CHOOSE_REFERENCE_SERVER', server: null }, true],
  ['a name that is too long', { type: 'CHOOSE_REFERENCE_SERVER', server: 'x'.repeat(257) }, false],
  ['no text', { type: 'PASTE_HCW_MESSAGE' }, false],
])('the boundary judges %s', (_, event, isTaken) => {
  expect(v.is(wizardEventSchema, event)).toBe(isTaken);
});
