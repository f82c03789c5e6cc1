/** The certificates that a protocol log names, in both shapes in which Exchange has written them. */
import * as v from 'valibot';
import { isThumbprint } from '../x509/certificate-name.ts';

const longestName = 300;
const mostNames = 10;

/**
 * What the log says of a certificate. Only the thumbprint tells which one it is. `null`: not said, or not in a form that is
 * certain. Where one line says all of it, subject and issuer cannot be told apart: they are one text then.
 */
export const loggedCertificateSchema = v.object({
  /** Upper case */
  thumbprint: v.nullable(v.string()),
  subject: v.nullable(v.string()),
  issuer: v.nullable(v.string()),
  subjectAndIssuer: v.nullable(v.string()),
  serialNumber: v.nullable(v.string()),
  notBefore: v.nullable(v.string()),
  notAfter: v.nullable(v.string()),
  /** The first ones */
  names: v.array(v.string()),
});
export type LoggedCertificate = v.InferOutput<typeof loggedCertificateSchema>;

export const nothingSaid: LoggedCertificate = {
  thumbprint: null,
  subject: null,
  issuer: null,
  subjectAndIssuer: null,
  serialNumber: null,
  notBefore: null,
  notAfter: null,
  names: [],
};

/** Contexts of the lines that follow `Sending certificate`, the value in the data: Exchange 2013, 2016 and 2019. */
const valueContexts = {
  'certificate subject': 'subject',
  'certificate issuer name': 'issuer',
  'certificate serial number': 'serialNumber',
  'certificate thumbprint': 'thumbprint',
  'certificate alternate names': 'names',
} as const;
export type ValueName = (typeof valueContexts)[keyof typeof valueContexts];

export const valueNameOf = (context: string): ValueName | undefined =>
  Object.entries(valueContexts).find(([label]) => label === context.toLowerCase())?.[1];

/** A certificate with one more of its lines. A second thumbprint makes it uncertain which of them is meant. */
export function withValue(certificate: LoggedCertificate, name: ValueName, text: string): LoggedCertificate {
  if (name === 'names') return { ...certificate, names: namesOf(text) };
  if (name !== 'thumbprint') return { ...certificate, [name]: text.slice(0, longestName) };
  const thumbprint = isThumbprint(text) ? text.toUpperCase() : null;
  return { ...certificate, thumbprint: certificate.thumbprint === null || certificate.thumbprint === thumbprint ? thumbprint : null };
}

/**
 * Who has shown the certificate, and what the same line says of it: `null` where lines with its values follow. `Received certificate`
 * is in a log of Exchange 2013 (2019-11); `Remote certificate` is what two public readers of these logs look for.
 */
export function headingOf(
  context: string,
  data: string,
): { readonly by: 'sent' | 'received'; readonly certificate: LoggedCertificate | null } | undefined {
  const [, who = '', labels = ''] = /^(Sending|Received|Receiving|Remote) certificate(?: (\S.*))?$/i.exec(context) ?? [];
  if (who === '') return undefined;
  const by = who.toLowerCase() === 'sending' ? 'sent' : 'received';
  return { by, certificate: labels === '' && data === '' ? null : certificateOfLine(data) };
}

const dated =
  /(?:^|\s)([0-9a-f]{1,64})\s+([0-9a-f]{40})\s+(\d{4}-\d\d-\d\dT[\d:.]{5,18}Z)\s+(\d{4}-\d\d-\d\dT[\d:.]{5,18}Z)(?:\s+(\S.*))?$/i;

/** Subject, issuer, serial number, thumbprint, since 2023 two dates, and names, joined by blanks. */
function certificateOfLine(data: string): LoggedCertificate {
  const found = dated.exec(data);
  if (found !== null) {
    const [, serialNumber = '', thumbprint = '', notBefore = '', notAfter = '', names = ''] = found;
    return {
      ...nothingSaid,
      thumbprint: thumbprint.toUpperCase(),
      subjectAndIssuer: textOrNull(data.slice(0, found.index)),
      serialNumber,
      notBefore,
      notAfter,
      names: namesOf(names),
    };
  }
  const words = data.split(/\s+/).filter((word) => word !== '');
  const at = words.findLastIndex(isThumbprint);
  // A serial number may have forty digits too, and so may a name: with three such words it is not certain which one is meant.
  const isCertain = isHex(words[at - 1] ?? '') && !(isThumbprint(words[at - 1] ?? '') && isLongHex(words[at - 2] ?? ''));
  if (at < 2 || !isCertain) return { ...nothingSaid, subjectAndIssuer: textOrNull(data) };
  return {
    ...nothingSaid,
    thumbprint: (words[at] ?? '').toUpperCase(),
    subjectAndIssuer: textOrNull(words.slice(0, at - 1).join(' ')),
    serialNumber: words[at - 1] ?? null,
    names: namesOf(words.slice(at + 1).join(' ')),
  };
}

const isHex = (word: string): boolean => /^[0-9a-f]{1,64}$/i.test(word);
const isLongHex = (word: string): boolean => /^[0-9a-f]{8,64}$/i.test(word);
const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim().slice(0, longestName));

const namesOf = (text: string): string[] =>
  text
    .split(';')
    .map((name) => name.trim().slice(0, longestName))
    .filter((name) => name !== '')
    .slice(0, mostNames);

/** Both say something of one certificate; the same whichever comes first. */
export function fuller(a: LoggedCertificate, b: LoggedCertificate): LoggedCertificate {
  const said = (one: string | null, other: string | null): string | null => ((one ?? '') > (other ?? '') ? one : other);
  return {
    thumbprint: said(a.thumbprint, b.thumbprint),
    subject: said(a.subject, b.subject),
    issuer: said(a.issuer, b.issuer),
    subjectAndIssuer: said(a.subjectAndIssuer, b.subjectAndIssuer),
    serialNumber: said(a.serialNumber, b.serialNumber),
    notBefore: said(a.notBefore, b.notBefore),
    notAfter: said(a.notAfter, b.notAfter),
    names: a.names.join(';') > b.names.join(';') ? a.names : b.names,
  };
}
