import { digestOf } from '../files/digest.ts';

/**
 * Of a file of the module, whatever ends its lines: Git may change that. A signature behind it is no part of it: packages are signed after
 * the sums were taken, and to PowerShell it is a comment.
 */
export const moduleSum = (bytes: Uint8Array): string =>
  digestOf(new TextDecoder().decode(bytes).replaceAll('\r\n', '\n').replace(signature, ''));

const signature = /\n# SIG # Begin signature block\n(?:# [A-Za-z\d+/=]+\n)+# SIG # End signature block\n?$/;
