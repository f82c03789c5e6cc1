/** A renewal over Edge servers in guided mode, on real files: a person runs every command on every server, and collects on each. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { isOnEdge, type ObjectStep } from '../../../shared/plan/plan.ts';
import { stepOf } from '../../../shared/run/run-view.ts';
import { runFiles } from '../../../src-main/change/read-run.ts';
import { takeStep } from '../../../src-main/exchange/practice/on-server.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { newCertificate } from './administrator.ts';
import { guidedAdministrator, type GuidedAdministrator } from './guided-administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

afterEach(removeFolders);

async function run(admin: GuidedAdministrator, steps: readonly ObjectStep[]): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'person') admin.organization = takeStep(admin.organization, step);
    else await admin.run([step.call]);
  }
}

/** Runs the shown commands, and opens what every script gives then. */
async function runShown(program: Program, admin: GuidedAdministrator): Promise<readonly string[]> {
  const steps = program.view().stepsToDo;
  await run(admin, steps);
  await admin.open(program, await admin.collected());
  for (const server of ['EDGE01', 'EDGE02']) await paste(program, synchronizationText(server, isSynchronized(admin, server)));
  return steps.map(({ id }) => id);
}

const isSynchronized = ({ organization: { edgeSendConnectors, sendConnectors } }: GuidedAdministrator, server: string): boolean =>
  JSON.stringify(edgeSendConnectors?.[server]) === JSON.stringify(sendConnectors);

/** What the reading that the page shows prints in the Exchange Management Shell. */
const synchronizationText = (server: string, isSame: boolean): string =>
  [
    `[PS] C:\\>Test-EdgeSynchronization -TargetServer '${server}' -FullCompareMode -ExcludeRecipientTest | Format-List Name,SyncStatus,SendConnectorStatus | Out-String -Width 4096`,
    '',
    `Name                : ${server}`,
    'SyncStatus          : Normal',
    `SendConnectorStatus : ${isSame ? 'Synchronized' : 'NotSynchronized'}`,
    '',
  ].join('\n');

async function paste(program: Program, text: string): Promise<void> {
  const source = await program.collected.examineText(text);
  const added = source.ok ? await program.controller.addSource(source.value) : source;
  if (!added.ok && added.error.code !== 'collection.sameAgain') throw new Error(added.error.code);
}

async function toCommands(): Promise<{ readonly program: Program; readonly admin: GuidedAdministrator }> {
  const program = await startProgram(await newFolder());
  const admin = await guidedAdministrator();
  admin.organization = await practiceOrganization('edge', new Date('2026-11-20T09:00:00Z'));
  await admin.goTo(program, 'onPremises.ready');
  await admin.open(program, await admin.collected());
  await admin.goTo(program, 'certificate.ready');
  await admin.send(program, { type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(program.view()) });
  for (const place of ['preChecks.ready', 'plan.ready']) expect(await admin.send(program, { type: 'NEXT' })).toBe(place);
  await admin.send(program, { type: 'CHOOSE_METHOD', method: 'direct' });
  expect(await admin.send(program, { type: 'COMMIT', plan: program.view().context.plans.apply?.id ?? '' })).toBe('change.manual');
  return { program, admin };
}

/** Runs, opens and reads until everything is proven; the places on the way. */
async function toEnd(program: Program, admin: GuidedAdministrator): Promise<readonly string[]> {
  const places: string[] = [];
  for (let turn = 0; turn < 6; turn++) {
    const ran = await runShown(program, admin);
    const place = await admin.send(program, { type: 'READ_BACK' });
    places.push(`${ran.map((id) => id.split(' ')[0] ?? '').join(' ')}: ${place}`);
    if (place !== 'change.stopped') return places;
    expect(await admin.send(program, { type: 'COMMIT', plan: program.view().context.plans.apply?.id ?? '' })).toBe('change.manual');
  }
  throw new Error(places.join('\n'));
}

it('is carried out by hand on Mailbox and Edge servers, and proven by what was collected on each', async () => {
  const { program, admin } = await toCommands();
  expect(program.view().stepsToDo.some(isOnEdge)).toBe(true);
  expect(await toEnd(program, admin)).toEqual([
    'install enable send configuration receive receive: change.stopped',
    // What EdgeSync brings there says nothing before everything else is proven.
    'synchronize synchronize: change.done',
  ]);
  const { plans, runs } = program.view().context;
  expect((plans.apply?.steps ?? []).map(({ id }) => stepOf(runs.apply, id).state)).not.toContain('doubt');
  expect(await admin.send(program, { type: 'NEXT' })).toBe('postChecks.collect');
  await admin.open(program, await admin.collected());
  expect(await admin.send(program, { type: 'CHECK_AGAIN' })).toBe('postChecks.done');
  expect(program.view().outcome).toMatchObject({ verdict: 'asExpected' });
  expect(program.view().context.commands.filter(({ call }) => call.cmdlet.startsWith('Set-'))).toEqual([]);
});

it('does not take for done what was run on an Edge server and not collected there since', async () => {
  const { program, admin } = await toCommands();
  const onEdge = program.view().stepsToDo.filter(isOnEdge);
  const shown = program.view().stepsToDo;
  await run(admin, shown);
  const paths = await admin.collected();
  const ofMailboxServers = paths.filter((path) => !basename(path).startsWith('edge-'));
  expect(ofMailboxServers.length).toBe(paths.length - 2);
  await admin.open(program, ofMailboxServers);
  expect(await admin.send(program, { type: 'READ_BACK' })).toBe('change.manual');
  const { apply } = program.view().context.runs;
  expect(onEdge.map(({ id }) => stepOf(apply, id).state)).toEqual(onEdge.map(() => 'doubt'));
  expect(shown.filter((step) => !isOnEdge(step)).map(({ id }) => stepOf(apply, id).state)).toEqual(['applied', 'applied']);
  // Their files prove it without another command.
  await admin.open(
    program,
    paths.filter((path) => !ofMailboxServers.includes(path)),
  );
  expect(await admin.send(program, { type: 'READ_BACK' })).toBe('change.stopped');
  expect(program.view().stepsToDo.map(({ id }) => id)).toEqual(['synchronize EDGE01', 'synchronize EDGE02']);
});

it('ends a run as rolled back when its commands were not run and EdgeSync is proven', async () => {
  const { program, admin } = await toCommands();
  const run = program.view().context.runs.apply?.path ?? '';
  await admin.open(program, await admin.collected());
  expect(await admin.send(program, { type: 'READ_BACK' })).toBe('change.stopped');
  expect(await admin.send(program, { type: 'SHOW_ROLLBACK' })).toBe('change.rollbackReview');
  const { review, plans } = program.view().context;
  expect(new Set(review?.map(({ kind }) => kind))).toEqual(new Set(['unchanged']));
  expect(plans.rollback?.steps.map(({ id }) => id)).toEqual(['synchronize EDGE01', 'synchronize EDGE02']);
  expect(await admin.send(program, { type: 'COMMIT', plan: plans.rollback?.id ?? '' })).toBe('change.manual');
  for (const server of ['EDGE01', 'EDGE02']) await paste(program, synchronizationText(server, true));
  expect(await admin.send(program, { type: 'READ_BACK' })).toBe('change.done');
  expect(await readFile(join(run, runFiles.journal), 'utf8')).toContain('"outcome":"rolledBack"');
});
