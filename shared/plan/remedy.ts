/** Article 2-4-1 to 2-4-4: the hybrid configuration still names the old certificate. */
import { formatCertificateName, type CertificateName } from '../names/certificate-name.ts';
import type { Organization } from '../model/organization.ts';
import type { ChangePlan, PlanStep } from '../model/plan.ts';

/**
 * The plan that names the new certificate in the hybrid configuration. Source: Article 2-4-4.
 * Nothing can be planned while the value of now is not known (it could not be put back); the plan is then empty.
 */
export function planRemedy(organization: Organization, name: CertificateName, id: string): ChangePlan {
  const configuration = organization.hybridConfiguration;
  if (!configuration.known || configuration.value === null) {
    return {
      id,
      kind: 'remedy',
      steps: [],
      leftOut: configuration.known ? [] : [{ server: '', reason: configuration.reason, evidence: configuration.evidence }],
    };
  }
  const current = configuration.value.tlsCertificateName;
  if (!current.known)
    return { id, kind: 'remedy', steps: [], leftOut: [{ server: '', reason: current.reason, evidence: current.evidence }] };
  const step: PlanStep = {
    id: 'remedy',
    server: '',
    object: 'Hybrid Configuration',
    read: { side: 'onPremises', cmdlet: 'Get-HybridConfiguration', parameters: {} },
    before: { TlsCertificateName: current.value },
    call: setHybridConfiguration(formatCertificateName(name)),
    after: { TlsCertificateName: formatCertificateName(name) },
    undo: setHybridConfiguration(current.value),
  };
  return { id, kind: 'remedy', steps: [step], leftOut: [] };
}

const setHybridConfiguration = (name: string | null): PlanStep['call'] => ({
  side: 'onPremises',
  cmdlet: 'Set-HybridConfiguration',
  parameters: { TlsCertificateName: name },
});
