/** What was found in a certificate file without a window. `--examine` prints it: docs/examine.schema.json is made of it. */
import * as v from 'valibot';
import { checkFindingSchema, resultHead } from './check-result.ts';

const text = v.string();
const texts = v.array(text);

const examinedCertificateSchema = v.strictObject({
  fileFormat: v.picklist(['der', 'pem', 'pkcs7', 'pkcs12']),
  thumbprint: text,
  subject: text,
  issuer: text,
  /** `<I>issuer<S>subject`, as Exchange writes it */
  certificateName: text,
  subjectAlternativeNames: v.strictObject({ dns: texts, other: texts }),
  serialNumber: text,
  /** ISO 8601, UTC */
  notBefore: text,
  notAfter: text,
  /** Whole days from `checkedAt`; negative when it has expired */
  daysLeft: v.number(),
  key: v.strictObject({
    algorithm: v.picklist(['RSA', 'ECDSA', 'other']),
    bits: v.number(),
    /** Private keys in the file */
    inFile: v.picklist(['no', 'yes', 'several']),
    /** Whether one of them belongs to the certificate; `null` without a key */
    ofCertificate: v.nullable(v.picklist(['matches', 'differs', 'notChecked'])),
  }),
  /** OIDs; `null` when every use is allowed */
  extendedKeyUsage: v.nullable(texts),
  chain: v.strictObject({
    end: v.picklist(['root', 'issuerMissing', 'wrongSignature']),
    missingIssuer: v.nullable(text),
    certificates: v.array(v.strictObject({ subject: text, issuer: text, thumbprint: text, notAfter: text })),
  }),
});
export type ExaminedCertificate = v.InferOutput<typeof examinedCertificateSchema>;

export const examineResultSchema = v.strictObject({
  ...resultHead,
  file: text,
  /** `null` when the file could not be read */
  certificate: v.nullable(examinedCertificateSchema),
  findings: v.array(checkFindingSchema),
});
export type ExamineResult = v.InferOutput<typeof examineResultSchema>;
