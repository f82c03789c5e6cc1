/** Authorities of the tests: certificates, responses and lists, signed at test time. */
import { createHash, generateKeyPairSync, sign, type KeyObject, type SignKeyObjectInput } from 'node:crypto';
import type { Certificate } from '../../../src-main/pki/chain.ts';
import { certificateOf } from '../../../src-main/pki/known-certificates.ts';
import { bits, commonName, element, extension, integer, latin, octets, oid, sequence, type Bytes } from '../x509/encode.ts';

export const now = new Date('2026-11-20T09:00:00Z');
export const daysFromNow = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

export type KeyKind = 'ec' | 'rsa' | 'ed25519';

export interface Issued extends Certificate {
  readonly name: Bytes;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly pem: string;
  readonly keyPem: string;
}

export interface IssueOptions {
  readonly name: string;
  /** Absent: self-signed */
  readonly issuer?: Issued;
  readonly key?: KeyKind;
  /** Another certificate for a key that there is already */
  readonly keyOf?: Issued;
  readonly serialNumber?: string;
  readonly fromDay?: number;
  readonly toDay?: number;
  readonly isCA?: boolean;
  readonly pathLength?: number;
  /** The first byte of the key usage, e.g. 0x06 for certificates and lists */
  readonly keyUsage?: number;
  readonly extendedKeyUsage?: string;
  readonly names?: readonly string[];
  readonly ocspUrls?: readonly string[];
  readonly crlUrls?: readonly string[];
  readonly issuerUrls?: readonly string[];
  /** Left out: a signature that nobody made */
  readonly badSignature?: boolean;
  readonly withoutKeyIdentifiers?: boolean;
}

function newKey(kind: KeyKind): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

export const time = (date: Date): Bytes => element(0x18, latin(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

const algorithms = {
  ec: sequence(oid('1.2.840.10045.4.3.2')),
  rsa: sequence(oid('1.2.840.113549.1.1.11'), element(0x05)),
  ed25519: sequence(oid('1.3.101.112')),
} as const;
const pssAlgorithm = sequence(
  oid('1.2.840.113549.1.1.10'),
  sequence(
    element(0xa0, sequence(oid('2.16.840.1.101.3.4.2.1'), element(0x05))),
    element(0xa1, sequence(oid('1.2.840.113549.1.1.8'), sequence(oid('2.16.840.1.101.3.4.2.1'), element(0x05)))),
    element(0xa2, integer('20')),
  ),
);

export interface Signing {
  readonly algorithm: Bytes;
  readonly make: (bytes: Bytes) => Bytes;
}

/** How the holder of that key signs; `pss` only with an RSA key. */
export function signingOf(key: KeyObject, pss = false): Signing {
  const kind = key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'ed25519' ? key.asymmetricKeyType : 'ec';
  const input: SignKeyObjectInput = pss ? { key, padding: 6, saltLength: 32 } : { key };
  return { algorithm: pss ? pssAlgorithm : algorithms[kind], make: (bytes) => sign(kind === 'ed25519' ? null : 'sha256', bytes, input) };
}

export const sha1 = (bytes: Uint8Array): Bytes => createHash('sha1').update(bytes).digest();
const spkiOf = (key: KeyObject): Bytes => key.export({ type: 'spki', format: 'der' });
/** The key alone: what stands behind the first bytes of its structure depends on its kind. */
export function keyHashOf(key: KeyObject): Bytes {
  const spki = spkiOf(key);
  const size = key.asymmetricKeyType === 'rsa' ? 270 : key.asymmetricKeyType === 'ed25519' ? 32 : 65;
  return sha1(spki.subarray(spki.length - size));
}

let serial = 4096;

export function issue(options: IssueOptions): Issued {
  const pair =
    options.keyOf === undefined ? newKey(options.key ?? 'ec') : { publicKey: options.keyOf.publicKey, privateKey: options.keyOf.key };
  const name = commonName(options.name);
  const issuerKey = options.issuer?.key ?? pair.privateKey;
  const issuerPublic = options.issuer?.publicKey ?? pair.publicKey;
  const { algorithm, make } = signingOf(issuerKey);
  const url = (text: string): Bytes => element(0x86, latin(text));
  const access = [
    ...(options.ocspUrls ?? []).map((text) => sequence(oid('1.3.6.1.5.5.7.48.1'), url(text))),
    ...(options.issuerUrls ?? []).map((text) => sequence(oid('1.3.6.1.5.5.7.48.2'), url(text))),
  ];
  serial += 1;
  const tbs = sequence(
    element(0xa0, integer('02')),
    integer(options.serialNumber ?? serial.toString(16).padStart(4, '0')),
    algorithm,
    options.issuer?.name ?? name,
    sequence(time(daysFromNow(options.fromDay ?? -10)), time(daysFromNow(options.toDay ?? 190))),
    name,
    spkiOf(pair.publicKey),
    element(
      0xa3,
      sequence(
        ...(options.withoutKeyIdentifiers === true
          ? []
          : [
              extension('2.5.29.14', octets(keyHashOf(pair.publicKey))),
              extension('2.5.29.35', sequence(element(0x80, keyHashOf(issuerPublic)))),
            ]),
        extension(
          '2.5.29.19',
          sequence(
            ...(options.isCA === true ? [element(0x01, Uint8Array.of(0xff))] : []),
            ...(options.pathLength === undefined ? [] : [integer(options.pathLength.toString(16).padStart(2, '0'))]),
          ),
        ),
        ...(options.keyUsage === undefined ? [] : [extension('2.5.29.15', element(0x03, Uint8Array.of(0, options.keyUsage)))]),
        ...(options.extendedKeyUsage === undefined ? [] : [extension('2.5.29.37', sequence(oid(options.extendedKeyUsage)))]),
        ...(options.names === undefined
          ? []
          : [extension('2.5.29.17', sequence(...options.names.map((text) => element(0x82, latin(text)))))]),
        ...(access.length === 0 ? [] : [extension('1.3.6.1.5.5.7.1.1', sequence(...access))]),
        ...(options.crlUrls === undefined
          ? []
          : [extension('2.5.29.31', sequence(...options.crlUrls.map((text) => sequence(element(0xa0, element(0xa0, url(text)))))))]),
      ),
    ),
  );
  const signature = options.badSignature === true ? make(latin('something else')) : make(tbs);
  const der = new Uint8Array(sequence(tbs, algorithm, bits(signature)));
  const read = certificateOf(der);
  if (read === undefined) throw new Error(`${options.name} cannot be read`);
  return {
    ...read,
    name,
    key: pair.privateKey,
    publicKey: pair.publicKey,
    pem: `-----BEGIN CERTIFICATE-----\n${(
      Buffer.from(der)
        .toString('base64')
        .match(/.{1,64}/g) ?? []
    ).join('\n')}\n-----END CERTIFICATE-----\n`,
    keyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A root, an intermediate and a leaf, as a public authority has them. */
export function chainOfThree(leaf: Partial<IssueOptions> = {}): {
  readonly root: Issued;
  readonly intermediate: Issued;
  readonly leaf: Issued;
} {
  const root = issue({ name: 'Root', isCA: true, keyUsage: 0x06, toDay: 4000 });
  const intermediate = issue({ name: 'Intermediate', issuer: root, isCA: true, pathLength: 0, keyUsage: 0x06, toDay: 2000 });
  return { root, intermediate, leaf: issue({ name: 'mail.contoso.com', names: ['mail.contoso.com'], issuer: intermediate, ...leaf }) };
}

export const asPem = (...certificates: readonly Issued[]): string => certificates.map(({ pem }) => pem).join('');
