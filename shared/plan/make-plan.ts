/** Builds the plans: the reset of the receive connectors, and the new name in the hybrid configuration. */

import type { ParameterValue } from '../commands/call.ts';
import { defaultFrontendConnector } from '../rules/hybrid-connectors.ts';
import { flatMap, known } from '../model/known.ts';
import type { ReceiveConnector } from '../model/connector.ts';
import { transportServers, type HybridServer, type Organization } from '../model/organization.ts';
import { shortName } from '../model/server-name.ts';
import type { ChangePlan, PlanStep } from './plan.ts';
import { formatCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { renderCall } from '../commands/render.ts';

/**
 * The plan that sets TlsCertificateName and TlsDomainCapabilities of every hybrid server's Default
 * Frontend connector to `$null`, and with each step the call that restores the current values. Edge servers keep
 * theirs, since the HCW would not set it again.
 * A server whose connector or values are not known is listed in `leftOut`, with the reason.
 * Source: KB 2989382; docs/domain.md, "The flow of the support article".
 */
export function planReset(organization: Organization, id: string): ChangePlan {
  const steps: PlanStep[] = [];
  const leftOut: ChangePlan['leftOut'] = [];
  for (const server of transportServers(organization)) {
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
    rollback: setConnector(connector.value, {
      TlsCertificateName: name.value,
      TlsDomainCapabilities: capabilities.value.length === 0 ? null : capabilities.value,
    }),
  };
}

/**
 * For a server that is left out: the command that shows the values to note, and the one that resets the connector. Its name is the
 * one that setup gives, since the connector is not known.
 */
export function manualReset(server: string): readonly string[] {
  const short = shortName(server);
  const identity = `${short}\\Default Frontend ${short}`;
  const values = { TlsCertificateName: null, TlsDomainCapabilities: null };
  const read = renderCall({ side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: { Identity: identity } });
  return [`${read} | Format-List Identity,${Object.keys(values).join(',')}`, renderCall(setConnector({ identity }, values))];
}

const setConnector = (
  connector: Pick<ReceiveConnector, 'identity'>,
  values: Readonly<Record<string, ParameterValue>>,
): PlanStep['call'] => ({
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: connector.identity, ...values },
});

// Steps 2-4-1 to 2-4-4 (docs/domain.md, "The flow of the support article"): the hybrid configuration still names the old certificate.

/**
 * The plan that names the new certificate in the hybrid configuration. Source: docs/domain.md, "The flow of the support article".
 * While the current value is unknown, a rollback is impossible: then there is no step, and `leftOut` says why.
 */
export function planFix(organization: Organization, name: CertificateName, id: string): ChangePlan {
  const current = flatMap(organization.hybridConfiguration, (configuration) => configuration?.tlsCertificateName ?? known(undefined));
  if (!current.known) return { id, kind: 'fix', steps: [], leftOut: [{ server: '', reason: current.reason, evidence: current.evidence }] };
  // There is no hybrid configuration, so there is nothing to fix in it.
  if (current.value === undefined) return { id, kind: 'fix', steps: [], leftOut: [] };
  const step: PlanStep = {
    id: 'fix',
    server: '',
    object: 'Hybrid Configuration',
    read: { side: 'onPremises', cmdlet: 'Get-HybridConfiguration', parameters: {} },
    before: { TlsCertificateName: current.value },
    call: setHybridConfiguration(formatCertificateName(name)),
    after: { TlsCertificateName: formatCertificateName(name) },
    rollback: setHybridConfiguration(current.value),
  };
  return { id, kind: 'fix', steps: [step], leftOut: [] };
}

const setHybridConfiguration = (name: string | null): PlanStep['call'] => ({
  side: 'onPremises',
  cmdlet: 'Set-HybridConfiguration',
  parameters: { TlsCertificateName: name },
});

// The command that shows the current values after the administrator has run a plan by hand.

/** Properties by which a pasted list is recognized as the output of its cmdlet. */
const identifying: Readonly<Partial<Record<PlanStep['read']['cmdlet'], readonly string[]>>> = {
  'Get-ReceiveConnector': ['Identity', 'Name', 'Server', 'Bindings'],
  'Get-HybridConfiguration': ['SendingTransportServers', 'ReceivingTransportServers', 'EdgeTransportServers', 'Domains'],
};

/**
 * e.g. `Get-ReceiveConnector -Identity 'EX01\Default Frontend EX01' | Format-List Identity,… | Out-String -Width 4096`;
 * to be shown and copied, never executed here. The width keeps a certificate name on one line.
 */
export const readingText = ({ read, before }: PlanStep): string =>
  `${renderCall(read)} | Format-List ${[...(identifying[read.cmdlet] ?? []), ...Object.keys(before)].join(',')} | Out-String -Width 4096`;
