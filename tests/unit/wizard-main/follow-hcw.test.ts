/** The log of the HCW, followed in a real folder while its page is shown. */
import { appendFile, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hcwLogFolder, stampOf } from '../../../src-main/hcw-log/log-folder.ts';
import { hcwLogHandlers } from '../../../src-main/hcw-log/handlers.ts';
import { formatCertificateName } from '../../../shared/x509/certificate-name.ts';
import { callOf } from '../plan/script-plans.ts';
import { goTo } from './administrator.ts';
import { guidedAdministrator, type GuidedAdministrator } from './guided-administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

let program: Program;
let admin: GuidedAdministrator;
let logs: string;

beforeEach(async () => {
  logs = hcwLogFolder({ APPDATA: await newFolder() }) ?? '';
  program = await startProgram(await newFolder(), { hcwLogFolder: logs });
  admin = await guidedAdministrator();
});
afterEach(async () => {
  // Leaving the page ends the following.
  if (program.view().page === 'hcw') await program.controller.send({ type: 'BACK' });
  await removeFolders();
});

async function toHcw(): Promise<void> {
  await admin.goTo(program, 'onPremises.ready');
  await admin.open(program, await admin.collected());
  await admin.goTo(program, 'change.manual');
  await admin.run(program.view().stepsToDo.map(callOf));
  await admin.open(program, await admin.collected());
  await admin.send(program, { type: 'READ_BACK' });
  await admin.send(program, { type: 'NEXT' });
}

const head = (context: string): string => `2026.11.28 09:12:00.000         10276 [Client=UX, ${context}Thread=7] `;
const begin = `${head('')}Hybrid Configuration Wizard\r\n`;
const start = (): string => {
  const { chosen } = program.view();
  const name = chosen === null ? '' : formatCertificateName(chosen.name);
  return `${head('Session=OnPremises, Cmdlet=Set-HybridConfiguration, ')}START Set-HybridConfiguration -TLSCertificateName '${name}'\r\n`;
};
const finish = `${head('Session=OnPremises, Cmdlet=Set-HybridConfiguration, ')}FINISH Time=9.0ms Results=\r\n`;
const earlier = '20200101_000000.log';
const later = '20990101_000000.log';
const ticked = (): readonly string[] => program.view().context.hcw.ticked;

describe('a log that grows beside the page', () => {
  it('ticks step after step; the folder may come later', async () => {
    await toHcw();
    expect(program.view().hcwLogs).toEqual([]);
    await mkdir(logs, { recursive: true });
    await writeFile(join(logs, later), begin);
    const [log] = (await program.until(({ hcwLogs }) => hcwLogs.length > 0)).hcwLogs;
    expect(log).toMatchObject({ file: later, origin: 'followed', outcomes: { finished: 0, failed: 0, notKnown: 0 } });
    expect(ticked()).toEqual(['2-1', '2-2']);
    await appendFile(join(logs, later), start() + finish.slice(0, 40));
    await program.until(({ hcwLogs }) => hcwLogs[0]?.outcomes.notKnown === 1);
    expect([ticked(), program.view().context.hcwUnread]).toEqual([['2-1', '2-2'], true]);
    await appendFile(join(logs, later), finish.slice(40));
    const view = await program.until(({ hcwLogs }) => hcwLogs[0]?.outcomes.finished === 1);
    expect(view.context.hcw).toMatchObject({ ticked: ['2-1', '2-2', '2-3', '2-4', '2-5'], answer: 'selected' });
    expect(program.unexpected).toEqual([]);
  });

  it('is read on when the page is shown again, of the same round; a tick taken away stays away', async () => {
    await toHcw();
    await mkdir(logs, { recursive: true });
    const { shownAt } = program.view().context.hcw;
    // Begun when the page was shown first, so before it is shown again.
    const path = join(logs, `${stampOf(new Date(shownAt ?? ''))}.log`);
    await writeFile(path, begin);
    await program.until(() => ticked().length === 2);
    await program.controller.send({ type: 'TICK', step: '2-1', ticked: false });
    await program.controller.send({ type: 'BACK' });
    expect(program.view().page).toBe('change');
    await appendFile(path, start() + finish);
    await program.controller.send({ type: 'NEXT' });
    const view = await program.until(({ hcwLogs }) => hcwLogs[0]?.outcomes.finished === 1);
    expect(view.context.hcw).toMatchObject({ shownAt, ticked: ['2-2', '2-3', '2-4', '2-5'] });
  });

  it('is none of which it is not known that it was begun since the page was shown, although it has changed last', async () => {
    await mkdir(logs, { recursive: true });
    await writeFile(join(logs, 'renamed.log'), begin + start() + finish);
    await utimes(join(logs, 'renamed.log'), new Date('2100-01-01'), new Date('2100-01-01'));
    await toHcw();
    await writeFile(join(logs, later), begin);
    await program.until(({ hcwLogs }) => hcwLogs[0]?.file === later);
    expect(ticked()).toEqual(['2-1', '2-2']);
  });

  it('keeps of the log nothing but the ticks', async () => {
    await toHcw();
    await mkdir(logs, { recursive: true });
    await writeFile(join(logs, later), begin + start());
    await program.until(() => ticked().length === 2);
    const saved = await program.saved();
    expect(saved?.context.hcw).toMatchObject({ ticked: ['2-1', '2-2'], inLog: ['2-1', '2-2'] });
    expect(JSON.stringify(saved)).not.toContain(later);
  });
});

describe('a log that is opened', () => {
  const openLog = (path: string): ReturnType<ReturnType<typeof hcwLogHandlers>['hcw:openLog']> =>
    hcwLogHandlers({
      view: () => program.view(),
      addHcwLog: (reading) => program.controller.addHcwLog(reading),
      askToOpen: () => Promise.resolve(path === '' ? [] : [path]),
    })['hcw:openLog'](undefined);

  it('is shown, and ticks nothing', async () => {
    await toHcw();
    const path = join(await newFolder(), earlier);
    await writeFile(path, begin + start() + finish.trimEnd());
    expect(await openLog('')).toEqual({ ok: true, value: null });
    expect(program.view().hcwLogs).toEqual([]);
    expect(await openLog(path)).toEqual({ ok: true, value: null });
    expect(program.view().hcwLogs).toMatchObject([{ origin: 'opened', file: earlier, outcomes: { finished: 0, notKnown: 1 } }]);
    expect(ticked()).toEqual([]);
    expect(await openLog(join(path, 'absent.log'))).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
  });

  it('is not asked for on another page, nor in practice', async () => {
    expect(await openLog('')).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    await goTo(program, 'hcw.ready', 'practice');
    expect(await openLog('')).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    expect(program.view().context.hcw.shownAt).toBeNull();
  });
});
