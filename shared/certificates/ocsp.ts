/** The Online Certificate Status Protocol (RFC 6960): its request, and the parts of its response. */
import { bytesOfBitString, childrenOf, expect, membersOf, oidOf, readOnly, tags, type DerElement } from './der.ts';
import { extensionValues } from './extension-values.ts';
import { readTime } from './read-time.ts';
import { reasonOf, type RevocationReason } from './revocation-reason.ts';
import { bytesOfHex, derElement, derSequence } from './write-der.ts';

/** Which certificate is meant: digests of its issuer's name and key, and its serial number. */
export interface OcspCertificateId {
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumber: Uint8Array;
}

export interface OcspAnswer {
  /** OID of the digest of its identifier */
  readonly digest: string;
  readonly id: OcspCertificateId;
  readonly status: 'good' | 'unknown' | { readonly revokedAt: string; readonly reason: RevocationReason };
  readonly thisUpdate: string;
  /** `null`: newer information is always there (section 2.4) */
  readonly nextUpdate: string | null;
  readonly unknownCritical: boolean;
}

export interface OcspResponse {
  readonly signed: Uint8Array;
  readonly algorithm: DerElement;
  readonly signature: Uint8Array;
  readonly responder: { readonly name: Uint8Array } | { readonly keyHash: Uint8Array };
  readonly producedAt: string;
  readonly answers: readonly OcspAnswer[];
  readonly unknownCritical: boolean;
  /** Of a responder to which the authority delegated */
  readonly certificates: readonly Uint8Array[];
}

/** The digest of the identifiers that are asked for: the one that every responder knows (RFC 5019, section 2.1.1). */
export const sha1Oid = '1.3.14.3.2.26';
const sha1Algorithm = derSequence(bytesOfHex('06052b0e03021a'), bytesOfHex('0500'));
const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const enumerated = 0x0a;

/** Of section 4.2.1, each at the place of its number. */
const statuses = ['successful', 'malformedRequest', 'internalError', 'tryLater', 'status4', 'sigRequired', 'unauthorized'] as const;

/**
 * The request for one certificate, its digests being SHA-1. Without a nonce, as RFC 5019 wants it (section
 * 2.1.1): most responders answer with what they signed before, so its dates are what counts.
 */
export const ocspRequest = ({ issuerNameHash, issuerKeyHash, serialNumber }: OcspCertificateId): Uint8Array =>
  derSequence(
    derSequence(
      derSequence(
        derSequence(
          derSequence(
            sha1Algorithm,
            derElement(tags.octetString, issuerNameHash),
            derElement(tags.octetString, issuerKeyHash),
            derElement(tags.integer, serialNumber),
          ),
        ),
      ),
    ),
  );

/** The response, or the word with which the responder refused. Throws when it is none. */
export function readOcspResponse(bytes: Uint8Array): OcspResponse | Exclude<(typeof statuses)[number], 'successful'> {
  const [status, wrapped] = membersOf(readOnly(bytes), tags.sequence);
  const word = statuses[expect(status, enumerated).content[0] ?? -1];
  if (word === undefined) throw new Error('An unknown status.');
  if (word !== 'successful') return word;
  const [type, response] = membersOf(membersOf(wrapped, tags.context(0))[0], tags.sequence);
  if (oidOf(type) !== basicResponse) throw new Error('Another kind of response.');
  const [signed, algorithm, signature, certificates] = membersOf(readOnly(expect(response, tags.octetString).content), tags.sequence);
  const fields = membersOf(signed, tags.sequence);
  if (fields[0]?.tag === tags.context(0)) fields.shift();
  const [responder, producedAt, answers, extensions] = fields;
  return {
    signed: expect(signed, tags.sequence).whole,
    algorithm: expect(algorithm, tags.sequence),
    signature: bytesOfBitString(signature),
    responder: responderOf(responder),
    producedAt: readTime(producedAt),
    answers: membersOf(answers, tags.sequence).map(answerOf),
    unknownCritical: hasCritical(extensions, 1),
    certificates:
      certificates === undefined ? [] : membersOf(membersOf(certificates, tags.context(0))[0], tags.sequence).map(({ whole }) => whole),
  };
}

function responderOf(responder: DerElement | undefined): OcspResponse['responder'] {
  if (responder?.tag === tags.context(1)) return { name: expect(childrenOf(responder)[0], tags.sequence).whole };
  return { keyHash: expect(membersOf(responder, tags.context(2))[0], tags.octetString).content };
}

function answerOf(answer: DerElement): OcspAnswer {
  const [id, status, thisUpdate, ...optional] = membersOf(answer, tags.sequence);
  const [algorithm, nameHash, keyHash, serialNumber] = membersOf(id, tags.sequence);
  const next = optional.find(({ tag }) => tag === tags.context(0));
  return {
    digest: oidOf(membersOf(algorithm, tags.sequence)[0]),
    id: {
      issuerNameHash: expect(nameHash, tags.octetString).content,
      issuerKeyHash: expect(keyHash, tags.octetString).content,
      serialNumber: expect(serialNumber, tags.integer).content,
    },
    status: statusOf(status),
    thisUpdate: readTime(thisUpdate),
    nextUpdate: next === undefined ? null : readTime(childrenOf(next)[0]),
    unknownCritical: hasCritical(
      optional.find(({ tag }) => tag === tags.context(1)),
      1,
    ),
  };
}

function statusOf(status: DerElement | undefined): OcspAnswer['status'] {
  if (status?.tag === tags.contextPrimitive(0)) return 'good';
  if (status?.tag === tags.contextPrimitive(2)) return 'unknown';
  const [revokedAt, reason] = membersOf(status, tags.context(1));
  return { revokedAt: readTime(revokedAt), reason: reasonOf(reason === undefined ? undefined : membersOf(reason, tags.context(0))[0]) };
}

/** None of its extensions has to be understood by this program. */
const hasCritical = (wrapped: DerElement | undefined, number: number): boolean =>
  wrapped !== undefined && [...extensionValues(membersOf(wrapped, tags.context(number))[0]).values()].some(({ critical }) => critical);
