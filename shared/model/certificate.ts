/** A certificate in the machine store of one server, as `Get-ExchangeCertificate` tells of it. */
import * as v from 'valibot';
import { knownSchema } from './known.ts';

/** RootCAType values (domain.md section 3). */
export const rootCATypes = ['None', 'ThirdParty', 'Enterprise', 'Registry', 'GroupPolicy', 'Unknown'] as const;
/** Status values (domain.md section 3). */
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

/** What the certificate itself says (its DER). Dates are ISO 8601 in UTC, key size is in bits. */
const certificateFactsSchema = v.object({
  thumbprint: v.string(),
  subject: v.string(),
  issuer: v.string(),
  names: v.array(v.string()),
  notBefore: v.string(),
  notAfter: v.string(),
  serialNumber: v.string(),
  keyAlgorithm: v.picklist(['RSA', 'ECDSA', 'other']),
  keySize: v.number(),
  /** OIDs; `null` when the extension is absent (then every use is allowed) */
  extendedKeyUsage: v.nullable(v.array(v.string())),
  selfSigned: v.boolean(),
});
export type CertificateFacts = v.InferOutput<typeof certificateFactsSchema>;

/** The facts, and what only the server can say of it. */
export const serverCertificateSchema = v.object({
  facts: certificateFactsSchema,
  services: knownSchema(v.array(v.string())),
  status: knownSchema(v.picklist(certificateStatuses)),
  rootCAType: knownSchema(v.picklist(rootCATypes)),
  hasPrivateKey: knownSchema(v.boolean()),
  friendlyName: knownSchema(v.string()),
});
export type ServerCertificate = v.InferOutput<typeof serverCertificateSchema>;
