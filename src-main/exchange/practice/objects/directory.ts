/** `Get-ExchangeServer`. */

import { psBoolean, psInt32, psNull, psObject, psString, type PsObject } from '../../../../shared/clixml/value.ts';
import { domainOfAddress, type OrganizationFile } from '../../../../shared/model/sample-organization.ts';
import {
  directoryProperties,
  enumeration,
  presentationType,
  serverId,
  textual,
  adObjectId,
  configurationType,
  domain,
  multiValued,
  multiValuedTexts,
  serverIds,
  smtpX509Identifier,
  organizationId,
  deserialized,
  textOrNull,
} from './shapes.ts';

const editions = { Unknown: 0, Standard: 1, StandardEvaluation: 2, Enterprise: 3, EnterpriseEvaluation: 4 };
const roles = { Mailbox: 2, ClientAccess: 4, UnifiedMessaging: 16, HubTransport: 32, Edge: 64 };

export function exchangeServer(organization: OrganizationFile, server: OrganizationFile['servers'][number]): PsObject {
  const isEdge = server.serverRole.includes('Edge');
  return psObject(
    {
      Edition: enumeration('Microsoft.Exchange.Data.ServerEditionType', editions, server.edition),
      Fqdn: psString(server.fqdn),
      Domain: psString(server.fqdn.split('.').slice(1).join('.')),
      IsHubTransportServer: psBoolean(!isEdge),
      IsFrontendTransportServer: psBoolean(!isEdge),
      IsMailboxServer: psBoolean(!isEdge),
      IsEdgeServer: psBoolean(isEdge),
      IsE15OrLater: psBoolean(true),
      AdminDisplayVersion: serverVersion(server.version),
      ServerRole: enumeration('Microsoft.Exchange.Data.Directory.SystemConfiguration.ServerRole', roles, server.serverRole),
      ...directoryProperties(organization, server.name, serverId(organization, server.name)),
    },
    presentationType('ExchangeServer'),
    server.name,
  );
}

function serverVersion(version: string): PsObject {
  const [major = 0, minor = 0, build = 0, revision = 0] = version.split('.').map(Number);
  return textual('Microsoft.Exchange.Data.ServerVersion', `Version ${major}.${minor} (Build ${build}.${revision})`, {
    Major: psInt32(major),
    Minor: psInt32(minor),
    Build: psInt32(build),
    Revision: psInt32(revision),
    FilePatchLevelDescription: psNull,
  });
}

// `Get-HybridConfiguration`.

const features = {
  FreeBusy: 0,
  MoveMailbox: 1,
  Mailtips: 2,
  MessageTracking: 3,
  OwaRedirection: 4,
  OnlineArchive: 5,
  SecureMail: 6,
  CentralizedTransport: 7,
  Photos: 8,
};

export const hybridConfigurationName = 'Hybrid Configuration';

export function hybridConfiguration(
  organization: OrganizationFile,
  configuration: NonNullable<OrganizationFile['hybridConfiguration']>,
): PsObject {
  return psObject(
    {
      ClientAccessServers: serverIds(organization, []),
      EdgeTransportServers: serverIds(organization, configuration.edgeTransportServers),
      ReceivingTransportServers: serverIds(organization, configuration.receivingTransportServers),
      SendingTransportServers: serverIds(organization, configuration.sendingTransportServers),
      OnPremisesSmartHost: domain('Microsoft.Exchange.Data.SmtpDomain', configuration.onPremisesSmartHost),
      Domains: multiValued(
        'Microsoft.Exchange.Data.AutoDiscoverSmtpDomain',
        configuration.domains.map((value) => domain('Microsoft.Exchange.Data.AutoDiscoverSmtpDomain', value)),
      ),
      Features: multiValued(
        'HybridFeature',
        configuration.features.map((feature) => enumeration('HybridFeature', features, feature)),
      ),
      ExternalIPAddresses: multiValuedTexts('Microsoft.Exchange.Data.IPRange', []),
      TlsCertificateName: smtpX509Identifier(configuration.tlsCertificateName),
      ExchangeVersion: textual('Microsoft.Exchange.Data.ExchangeObjectVersion', '0.20 (15.0.0.0)'),
      ...directoryProperties(
        organization,
        hybridConfigurationName,
        adObjectId(organization, hybridConfigurationName, [hybridConfigurationName]),
      ),
    },
    configurationType('HybridConfiguration'),
    hybridConfigurationName,
  );
}

// `Get-OrganizationConfig`, on both sides.

export const organizationConfig = (organization: OrganizationFile): PsObject =>
  psObject(
    directoryProperties(organization, organization.name, organizationId(organization)),
    presentationType('OrganizationConfig'),
    organization.name,
  );

// `Get-AuthConfig`.

const authConfigName = 'Auth Configuration';

/** Its properties are those of Exchange's class (Exchange Server API reference, AuthConfig members). */
export const authConfig = (organization: OrganizationFile, configuration: NonNullable<OrganizationFile['authConfig']>): PsObject =>
  psObject(
    {
      CurrentCertificateThumbprint: textOrNull(configuration.current),
      PreviousCertificateThumbprint: textOrNull(configuration.previous),
      NextCertificateThumbprint: textOrNull(configuration.next),
      ...directoryProperties(organization, authConfigName, adObjectId(organization, authConfigName, [])),
    },
    configurationType('AuthConfig'),
    authConfigName,
  );

// `Get-AcceptedDomain`, on both sides.

/** `address`: the domain, or `*.` and the domain where MatchSubDomains is True. */
export function acceptedDomain(organization: OrganizationFile, address: string, index: number): PsObject {
  const { name, matchSubDomains } = domainOfAddress(address);
  return psObject(
    {
      DomainName: textual('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', address, {
        Address: psString(address),
        IncludeSubDomains: psBoolean(matchSubDomains),
        Domain: psString(name),
        SmtpDomain: psString(name),
        IsStar: psBoolean(false),
      }),
      DomainType: enumeration(
        'Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomainType',
        { Authoritative: 0 },
        'Authoritative',
      ),
      MatchSubDomains: psBoolean(matchSubDomains),
      Default: psBoolean(index === 0),
      ...directoryProperties(organization, name, adObjectId(organization, name, ['Accepted Domains', 'Transport Settings'])),
    },
    configurationType('AcceptedDomain'),
    name,
  );
}

/** Exchange Online answers over REST: enums and names are plain text. */
export function onlineAcceptedDomain(address: string, index: number): PsObject {
  const { name, matchSubDomains } = domainOfAddress(address);
  return psObject(
    {
      DomainName: psString(name),
      DomainType: psString('Authoritative'),
      MatchSubDomains: psBoolean(matchSubDomains),
      Default: psBoolean(index === 0),
      Name: psString(name),
      Identity: psString(name),
    },
    deserialized('Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain', 'System.Object'),
    name,
  );
}

// `Get-TransportService`.

export const transportService = (organization: OrganizationFile, server: OrganizationFile['servers'][number]): PsObject =>
  psObject(
    {
      InternalTransportCertificateThumbprint: textOrNull(server.internalTransportCertificateThumbprint),
      ...directoryProperties(organization, server.name, serverId(organization, server.name)),
    },
    presentationType('TransportServer'),
    server.name,
  );
