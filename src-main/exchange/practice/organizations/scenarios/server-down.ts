/** EX03 does not answer its management calls. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';

const server = 'EX03';

export const serverDown = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  faults: [
    down('Get-ExchangeCertificate', 'Server', 'GetExchangeCertificate'),
    down('Get-ReceiveConnector', 'Server', 'GetReceiveConnector'),
    down('Get-TransportService', 'Identity', 'GetTransportService'),
  ],
});

/** What a cmdlet that has to reach the server itself reports. */
const down = (cmdlet: string, parameter: string, type: string): OrganizationFile['faults'][number] => ({
  cmdlet,
  match: { parameter, value: server },
  after: 0,
  fault: {
    kind: 'error',
    message: `The Microsoft Exchange server "${server}" couldn't be contacted. The RPC server is unavailable.`,
    category: 'ResourceUnavailable',
    id: `Microsoft.Exchange.Management.SystemConfigurationTasks.${type}`,
    terminating: false,
  },
});
