/** A certificate file, judged by what it tells of itself. */
import { daysLeft } from '../rules/certificate.ts';
import { fileExamination } from '../rules/certificate-file.ts';
import { lifetimeFindings } from '../rules/lifetime.ts';
import type { CertificateFile } from '../x509/certificate-file.ts';
import type { Result } from '../model/error.ts';
import { resultFormat, type CheckFinding, type Counts, type ExaminedCertificate, type ExamineResult } from './result.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import type { Language } from '../wizard/pages.ts';
import { countOf, exitCodes, verdictOf } from './questions.ts';
import { counting, worded, type Found } from './text.ts';

export interface ExamineInput {
  /** ISO 8601, UTC; also the moment against which expiry is judged */
  readonly now: string;
  readonly language: Language;
  readonly program: { readonly name: string; readonly version: string };
  /** As it was named on the command line */
  readonly file: string;
  readonly content: Result<CertificateFile>;
}

/** Never fails: a file that could not be read is a result with its error. */
export function examineResult({ now, language, program, file, content }: ExamineInput): ExamineResult {
  const errors = content.ok ? [] : [content.error];
  const findings = content.ok ? findingsOf(content.value, now, language) : [];
  const verdict = verdictOf(findings, errors);
  return {
    format: resultFormat,
    program: { ...program },
    language,
    checkedAt: now,
    verdict,
    exitCode: exitCodes[verdict],
    errors: errors.map((error) => worded(error, language)),
    file,
    certificate: content.ok ? examined(content.value, now) : null,
    findings,
  };
}

function findingsOf(file: CertificateFile, now: string, language: Language): CheckFinding[] {
  const { checks, afterImport, name, enable } = fileExamination('', file, null, now);
  const all: Found[] = [...keyOfFile(file), ...checks, ...name, ...afterImport, ...enable, ...lifetimeFindings(file.leaf, now)];
  return all.map((found) => counting(found, ofFile(found), language));
}

/** What only a server or the organization can say is unknown of every file: it counts nothing, and the findings say so. */
const ofFile = ({ severity }: Found): Counts | null => (severity === 'unknown' ? null : countOf(severity, false));

/** A key of something else is imported without a word, and the certificate then has none. */
function keyOfFile({ leaf, keyOfLeaf }: CertificateFile): Found[] {
  if (keyOfLeaf !== 'differs') return [];
  return [{ rule: 'check.keyOfFile', subject: leaf.thumbprint, severity: 'block', evidence: {}, source: null }];
}

function examined(
  { format, leaf, hasPrivateKey, keyOfLeaf, chain, chainEnd, missingIssuer }: CertificateFile,
  now: string,
): ExaminedCertificate {
  return {
    fileFormat: format,
    thumbprint: leaf.thumbprint,
    subject: leaf.subject,
    issuer: leaf.issuer,
    certificateName: formatCertificateName(leaf),
    subjectAlternativeNames: { dns: leaf.names, other: leaf.otherNames },
    serialNumber: leaf.serialNumber,
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
    daysLeft: daysLeft(leaf, now),
    key: { algorithm: leaf.keyAlgorithm, bits: leaf.keySize, inFile: hasPrivateKey, ofCertificate: keyOfLeaf },
    extendedKeyUsage: leaf.extendedKeyUsage,
    chain: {
      end: chainEnd,
      missingIssuer,
      certificates: chain.map(({ subject, issuer, thumbprint, notAfter }) => ({ subject, issuer, thumbprint, notAfter })),
    },
  };
}
