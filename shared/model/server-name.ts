/** Names of Exchange servers. */

/** Whether two names are the same server's: without case, and a short name is the same as the full name that begins with it. */
export function sameServer(a: string, b: string): boolean {
  const [first, second] = [a.toLowerCase(), b.toLowerCase()];
  return first === second || (first.includes('.') !== second.includes('.') && shortName(first) === shortName(second));
}

/** The host part of a full name: `EX01` of `EX01.contoso.com`. */
export const shortName = (server: string): string => server.split('.')[0] ?? server;
