/** Private keys: read only to see to which certificate they belong. */
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { expect, membersOf, readOnly, tags } from '../../shared/certificates/der.ts';
import type { FoundKey } from './contents.ts';
import { decrypt } from './decrypt.ts';
import type { WorkBudget } from './limits.ts';
import type { Password } from './password.ts';

/** A PKCS #8 key (RFC 5208). */
export function keyOfPkcs8(pkcs8: Uint8Array): FoundKey {
  // What is no PKCS #8 at all is the garbage that a wrong password gives: the reader throws.
  membersOf(readOnly(pkcs8), tags.sequence);
  try {
    return createPrivateKey({ key: bufferOver(pkcs8), format: 'der', type: 'pkcs8' });
  } catch {
    return 'unreadable';
  }
}

const bufferOver = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

/** An EncryptedPrivateKeyInfo; `undefined` when the password is wrong. What was decrypted is wiped. */
export async function keyOfEncryptedPkcs8(encrypted: Uint8Array, password: Password, budget: WorkBudget): Promise<FoundKey | undefined> {
  const [algorithm, data] = membersOf(readOnly(encrypted), tags.sequence);
  const pkcs8 = await decrypt(algorithm, expect(data, tags.octetString).content, password, budget);
  if (pkcs8 === undefined) return undefined;
  try {
    return keyOfPkcs8(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}

/** The public half of a key, as text to compare; `undefined` when it is of a kind unknown here. */
export const publicHalfOf = (key: FoundKey): string | undefined => (key === 'unreadable' ? undefined : spki(createPublicKey(key)));

/** The key of a certificate in the same form. */
export function publicKeyOf(certificate: Uint8Array): string | undefined {
  try {
    return spki(new X509Certificate(certificate).publicKey);
  } catch {
    return undefined;
  }
}

const spki = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).toString('base64');
