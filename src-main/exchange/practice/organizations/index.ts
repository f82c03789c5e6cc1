/** The sample organizations that can be rehearsed on. */
import * as v from 'valibot';
import { organizationFileSchema, type OrganizationFile } from '../../../../shared/model/organization-file.ts';
import type { PracticeScenario } from '../../../../shared/model/practice.ts';
import { contoso } from './contoso.ts';
import { difficultNames } from './difficult-names.ts';
import { authority2026 } from './names.ts';

const scenarios: Readonly<Record<PracticeScenario, (now: Date) => Promise<OrganizationFile>>> = {
  renewal: (now) => contoso(now),
  sameName: (now) => contoso(now, authority2026),
  sessionLost: async (now) => ({
    ...(await contoso(now)),
    faults: [
      {
        cmdlet: 'Set-ReceiveConnector',
        match: { parameter: 'Identity', value: 'EX02\\Default Frontend EX02' },
        after: 0,
        fault: { kind: 'sessionLost', effect: true },
      },
    ],
  }),
  noHybrid: async (now) => withoutHybrid(await contoso(now)),
  serverDown: async (now) => ({ ...(await contoso(now)), faults: serverDown('EX03') }),
  denied: async (now) => ({ ...(await contoso(now)), faults: [{ cmdlet: 'Set-ReceiveConnector', after: 0, fault: { kind: 'hidden' } }] }),
  difficultNames,
  empty: async (now) => ({ ...withoutHybrid(await contoso(now)), servers: [], receiveConnectors: [], sendConnectors: [] }),
};

/**
 * The sample organization of a scenario as it stands at `now`. The same day gives the same
 * organization, byte for byte. Validity periods of its certificates are relative to that day.
 */
export async function practiceOrganization(scenario: PracticeScenario, now: Date): Promise<OrganizationFile> {
  return v.parse(organizationFileSchema, await scenarios[scenario](now));
}

/** The same servers before the HCW ever ran. */
const withoutHybrid = (organization: OrganizationFile): OrganizationFile => ({
  ...organization,
  hybridConfiguration: null,
  receiveConnectors: organization.receiveConnectors.map((connector) => ({
    ...connector,
    tlsCertificateName: null,
    tlsDomainCapabilities: [],
  })),
  sendConnectors: organization.sendConnectors.filter((connector) => !connector.cloudServicesMailEnabled),
  exchangeOnline: { ...organization.exchangeOnline, inboundConnectors: [], outboundConnectors: [] },
});

/** What the cmdlets that have to reach the server itself report while it does not answer. */
function serverDown(server: string): OrganizationFile['faults'] {
  const down = (cmdlet: string, parameter: string, value: string, type: string): OrganizationFile['faults'][number] => ({
    cmdlet,
    match: { parameter, value },
    after: 0,
    fault: {
      kind: 'error',
      message: `The Microsoft Exchange server "${server}" couldn't be contacted. The RPC server is unavailable.`,
      category: 'ResourceUnavailable',
      id: `Microsoft.Exchange.Management.SystemConfigurationTasks.${type}`,
      terminating: false,
    },
  });
  return [
    down('Get-ExchangeCertificate', 'Server', server, 'GetExchangeCertificate'),
    down('Get-ReceiveConnector', 'Server', server, 'GetReceiveConnector'),
    down('Get-TransportService', 'Identity', server, 'GetTransportService'),
  ];
}
