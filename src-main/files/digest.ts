import { createHash } from 'node:crypto';

/** SHA-256 of the bytes, or of the text as UTF-8, in hexadecimal digits. */
export const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
