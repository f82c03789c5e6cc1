/** A program in the place of PowerShell that answers each request with the lines that the test gives it. */
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { readClixml } from '../../../shared/clixml/read.ts';
import { psHashtable, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import type { PowerShellSettings } from '../../../src-main/powershell/sessions.ts';
import { plain, type Plain } from '../../powershell/plain.ts';

/** Windows starts no script by its first line, so nothing here can stand in the place of `powershell.exe` there. */
export const canBeScripted = process.platform !== 'win32';

/** Stands for the nonce of the request in the lines of an answer. */
export const nonce = 'NONCE';

/** In the place of a line: what follows is written after `release`. */
export const hold = 'HOLD';
/** In the place of a policy: it ends instead of saying one. */
export const exit = 'EXIT';
/** In the place of a line: nothing follows, not even the end of the request. */
export const silence = 'SILENCE';

const pieceOf = (reply: PsValue): string => `${nonce}:p${Buffer.from(writeClixml([reply])).toString('base64')}`;

/** A reply as the module writes it, not compressed. */
export const replyLines = (reply: PsValue): readonly string[] => [pieceOf(reply), `${nonce}!`];

/** A partial reply. */
export const partLines = (reply: PsValue): readonly string[] => [pieceOf(reply), `${nonce};`];

/** The reply to a request that succeeded without objects. */
export const done = replyLines(psHashtable({}));

/** Every request gets the next answer, and after it the line that says that the request has ended. */
const program = `#!${process.execPath}
const answers = __ANSWERS__;
const { appendFileSync, existsSync } = require('node:fs');
const { gunzipSync } = require('node:zlib');
const { env } = process;
appendFileSync(__INPUT__ + '.pids', process.pid + '\\n');
appendFileSync(__INPUT__, JSON.stringify({ NO_COLOR: env.NO_COLOR, POWERSHELL_UPDATECHECK: env.POWERSHELL_UPDATECHECK, POWERSHELL_TELEMETRY_OPTOUT: env.POWERSHELL_TELEMETRY_OPTOUT }) + '\\n');
process.stdin.on('data', (bytes) => appendFileSync(__INPUT__, bytes));
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const request = /^Invoke-WizardRequest '([pz])(.*)'$/.exec(line);
  const asked = /^"hcw-([a-z]+)=/.exec(line);
  if (asked !== null && __SURROUNDINGS__[asked[1]] === '${exit}') process.exit();
  if (asked !== null && __SURROUNDINGS__[asked[1]] !== undefined) console.log(asked[1] === 'language' ? 'hcw-language=' + __SURROUNDINGS__.language : 'hcw-' + asked[1] + '=<' + __SURROUNDINGS__[asked[1]] + '>');
  if (request !== null && answers[0] === 'exit') {
    process.stderr.write('the reason\\n');
    process.exit(3);
  }
  if (request !== null && answers[0] !== 'silence') {
    const bytes = Buffer.from(request[2], 'base64');
    const [nonce] = /\\b[0-9a-f]{32}\\b/.exec(request[1] === 'z' ? gunzipSync(bytes) : bytes);
    for (const text of [...(answers.shift() ?? []), '${nonce}.']) {
      if (text === '${silence}') return;
      if (text === '${hold}') while (!existsSync(__INPUT__ + '.released')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else console.log(text.replace('${nonce}', nonce));
    }
  }
});
`;

export interface ScriptedPowerShell {
  readonly settings: PowerShellSettings;
  /** Its environment, as far as it is set for it, and then every byte that was sent to it so far */
  input(): Promise<Uint8Array>;
  /** The requests that were sent to it so far, without their nonces */
  requests(): Promise<readonly Plain[]>;
  /** Resolves when so many requests have come. The clock may be that of a test: Vitest would set it forward while it polls. */
  asked(count: number): Promise<void>;
  release(): Promise<void>;
  /** The process ids of each start */
  pids(): Promise<readonly number[]>;
  remove(): Promise<void>;
}

function requestOf(kind: string, base64: string): Plain {
  const bytes = Buffer.from(base64, 'base64');
  const values = readClixml((kind === 'z' ? gunzipSync(bytes) : bytes).toString('utf8'));
  const [request] = values.ok ? values.value : [];
  if (request?.type !== 'object') throw new Error('The request is no hashtable');
  return plain({ ...request, entries: request.entries?.filter(([key]) => plain(key) !== 'Nonce') });
}

/** What PowerShell does with a request: writes these lines, stays silent from then on, or ends with a word on the standard error. */
type Answer = readonly string[] | 'silence' | 'exit';

/** `answers`: one for each request, the first two for loading the module and for opening the session. */
export async function scriptedPowerShell(
  answers: readonly Answer[],
  surroundings: { readonly language?: string; readonly policy?: string; readonly signer?: string } = { language: 'FullLanguage' },
): Promise<ScriptedPowerShell> {
  const folder = await mkdtemp(join(tmpdir(), 'hcw-scripted-'));
  const executable = join(folder, 'pwsh');
  const input = join(folder, 'input');
  await writeFile(
    executable,
    program
      .replace('__ANSWERS__', JSON.stringify(answers))
      .replaceAll('__INPUT__', JSON.stringify(input))
      .replaceAll('__SURROUNDINGS__', JSON.stringify(surroundings)),
  );
  await chmod(executable, 0o755);
  const requests = async (): Promise<readonly Plain[]> =>
    [...(await readFile(input, 'utf8')).matchAll(/^Invoke-WizardRequest '([pz])(.*)'$/gm)].map(([, kind = '', text = '']) =>
      requestOf(kind, text),
    );
  return {
    settings: {
      executable,
      modulePath: folder,
      moduleSums: {},
      env: process.env,
      newNonce: () => randomUUID().replaceAll('-', ''),
      allowSsh: true,
    },
    input: () => readFile(input),
    requests,
    asked: async (count) => {
      while ((await requests().catch(() => [])).length < count) await delay(5);
    },
    release: () => writeFile(`${input}.released`, ''),
    pids: async () => (await readFile(`${input}.pids`, 'utf8')).trim().split('\n').map(Number),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
