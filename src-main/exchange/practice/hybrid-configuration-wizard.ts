/** A stand-in for Microsoft's HCW on a sample organization: what it lists, and what it writes. */
import { known, partition } from '../../../shared/model/known.ts';
import { domainOfAddress, type OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { senderNameFor } from '../../../shared/rules/accepted-domains.ts';
import { formatCertificateName, parseCertificateName, sameCertificateName } from '../../../shared/x509/certificate-name.ts';
import { commonNameOf } from '../../../shared/x509/distinguished-name.ts';
import { factsOf, type SampleCertificate } from './objects/certificate.ts';
import { cloudCapability } from './organizations/build.ts';
import { isEdgeServer } from './reads.ts';
import { sameText } from '../../../shared/model/same-text.ts';

/** A row of the HCW's page Transport Certificate. */
export interface ListedCertificate {
  readonly thumbprint: string;
  readonly subject: string;
  readonly issuer: string;
  /** The CN of the subject */
  readonly commonName: string;
  /** ISO 8601, UTC */
  readonly notAfter: string;
}

export interface TransportCertificatePage {
  readonly certificates: readonly ListedCertificate[];
  /** Thumbprint of the one that is selected when the page opens, `null` when none is */
  readonly selected: string | null;
}

/**
 * The page Transport Certificate: third-party certificates that are valid, have a CN and a private
 * key, serve SMTP, and are installed on every sending and receiving server, with Edge servers on the reference server. Selected is the one that
 * the hybrid configuration names; of several with that name, the one that expires last. While Microsoft Exchange Service Host is stopped
 * on one of those servers, the list is empty.
 * Source: docs/domain.md, "Not selected or not listed in the HCW".
 */
export function listedCertificates(organization: OrganizationFile): TransportCertificatePage {
  const servers = hybridServers(organization).map((name) => organization.servers.find((server) => sameText(server.name, name)));
  const isStopped = servers.some((server) => server?.stoppedServices.some((one) => sameText(one, 'MSExchangeServiceHost')) === true);
  if (isStopped) return { certificates: [], selected: null };
  const [first = [], ...others] = servers.map((server) => server?.certificates ?? []);
  const certificates = first
    .filter(
      (certificate) =>
        qualifies(certificate) && others.every((store) => store.some((other) => other.rawData === certificate.rawData && qualifies(other))),
    )
    .flatMap(listed);
  const name = parseCertificateName(organization.hybridConfiguration?.tlsCertificateName ?? '');
  const named = certificates.filter((certificate) => name !== undefined && sameCertificateName(certificate, name));
  const newestFirst = [...named].sort((a, b) => b.notAfter.localeCompare(a.notAfter));
  return { certificates, selected: newestFirst[0]?.thumbprint ?? null };
}

/**
 * What the HCW writes when the certificate with that thumbprint is chosen and Update has ended: send
 * and receive connectors, hybrid configuration, inbound and outbound connector. A certificate that
 * the HCW does not list cannot be chosen there: the organization comes back as it was. One in which the HCW
 * is to fail gets only the on-premises values, and is complete after the next time.
 * Source: Exchange Team Blog 4420592, and the cmdlets that the HCW logs (Set-SendConnector, Set-ReceiveConnector,
 * Set-HybridConfiguration, Set-InboundConnector, Set-OutboundConnector).
 */
export function runHybridConfigurationWizard(organization: OrganizationFile, thumbprint: string): OrganizationFile {
  const certificate = listedCertificates(organization).certificates.find((candidate) => sameText(candidate.thumbprint, thumbprint));
  const configuration = organization.hybridConfiguration;
  if (certificate === undefined || configuration === null) return organization;
  const failing = organization.events.find(({ kind }) => kind === 'hcwFails');
  const name = formatCertificateName(certificate);
  return {
    ...organization,
    hybridConfiguration: { ...configuration, tlsCertificateName: name },
    sendConnectors: organization.sendConnectors.map((connector) =>
      connector.cloudServicesMailEnabled
        ? {
            ...connector,
            smartHosts: [],
            dnsRoutingEnabled: true,
            sourceTransportServers: [...configuration.sendingTransportServers, ...configuration.edgeTransportServers],
            requireTls: true,
            tlsAuthLevel: 'DomainValidation',
            tlsDomain: 'mail.protection.outlook.com',
            tlsCertificateName: name,
          }
        : connector,
    ),
    receiveConnectors: organization.receiveConnectors.map((connector) =>
      configuration.receivingTransportServers.some((server) => sameText(server, connector.server)) && isDefaultFrontend(connector)
        ? {
            ...connector,
            bindings: ['[::]:25', '0.0.0.0:25'],
            requireTls: false,
            authMechanism: 'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
            permissionGroups: 'AnonymousUsers, ExchangeServers, ExchangeLegacyServers',
            tlsCertificateName: name,
            tlsDomainCapabilities: [cloudCapability],
          }
        : connector,
    ),
    events: organization.events.filter((event) => event !== failing),
    exchangeOnline: failing === undefined ? exchangeOnlineAfter(organization, certificate.commonName) : organization.exchangeOnline,
  };
}

/** The values of Exchange Online after the HCW. */
function exchangeOnlineAfter({ exchangeOnline }: OrganizationFile, commonName: string): OrganizationFile['exchangeOnline'] {
  const senderName = senderNameOf(commonName, exchangeOnline.acceptedDomains);
  return {
    ...exchangeOnline,
    inboundConnectors: exchangeOnline.inboundConnectors.map((connector) =>
      connector.connectorSource === 'HybridWizard'
        ? {
            ...connector,
            connectorType: 'OnPremises',
            requireTls: true,
            senderDomains: ['smtp:*;1'],
            restrictDomainsToIPAddresses: false,
            cloudServicesMailEnabled: true,
            tlsSenderCertificateName: senderName ?? connector.tlsSenderCertificateName,
          }
        : connector,
    ),
    outboundConnectors: exchangeOnline.outboundConnectors.map((connector) =>
      connector.connectorSource === 'HybridWizard'
        ? {
            ...connector,
            connectorType: 'OnPremises',
            tlsSettings: 'DomainValidation',
            tlsDomain: commonName,
            cloudServicesMailEnabled: true,
            useMXRecord: false,
            routeAllMessagesViaOnPremises: false,
          }
        : connector,
    ),
  };
}

/**
 * TlsSenderCertificateName by the CN (Office 365 Message Attribution, FAQ 6a). `undefined` when it would be no accepted domain: what
 * the HCW writes after its warning is not documented, so the stand-in leaves the value.
 */
function senderNameOf(commonName: string, addresses: readonly string[]): string | undefined {
  const domains = addresses.map((address) => {
    const { name, matchSubDomains } = domainOfAddress(address);
    return { name, matchSubDomains: known(matchSubDomains) };
  });
  const [value] = partition([senderNameFor([commonName], domains)], (one) => one).known;
  return value?.value;
}

function hybridServers(organization: OrganizationFile): string[] {
  const configuration = organization.hybridConfiguration;
  if (configuration === null) return [];
  const chosen = [...new Set([...configuration.sendingTransportServers, ...configuration.receivingTransportServers])];
  // With Edge servers the certificate is chosen on the reference server, a Mailbox server.
  const reference = organization.servers.filter(({ name }) => !isEdgeServer(organization, name)).slice(0, 1);
  return chosen.length > 0 ? chosen : reference.map(({ name }) => name);
}

const qualifies = (certificate: SampleCertificate): boolean =>
  !certificate.isSelfSigned &&
  certificate.rootCAType === 'ThirdParty' &&
  certificate.status === 'Valid' &&
  certificate.hasPrivateKey &&
  certificate.services.split(', ').includes('SMTP');

const isDefaultFrontend = (connector: OrganizationFile['receiveConnectors'][number]): boolean =>
  connector.transportRole === 'FrontendTransport' && connector.bindings.some((binding) => binding.endsWith(':25'));

/** The row of a certificate; none when its subject has no CN, since TlsCertificateName cannot be built from it. */
function listed(certificate: SampleCertificate): ListedCertificate[] {
  const facts = factsOf(certificate);
  const commonName = facts === undefined ? undefined : commonNameOf(facts.subject);
  if (facts === undefined || commonName === undefined) return [];
  const { thumbprint, subject, issuer, notAfter } = facts;
  return [{ thumbprint, subject, issuer, commonName, notAfter }];
}
