/** Guided mode: the administrator runs the commands; the wizard believes only what is collected after them. */
import { callOf } from '../plan/script-plans.ts';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placedTexts, readingText } from '../../../shared/plan/step-text.ts';
import { stepOf } from '../../../shared/run/run-view.ts';
import type { WizardEvent } from '../../../shared/wizard/events.ts';
import { wizardStepName } from './administrator.ts';
import { guidedAdministrator, type GuidedAdministrator } from './guided-administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

let program: Program;
let admin: GuidedAdministrator;

beforeEach(async () => {
  program = await startProgram(await newFolder());
  admin = await guidedAdministrator();
});
afterEach(removeFolders);

const goTo = (place: string): Promise<void> => admin.goTo(program, place);
const send = (event: WizardEvent): Promise<string> => admin.send(program, event);
const openCollected = async (): Promise<void> => admin.open(program, await admin.collected());
const plan = (): string => program.view().context.plans[program.view().context.active]?.id ?? '';
/** The administrator runs the commands that are shown, on the first of these servers. */
const runCommands = (servers = 9): Promise<void> => admin.run(program.view().stepsToDo.slice(0, servers).map(callOf));

async function toManual(): Promise<void> {
  await goTo('onPremises.ready');
  await openCollected();
  await goTo('change.manual');
}

const states = (): readonly string[] => {
  const { plans, runs } = program.view().context;
  return (plans.apply?.steps ?? []).flatMap(({ kind, id }) => (kind === 'call' ? [stepOf(runs.apply, id).state] : []));
};

describe('guided mode', () => {
  it('goes from the collected files to the report, and sends nothing', async () => {
    await toManual();
    await runCommands();
    await openCollected();
    expect(await send({ type: 'READ_BACK' })).toBe('change.done');
    expect(states()).toEqual(['applied', 'applied', 'applied']);

    await goTo('postChecks.collect');
    admin.runHcw(program.view().context.certificate ?? '');
    await openCollected();
    expect(await send({ type: 'CHECK_AGAIN' })).toBe('postChecks.done');
    expect(program.view().postChecks?.filter(({ severity }) => severity !== 'ok')).toEqual([]);
    await goTo('finish.ready');
    expect(program.view().context.commands.filter(({ call }) => call.cmdlet.startsWith('Set-'))).toEqual([]);
  });

  it('asks for what was collected before it goes on', async () => {
    await goTo('onPremises.ready');
    await send({ type: 'CONNECT' });
    expect(program.view().context.validation).toBe('onPremises.sourceMissing');
    const [onPremises = '', online = ''] = await admin.collected();
    await admin.open(program, [onPremises]);
    await send({ type: 'CONNECT' });
    await send({ type: 'CONNECT' });
    expect(program.view().context.validation).toBe('exchangeOnline.sourceMissing');
    await admin.open(program, [online]);
    expect(await send({ type: 'CONNECT' })).toBe('collect.done');
  });

  it('has the values of before on the disk when it shows the commands', async () => {
    await toManual();
    const { path = '' } = program.view().context.runs.apply ?? {};
    expect(await readFile(join(path, 'undo.ps1'), 'utf8')).toContain('Set-ReceiveConnector');
    expect(await readdir(path)).toEqual(expect.arrayContaining(['apply.ps1', 'journal.jsonl', 'plan.json', 'snapshot.json', 'undo.ps1']));
  });

  it('does not take what was collected before the commands for their result', async () => {
    await toManual();
    await runCommands();
    expect(await send({ type: 'READ_BACK' })).toBe('change.manual');
    expect(program.view().context.validation).toBe('change.resultMissing');
    const [first] = program.view().context.sources;
    const again = await program.collected.examine('file', first?.path ?? '');
    expect(again.ok && (await program.controller.addSource(again.value))).toMatchObject({
      ok: false,
      error: { code: 'collection.sameAgain' },
    });
  });

  it('says of what the new result does not hold that it is unknown, not that it was not done', async () => {
    await toManual();
    await runCommands();
    const [step] = program.view().stepsToDo;
    if (step === undefined) throw new Error('there is no step');
    const pasted = await program.collected.examineText(
      [
        ...placedTexts([step]).map((command) => `[PS] C:\\>${command}`),
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
    expect(pasted.ok && (await program.controller.addSource(pasted.value)).ok).toBe(true);
    expect(await send({ type: 'READ_BACK' })).toBe('change.manual');
    expect(states()).toEqual(['applied', 'doubt', 'doubt']);
  });

  it('shows the rest when some were not run, and goes on from there', async () => {
    await toManual();
    await runCommands(1);
    await openCollected();
    expect(await send({ type: 'READ_BACK' })).toBe('change.stopped');
    expect(states()).toEqual(['applied', 'notApplied', 'notApplied']);
    expect(await send({ type: 'COMMIT', plan: plan() })).toBe('change.manual');
    expect(program.view().stepsToDo.map(({ server }) => server)).toEqual(['EX02', 'EX03']);
    await runCommands();
    await openCollected();
    expect(await send({ type: 'READ_BACK' })).toBe('change.done');
  });

  it('leads the way back, and believes it when it is read', async () => {
    const before = admin.organization;
    await toManual();
    await runCommands();
    await openCollected();
    await send({ type: 'READ_BACK' });
    await send({ type: 'SHOW_ROLLBACK' });
    expect(await send({ type: 'COMMIT', plan: program.view().context.plans.rollback?.id ?? '' })).toBe('change.manual');
    await send({ type: 'READ_BACK' });
    expect(program.view().context.validation).toBe('change.resultMissing');
    admin.organization = before;
    await openCollected();
    expect(await send({ type: 'READ_BACK' })).toBe('change.done');
    expect(program.view().context.runs.rollback?.isFinished).toBe(true);
  });

  it('after the HCW does not know what that has written, and so does not call the rollback complete', async () => {
    await toManual();
    await runCommands();
    await openCollected();
    await send({ type: 'READ_BACK' });
    await send({ type: 'SHOW_ROLLBACK' });
    const { review } = program.view().context;
    // The commands of the run are reviewed; everything else that the HCW may write was not read since.
    expect(new Set(review?.map(({ kind }) => kind))).toEqual(new Set(['putBack', 'unread']));
    expect(review?.filter(({ kind }) => kind === 'putBack')).toHaveLength(6);
    const before = admin.organization;
    await send({ type: 'COMMIT', plan: program.view().context.plans.rollback?.id ?? '' });
    await runCommands();
    expect(admin.organization).not.toEqual(before);
    await openCollected();
    expect(await send({ type: 'READ_BACK' })).toBe('change.done');
    const journal = await readFile(join(program.view().context.runs.apply?.path ?? '', 'journal.jsonl'), 'utf8');
    expect(journal).toContain('"outcome":"left"');
    expect(journal).not.toContain('rolledBack');
  });

  it('names the certificate in the hybrid configuration by hand, and reads it back', async () => {
    await toManual();
    await runCommands();
    await openCollected();
    await send({ type: 'READ_BACK' });
    await send({ type: 'NEXT' });
    await send({ type: 'ANSWER', answer: 'notSelected' });
    await send({ type: 'NEXT' });
    expect(await send({ type: 'COMMIT', plan: program.view().context.plans.fix?.id ?? '' })).toBe('change.manual');
    await admin.run(program.view().stepsToDo.map(callOf));
    await admin.open(program, (await admin.collected()).slice(0, 1));
    expect(await send({ type: 'READ_BACK' })).toBe('change.done');
    expect(await send({ type: 'NEXT' })).toBe('hcw.ready');
  });

  it('is taken up again from the same files, and stops when one of them is no longer what it was', async () => {
    await goTo('onPremises.ready');
    await openCollected();
    await goTo('certificate.ready');
    await program.saved();

    program = await startProgram(program.folder);
    await program.controller.send({ type: 'RESUME' });
    expect(wizardStepName(program.view())).toBe('certificate.ready');
    await goTo('change.manual');
    await runCommands();
    const late = await admin.collected();
    await admin.open(program, late);
    await writeFile(late[0] ?? '', 'something else');
    expect(await send({ type: 'READ_BACK' })).toBe('change.stopped');
    expect(program.view().context.problem).toMatchObject({ code: 'collection.changed', details: { path: late[0] } });
    // Their commands were shown, and nothing has been read since.
    expect(states()).toEqual(['doubt', 'doubt', 'doubt']);
  });

  it('refuses what it cannot read, with the place, and stays as it was', async () => {
    await goTo('onPremises.ready');
    const path = join(admin.files, 'broken.xml');
    await writeFile(path, '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n<Obj RefId="0"><TN');
    expect(await program.collected.examine('file', path)).toMatchObject({
      ok: false,
      error: { code: 'collection.notClixml', details: { path, line: '2' } },
    });
    expect(program.view().context.sources).toEqual([]);
    expect(await program.collected.examine('file', join(admin.files, 'absent.xml'))).toMatchObject({
      ok: false,
      error: { code: 'file.unreadable' },
    });
  });

  it('takes nothing in another mode', async () => {
    const [path = ''] = await admin.collected();
    const source = await program.collected.examine('file', path);
    await program.controller.send({ type: 'CHOOSE_MODE', mode: 'practice' });
    expect(source.ok && (await program.controller.addSource(source.value))).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
  });
});
