/** TlsCertificateName: `<I>{Issuer}<S>{Subject}` (SmtpX509Identifier; docs/domain.md, "Terms"). Never a thumbprint. */
import { trimWhiteSpace } from './distinguished-name.ts';

export interface CertificateName {
  readonly issuer: string;
  readonly subject: string;
}

export const formatCertificateName = ({ issuer, subject }: CertificateName): string => `<I>${issuer}<S>${subject}`;

/** Tags compare without case (`<i>/<s>` occurs). `undefined` when the text has another shape, e.g. a thumbprint. */
export function parseCertificateName(text: string): CertificateName | undefined {
  const match = /^\s*<i>([\s\S]*?)<s>([\s\S]*)$/i.exec(text);
  const [, issuer, subject] = match ?? [];
  return issuer === undefined || subject === undefined ? undefined : { issuer: trimWhiteSpace(issuer), subject: trimWhiteSpace(subject) };
}

/** Whether a text is a thumbprint, as Windows shows one: SHA-1 in hexadecimal. */
export const isThumbprint = (text: string): boolean => /^[0-9a-f]{40}$/i.test(text.trim());

/** Whether both name the same certificate: issuer and subject, without case, as Windows compares names. */
export const sameCertificateName = (a: CertificateName, b: CertificateName): boolean => keyOfCertificateName(a) === keyOfCertificateName(b);

/** Names that are the same have the same key. */
export const keyOfCertificateName = (name: CertificateName): string => `${fold(name.issuer)}\0${fold(name.subject)}`;

const fold = (text: string): string => trimWhiteSpace(text).toLowerCase();
