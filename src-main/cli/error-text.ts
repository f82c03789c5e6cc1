/** The text of an error to decode, from a file or from standard input. */
import { encodingOfErrorFile, longestErrorText } from '../../shared/decode/pasted-error.ts';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import { readBeginning } from '../files/regular-file.ts';
import type { Input } from './password.ts';

/** Enough for the longest text in UTF-16, or in UTF-8 with three bytes a character. */
const mostBytes = 4 * longestErrorText;

/** `file`: a path, or `-` for standard input. Of a longer one the beginning. */
export async function readErrorText(file: string, input: Input): Promise<Result<string>> {
  try {
    const bytes = file === '-' ? await beginningOf(input) : await readBeginning(file, mostBytes);
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
