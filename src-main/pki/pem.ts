/** .pem, .crt and .cer as text (RFC 7468): any number of certificates and keys, in any order. */
import { createPrivateKey } from 'node:crypto';
import { kdfBudget, spellingsOf, type KdfBudget } from './password-protection.ts';
import { readPkcs7, type Container, type FoundCertificate } from './pkcs.ts';
import { keyOfEncryptedPkcs8, keyOfPkcs8, type FoundKey } from './private-key.ts';
import { isRefusal, maxKeys, refusal, tooLarge } from './refusal.ts';

interface Block {
  readonly label: string;
  /** Everything between the two lines, with headers */
  readonly body: string;
  readonly whole: string;
}

const certificateLabels: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE'];
const containerLabels: readonly string[] = ['PKCS7', 'CMS'];
const requestLabels: readonly string[] = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];

export async function readPem(text: string, password: string | undefined): Promise<Container & { readonly format: 'pem' | 'pkcs7' }> {
  const blocks = blocksOf(text);
  const budget = kdfBudget();
  const certificates: FoundCertificate[] = [];
  const keys: FoundKey[] = [];
  for (const block of blocks) {
    if (certificateLabels.includes(block.label)) certificates.push({ der: decode(block) });
    else if (containerLabels.includes(block.label)) certificates.push(...readPkcs7(decode(block)));
    else if (block.label.endsWith('PRIVATE KEY')) keys.push(await readKey(block, password, budget));
    if (keys.length > maxKeys) throw tooLarge('keys', keys.length, maxKeys);
  }
  const request = blocks.some(({ label }) => requestLabels.includes(label));
  if (certificates.length === 0 && request) throw refusal('certificateFile.notACertificate', { found: 'request' });
  const onlyContainers = blocks.every(({ label }) => containerLabels.includes(label));
  return { format: onlyContainers ? 'pkcs7' : 'pem', certificates, keys };
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const begin = /-----BEGIN ([A-Z0-9 ]{1,40})-----/g;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const [line, label = ''] = match;
    const end = `-----END ${label}-----`;
    const stop = text.indexOf(end, begin.lastIndex);
    if (stop < 0) throw new Error('A block has no end.');
    const whole = text.slice(match.index, stop + end.length);
    blocks.push({ label, body: whole.slice(line.length, -end.length), whole });
    begin.lastIndex = stop + end.length;
  }
  return blocks;
}

function decode({ body }: Block): Uint8Array {
  const base64 = body.replace(/\s/g, '');
  if (!isBase64(base64)) throw new Error('Not base64.');
  return Buffer.from(base64, 'base64');
}

export const isBase64 = (text: string): boolean => text !== '' && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

async function readKey(block: Block, password: string | undefined, budget: KdfBudget): Promise<FoundKey> {
  if (block.label === 'PRIVATE KEY') return keyOfPkcs8(decode(block));
  const wrong = refusal(password === undefined ? 'certificateFile.passwordNeeded' : 'certificateFile.wrongPassword');
  if (block.label === 'ENCRYPTED PRIVATE KEY') {
    const [spelled] = spellingsOf(password ?? '');
    const key = spelled === undefined ? undefined : await orUndefined(keyOfEncryptedPkcs8(decode(block), spelled, budget));
    if (key === undefined) throw wrong;
    return key;
  }
  // `RSA PRIVATE KEY` and `EC PRIVATE KEY`; when encrypted, by one round of MD5 (OpenSSL's own format).
  const encrypted = block.body.includes('Proc-Type: 4,ENCRYPTED');
  try {
    return createPrivateKey({ key: block.whole, format: 'pem', passphrase: password ?? '' });
  } catch {
    if (encrypted) throw wrong;
    return 'unreadable';
  }
}

/** A wrong password decrypts to garbage that cannot be read: `undefined`. A refusal stays a refusal. */
const orUndefined = async <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (isRefusal(error)) throw error;
    return undefined;
  });
