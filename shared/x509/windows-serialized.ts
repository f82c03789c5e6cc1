/**
 * A certificate as Windows serializes an element of its store (CertSerializeCertificateStoreElement):
 * elements `{ id u32, encoding u32 = 1, length u32, data }`, little-endian. All but the last are
 * properties of the certificate in that store; the last, id 32, is the certificate in DER.
 * Ids and CRYPT_KEY_PROV_INFO: wincrypt.h. The layout was measured on captures of Exchange 2016 and 2019.
 */
import { hexOf, readOnly, tags } from './der.ts';
import { fail, ok, type Result } from '../model/error.ts';
import type { KeyProvider } from '../model/certificate.ts';
import { known, unknown, type Known } from '../model/known.ts';

export interface SerializedCertificate {
  readonly der: Uint8Array;
  /** `none`: the store links no key to the certificate. A link proves no more than that: its key can be lost. */
  readonly keyProvider: Known<KeyProvider>;
  /** Empty when the certificate has none */
  readonly friendlyName: Known<string>;
  /** SHA-1 in upper-case hex, as it was stored */
  readonly thumbprint: Known<string>;
  /** Elements read */
  readonly work: number;
}

export interface SerializedCertificateFault {
  readonly reason: 'truncated' | 'badElement' | 'duplicate' | 'noCertificate' | 'notDer' | 'trailing' | 'tooMany' | 'tooLarge';
  readonly offset: number;
}

const limits = { size: 1024 * 1024, elements: 256 } as const;
const propertyId = { keyProvider: 2, thumbprint: 3, friendlyName: 11, certificate: 32 } as const;
/** CERT_STORE_CERTIFICATE_CONTEXT elements of X.509 say X509_ASN_ENCODING; so does every property */
const x509Encoding = 1;
const headLength = 12;

/**
 * The certificate and what its store says of it. Bare DER is accepted too: then all else is unknown,
 * as it was not sent. A property that cannot be read is unknown by itself. Never throws.
 */
export function readSerializedCertificate(bytes: Uint8Array): Result<SerializedCertificate, SerializedCertificateFault> {
  if (bytes.length > limits.size) return fail({ reason: 'tooLarge', offset: 0 });
  if (isDerSequence(bytes)) {
    const notSent = unknown('notReturned', 'CertData: DER');
    return ok({ der: bytes.slice(), keyProvider: notSent, friendlyName: notSent, thumbprint: notSent, work: 1 });
  }
  const elements = readElements(bytes);
  if (!elements.ok) return elements;
  const { properties, der, work } = elements.value;
  return ok({
    der,
    keyProvider: readProperty(properties, propertyId.keyProvider, { kind: 'none' }, keyProviderOf),
    friendlyName: readProperty(properties, propertyId.friendlyName, '', (data) => utf16Of(data, 0)),
    thumbprint: readProperty(properties, propertyId.thumbprint, undefined, thumbprintOf),
    work,
  });
}

interface Elements {
  readonly properties: ReadonlyMap<number, Uint8Array>;
  readonly der: Uint8Array;
  readonly work: number;
}

function readElements(bytes: Uint8Array): Result<Elements, SerializedCertificateFault> {
  const view = viewOf(bytes);
  const properties = new Map<number, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    if (properties.size >= limits.elements) return fail({ reason: 'tooMany', offset: at });
    if (bytes.length - at < headLength) return fail({ reason: 'truncated', offset: at });
    const [id, encoding, length] = [view.getUint32(at, true), view.getUint32(at + 4, true), view.getUint32(at + 8, true)];
    if (id === 0 || encoding !== x509Encoding) return fail({ reason: 'badElement', offset: at });
    if (length > bytes.length - at - headLength) return fail({ reason: 'truncated', offset: at });
    const end = at + headLength + length;
    const data = bytes.slice(at + headLength, end);
    if (id === propertyId.certificate) {
      if (!isDerSequence(data)) return fail({ reason: 'notDer', offset: at });
      return end === bytes.length ? ok({ properties, der: data, work: properties.size + 1 }) : fail({ reason: 'trailing', offset: end });
    }
    if (properties.has(id)) return fail({ reason: 'duplicate', offset: at });
    properties.set(id, data);
    at = end;
  }
  return fail({ reason: 'noCertificate', offset: at });
}

/** `absent`: what it means that the store has no such property; `undefined` when it means nothing. */
function readProperty<T>(
  properties: Elements['properties'],
  id: number,
  absent: T | undefined,
  read: (data: Uint8Array) => T | undefined,
): Known<T> {
  const data = properties.get(id);
  const value = data === undefined ? absent : read(data);
  if (value !== undefined) return known(value);
  return data === undefined ? unknown('notReturned', `CertData: ${id}`) : unknown('unreadable', `CertData: ${id}, ${data.length} bytes`);
}

/** PROV_RSA_FULL and the like are types of CryptoAPI providers; 0 says that a CNG key storage provider has the key. */
const cngType = 0;
const providerHead = 28;

/**
 * CRYPT_KEY_PROV_INFO with offsets where Windows has pointers: container name, provider name, type,
 * flags, count and offset of parameters, key spec. Offset 0 is no name (the default provider of the type).
 */
function keyProviderOf(data: Uint8Array): KeyProvider | undefined {
  if (data.length < providerHead) return undefined;
  const view = viewOf(data);
  const [container, provider] = [textAt(data, view.getUint32(0, true)), textAt(data, view.getUint32(4, true))];
  if (container === undefined || provider === undefined) return undefined;
  const providerType = view.getUint32(8, true);
  return { kind: providerType === cngType ? 'CNG' : 'CSP', providerName: provider, providerType, containerName: container };
}

function textAt(data: Uint8Array, offset: number): string | undefined {
  if (offset === 0) return '';
  return offset < providerHead ? undefined : utf16Of(data, offset);
}

/** UTF-16 up to its NUL, which must be there. Loose surrogates stay: Windows allows them in names. */
function utf16Of(data: Uint8Array, offset: number): string | undefined {
  const view = viewOf(data);
  const parts: string[] = [];
  for (let at = offset; at + 2 <= data.length; at += 2) {
    const unit = view.getUint16(at, true);
    if (unit === 0) return parts.join('');
    parts.push(String.fromCharCode(unit));
  }
  return undefined;
}

const thumbprintOf = (data: Uint8Array): string | undefined => (data.length === 20 ? hexOf(data) : undefined);

/** One DER SEQUENCE and nothing else; the reader of certificates finds out whether it is one. */
function isDerSequence(bytes: Uint8Array): boolean {
  try {
    return readOnly(bytes).tag === tags.sequence;
  } catch {
    return false;
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
