/** The password of a file is used for its reading, and is found nowhere afterward. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { appError, fail, type Result } from '../../../shared/model/error.ts';
import type { Handlers } from '../../../shared/ipc/channels.ts';
import { answerRequest } from '../../../src-main/ipc/answer.ts';
import { openLog, type Log } from '../../../src-main/log/log.ts';
import { numberedViews } from '../../../src-main/wizard/numbered-views.ts';
import { createHandlers } from '../../../src-main/wizard/handlers.ts';
import { goTo } from '../wizard-main/administrator.ts';
import { newFolder, removeFolders, startProgram, stateFile, type Program } from '../wizard-main/program.ts';
import { fixturePath, password } from './fixture.ts';

const wrong = 'Falsches-Kennwort-7?';
const japanese = 'パスワード🔒';
const secrets = [password, wrong, japanese] as const;

let program: Program;
let handlers: Handlers;
let log: Log;
/** Everything that the window was answered */
const replies: unknown[] = [];

beforeEach(async () => {
  program = await startProgram(await newFolder());
  log = openLog(join(program.folder, 'logs', 'wizard.log'));
  replies.length = 0;
  const done = (): Promise<void> => Promise.resolve();
  handlers = createHandlers({
    controller: program.controller,
    views: numberedViews(program.controller),
    collected: program.collected,
    practice: program.practice,
    onlineModule: () => Promise.reject(new Error('not in this test')),
    readRun: program.readRun,
    readRunFiles: program.readRunFiles,
    printReport: () => Promise.reject(new Error('not in this test')),
    askToOpen: () => Promise.resolve([]),
    now: () => new Date('2026-11-26T09:00:00Z'),
    facts: () => ({ version: '1.2.3', platform: 'win32', canConnect: true, theme: 'system', dataFolder: 'C:\\Wizard' }),
    chooseTheme: () => undefined,
    openPlace: () => Promise.resolve(true),
    origin: { program: 'Hybrid Certificate Wizard 1.2.3', user: 'CONTOSO\\admin' },
    writeClipboard: done,
    openLink: done,
    openDraft: done,
    showInFolder: () => undefined,
    quit: () => undefined,
    setCompact: () => undefined,
    askPath: () => Promise.resolve(join(program.folder, 'report.html')),
  });
});
afterEach(removeFolders);

/** Asks as the window does, through the schema, with failures of the program written to its log. */
async function ask(path: string, secret: string | null): Promise<Result<unknown>> {
  const dropped = await handlers['files:dropped']([path]);
  const token = dropped.ok ? dropped.value[0]?.token : undefined;
  const reply = await answerRequest(
    'certificateFile:examine',
    { token, password: secret },
    {
      trusted: true,
      handlers,
      unexpected: (error) => {
        log.error('request', error);
      },
    },
  );
  replies.push(reply);
  return reply;
}

/** Every file below the folder of the program's data that holds the text in an encoding that a program could write. */
async function filesWith(text: string): Promise<readonly string[]> {
  const entries = await readdir(program.folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const forms = [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(JSON.stringify(text).slice(1, -1), 'utf8'),
    Buffer.from(Buffer.from(text, 'utf8').toString('base64').slice(0, -2), 'utf8'),
  ];
  const found: string[] = [];
  for (const path of paths) {
    const bytes = await readFile(path);
    if (forms.some((form) => bytes.includes(form))) found.push(path);
  }
  return found;
}

it('in no file of the wizard, its log, no view, no answer and no report: right, wrong, and in Japanese', async () => {
  await goTo(program, 'certificate.ready');
  expect(await ask(fixturePath('rsa-aes256-sha256.pfx'), password)).toMatchObject({ ok: true });
  expect(await ask(fixturePath('rsa-aes256-sha256.pfx'), wrong)).toMatchObject({
    ok: false,
    error: { code: 'certificateFile.wrongPassword' },
  });
  expect(await ask(fixturePath('japanese-password.pfx'), japanese)).toMatchObject({ ok: true });
  expect(await ask(join(program.folder, 'none.pfx'), password)).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
  await goTo(program, 'finish.ready');
  expect(await handlers['report:save']('html')).toMatchObject({ ok: true });
  await program.saved();
  log.info('end');

  expect(await filesWith('Fabrikam')).toEqual(expect.arrayContaining([stateFile(program.folder), join(program.folder, 'report.html')]));
  expect(await filesWith('end')).toContain(join(program.folder, 'logs', 'wizard.log'));
  for (const secret of secrets) {
    expect(await filesWith(secret)).toEqual([]);
    for (const value of [replies, program.views, program.view(), program.unexpected]) expect(JSON.stringify(value)).not.toContain(secret);
  }
});

it('not in the log when the program itself fails at it, nor in the answer', async () => {
  handlers = {
    ...handlers,
    'certificateFile:examine': ({ token, password: secret }) =>
      Promise.reject(new Error(`could not read ${token}`, { cause: { token, password: secret } })),
  };
  expect(await ask('/tmp/a.pfx', wrong)).toEqual(fail(appError('ipc.failed', { channel: 'certificateFile:examine' }, 'unknown')));
  expect(await filesWith('could not read')).toHaveLength(1);
  expect(await filesWith(wrong)).toEqual([]);
});

it('not in the refusal of a request that is malformed', async () => {
  const long = wrong.repeat(200);
  const refused = await ask('/tmp/a.pfx', long);
  expect(refused).toEqual(fail(appError('ipc.malformed', { channel: 'certificateFile:examine', path: 'password' })));
});
