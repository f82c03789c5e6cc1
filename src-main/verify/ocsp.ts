/** Asks the responder of an authority about one certificate (RFC 6960, RFC 5019). */
import { createHash } from 'node:crypto';
import { hexOf, sameBytes } from '../../shared/certificates/der.ts';
import { readIssuing } from '../../shared/certificates/issuing.ts';
import {
  ocspRequest,
  readOcspResponse,
  sha1Oid,
  type OcspAnswer,
  type OcspCertificateId,
  type OcspResponse,
} from '../../shared/certificates/ocsp.ts';
import { bytesOfHex } from '../../shared/certificates/write-der.ts';
import { ok } from '../../shared/model/error.ts';
import { signatureOf, type Certificate } from '../certificate-file/chain.ts';
import { certificateOf } from './certificate.ts';
import { fetchBytes } from './fetch.ts';
import { maxResponseBytes, responseTimeoutMs } from './limits.ts';
import { currentness, faulty, type Question, type Told } from './revocation-answer.ts';
import { signedBy } from './signature.ts';

/** `id-kp-OCSPSigning`: the authority lets that certificate answer for it (section 4.2.2.2). */
const ocspSigning = '1.3.6.1.5.5.7.3.9';

export async function askResponder(url: string, question: Question): Promise<Told> {
  const id = identifierOf(question);
  const body = { type: 'application/ocsp-request', bytes: ocspRequest(id) };
  const fetched = await fetchBytes(url, { body, maxBytes: maxResponseBytes, timeoutMs: responseTimeoutMs, signal: question.signal });
  return fetched.ok ? judgeResponse(fetched.value, id, question) : fetched;
}

/** What the bytes of a response tell. Never throws. */
export async function judgeResponse(bytes: Uint8Array, id: OcspCertificateId, question: Question): Promise<Told> {
  let response: ReturnType<typeof readOcspResponse>;
  try {
    response = readOcspResponse(bytes);
  } catch (error) {
    return faulty('malformed', error instanceof Error ? error.message : '');
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

function judgeAnswer({ status, thisUpdate, nextUpdate, unknownCritical }: OcspAnswer, now: Date): Told {
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
  [
    [a.issuerNameHash, b.issuerNameHash],
    [a.issuerKeyHash, b.issuerKeyHash],
    [a.serialNumber, b.serialNumber],
  ].every(([one, other]) => one !== undefined && other !== undefined && hexOf(one) === hexOf(other));

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();
