/**
 * A second start of the program. The first one shows its window and says so with a file: the lock tells only that there is a first one,
 * which may be in another session of the same user, where Windows lets no message through.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const requestSchema = v.object({ token: v.pipe(v.string(), v.uuid()) });
export type SecondStart = v.InferOutput<typeof requestSchema>;

const answerPath = (data: string, { token }: SecondStart): string => join(data, `shown-${token}`);

/** Says that the window was shown. `sent`: by whatever started the program, so it may be anything. */
export async function answerSecondStart(data: string, sent: unknown): Promise<void> {
  const request = v.safeParse(requestSchema, sent);
  if (request.success) await writeFile(answerPath(data, request.output), '', { flag: 'wx', mode: 0o600 });
}

const most = 50;

/** Whether the first one has shown its window, before `most` pauses are over. */
export async function isShownByFirst(data: string, request: SecondStart, pause: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 0; tries < most; tries += 1) {
    const taken = await rm(answerPath(data, request)).then(
      () => true,
      () => false,
    );
    if (taken) return true;
    await pause();
  }
  return false;
}
