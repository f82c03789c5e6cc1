/**
 * The reference server: on its page for the transport certificate the HCW lists the certificates of the server that is
 * selected there, and of no other. Source: docs/domain.md, "The HCW today".
 */
import { partition, unknown } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import type { InstalledCertificate } from './installed-certificates.ts';

/**
 * The servers that can be the reference server, the hybrid servers first. The HCW offers Mailbox servers; an Edge server is
 * not asked for its certificates. A server whose role is not known is offered too.
 */
export function referenceServers({ hybridServers, servers }: Organization): readonly string[] {
  const all = partition([servers], (list) => list).known.flatMap(({ value }) => value);
  const listedEdge = partition(all, ({ serverRole }) => serverRole)
    .known.filter(({ value }) => /\bEdge\b/i.test(value))
    .map(({ item }) => item.name);
  const edge = [...listedEdge, ...hybridServers.filter(({ role }) => role === 'edge').map(({ name }) => name)];
  const names = [...hybridServers.filter(({ role }) => role !== 'edge'), ...all].map(({ name }) => name);
  return names.filter(
    (name, index) => names.findIndex((other) => sameServer(other, name)) === index && !edge.some((other) => sameServer(other, name)),
  );
}

/** The certificate as that server has it; its copy is unknown on a server that was not asked. */
export function onReferenceServer(installed: InstalledCertificate, reference: string): InstalledCertificate {
  const isReference = (name: string): boolean => sameServer(name, reference);
  const copies = installed.copies.filter(({ server }) => isReference(server));
  const missingOn = installed.missingOn.filter(isReference);
  const unread = installed.unread.filter(({ server }) => isReference(server));
  const wasAsked = copies.length + missingOn.length + unread.length > 0;
  return {
    ...installed,
    oneServerIsEnough: false,
    copies,
    missingOn,
    unread: wasAsked ? unread : [{ server: reference, why: unknown('notConnected') }],
  };
}
