/** The command line on Node for Windows: it must say of the same files what it says on this machine. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../root.ts';
import { writeSample } from '../sample/write-sample.ts';
import type { PartResult } from '../test/part.ts';
import type { Ground } from './ground.ts';
import { mounted, windowsPath, type WindowsResult } from './wine.ts';

/** `files`: the folder with them, as the system names it */
interface Case {
  readonly name: string;
  readonly code: number;
  readonly args: (files: string, separator: string) => readonly string[];
}

const cases: readonly Case[] = [
  { name: 'check of a renewal', code: 1, args: (files, s) => ['check', `${files}${s}renewal`, '--json', '-'] },
  { name: 'check in Japanese, as text', code: 1, args: (files, s) => ['check', `${files}${s}renewal`, '--language', 'ja'] },
  { name: 'check of servers that do not answer', code: 3, args: (files, s) => ['check', `${files}${s}serverDown`, '--json', '-'] },
  { name: 'check of what is not there', code: 3, args: (files, s) => ['check', `${files}${s}none`, '--json', '-'] },
  { name: 'an error that is looked up', code: 0, args: (files, s) => ['decode', `${files}${s}error.txt`, '--json', '-'] },
  { name: 'wrong usage', code: 64, args: (files, s) => ['check', `${files}${s}renewal`, '--json', 'report.xml'] },
];

/** A name that code page 1252 cannot write. */
const folderName = '証明書の更新';

export async function runCommandLine({ runNode, work }: Ground): Promise<PartResult> {
  const files = join(work, folderName);
  await mkdir(files);
  for (const organization of ['renewal', 'serverDown'] as const) {
    const { code, err } = await writeSample([organization, join(files, organization)], root);
    if (code !== 0) throw new Error(err);
  }
  await writeFile(join(files, 'error.txt'), '451 5.7.3 STARTTLS is required to send mail');

  const failed: string[] = [];
  for (const { name, code, args } of cases) {
    const to = `${mounted}/${folderName}`;
    const here = plain(await runHere(args(files, '/')), files);
    const [script = '', ...rest] = args(windowsPath(to), '\\');
    const run = { mounts: [{ from: files, to }], timeoutMs: 10 * 60_000 };
    const there = plain(await runNode(['--import', 'tsx', `scripts/${script}.ts`, ...rest], run), windowsPath(to));
    const difference = firstDifference(there, { ...here, code });
    if (difference !== undefined) failed.push(`${name}: ${difference}`);
    console.log(`${difference === undefined ? 'passed' : 'failed'}: ${name}${difference === undefined ? '' : `: ${difference}`}`);
  }
  return { kind: 'ran', passed: cases.length - failed.length, failed, skipped: [] };
}

const runHere = ([script = '', ...rest]: readonly string[]): Promise<WindowsResult> =>
  new Promise((resolve) => {
    const args = ['--import', 'tsx', `scripts/${script}.ts`, ...rest];
    const env = { ...process.env, INIT_CWD: root, LC_ALL: 'C.UTF-8' };
    const child = execFile(process.execPath, args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 }, (_, out, err) => {
      resolve({ code: child.exitCode ?? undefined, out, err });
    });
  });

/** Without what differs by itself: the time, how the system names paths and ends lines, and what Wine and Node say of themselves. */
function plain(
  { code, out, err }: WindowsResult,
  files: string,
): { readonly code: number | undefined; readonly out: unknown; readonly err: string } {
  const withoutPath = (text: string): string =>
    text
      .split(files)
      .map((part, index) => (index === 0 ? part : `files${part.replace(/^\S*/, (path) => path.replaceAll('\\', '/'))}`))
      .join('');
  const own = (line: string): boolean => line !== '' && !line.includes('XDG_RUNTIME_DIR');
  const errors = withoutPath(err).split(/\r?\n/).filter(own).join('\n');
  if (!out.startsWith('{')) return { code, out: withoutPath(out).replace(/^.*\n/, ''), err: errors };
  const revive = (name: string, value: unknown): unknown =>
    name === 'checkedAt' || name === 'decodedAt' ? undefined : typeof value === 'string' ? withoutPath(value) : value;
  return { code, out: JSON.parse(out, revive), err: errors };
}

/** The place of the first value that is another one, with both of them. */
function firstDifference(there: unknown, here: unknown, place = ''): string | undefined {
  if (typeof there !== 'object' || typeof here !== 'object' || there === null || here === null)
    return there === here ? undefined : `${place}: ${JSON.stringify(there)} on Windows, ${JSON.stringify(here)} here`;
  const [left, right] = [new Map(Object.entries(there)), new Map(Object.entries(here))];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const difference = firstDifference(left.get(key), right.get(key), `${place}/${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
