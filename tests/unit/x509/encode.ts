/** Writes DER for tests: what no tool would make is made here, byte by byte. */

export type Bytes = Uint8Array;

/** One element with its length. */
export function element(tag: number, ...parts: readonly Bytes[]): Bytes {
  const content = Buffer.concat(parts);
  const digits: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  const length = content.length < 0x80 ? [content.length] : [0x80 + digits.length, ...digits];
  return Buffer.concat([Uint8Array.from([tag, ...length]), content]);
}

export const sequence = (...parts: readonly Bytes[]): Bytes => element(0x30, ...parts);
export const latin = (text: string): Bytes => Buffer.from(text, 'latin1');
export const utf8 = (text: string): Bytes => Buffer.from(text, 'utf8');
export const utf16 = (text: string): Bytes => Buffer.from(text, 'utf16le').swap16();
export const integer = (hex: string): Bytes => element(0x02, Buffer.from(hex, 'hex'));
export const octets = (...parts: readonly Bytes[]): Bytes => element(0x04, ...parts);
export const bits = (...parts: readonly Bytes[]): Bytes => element(0x03, Uint8Array.of(0), ...parts);

export function oid(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const septets = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) septets.unshift((left % 128) + 128);
    return septets;
  });
  return element(0x06, Uint8Array.from(bytes));
}

/** Tags of ASN.1's string types */
export const strings = {
  utf8: 0x0c,
  numeric: 0x12,
  printable: 0x13,
  teletex: 0x14,
  ia5: 0x16,
  visible: 0x1a,
  universal: 0x1c,
  bmp: 0x1e,
} as const;

export type EncodedAttribute = readonly [type: string, tag: number, content: Bytes];

/** Relative names in encoded order, which is the reverse of what Windows prints. */
export const encodedName = (relatives: readonly (readonly EncodedAttribute[])[]): Bytes =>
  sequence(
    ...relatives.map((relative) => element(0x31, ...relative.map(([type, tag, content]) => sequence(oid(type), element(tag, content))))),
  );

export const commonName = (text: string): Bytes => encodedName([[['2.5.4.3', strings.utf8, utf8(text)]]]);
export const extension = (type: string, value: Bytes): Bytes => sequence(oid(type), octets(value));

const rsa = sequence(oid('1.2.840.113549.1.1.1'), element(0x05));
const sha256WithRsa = sequence(oid('1.2.840.113549.1.1.11'), element(0x05));
/** A modulus of 2048 bits, of no use as a key */
const modulus = new Uint8Array(257).fill(0xc5).map((byte, index) => (index === 0 ? 0 : byte));

export interface CertificateParts {
  readonly serialNumber?: Bytes;
  readonly issuer?: Bytes;
  readonly subject?: Bytes;
  readonly notBefore?: Bytes;
  readonly notAfter?: Bytes;
  readonly publicKey?: Bytes;
  readonly extensions?: readonly Bytes[];
}

/** A certificate whose signature is nothing. Without extensions it is one of version 1. */
export const encodedCertificate = (parts: CertificateParts = {}): Bytes =>
  sequence(
    sequence(
      ...(parts.extensions === undefined ? [] : [element(0xa0, integer('02'))]),
      parts.serialNumber ?? integer('01'),
      sha256WithRsa,
      parts.issuer ?? commonName('issuer'),
      sequence(parts.notBefore ?? element(0x17, latin('260101000000Z')), parts.notAfter ?? element(0x17, latin('270101000000Z'))),
      parts.subject ?? commonName('subject'),
      parts.publicKey ?? sequence(rsa, bits(sequence(element(0x02, modulus), integer('010001')))),
      ...(parts.extensions === undefined ? [] : [element(0xa3, sequence(...parts.extensions))]),
    ),
    sha256WithRsa,
    bits(new Uint8Array(256).fill(0x5a)),
  );

/** Numbers from 0 to 1, evenly: the same ones for the same seed (mulberry32, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
