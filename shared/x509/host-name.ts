/** Host names as certificates carry them. */

/** Whether a name of a certificate covers a host. A wildcard stands for exactly one label (RFC 6125; docs/domain.md, "Requirements for a certificate"). */
export function matchesHostName(pattern: string, host: string): boolean {
  const [name, wanted] = [plainHostName(pattern), plainHostName(host)];
  if (name === '' || wanted === '') return false;
  if (!name.startsWith('*.')) return name === wanted;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot + 1) === name.slice(2);
}

/** The name without its first label: of `mail.contoso.com` and of `*.contoso.com` it is `contoso.com`; '' when there is only one label. */
export const parentDomain = (name: string): string => /\.(.*)$/s.exec(name.trim())?.[1] ?? '';

/** In lower case and without the dot at the end, to be compared. */
export const plainHostName = (name: string): string => name.trim().toLowerCase().replace(/\.$/, '');
