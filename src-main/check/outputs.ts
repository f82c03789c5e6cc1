/** Writes results where they were asked for. */
import { atomicWrite } from '../files/atomic-write.ts';
import type { AppError } from '../../shared/errors.ts';

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
  readonly text: () => string;
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
