/** Passwords as the formats spell them. */

export interface Password {
  /** PBES2 (RFC 8018 leaves it open; OpenSSL, Windows and .NET use UTF-8) */
  readonly utf8: Uint8Array;
  /** PKCS #12: UTF-16, big-endian, with a zero at the end (RFC 7292, appendix B.1) */
  readonly utf16: Uint8Array;
}

/** Nothing may be written as an empty text or as no text at all: both are in use, so both are tried. */
export function spellingsOf(password: string): readonly Password[] {
  const utf8 = Buffer.from(password, 'utf8');
  const spelled = { utf8, utf16: Buffer.from(`${password}\0`, 'utf16le').swap16() };
  return password === '' ? [spelled, { utf8, utf16: new Uint8Array() }] : [spelled];
}
