/** The characters of a file that PowerShell, an editor or a mail program wrote. */

/** Names of encodings to try, in this order; empty when the file declares one that is not known. */
export function encodingsOf(start: Uint8Array): readonly string[] {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return ['utf-8'];
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  const wide = zeroSide(start);
  if (wide !== undefined) return [wide];
  const declared = declaredEncoding(start);
  // .NET declares utf-16 in a text that is then saved as bytes; were it true, there would be zeros.
  if (declared === undefined || /^utf-?16/i.test(declared)) return ['utf-8', 'shift_jis'];
  return isKnown(declared) ? [declared] : [];
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

/** UTF-16 without a mark: every second byte of mostly Western text is zero. */
function zeroSide(start: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = start.subarray(0, 1024);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 8;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : undefined;
}

/** What cannot be decoded, and the line, from 1. */
export class UndecodableError extends Error {
  constructor(readonly line: number) {
    super('The bytes are not text in this encoding');
  }
}

/**
 * Decodes parts of a file. Shift-JIS takes almost any bytes, so text in it is believed only when it has
 * kana; a Western text taken for it has none.
 */
export function createDecoder(encoding: string): { readonly write: (bytes: Uint8Array) => string; readonly end: () => string } {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const doubtful = decoder.encoding === 'shift_jis';
  let [line, hasKana, hasOther] = [1, false, false];

  function decoded(bytes: Uint8Array | undefined): string {
    let text: string;
    try {
      text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      const lossy = bytes === undefined ? '' : new TextDecoder(encoding).decode(bytes);
      throw new UndecodableError(line + newlines(lossy.slice(0, Math.max(0, lossy.indexOf('\ufffd')))));
    }
    line += newlines(text);
    if (doubtful) {
      hasKana ||= /[\u3041-\u3096\u30a1-\u30fa]/.test(text);
      // eslint-disable-next-line no-control-regex -- ASCII is what both have in common
      hasOther ||= /[^\u0000-\u007f]/.test(text);
    }
    return text;
  }

  return {
    write: decoded,
    end: () => {
      const rest = decoded(undefined);
      if (doubtful && hasOther && !hasKana) throw new UndecodableError(line);
      return rest;
    },
  };
}

const newlines = (text: string): number => text.split('\n').length - 1;
