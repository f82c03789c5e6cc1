/** .pfx and .p12 (PKCS #12, RFC 7292), with password integrity as every tool writes them. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  childrenOf,
  expect,
  membersOf,
  oidOf,
  readElement,
  readOnly,
  smallIntegerOf,
  tags,
  type DerElement,
} from '../../shared/certificates/der.ts';
import { toDer } from './ber.ts';
import type { Contents } from './contents.ts';
import { decrypt } from './decrypt.ts';
import { digestBytes, pkcs12Bytes, purposes, type HashName } from './key-derivation.ts';
import { workBudget, type WorkBudget } from './limits.ts';
import { spellingsOf, type Password } from './password.ts';
import { isRefusal, refusal } from './refuse.ts';
import { readSafeContents, type Bags } from './safe-bags.ts';

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const digests: ReadonlyMap<string, HashName> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** `password` undefined: none was given; then a file that has none opens, every other one is refused with `passwordNeeded`. */
export async function readPkcs12(bytes: Uint8Array, password: string | undefined): Promise<Contents> {
  const [, authenticated, integrity] = membersOf(readOnly(toDer(bytes)), tags.sequence);
  const safe = octetsOfData(authenticated);
  const budget = workBudget();
  for (const spelled of spellingsOf(password ?? '')) {
    const proven = integrity === undefined ? undefined : await isIntact(safe, integrity, spelled, budget);
    if (proven === false) continue;
    const bags = await openSafe(safe, spelled, budget, proven === true);
    if (bags !== undefined) return { format: 'pkcs12', ...bags };
  }
  throw refusal(password === undefined ? 'certificateFile.passwordNeeded' : 'certificateFile.wrongPassword');
}

/** The octet string in a ContentInfo of plain data. */
function octetsOfData(info: DerElement | undefined): Uint8Array {
  const [type, wrapped] = membersOf(info, tags.sequence);
  if (oidOf(type) !== data) throw refusal('certificateFile.notSupported', { algorithm: oidOf(type) });
  return expect(wrapped === undefined ? undefined : childrenOf(wrapped)[0], tags.octetString).content;
}

/** MacData: whether it was made with this password, over these bytes. */
async function isIntact(safe: Uint8Array, integrity: DerElement, password: Password, budget: WorkBudget): Promise<boolean> {
  const [digestInfo, salt, count] = membersOf(integrity, tags.sequence);
  const [algorithm, digest] = membersOf(digestInfo, tags.sequence);
  const identifier = oidOf(membersOf(algorithm, tags.sequence)[0]);
  const hash = digests.get(identifier);
  if (hash === undefined) throw refusal('certificateFile.notSupported', { algorithm: identifier });
  const wanted = expect(digest, tags.octetString).content;
  const iterations = count === undefined ? 1 : smallIntegerOf(count);
  const by = { salt: expect(salt, tags.octetString).content, iterations, hash };
  const key = await pkcs12Bytes(password.utf16, by, purposes.integrity, digestBytes(hash), budget);
  const found = createHmac(hash, key).update(safe).digest();
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}

/** `undefined` when the password is wrong. Where the integrity is proven it is right, and what cannot be read is damaged. */
async function openSafe(safe: Uint8Array, password: Password, budget: WorkBudget, proven: boolean): Promise<Bags | undefined> {
  const bags: Bags = { certificates: [], keys: [] };
  for (const info of membersOf(readOnly(toDer(safe)), tags.sequence)) {
    const isPlain = oidOf(readElement(info.content)) !== encryptedData;
    const plain = isPlain ? octetsOfData(info) : await decryptInfo(info, password, budget);
    const opened = plain !== undefined && (await tryRead(() => readSafeContents(toDer(plain), password, budget, bags), proven || isPlain));
    if (opened) continue;
    if (proven) throw new Error('A part that the password fits cannot be decrypted.');
    return undefined;
  }
  return bags;
}

/** By chance garbage has a right padding once in 256 times; then it cannot be read. */
async function tryRead(read: () => Promise<boolean>, mustBeReadable: boolean): Promise<boolean> {
  try {
    return await read();
  } catch (error) {
    if (mustBeReadable || isRefusal(error)) throw error;
    return false;
  }
}

/** EncryptedData: a version, then EncryptedContentInfo with its type, its algorithm and `[0]` the octets, whole or in pieces. */
async function decryptInfo(info: DerElement, password: Password, budget: WorkBudget): Promise<Uint8Array | undefined> {
  const [, wrapped] = membersOf(info, tags.sequence);
  const [, content] = membersOf(wrapped === undefined ? undefined : childrenOf(wrapped)[0], tags.sequence);
  const [, algorithm, octets] = membersOf(content, tags.sequence);
  if (octets === undefined) throw new Error('Nothing is encrypted.');
  const pieces = octets.tag === tags.context(0) ? childrenOf(octets).map(({ content: piece }) => piece) : [octets.content];
  return decrypt(algorithm, Buffer.concat(pieces), password, budget);
}
