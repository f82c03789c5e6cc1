/** The practice organizations as they are read, and the certificate that each is renewed with. */
import type { Organization } from '../../../shared/model/organization.ts';
import { judgeCertificates, type JudgedCertificate } from '../../../shared/rules/judge-certificates.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import type { PracticeExchange } from '../../../src-main/exchange/practice/practice.ts';
import { collectedOnEdge } from '../../contract/edge.ts';
import { organizationIn } from '../../contract/practice.ts';

export const now = new Date('2026-11-20T09:00:00.000Z');

/** Every Edge server is collected each time. */
export async function read(exchange: PracticeExchange): Promise<Organization> {
  const collected = await collectOrganization(exchange, {
    now: () => now,
    onProgress: () => undefined,
    collectedOnEdge: () => Promise.resolve(collectedOnEdge(organizationIn(exchange), now)),
  });
  if (!collected.ok) throw new Error(collected.error.code);
  return collected.value;
}

/** The certificate that is chosen: one that is in use, or one that is not. */
export function qualifying(organization: Organization, use: 'inUse' | 'new'): JudgedCertificate {
  const found = judgeCertificates(organization).find(
    ({ inUse, verdict }) => inUse.known && inUse.value === (use === 'inUse') && verdict === 'qualifies',
  );
  if (found === undefined) throw new Error('No certificate can be chosen.');
  return found;
}

/** The certificate to which the practice organization is to be renewed. */
export const renewed = (organization: Organization): JudgedCertificate => qualifying(organization, 'new');
