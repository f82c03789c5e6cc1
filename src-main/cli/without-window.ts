/** Runs a check with the streams of this process. It is loaded when one is asked for. */
import { runCommandLine } from './command-line.ts';

export interface Start {
  readonly argv: readonly string[];
  readonly program: { readonly name: string; readonly version: string };
  readonly locale: () => string;
  /** Ends the program */
  readonly exit: (code: number) => void;
}

const couldNotJudge = 3;

/** Ends the program with the exit code in every case: an unattended task must not hang on a dialog. */
export async function runWithoutWindow({ argv, program, locale, exit }: Start): Promise<void> {
  const fatal = (): void => {
    exit(couldNotJudge);
  };
  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', fatal);
  const out = writerTo(() => process.stdout);
  const tell = writerTo(() => process.stderr);
  exit(
    await runCommandLine(argv, {
      program,
      locale,
      now: () => new Date(),
      input: process.stdin,
      out,
      tell: (text) => tell(text).catch(() => undefined),
    }),
  );
}

/** Resolves when the text has been handed over: on Windows pipes are written later, and ending would cut it off. */
function writerTo(stream: () => NodeJS.WritableStream): (text: string) => Promise<void> {
  return (text) =>
    new Promise((resolve, reject) => {
      const target = stream();
      target.on('error', reject);
      target.write(text, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });
}
