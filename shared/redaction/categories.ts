/** What an administrator can have replaced by tokens before something is shared with people outside. */

/**
 * `servers`: servers and domain controllers. `domains`: DNS names and the organization. `people`: signed-in users and the part of a mail
 * address before its `@`. `addresses`: IPv4 and IPv6. `certificates`: thumbprints, serial numbers, and the names of people and companies in subjects. `connectors`: names
 * of connectors that somebody chose. `identifiers`: GUIDs, e.g. of the tenant.
 */
export const redactionCategories = ['servers', 'domains', 'people', 'addresses', 'certificates', 'connectors', 'identifiers'] as const;
export type RedactionCategory = (typeof redactionCategories)[number];
