/** The plans of the methods for the sample organization. */
import { known } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import type { NewCertificate } from '../../../shared/plan/draft.ts';
import type { Method, Plan } from '../../../shared/plan/plan.ts';
import { certificate as copyOf, facts, hybridServer, issuer, oldIssuer, organization, subject } from '../rules/sample.ts';

export const certificate: NewCertificate = { name: { issuer, subject }, facts: facts() };

export const policy = { onFailure: 'stop', canary: null } as const;
export const plan = (value: Organization, method: Method, of = certificate): Plan => makePlan(value, of, method, { id: 'plan-1', policy });
export const ids = ({ steps }: Plan): readonly string[] => steps.map(({ id }) => id);

/** Both certificates are installed, and mail is internal in both directions. */
export const renewing = ({ facts: next }: NewCertificate, changes: Partial<Organization> = {}): Organization => {
  const certificates = known([copyOf({ facts: facts({ thumbprint: 'B2', issuer: oldIssuer }) }), copyOf({ facts: facts(next) })]);
  return organization({ hybridServers: ['EX01', 'EX02'].map((server) => hybridServer(server, { certificates })), ...changes });
};
