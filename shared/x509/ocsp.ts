/** The Online Certificate Status Protocol (RFC 6960): its request, and the parts of its response. */
import {
  BasicOCSPResponse,
  CertID,
  id_pkix_ocsp_basic,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  Request,
  TBSRequest,
  type CertStatus,
  type SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnSerializer, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, type Extension } from '@peculiar/asn1-x509';
import { assertTimes, childrenOf, expect, membersOf, parseAs, readOnly, tags, type DerElement } from './der.ts';
import { revocationReasonOf, type RevocationReason } from './revocation-reason.ts';

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
  /** `null`: newer information is always available (section 2.4) */
  readonly nextUpdate: string | null;
  readonly unknownCritical: boolean;
}

export interface OcspResponse {
  readonly signed: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly responder: { readonly name: Uint8Array } | { readonly keyHash: Uint8Array };
  readonly answers: readonly OcspAnswer[];
  readonly unknownCritical: boolean;
  /** Of a responder to which the authority delegated */
  readonly certificates: readonly Uint8Array[];
}

/** The digest of the identifiers in requests: the one that every responder knows (RFC 5019, section 2.1.1). */
export const sha1Oid = '1.3.14.3.2.26';

/**
 * The request for one certificate, its digests being SHA-1. Without a nonce, as RFC 5019 wants it (section
 * 2.1.1): most responders return what they signed before, so its dates are what counts.
 */
export function ocspRequest({ issuerNameHash, issuerKeyHash, serialNumber }: OcspCertificateId): Uint8Array {
  const reqCert = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: sha1Oid, parameters: null }),
    issuerNameHash: new OctetString(issuerNameHash),
    issuerKeyHash: new OctetString(issuerKeyHash),
    serialNumber: serialNumber.slice().buffer,
  });
  const tbsRequest = new TBSRequest({ requestList: [new Request({ reqCert })] });
  return new Uint8Array(AsnSerializer.serialize(new OCSPRequest({ tbsRequest })));
}

type Refusal = Exclude<keyof typeof OCSPResponseStatus, 'successful'>;

/** The response, or the status with which the responder refused. Throws when it is none. */
export function readOcspResponse(bytes: Uint8Array): OcspResponse | Refusal {
  const { responseStatus, responseBytes } = parseAs(bytes, OCSPResponse);
  const status = (OCSPResponseStatus as Readonly<Record<number, keyof typeof OCSPResponseStatus | undefined>>)[responseStatus];
  if (status === undefined) throw new Error('The status is unknown.');
  if (status !== 'successful') return status;
  if (responseBytes?.responseType !== id_pkix_ocsp_basic) throw new Error('The type of the response is unknown.');
  return readBasicResponse(new Uint8Array(responseBytes.response.buffer));
}

function readBasicResponse(bytes: Uint8Array): OcspResponse {
  const { tbsResponseData, signatureAlgorithm, signature } = parseAs(bytes, BasicOCSPResponse);
  // The library keeps no bytes of names and certificates: those are compared, hashed and verified as they were encoded.
  const [signed, , , certificates] = membersOf(readOnly(bytes), tags.sequence);
  const data = expect(signed, tags.sequence);
  assertTimes(data);
  const responder = tbsResponseData.responderID;
  return {
    signed: data.whole,
    algorithm: signatureAlgorithm,
    signature: new Uint8Array(signature),
    responder: responder.byKey === undefined ? { name: responderName(data) } : { keyHash: new Uint8Array(responder.byKey.buffer) },
    answers: tbsResponseData.responses.map(answerOf),
    unknownCritical: hasCritical(tbsResponseData.responseExtensions),
    certificates:
      certificates === undefined ? [] : membersOf(membersOf(certificates, tags.context(0))[0], tags.sequence).map(({ whole }) => whole),
  };
}

/** The name is in `[1]`, the version in `[0]`. */
const responderName = (data: DerElement): Uint8Array =>
  expect(
    membersOf(
      childrenOf(data).find(({ tag }) => tag === tags.context(1)),
      tags.context(1),
    )[0],
    tags.sequence,
  ).whole;

function answerOf({ certID, certStatus, thisUpdate, nextUpdate, singleExtensions }: SingleResponse): OcspAnswer {
  return {
    digest: certID.hashAlgorithm.algorithm,
    id: {
      issuerNameHash: new Uint8Array(certID.issuerNameHash.buffer),
      issuerKeyHash: new Uint8Array(certID.issuerKeyHash.buffer),
      serialNumber: new Uint8Array(certID.serialNumber),
    },
    status: statusOf(certStatus),
    thisUpdate: thisUpdate.toISOString(),
    nextUpdate: nextUpdate?.toISOString() ?? null,
    unknownCritical: hasCritical(singleExtensions),
  };
}

function statusOf({ good, revoked, unknown }: CertStatus): OcspAnswer['status'] {
  if (revoked !== undefined) {
    return { revokedAt: revoked.revocationTime.toISOString(), reason: revocationReasonOf(revoked.revocationReason) };
  }
  if (good === null) return 'good';
  if (unknown === null) return 'unknown';
  throw new Error('The status of a certificate is missing.');
}

/** This program has to understand none of its extensions. */
const hasCritical = (extensions: readonly Extension[] | undefined): boolean => extensions?.some(({ critical }) => critical) ?? false;
