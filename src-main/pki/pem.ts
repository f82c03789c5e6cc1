/** .pem, .crt and .cer as text: any number of certificates, containers and keys, in any order, under any label. */
import { createPrivateKey } from 'node:crypto';
import type { FileRemark } from '../../shared/x509/certificate-file.ts';
import { readElement } from '../../shared/x509/der.ts';
import { kindOf, withoutCertificate, type ContentKind } from './content-kind.ts';
import { kdfBudget, spellingsOf, type KdfBudget } from './password-protection.ts';
import { cleanBody, type PemBlock } from './pem-text.ts';
import { readPkcs12, readPkcs7, type Contents, type FoundCertificate } from './pkcs.ts';
import { keyOfEncryptedPkcs8, keyOfPkcs8, type FoundKey, type PrivateKey } from './private-key.ts';
import { isRefusal, maxCertificates, maxKeys, refusal, tooLarge } from './refusal.ts';

interface DecodedBlock extends PemBlock {
  readonly kind: ContentKind | undefined;
  /** Empty for a key that is read from its text */
  readonly bytes: Uint8Array;
}

/** Refused as what it is when no certificate is in it: nothing is then decrypted, and no password is asked for. */
export async function readPem(found: readonly PemBlock[], password: string | undefined): Promise<Contents> {
  const blocks = found.map(decoded);
  const keyCount = blocks.filter(({ kind }) => kind === 'privateKey').length;
  if (keyCount > maxKeys) throw tooLarge('keys', keyCount, maxKeys);
  if (!blocks.some(({ kind }) => kind !== undefined && withCertificates.includes(kind)))
    throw withoutCertificate(blocks.map(({ kind }) => kind));
  const budget = kdfBudget();
  const certificates: FoundCertificate[] = [];
  const keys: FoundKey[] = [];
  for (const block of blocks) {
    if (block.kind === 'certificate') certificates.push({ der: block.bytes });
    else if (block.kind === 'pkcs7') certificates.push(...readPkcs7(block.bytes));
    else if (block.kind === 'privateKey') keys.push({ key: await readKey(block, password, budget) });
    else if (block.kind === 'pkcs12') {
      const container = await readPkcs12(block.bytes, password, budget);
      certificates.push(...container.certificates);
      keys.push(...container.keys);
    }
    if (certificates.length > maxCertificates) throw tooLarge('certificates', certificates.length, maxCertificates);
    if (keys.length > maxKeys) throw tooLarge('keys', keys.length, maxKeys);
  }
  return { format: formatOf(blocks), certificates, keys, remarks: remarksOf(blocks) };
}

const withCertificates: readonly ContentKind[] = ['certificate', 'pkcs7', 'pkcs12'];

function formatOf(blocks: readonly DecodedBlock[]): Contents['format'] {
  const only = (kind: ContentKind): boolean => blocks.every((block) => block.kind === kind);
  return only('pkcs7') ? 'pkcs7' : only('pkcs12') ? 'pkcs12' : 'pem';
}

const remarksOf = (blocks: readonly DecodedBlock[]): FileRemark[] => [
  ...(blocks.some(({ altered }) => altered) ? (['altered'] as const) : []),
  ...(blocks.some(({ label }) => label === trusted) ? (['trustSettings'] as const) : []),
];

/** OpenSSL's own: a certificate, then for what OpenSSL shall trust it (x509 -trustout). */
const trusted = 'TRUSTEDCERTIFICATE';
/** Labels whose blocks are certificates or hold some: one that cannot be read is damaged, not something else. */
const certificateLabels = /^(?:X509|TRUSTED)?CERTIFICATE$|^PKCS|^CMS$/;

function decoded(block: PemBlock): DecodedBlock {
  const nothing = new Uint8Array();
  if (block.label === 'OPENSSHPRIVATEKEY' || block.label === 'SSH2PUBLICKEY') return { ...block, kind: 'sshKey', bytes: nothing };
  if (block.label.endsWith('PRIVATEKEY')) return { ...block, kind: 'privateKey', bytes: nothing };
  try {
    const base64 = base64Of(block.body);
    if (base64 === undefined) throw new Error('Not base64.');
    const whole = Buffer.from(base64, 'base64');
    const bytes = block.label === trusted ? readElement(whole).whole : whole;
    const kind = kindOf(bytes);
    if (kind === undefined) throw new Error('Not a kind that is known.');
    return { ...block, kind, bytes };
  } catch (error) {
    if (certificateLabels.test(block.label)) throw error;
    return { ...block, kind: undefined, bytes: nothing };
  }
}

/** The base64 of a text without blanks; `undefined` when it is none. */
function base64Of(text: string): string | undefined {
  const base64 = text.replace(/\s/g, '');
  return base64 !== '' && /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? base64 : undefined;
}

/** Base64 without the two lines, which Windows also takes; `undefined` when the text is anything else. */
export function bareBase64(text: string): { readonly bytes: Uint8Array; readonly altered: boolean } | undefined {
  const plain = base64Of(text);
  const base64 = plain ?? base64Of(cleanBody(text));
  return base64 === undefined ? undefined : { bytes: Buffer.from(base64, 'base64'), altered: plain === undefined };
}

async function readKey(block: DecodedBlock, password: string | undefined, budget: KdfBudget): Promise<PrivateKey> {
  if (block.label === 'PRIVATEKEY') return keyOfPkcs8(derOfKey(block));
  const wrong = refusal(password === undefined ? 'certificateFile.passwordNeeded' : 'certificateFile.wrongPassword');
  if (block.label === 'ENCRYPTEDPRIVATEKEY') {
    const [spelled] = spellingsOf(password ?? '');
    const key = spelled === undefined ? undefined : await orUndefined(keyOfEncryptedPkcs8(derOfKey(block), spelled, budget));
    if (key === undefined) throw wrong;
    return key;
  }
  // `RSA PRIVATE KEY` and `EC PRIVATE KEY`; when encrypted, by one round of MD5 (OpenSSL's own format).
  const encryption = /DEK-Info:\s{0,4}([A-Z0-9-]{1,20}),\s{0,4}([0-9A-F]{1,64})/i.exec(block.body);
  try {
    return createPrivateKey({ key: pemOfKey(block, encryption), format: 'pem', passphrase: password ?? '' });
  } catch {
    if (encryption !== null) throw wrong;
    return 'unreadable';
  }
}

function derOfKey({ body }: PemBlock): Uint8Array {
  const base64 = base64Of(body);
  if (base64 === undefined) throw new Error('Not base64.');
  return Buffer.from(base64, 'base64');
}

/** Written anew: the library needs each header in a line of its own. */
function pemOfKey({ label, body }: PemBlock, encryption: RegExpExecArray | null): string {
  const written = `${label.replace(/PRIVATEKEY$/, '')} PRIVATE KEY`.trim();
  const [header = '', cipher = '', vector = ''] = encryption ?? [];
  const base64 = base64Of(body.slice((encryption?.index ?? 0) + header.length)) ?? '';
  const headers = encryption === null ? [] : ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipher},${vector}`, ''];
  return [`-----BEGIN ${written}-----`, ...headers, ...(base64.match(/.{1,64}/g) ?? []), `-----END ${written}-----`, ''].join('\n');
}

/** A wrong password decrypts to garbage that cannot be read: `undefined`. A refusal stays a refusal. */
const orUndefined = async <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (isRefusal(error)) throw error;
    return undefined;
  });
