/** The roots that this program brings with it: those of Mozilla's list, not those of Windows. */
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { Certificate } from '../certificate-file/chain.ts';
import { certificateOf } from './certificate.ts';

let read: readonly Certificate[] | undefined;

/** Read once, when they are first needed. */
export const publicRoots = (): readonly Certificate[] =>
  (read ??= rootCertificates.map((pem) => certificateOf(new X509Certificate(pem).raw)).filter((one) => one !== undefined));
