/** The command line, run in this process: what came out of it. */
import { Readable } from 'node:stream';
import { runCommandLine } from '../../../src-main/cli/command-line.ts';
import type { Input } from '../../../src-main/cli/password.ts';
import { now, program } from './organizations.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Around {
  readonly input?: Input;
  readonly locale?: string;
  /** Standard output that cannot be written */
  readonly closed?: boolean;
  readonly at?: Date;
}

export async function run(args: readonly string[], { input, locale = 'en-US', closed = false, at = now }: Around = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await runCommandLine(['/usr/bin/electron', '/app', ...args], {
    program,
    now: () => at,
    locale: () => locale,
    input: input ?? Readable.from([]),
    out: (text) => {
      if (closed) return Promise.reject(new Error('EPIPE'));
      out += text;
      return Promise.resolve();
    },
    tell: (text) => {
      err += text;
      return Promise.resolve();
    },
  });
  return { code, out, err };
}
