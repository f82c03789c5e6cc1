/** Writes results where they were asked for. */

import { atomicWrite, neighborOf } from '../files/atomic-write.ts';
import type { AppError } from '../../shared/model/error.ts';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fault, type UsageFault } from './arguments.ts';

/**
 * JSON in ASCII: every program reads it the same, whatever code page a console or Windows PowerShell
 * takes for its input.
 */
export const asciiJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replaceAll(
    /[\u007F-\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export interface OutputFile {
  /** `null`: not asked for */
  readonly path: string | null;
  readonly text: () => string | Uint8Array;
}

/** Writes each, whole or not at all, readable for its owner only; the errors of those that could not be written. */
export async function writeOutputs(files: readonly OutputFile[]): Promise<AppError[]> {
  const errors: AppError[] = [];
  for (const { path, text } of files) {
    if (path === null || path === '-') continue;
    const written = await atomicWrite(path, text());
    if (!written.ok) errors.push(written.error);
  }
  return errors;
}

// Where the result goes must not be where the data come from.

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
      if ((await areSame(input, path)) || (await areSame(input, neighborOf(path)))) return fault('outputIsInput', { path });
    }
  }
  return undefined;
}

async function areSame(a: string, b: string): Promise<boolean> {
  const [one, other] = [await stat(a, { bigint: true }).catch(absent), await stat(b, { bigint: true }).catch(absent)];
  // Some file systems number no files.
  if (one !== undefined && one.ino !== 0n && one.ino === other?.ino && one.dev === other.dev) return true;
  return (await wizardStepOf(a)) === (await wizardStepOf(b));
}

const absent = (): undefined => undefined;

/** The folder's real path and the file's name in it, which need not exist yet. Windows ignores case. */
async function wizardStepOf(path: string): Promise<string> {
  const whole = resolve(path);
  const folder = await realpath(dirname(whole)).catch(() => dirname(whole));
  const place = join(folder, basename(whole));
  return process.platform === 'linux' ? place : place.toLowerCase();
}
