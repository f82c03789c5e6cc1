/** Chains of certificates: which certificate a file contains, who issued it, how far a chain reaches, and what each link is worth. */
import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import { readIssuing, type Issuing } from '../../shared/x509/certificate.ts';
import type { CertificateFile } from '../../shared/x509/certificate-file.ts';
import type { CertificateBrief, Chain, ChainLink, LinkFault, ServerChain } from '../../shared/x509/verification.ts';
import { refusal } from './refusal.ts';

/** A certificate that can be part of a chain; `der` is `null` where only its facts are known. */
export interface Linkable {
  readonly der: Uint8Array | null;
  readonly facts: CertificateFacts;
}

export interface Certificate extends Linkable {
  readonly der: Uint8Array;
  readonly friendlyName?: string;
}

/** A real chain takes four; a file of equal names could require thousands, some milliseconds each. */
const maxSignatures = 200;

/** Names fit, and key identifiers do where both have one (RFC 5280, section 4.2.1.1). */
const namesIssuer = (issuer: Linkable, { facts }: Linkable): boolean =>
  facts.issuer === issuer.facts.subject &&
  (facts.authorityKeyIdentifier === null ||
    issuer.facts.subjectKeyIdentifier === null ||
    facts.authorityKeyIdentifier === issuer.facts.subjectKeyIdentifier);

/**
 * The certificate that issued no other one. Of several, the one that may not issue is taken; more than one of
 * them is refused, with another code when each has its own key.
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

type ChainInFile = Pick<CertificateFile, 'chain' | 'links' | 'chainEnd' | 'missingIssuer' | 'others'>;

/** The chain from the leaf upwards, as far as the file contains the issuers and their signatures are right. */
export function chainOf(leaf: Certificate, all: readonly Certificate[]): ChainInFile {
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

export const briefOf = ({ thumbprint, subject, issuer, notBefore, notAfter }: CertificateFacts): CertificateBrief => ({
  thumbprint,
  subject,
  issuer,
  notBefore,
  notAfter,
});

/** What a chain may be built of. */
export interface Material {
  /** The roots of Mozilla's list; they are taken before others of the same name and key, so that a chain is short */
  readonly roots: readonly Certificate[];
  /** From anywhere else, some without their bytes */
  readonly others: readonly Linkable[];
}

/** What could be checked only with bytes that are not here, or by an algorithm that is unknown here. */
const onlyUnknown: ReadonlySet<LinkFault> = new Set<LinkFault>(['bytesMissing', 'algorithmUnknown']);

/** The chain of a certificate, each link checked against `now`. */
export function chainOfLeaf(leaf: Linkable, material: Material, now: Date): Chain {
  const found = pathOf<Linkable>(leaf, [...material.roots, ...material.others]);
  const last = found.path.at(-1) ?? leaf;
  return {
    leaf: briefOf(leaf.facts),
    links: linksOf(found, now),
    end: endOf(found, last, material),
    missing: found.missingIssuer,
  };
}

function endOf({ chainEnd, missingIssuer }: Path<Linkable>, last: Linkable, { roots, others }: Material): Chain['end'] {
  if (chainEnd === 'root') return roots.some(({ facts }) => facts.thumbprint === last.facts.thumbprint) ? 'publicRoot' : 'otherRoot';
  if (chainEnd === 'wrongSignature') return 'wrongSignature';
  return [...roots, ...others].some(({ facts }) => facts.subject === missingIssuer && facts.thumbprint !== last.facts.thumbprint)
    ? 'keyDiffers'
    : 'issuerMissing';
}

const linksOf = ({ path, links }: Path<Linkable>, now: Date): readonly ChainLink[] =>
  path.slice(1).map((issuer, index) => {
    const subject = path[index] ?? issuer;
    // Between this issuer and the leaf; self-issued certificates do not count (section 4.2.1.9).
    const below = path.slice(1, index + 1).filter(({ facts }) => !facts.selfSigned).length;
    const faults = [
      ...signatureFaults(links[index]?.check, subject, issuer),
      ...dateFaults(subject.facts, now),
      ...(index + 2 === path.length ? dateFaults(issuer.facts, now) : []),
      ...authorityFaults(issuer, below),
    ];
    const state = faults.some((fault) => !onlyUnknown.has(fault)) ? 'bad' : faults.length > 0 ? 'unknown' : 'ok';
    return { subject: briefOf(subject.facts), issuer: briefOf(issuer.facts), state, faults: [...new Set(faults)] };
  });

function signatureFaults(check: Path<Linkable>['links'][number]['check'] | undefined, subject: Linkable, issuer: Linkable): LinkFault[] {
  if (check === 'verified') return [];
  return [subject.der === null || issuer.der === null ? 'bytesMissing' : 'algorithmUnknown'];
}

function dateFaults({ notBefore, notAfter }: CertificateFacts, now: Date): LinkFault[] {
  if (now.getTime() < Date.parse(notBefore)) return ['notYetValid'];
  return now.getTime() > Date.parse(notAfter) ? ['expired'] : [];
}

function authorityFaults({ der, facts }: Linkable, below: number): LinkFault[] {
  const issuing = der === null ? undefined : issuingOf(der);
  return [
    ...(facts.isCA ? [] : (['notAuthority'] as const)),
    ...(issuing === undefined ? (['bytesMissing'] as const) : []),
    ...(issuing?.maySignCertificates === false ? (['mayNotSign'] as const) : []),
    ...(issuing !== undefined && issuing.pathLength !== null && issuing.pathLength < below ? (['pathTooLong'] as const) : []),
  ];
}

function issuingOf(der: Uint8Array): Issuing | undefined {
  try {
    return readIssuing(der);
  } catch {
    return undefined;
  }
}

/**
 * Whether what a server presents reaches a root by itself, or only together with what others have.
 * A root need not be presented, and Windows does not present it.
 */
export function chainOfServer(
  presented: readonly [Linkable, ...Linkable[]],
  material: Material,
  now: Date,
): Pick<ServerChain, 'state' | 'chain'> {
  const [leaf, ...rest] = presented;
  const own = chainOfLeaf(leaf, { roots: material.roots, others: rest }, now);
  if (own.end === 'publicRoot' || own.end === 'otherRoot') return reaching(own);
  const whole = pathOf<Linkable>(leaf, [...material.roots, ...rest, ...material.others]).path;
  const next = whole[own.links.length + 1];
  if (next?.facts.selfSigned === true) return reaching(chainOfLeaf(leaf, { roots: material.roots, others: [...rest, next] }, now));
  if (next !== undefined) return { state: 'intermediateMissing', chain: own };
  return { state: own.end === 'issuerMissing' ? 'issuerUnknown' : 'broken', chain: own };
}

const reaching = (chain: Chain): Pick<ServerChain, 'state' | 'chain'> => ({
  state: chain.links.some(({ state }) => state === 'bad') ? 'broken' : 'complete',
  chain,
});
