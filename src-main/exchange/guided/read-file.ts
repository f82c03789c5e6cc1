/** One file, read in parts: CLIXML as values, everything else as text. */
import { open } from 'node:fs/promises';
import { createClixmlReader, type ClixmlFault, type ClixmlLimits } from '../../../shared/clixml/read.ts';
import type { PsValue } from '../../../shared/clixml/value.ts';
import { appError, fail, ok, type AppError, type Result } from '../../../shared/errors.ts';
import { createDecoder, encodingsOf, UndecodableError } from './decode.ts';

export type FileContent =
  | { readonly kind: 'values'; readonly values: readonly PsValue[]; readonly writtenAt: string }
  | { readonly kind: 'text'; readonly text: string; readonly writtenAt: string };

/** A large organization's collection has a few megabytes; what is read beyond that is held in memory. */
export interface FileLimits {
  /** Bytes of a file */
  readonly file: number;
  /** Characters of a text that is not CLIXML */
  readonly text: number;
  readonly clixml: ClixmlLimits;
}

const mebibyte = 1024 * 1024;
export const fileLimits: FileLimits = {
  file: 256 * mebibyte,
  text: 16 * mebibyte,
  clixml: { size: 256 * mebibyte, depth: 100, values: 2_000_000 },
};

const partSize = 256 * 1024;

/**
 * Errors: `file.unreadable`; `collection.tooLarge`, `collection.encoding`, `collection.secret`,
 * `collection.notClixml` with the path and, where there is one, line and column.
 */
export async function readFileContent(path: string, limits: FileLimits = fileLimits): Promise<Result<FileContent>> {
  let encodings: readonly string[];
  let writtenAt: string;
  try {
    const file = await open(path, 'r');
    try {
      const { size, mtime } = await file.stat();
      if (size > limits.file) return fail(appError('collection.tooLarge', { path, size: String(size) }));
      writtenAt = mtime.toISOString();
      const { buffer, bytesRead } = await file.read(new Uint8Array(1024), 0, 1024, 0);
      encodings = encodingsOf(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
    let refused = fail(appError('collection.encoding', { path }));
    for (const encoding of encodings) {
      const read = await readAs(path, encoding, limits, writtenAt);
      if (read.ok || read.error.code !== 'collection.encoding') return read;
      // The first one is what the file most likely is: its line helps most.
      if (refused.error.details['line'] === undefined) refused = read;
    }
    return refused;
  } catch (error) {
    return fail(appError('file.unreadable', { path, message: error instanceof Error ? error.message : String(error) }));
  }
}

async function readAs(path: string, encoding: string, limits: FileLimits, writtenAt: string): Promise<Result<FileContent>> {
  const decoder = createDecoder(encoding);
  const content = createContent(limits);
  const file = await open(path, 'r');
  try {
    for await (const bytes of file.createReadStream({ highWaterMark: partSize, autoClose: false })) {
      const error = content.write(decoder.write(bytes as Uint8Array));
      if (error !== undefined) return fail(named(error, path));
    }
    const error = content.write(decoder.end());
    if (error !== undefined) return fail(named(error, path));
    const read = content.end(writtenAt);
    return read.ok ? read : fail(named(read.error, path));
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    return fail(appError('collection.encoding', { path, encoding, line: String(error.line) }));
  } finally {
    await file.close();
  }
}

const named = (error: AppError, path: string): AppError => ({ ...error, details: { path, ...error.details } });

/** The first character that is not white space tells which of both it is. */
function createContent(limits: FileLimits) {
  const reader = createClixmlReader(limits.clixml);
  const texts: string[] = [];
  let kind: FileContent['kind'] | undefined;
  let length = 0;

  return {
    write(part: string): AppError | undefined {
      kind ??= /[^\s\ufeff]/.test(part) ? (part.replace(/^[\s\ufeff]+/, '').startsWith('<') ? 'values' : 'text') : undefined;
      if (kind === 'values') {
        const fault = reader.write(part);
        return fault === undefined ? undefined : errorOfFault(fault);
      }
      length += part.length;
      if (length > limits.text) return appError('collection.tooLarge', { size: String(length) });
      texts.push(part);
      return undefined;
    },
    end(writtenAt: string): Result<FileContent> {
      if (kind !== 'values') return ok({ kind: 'text', text: texts.join(''), writtenAt });
      const values = reader.end();
      return values.ok ? ok({ kind, values: values.value, writtenAt }) : fail(errorOfFault(values.error));
    },
  };
}

const tooMuch: ReadonlySet<ClixmlFault['reason']> = new Set<ClixmlFault['reason']>(['tooLarge', 'tooDeep', 'tooMany']);

function errorOfFault({ reason, what, line, column }: ClixmlFault): AppError {
  const code = tooMuch.has(reason)
    ? 'collection.tooLarge'
    : reason === 'forbidden' && what === 'SS'
      ? 'collection.secret'
      : 'collection.notClixml';
  return appError(code, { reason, what, line: String(line), column: String(column) });
}
