/** Host names as certificates carry them. */

/** Whether a name of a certificate covers a host. A wildcard stands for exactly one label (RFC 6125; docs/domain.md, "Requirements for a certificate"). */
export function matchesHostName(pattern: string, host: string): boolean {
  const [name, wanted] = [trimDot(pattern), trimDot(host)];
  if (name === '' || wanted === '') return false;
  if (!name.startsWith('*.')) return name === wanted;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot + 1) === name.slice(2);
}

/**
 * Whether the domain of a certificate's name, or a parent of it, is an accepted domain.
 * Otherwise Exchange Online refuses with `550 5.7.64 … ATTR36` (KB 4019940).
 */
export function isUnderAcceptedDomain(name: string, acceptedDomains: readonly string[]): boolean {
  const domain = trimDot(name).replace(/^\*\./, '');
  return acceptedDomains
    .map((accepted) => trimDot(accepted).replace(/^\*\./, ''))
    .some((accepted) => accepted !== '' && (domain === accepted || domain.endsWith(`.${accepted}`)));
}

const trimDot = (name: string): string => name.trim().toLowerCase().replace(/\.$/, '');
