/** Examines a certificate file before it is imported anywhere. Nothing is written, and nothing is sent over the network. */
import { createHash } from 'node:crypto';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import { readAlgorithms, readCertificate, rsassaPss } from '../../shared/x509/certificate.ts';
import type { CertificateFile, NamedProvider, PssUse } from '../../shared/x509/certificate-file.ts';
import { tags } from '../../shared/x509/der.ts';
import { providerKind } from '../../shared/x509/key-provider.ts';
import { readWholeFile } from '../files/regular-file.ts';
import { chainOf, leafOf, type Certificate } from './chain.ts';
import { kindBySignature, kindOf, withoutCertificate } from './content-kind.ts';
import { bareBase64, readPem } from './pem.ts';
import { decodeText, pemBlocks } from './pem-text.ts';
import { readPkcs12, readPkcs7, type Contents, type FoundCertificate } from './pkcs.ts';
import { publicHalfOf, publicKeyOf, type FoundKey } from './private-key.ts';
import { failureOf, maxCertificates, maxFileBytes, maxTextBytes, refusal, tooLarge } from './refusal.ts';

/** The bytes of a file that an administrator chose; `file.unreadable`, or `certificateFile.tooLarge` before anything is read. */
export async function readCertificateFile(path: string): Promise<Result<Uint8Array>> {
  const read = await readWholeFile(path, maxFileBytes);
  switch (read.kind) {
    case 'read':
      return ok(read.bytes);
    case 'tooLarge':
      return fail(appError('certificateFile.tooLarge', { bytes: String(read.size), limit: String(maxFileBytes) }));
    case 'unreadable':
      return fail(appError('file.unreadable', { file: path, message: messageOf(read.error) }));
  }
}

/**
 * The contents of a .cer, .crt, .pem, .p7b, .pfx or .p12 file; the format is taken from the bytes, never from
 * the name. `password` undefined: none was given; `passwordNeeded` says that the file needs one.
 * Fails with `certificateFile.*` only. The password and the bytes of a key are in no error and no result.
 */
export async function examineCertificateFile(bytes: Uint8Array, password?: string): Promise<Result<CertificateFile>> {
  try {
    if (bytes.length > maxFileBytes) throw tooLarge('bytes', bytes.length, maxFileBytes);
    return ok(describe(await contentsOf(bytes, password)));
  } catch (error) {
    return fail(failureOf(error));
  }
}

async function contentsOf(bytes: Uint8Array, password: string | undefined): Promise<Contents> {
  if (bytes[0] === tags.sequence) return contentsOfBinary(bytes, password);
  const named = kindBySignature(bytes);
  if (named !== undefined) throw withoutCertificate([named]);
  if (bytes.length > maxTextBytes) throw tooLarge('bytes', bytes.length, maxTextBytes);
  const { text, altered } = decodeText(bytes);
  const contents = await contentsOfText(text, password);
  return altered && !contents.remarks.includes('altered') ? { ...contents, remarks: ['altered', ...contents.remarks] } : contents;
}

async function contentsOfText(text: string, password: string | undefined): Promise<Contents> {
  const blocks = pemBlocks(text);
  if (blocks.length > 0) return readPem(blocks, password);
  const bare = bareBase64(text);
  if (bare?.bytes[0] !== tags.sequence) throw withoutCertificate([]);
  return { ...(await contentsOfBinary(bare.bytes, password)), remarks: bare.altered ? ['altered'] : [] };
}

async function contentsOfBinary(bytes: Uint8Array, password: string | undefined): Promise<Contents> {
  const kind = kindOf(bytes);
  switch (kind) {
    case 'pkcs12':
      return { format: kind, remarks: [], ...(await readPkcs12(bytes, password)) };
    case 'pkcs7':
      return { format: kind, remarks: [], certificates: readPkcs7(bytes), keys: [] };
    case 'certificate':
      return { format: 'der', remarks: [], certificates: [{ der: bytes }], keys: [] };
    default:
      throw withoutCertificate([kind]);
  }
}

function describe({ format, remarks, certificates: found, keys }: Contents): CertificateFile {
  if (found.length > maxCertificates) throw tooLarge('certificates', found.length, maxCertificates);
  if (found.length === 0 && keys.length > 0) throw withoutCertificate(['privateKey']);
  const certificates = withoutDuplicates(found.map(read));
  const halves = keys.map(publicHalfOf);
  const keyOf = new Map(certificates.map((one) => [one, publicKeyOf(one.der)]));
  const belongs = (one: Certificate): boolean => halves.some((half) => half !== undefined && half === keyOf.get(one));
  const withKey = certificates.filter(belongs);
  const leaf = leafOf(withKey.length > 0 ? withKey : certificates, certificates, keys.length > 1 && withKey.length > 1);
  const cannotTell = halves.includes(undefined) || keyOf.get(leaf) === undefined;
  const keyOfLeaf = keys.length === 0 ? null : belongs(leaf) ? 'matches' : cannotTell ? 'notChecked' : 'differs';
  const itsKeys = keyOfLeaf === 'matches' ? keys.filter((_, index) => halves[index] === keyOf.get(leaf)) : keys;
  const inFile = chainOf(leaf, certificates);
  const chain = [leaf, ...certificates.filter(({ facts }) => inFile.chain.includes(facts))];
  return {
    format,
    remarks: [...remarks],
    leaf: leaf.facts,
    friendlyName: leaf.friendlyName ?? null,
    hasPrivateKey: keys.length === 0 ? 'no' : keys.length === 1 ? 'yes' : 'several',
    keyOfLeaf,
    keyProvider: keyOfLeaf === 'differs' ? null : namedProvider(itsKeys),
    pss: chain.flatMap(pssUses),
    ...inFile,
  };
}

/** One name: several keys that may be the one of the leaf, with different providers, name none. */
function namedProvider(keys: readonly FoundKey[]): NamedProvider | null {
  const [name, ...others] = new Set(keys.map(({ providerName }) => providerName));
  return name === undefined || others.length > 0 ? null : { name, kind: providerKind(name) };
}

/** The signature of a root on itself proves nothing and is not checked by others, so it is left out. */
function pssUses({ der, facts }: Certificate): PssUse[] {
  const { key, signature } = readAlgorithms(der);
  return [
    ...(key === rsassaPss ? [{ what: 'key', subject: facts.subject } as const] : []),
    ...(signature === rsassaPss && !facts.selfSigned ? [{ what: 'signature', subject: facts.subject } as const] : []),
  ];
}

function read({ der, friendlyName }: FoundCertificate): Certificate {
  const facts = readCertificate(der, (bytes) => createHash('sha1').update(bytes).digest('hex'));
  if (!facts.ok) throw refusal('certificateFile.damaged', { reason: facts.error.details['reason'] ?? '' });
  return { der, facts: facts.value, ...(friendlyName !== undefined && { friendlyName }) };
}

/** The same certificate twice is one; the one with a friendly name is kept. */
function withoutDuplicates(certificates: readonly Certificate[]): Certificate[] {
  const byThumbprint = new Map<string, Certificate>();
  for (const certificate of certificates) {
    const known = byThumbprint.get(certificate.facts.thumbprint);
    if (known?.friendlyName === undefined) byThumbprint.set(certificate.facts.thumbprint, certificate);
  }
  return [...byThumbprint.values()];
}
