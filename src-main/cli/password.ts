/** The password of a certificate file, from standard input. It is in no result, no message and no file. */

export type Input = AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };

const longest = 4096;

/**
 * The first line, without its line end and without the byte order mark that Windows PowerShell writes.
 * `undefined` when nothing came, when it is no UTF-8 or too long, and for a terminal, which would show it.
 */
export async function passwordFrom(input: Input): Promise<string | undefined> {
  if (input.isTTY === true) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    parts.push(bytes);
    length += bytes.length;
    if (bytes.includes(0x0a) || length > longest) break;
  }
  const all = Buffer.concat(parts);
  if (all.length === 0) return undefined;
  const end = all.indexOf(0x0a);
  const line = end < 0 ? all : all.subarray(0, end);
  if (line.length > longest) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(line).replace(/\r$/, '');
  } catch {
    return undefined;
  } finally {
    all.fill(0);
  }
}
