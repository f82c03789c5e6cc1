/** The program's own command line, without Electron. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessages } from '../messages.ts';
import { root } from '../root.ts';

interface About {
  readonly productName: string;
  readonly version: string;
}

/** The rest of the arguments is as it is written after the command. */
export async function withoutWindow(
  command: '--check' | '--decode' | '--examine' | '--hcw-log' | '--pack' | '--verify-pack',
): Promise<void> {
  await compileMessages();
  // npm runs scripts in the project's folder; paths are meant from where the command was typed.
  process.chdir(process.env['INIT_CWD'] ?? '.');
  const { runWithoutWindow } = await import('../../src-main/cli/without-window.ts');
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as About;
  await runWithoutWindow({
    argv: [process.execPath, command, ...process.argv.slice(2)],
    program: { name: about.productName, version: about.version },
    locale,
    // What was read does not keep the process: standard input may be open for ever.
    exit: (code) => process.exit(code),
  });
}

const locale = (): string =>
  ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => process.env[name] ?? '').find((value) => value !== '') ??
  Intl.DateTimeFormat().resolvedOptions().locale;
