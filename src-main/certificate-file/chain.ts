/** Which certificate a file is about, and who issued it. */
import { X509Certificate } from 'node:crypto';
import type { CertificateFile } from '../../shared/certificates/certificate-file.ts';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import { refusal } from './refuse.ts';

/** What can be a part of a chain; without bytes where only what was read of it is known. */
export interface Linkable {
  readonly der: Uint8Array | null;
  readonly facts: CertificateFacts;
}

export interface Certificate extends Linkable {
  readonly der: Uint8Array;
  readonly friendlyName?: string;
}

/** A real chain takes four; a file of equal names could ask for thousands, some milliseconds each. */
const maxSignatures = 200;

/** Names fit, and key identifiers do where both have one (RFC 5280, section 4.2.1.1). */
const namesIssuer = (issuer: Linkable, { facts }: Linkable): boolean =>
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
  const { path, ...found } = pathOf(leaf, all);
  return {
    ...found,
    chain: path.slice(1).map(({ facts }) => facts),
    others: all.filter((one) => !path.includes(one)).map(({ facts }) => facts),
  };
}

export interface Path<C> extends Pick<CertificateFile, 'links' | 'chainEnd' | 'missingIssuer'> {
  /** The leaf first */
  readonly path: readonly C[];
}

/**
 * From the leaf upwards, as far as `all` has the issuers and their signatures are right. Of several
 * issuers of one name and key the first whose signature is right is taken.
 */
export function pathOf<C extends Linkable>(leaf: C, all: readonly C[]): Path<C> {
  const path: C[] = [leaf];
  const links: CertificateFile['links'] = [];
  let signatures = 0;
  const checkOf = (issuer: C, subject: C): SignatureCheck => {
    signatures += 1;
    return signatures > maxSignatures ? 'notVerifiable' : signatureOf(issuer, subject);
  };
  const ended = (chainEnd: CertificateFile['chainEnd'], missingIssuer: string | null): Path<C> => ({
    path,
    links,
    chainEnd,
    missingIssuer,
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

export type SignatureCheck = 'verified' | 'notVerifiable' | 'wrong';

/** Whether the issuer's key signed the certificate; `notVerifiable` also when the bytes of one are not here. */
export function signatureOf(issuer: Linkable, subject: Linkable): SignatureCheck {
  if (issuer.der === null || subject.der === null) return 'notVerifiable';
  try {
    const key = new X509Certificate(issuer.der).publicKey;
    return new X509Certificate(subject.der).verify(key) ? 'verified' : 'wrong';
  } catch {
    return 'notVerifiable';
  }
}
