/** Reading a large log of the HCW: the time grows with the length, and the memory does not. */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { hcwLogAnswers } from '../../shared/hcw-log/read.ts';
import { readLogFile } from '../../src-main/hcw-log/log-file.ts';
import { inTurn, timed, type Bench } from './bench.ts';

const megabyte = 1_000_000;
/** Megabytes of the log whose memory is measured, and of the two whose times are compared. */
const [huge, large, small] = [500, 100, 10] as const;
const mostMemory = 150;

const name = '<I>CN=R11, O=Fabrikam Trust, C=US<S>CN=mail.contoso.com';

/** What one server adds: commands with their ends, a table, JSON, stack traces, and lines that say nothing. */
function block(index: number): string {
  const server = `EX${String(index)}`;
  const stamp = '2026.11.28 09:12:41.123';
  const context = `[Client=UX, Activity=Configure Mail Flow, Session=OnPremises, Cmdlet=Set-ReceiveConnector, Thread=${String(index % 40)}]`;
  return [
    `${stamp}         10276 ${context} START Set-ReceiveConnector -Bindings '[::]:25','0.0.0.0:25' -RequireTLS: $false -TLSCertificateName '${name}' -Identity '${server}\\Default Frontend ${server}'`,
    ...Array.from(
      { length: 40 },
      (_, line) =>
        `${stamp}         10179 [Client=UX, HTTP GET=https://outlook.office365.com/${String(line)}, Thread=7] Request does NOT go thru proxy`,
    ),
    'Property            Expected      Actual        Equals',
    'TlsCertificateName  <I>CN=B       <I>CN=A       False',
    '',
    `${stamp}         10333 [Client=UX, fn=SendAsync, Thread=9] Results=OK {"value":"${'x'.repeat(3000)}"}`,
    `${stamp} ${index % 3 === 0 ? '*ERROR*' : '       '} 10277 ${context} FINISH Time=900.0ms Results=${index % 3 === 0 ? "PowerShell failed to invoke 'Set-ReceiveConnector': No." : ''}`,
    ...Array.from(
      { length: 40 },
      (_, line) => `   at Microsoft.Online.CSE.Hybrid.Common.Part${String(line)}.Invoke(String name, Object[] parameters)`,
    ),
    '',
  ].join('\r\n');
}

async function writeLog(path: string, bytes: number): Promise<void> {
  const file = createWriteStream(path);
  for (let [index, written] = [0, 0]; written < bytes; index += 1) {
    const text = block(index);
    written += text.length;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

async function read(path: string, commands: number): Promise<void> {
  const result = await readLogFile(path);
  const all = result.ok ? hcwLogAnswers(result.value).commands.all : -1;
  if (all < commands) throw new Error(`${String(all)} commands were read.`);
}

/** In a process of its own: the memory of this one depends on what ran in it before. */
async function measured(path: string): Promise<{ readonly milliseconds: number; readonly bytes: number }> {
  const script = join(import.meta.dirname, 'read-hcw-log.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, path]);
  return JSON.parse(stdout) as { readonly milliseconds: number; readonly bytes: number };
}

export const hcwLog: Bench = {
  name: 'hcw-log',
  run: async (say) => {
    const folder = await mkdtemp(join(tmpdir(), 'hcw-bench-'));
    try {
      const path = (megabytes: number): string => join(folder, `${String(megabytes)}.log`);
      for (const megabytes of [huge, large, small]) await writeLog(path(megabytes), megabytes * megabyte);
      const { milliseconds, bytes } = await measured(path(huge));
      const peak = bytes / 2 ** 20;
      say(`${String(huge)} MB: ${(milliseconds / 1000).toFixed(1)} s, ${peak.toFixed(0)} MiB of memory above idle`);
      if (peak > mostMemory) throw new Error(`It took ${peak.toFixed(0)} MiB of memory, more than ${String(mostMemory)}.`);
      const pairs = await inTurn(
        { warm: 1, rounds: 5 },
        () => timed(() => read(path(large), large * 10)),
        () =>
          timed(async () => {
            for (let time = 0; time < large / small; time += 1) await read(path(small), small * 10);
          }),
      );
      return [
        {
          subject: `log of the HCW, ${String(large)} MB`,
          against: `${String(small)} MB, ${String(large / small)} times`,
          pairs,
          goal: 1.3,
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
