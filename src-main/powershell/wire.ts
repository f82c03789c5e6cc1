/** Requests and replies as text: CLIXML in base64, compressed when large. The first character tells which. */
import { gunzip, gzipSync } from 'node:zlib';
import { promisify } from 'node:util';
import { appError, fail, ok, type AppError, type Effect, type Result } from '../../shared/model/error.ts';
import { readClixml } from '../../shared/clixml/read.ts';
import type { PsValue } from '../../shared/clixml/value.ts';
import { writeClixml } from '../../shared/clixml/write.ts';

const unzip = promisify(gunzip);
const compressFrom = 16_384;
/** Bytes that a reply may unpack to. */
const maxReply = 512 * 1024 * 1024;

export function encodeRequest(value: PsValue): string {
  const bytes = Buffer.from(writeClixml([value]), 'utf8');
  return bytes.length < compressFrom ? `p${bytes.toString('base64')}` : `z${gzipSync(bytes, { level: 1 }).toString('base64')}`;
}

/** Fails with what is wrong when the text is not what the module writes. */
export async function decodeReply(text: string): Promise<Result<PsValue, string>> {
  try {
    const bytes = Buffer.from(text.slice(1), 'base64');
    const plain = text.startsWith('z') ? await unzip(bytes, { maxOutputLength: maxReply }) : bytes;
    const values = readClixml(plain.toString('utf8'));
    const [value] = values.ok ? values.value : [];
    if (value !== undefined) return ok(value);
    return fail(
      values.ok ? 'empty' : `${values.error.reason} ${values.error.what} (${String(values.error.line)}:${String(values.error.column)})`,
    );
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** There was an answer that says nothing: `effect` is what the call may have changed. */
export const unreadable = (message: string, what: string, effect: Effect): AppError =>
  appError('powershell.replyUnreadable', { what, message }, effect);
