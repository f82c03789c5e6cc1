/** A certificate as Windows serializes an element of its store (wincrypt.h): properties, then the certificate. */
import { int32, joined, utf16 } from './little-endian.ts';

export interface StoreElement {
  readonly id: number;
  readonly data: Uint8Array;
}

export interface StoredCertificate {
  readonly der: Uint8Array;
  /** CRYPT_KEY_PROV_INFO; absent where the store links no key */
  readonly provider?: Uint8Array | undefined;
  /** SHA-1 */
  readonly thumbprint?: Uint8Array | undefined;
  readonly friendlyName?: string | undefined;
}

const propertyId = { keyProvider: 2, thumbprint: 3, friendlyName: 11, certificate: 32, publicKeyLength: 92 } as const;
const keyBits = 2048;

/** The elements in the order in which a store may have them; the certificate is always the last. */
export const storeElementsOf = ({ der, provider, thumbprint, friendlyName }: StoredCertificate): StoreElement[] => [
  { id: propertyId.publicKeyLength, data: int32(keyBits) },
  ...(provider === undefined ? [] : [{ id: propertyId.keyProvider, data: provider }]),
  ...(thumbprint === undefined ? [] : [{ id: propertyId.thumbprint, data: thumbprint }]),
  ...(friendlyName === undefined ? [] : [{ id: propertyId.friendlyName, data: utf16(friendlyName) }]),
  { id: propertyId.certificate, data: der },
];

/** CertData: each element with its id, the number of X.509's encoding, and its length. */
export const certDataOf = (elements: readonly StoreElement[]): Uint8Array =>
  joined(...elements.flatMap(({ id, data }) => [int32(id, 1, data.length), data]));

const machineKeyset = 0x20;
const exchangeKey = 1;

/** CRYPT_KEY_PROV_INFO, with the zeros that stand behind it on servers; no name is the default provider of the type. */
export function keyProviderInfo(container: string, provider: string | undefined, type: number): Uint8Array {
  const head = 7 * 4;
  const name = utf16(container);
  const providerAt = provider === undefined ? 0 : head + name.length;
  return joined(int32(head, providerAt, type, machineKeyset, 0, 0, exchangeKey), name, utf16(provider ?? ''), int32(0));
}
