/** What a server may ask of this program, so that a hostile one cannot hang it. */

/** For one server, from the look-up of its name to the end of TLS. */
export const serverTimeoutMs = 15_000;
/** RFC 5321, section 4.5.3.1.5, has 512 bytes a line; Exchange answers EHLO with some twenty lines. */
export const maxReplyBytes = 16 * 1024;
export const maxReplyLines = 100;
/** More certificates than any server presents */
export const maxPresented = 16;

/** A response is some 2 KiB with the certificate of its responder, a certificate as much. */
export const maxResponseBytes = 64 * 1024;
/** Lists of the largest authorities take some 10 MiB. */
export const maxListBytes = 64 * 1024 * 1024;
export const responseTimeoutMs = 15_000;
export const listTimeoutMs = 60_000;
export const maxRedirects = 3;
