import { digestOf } from '../files/digest.ts';

/** Of a file of the module, whatever ends its lines: Git may change that. */
export const moduleSum = (bytes: Uint8Array): string => digestOf(new TextDecoder().decode(bytes).replaceAll('\r\n', '\n'));
