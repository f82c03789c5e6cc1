/** What the servers of a practice organization would show: as mail flow is by what the organization has now. */
import { sides } from '../../shared/commands/table.ts';
import { mailFlow } from '../../shared/mail-flow/mail-flow.ts';
import { partition } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import type { PracticeScenario } from '../../shared/model/sample-organization.ts';
import type { Handshake } from '../../shared/proof/evidence.ts';
import { collectOrganization } from '../exchange/inventory/inventory.ts';
import { practiceExchange, type PracticeExchange } from '../exchange/practice/practice.ts';
import { freshContext } from '../../shared/wizard/context.ts';

/** The organization as it is now, read beside the sessions of the wizard; `null` before the first of them. */
export async function practiceNow(
  practice: Pick<PracticeExchange, 'organization'>,
  scenario: PracticeScenario,
  now: () => Date,
): Promise<Organization | null> {
  const organization = practice.organization(scenario);
  if (organization === null) return null;
  const beside = practiceExchange({ now, latency: () => Promise.resolve() });
  beside.replace(organization, scenario);
  for (const side of sides) {
    const opened = await beside.open(side, { ...freshContext('en'), mode: 'practice', scenario }, new AbortController().signal);
    if (!opened.ok) return null;
  }
  const read = await collectOrganization(beside, { now, onProgress: () => undefined });
  return read.ok ? read.value : null;
}

/**
 * What `server` would present to Exchange Online, with its intermediate certificates, as practice servers do. A smart host answers like the
 * first server behind it.
 */
export function practiceHandshake(organization: Organization, server: string): Handshake {
  const { servers } = mailFlow(organization).toOnPremises;
  const flow = servers.find((one) => one.server === server) ?? servers[0];
  const [presented] = partition(flow === undefined ? [] : [flow], (one) => one.presented).known;
  if (presented === undefined) return { state: 'failed', fault: 'unreachable', detail: '' };
  const { certificate } = presented.value;
  if (certificate === null) return { state: 'notOffered' };
  const { thumbprint, subject, notAfter } = certificate.facts;
  return { state: 'presented', thumbprint, subject, notAfter, chain: 'complete', protocol: 'TLSv1.2', answersInTls: true };
}
