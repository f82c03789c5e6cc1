import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sides } from '../../../shared/commands/table.ts';
import { appError, fail, ok, type AppError, type Result } from '../../../shared/model/error.ts';
import { requests, type Handlers } from '../../../shared/ipc/channels.ts';
import { renewBy } from '../../../shared/rules/validity.ts';
import { verifyPack } from '../../../src-main/pack/verify-pack.ts';
import { numberedViews } from '../../../src-main/wizard/numbered-views.ts';
import { createHandlers } from '../../../src-main/wizard/handlers.ts';
import { goTo } from './administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

let program: Program;
let handlers: Handlers;
let chosen: string | null;
let opened: readonly string[];
let print: (html: string) => Promise<Uint8Array>;
const said: string[] = [];
/** Drops files as the window does: the preload hands over their paths, and the page asks with what it got for them. */
async function drop(...paths: readonly string[]): Promise<Result<readonly AppError[]>> {
  const dropped = await handlers['files:dropped']([...paths]);
  return dropped.ok ? handlers['collection:drop'](dropped.value.map(({ token }) => token)) : dropped;
}

beforeEach(async () => {
  program = await startProgram(await newFolder());
  said.length = 0;
  chosen = null;
  opened = [];
  print = (html) => Promise.resolve(new TextEncoder().encode(`PDF of ${html}`));
  const tell = (what: string): Promise<void> => {
    said.push(what);
    return Promise.resolve();
  };
  handlers = createHandlers({
    controller: program.controller,
    views: numberedViews(program.controller),
    collected: program.collected,
    practice: program.practice,
    onlineModule: async ({ onPremises }) => {
      await tell(`module ${onPremises.powershell}`);
      return ok({ version: '3.9.0', path: '/m.psd1', signature: 'unknown', signer: '' });
    },
    readRun: program.readRun,
    readRunFiles: program.readRunFiles,
    printReport: (html) => print(html),
    askToOpen: async (kind) => {
      await tell(`open ${kind}`);
      return opened;
    },
    now: () => new Date('2026-11-20T09:00:00Z'),
    facts: () => ({ version: '1.2.3', platform: 'win32', canConnect: true, theme: 'system', dataFolder: 'C:\\Wizard' }),
    chooseTheme: (theme) => void tell(`theme ${theme}`),
    openPlace: async (place) => {
      await tell(`place ${place}`);
      return place !== 'licenses';
    },
    origin: { program: 'Hybrid Certificate Wizard 1.2.3', user: 'CONTOSO\\admin' },
    writeClipboard: (text) => tell(`clipboard ${text}`),
    openLink: (id) => tell(`link ${id}`),
    openDraft: (to, subject) => tell(`draft ${to} ${subject}`),
    showInFolder: (path) => void tell(`show ${path}`),
    quit: () => void tell('quit'),
    setCompact: (on) => void tell(`compact ${String(on)}`),
    askPath: async (suggestion, kind) => {
      await tell(`ask ${suggestion} ${kind}`);
      return chosen;
    },
  });
});
afterEach(removeFolders);

it('changes the colors, and opens folders and licenses; what cannot be opened is said', async () => {
  expect(await handlers['app:theme']('dark')).toEqual(ok(null));
  expect(await handlers['app:open']('runs')).toEqual(ok(null));
  expect(await handlers['app:open']('licenses')).toMatchObject({
    ok: false,
    error: { code: 'place.notOpened', details: { place: 'licenses' } },
  });
});

it('there is one for every request', () => {
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(requests).sort());
});

it('tells what is, and passes on what is said', async () => {
  expect(await handlers['wizard:current'](undefined)).toEqual(ok({ revision: 0, view: program.view() }));
  expect(await handlers['wizard:send']({ type: 'CHOOSE_LANGUAGE', language: 'ja' })).toEqual(ok(null));
  expect(program.view().context.language).toBe('ja');
  expect(await handlers['app:facts'](undefined)).toEqual(
    ok({ version: '1.2.3', platform: 'win32', canConnect: true, theme: 'system', dataFolder: 'C:\\Wizard' }),
  );
  await handlers['clipboard:write']('Get-Command');
  await handlers['links:open']('KB2989382');
  await handlers['window:compact'](true);
  await handlers['app:quit'](undefined);
  expect(said).toEqual(['clipboard Get-Command', 'link KB2989382', 'compact true', 'quit']);
});

describe('pasting', () => {
  const text = '[PS] C:\\>Get-HybridConfiguration | fl\n\nSendingTransportServers : {EX01}\n';
  const onDisk = (): Promise<string[]> => readdir(join(program.folder, 'pasted')).catch(() => []);

  it('saves a text that is used, for its owner alone', async () => {
    await goTo(program, 'onPremises.ready', 'guided');
    expect(await handlers['collection:paste'](text)).toEqual(ok(null));
    expect(await onDisk()).toHaveLength(1);
    const [source] = program.view().context.sources;
    expect(await readFile(source?.path ?? '', 'utf8')).toBe(text);
  });

  it('keeps nothing on disk of a text that is refused: not understood, not taken now, or there already', async () => {
    expect(await handlers['collection:paste']('a secret')).toMatchObject({ ok: false, error: { code: 'collection.nothingKnown' } });
    expect(await handlers['collection:paste'](text)).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    expect(await onDisk()).toEqual([]);
    await goTo(program, 'onPremises.ready', 'guided');
    await handlers['collection:paste'](text);
    const [source] = await onDisk();
    expect(await handlers['collection:paste'](text)).toMatchObject({ ok: false, error: { code: 'collection.sameAgain' } });
    expect(await onDisk()).toEqual([source]);
  });

  it('does not even try to write what is refused', async () => {
    await writeFile(join(program.folder, 'pasted'), 'a file, where the folder would be');
    expect(await handlers['collection:paste'](text)).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    await goTo(program, 'onPremises.ready', 'guided');
    expect(await handlers['collection:paste'](text)).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
    expect(program.view().context.sources).toEqual([]);
  });

  it('deletes the text when its source is removed, and no file of the administrator', async () => {
    await goTo(program, 'onPremises.ready', 'guided');
    const own = join(program.folder, 'own.txt');
    await writeFile(own, `${text}\n`);
    await drop(own);
    for (const one of [text, `${text}\n\n`]) await handlers['collection:paste'](one);
    const [, first, second] = program.view().context.sources;
    expect((await onDisk()).sort()).toEqual([first, second].map((source) => basename(source?.path ?? '')).sort());
    for (const digest of [first?.digest, program.view().context.sources[0]?.digest])
      expect(await handlers['wizard:send']({ type: 'REMOVE_SOURCE', digest: digest ?? '' })).toEqual(ok(null));
    await vi.waitFor(async () => {
      expect(await onDisk()).toEqual([basename(second?.path ?? '')]);
    });
    expect(await readFile(own, 'utf8')).toBe(`${text}\n`);
  });

  it('keeps the text of a session that waits to be resumed, and deletes it when that is archived', async () => {
    await goTo(program, 'onPremises.ready', 'guided');
    await handlers['collection:paste'](text);
    await program.controller.close();
    const again = await startProgram(program.folder);
    expect(await onDisk()).toHaveLength(1);
    expect(await again.controller.send({ type: 'START_OVER' })).toEqual(ok(null));
    await again.controller.close();
    expect(await onDisk()).toEqual([]);
  });
});

describe('saving', () => {
  it('writes commands with the mark that Windows PowerShell needs, for their owner alone', async () => {
    chosen = join(program.folder, '命令 $(x).ps1');
    await writeFile(chosen, 'an older file that everybody may read', { mode: 0o644 });
    expect(await handlers['commands:save']("Set-X '日本'\r\n")).toEqual(ok({ path: chosen }));
    expect(await readFile(chosen, 'utf8')).toBe("\uFEFFSet-X '日本'\r\n");
    if (process.platform !== 'win32') expect((await stat(chosen)).mode & 0o777).toBe(0o600);
  });

  it('writes nothing when the dialog was closed, and has then nothing to show', async () => {
    expect(await handlers['report:save']('html')).toEqual(ok({ path: null }));
    expect(await handlers['commands:save']('x')).toEqual(ok({ path: null }));
    await handlers['report:show'](undefined);
    expect(said.filter((line) => line.startsWith('show'))).toEqual([]);
  });

  it('suggests a name with the day, and shows the report that was saved last', async () => {
    await goTo(program, 'finish.ready');
    chosen = join(program.folder, 'report.html');
    expect(await handlers['report:save']('html')).toEqual(ok({ path: chosen }));
    expect(await readFile(chosen, 'utf8')).toMatch(/^<!doctype html>/);
    chosen = null;
    await handlers['report:save']('html');
    await handlers['report:show'](undefined);
    expect(said).toContain('ask hybrid-certificate-renewal-2026-11-20.html html');
    expect(said.at(-1)).toBe(`show ${join(program.folder, 'report.html')}`);
  });

  it('writes the report of a run from its folder alone, and says why one cannot be read', async () => {
    await goTo(program, 'change.done');
    const [id = ''] = await readdir(join(program.folder, 'runs'));
    chosen = join(program.folder, 'run.html');
    expect(await handlers['report:saveRun']({ id, kind: 'html' })).toEqual(ok({ path: chosen }));
    const written = await readFile(chosen, 'utf8');
    for (const words of ['Change of the transport certificate', 'TlsDomainCapabilities', 'What the folder does not contain', id])
      expect(written).toContain(words);
    expect(written).not.toContain('Configured');
    await writeFile(join(program.folder, 'runs', id, 'plan.json'), '{}');
    expect(await handlers['report:saveRun']({ id, kind: 'html' })).toMatchObject({ ok: false, error: { code: 'run.damaged' } });
    expect(await handlers['report:saveRun']({ id: '../secret', kind: 'html' })).toMatchObject({
      ok: false,
      error: { code: 'file.unreadable' },
    });
  });

  it('prints a report only after a path was chosen, and shows it afterward', async () => {
    await goTo(program, 'finish.ready');
    const printed: string[] = [];
    print = (html) => {
      printed.push(html);
      return Promise.resolve(new Uint8Array([1, 0, 255]));
    };
    expect(await handlers['report:save']('pdf')).toEqual(ok({ path: null }));
    expect(printed).toEqual([]);
    chosen = join(program.folder, 'report.pdf');
    expect(await handlers['report:save']('pdf')).toEqual(ok({ path: chosen }));
    expect([...(await readFile(chosen))]).toEqual([1, 0, 255]);
    expect(printed).toEqual([expect.stringMatching(/^<!doctype html>/)]);
    expect(said).toContain('ask hybrid-certificate-renewal-2026-11-20.pdf pdf');
    await handlers['report:show'](undefined);
    expect(said.at(-1)).toBe(`show ${chosen}`);
    chosen = join(program.folder, 'run.pdf');
    const [id = ''] = await readdir(join(program.folder, 'runs'));
    expect(await handlers['report:saveRun']({ id, kind: 'pdf' })).toEqual(ok({ path: chosen }));
    expect(printed[1]).toContain('What the folder does not contain');
  });

  it('writes nothing when the report cannot be printed, and says why', async () => {
    await goTo(program, 'finish.ready');
    print = () => Promise.reject(new Error('The page ended: crashed'));
    const [id = ''] = await readdir(join(program.folder, 'runs'));
    chosen = join(program.folder, 'not written');
    const error = { code: 'file.notWritten', details: { path: chosen, message: 'The page ended: crashed' } };
    expect(await handlers['report:save']('pdf')).toMatchObject({ ok: false, error });
    expect(await handlers['pack:save']({ id, report: 'session' })).toMatchObject({ ok: false, error });
    await expect(stat(chosen)).rejects.toThrow();
  });

  it('writes a whole pack with the report of the session or that of the run, as HTML and PDF', async () => {
    await goTo(program, 'finish.ready');
    const [id = ''] = await readdir(join(program.folder, 'runs'));
    chosen = join(program.folder, 'pack.zip');
    for (const [report, title] of [
      ['session', 'Renewal of the transport certificate'],
      ['run', 'Change of the transport certificate, from the folder of its run'],
    ] as const) {
      expect(await handlers['pack:save']({ id, report })).toEqual(ok({ path: chosen }));
      const bytes = await readFile(chosen);
      const checked = verifyPack(bytes);
      expect(checked).toMatchObject({ ok: true, value: { faults: [], manifest: { of: 'run', run: id, redacted: [] } } });
      const { 'report.html': html, 'report.pdf': pdf } = unzipSync(bytes);
      expect(strFromU8(html ?? new Uint8Array())).toContain(`<title>${title}</title>`);
      expect(strFromU8(pdf ?? new Uint8Array())).toBe(`PDF of ${strFromU8(html ?? new Uint8Array())}`);
    }
    expect(said).toContain(`ask hybrid-certificate-pack-0001.zip zip`);
    expect(await handlers['pack:save']({ id: '../secret', report: 'run' })).toMatchObject({
      ok: false,
      error: { code: 'file.unreadable' },
    });
  });

  it('writes a change request of the plan that is whole, and none before there is a plan', async () => {
    chosen = join(program.folder, 'request.zip');
    expect(await handlers['request:save'](undefined)).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    const { context } = await goTo(program, 'plan.ready');
    expect(await handlers['request:save'](undefined)).toEqual(ok({ path: chosen }));
    const bytes = await readFile(chosen);
    expect(verifyPack(bytes)).toMatchObject({
      ok: true,
      value: { faults: [], manifest: { of: 'changeRequest', plan: context.plans.apply?.id, time: '2026-11-20T09:00:00.000Z' } },
    });
    const { 'request.html': html, 'request.pdf': pdf } = unzipSync(bytes);
    expect(strFromU8(pdf ?? new Uint8Array())).toBe(`PDF of ${strFromU8(html ?? new Uint8Array())}`);
    expect(said).toContain('ask hybrid-certificate-change-request-2026-11-20.zip zip');
    expect(program.view().page).toBe('plan');
    await expect(readdir(join(program.folder, 'runs'))).rejects.toThrow();
  });

  it('shows what of a run would be replaced, and writes its report and a whole pack with that replaced', async () => {
    await goTo(program, 'finish.ready');
    const [id = ''] = await readdir(join(program.folder, 'runs'));
    const preview = await handlers['share:preview']({ id, categories: ['servers'] });
    expect(preview.ok && preview.value).toContainEqual({ category: 'servers', original: 'EX01', token: 'server-1' });
    expect(preview.ok && preview.value.every(({ category }) => category === 'servers')).toBe(true);
    chosen = join(program.folder, 'shared.html');
    expect(await handlers['share:save']({ id, categories: ['servers'], kind: 'html' })).toEqual(ok({ path: chosen }));
    const html = await readFile(chosen, 'utf8');
    expect(html).not.toMatch(/EX01|CONTOSO.admin/);
    expect(html).toContain('contoso.com');
    expect(said).toContain('ask hybrid-certificate-run-0001-redacted.html html');
    chosen = join(program.folder, 'shared.zip');
    expect(await handlers['share:save']({ id, categories: ['servers', 'domains'], kind: 'zip' })).toEqual(ok({ path: chosen }));
    const pack = await readFile(chosen);
    expect(verifyPack(pack)).toMatchObject({ ok: true, value: { faults: [], manifest: { redacted: ['servers', 'domains'] } } });
    expect(strFromU8(unzipSync(pack)['report.pdf'] ?? new Uint8Array())).not.toMatch(/EX01|contoso/i);
    expect(await handlers['share:preview']({ id: '../secret', categories: ['servers'] })).toMatchObject({
      ok: false,
      error: { code: 'file.unreadable' },
    });
  });

  it('writes a calendar entry for the chosen certificate, and none before one is chosen', async () => {
    chosen = join(program.folder, 'renewal.ics');
    expect(await handlers['calendar:save'](undefined)).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    const { chosen: certificate } = await goTo(program, 'finish.ready');
    expect(await handlers['calendar:save'](undefined)).toEqual(ok({ path: chosen }));
    const day = certificate === null ? '' : renewBy(certificate.facts);
    expect(await readFile(chosen, 'utf8')).toContain(`\r\nDTSTART;VALUE=DATE:${day.replaceAll('-', '')}\r\n`);
    expect(said).toContain(`ask hybrid-certificate-next-renewal-${day}.ics ics`);
  });

  it.each(['commands:save', 'report:save'] as const)('%s: what cannot be written is said with path and reason', async (channel) => {
    chosen = join(program.folder, 'a folder');
    await mkdir(chosen);
    const saved = await (channel === 'report:save' ? handlers[channel]('html') : handlers[channel]('x'));
    expect(saved).toMatchObject({ ok: false, error: { code: 'file.notWritten', effect: 'none', details: { path: chosen } } });
    await handlers['report:show'](undefined);
    expect(said.filter((line) => line.startsWith('show'))).toEqual([]);
  });
});

it('looks for the module of Exchange Online with the chosen PowerShell, and only where the wizard connects', async () => {
  expect(await handlers['online:module'](undefined)).toEqual(fail(appError('ipc.notNow')));
  await program.controller.send({ type: 'CHOOSE_MODE', mode: 'connected' });
  expect(await handlers['online:module'](undefined)).toMatchObject({ ok: true, value: { version: '3.9.0' } });
  expect(said).toEqual(['module windowsPowerShell']);
});

describe('what was collected by hand', () => {
  const path = async (name: string, text: string): Promise<string> => {
    const file = join(program.folder, name);
    await writeFile(file, text);
    return file;
  };
  const pasted = '[PS] C:\\>Get-AcceptedDomain | fl\n\n\nDomainName : contoso.com\nName       : contoso.com\n';
  const sources = (): readonly string[] => program.view().context.sources.map(({ kind }) => kind);
  beforeEach(async () => {
    await program.controller.send({ type: 'CHOOSE_MODE', mode: 'guided' });
  });

  it('is opened from a dialog, dropped or pasted, and stands among the sources', async () => {
    opened = [await path('a.txt', pasted)];
    expect(await handlers['collection:open']('file')).toEqual(ok([]));
    expect(said).toContain('open file');
    expect(await drop(await path('b.txt', `${pasted}\n`))).toEqual(ok([]));
    expect(await handlers['collection:paste'](`${pasted}\n\n`)).toEqual(ok(null));
    expect(sources()).toEqual(['file', 'file', 'pasted']);
  });

  it('is not opened by its path, and what is no file of this machine gets no ticket', async () => {
    const file = await path('a.txt', pasted);
    expect(await handlers['collection:drop']([file])).toEqual(ok([appError('file.notChosen')]));
    expect(await handlers['files:dropped']([''])).toEqual(ok([]));
    expect(await handlers['files:dropped'](['', file])).toEqual(ok([{ token: expect.any(String) as string, name: 'a.txt' }]));
    expect(sources()).toEqual([]);
  });

  it('changes nothing when the dialog was closed', async () => {
    expect(await handlers['collection:open']('folder')).toEqual(ok([]));
    expect(sources()).toEqual([]);
  });

  it('is taken without the files that cannot be used, each of which is named', async () => {
    const files = await Promise.all(
      [
        ['bad.txt', 'no cmdlet wrote this'],
        ['good.txt', pasted],
        ['worse.xml', '<Objs>\n<no'],
        ['better.txt', `${pasted}\n`],
      ].map(([name = '', text = '']) => path(name, text)),
    );
    opened = files;
    const refused = [{ details: { path: files[0] } }, { code: 'collection.notClixml', details: { path: files[2], line: '2' } }];
    expect(await handlers['collection:open']('file')).toMatchObject({ ok: true, value: refused });
    expect(sources()).toEqual(['file', 'file']);
    expect(await drop(...files)).toMatchObject({
      ok: true,
      value: [refused[0], { code: 'collection.sameAgain' }, refused[1], { code: 'collection.sameAgain' }],
    });
  });

  it('is collected by scripts that only read', async () => {
    for (const side of sides) {
      const script = await handlers['collection:script'](side);
      expect(script).toMatchObject({ ok: true, value: expect.stringMatching(/^[\n\x20-\x7e]*$/) as string });
    }
  });
});
