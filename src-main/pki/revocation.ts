/** Whether a certificate was revoked, from its responders (RFC 6960) and then its lists (RFC 5280), until one of them answers. */
import { createHash } from 'node:crypto';
import { fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import { readIssuing } from '../../shared/x509/certificate.ts';
import { entryOf, readRevocationList, type RevocationList } from '../../shared/x509/crl.ts';
import { bytesOfHex, sameBytes } from '../../shared/x509/der.ts';
import {
  ocspRequest,
  readOcspResponse,
  sha1Oid,
  type OcspAnswer,
  type OcspCertificateId,
  type OcspResponse,
} from '../../shared/x509/ocsp.ts';
import type { RevocationReason } from '../../shared/x509/revocation-reason.ts';
import type { Address, FailedAddress, Revocation, RevocationFault } from '../../shared/x509/verification.ts';
import { signatureOf, type Certificate } from './chain.ts';
import { fetchBytes, maxResponseBytes, responseTimeoutMs, type FetchFault } from './fetch.ts';
import { certificateOf } from './known-certificates.ts';
import { signedBy } from './signature.ts';

/** Lists of the largest authorities take some 10 MiB. */
const maxListBytes = 64 * 1024 * 1024;
const listTimeoutMs = 60_000;

export interface Question {
  /** Only its serial number and its addresses count: its bytes are not needed */
  readonly subject: CertificateFacts;
  readonly issuer: Certificate;
  readonly now: Date;
  readonly signal: AbortSignal;
}

interface Answer {
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  readonly revoked: { readonly revokedAt: string; readonly reason: RevocationReason } | null;
}
export type Judgment = Result<Answer, FetchFault>;

const faulty = (fault: RevocationFault, detail = ''): { readonly ok: false; readonly error: FetchFault } => fail({ fault, detail });

/** How far clocks may differ. */
const toleranceMs = 5 * 60_000;
/** How long an answer counts that names no end. */
const withoutEndMs = 24 * 60 * 60_000;

/** Why an answer does not count at that moment; `undefined` when it does. */
function currentness(
  { thisUpdate, nextUpdate }: Pick<Answer, 'thisUpdate' | 'nextUpdate'>,
  now: Date,
): ReturnType<typeof faulty> | undefined {
  const begin = Date.parse(thisUpdate);
  const end = nextUpdate === null ? begin + withoutEndMs : Date.parse(nextUpdate);
  if (now.getTime() < begin - toleranceMs) return faulty('notYetValid', thisUpdate);
  return now.getTime() > end + toleranceMs ? faulty('outOfDate', new Date(end).toISOString()) : undefined;
}

/** A certificate of a hostile server may name thousands. */
const maxAddresses = 8;

/** The addresses that answer whether a certificate is revoked, in the order in which they are tried. */
export const addressesOf = ({ ocspUrls, crlUrls }: CertificateFacts): readonly Address[] =>
  [...ocspUrls.map((url) => ({ kind: 'ocsp' as const, url })), ...crlUrls.map((url) => ({ kind: 'crl' as const, url }))].slice(
    0,
    maxAddresses,
  );

/**
 * Connects only to addresses that the certificate itself names. An answer that is not proven is `unknown`,
 * never good. Never throws.
 */
export async function checkRevocation(question: Question): Promise<Revocation> {
  const failed: FailedAddress[] = [];
  for (const { kind, url } of addressesOf(question.subject)) {
    const judged = await (kind === 'ocsp' ? askResponder : askList)(url, question);
    if (!judged.ok) {
      failed.push({ url, ...judged.error });
      continue;
    }
    const { thisUpdate, nextUpdate, revoked } = judged.value;
    const common = { by: kind === 'ocsp' ? kind : 'crl', url, thisUpdate, nextUpdate, failed } as const;
    return revoked === null ? { ...common, state: 'good' } : { ...common, ...revoked, state: 'revoked' };
  }
  return { state: 'unknown', failed: failed.length === 0 ? [{ url: '', fault: 'noAddress', detail: '' }] : failed };
}

/** `id-kp-OCSPSigning`: the authority lets that certificate answer for it (section 4.2.2.2). */
const ocspSigning = '1.3.6.1.5.5.7.3.9';

async function askResponder(url: string, question: Question): Promise<Judgment> {
  const id = identifierOf(question);
  const body = { type: 'application/ocsp-request', bytes: ocspRequest(id) };
  const fetched = await fetchBytes(url, { body, maxBytes: maxResponseBytes, timeoutMs: responseTimeoutMs, signal: question.signal });
  return fetched.ok ? judgeResponse(fetched.value, id, question) : fetched;
}

/** Judges the bytes of a response. Never throws. */
export async function judgeResponse(bytes: Uint8Array, id: OcspCertificateId, question: Question): Promise<Judgment> {
  let response: ReturnType<typeof readOcspResponse>;
  try {
    response = readOcspResponse(bytes);
  } catch (error) {
    return faulty('malformed', messageOf(error));
  }
  if (typeof response === 'string') return faulty('responderRefused', response);
  if (response.unknownCritical) return faulty('notUnderstood');
  const signer = signerOf(response, question);
  if (signer === undefined) return faulty('notAuthorized');
  const check = await signedBy(signer.der, response);
  if (check !== 'verified') return faulty(check === 'wrong' ? 'wrongSignature' : 'algorithmUnknown');
  const answer = response.answers.find((one) => one.digest === sha1Oid && sameId(one.id, id));
  return answer === undefined ? faulty('otherCertificate') : judgeAnswer(answer, question.now);
}

function judgeAnswer({ status, thisUpdate, nextUpdate, unknownCritical }: OcspAnswer, now: Date): Judgment {
  if (unknownCritical) return faulty('notUnderstood');
  const wrong = currentness({ thisUpdate, nextUpdate }, now);
  if (wrong !== undefined) return wrong;
  if (status === 'unknown') return faulty('statusUnknown');
  return ok({ thisUpdate, nextUpdate, revoked: status === 'good' ? null : status });
}

/** The issuer itself, or who has a valid certificate of that issuer for this very purpose. */
function signerOf({ responder, certificates }: OcspResponse, { issuer, now }: Question): Certificate | undefined {
  if (isNamed(issuer, responder)) return issuer;
  return certificates
    .map(certificateOf)
    .find(
      (one): one is Certificate =>
        one?.facts.extendedKeyUsage?.includes(ocspSigning) === true &&
        one.facts.issuer === issuer.facts.subject &&
        Date.parse(one.facts.notBefore) <= now.getTime() &&
        now.getTime() <= Date.parse(one.facts.notAfter) &&
        isNamed(one, responder) &&
        signatureOf(issuer, one) === 'verified',
    );
}

function isNamed({ der }: Certificate, responder: OcspResponse['responder']): boolean {
  try {
    const { subjectName, publicKey } = readIssuing(der);
    return 'name' in responder ? sameBytes(responder.name, subjectName) : sameBytes(responder.keyHash, sha1(publicKey));
  } catch {
    return false;
  }
}

export function identifierOf({ subject, issuer }: Pick<Question, 'subject' | 'issuer'>): OcspCertificateId {
  const { subjectName, publicKey } = readIssuing(issuer.der);
  return { issuerNameHash: sha1(subjectName), issuerKeyHash: sha1(publicKey), serialNumber: bytesOfHex(subject.serialNumber) };
}

const sameId = (a: OcspCertificateId, b: OcspCertificateId): boolean =>
  sameBytes(a.issuerNameHash, b.issuerNameHash) && sameBytes(a.issuerKeyHash, b.issuerKeyHash) && sameBytes(a.serialNumber, b.serialNumber);

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

async function askList(url: string, question: Question): Promise<Judgment> {
  const fetched = await fetchBytes(url, { maxBytes: maxListBytes, timeoutMs: listTimeoutMs, signal: question.signal });
  return fetched.ok ? judgeList(fetched.value, question) : fetched;
}

/** Judges the bytes of a list. Never throws. */
export async function judgeList(bytes: Uint8Array, { subject, issuer, now }: Question): Promise<Judgment> {
  try {
    const list = readRevocationList(bytes);
    const { subjectName, maySignLists } = readIssuing(issuer.der);
    if (!sameBytes(list.issuerName, subjectName) || !maySignLists) return faulty('notAuthorized');
    if (list.unknownCritical) return faulty('notUnderstood');
    if (!isAbout(list, subject)) return faulty('otherScope');
    const check = await signedBy(issuer.der, list);
    if (check !== 'verified') return faulty(check === 'wrong' ? 'wrongSignature' : 'algorithmUnknown');
    const { thisUpdate, nextUpdate } = list;
    const wrong = currentness({ thisUpdate, nextUpdate }, now);
    if (wrong !== undefined) return wrong;
    return ok({ thisUpdate, nextUpdate, revoked: entryOf(list, bytesOfHex(subject.serialNumber)) ?? null });
  } catch (error) {
    return faulty('malformed', messageOf(error));
  }
}

/** A list may be one of many: then the certificate names the same place (section 6.3.3, b 2). */
function isAbout({ scope }: RevocationList, { crlUrls, isCA }: CertificateFacts): boolean {
  if (scope.partial || (scope.only !== null && (scope.only === 'authorities') !== isCA)) return false;
  return scope.urls === null || scope.urls.some((url) => crlUrls.includes(url));
}
