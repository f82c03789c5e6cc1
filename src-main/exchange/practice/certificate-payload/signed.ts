/** A payload that is signed, as servers send it since the November 2023 SU. */
import { deflateRawSync } from 'node:zlib';
import { joined } from './little-endian.ts';

/** CMS signed data (RFC 5652), 1.2.840.113549.1.7.2. */
const signedData = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02);
const tag = { integer: 0x02, octets: 0x04, sequence: 0x30, content: 0xa0 };

/** The layout is not known: a CMS wrapper that hides the stream stands for all that cannot be read. */
export const signedPayload = (stream: Uint8Array): Uint8Array =>
  der(
    tag.sequence,
    signedData,
    der(tag.content, der(tag.sequence, der(tag.integer, Uint8Array.of(1)), der(tag.octets, deflateRawSync(stream)))),
  );

function der(tagNumber: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = joined(...parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return joined(Uint8Array.from([tagNumber, ...head]), content);
}
