/** Step 1 of the Article: reset the receive connector that serves Exchange Online, on each hybrid server. */
import type { ParameterValue } from '../commands/call.ts';
import { defaultFrontendConnector } from '../checks/hybrid-connectors.ts';
import type { ReceiveConnector } from '../model/connector.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import type { ChangePlan, PlanStep } from '../model/plan.ts';

/**
 * The plan that sets TlsCertificateName and TlsDomainCapabilities of every hybrid server's Default
 * Frontend connector to `$null`, and with each step the call that puts the values of now back.
 * A server whose connector or values are not known is left out and named.
 * Source: Article step 1; KB 2989382.
 */
export function planReset(organization: Organization, id: string): ChangePlan {
  const steps: PlanStep[] = [];
  const leftOut: ChangePlan['leftOut'] = [];
  for (const server of organization.hybridServers) {
    const step = resetStep(server);
    if ('reason' in step) leftOut.push(step);
    else steps.push(step);
  }
  return { id, kind: 'reset', steps, leftOut };
}

function resetStep(server: HybridServer): PlanStep | ChangePlan['leftOut'][number] {
  const connector = defaultFrontendConnector(server);
  if (!connector.known) return { server: server.name, reason: connector.reason, evidence: connector.evidence };
  const { tlsCertificateName: name, tlsDomainCapabilities: capabilities } = connector.value;
  if (!name.known) return { server: server.name, reason: name.reason, evidence: 'TlsCertificateName' };
  if (!capabilities.known) return { server: server.name, reason: capabilities.reason, evidence: 'TlsDomainCapabilities' };
  return {
    id: `reset ${server.name}`,
    server: server.name,
    object: connector.value.identity,
    read: { side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: { Identity: connector.value.identity } },
    before: { TlsCertificateName: name.value, TlsDomainCapabilities: capabilities.value },
    call: setConnector(connector.value, { TlsCertificateName: null, TlsDomainCapabilities: null }),
    after: { TlsCertificateName: null, TlsDomainCapabilities: [] },
    undo: setConnector(connector.value, {
      TlsCertificateName: name.value,
      TlsDomainCapabilities: capabilities.value.length === 0 ? null : capabilities.value,
    }),
  };
}

const setConnector = (connector: ReceiveConnector, values: Readonly<Record<string, ParameterValue>>): PlanStep['call'] => ({
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: connector.identity, ...values },
});
