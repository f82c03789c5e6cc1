/** Where the result goes must not be where the data come from. */
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fault, type UsageFault } from './arguments.ts';

/**
 * `outputIsInput` when writing would replace a file that is read, by whatever name (another spelling, a
 * link), its neighbor included that an atomic write makes; `sameOutput` for one path named twice.
 */
export async function outputFault(inputs: readonly string[], outputs: readonly (string | null)[]): Promise<UsageFault | undefined> {
  const paths = outputs.flatMap((path) => (path === null || path === '-' ? [] : [path]));
  const [first, second] = paths;
  if (first !== undefined && second !== undefined && (await areSame(first, second))) return fault('sameOutput', { path: second });
  for (const path of paths) {
    for (const input of inputs) {
      if ((await areSame(input, path)) || (await areSame(input, `${path}.new`))) return fault('outputIsInput', { path });
    }
  }
  return undefined;
}

async function areSame(a: string, b: string): Promise<boolean> {
  const [one, other] = [await stat(a, { bigint: true }).catch(absent), await stat(b, { bigint: true }).catch(absent)];
  // Some file systems number no files.
  if (one !== undefined && one.ino !== 0n && one.ino === other?.ino && one.dev === other.dev) return true;
  return (await placeOf(a)) === (await placeOf(b));
}

const absent = (): undefined => undefined;

/** The folder by its real name, and the name in it, which need not exist yet. Windows tells no cases apart. */
async function placeOf(path: string): Promise<string> {
  const whole = resolve(path);
  const folder = await realpath(dirname(whole)).catch(() => dirname(whole));
  const place = join(folder, basename(whole));
  return process.platform === 'linux' ? place : place.toLowerCase();
}
