/** What must be gathered of an organization file when nothing goes wrong: computed from the file alone. */
import { known, unknown, type Known } from '../../shared/model/known.ts';
import { domainOfAddress, type OrganizationFile } from '../../shared/model/sample-organization.ts';
import { unreadEdgeServer, type AcceptedDomain, type HybridServer, type Organization } from '../../shared/model/organization.ts';
import { expectedCertificate } from './expected-certificate.ts';

export function expectedOrganization(file: OrganizationFile, gatheredAt: Date, onlineConnected: boolean): Organization {
  const configuration = file.hybridConfiguration;
  const online = <T>(value: T): Known<T> => (onlineConnected ? known(value) : unknown('notConnected'));
  return {
    gatheredAt: gatheredAt.toISOString(),
    servers: known(
      file.servers.map(({ name, fqdn, version, serverRole }) => ({ name, fqdn, version: known(version), serverRole: known(serverRole) })),
    ),
    hybridConfiguration: known(
      configuration === null
        ? null
        : {
            sendingTransportServers: configuration.sendingTransportServers,
            receivingTransportServers: configuration.receivingTransportServers,
            edgeTransportServers: configuration.edgeTransportServers,
            onPremisesSmartHost: known(configuration.onPremisesSmartHost),
            domains: known(configuration.domains),
            tlsCertificateName: known(configuration.tlsCertificateName),
          },
    ),
    hybridServers: expectedServers(file),
    sendConnectors: known(
      file.sendConnectors.map((connector) => ({
        identity: connector.name,
        name: connector.name,
        enabled: known(connector.enabled),
        addressSpaces: known(connector.addressSpaces),
        sourceTransportServers: known(connector.sourceTransportServers),
        smartHosts: known(connector.smartHosts),
        fqdn: known(connector.fqdn),
        ignoreStartTls: known(connector.ignoreStartTls),
        protocolLoggingLevel: known(connector.protocolLoggingLevel),
        requireTls: known(connector.requireTls),
        tlsAuthLevel: known(connector.tlsAuthLevel),
        tlsDomain: known(connector.tlsDomain),
        cloudServicesMailEnabled: known(connector.cloudServicesMailEnabled),
        tlsCertificateName: known(connector.tlsCertificateName),
      })),
    ),
    acceptedDomains: known(file.acceptedDomains.map(expectedDomain)),
    rights: known({
      'Set-ReceiveConnector': true,
      'Set-SendConnector': true,
      'Set-HybridConfiguration': true,
      'Remove-ExchangeCertificate': true,
    }),
    authConfig:
      file.authConfig === null
        ? unknown('notReturned', 'Get-AuthConfig')
        : known({
            current: known(file.authConfig.current),
            previous: known(file.authConfig.previous),
            next: known(file.authConfig.next),
          }),
    exchangeOnline: {
      acceptedDomains: online(file.exchangeOnline.acceptedDomains.map(expectedDomain)),
      inboundConnectors: online(
        file.exchangeOnline.inboundConnectors.map((connector) => ({
          identity: connector.name,
          name: connector.name,
          enabled: known(connector.enabled),
          connectorType: known(connector.connectorType),
          connectorSource: known(connector.connectorSource),
          requireTls: known(connector.requireTls),
          cloudServicesMailEnabled: known(connector.cloudServicesMailEnabled),
          tlsSenderCertificateName: known(connector.tlsSenderCertificateName),
        })),
      ),
      outboundConnectors: online(
        file.exchangeOnline.outboundConnectors.map((connector) => ({
          identity: connector.name,
          name: connector.name,
          enabled: known(connector.enabled),
          connectorType: known(connector.connectorType),
          connectorSource: known(connector.connectorSource),
          recipientDomains: known(connector.recipientDomains),
          smartHosts: known(connector.smartHosts),
          smtpDaneMode: known(connector.smtpDaneMode),
          mtaStsMode: known(connector.mtaStsMode),
          tlsSettings: known(connector.tlsSettings),
          tlsDomain: known(connector.tlsDomain),
          cloudServicesMailEnabled: known(connector.cloudServicesMailEnabled),
        })),
      ),
    },
  };
}

const expectedDomain = (address: string): AcceptedDomain => {
  const { name, matchSubDomains } = domainOfAddress(address);
  return { name, matchSubDomains: known(matchSubDomains) };
};

/** With Edge servers that were not collected, the Mailbox servers are those on which the HCW looks for the certificate. */
function expectedServers(file: OrganizationFile): HybridServer[] {
  const { sendingTransportServers = [], receivingTransportServers = [], edgeTransportServers = [] } = file.hybridConfiguration ?? {};
  const transport = [...new Set([...sendingTransportServers, ...receivingTransportServers])];
  const mailbox = file.servers.filter(({ serverRole }) => serverRole === 'Mailbox').map(({ name }) => name);
  const reference = edgeTransportServers.length === 0 || transport.length > 0 ? [] : mailbox;
  return [
    ...transport.map((name) => expectedServer(file, name, 'transport')),
    ...reference.map((name) => expectedServer(file, name, 'reference')),
    ...edgeTransportServers.map(unreadEdgeServer),
  ];
}

function expectedServer(file: OrganizationFile, name: string, role: HybridServer['role']): HybridServer {
  const server = file.servers.find((candidate) => candidate.name === name);
  return {
    name,
    role,
    certificates: known(server?.certificates.map((certificate) => expectedCertificate(server, certificate)) ?? []),
    receiveConnectors: known(
      file.receiveConnectors
        .filter((connector) => connector.server === name)
        .map((connector) => ({
          identity: `${connector.server}\\${connector.name}`,
          name: connector.name,
          server: connector.server,
          transportRole: known(connector.transportRole),
          bindings: known(connector.bindings),
          enabled: known(connector.enabled),
          fqdn: known(connector.fqdn),
          authMechanism: known(connector.authMechanism.split(', ')),
          permissionGroups: known(connector.permissionGroups.split(', ')),
          remoteIPRanges: known(connector.remoteIPRanges),
          tlsCertificateName: known(connector.tlsCertificateName),
          tlsDomainCapabilities: known(connector.tlsDomainCapabilities),
        })),
    ),
    internalTransportCertificateThumbprint: known(server?.internalTransportCertificateThumbprint ?? null),
  };
}
