/**
 * What passwords protect in PKCS #12 and PKCS #8: PBES2 (RFC 8018), and the older algorithms of Windows
 * (RFC 7292, appendix C). Deriving a key leaves the event loop free, and is counted before it begins.
 */
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import rc2 from 'node-forge/lib/rc2.js';
import util from 'node-forge/lib/util.js';
import { createDecipheriv, createHash, pbkdf2 } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { countOf, expect, membersOf, oidOf, readOnly, tags, type DerElement } from '../../shared/x509/der.ts';
import { refusal, tooLarge } from './refusal.ts';

/** A password as the formats spell it. */
export interface Password {
  /** PBES2 (RFC 8018 leaves it open; OpenSSL, Windows and .NET use UTF-8) */
  readonly utf8: Uint8Array;
  /** PKCS #12: UTF-16, big-endian, with a zero at the end (RFC 7292, appendix B.1) */
  readonly utf16: Uint8Array;
}

/** No password may be written as an empty text or as no text at all: both are in use, so both are tried. */
export function spellingsOf(password: string): readonly Password[] {
  const utf8 = Buffer.from(password, 'utf8');
  const spelled = { utf8, utf16: Buffer.from(`${password}\0`, 'utf16le').swap16() };
  return password === '' ? [spelled, { utf8, utf16: new Uint8Array() }] : [spelled];
}

/** In rounds of PBKDF2, over all passwords and parts of one file: some seconds. Windows uses 2,000 rounds a part, OpenSSL 2,048. */
const maxRounds = 10_000_000;

/** Counts the key derivation of one file. `spend` throws `certificateFile.kdfLimitExceeded` before the work is done. */
export interface KdfBudget {
  spend(rounds: number): void;
}

export function kdfBudget(): KdfBudget {
  let left = maxRounds;
  return {
    spend(rounds) {
      left -= rounds;
      if (left < 0) throw refusal('certificateFile.kdfLimitExceeded', { limit: String(maxRounds) });
    },
  };
}

/** Hashes with the sizes of their digests and blocks, in bytes. */
const hashes = {
  sha1: { digest: 20, block: 64 },
  sha224: { digest: 28, block: 64 },
  sha256: { digest: 32, block: 64 },
  sha384: { digest: 48, block: 128 },
  sha512: { digest: 64, block: 128 },
} as const;
export type HashName = keyof typeof hashes;

/** Digests of the integrity check, by their object identifiers */
const digests: ReadonlyMap<string, HashName> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

export function digestOf(identifier: string): HashName {
  const hash = digests.get(identifier);
  if (hash === undefined) throw refusal('certificateFile.notSupported', { algorithm: identifier });
  return hash;
}

export const digestBytes = (hash: HashName): number => hashes[hash].digest;

/** Cost of one round of PKCS #12 in rounds of PBKDF2: each is a call of its own. */
const costOfCall = 8;
const roundsBetweenPauses = 5_000;

export interface Derivation {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly hash: HashName;
}

/** PBKDF2 (RFC 8018). */
export async function passwordBasedKey(password: Uint8Array, by: Derivation, length: number, budget: KdfBudget): Promise<Uint8Array> {
  budget.spend(by.iterations * Math.ceil(length / hashes[by.hash].digest));
  return promisify(pbkdf2)(password, by.salt, by.iterations, length, by.hash);
}

/** What the bytes are for: key, initial vector, or key of the integrity check (RFC 7292, appendix B.3). */
export const purposes = { key: 1, vector: 2, integrity: 3 } as const;

/** The derivation of PKCS #12 itself (RFC 7292, appendix B.2). */
export async function pkcs12Bytes(
  password: Uint8Array,
  by: Derivation,
  purpose: (typeof purposes)[keyof typeof purposes],
  length: number,
  budget: KdfBudget,
): Promise<Uint8Array> {
  const { digest, block } = hashes[by.hash];
  const blocks = Math.ceil(length / digest);
  budget.spend(by.iterations * blocks * costOfCall);
  const input = Buffer.concat([repeated(by.salt, block), repeated(password, block)]);
  const output: Uint8Array[] = [];
  for (let index = 0; index < blocks; index += 1) {
    let bytes: Uint8Array = createHash(by.hash).update(Buffer.alloc(block, purpose)).update(input).digest();
    for (let round = 1; round < by.iterations; round += 1) {
      bytes = createHash(by.hash).update(bytes).digest();
      if (round % roundsBetweenPauses === 0) await setImmediate();
    }
    output.push(bytes);
    for (let at = 0; at < input.length; at += block) addOne(input.subarray(at, at + block), repeated(bytes, block));
  }
  return Buffer.concat(output).subarray(0, length);
}

/** The bytes repeated to fill whole blocks; empty bytes stay empty. */
const repeated = (bytes: Uint8Array, block: number): Uint8Array =>
  bytes.length === 0 ? new Uint8Array() : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);

/** `number` = `number` + `other` + 1, without the carry out of the first byte. */
function addOne(number: Uint8Array, other: Uint8Array): void {
  let carry = 1;
  for (let at = number.length - 1; at >= 0; at -= 1) {
    carry += (number[at] ?? 0) + (other[at] ?? 0);
    number[at] = carry;
    carry >>= 8;
  }
}

interface Cipher {
  readonly name: 'des-ede3-cbc' | 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'rc2-40' | 'rc2-128';
  readonly keyBytes: number;
  readonly vectorBytes: number;
}

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2Oid = '1.2.840.113549.1.5.12';
const tripleDes: Cipher = { name: 'des-ede3-cbc', keyBytes: 24, vectorBytes: 8 };
/** pbeWithSHAAnd…: `TripleDES-SHA1` of Windows encrypts the key by the first and the certificates by the last. */
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
/** RC2 is decrypted in JavaScript, some megabytes a second. */
const maxRc2Bytes = 1024 * 1024;

/**
 * Decrypts by the algorithm with its parameters; `undefined` when the padding is wrong, as after a wrong password.
 * Refuses unknown algorithms, and a key derivation beyond the budget.
 */
export async function decrypt(
  { algorithm: scheme, parameters: encoded }: AlgorithmIdentifier,
  encrypted: Uint8Array,
  password: Password,
  budget: KdfBudget,
): Promise<Uint8Array | undefined> {
  const parameters = readOnly(new Uint8Array(encoded ?? []));
  if (scheme === pbes2) return decryptPbes2(parameters, encrypted, password.utf8, budget);
  const cipher = olderCiphers.get(scheme);
  if (cipher === undefined) throw refusal('certificateFile.notSupported', { algorithm: scheme });
  const [salt, iterations] = membersOf(parameters, tags.sequence);
  const by = { salt: expect(salt, tags.octetString).content, iterations: countOf(iterations), hash: 'sha1' } as const;
  const key = await pkcs12Bytes(password.utf16, by, purposes.key, cipher.keyBytes, budget);
  const vector = await pkcs12Bytes(password.utf16, by, purposes.vector, cipher.vectorBytes, budget);
  return decryptWith(cipher, key, vector, encrypted);
}

async function decryptPbes2(
  parameters: DerElement,
  encrypted: Uint8Array,
  password: Uint8Array,
  budget: KdfBudget,
): Promise<Uint8Array | undefined> {
  const [derivation, encryption] = membersOf(parameters, tags.sequence);
  const [derivationId, derivationParameters] = membersOf(derivation, tags.sequence);
  if (oidOf(derivationId) !== pbkdf2Oid) throw refusal('certificateFile.notSupported', { algorithm: oidOf(derivationId) });
  const [salt, iterations, ...optional] = membersOf(derivationParameters, tags.sequence);
  const prf = optional.find(({ tag }) => tag === tags.sequence);
  const hmac = prf === undefined ? '1.2.840.113549.2.7' : oidOf(membersOf(prf, tags.sequence)[0]);
  const [cipherId, vector] = membersOf(encryption, tags.sequence);
  const [hash, cipher] = [hmacs.get(hmac), ciphers.get(oidOf(cipherId))];
  if (hash === undefined) throw refusal('certificateFile.notSupported', { algorithm: hmac });
  if (cipher === undefined) throw refusal('certificateFile.notSupported', { algorithm: oidOf(cipherId) });
  const by = { salt: expect(salt, tags.octetString).content, iterations: countOf(iterations), hash };
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

/** RC2 (RFC 2268) is missing in OpenSSL 3 and in Electron's BoringSSL (docs/decisions/0006-peculiar-reads-certificates.md). */
function decryptRc2(effectiveBits: number, key: Uint8Array, vector: Uint8Array, encrypted: Uint8Array): Uint8Array | undefined {
  if (encrypted.length > maxRc2Bytes) throw tooLarge('bytes', encrypted.length, maxRc2Bytes);
  const decryption = rc2.createDecryptionCipher(characters(key), effectiveBits);
  decryption.start(characters(vector));
  decryption.update(util.createBuffer(characters(encrypted)));
  return decryption.finish() ? Buffer.from(decryption.output.getBytes(), 'latin1') : undefined;
}

/** One character for each byte. */
const characters = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
