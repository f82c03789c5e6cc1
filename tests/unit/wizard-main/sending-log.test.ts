/** The log of the send connector, from the plan to the end of the run and back, together with the HCW, which writes the same connector. */
import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo } from './administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

afterEach(removeFolders);

const organizationOf = (program: Program): OrganizationFile => {
  const file = program.practice.organization('renewal');
  if (file === null) throw new Error('There is no practice organization.');
  return file;
};
const hybridConnector = (program: Program): OrganizationFile['sendConnectors'][number] | undefined =>
  organizationOf(program).sendConnectors.find(({ cloudServicesMailEnabled }) => cloudServicesMailEnabled);

/** On the page of the plan, with the log chosen before the method. */
async function planned(method: WizardView['context']['method']): Promise<Program> {
  const program = await startProgram(await newFolder());
  await goTo(program, 'plan.ready');
  await program.controller.send({ type: 'SET_POLICY', onFailure: 'stop', canary: null, logsSending: true });
  await program.controller.send({ type: 'CHOOSE_METHOD', method });
  return program;
}

async function rolledBack(program: Program): Promise<WizardView> {
  await program.controller.send({ type: 'SHOW_ROLLBACK' });
  const review = await program.until(({ phase, task }) => phase === 'rollbackReview' && task === null);
  await program.controller.send({ type: 'COMMIT', plan: review.context.plans.rollback?.id ?? '' });
  return program.until(({ task, context }) => task === null && context.runs.rollback?.isFinished === true);
}

describe.each(['certificateOnly', 'reset', 'direct'] as const)('with the method %s', (method) => {
  it('is on after the change, is no value that the HCW or somebody else has set, and is off again after the rollback', async () => {
    const program = await planned(method);
    const before = organizationOf(program);
    expect(hybridConnector(program)?.protocolLoggingLevel).toBe('None');
    const checked = await goTo(program, 'postChecks.done');
    expect(hybridConnector(program)?.protocolLoggingLevel).toBe('Verbose');
    if (method !== 'direct') expect(checked.context.handover).toEqual({ values: [], added: [], isWhole: true });
    await rolledBack(program);
    expect(organizationOf(program)).toEqual(before);
  });
});

it('is named where somebody has switched it off again after the HCW', async () => {
  const program = await planned('certificateOnly');
  await goTo(program, 'postChecks.done');
  const identity = hybridConnector(program)?.name ?? '';
  const parameters = { Identity: identity, ProtocolLoggingLevel: 'None' };
  expect(await program.practice.change({ side: 'onPremises', cmdlet: 'Set-SendConnector', parameters })).toMatchObject({ ok: true });
  await program.controller.send({ type: 'CHECK_AGAIN' });
  const again = await program.until(({ task, context }) => task === null && context.handover?.values.length !== 0);
  expect(again.context.handover?.values).toEqual([
    {
      cmdlet: 'Get-SendConnector',
      object: identity,
      parameter: 'ProtocolLoggingLevel',
      before: 'Verbose',
      now: 'None',
      kind: 'changed',
    },
  ]);
});
