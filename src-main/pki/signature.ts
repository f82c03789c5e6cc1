/** Signatures of responses and lists, by the algorithms of RFC 3279, 4055, 5758 and 8410. */
import { RsaSaPssParams } from '@peculiar/asn1-rsa';
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { constants, verify, X509Certificate, type VerifyKeyObjectInput } from 'node:crypto';
import { rsassaPss } from '../../shared/x509/certificate.ts';
import { parseAs, safeCount } from '../../shared/x509/der.ts';
import type { SignatureCheck } from './chain.ts';

/** OID of the algorithm: the digest of the signature; `null` where the algorithm has its own. */
const digests: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
};
const pssDigests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

export interface Signed {
  readonly signed: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/** Whether the key of that certificate signed it. Runs in a thread of its own, since a list may have 64 MiB. */
export async function signedBy(certificate: Uint8Array, { signed, algorithm, signature }: Signed): Promise<SignatureCheck> {
  try {
    const { publicKey } = new X509Certificate(certificate);
    const { digest, ...padding } = digestOf(algorithm);
    const key: VerifyKeyObjectInput = { key: publicKey, ...padding };
    const right = await new Promise<boolean>((resolve, reject) => {
      verify(digest, signed, key, signature, (error, result) => {
        if (error === null) resolve(result);
        else reject(error);
      });
    });
    return right ? 'verified' : 'wrong';
  } catch {
    return 'notVerifiable';
  }
}

function digestOf({ algorithm, parameters }: AlgorithmIdentifier): {
  readonly digest: string | null;
  readonly padding?: number;
  readonly saltLength?: number;
} {
  if (algorithm === rsassaPss) return pssOf(new Uint8Array(parameters ?? []));
  const digest = digests[algorithm];
  if (digest === undefined) throw new Error('The algorithm is unknown.');
  return { digest };
}

/** Digest and salt length of RSASSA-PSS (RFC 4055, section 3.1). */
function pssOf(parameters: Uint8Array): { readonly digest: string; readonly padding: number; readonly saltLength: number } {
  const { hashAlgorithm, saltLength } = parseAs(parameters, RsaSaPssParams);
  const digest = pssDigests[hashAlgorithm.algorithm];
  if (digest === undefined) throw new Error('The digest is unknown.');
  return { digest, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: safeCount(saltLength) };
}
