/** Private keys: read only to see to which certificate they belong. */
import { EncryptedPrivateKeyInfo } from '@peculiar/asn1-pkcs8';
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { membersOf, parseAs, readOnly, tags } from '../../shared/x509/der.ts';
import { decrypt, type KdfBudget, type Password } from './password-protection.ts';

/** `unreadable`: the key is there, and of a kind that this program does not know. */
export type PrivateKey = KeyObject | 'unreadable';

export interface FoundKey {
  readonly key: PrivateKey;
  /** As PKCS #12 names it */
  readonly providerName?: string;
}

/** A PKCS #8 key (RFC 5208). */
export function keyOfPkcs8(pkcs8: Uint8Array): PrivateKey {
  // A wrong password can decrypt to garbage that is no PKCS #8: the walk throws.
  membersOf(readOnly(pkcs8), tags.sequence);
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length), format: 'der', type: 'pkcs8' });
  } catch {
    return 'unreadable';
  }
}

/** An EncryptedPrivateKeyInfo; `undefined` when the password is wrong. The decrypted bytes are wiped. */
export async function keyOfEncryptedPkcs8(encrypted: Uint8Array, password: Password, budget: KdfBudget): Promise<PrivateKey | undefined> {
  const { encryptionAlgorithm, encryptedData } = parseAs(encrypted, EncryptedPrivateKeyInfo);
  const pkcs8 = await decrypt(encryptionAlgorithm, new Uint8Array(encryptedData.buffer), password, budget);
  if (pkcs8 === undefined) return undefined;
  try {
    return keyOfPkcs8(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}

/** The public half of a key, as text to compare; `undefined` when the key is of an unknown kind. */
export const publicHalfOf = ({ key }: FoundKey): string | undefined => (key === 'unreadable' ? undefined : spki(createPublicKey(key)));

/** The key of a certificate in the same form. */
export function publicKeyOf(certificate: Uint8Array): string | undefined {
  try {
    return spki(new X509Certificate(certificate).publicKey);
  } catch {
    return undefined;
  }
}

const spki = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).toString('base64');
