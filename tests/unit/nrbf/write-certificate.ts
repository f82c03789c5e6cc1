/** What Exchange attaches to a certificate, as the practice organization writes it, for tests that make it wrong. */
import {
  writeExchangeCertificate as writeStream,
  type ExchangeCertificateParts as StreamParts,
} from '../../../src-main/exchange/practice/certificate-payload/exchange-certificate.ts';
import {
  storeElementsOf,
  type StoredCertificate,
  type StoreElement as TrueElement,
} from '../../../src-main/exchange/practice/certificate-payload/payload.ts';
import { readNrbf } from '../../../shared/nrbf/read.ts';
import { byteWriter, type Written } from './write-bytes.ts';
import type { NrbfSource } from './write-nrbf.ts';

export { keyProviderInfo } from '../../../src-main/exchange/practice/certificate-payload/payload.ts';
export { utf16 } from '../../../src-main/exchange/practice/certificate-payload/exchange-certificate.ts';

export interface StoreElement extends TrueElement {
  readonly encoding?: number;
  /** What the element says of its length, where that is not true */
  readonly length?: number;
}

/** Elements of Windows' serialized certificate, one after the other. */
export function writeStoreElements(elements: readonly StoreElement[]): Written {
  const writer = byteWriter();
  for (const { id, data, encoding = 1, length = data.length } of elements) {
    writer.cut();
    for (const number of [id, encoding, length]) writer.int32(number);
    writer.raw(data);
  }
  return writer.written();
}

export const writeCertData = (parts: StoredCertificate): Written => writeStoreElements(storeElementsOf(parts));

export type ExchangeCertificateParts = Omit<StreamParts, 'sites' | 'identity'> & Partial<StreamParts>;

const defaults = { sites: ['IIS://EX01/W3SVC/1'], identity: 'EX01.contoso.com\\00' };

export function writeExchangeCertificate(parts: ExchangeCertificateParts): Written {
  const bytes = writeStream({ ...defaults, ...parts });
  return { bytes, cuts: recordsOf(bytes) };
}

/** The objects of such a stream, under the ids that captures have. */
export function exchangeCertificate(parts: ExchangeCertificateParts): NrbfSource {
  const document = readNrbf(writeStream({ ...defaults, ...parts }));
  if (!document.ok) throw new Error(JSON.stringify(document.error));
  return { rootId: 1, objects: document.value.objects };
}

/** Where records of a stream may begin: near enough for mutations that move whole records. */
export const recordsOf = (bytes: Uint8Array): number[] =>
  [...bytes.keys()].filter((index) => [1, 4, 5, 6, 7, 9, 12, 15].includes(bytes[index] ?? 0) && bytes[index + 3] === bytes[index + 4]);
