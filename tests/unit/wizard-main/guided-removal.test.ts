/** The removal in guided mode: half of its commands are shown, then, once these are proven, the other half. */
import { afterEach, expect, it } from 'vitest';
import { thumbprintOf } from '../../../src-main/exchange/practice/objects/certificate.ts';
import { takeStep } from '../../../src-main/exchange/practice/on-server.ts';
import { renewed } from '../../../src-main/exchange/practice/organizations/certificates.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import type { WizardEvent } from '../../../shared/wizard/events.ts';
import { guidedAdministrator } from './guided-administrator.ts';
import { newFolder, removeFolders, startProgram } from './program.ts';

afterEach(removeFolders);

it('shows the second half only after the proof of the first one, and ends as expected', async () => {
  const { program, send, open, commit, runShown } = await beforeRemoval();
  expect(await commit()).toBe('change.manual');
  expect((await runShown()).map((id) => id.split(' ')[0])).toEqual([
    'stop',
    'stop',
    'stop',
    'clear',
    'clear',
    'remove',
    'remove',
    'remove',
  ]);
  expect(await send({ type: 'READ_BACK' })).toBe('change.stopped');
  expect(await commit()).toBe('change.manual');
  expect((await runShown()).map((id) => id.split(' ')[0])).toEqual(['name', 'name', 'start', 'start', 'start']);
  expect(await send({ type: 'READ_BACK' })).toBe('change.done');
  expect(await send({ type: 'NEXT' })).toBe('postChecks.collect');
  await open();
  expect(await send({ type: 'CHECK_AGAIN' })).toBe('postChecks.done');
  expect(await send({ type: 'NEXT' })).toBe('finish.ready');
  expect([program.view().outcome?.verdict, program.view().weakened]).toEqual(['asExpected', null]);
  expect(program.view().context.commands.filter(({ call }) => /^(?:Set|Remove)-/.test(call.cmdlet))).toEqual([]);
});

it('shows the second half only after the proof of everything in the first one', async () => {
  const { program, send, commit, runShown } = await beforeRemoval();
  await commit();
  // Exchange refuses the removal on one server.
  await runShown((id) => id !== 'remove EX02');
  expect(await send({ type: 'READ_BACK' })).toBe('change.stopped');
  expect(program.view().stepsToDo.map(({ id }) => id)).toEqual(['remove EX02']);
  expect(await commit()).toBe('change.manual');
  expect(await runShown()).toEqual(['remove EX02']);
  expect(await send({ type: 'READ_BACK' })).toBe('change.stopped');
  expect(program.view().stepsToDo.map(({ id }) => id.split(' ')[0])).toEqual(['name', 'name', 'start', 'start', 'start']);
});

it('rolls back what only shown commands would put back', async () => {
  const { program, send, commit, runShown } = await beforeRemoval();
  await commit();
  await runShown();
  await send({ type: 'READ_BACK' });
  expect(await commit()).toBe('change.manual');
  // Nobody has run the second half.
  expect(await send({ type: 'SHOW_ROLLBACK' })).toBe('change.rollbackReview');
  const { review, plans } = program.view().context;
  expect(review?.filter(({ cmdlet }) => cmdlet !== 'Get-ExchangeCertificate').map(({ kind }) => kind)).toEqual(
    Array.from({ length: 5 }, () => 'putBack'),
  );
  expect(plans.rollback?.steps.map(({ kind }) => kind)).toEqual(['call', 'call', 'person', 'person', 'person']);
});

it('rolls back a command that was shown again after a reading did not show it', async () => {
  const { program, send, commit, runShown } = await beforeRemoval();
  await commit();
  await runShown((id) => id !== 'clear Outbound to Office 365' && !id.startsWith('remove'));
  await send({ type: 'READ_BACK' });
  await commit();
  await send({ type: 'SHOW_ROLLBACK' });
  expect(program.view().context.review?.filter(({ kind }) => kind === 'unchanged')).toEqual([]);
});

/** An administrator in guided mode who is about to remove the old certificate. */
async function beforeRemoval() {
  const at = new Date('2026-11-20T09:00:00Z');
  const program = await startProgram(await newFolder());
  const admin = await guidedAdministrator();
  admin.organization = await practiceOrganization('oldStays', at);
  const open = async (): Promise<void> => admin.open(program, await admin.collected());
  await admin.goTo(program, 'onPremises.ready');
  await open();
  await admin.goTo(program, 'certificate.ready');
  await admin.send(program, { type: 'SELECT_CERTIFICATE', thumbprint: thumbprintOf(await renewed(at)) });
  for (const place of ['preChecks.ready', 'plan.ready']) expect(await admin.send(program, { type: 'NEXT' })).toBe(place);
  await admin.send(program, { type: 'CHOOSE_METHOD', method: 'direct' });
  await admin.send(program, { type: 'COMMIT', plan: program.view().context.plans.apply?.id ?? '' });
  const send = (event: WizardEvent): Promise<string> => admin.send(program, event);
  // The direct method finds every value as it should be, and says so once the newest values were opened.
  await open();
  expect(await send({ type: 'READ_BACK' })).toBe('change.done');
  expect(await send({ type: 'NEXT' })).toBe('postChecks.collect');
  await open();
  for (const place of ['postChecks.done', 'finish.ready'])
    expect(await send({ type: place === 'finish.ready' ? 'NEXT' : 'CHECK_AGAIN' })).toBe(place);
  expect(await send({ type: 'SHOW_OLD_CERTIFICATE' })).toBe('oldCertificate.ready');
  const [old] = program.view().oldCertificate?.certificates ?? [];
  await send({ type: 'CHOOSE_OLD_CERTIFICATE', thumbprint: old?.thumbprint ?? '' });
  await send({ type: 'TYPE_THUMBPRINT', text: old?.thumbprint ?? '' });
  const commit = (): Promise<string> => send({ type: 'COMMIT', plan: program.view().context.plans.removal?.id ?? '' });
  return { program, send, open, commit, runShown };

  /** Runs those of the shown commands, and opens what is read then. */
  async function runShown(isRun: (id: string) => boolean = () => true): Promise<readonly string[]> {
    const steps = program.view().stepsToDo;
    for (const step of steps.filter(({ id }) => isRun(id))) {
      if (step.kind === 'person') admin.organization = takeStep(admin.organization, step);
      else await admin.run([step.call]);
    }
    await open();
    for (const { name, stoppedServices } of admin.organization.servers) await paste(healthText(name, stoppedServices));
    return steps.map(({ id }) => id);
  }

  async function paste(text: string): Promise<void> {
    const source = await program.collected.examineText(text);
    const added = source.ok ? await program.controller.addSource(source.value) : source;
    if (!added.ok) throw new Error(added.error.code);
  }
}

/** What the reading that the page shows prints in the Exchange Management Shell. */
const healthText = (server: string, stopped: readonly string[]): string =>
  [
    `[PS] C:\\>Test-ServiceHealth -Server '${server}' | Format-List Role,RequiredServicesRunning,ServicesRunning,ServicesNotRunning | Out-String -Width 4096`,
    '',
    'Role                    : Hub Transport Server Role',
    `RequiredServicesRunning : ${stopped.length === 0 ? 'True' : 'False'}`,
    `ServicesRunning         : {${['IISAdmin', 'MSExchangeTransport'].filter((one) => !stopped.includes(one)).join(', ')}}`,
    `ServicesNotRunning      : {${stopped.join(', ')}}`,
    '',
  ].join('\n');
