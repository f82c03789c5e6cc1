/** What an administrator can have replaced by tokens before something is shared with people outside. */

/**
 * `servers`: servers and domain controllers. `domains`: DNS names, and the names of companies and places in certificates. `people`:
 * accounts of the organization's domains, users whom the run names, and the part of a mail address before its `@`; no full names.
 * `addresses`: IPv4 and IPv6. `certificates`: thumbprints and serial numbers. `connectors`: names of connectors that neither setup nor
 * the HCW gave. `identifiers`: GUIDs, e.g. of the tenant.
 */
export const redactionCategories = ['servers', 'domains', 'people', 'addresses', 'certificates', 'connectors', 'identifiers'] as const;
export type RedactionCategory = (typeof redactionCategories)[number];

/** A value that is replaced, as it was found first, and what stands for it. */
export interface Replacement {
  readonly category: RedactionCategory;
  readonly original: string;
  readonly token: string;
}
