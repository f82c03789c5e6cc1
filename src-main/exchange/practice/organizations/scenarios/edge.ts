/** An organization whose mail from and to Exchange Online goes over two Edge servers. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import {
  authConfig,
  edgeReceiveConnector,
  edgeServer,
  exchangeOnline,
  hybridConfiguration,
  hybridSendConnector,
  internetSendConnector,
  mailboxServer,
  receiveConnectors,
} from '../build.ts';
import { expiring, renewed } from '../certificates.ts';
import { authority2025, certificateName, mailSubject } from '../names.ts';

const edgeNames = ['EDGE01', 'EDGE02'];

/** The new certificate is on the Mailbox servers and, without SMTP, on the second Edge server. */
export async function edge(now: Date): Promise<OrganizationFile> {
  const inUse = certificateName(authority2025, mailSubject);
  const [old, next] = [await expiring(now), await renewed(now)];
  const mailbox = await Promise.all(
    ['EX01', 'EX02'].map((name, index) =>
      mailboxServer(now, name, `${name.toLowerCase()}.contoso.com`, `6826836${index}d0ba90`, [old, next]),
    ),
  );
  const edge = await Promise.all(
    edgeNames.map((name, index) =>
      edgeServer(now, name, `${name.toLowerCase()}.contoso.com`, `6826836${index}d0ba92`, [
        old,
        ...(index === 0 ? [] : [{ ...next, services: 'None' }]),
      ]),
    ),
  );
  const configuration = hybridConfiguration([], inUse);
  const sendConnectors = [hybridSendConnector(edgeNames, inUse), internetSendConnector(edgeNames)];
  return {
    format: 1,
    name: 'Contoso',
    domainController: 'dc01.contoso.com',
    servers: [...mailbox, ...edge],
    hybridConfiguration: { ...configuration, edgeTransportServers: [...edgeNames] },
    receiveConnectors: [
      // The HCW leaves the connectors of the Mailbox servers as setup made them.
      ...mailbox.flatMap((server) =>
        receiveConnectors(server, inUse).map((connector) => ({ ...connector, tlsCertificateName: null, tlsDomainCapabilities: [] })),
      ),
      ...edge.map((server) => edgeReceiveConnector(server, inUse)),
    ],
    sendConnectors,
    edgeSendConnectors: Object.fromEntries(edgeNames.map((name) => [name, sendConnectors])),
    acceptedDomains: ['contoso.com', 'contoso.mail.onmicrosoft.com'],
    authConfig: await authConfig(now),
    exchangeOnline: exchangeOnline(),
    faults: [],
    events: [],
  };
}
