/** The contents of a certificate file, read before anything imports it. */
import * as v from 'valibot';
import { certificateFactsSchema } from '../model/certificate.ts';
import { providerKinds } from './key-provider.ts';

/** `der`: one certificate alone. `pkcs12` is .pfx and .p12, `pkcs7` is .p7b. */
const certificateFileFormats = ['der', 'pem', 'pkcs7', 'pkcs12'] as const;

/**
 * What has to be said of the file itself. `altered`: another program changed the text (dashes, quoting, HTML, encoding).
 * `trustSettings`: OpenSSL's settings after a TRUSTED CERTIFICATE were left out.
 */
const fileRemarks = ['altered', 'trustSettings'] as const;
export type FileRemark = (typeof fileRemarks)[number];

/** The provider that PKCS #12 names for the key of the leaf. */
const namedProviderSchema = v.object({ name: v.string(), kind: v.picklist(providerKinds) });
export type NamedProvider = v.InferOutput<typeof namedProviderSchema>;

/** RSASSA-PSS in the leaf or its chain (RFC 4055): a key that is restricted to it, or the signature of the issuer. */
const pssUseSchema = v.object({ what: v.picklist(['key', 'signature']), subject: v.string() });
export type PssUse = v.InferOutput<typeof pssUseSchema>;

/**
 * Whether a certificate was issued by the next one: `verified` by its signature; `notVerifiable` when
 * names and key identifiers fit and this program cannot check such a signature.
 */
const linkSchema = v.object({
  subject: v.string(),
  issuer: v.string(),
  check: v.picklist(['verified', 'notVerifiable']),
});

export const certificateFileSchema = v.object({
  format: v.picklist(certificateFileFormats),
  remarks: v.array(v.picklist(fileRemarks)),
  /** The certificate that the file was made for: the one with a key, or the one that issued no other */
  leaf: certificateFactsSchema,
  /** As the file gives it to that certificate; only PKCS #12 can */
  friendlyName: v.nullable(v.string()),
  hasPrivateKey: v.picklist(['no', 'yes', 'several']),
  /** Whether a key of the file belongs to the leaf; `null` without a key, `notChecked` when a key is of a kind unknown here */
  keyOfLeaf: v.nullable(v.picklist(['matches', 'differs', 'notChecked'])),
  /** `null` when the file names none */
  keyProvider: v.nullable(namedProviderSchema),
  pss: v.array(pssUseSchema),
  /** From the issuer of the leaf upwards */
  chain: v.array(certificateFactsSchema),
  links: v.array(linkSchema),
  /**
   * How the chain ends: with a self-signed root; because the file does not have the next issuer; or because
   * what has the issuer's name did not sign (`wrongSignature`).
   */
  chainEnd: v.picklist(['root', 'issuerMissing', 'wrongSignature']),
  /** The issuer that the file does not have; `null` when it ends with a root */
  missingIssuer: v.nullable(v.string()),
  /** The other certificates in the file */
  others: v.array(certificateFactsSchema),
});
export type CertificateFile = v.InferOutput<typeof certificateFileSchema>;
