/** Containers of certificates and keys: .p7b (PKCS #7, RFC 5652), .pfx and .p12 (PKCS #12, RFC 7292). */
import { ContentInfo, EncryptedContentInfo, id_encryptedData, id_data, id_signedData } from '@peculiar/asn1-cms';
import {
  AuthenticatedSafe,
  CertBag,
  id_certBag,
  id_keyBag,
  id_pkcs8ShroudedKeyBag,
  id_SafeContents,
  id_x509Certificate,
  PFX,
  SafeContents,
  type MacData,
  type PKCS12Attribute,
} from '@peculiar/asn1-pfx';
import { OctetString } from '@peculiar/asn1-schema';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CertificateFile } from '../../shared/x509/certificate-file.ts';
import { childrenOf, membersOf, parseAs, readOnly, safeCount, tags, toDer } from '../../shared/x509/der.ts';
import { textOf } from '../../shared/x509/names.ts';
import { withoutCertificate } from './content-kind.ts';
import {
  digestBytes,
  digestOf,
  kdfBudget,
  pkcs12Bytes,
  decrypt,
  purposes,
  spellingsOf,
  type KdfBudget,
  type Password,
} from './password-protection.ts';
import { keyOfEncryptedPkcs8, keyOfPkcs8, type FoundKey, type PrivateKey } from './private-key.ts';
import { isRefusal, maxCertificates, maxKeys, refusal, tooLarge } from './refusal.ts';

export interface FoundCertificate {
  readonly der: Uint8Array;
  readonly friendlyName?: string;
}

export interface Container {
  readonly certificates: readonly FoundCertificate[];
  readonly keys: readonly FoundKey[];
}

/** What a file contains, in which format, and what has to be said of the file itself. */
export interface Contents extends Container {
  readonly format: CertificateFile['format'];
  readonly remarks: CertificateFile['remarks'];
}

/**
 * The certificates of signed data. Each keeps its own bytes, which the library's schema of signed data does not. A
 * container of revoked certificates only is refused as such a list.
 */
export function readPkcs7(bytes: Uint8Array): FoundCertificate[] {
  const { contentType, content } = parseAs(toDer(bytes), ContentInfo);
  if (contentType !== id_signedData) throw new Error('Not signed data.');
  const members = membersOf(readOnly(new Uint8Array(content)), tags.sequence);
  const list = members.find(({ tag }) => tag === tags.context(0));
  const certificates = list === undefined ? [] : childrenOf(list).filter(({ tag }) => tag === tags.sequence);
  if (certificates.length === 0 && members.some(({ tag }) => tag === tags.context(1))) throw withoutCertificate(['revocationList']);
  return certificates.map(({ whole }) => ({ der: whole }));
}

/**
 * What a PKCS #12 file contains; password integrity only, as every tool writes it. `password` undefined: none
 * was given; a file that needs none opens, every other one is refused with `passwordNeeded`. `budget`: of the whole file.
 */
export async function readPkcs12(bytes: Uint8Array, password: string | undefined, budget = kdfBudget()): Promise<Container> {
  const { authSafe, macData } = parseAs(toDer(bytes), PFX);
  const safe = octetsOfData(authSafe);
  for (const spelled of spellingsOf(password ?? '')) {
    // The library's class has an empty MacData where the file has none.
    const proven = macData.mac.digestAlgorithm.algorithm === '' ? undefined : await isIntact(safe, macData, spelled, budget);
    if (proven === false) continue;
    const bags = await openSafe(safe, spelled, budget, proven === true);
    if (bags !== undefined) return bags;
  }
  throw refusal(password === undefined ? 'certificateFile.passwordNeeded' : 'certificateFile.wrongPassword');
}

/** The octet string in a ContentInfo of plain data. */
function octetsOfData({ contentType, content }: ContentInfo): Uint8Array {
  if (contentType !== id_data) throw refusal('certificateFile.notSupported', { algorithm: contentType });
  return octetsOf(content);
}

const octetsOf = (octets: ArrayBuffer): Uint8Array => new Uint8Array(parseAs(new Uint8Array(octets), OctetString).buffer);

/** Whether the MAC was made with this password, over these bytes. */
async function isIntact(safe: Uint8Array, { mac, macSalt, iterations }: MacData, password: Password, budget: KdfBudget): Promise<boolean> {
  const hash = digestOf(mac.digestAlgorithm.algorithm);
  const by = { salt: new Uint8Array(macSalt.buffer), iterations: safeCount(iterations), hash };
  const key = await pkcs12Bytes(password.utf16, by, purposes.integrity, digestBytes(hash), budget);
  const wanted = new Uint8Array(mac.digest.buffer);
  const found = createHmac(hash, key).update(safe).digest();
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}

interface Bags extends Container {
  readonly certificates: FoundCertificate[];
  readonly keys: FoundKey[];
}

/** `undefined` when the password is wrong. Once the integrity is proven the password is right, and what cannot be read is damaged. */
async function openSafe(safe: Uint8Array, password: Password, budget: KdfBudget, proven: boolean): Promise<Bags | undefined> {
  const bags: Bags = { certificates: [], keys: [] };
  for (const info of parseAs(toDer(safe), AuthenticatedSafe)) {
    const isPlain = info.contentType !== id_encryptedData;
    const plain = isPlain ? octetsOfData(info) : await decryptInfo(info, password, budget);
    const opened = plain !== undefined && (await tryRead(() => readBags(toDer(plain), password, budget, bags), proven || isPlain));
    if (opened) continue;
    if (proven) throw new Error('A part that the password fits cannot be decrypted.');
    return undefined;
  }
  return bags;
}

/** The padding of garbage is right once in 256 times; then the garbage cannot be read. */
async function tryRead(read: () => Promise<boolean>, mustBeReadable: boolean): Promise<boolean> {
  try {
    return await read();
  } catch (error) {
    if (mustBeReadable || isRefusal(error)) throw error;
    return false;
  }
}

/** EncryptedData, of which the library has no schema: a version, then EncryptedContentInfo. */
async function decryptInfo({ content }: ContentInfo, password: Password, budget: KdfBudget): Promise<Uint8Array | undefined> {
  const [, info] = membersOf(readOnly(new Uint8Array(content)), tags.sequence);
  const { contentEncryptionAlgorithm, encryptedContent } = parseAs(info?.whole ?? new Uint8Array(), EncryptedContentInfo);
  const pieces = encryptedContent?.value === undefined ? (encryptedContent?.constructedValue ?? []) : [encryptedContent.value];
  return decrypt(contentEncryptionAlgorithm, Buffer.concat(pieces.map(({ buffer }) => new Uint8Array(buffer))), password, budget);
}

const friendlyName = '1.2.840.113549.1.9.20';
/** Microsoft's own (szOID_PKCS_12_KEY_PROVIDER_NAME_ATTR); Windows writes it at every export. */
const keyProviderName = '1.3.6.1.4.1.311.17.1';
const maxNesting = 4;

/** Adds what the bags hold to `bags` (section 4.2); `false` when the password does not open a key. */
async function readBags(contents: Uint8Array, password: Password, budget: KdfBudget, bags: Bags, nesting = 0): Promise<boolean> {
  if (nesting > maxNesting) throw new Error('Bags are nested too deep.');
  for (const { bagId, bagValue, bagAttributes = [] } of parseAs(contents, SafeContents)) {
    const value = new Uint8Array(bagValue);
    if (bagId === id_certBag) addCertificate(bags, value, bagAttributes);
    else if (bagId === id_keyBag) addKey(bags, keyOfPkcs8(value), bagAttributes);
    else if (bagId === id_pkcs8ShroudedKeyBag) {
      const key = await keyOfEncryptedPkcs8(value, password, budget);
      if (key === undefined) return false;
      addKey(bags, key, bagAttributes);
    } else if (bagId === id_SafeContents && !(await readBags(value, password, budget, bags, nesting + 1))) return false;
  }
  return true;
}

function addKey({ keys }: Bags, key: PrivateKey, attributes: readonly PKCS12Attribute[]): void {
  const providerName = textAttribute(attributes, keyProviderName);
  keys.push({ key, ...(providerName !== undefined && { providerName }) });
  if (keys.length > maxKeys) throw tooLarge('keys', keys.length, maxKeys);
}

function addCertificate({ certificates }: Bags, value: Uint8Array, attributes: readonly PKCS12Attribute[]): void {
  const { certId, certValue } = parseAs(value, CertBag);
  if (certId !== id_x509Certificate) return;
  const name = textAttribute(attributes, friendlyName);
  certificates.push({ der: octetsOf(certValue), ...(name !== undefined && { friendlyName: name }) });
  if (certificates.length > maxCertificates) throw tooLarge('certificates', certificates.length, maxCertificates);
}

/** The text of an attribute; `undefined` when the bag does not have it, or it is no text. */
function textAttribute(attributes: readonly PKCS12Attribute[], id: string): string | undefined {
  const [value] = attributes.find(({ attrId }) => attrId === id)?.attrValues ?? [];
  return value === undefined ? undefined : textOf(readOnly(new Uint8Array(value)));
}
