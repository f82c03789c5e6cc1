/** Keys from passwords. Both ways leave the event loop free, and are paid for before they begin. */
import { createHash, pbkdf2 } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { WorkBudget } from './limits.ts';

/** Hashes with the sizes of their digests and blocks, in bytes. */
const hashes = {
  sha1: { digest: 20, block: 64 },
  sha224: { digest: 28, block: 64 },
  sha256: { digest: 32, block: 64 },
  sha384: { digest: 48, block: 128 },
  sha512: { digest: 64, block: 128 },
} as const;
export type HashName = keyof typeof hashes;

export const digestBytes = (hash: HashName): number => hashes[hash].digest;

/** One round of the older way takes as long as so many of PBKDF2, since each is a call of its own. */
const costOfCall = 8;
const roundsBetweenPauses = 5_000;

export interface Derivation {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly hash: HashName;
}

/** PBKDF2 (RFC 8018). */
export async function passwordBasedKey(password: Uint8Array, by: Derivation, length: number, budget: WorkBudget): Promise<Uint8Array> {
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
  budget: WorkBudget,
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

/** As often as it takes to fill whole blocks; nothing stays nothing. */
const repeated = (bytes: Uint8Array, block: number): Uint8Array =>
  bytes.length === 0 ? new Uint8Array() : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);

/** `number` = `number` + `other` + 1, without what does not fit. */
function addOne(number: Uint8Array, other: Uint8Array): void {
  let carry = 1;
  for (let at = number.length - 1; at >= 0; at -= 1) {
    carry += (number[at] ?? 0) + (other[at] ?? 0);
    number[at] = carry;
    carry >>= 8;
  }
}
