/** Guided mode: the administrator runs the commands; the wizard believes only what is collected after them. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrganisationFile } from '../../../shared/model/organisation-file.ts';
import { readingText } from '../../../shared/plan/by-hand.ts';
import { stateOf } from '../../../shared/plan/restore.ts';
import { practiceGateway } from '../../../src-main/exchange/practice/gateway.ts';
import { runHybridConfigurationWizard } from '../../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { practiceOrganisation } from '../../../src-main/exchange/practice/organisations/index.ts';
import { collect } from '../../contract/collect.ts';
import { nextEvent, placeName } from './administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

let program: Program;
let organisation: OrganisationFile;
let files: string;
let collections = 0;

beforeEach(async () => {
  program = await startProgram(await newFolder());
  files = await newFolder();
  organisation = await practiceOrganisation('renewal', new Date('2026-11-20T09:00:00Z'));
});
afterEach(removeFolders);

/** Runs the collection script, and gives its two files. */
async function collected(): Promise<readonly string[]> {
  collections += 1;
  const at = new Date(Date.UTC(2026, 10, 20, 10, collections));
  const written = await collect(practiceGateway(organisation), at);
  return Promise.all(
    written.map(async ({ side, text }) => {
      const path = join(files, `${String(collections)} ${side}.xml`);
      await writeFile(path, text);
      return path;
    }),
  );
}

async function open(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const source = await program.guided.examine('file', path);
    if (!source.ok) throw new Error(JSON.stringify(source.error));
    expect(await program.conductor.addSource(source.value)).toEqual({ ok: true, value: null });
  }
}

async function paste(text: string): Promise<void> {
  const source = await program.guided.examineText(text);
  if (!source.ok) throw new Error(JSON.stringify(source.error));
  await program.conductor.addSource(source.value);
}

/** Goes on as in every mode until that place. */
async function goTo(place: string): Promise<void> {
  for (;;) {
    const view = await program.until(({ task }) => task === null);
    if (placeName(view) === place) return;
    const event = nextEvent(view, 'guided');
    if (event === null) throw new Error(`${place} was not reached`);
    const sent = await program.conductor.send(event);
    if (!sent.ok) throw new Error(`${placeName(view)}: ${event.type} was refused`);
    const { notice, problem } = program.view().context;
    if (notice !== null || problem !== null) throw new Error(`${placeName(view)}: ${notice ?? ''} ${problem?.code ?? ''}`);
  }
}

async function toByHand(): Promise<void> {
  await goTo('onPremises.shown');
  await open(await collected());
  await goTo('change.byHand');
}

/** The administrator runs the commands that are shown, on the first of these servers. */
async function runCommands(servers = 9): Promise<void> {
  const gateway = practiceGateway(organisation, {
    onChange: (changed) => {
      organisation = changed;
      return Promise.resolve({ ok: true, value: undefined });
    },
  });
  for (const { call } of program.view().stepsToDo.slice(0, servers)) {
    const outcome = await gateway.invoke(call);
    if (!outcome.ok) throw new Error(outcome.error.code);
  }
}

const send = async (event: Parameters<Program['conductor']['send']>[0]): Promise<string> => {
  const sent = await program.conductor.send(event);
  if (!sent.ok) throw new Error(sent.error.code);
  return placeName(await program.until(({ task }) => task === null));
};
const states = (): readonly string[] => {
  const { plan, results } = program.view().context;
  return (plan?.steps ?? []).map(({ id }) => stateOf(results, id));
};

describe('guided mode', () => {
  it('goes from the collected files to the report, and sends nothing', async () => {
    await toByHand();
    await runCommands();
    await open(await collected());
    expect(await send({ type: 'READ_BACK' })).toBe('change.done');
    expect(states()).toEqual(['done', 'done', 'done']);

    await goTo('postChecks.collect');
    const thumbprint = program.view().context.certificate ?? '';
    organisation = runHybridConfigurationWizard(organisation, thumbprint);
    await open(await collected());
    expect(await send({ type: 'CHECK_AGAIN' })).toBe('postChecks.done');
    expect(program.view().postChecks?.filter(({ severity }) => severity !== 'ok')).toEqual([]);
    await goTo('finish.shown');
    expect(program.view().context.commands.filter(({ call }) => call.cmdlet.startsWith('Set-'))).toEqual([]);
  });

  it('asks for what was collected before it goes on', async () => {
    await goTo('onPremises.shown');
    await send({ type: 'CONNECT' });
    expect(program.view().context.notice).toBe('onPremises.sourceMissing');
    const [onPremises = '', online = ''] = await collected();
    await open([onPremises]);
    await send({ type: 'CONNECT' });
    await send({ type: 'CONNECT' });
    expect(program.view().context.notice).toBe('exchangeOnline.sourceMissing');
    await open([online]);
    expect(await send({ type: 'CONNECT' })).toBe('gather.done');
  });

  it('has the values of before on the disk when it shows the commands', async () => {
    await toByHand();
    const saved = await readdir(join(program.folder, 'changes'));
    const script = saved.find((name) => name.endsWith('restore.ps1'));
    expect(await readFile(join(program.folder, 'changes', script ?? ''), 'utf8')).toContain('Set-ReceiveConnector');
    expect(program.view().context.restoreScript).toContain('restore.ps1');
  });

  it('does not take what was collected before the commands for their result', async () => {
    await toByHand();
    await runCommands();
    expect(await send({ type: 'READ_BACK' })).toBe('change.byHand');
    expect(program.view().context.notice).toBe('change.resultMissing');
    const [first] = program.view().context.sources;
    const again = await program.guided.examine('file', first?.path ?? '');
    expect(again.ok && (await program.conductor.addSource(again.value))).toMatchObject({
      ok: false,
      error: { code: 'collection.sameAgain' },
    });
  });

  it('says of what the new result does not hold that it is unknown, not that it was not done', async () => {
    await toByHand();
    await runCommands();
    const [step] = program.view().stepsToDo;
    if (step === undefined) throw new Error('there is no step');
    await paste(
      [
        `[PS] C:\\>${readingText(step)}`,
        '',
        '',
        'Identity              : EX01\\Default Frontend EX01',
        'Name                  : Default Frontend EX01',
        'Server                : EX01',
        'Bindings              : {[::]:25, 0.0.0.0:25}',
        'TlsCertificateName    : ',
        'TlsDomainCapabilities : {}',
        '',
      ].join('\r\n'),
    );
    expect(await send({ type: 'READ_BACK' })).toBe('change.failed');
    expect(states()).toEqual(['done', 'unknown', 'unknown']);
    expect(program.view().stepsToRestore.map(({ server }) => server)).toEqual(['EX03', 'EX02', 'EX01']);
  });

  it('shows the rest when some were not run, and goes on from there', async () => {
    await toByHand();
    await runCommands(1);
    await open(await collected());
    expect(await send({ type: 'READ_BACK' })).toBe('change.failed');
    expect(states()).toEqual(['done', 'waiting', 'waiting']);
    expect(await send({ type: 'COMMIT_RESET', plan: program.view().context.plan?.id ?? '' })).toBe('change.byHand');
    expect(program.view().stepsToDo.map(({ server }) => server)).toEqual(['EX02', 'EX03']);
    await runCommands();
    await open(await collected());
    expect(await send({ type: 'READ_BACK' })).toBe('change.done');
  });

  it('leads the way back, and believes it when it is read', async () => {
    const before = organisation;
    await toByHand();
    await runCommands();
    await open(await collected());
    await send({ type: 'READ_BACK' });
    await send({ type: 'SHOW_RESTORE' });
    expect(await send({ type: 'COMMIT_RESTORE', plan: program.view().context.plan?.id ?? '' })).toBe('change.restoreByHand');
    await send({ type: 'READ_BACK' });
    expect(program.view().context.notice).toBe('change.resultMissing');
    organisation = before;
    await open(await collected());
    expect(await send({ type: 'READ_BACK' })).toBe('change.restored');
    expect(program.view().context.exposedSince).toBeNull();
  });

  it('names the certificate in the hybrid configuration by hand, and reads it back', async () => {
    await toByHand();
    await runCommands();
    await open(await collected());
    await send({ type: 'READ_BACK' });
    await send({ type: 'NEXT' });
    await send({ type: 'ANSWER', answer: 'notSelected' });
    await send({ type: 'NEXT' });
    expect(await send({ type: 'COMMIT_REMEDY', plan: program.view().context.remedy?.id ?? '' })).toBe('remediation.byHand');
    const [step] = program.view().context.remedy?.steps ?? [];
    if (step === undefined) throw new Error('there is no step');
    const gateway = practiceGateway(organisation, {
      onChange: (changed) => {
        organisation = changed;
        return Promise.resolve({ ok: true, value: undefined });
      },
    });
    await gateway.invoke(step.call);
    await open((await collected()).slice(0, 1));
    expect(await send({ type: 'READ_BACK' })).toBe('remediation.done');
  });

  it('is taken up again from the same files, and stops when one of them is no longer what it was', async () => {
    await goTo('onPremises.shown');
    await open(await collected());
    await goTo('certificate.shown');
    await program.saved();

    program = await startProgram(program.folder);
    await program.conductor.send({ type: 'RESUME' });
    expect(placeName(program.view())).toBe('certificate.shown');
    await goTo('change.byHand');
    await runCommands();
    const late = await collected();
    await open(late);
    await writeFile(late[0] ?? '', 'something else');
    expect(await send({ type: 'READ_BACK' })).toBe('change.failed');
    expect(program.view().context.problem).toMatchObject({ code: 'collection.changed', details: { path: late[0] } });
    expect(states()).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('refuses what it cannot read, with the place, and stays as it was', async () => {
    await goTo('onPremises.shown');
    const path = join(files, 'broken.xml');
    await writeFile(path, '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n<Obj RefId="0"><TN');
    expect(await program.guided.examine('file', path)).toMatchObject({
      ok: false,
      error: { code: 'collection.notClixml', details: { path, line: '2' } },
    });
    expect(program.view().context.sources).toEqual([]);
    expect(await program.guided.examine('file', join(files, 'absent.xml'))).toMatchObject({
      ok: false,
      error: { code: 'file.unreadable' },
    });
  });

  it('takes nothing in another mode', async () => {
    const [path = ''] = await collected();
    const source = await program.guided.examine('file', path);
    await program.conductor.send({ type: 'CHOOSE_MODE', mode: 'practice' });
    expect(source.ok && (await program.conductor.addSource(source.value))).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
  });
});
