/** One server is not as the others, or there are very many of them. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { relayConnector } from '../build.ts';
import { relay, renewed } from '../certificates.ts';
import { contoso, contosoWith } from '../contoso.ts';
import { authority2026, certificateName, serverSubject } from '../names.ts';
import { withCopies } from './differences.ts';

/** The new certificate was imported on EX02 without its private key. */
export const keyMissing = async (now: Date): Promise<OrganizationFile> =>
  withCopies(await contoso(now), await renewed(now), (copy, server) =>
    server === 'EX02' ? { ...copy, hasPrivateKey: false, privateKeyExportable: false } : copy,
  );

const silentServer = 'EX03';

/** EX03 does not answer its management calls. */
export const serverDown = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  faults: [
    down('Get-ExchangeCertificate', 'Server', 'GetExchangeCertificate'),
    down('Get-ReceiveConnector', 'Server', 'GetReceiveConnector'),
    down('Get-TransportService', 'Identity', 'GetTransportService'),
    down('Get-Queue', 'Server', 'GetQueue'),
    down('Get-MessageTrackingLog', 'Server', 'GetMessageTrackingLog'),
  ],
});

/** What a cmdlet that has to reach the server itself reports. */
const down = (cmdlet: string, parameter: string, type: string): OrganizationFile['faults'][number] => ({
  cmdlet,
  match: { parameter, value: silentServer },
  after: 0,
  fault: {
    kind: 'error',
    message: `The Microsoft Exchange server "${silentServer}" couldn't be contacted. The RPC server is unavailable.`,
    category: 'ResourceUnavailable',
    id: `Microsoft.Exchange.Management.SystemConfigurationTasks.${type}`,
    terminating: false,
  },
});

/**
 * An organization that is too large to be read row by row.
 * contoso.com with EX01 to EX40; the last ten also relay for devices, with a certificate of their own.
 */
export async function fortyServers(now: Date): Promise<OrganizationFile> {
  const names = Array.from({ length: 40 }, (_, index) => `EX${String(index + 1).padStart(2, '0')}`);
  const relaying = names.slice(-10);
  const relayCertificate = [await relay(now)];
  const organization = await contosoWith(now, names, Object.fromEntries(relaying.map((name) => [name, relayCertificate])));
  const relayName = certificateName(authority2026, serverSubject('relay.contoso.com'));
  return {
    ...organization,
    receiveConnectors: [
      ...organization.receiveConnectors,
      ...organization.servers
        .filter(({ name }) => relaying.includes(name))
        .map((server) => ({ ...relayConnector(server), tlsCertificateName: relayName })),
    ],
  };
}
