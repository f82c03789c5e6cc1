/** A certificate in the machine store of one server, as `Get-ExchangeCertificate` tells of it. */
import * as v from 'valibot';
import { knownSchema } from './known.ts';

/** RootCAType values (docs/domain.md, "Requirements for a certificate"), each at the place of its number. */
export const rootCATypes = ['None', 'ThirdParty', 'Enterprise', 'Registry', 'GroupPolicy', 'Unknown'] as const;
/** Status values (docs/domain.md, "Requirements for a certificate"), each at the place of its number. */
export const certificateStatuses = [
  'Unknown',
  'Valid',
  'Revoked',
  'DateInvalid',
  'Untrusted',
  'Invalid',
  'RevocationCheckFailure',
  'PendingRequest',
] as const;

/** What the certificate itself says (its DER). Dates are ISO 8601 in UTC, key size is in bits, bytes are upper-case hex. */
export const certificateFactsSchema = v.object({
  thumbprint: v.string(),
  subject: v.string(),
  issuer: v.string(),
  /** DNS names of the subject alternative name */
  names: v.array(v.string()),
  /** Its other entries, each with the label of Windows: `IP Address=192.0.2.1` */
  otherNames: v.array(v.string()),
  notBefore: v.string(),
  notAfter: v.string(),
  serialNumber: v.string(),
  keyAlgorithm: v.picklist(['RSA', 'ECDSA', 'other']),
  keySize: v.number(),
  /** OIDs; `null` when the extension is absent (then every use is allowed) */
  extendedKeyUsage: v.nullable(v.array(v.string())),
  selfSigned: v.boolean(),
  /** The basic constraints say that it may issue others */
  isCA: v.boolean(),
  subjectKeyIdentifier: v.nullable(v.string()),
  authorityKeyIdentifier: v.nullable(v.string()),
  /** Where its revocation can be asked for, where the issuer's certificate can be fetched, where the list of revoked ones is */
  ocspUrls: v.array(v.string()),
  issuerUrls: v.array(v.string()),
  crlUrls: v.array(v.string()),
});
export type CertificateFacts = v.InferOutput<typeof certificateFactsSchema>;

/** What can be read from the certificate alone: a text of it has nothing of these. */
const onlyInCertificate = [
  'otherNames',
  'serialNumber',
  'keyAlgorithm',
  'keySize',
  'extendedKeyUsage',
  'isCA',
  'subjectKeyIdentifier',
  'authorityKeyIdentifier',
  'ocspUrls',
  'issuerUrls',
  'crlUrls',
] as const satisfies readonly (keyof CertificateFacts)[];

/**
 * What is known of a certificate in a store. One that came as text (`| Format-List`) lacks what only the certificate
 * itself says, and its dates are those of the clock of the machine on which the text was made.
 */
export const installedFactsSchema = v.partial(certificateFactsSchema, onlyInCertificate);
export type InstalledFacts = v.InferOutput<typeof installedFactsSchema>;

/** Whether the certificate itself was read. */
export const isReadWhole = (facts: InstalledFacts): facts is CertificateFacts =>
  onlyInCertificate.every((property) => facts[property] !== undefined);

/** Evidence of what is unknown of a certificate that came as text. */
export const onlyText = 'text of Get-ExchangeCertificate';

/**
 * Which provider has the key that the store links to the certificate. `none`: no key is linked.
 * `CSP`: a CryptoAPI provider, `providerType` is its type (12 = RSA SChannel, 1 = RSA), an empty
 * `providerName` the default one of the type. `CNG`: a key storage provider, `providerType` is 0.
 * A link does not prove that the key is still there.
 */
const keyProviderSchema = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.picklist(['CSP', 'CNG']), providerName: v.string(), providerType: v.number(), containerName: v.string() }),
]);
export type KeyProvider = v.InferOutput<typeof keyProviderSchema>;

/**
 * Who tells of a certificate what only its server knows. `selected`: a Select-Object on the server.
 * `serializationData`: the payload that Exchange attaches to the object. `object`: the object's own
 * properties. `rawData`: the certificate itself.
 */
const certificateSources = ['selected', 'serializationData', 'object', 'rawData'] as const;
export type CertificateSource = (typeof certificateSources)[number];
const accountSchema = v.object({ source: v.picklist(certificateSources), value: v.string() });

/** What two sources can tell differently. */
export const comparedProperties = [
  'services',
  'status',
  'rootCAType',
  'isSelfSigned',
  'hasPrivateKey',
  'privateKeyExportable',
  'friendlyName',
  'thumbprint',
] as const;

/** Two sources that contradict each other; the certificate carries what `a` says. */
const disagreementSchema = v.object({ property: v.picklist(comparedProperties), a: accountSchema, b: accountSchema });
export type Disagreement = v.InferOutput<typeof disagreementSchema>;

/** Evidence of an unknown value when nothing but the certificate itself was sent: `sources` is empty then. */
export const onlyRawData = 'RawData only';

/** The facts, and what only the server can say of it. */
export const serverCertificateSchema = v.object({
  facts: installedFactsSchema,
  services: knownSchema(v.array(v.string())),
  status: knownSchema(v.picklist(certificateStatuses)),
  rootCAType: knownSchema(v.picklist(rootCATypes)),
  /** As Exchange judged it; `facts.selfSigned` compares the names only */
  isSelfSigned: knownSchema(v.boolean()),
  /** `true` says that the store links a key to it, not that the key is intact */
  hasPrivateKey: knownSchema(v.boolean()),
  privateKeyExportable: knownSchema(v.boolean()),
  keyProvider: knownSchema(keyProviderSchema),
  friendlyName: knownSchema(v.string()),
  /** Who told anything of the above; empty when only the certificate itself was sent */
  sources: v.array(v.picklist(certificateSources)),
  disagreements: v.array(disagreementSchema),
});
export type ServerCertificate = v.InferOutput<typeof serverCertificateSchema>;
