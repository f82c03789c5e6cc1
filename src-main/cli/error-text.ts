/** The text of an error to decode, from a file or from standard input. */
import { open } from 'node:fs/promises';
import { encodingOfErrorFile, longestErrorText } from '../../shared/decode/pasted-error.ts';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import type { Input } from './password.ts';

/** Enough for the longest text in UTF-16, or in UTF-8 with three bytes a character. */
const mostBytes = 4 * longestErrorText;

/** `file`: a path, or `-` for standard input. Of a longer one the beginning. */
export async function readErrorText(file: string, input: Input): Promise<Result<string>> {
  try {
    const bytes = file === '-' ? await beginningOf(input) : await beginningOfFile(file);
    return ok(new TextDecoder(encodingOfErrorFile(bytes)).decode(bytes));
  } catch (error) {
    return fail(appError('file.unreadable', { file, message: messageOf(error) }));
  }
}

async function beginningOf(input: Input): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    parts.push(bytes);
    length += bytes.length;
    if (length >= mostBytes) break;
  }
  return Buffer.concat(parts).subarray(0, mostBytes);
}

async function beginningOfFile(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error('Not a file.');
    const buffer = Buffer.alloc(Math.min(found.size, mostBytes));
    let length = 0;
    for (let last = 1; last > 0 && length < buffer.length; length += last) {
      last = (await file.read(buffer, length, buffer.length - length)).bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}
