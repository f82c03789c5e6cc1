/** Bytes as Windows and .NET write them. */

export const int32 = (...values: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setInt32(index * 4, value, true);
  return bytes;
};

/** UTF-16 with its NUL. */
export const utf16 = (text: string): Uint8Array =>
  Uint8Array.from([...Array.from(text.split(''), (unit) => unit.charCodeAt(0)), 0].flatMap((unit) => [unit & 0xff, unit >> 8]));

/** Length in 7-bit groups, then UTF-8, as BinaryWriter writes texts. */
export function lengthPrefixed(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const groups: number[] = [];
  let rest = bytes.length;
  while (rest >= 0x80) {
    groups.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return joined(Uint8Array.from([...groups, rest]), bytes);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
