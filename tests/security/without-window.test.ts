/** The program as it is built, started in a real Electron to check something: exit codes, output, and no window. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkResultSchema, examineResultSchema } from '../../shared/check/result.ts';
import type { PracticeScenario } from '../../shared/model/sample-organization.ts';
import { findRuntime } from '../../scripts/runtime/electron-runtime.ts';
import { asOrdinaryUser, folderForUser, giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { provideSystemLibraries } from '../../scripts/runtime/system-libraries.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { writeCollection } from '../contract/collect.ts';
import { buildWithBarePage } from './wizard-under-test.ts';

const fixtures = join(import.meta.dirname, '../unit/pki/fixtures');
const say = (line: string): void => {
  console.info(line);
};

let app: string;
let home: string;
let executable: string;

beforeAll(async () => {
  await provideSystemLibraries(false, say);
  const runtime = await findRuntime(say);
  app = await buildWithBarePage();
  home = folderForUser('without-window-');
  executable = asOrdinaryUser(runtime.executable, home);
});
afterAll(() => {
  rmSync(app, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

/** A folder with what the collection script writes in that organization. */
async function collected(scenario: PracticeScenario): Promise<string> {
  const now = new Date();
  const folder = mkdtempSync(join(home, `${scenario}-`));
  await writeCollection(folder, await practiceOrganization(scenario, now), now);
  giveTo(folder);
  return folder;
}

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Whether the folder for what is kept was made: by the lock for the only instance, the log, or Chromium before its first window */
  readonly keptData: boolean;
}

/** Without any display: a window could not even be opened, and Chromium would end with an error of its own. */
async function run(args: readonly string[], input = ''): Promise<Ran> {
  const data = mkdtempSync(join(home, 'data-'));
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
  const child = spawn(executable, [app, `--user-data-dir=${join(data, 'kept')}`, ...args], { env, stdio: 'pipe', cwd: home });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err, keptData: existsSync(join(data, 'kept')) };
}

describe('--check in a real Electron, without a display', () => {
  it('exits with 0 and says so when the certificate in use has no problem', async () => {
    const ran = await run(['--check', await collected('sameName'), '--language', 'en']);
    expect(ran).toMatchObject({ code: 0, keptData: false });
    expect(ran.out).toContain('No problem was found with the certificate in use');
  });

  it('exits with 1 in Japanese, when a renewal is due, and writes both files for their owner only', async () => {
    const folder = await collected('renewal');
    const [json, html] = [join(folder, 'result.json'), join(folder, 'result.html')];
    const ran = await run(['--check', folder, '--json', json, '--html', html, '--language', 'ja']);
    expect(ran).toMatchObject({ code: 1, keptData: false });
    expect(ran.out).toContain('更新の時期です');
    const result = v.parse(checkResultSchema, JSON.parse(readFileSync(json, 'utf8')));
    expect(result).toMatchObject({ verdict: 'warnings', exitCode: 1, program: { version: '1.0.0' }, renewal: { state: 'due' } });
    expect(readFileSync(html, 'utf8')).toContain('更新の時期です');
  });

  it('exits with 2, when the chosen certificate cannot be used', async () => {
    const folder = await collected('renewal');
    const first = await run(['--check', folder, '--json', '-']);
    const result = v.parse(checkResultSchema, JSON.parse(first.out));
    const other = result.certificates.find(({ verdict }) => verdict === 'doesNotQualify')?.thumbprint ?? '';
    const ran = await run(['--check', folder, '--certificate', other]);
    expect(ran).toMatchObject({ code: 2, keptData: false });
  });

  it('exits with 3 and tells code and next action on standard error, when there is nothing to judge', async () => {
    const ran = await run(['--check', join(home, 'not-there.xml'), '--language', 'en']);
    expect(ran).toMatchObject({ code: 3, keptData: false });
    expect(ran.err).toMatch(/Error file\.unreadable: .+\n.*not-there\.xml[^]*What to do: /);
  });

  it('exits with 64 and opens nothing, when it is started wrongly', async () => {
    const ran = await run(['--check', '--json', 'x.json', '--language', 'en']);
    expect(ran).toMatchObject({ code: 64, out: '', keptData: false });
    expect(ran.err).toContain('usage.noInput');
  });
});

describe('--examine in a real Electron, without a display', () => {
  const password = 'Fixture-1!';

  it('prints one line of JSON, with a password from standard input that is repeated nowhere', async () => {
    const file = join(home, 'some.pfx');
    copyFileSync(join(fixtures, 'rsa-aes256-sha256.pfx'), file);
    giveTo(file);
    const ran = await run(['--examine', file, '--password-stdin'], `${password}\n`);
    expect(ran).toMatchObject({ code: 0, keptData: false });
    expect(ran.out.trimEnd().split('\n')).toHaveLength(1);
    expect(v.parse(examineResultSchema, JSON.parse(ran.out)).certificate?.certificateName).toMatch(/^<I>CN=.+<S>CN=mail\.contoso\.com/);
    expect(ran.out + ran.err).not.toContain(password);
  });

  it('exits with 3 without the password, and with 64 for one on the command line, which is not repeated', async () => {
    const file = join(home, 'other.pfx');
    copyFileSync(join(fixtures, 'rsa-aes256-sha256.pfx'), file);
    giveTo(file);
    expect(await run(['--examine', file])).toMatchObject({
      code: 3,
      err: expect.stringContaining('certificateFile.passwordNeeded') as unknown,
    });
    const refused = await run(['--examine', file, `--password=${password}`]);
    expect(refused).toMatchObject({ code: 64, out: '' });
    expect(refused.err).not.toContain(password);
  });
});
