/** Which certificate a file is about, and who issued it. */
import { X509Certificate } from 'node:crypto';
import type { CertificateFile } from '../../shared/certificates/certificate-file.ts';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import { refusal } from './refuse.ts';

export interface Certificate {
  readonly der: Uint8Array;
  readonly facts: CertificateFacts;
  readonly friendlyName?: string;
}

/** A real chain takes four; a file of equal names could ask for thousands, some milliseconds each. */
const maxSignatures = 200;

/** Names fit, and key identifiers do where both have one (RFC 5280, section 4.2.1.1). */
const namesIssuer = (issuer: Certificate, { facts }: Certificate): boolean =>
  facts.issuer === issuer.facts.subject &&
  (facts.authorityKeyIdentifier === null ||
    issuer.facts.subjectKeyIdentifier === null ||
    facts.authorityKeyIdentifier === issuer.facts.subjectKeyIdentifier);

/**
 * The one that no other was issued by. Of several a certificate that may not issue is meant; more than one
 * is refused, by another code when each has a key of its own.
 */
export function leafOf(candidates: readonly Certificate[], all: readonly Certificate[], severalKeys: boolean): Certificate {
  const lowest = candidates.filter((one) => !all.some((other) => other !== one && namesIssuer(one, other)));
  const ends = lowest.filter(({ facts }) => !facts.isCA);
  const meant = ends.length > 0 ? ends : lowest.length > 0 ? lowest : candidates;
  const [leaf] = meant;
  if (leaf === undefined) throw refusal('certificateFile.notACertificate');
  if (meant.length > 1) {
    throw refusal(severalKeys ? 'certificateFile.severalKeys' : 'certificateFile.severalCertificates', { count: String(meant.length) });
  }
  return leaf;
}

type Chain = Pick<CertificateFile, 'chain' | 'links' | 'chainEnd' | 'missingIssuer' | 'others'>;

/** From the leaf upwards, as far as the file has the issuers and their signatures are right. */
export function chainOf(leaf: Certificate, all: readonly Certificate[]): Chain {
  const path: Certificate[] = [leaf];
  const links: Chain['links'] = [];
  let signatures = 0;
  const checkOf = (issuer: Certificate, subject: Certificate): 'verified' | 'notVerifiable' | 'wrong' => {
    signatures += 1;
    return signatures > maxSignatures ? 'notVerifiable' : signatureOf(issuer, subject);
  };
  const ended = (chainEnd: Chain['chainEnd'], missingIssuer: string | null): Chain => ({
    chain: path.slice(1).map(({ facts }) => facts),
    links,
    chainEnd,
    missingIssuer,
    others: all.filter((one) => !path.includes(one)).map(({ facts }) => facts),
  });

  for (let last = leaf; ;) {
    if (last.facts.selfSigned) return checkOf(last, last) === 'wrong' ? ended('wrongSignature', last.facts.issuer) : ended('root', null);
    const named = all.filter((one) => !path.includes(one) && namesIssuer(one, last));
    const checked = named.map((issuer) => ({ issuer, check: checkOf(issuer, last) }));
    const found = checked.find(({ check }) => check === 'verified') ?? checked.find(({ check }) => check === 'notVerifiable');
    if (found === undefined || found.check === 'wrong')
      return ended(named.length > 0 ? 'wrongSignature' : 'issuerMissing', last.facts.issuer);
    links.push({ subject: last.facts.thumbprint, issuer: found.issuer.facts.thumbprint, check: found.check });
    path.push(found.issuer);
    last = found.issuer;
  }
}

function signatureOf(issuer: Certificate, subject: Certificate): 'verified' | 'notVerifiable' | 'wrong' {
  try {
    const key = new X509Certificate(issuer.der).publicKey;
    return new X509Certificate(subject.der).verify(key) ? 'verified' : 'wrong';
  } catch {
    return 'notVerifiable';
  }
}
