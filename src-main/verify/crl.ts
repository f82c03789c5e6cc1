/** Looks a certificate up in the list of its authority (RFC 5280, sections 5 and 6.3). */
import { sameBytes } from '../../shared/certificates/der.ts';
import { readIssuing } from '../../shared/certificates/issuing.ts';
import { entryOf, readRevocationList, type RevocationList } from '../../shared/certificates/revocation-list.ts';
import { bytesOfHex } from '../../shared/certificates/write-der.ts';
import { ok } from '../../shared/model/error.ts';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import { fetchBytes } from './fetch.ts';
import { listTimeoutMs, maxListBytes } from './limits.ts';
import { currentness, faulty, type Question, type Told } from './revocation-answer.ts';
import { signedBy } from './signature.ts';

export async function askList(url: string, question: Question): Promise<Told> {
  const fetched = await fetchBytes(url, { maxBytes: maxListBytes, timeoutMs: listTimeoutMs, signal: question.signal });
  return fetched.ok ? judgeList(fetched.value, question) : fetched;
}

/** What the bytes of a list tell. Never throws. */
export async function judgeList(bytes: Uint8Array, { subject, issuer, now }: Question): Promise<Told> {
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
    return faulty('malformed', error instanceof Error ? error.message : '');
  }
}

/** A list may be one of many: then the certificate names the same place (section 6.3.3, b 2). */
function isAbout({ scope }: RevocationList, { crlUrls, isCA }: CertificateFacts): boolean {
  if (scope.partial || (scope.only !== null && (scope.only === 'authorities') !== isCA)) return false;
  return scope.urls === null || scope.urls.some((url) => crlUrls.includes(url));
}
