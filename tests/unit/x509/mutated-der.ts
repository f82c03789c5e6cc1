/** Certificates that are nearly right, and not: the same ones for the same seed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  element,
  encodedCertificate,
  encodedName,
  extension,
  latin,
  octets,
  randomFrom,
  sequence,
  strings,
  utf16,
  type Bytes,
} from './encode.ts';

const real = new Uint8Array(readFileSync(join(import.meta.dirname, '../pki/fixtures/mail.der.cer')));
const originals: readonly Bytes[] = [
  real,
  encodedCertificate(),
  encodedCertificate({
    subject: encodedName([
      [
        ['2.5.4.10', strings.bmp, utf16('株式会社')],
        ['2.5.4.3', strings.teletex, latin('\xe9')],
      ],
    ]),
    notAfter: element(0x18, latin('20991231235959Z')),
    extensions: [
      extension('2.5.29.17', sequence(element(0x82, latin('mail.contoso.com')), element(0x87, latin('abcd')))),
      extension('2.5.29.14', octets(latin('key'))),
      extension('2.5.29.37', sequence()),
    ],
  }),
];

type Mutation = (bytes: Bytes, pick: (below: number) => number) => Bytes;

const spliced = (bytes: Bytes, at: number, remove: number, insert: Bytes): Bytes =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);

const mutations: readonly Mutation[] = [
  (bytes, pick) => bytes.with(pick(bytes.length), pick(256)),
  (bytes, pick) => {
    const at = pick(bytes.length);
    return bytes.with(at, (bytes[at] ?? 0) ^ (1 << pick(8)));
  },
  // A length, wherever one may be: too long, not definite, of four bytes.
  (bytes, pick) => bytes.with(pick(bytes.length), [0x00, 0x7f, 0x80, 0x81, 0x84, 0xff][pick(6)] ?? 0),
  // Another type in its place.
  (bytes, pick) => bytes.with(pick(bytes.length), [0x02, 0x04, 0x06, 0x0c, 0x13, 0x1e, 0x30, 0x31, 0xa0, 0xa3][pick(10)] ?? 0),
  (bytes, pick) => bytes.slice(0, pick(bytes.length)),
  (bytes, pick) => spliced(bytes, pick(bytes.length), 1 + pick(16), new Uint8Array()),
  (bytes, pick) =>
    spliced(
      bytes,
      pick(bytes.length),
      0,
      Uint8Array.from({ length: 1 + pick(16) }, () => pick(256)),
    ),
  (bytes, pick) => {
    const from = pick(bytes.length);
    return spliced(bytes, pick(bytes.length), 0, bytes.slice(from, from + 1 + pick(64)));
  },
  (bytes, pick) => Buffer.concat([bytes, new Uint8Array(1 + pick(32))]),
];

/** A certificate with one to six faults. `seed`: a whole number. */
export function mutatedDer(seed: number): Uint8Array {
  const random = randomFrom(seed);
  const pick = (below: number): number => Math.floor(random() * Math.max(below, 1));
  let bytes: Bytes = Uint8Array.from(originals[pick(originals.length)] ?? real);
  for (let left = 1 + pick(6); left > 0 && bytes.length > 0; left -= 1) {
    bytes = Uint8Array.from(mutations[pick(mutations.length)]?.(bytes, pick) ?? bytes);
  }
  return bytes;
}
