/** Base64 without Node or a browser (RFC 4648, with padding; white space is allowed, as XML folds it in). */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitOf = new Uint8Array(128).fill(0xff);
for (let index = 0; index < alphabet.length; index += 1) digitOf[alphabet.charCodeAt(index)] = index;

/** `undefined` when the text is not base64. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const compact = /\s/.test(text) ? text.replaceAll(/\s+/g, '') : text;
  if (compact.length % 4 !== 0) return undefined;
  const padding = compact.endsWith('==') ? 2 : compact.endsWith('=') ? 1 : 0;
  const digits = compact.length - padding;
  const bytes = new Uint8Array((compact.length / 4) * 3 - padding);
  let at = 0;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < digits; index += 1) {
    const code = compact.charCodeAt(index);
    const digit = code < 128 ? (digitOf[code] ?? 0xff) : 0xff;
    if (digit === 0xff) return undefined;
    held = ((held << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 0xff;
      at += 1;
    }
  }
  return bytes;
}

export function base64OfBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b, c] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    const triple = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    parts.push(
      alphabet.charAt(triple >> 18),
      alphabet.charAt((triple >> 12) & 63),
      b === undefined ? '=' : alphabet.charAt((triple >> 6) & 63),
      c === undefined ? '=' : alphabet.charAt(triple & 63),
    );
  }
  return parts.join('');
}
