/** Chains from what servers present and from what is known: how far they reach, and what each link is worth (RFC 5280, section 6). */
import { readIssuing, type Issuing } from '../../shared/certificates/issuing.ts';
import type { Chain, ChainLink, LinkFault, ServerChain } from '../../shared/certificates/verification.ts';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import { pathOf, type Certificate, type Linkable, type Path } from '../certificate-file/chain.ts';
import { briefOf } from './certificate.ts';

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
    // Between this issuer and the leaf; those that issued themselves anew do not count (section 4.2.1.9).
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
