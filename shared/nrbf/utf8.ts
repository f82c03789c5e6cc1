/** UTF-8 without Node or a browser (RFC 3629): strict, since a text that is not UTF-8 is no text. */

/** `undefined` for anything that is not well-formed: overlong forms, surrogates, more than U+10FFFF, loose bytes. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    if (more < 0 || at + more >= bytes.length) return undefined;
    let code = more === 0 ? lead : lead & (0x3f >> more);
    for (let index = 1; index <= more; index += 1) {
      const byte = bytes[at + index] ?? 0;
      if ((byte & 0xc0) !== 0x80) return undefined;
      code = code * 64 + (byte & 0x3f);
    }
    const overlong = (more === 2 && code < 0x800) || (more === 3 && code < 0x10000);
    if (overlong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    parts.push(String.fromCodePoint(code));
    at += more + 1;
  }
  return parts.join('');
}
