/** What is in a file, whatever its format. */
import type { KeyObject } from 'node:crypto';
import type { CertificateFile } from '../../shared/certificates/certificate-file.ts';

export interface FoundCertificate {
  readonly der: Uint8Array;
  readonly friendlyName?: string;
}

/** A private key; `unreadable`: it is there, and of a kind that this program does not know. */
export type FoundKey = KeyObject | 'unreadable';

export interface Contents {
  readonly format: CertificateFile['format'];
  readonly certificates: readonly FoundCertificate[];
  readonly keys: readonly FoundKey[];
}
