/** What others do in a sample organization while the wizard works. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { OrganizationFile, SampleEvent } from '../../../shared/model/sample-organization.ts';
import { concerns } from './answer.ts';
import { runHybridConfigurationWizard } from './hybrid-configuration-wizard.ts';
import { isReceiveConnector } from './reads.ts';

/** The organization that the call finds: with everything that others do right before it. Each event happens once. */
export function withEventsBefore(organization: OrganizationFile, call: CmdletCall): OrganizationFile {
  let now = organization;
  for (const event of organization.events) {
    if (event.kind === 'hcwFails' || !concerns(event.before, call)) continue;
    const { before } = event;
    now =
      before.after > 0
        ? withEvent(now, event, [{ ...event, before: { ...before, after: before.after - 1 } }])
        : happened(withEvent(now, event, []), event);
  }
  return now;
}

const withEvent = (organization: OrganizationFile, event: SampleEvent, instead: SampleEvent[]): OrganizationFile => ({
  ...organization,
  events: organization.events.flatMap((one) => (one === event ? instead : [one])),
});

function happened(organization: OrganizationFile, event: Exclude<SampleEvent, { readonly kind: 'hcwFails' }>): OrganizationFile {
  switch (event.kind) {
    case 'connectorChanged':
      return {
        ...organization,
        receiveConnectors: organization.receiveConnectors.map((connector) =>
          isReceiveConnector(connector, event.connector) ? { ...connector, tlsCertificateName: event.tlsCertificateName } : connector,
        ),
      };
    case 'hcwRun':
      return runHybridConfigurationWizard(organization, event.thumbprint);
  }
}
