/** `Get-ReceiveConnector`. */

import { psBoolean, psInt32, psObject, psString, type PsObject, psNull, type PsValue } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/sample-organization.ts';
import {
  adObjectId,
  configurationType,
  directoryProperties,
  domain,
  enumeration,
  multiValued,
  serverId,
  serversContainer,
  smtpX509Identifier,
  textual,
  multiValuedTexts,
  serverIds,
  deserialized,
  textOrNull,
  guidOf,
} from './shapes.ts';

type ReceiveConnector = OrganizationFile['receiveConnectors'][number];

const authMechanisms = {
  None: 0,
  Tls: 1,
  Integrated: 2,
  BasicAuth: 4,
  BasicAuthRequireTLS: 8,
  ExchangeServer: 16,
  ExternalAuthoritative: 32,
};
const permissionGroups = {
  None: 0,
  AnonymousUsers: 1,
  ExchangeUsers: 2,
  ExchangeServers: 4,
  ExchangeLegacyServers: 8,
  Partners: 16,
  Custom: 32,
};
const transportRoles = { HubTransport: 32, FrontendTransport: 16384 };

/** `SERVER\name`, as Exchange prints the identity of a receive connector. */
export const receiveConnectorIdentity = (connector: ReceiveConnector): string => `${connector.server}\\${connector.name}`;

export function receiveConnector(organization: OrganizationFile, connector: ReceiveConnector): PsObject {
  const identity = receiveConnectorIdentity(connector);
  const containers = ['SMTP Receive Connectors', 'Protocols', connector.server, serversContainer];
  return psObject(
    {
      AuthMechanism: enumeration(
        'Microsoft.Exchange.Data.Directory.SystemConfiguration.AuthMechanisms',
        authMechanisms,
        connector.authMechanism,
      ),
      Bindings: multiValued('Microsoft.Exchange.Data.IPBinding', connector.bindings.map(ipBinding)),
      Fqdn: domain('Microsoft.Exchange.Data.Fqdn', connector.fqdn),
      TlsCertificateName: smtpX509Identifier(connector.tlsCertificateName),
      Enabled: psBoolean(connector.enabled),
      PermissionGroups: enumeration('Microsoft.Exchange.Data.PermissionGroups', permissionGroups, connector.permissionGroups),
      RemoteIPRanges: multiValuedTexts('Microsoft.Exchange.Data.IPRange', connector.remoteIPRanges),
      RequireTLS: psBoolean(connector.requireTls),
      TlsDomainCapabilities: multiValued(
        'Microsoft.Exchange.Data.SmtpReceiveDomainCapabilities',
        connector.tlsDomainCapabilities.map((value) => textual('Microsoft.Exchange.Data.SmtpReceiveDomainCapabilities', value)),
      ),
      Server: serverId(organization, connector.server),
      TransportRole: enumeration(
        'Microsoft.Exchange.Data.Directory.SystemConfiguration.ServerRole',
        transportRoles,
        connector.transportRole,
      ),
      ...directoryProperties(organization, connector.name, adObjectId(organization, connector.name, containers, identity)),
    },
    configurationType('ReceiveConnector'),
    identity,
  );
}

function ipBinding(text: string): PsObject {
  const separator = text.lastIndexOf(':');
  return textual('Microsoft.Exchange.Data.IPBinding', text, {
    Port: psInt32(Number(text.slice(separator + 1))),
    AddressFamily: psString(text.startsWith('[') ? 'InterNetworkV6' : 'InterNetwork'),
  });
}

// `Get-SendConnector`.

const protocolLoggingLevels = { None: 0, Verbose: 1 };
const tlsAuthLevels = { EncryptionOnly: 1, CertificateValidation: 2, DomainValidation: 3 };

export function sendConnector(organization: OrganizationFile, connector: OrganizationFile['sendConnectors'][number]): PsObject {
  return psObject(
    {
      DNSRoutingEnabled: psBoolean(connector.dnsRoutingEnabled),
      TlsDomain: domain('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', connector.tlsDomain),
      TlsAuthLevel:
        connector.tlsAuthLevel === null
          ? psNull
          : enumeration('Microsoft.Exchange.Data.TlsAuthLevel', tlsAuthLevels, connector.tlsAuthLevel),
      SmartHosts: multiValuedTexts('Microsoft.Exchange.Data.SmartHost', connector.smartHosts),
      Port: psInt32(25),
      IgnoreSTARTTLS: psBoolean(connector.ignoreStartTls),
      ProtocolLoggingLevel: enumeration(
        'Microsoft.Exchange.Data.ProtocolLoggingLevel',
        protocolLoggingLevels,
        connector.protocolLoggingLevel,
      ),
      CloudServicesMailEnabled: psBoolean(connector.cloudServicesMailEnabled),
      Fqdn: domain('Microsoft.Exchange.Data.Fqdn', connector.fqdn),
      TlsCertificateName: smtpX509Identifier(connector.tlsCertificateName),
      RequireTLS: psBoolean(connector.requireTls),
      Enabled: psBoolean(connector.enabled),
      SmartHostsString: psString(connector.smartHosts.join(',')),
      AddressSpaces: multiValued('Microsoft.Exchange.Data.AddressSpace', connector.addressSpaces.map(addressSpace)),
      SourceTransportServers: serverIds(organization, connector.sourceTransportServers),
      ...directoryProperties(
        organization,
        connector.name,
        adObjectId(organization, connector.name, ['Connections', 'Exchange Routing Group (DWBGZMFD01QNBJR)', 'Routing Groups']),
      ),
    },
    configurationType('SmtpSendConnectorConfig', 'MailGateway', 'SendConnector', 'ADLegacyVersionableObject'),
    connector.name,
  );
}

function addressSpace(text: string): PsObject {
  const [, type = 'SMTP', address = text, cost = '1'] = /^([^:]+):(.*);(\d+)$/.exec(text) ?? [];
  return textual('Microsoft.Exchange.Data.AddressSpace', text, {
    Address: psString(address),
    Type: psString(type),
    Cost: psInt32(Number(cost)),
    Domain: psString(address),
  });
}

// `Get-InboundConnector` and `Get-OutboundConnector`: Exchange Online answers over REST, so enums are plain text.

type InboundConnector = OrganizationFile['exchangeOnline']['inboundConnectors'][number];
type OutboundConnector = OrganizationFile['exchangeOnline']['outboundConnectors'][number];

export const inboundConnector = (connector: InboundConnector): PsObject =>
  psObject(
    {
      ...common('Inbound', connector),
      RequireTls: psBoolean(connector.requireTls),
      SenderDomains: multiValuedTexts('System.String', connector.senderDomains),
      RestrictDomainsToIPAddresses: psBoolean(connector.restrictDomainsToIPAddresses),
      RestrictDomainsToCertificate: psBoolean(connector.restrictDomainsToCertificate),
      TlsSenderCertificateName: textOrNull(connector.tlsSenderCertificateName),
    },
    connectorType('TenantInboundConnector'),
    connector.name,
  );

export const outboundConnector = (connector: OutboundConnector): PsObject =>
  psObject(
    {
      ...common('Outbound', connector),
      RecipientDomains: multiValuedTexts('System.String', connector.recipientDomains),
      SmartHosts: multiValuedTexts('System.String', connector.smartHosts),
      UseMXRecord: psBoolean(connector.useMXRecord),
      TlsSettings: textOrNull(connector.tlsSettings),
      TlsDomain: textOrNull(connector.tlsDomain),
      MtaStsMode: psString(connector.mtaStsMode),
      SmtpDaneMode: psString(connector.smtpDaneMode),
      RouteAllMessagesViaOnPremises: psBoolean(connector.routeAllMessagesViaOnPremises),
      IsTransportRuleScoped: psBoolean(false),
    },
    connectorType('TenantOutboundConnector'),
    connector.name,
  );

const common = (kind: 'Inbound' | 'Outbound', connector: InboundConnector | OutboundConnector): Record<string, PsValue> => ({
  Enabled: psBoolean(connector.enabled),
  ConnectorType: psString(connector.connectorType),
  ConnectorSource: psString(connector.connectorSource),
  CloudServicesMailEnabled: psBoolean(connector.cloudServicesMailEnabled),
  Name: psString(connector.name),
  Identity: psString(connector.name),
  Guid: psString(guidOf(`${kind} ${connector.name}`)),
  IsValid: psBoolean(true),
});

const connectorType = (type: string): string[] =>
  deserialized(`Microsoft.Exchange.Management.SystemConfigurationTasks.${type}`, 'System.Object');
