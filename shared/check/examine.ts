/** A certificate file, judged without an organization. */
import { daysLeft } from '../rules/validity.ts';
import { fileExamination } from '../rules/certificate-file.ts';
import { lifetimeFindings } from '../rules/lifetime.ts';
import type { CertificateFile } from '../x509/certificate-file.ts';
import type { Result } from '../model/error.ts';
import { about, finding, type Finding } from '../rules/finding.ts';
import { resultFormat, type CheckFinding, type ExaminedCertificate, type ExamineResult } from './result.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import type { Language } from '../messages/language.ts';
import { exitCodes, impactOf, verdictOf } from './questions.ts';
import { worded, wordedFinding } from './text.ts';

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
  const findings = [...keyOfFile(file), ...checks, ...name, ...afterImport, ...enable, ...lifetimeFindings(file.leaf, now)];
  return findings.map((found) => wordedFinding(found, impactOf(found, 'file'), language));
}

/** A key of something else is imported without a warning, and the certificate then has none. */
const keyOfFile = ({ leaf, keyOfLeaf }: CertificateFile): Finding[] =>
  keyOfLeaf === 'differs' ? [finding(about('check.keyOfFile', leaf.thumbprint), 'block')] : [];

function examined(
  { format, leaf, hasPrivateKey, keyOfLeaf, keyProvider, chain, chainEnd, missingIssuer }: CertificateFile,
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
    key: {
      algorithm: leaf.keyAlgorithm,
      bits: leaf.keySize,
      inFile: hasPrivateKey,
      ofCertificate: keyOfLeaf,
      provider: keyProvider?.name ?? null,
    },
    extendedKeyUsage: leaf.extendedKeyUsage,
    chain: {
      end: chainEnd,
      missingIssuer,
      certificates: chain.map(({ subject, issuer, thumbprint, notAfter }) => ({ subject, issuer, thumbprint, notAfter })),
    },
  };
}
