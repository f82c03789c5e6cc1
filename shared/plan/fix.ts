/** What is done where the HCW does not select, or does not list, the certificate (docs/domain.md, "The flow of the support article"). */
import type { CertificateFacts } from '../model/certificate.ts';
import { flatMap, known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { causesOfNotListed, type Cause, type HcwReport } from '../rules/not-listed.ts';
import { formatCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { withForecasts } from './make-plan.ts';
import { call, type DraftStep } from './draft.ts';
import { enableStep, installStep, serviceStep } from './person-steps.ts';
import { planFormat, type LeftOut, type Plan } from './plan.ts';

const fixOf = (id: string, steps: Plan['steps'], leftOut: LeftOut[]): Plan => ({
  format: planFormat,
  id,
  purpose: 'fix',
  of: null,
  method: null,
  policy: { onFailure: 'stop', canary: null },
  steps,
  leftOut,
});

/**
 * Listed, but not selected: the plan that names the new certificate in the hybrid configuration. While the current value is unknown, a
 * rollback is impossible: then there is no step, and `leftOut` says why.
 */
export function planSelection(organization: Organization, name: CertificateName, id: string): Plan {
  const current = flatMap(organization.hybridConfiguration, (configuration) => configuration?.tlsCertificateName ?? known(undefined));
  if (!current.known) return fixOf(id, [], [{ server: '', reason: current.reason, evidence: current.evidence }]);
  // There is no hybrid configuration, so there is nothing to fix in it.
  if (current.value === undefined) return fixOf(id, [], []);
  const step = call('Get-HybridConfiguration', 'Hybrid Configuration', '', 'fix', 'nameInHybridConfiguration', {
    before: { TlsCertificateName: current.value },
    after: { TlsCertificateName: formatCertificateName(name) },
  });
  return fixOf(id, withForecasts(organization, [step]), []);
}

/**
 * Not listed: the steps for a person that end the causes which were found, as far as a reading can prove them. The other causes have
 * texts of what to do (shared/rules/not-listed-fixes.ts), and no step.
 */
export function planListing(
  organization: Organization,
  { thumbprint }: Pick<CertificateFacts, 'thumbprint'>,
  report: HcwReport,
  id: string,
): Plan {
  const causes = causesOfNotListed(organization, thumbprint, report);
  const steps = causes.filter(({ state }) => state === 'found').flatMap((cause) => stepsAgainst(cause, thumbprint));
  return fixOf(id, withForecasts(organization, steps), []);
}

function stepsAgainst({ fix }: Cause, thumbprint: string): readonly DraftStep[] {
  const servers = fix?.servers ?? [];
  switch (fix?.rule) {
    case 'certificate.services':
      return servers.map((server) => enableStep(server, thumbprint));
    case 'certificate.referenceServer': {
      const { commands } = fix;
      // Those of no server that lacks it write the file that the others import.
      const exports = commands.filter(({ server }) => !servers.includes(server));
      return servers.map((server) =>
        installStep(
          server,
          thumbprint,
          [...exports, ...commands.filter((command) => command.server === server)].map(({ text }) => text),
        ),
      );
    }
    case 'server.serviceHost':
      return servers.map((server) => serviceStep(server, 'MSExchangeServiceHost', 'start', `start ${server}`));
    default:
      return [];
  }
}
