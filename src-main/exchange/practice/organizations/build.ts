/** Parts from which every sample organization is put together: what setup and the HCW leave behind. */
import type { OrganizationFile } from '../../../../shared/model/sample-organization.ts';
import { thumbprintOf, type SampleCertificate } from '../objects/certificate.ts';
import { auth, selfSigned } from './certificates.ts';

type Server = OrganizationFile['servers'][number];
type ReceiveConnector = OrganizationFile['receiveConnectors'][number];
type SendConnector = OrganizationFile['sendConnectors'][number];

/** The identifier that the HCW put into the names of the hybrid connectors. */
const hybridId = '6f0e2a1c-4b7d-4c1e-9a55-0d3b8e7f2c10';
/** What the HCW writes for the worldwide cloud. */
export const cloudCapability = 'mail.protection.outlook.com:AcceptCloudServicesMail';

/** Exchange 2019, and what such servers are updated to. */
export const versionOfSamples = '15.2.1748.53';
export const nextVersion = '15.2.2562.41';

/** A mailbox server with the two certificates of setup, and `certificates` besides. */
export async function mailboxServer(
  now: Date,
  name: string,
  fqdn: string,
  serialNumber: string,
  certificates: readonly SampleCertificate[],
): Promise<Server> {
  const own = await selfSigned(now, name, fqdn, serialNumber);
  return {
    name,
    fqdn,
    version: versionOfSamples,
    serverRole: 'Mailbox',
    edition: 'Standard',
    internalTransportCertificateThumbprint: thumbprintOf(own),
    certificates: [own, await auth(now), ...certificates],
    certificateShape: 'serialized',
    certificateProperties: true,
    stoppedServices: [],
  };
}

/** The certificate that setup makes for server-to-server authentication is in use, and the first one. */
export const authConfig = async (now: Date): Promise<OrganizationFile['authConfig']> => ({
  current: thumbprintOf(await auth(now)),
  previous: null,
  next: null,
});

/** An Edge server with the certificate of setup, and `certificates` besides. */
export async function edgeServer(
  now: Date,
  name: string,
  fqdn: string,
  serialNumber: string,
  certificates: readonly SampleCertificate[],
): Promise<Server> {
  const server = await mailboxServer(now, name, fqdn, serialNumber, []);
  const [own] = server.certificates;
  return { ...server, serverRole: 'Edge', certificates: [...(own === undefined ? [] : [own]), ...certificates] };
}

/** The receive connector of an Edge server as setup makes it, with what an administrator set for Exchange Online. */
export const edgeReceiveConnector = (server: Pick<Server, 'name' | 'fqdn'>, tlsCertificateName: string): ReceiveConnector => ({
  ...frontend(server, `Default internal receive connector ${server.name}`, 25),
  transportRole: 'HubTransport',
  bindings: ['0.0.0.0:25'],
  authMechanism: 'Tls, ExchangeServer',
  permissionGroups: 'AnonymousUsers, ExchangeServers, Partners',
  remoteIPRanges: ['0.0.0.0-255.255.255.255'],
  tlsCertificateName,
  tlsDomainCapabilities: [cloudCapability],
});

/** The receive connectors of a server as setup makes them, the Default Frontend one as the HCW leaves it. */
export const receiveConnectors = (server: Pick<Server, 'name' | 'fqdn'>, tlsCertificateName: string): ReceiveConnector[] => [
  {
    ...frontend(server, `Default Frontend ${server.name}`, 25),
    tlsCertificateName,
    tlsDomainCapabilities: [cloudCapability],
  },
  {
    ...frontend(server, `Client Frontend ${server.name}`, 587),
    authMechanism: 'Tls, Integrated, BasicAuth, BasicAuthRequireTLS',
    permissionGroups: 'ExchangeUsers',
  },
  {
    ...frontend(server, `Default ${server.name}`, 2525),
    transportRole: 'HubTransport',
    permissionGroups: 'ExchangeUsers, ExchangeServers, ExchangeLegacyServers',
  },
];

/** An administrator's own connector on port 25, for the devices of one network. */
export const relayConnector = (server: Pick<Server, 'name' | 'fqdn'>): ReceiveConnector => ({
  ...frontend(server, `Relay ${server.name}`, 25),
  fqdn: 'relay.contoso.com',
  authMechanism: 'Tls',
  permissionGroups: 'AnonymousUsers',
  remoteIPRanges: ['10.20.0.0/16'],
});

const frontend = (server: Pick<Server, 'name' | 'fqdn'>, name: string, port: number): ReceiveConnector => ({
  name,
  server: server.name,
  transportRole: 'FrontendTransport',
  bindings: [`[::]:${port}`, `0.0.0.0:${port}`],
  fqdn: server.fqdn,
  enabled: true,
  requireTls: false,
  authMechanism: 'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
  permissionGroups: 'AnonymousUsers, ExchangeServers, ExchangeLegacyServers',
  remoteIPRanges: ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'],
  tlsCertificateName: null,
  tlsDomainCapabilities: [],
});

/** The send connector to Exchange Online. */
export const hybridSendConnector = (servers: readonly string[], tlsCertificateName: string): SendConnector => ({
  name: `Outbound to Office 365 - ${hybridId}`,
  enabled: true,
  addressSpaces: ['smtp:contoso.mail.onmicrosoft.com;1'],
  smartHosts: [],
  dnsRoutingEnabled: true,
  sourceTransportServers: [...servers],
  fqdn: 'mail.contoso.com',
  ignoreStartTls: false,
  requireTls: true,
  tlsAuthLevel: 'DomainValidation',
  tlsDomain: 'mail.protection.outlook.com',
  cloudServicesMailEnabled: true,
  tlsCertificateName,
  protocolLoggingLevel: 'None',
});

/** A send connector that has nothing to do with the hybrid deployment. */
export const internetSendConnector = (servers: readonly string[]): SendConnector => ({
  name: 'Internet mail',
  enabled: true,
  addressSpaces: ['SMTP:*;10'],
  smartHosts: ['relay.fabrikam.com'],
  dnsRoutingEnabled: false,
  sourceTransportServers: [...servers],
  fqdn: 'mail.contoso.com',
  ignoreStartTls: false,
  requireTls: false,
  tlsAuthLevel: null,
  tlsDomain: null,
  cloudServicesMailEnabled: false,
  tlsCertificateName: null,
  protocolLoggingLevel: 'None',
});

export const hybridConfiguration = (
  servers: readonly string[],
  tlsCertificateName: string,
): NonNullable<OrganizationFile['hybridConfiguration']> => ({
  sendingTransportServers: [...servers],
  receivingTransportServers: [...servers],
  edgeTransportServers: [],
  onPremisesSmartHost: 'mail.contoso.com',
  domains: ['contoso.com'],
  features: ['FreeBusy', 'MoveMailbox', 'Mailtips', 'MessageTracking', 'OwaRedirection', 'OnlineArchive', 'SecureMail', 'Photos'],
  tlsCertificateName,
});

/** The Exchange Online side as the HCW leaves it. */
export const exchangeOnline = (): OrganizationFile['exchangeOnline'] => ({
  acceptedDomains: ['contoso.com', 'contoso.mail.onmicrosoft.com', 'contoso.onmicrosoft.com'],
  inboundConnectors: [
    {
      name: `Inbound from ${hybridId}`,
      enabled: true,
      connectorType: 'OnPremises',
      connectorSource: 'HybridWizard',
      senderDomains: ['smtp:*;1'],
      requireTls: true,
      restrictDomainsToCertificate: false,
      restrictDomainsToIPAddresses: false,
      cloudServicesMailEnabled: true,
      tlsSenderCertificateName: '*.contoso.com',
    },
  ],
  outboundConnectors: [
    {
      name: `Outbound to ${hybridId}`,
      enabled: true,
      connectorType: 'OnPremises',
      connectorSource: 'HybridWizard',
      recipientDomains: ['contoso.com'],
      smartHosts: ['mail.contoso.com'],
      useMXRecord: false,
      tlsSettings: 'DomainValidation',
      tlsDomain: 'mail.contoso.com',
      cloudServicesMailEnabled: true,
      smtpDaneMode: 'Opportunistic',
      mtaStsMode: 'Opportunistic',
      routeAllMessagesViaOnPremises: false,
    },
  ],
});
