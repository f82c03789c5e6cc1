/** Plans of the methods for an organization of a test, with the certificate that its first server has chosen for the renewal. */
import type { Organization } from '../../../shared/model/organization.ts';
import { defaultPolicy, makePlan } from '../../../shared/plan/make-plan.ts';
import type { Method, Plan } from '../../../shared/plan/plan.ts';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';

export function planOf(organization: Organization, method: Method, id = 'plan-1'): Plan {
  const [certificate] = judgeCertificates(organization);
  if (certificate === undefined) throw new Error('the organization has no certificate');
  return makePlan(organization, certificate, method, { id, policy: defaultPolicy(organization, method) });
}

export const resetPlan = (organization: Organization): Plan => planOf(organization, 'reset');
