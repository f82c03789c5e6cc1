/** What passwords protect in PKCS #12 and PKCS #8: PBES2 (RFC 8018), and the older ways of Windows (RFC 7292, appendix C). */
import { createDecipheriv } from 'node:crypto';
import rc2 from 'node-forge/lib/rc2.js';
import util from 'node-forge/lib/util.js';
import { expect, membersOf, oidOf, smallIntegerOf, tags, type DerElement } from '../../shared/certificates/der.ts';
import { passwordBasedKey, pkcs12Bytes, purposes, type HashName } from './key-derivation.ts';
import type { WorkBudget } from './limits.ts';
import type { Password } from './password.ts';
import { refusal } from './refuse.ts';

interface Cipher {
  readonly name: 'des-ede3-cbc' | 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'rc2-40' | 'rc2-128';
  readonly keyBytes: number;
  readonly vectorBytes: number;
}

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2 = '1.2.840.113549.1.5.12';
const tripleDes: Cipher = { name: 'des-ede3-cbc', keyBytes: 24, vectorBytes: 8 };
/** pbeWithSHAAnd…: what Windows writes as `TripleDES-SHA1` has the key by the first and the certificates by the last. */
const olderCiphers: ReadonlyMap<string, Cipher> = new Map([
  ['1.2.840.113549.1.12.1.3', tripleDes],
  ['1.2.840.113549.1.12.1.5', { name: 'rc2-128', keyBytes: 16, vectorBytes: 8 }],
  ['1.2.840.113549.1.12.1.6', { name: 'rc2-40', keyBytes: 5, vectorBytes: 8 }],
]);
const ciphers: ReadonlyMap<string, Cipher> = new Map([
  ['1.2.840.113549.3.7', tripleDes],
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', keyBytes: 16, vectorBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', keyBytes: 24, vectorBytes: 16 }],
  ['2.16.840.1.101.3.4.1.42', { name: 'aes-256-cbc', keyBytes: 32, vectorBytes: 16 }],
]);
const hmacs: ReadonlyMap<string, HashName> = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.8', 'sha224'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
]);
/** It is decrypted without a native cipher, some megabytes a second. */
const maxRc2Bytes = 1024 * 1024;

/**
 * Decrypts by what `algorithm` says; `undefined` when the padding is wrong, which is what a wrong password
 * gives. Refuses ways that are not known, and those that cost too much.
 */
export async function decrypt(
  algorithm: DerElement | undefined,
  encrypted: Uint8Array,
  password: Password,
  budget: WorkBudget,
): Promise<Uint8Array | undefined> {
  const [identifier, parameters] = membersOf(algorithm, tags.sequence);
  const scheme = oidOf(identifier);
  if (scheme === pbes2) return decryptPbes2(parameters, encrypted, password.utf8, budget);
  const cipher = olderCiphers.get(scheme);
  if (cipher === undefined) throw refusal('certificateFile.notSupported', { algorithm: scheme });
  const [salt, iterations] = membersOf(parameters, tags.sequence);
  const by = { salt: expect(salt, tags.octetString).content, iterations: smallIntegerOf(iterations), hash: 'sha1' } as const;
  const key = await pkcs12Bytes(password.utf16, by, purposes.key, cipher.keyBytes, budget);
  const vector = await pkcs12Bytes(password.utf16, by, purposes.vector, cipher.vectorBytes, budget);
  return decryptWith(cipher, key, vector, encrypted);
}

async function decryptPbes2(
  parameters: DerElement | undefined,
  encrypted: Uint8Array,
  password: Uint8Array,
  budget: WorkBudget,
): Promise<Uint8Array | undefined> {
  const [derivation, encryption] = membersOf(parameters, tags.sequence);
  const [derivationId, derivationParameters] = membersOf(derivation, tags.sequence);
  if (oidOf(derivationId) !== pbkdf2) throw refusal('certificateFile.notSupported', { algorithm: oidOf(derivationId) });
  const [salt, iterations, ...optional] = membersOf(derivationParameters, tags.sequence);
  const prf = optional.find(({ tag }) => tag === tags.sequence);
  const hmac = prf === undefined ? '1.2.840.113549.2.7' : oidOf(membersOf(prf, tags.sequence)[0]);
  const [cipherId, vector] = membersOf(encryption, tags.sequence);
  const [hash, cipher] = [hmacs.get(hmac), ciphers.get(oidOf(cipherId))];
  if (hash === undefined) throw refusal('certificateFile.notSupported', { algorithm: hmac });
  if (cipher === undefined) throw refusal('certificateFile.notSupported', { algorithm: oidOf(cipherId) });
  const by = { salt: expect(salt, tags.octetString).content, iterations: smallIntegerOf(iterations), hash };
  const key = await passwordBasedKey(password, by, cipher.keyBytes, budget);
  return decryptWith(cipher, key, expect(vector, tags.octetString).content, encrypted);
}

function decryptWith({ name, vectorBytes }: Cipher, key: Uint8Array, vector: Uint8Array, encrypted: Uint8Array): Uint8Array | undefined {
  const blocks = encrypted.length / vectorBytes;
  if (vector.length !== vectorBytes || blocks === 0 || !Number.isInteger(blocks)) throw new Error('Not whole blocks.');
  if (name === 'rc2-40' || name === 'rc2-128') return decryptRc2(name === 'rc2-40' ? 40 : 128, key, vector, encrypted);
  const decipher = createDecipheriv(name, key, vector);
  try {
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Neither OpenSSL 3 nor what Electron has in its place is sure to know RC2 (RFC 2268). */
function decryptRc2(effectiveBits: number, key: Uint8Array, vector: Uint8Array, encrypted: Uint8Array): Uint8Array | undefined {
  if (encrypted.length > maxRc2Bytes)
    throw refusal('certificateFile.tooLarge', { bytes: String(encrypted.length), limit: String(maxRc2Bytes) });
  const decryption = rc2.createDecryptionCipher(characters(key), effectiveBits);
  decryption.start(characters(vector));
  decryption.update(util.createBuffer(characters(encrypted)));
  return decryption.finish() ? Buffer.from(decryption.output.getBytes(), 'latin1') : undefined;
}

/** One character for each byte. */
const characters = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
