/** The certificates that a check may use: presented by servers, fetched from authorities, read from stores, and public roots. */
import { createHash, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { isReadWhole } from '../../shared/model/certificate.ts';
import { partition } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { readCertificate } from '../../shared/x509/certificate.ts';
import { pathOf, type Certificate, type Linkable, type Material } from './chain.ts';

/** A certificate from untrusted bytes; `undefined` when they are no certificate. */
export function certificateOf(bytes: Uint8Array): Certificate | undefined {
  const facts = readCertificate(bytes, (of) => createHash('sha1').update(of).digest('hex'));
  return facts.ok ? { der: bytes, facts: facts.value } : undefined;
}

let read: readonly Certificate[] | undefined;

/** The roots of Mozilla's list, which come with Node; Windows has a list of its own. Read once, when they are first needed. */
export const publicRoots = (): readonly Certificate[] =>
  (read ??= rootCertificates.map((pem) => certificateOf(new X509Certificate(pem).raw)).filter((one) => one !== undefined));

export interface KnownCertificates {
  readonly material: Material;
  /** The certificate of that thumbprint, with its bytes where they are here */
  find(thumbprint: string): Linkable | undefined;
  /** It and its issuers, as far as they are known */
  pathFrom(leaf: Linkable): readonly Linkable[];
  /** Who issued it, and whether that is proven: by its signature, or by the issuer's own chain to a public root. */
  issuerOf(subject: Linkable): { readonly issuer: Certificate; readonly proven: boolean } | undefined;
}

/** `withBytes` comes first: of two certificates with the same thumbprint the first counts. Those that came as text are part of no chain. */
export function knownCertificates(withBytes: readonly Certificate[], organization: Organization): KnownCertificates {
  const stores = partition(organization.hybridServers, ({ certificates }) => certificates).known.flatMap(({ value }) => value);
  const found = new Map<string, Linkable>();
  for (const one of [...withBytes, ...stores.flatMap(({ facts }): Linkable[] => (isReadWhole(facts) ? [{ der: null, facts }] : []))]) {
    if (!found.has(one.facts.thumbprint)) found.set(one.facts.thumbprint, one);
  }
  const material: Material = { roots: publicRoots(), others: [...found.values()] };
  const all = [...material.roots, ...material.others];

  return {
    material,
    find: (thumbprint) => found.get(thumbprint),
    pathFrom: (leaf) => pathOf<Linkable>(leaf, all).path,
    issuerOf: (subject) => {
      const { path, links, chainEnd } = pathOf<Linkable>(subject, all);
      const issuer = path[1];
      if (issuer === undefined || !hasBytes(issuer)) return undefined;
      const root = path.at(-1)?.facts.thumbprint;
      const reachesPublicRoot =
        chainEnd === 'root' &&
        material.roots.some(({ facts }) => facts.thumbprint === root) &&
        links.slice(1).every(({ check }) => check === 'verified');
      return { issuer, proven: links[0]?.check === 'verified' || reachesPublicRoot };
    },
  };
}

const hasBytes = (one: Linkable): one is Certificate => one.der !== null;
