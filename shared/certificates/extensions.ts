/** The extensions that the wizard needs (RFC 5280, section 4.2). */
import type { CertificateFacts } from '../model/certificate.ts';
import { childrenOf, expect, hexOf, membersOf, oidOf, readOnly, tags, type DerElement } from './der.ts';
import { readGeneralName } from './general-name.ts';

export type ExtensionFacts = Pick<
  CertificateFacts,
  | 'names'
  | 'otherNames'
  | 'extendedKeyUsage'
  | 'isCA'
  | 'subjectKeyIdentifier'
  | 'authorityKeyIdentifier'
  | 'ocspUrls'
  | 'issuerUrls'
  | 'crlUrls'
>;

const oids = {
  subjectKeyIdentifier: '2.5.29.14',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
} as const;
const ocsp = '1.3.6.1.5.5.7.48.1';
const issuers = '1.3.6.1.5.5.7.48.2';

/** `wrapped`: the `[3]` of a certificate; `undefined` when it has no extensions. Of two of a kind the first counts. */
export function extensionFacts(wrapped: DerElement | undefined): ExtensionFacts {
  const values = wrapped === undefined ? new Map<string, DerElement>() : valuesOf(wrapped);
  const valueOf = (name: keyof typeof oids): DerElement | undefined => values.get(oids[name]);
  const [subjectKey, authorityKey, uses] = [
    valueOf('subjectKeyIdentifier'),
    valueOf('authorityKeyIdentifier'),
    valueOf('extendedKeyUsage'),
  ];
  const access = accessOf(valueOf('authorityInformationAccess'));
  const names = sequenceOf(valueOf('subjectAlternativeName')).map(readGeneralName);
  return {
    names: names.flatMap(({ kind, text }) => (kind === 'dns' ? [text] : [])),
    otherNames: names.flatMap(({ kind, text }) => (kind === 'dns' ? [] : [kind === 'url' ? `URL=${text}` : text])),
    extendedKeyUsage: uses === undefined ? null : sequenceOf(uses).map(oidOf),
    isCA: sequenceOf(valueOf('basicConstraints')).some(({ tag, content }) => tag === tags.boolean && content.some((byte) => byte !== 0)),
    subjectKeyIdentifier: subjectKey === undefined ? null : hexOf(expect(subjectKey, tags.octetString).content),
    authorityKeyIdentifier: authorityKey === undefined ? null : keyIdentifierIn(authorityKey),
    ocspUrls: access.filter(([method]) => method === ocsp).map(([, url]) => url),
    issuerUrls: access.filter(([method]) => method === issuers).map(([, url]) => url),
    crlUrls: crlUrlsOf(valueOf('crlDistributionPoints')),
  };
}

function valuesOf(wrapped: DerElement): Map<string, DerElement> {
  const values = new Map<string, DerElement>();
  const [list, ...more] = childrenOf(wrapped);
  if (more.length > 0) throw new Error('There is more than one list of extensions.');
  for (const extension of membersOf(list, tags.sequence)) {
    const members = membersOf(extension, tags.sequence);
    const oid = oidOf(members[0]);
    if (Object.values<string>(oids).includes(oid) && !values.has(oid)) {
      values.set(oid, readOnly(expect(members.at(-1), tags.octetString).content));
    }
  }
  return values;
}

const sequenceOf = (value: DerElement | undefined): DerElement[] => (value === undefined ? [] : membersOf(value, tags.sequence));

/** Only the `keyIdentifier`; an issuer with serial number is another way to name the same key. */
function keyIdentifierIn(value: DerElement): string | null {
  const identifier = sequenceOf(value).find(({ tag }) => tag === tags.contextPrimitive(0));
  return identifier === undefined ? null : hexOf(identifier.content);
}

const accessOf = (value: DerElement | undefined): (readonly [method: string, url: string])[] =>
  sequenceOf(value).flatMap((description) => {
    const [method, location] = membersOf(description, tags.sequence);
    return location === undefined ? [] : urlsOf([location]).map((url) => [oidOf(method), url] as const);
  });

/** DistributionPoint: `[0]` distributionPoint, in it `[0]` fullName, in it general names. */
const crlUrlsOf = (value: DerElement | undefined): string[] =>
  sequenceOf(value)
    .flatMap((point) => membersOf(point, tags.sequence))
    .filter(({ tag }) => tag === tags.context(0))
    .flatMap((name) => childrenOf(name))
    .filter(({ tag }) => tag === tags.context(0))
    .flatMap((fullName) => urlsOf(childrenOf(fullName)));

const urlsOf = (names: readonly DerElement[]): string[] =>
  names.map(readGeneralName).flatMap(({ kind, text }) => (kind === 'url' ? [text] : []));
