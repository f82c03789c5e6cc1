/** The extensions that the wizard needs (RFC 5280, section 4.2). Their values are read by the schemas of `@peculiar/asn1-x509`. */
import {
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  id_ad_caIssuers,
  id_ad_ocsp,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_cRLDistributionPoints,
  id_ce_extKeyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_pe_authorityInfoAccess,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import type { CertificateFacts } from '../model/certificate.ts';
import { childrenOf, expect, hexOf, membersOf, oidOf, parseAs, readOnly, tags, type DerElement } from './der.ts';
import { readGeneralName } from './names.ts';

export interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}
export type Extensions = ReadonlyMap<string, Extension>;

/** By object identifier; of two with the same identifier the first counts. `list`: the sequence of extensions, if there is one. */
export function extensionsOf(list: DerElement | undefined): Extensions {
  const extensions = new Map<string, Extension>();
  for (const extension of list === undefined ? [] : membersOf(list, tags.sequence)) {
    const members = membersOf(extension, tags.sequence);
    const [type, critical] = members;
    const oid = oidOf(type);
    if (extensions.has(oid)) continue;
    extensions.set(oid, {
      critical: critical?.tag === 0x01 && critical.content.some((byte) => byte !== 0),
      value: expect(members.at(-1), tags.octetString).content,
    });
  }
  return extensions;
}

type ReadValue<T> = (value: Uint8Array) => T;

/**
 * Reads values of an extension by its schema. Short ones, e.g. the uses of a key, are the same bytes in nearly
 * all certificates, and reading one takes longer than all else in a certificate: so they are remembered.
 */
export function readBy<T>(schema: new () => T): ReadValue<T> {
  const remembered = new Map<string, T>();
  return (value) => {
    if (value.length > 64) return parseAs(value, schema);
    const key = hexOf(value);
    const before = remembered.get(key);
    if (before !== undefined) return before;
    const read = parseAs(value, schema);
    if (remembered.size === 256) remembered.clear();
    remembered.set(key, read);
    return read;
  };
}

/** The value of one extension; `undefined` when the extension is absent. */
export function valueOf<T>(extensions: Extensions, oid: string, read: ReadValue<T>): T | undefined {
  const extension = extensions.get(oid);
  return extension === undefined ? undefined : read(extension.value);
}

const readUses = readBy(ExtendedKeyUsage);
const readSubjectKey = readBy(SubjectKeyIdentifier);
const readAuthorityKey = readBy(AuthorityKeyIdentifier);
const readAccess = readBy(AuthorityInfoAccessSyntax);
export const readBasicConstraints = readBy(BasicConstraints);

type ExtensionFacts = Pick<
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

export function extensionFacts(extensions: Extensions): ExtensionFacts {
  const uses = valueOf(extensions, id_ce_extKeyUsage, readUses);
  const subjectKey = valueOf(extensions, id_ce_subjectKeyIdentifier, readSubjectKey);
  const authorityKey = valueOf(extensions, id_ce_authorityKeyIdentifier, readAuthorityKey)?.keyIdentifier;
  const access = Array.from(valueOf(extensions, id_pe_authorityInfoAccess, readAccess) ?? new AuthorityInfoAccessSyntax());
  const urlsFor = (method: string): string[] =>
    access
      .filter(({ accessMethod }) => accessMethod === method)
      .flatMap(({ accessLocation }) => accessLocation.uniformResourceIdentifier ?? []);
  const names = membersIn(extensions, id_ce_subjectAltName).map(readGeneralName);
  return {
    names: names.flatMap(({ kind, text }) => (kind === 'dns' ? [text] : [])),
    otherNames: names.flatMap(({ kind, text }) => (kind === 'dns' ? [] : [kind === 'url' ? `URL=${text}` : text])),
    extendedKeyUsage: uses === undefined ? null : [...uses],
    isCA: valueOf(extensions, id_ce_basicConstraints, readBasicConstraints)?.cA ?? false,
    subjectKeyIdentifier: subjectKey === undefined ? null : hexOf(new Uint8Array(subjectKey.buffer)),
    authorityKeyIdentifier: authorityKey === undefined ? null : hexOf(new Uint8Array(authorityKey.buffer)),
    ocspUrls: urlsFor(id_ad_ocsp),
    issuerUrls: urlsFor(id_ad_caIssuers),
    crlUrls: crlUrlsOf(membersIn(extensions, id_ce_cRLDistributionPoints)),
  };
}

/** The members of an extension that is a sequence; none when the extension is absent. */
function membersIn(extensions: Extensions, oid: string): DerElement[] {
  const extension = extensions.get(oid);
  return extension === undefined ? [] : membersOf(readOnly(extension.value), tags.sequence);
}

/**
 * The URLs of a list of DistributionPoints, or of one IssuingDistributionPoint: `[0]` distributionPoint, in it
 * `[0]` fullName, in it general names. By the walk, since the library refuses a whole list because of one relative
 * name, and takes a distribution point that it cannot read for an absent one.
 */
export const crlUrlsOf = (points: readonly DerElement[]): string[] =>
  points
    .flatMap((point) => membersOf(point, tags.sequence))
    .filter(({ tag }) => tag === tags.context(0))
    .flatMap((name) => childrenOf(name))
    .filter(({ tag }) => tag === tags.context(0))
    .flatMap((fullName) => childrenOf(fullName).map(readGeneralName))
    .flatMap(({ kind, text }) => (kind === 'url' ? [text] : []));
