/** One file: CLIXML as values, everything else as text. */

import { createClixmlReader, type ClixmlFault, type ClixmlLimits } from '../../../shared/clixml/read.ts';
import type { PsValue } from '../../../shared/clixml/value.ts';
import { appError, fail, messageOf, ok, type AppError, type Result } from '../../../shared/model/error.ts';
import { digestOf } from '../../files/digest.ts';
import { readWholeFile } from '../../files/regular-file.ts';

// The characters of a file that PowerShell, an editor or a mail program wrote.

/** What is tried last: the characters that all code pages have in common. */
const asciiOnly = 'ascii';

/**
 * Names of encodings to try, in this order. A code page that the file does not declare cannot be seen
 * from its bytes: of such a file the ASCII characters are read, and U+FFFD stands for every other one, so
 * that the values that contain one are unknown (`textOf` of `shared/read/property.ts`).
 */
export function encodingsOf(start: Uint8Array): readonly string[] {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return ['utf-8', asciiOnly];
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  const wide = zeroSide(start);
  if (wide !== undefined) return [wide];
  const declared = declaredEncoding(start);
  // .NET declares utf-16 in a text that is then saved as bytes; were it true, there would be zeros.
  if (declared === undefined || /^utf-?16/i.test(declared)) return ['utf-8', 'shift_jis', asciiOnly];
  return isKnown(declared) ? [declared, asciiOnly] : [asciiOnly];
}

/** The encoding that an XML declaration names. */
const declaredEncoding = (start: Uint8Array): string | undefined =>
  /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][\w.:-]{0,40})["']/.exec(
    new TextDecoder('latin1').decode(start.subarray(0, 512)),
  )?.[1];

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

/** UTF-16 without a mark: the high byte of most characters is zero; the low one is of few (U+3000, an ideographic space). */
function zeroSide(start: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = start.subarray(0, 1024);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 8;
  if (odd > many && even * 8 < odd) return 'utf-16le';
  return even > many && odd * 8 < even ? 'utf-16be' : undefined;
}

/** What cannot be decoded, and the line, from 1. */
export class UndecodableError extends Error {
  constructor(readonly line: number) {
    super('The bytes are not text in this encoding');
  }
}

export interface Decoder {
  readonly write: (bytes: Uint8Array) => string;
  readonly end: () => string;
}

/** Decodes parts of a file in one of the `encodingsOf` it. Both functions throw `UndecodableError`. */
export function createDecoder(encoding: string): Decoder {
  if (encoding === asciiOnly) return asciiDecoder();
  // In UTF-16 only half a surrogate pair or half a unit can be wrong: what is around it is text.
  const decoder = new TextDecoder(encoding, { fatal: !encoding.startsWith('utf-16') });
  const japanese = decoder.encoding === 'shift_jis' ? japaneseEvidence() : undefined;
  let line = 1;

  function decoded(bytes: Uint8Array | undefined): string {
    let text: string;
    try {
      text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      const lossy = bytes === undefined ? '' : new TextDecoder(encoding).decode(bytes);
      throw new UndecodableError(line + newlines(lossy.slice(0, Math.max(0, lossy.indexOf('\ufffd')))));
    }
    line += newlines(text);
    japanese?.look(text);
    return text;
  }

  return {
    write: decoded,
    end: () => {
      const rest = decoded(undefined);
      if (japanese?.isProven() === false) throw new UndecodableError(line);
      return rest;
    },
  };
}

/**
 * Shift-JIS takes almost any bytes for Japanese: "château" of code page 850 has a katakana in it, and Cyrillic of
 * 866 hiragana. It is believed where three kana stand in a row, none of them half as wide, and no Japanese
 * character stands alone between two letters.
 */
function japaneseEvidence(): { readonly look: (text: string) => void; readonly isProven: () => boolean } {
  let [hasOther, hasRow, isOdd] = [false, false, false];
  return {
    look: (text) => {
      // eslint-disable-next-line no-control-regex -- ASCII is what both have in common
      hasOther ||= /[^\u0000-\u007f]/.test(text);
      hasRow ||= /[\u3041-\u3096\u30a1-\u30fc]{3}/.test(text);
      // eslint-disable-next-line no-control-regex -- every other character
      isOdd ||= /[A-Za-z][^\u0000-\u3000][A-Za-z]|[\uff61-\uff9f]/.test(text);
    },
    isProven: () => !hasOther || (hasRow && !isOdd),
  };
}

/** No code page has these in a text; a picture or a compressed file has. ESC is of the colors of PowerShell 7. */
const isControl = (byte: number): boolean => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte);
/** Punctuation that may be the second byte of a character in code pages such as 932 and 936; a letter would only change a value. */
const isSecondByte = (byte: number): boolean => byte >= 0x40 && byte <= 0x7e && !/[A-Za-z]/.test(String.fromCharCode(byte));

/** ASCII, and U+FFFD for what is none, or may be a part of such a character. */
function asciiDecoder(): Decoder {
  let line = 1;
  let isAfterOther = false;
  return {
    write: (bytes) => {
      const units = new Uint16Array(bytes.length);
      for (const [index, byte] of bytes.entries()) {
        if (isControl(byte)) throw new UndecodableError(line);
        if (byte === 0x0a) line += 1;
        units[index] = byte > 0x7e || (isAfterOther && isSecondByte(byte)) ? 0xfffd : byte;
        isAfterOther = byte > 0x7e;
      }
      return new TextDecoder('utf-16le').decode(units);
    },
    end: () => '',
  };
}

const newlines = (text: string): number => text.split('\n').length - 1;

export type FileContent =
  | { readonly kind: 'values'; readonly values: readonly PsValue[]; readonly writtenAt: string }
  | { readonly kind: 'text'; readonly text: string; readonly writtenAt: string };

/** A large organization's collection is a few megabytes; the limits bound the memory that reading takes. */
export interface FileLimits {
  /** Bytes of all files that are opened at once */
  readonly bytes: number;
  /** Characters of a text that is not CLIXML */
  readonly text: number;
  /** Of a file; the values are those of all files */
  readonly clixml: ClixmlLimits;
}

const mebibyte = 1024 * 1024;
export const fileLimits: FileLimits = {
  bytes: 256 * mebibyte,
  text: 16 * mebibyte,
  clixml: { size: 256 * mebibyte, depth: 100, values: 2_000_000 },
};

/** What is left of the limits for the files that are still to be read. */
export interface Allowance {
  readonly limits: FileLimits;
  bytes: number;
  values: number;
}

export const allowanceOf = (limits: FileLimits = fileLimits): Allowance => ({
  limits,
  bytes: limits.bytes,
  values: limits.clixml.values,
});

const partSize = 256 * 1024;

export interface ReadFile {
  /** SHA-256 of the bytes that were read; `null`: none were */
  readonly digest: string | null;
  readonly content: Result<FileContent>;
}

/**
 * Read once: the digest is of the very bytes that the content was read from. Errors: `file.unreadable`; `collection.tooLarge`,
 * `collection.encoding`, `collection.secret`, `collection.notClixml` with the path and, where there is one, line and column.
 */
export async function readFileContent(path: string, allowance: Allowance): Promise<ReadFile> {
  const read = await readWholeFile(path, allowance.bytes);
  if (read.kind === 'unreadable')
    return { digest: null, content: fail(appError('file.unreadable', { path, message: messageOf(read.error) })) };
  if (read.kind === 'tooLarge') return { digest: null, content: fail(appError('collection.tooLarge', { path, size: String(read.size) })) };
  const { bytes, modified } = read;
  allowance.bytes -= bytes.length;
  return { digest: digestOf(bytes), content: contentOf(path, bytes, modified.toISOString(), allowance) };
}

function contentOf(path: string, bytes: Uint8Array, writtenAt: string, allowance: Allowance): Result<FileContent> {
  let refused = fail(appError('collection.encoding', { path }));
  for (const encoding of encodingsOf(bytes.subarray(0, 1024))) {
    const read = readAs(path, bytes, encoding, writtenAt, allowance);
    if (read.ok || read.error.code !== 'collection.encoding') return read;
    // The first one is what the file most likely is: its line helps most.
    if (refused.error.details['line'] === undefined) refused = read;
  }
  return refused;
}

function readAs(path: string, bytes: Uint8Array, encoding: string, writtenAt: string, allowance: Allowance): Result<FileContent> {
  const decoder = createDecoder(encoding);
  const content = createContent(allowance);
  try {
    for (let at = 0; at < bytes.length; at += partSize) {
      const error = content.write(decoder.write(bytes.subarray(at, at + partSize)));
      if (error !== undefined) return fail(named(error, path));
    }
    const error = content.write(decoder.end());
    if (error !== undefined) return fail(named(error, path));
    const read = content.end(writtenAt);
    return read.ok ? read : fail(named(read.error, path));
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    return fail(appError('collection.encoding', { path, encoding, line: String(error.line) }));
  }
}

const named = (error: AppError, path: string): AppError => ({ ...error, details: { path, ...error.details } });

/** CLIXML or text: decided by the first character that is not white space. */
function createContent(allowance: Allowance) {
  const { limits } = allowance;
  const reader = createClixmlReader({ ...limits.clixml, values: allowance.values });
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
      allowance.values -= reader.count();
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
