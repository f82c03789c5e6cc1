/** Words for what a certificate file is. Each list is complete by its type. */
import type { CertificateFile } from '../../shared/x509/certificate-file.ts';
import { m } from '../../shared/messages/compiled/messages.js';

const formatWords: Readonly<Record<CertificateFile['format'], () => string>> = {
  der: m.file_format_der,
  pem: m.file_format_pem,
  pkcs7: m.file_format_pkcs7,
  pkcs12: m.file_format_pkcs12,
};
export const formatWord = (format: CertificateFile['format']): string => formatWords[format]();

const keyWords: Readonly<Record<NonNullable<CertificateFile['keyOfLeaf']>, () => string>> = {
  matches: m.file_private_key_matches,
  differs: m.file_private_key_differs,
  notChecked: m.file_private_key_notChecked,
};
export const privateKeyWord = ({ keyOfLeaf }: CertificateFile): string =>
  keyOfLeaf === null ? m.file_private_key_no() : keyWords[keyOfLeaf]();

/** The last part of a path of Windows or of another system. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
