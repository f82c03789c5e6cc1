/** `Get-InboundConnector` and `Get-OutboundConnector`: Exchange Online answers over REST, so enums are plain text. */
import { psBoolean, psObject, psString, type PsObject, type PsValue } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import { deserialized, multiValuedTexts, textOrNull } from './shapes.ts';

type InboundConnector = OrganizationFile['exchangeOnline']['inboundConnectors'][number];
type OutboundConnector = OrganizationFile['exchangeOnline']['outboundConnectors'][number];

export const inboundConnector = (connector: InboundConnector): PsObject =>
  psObject(
    {
      ...common(connector),
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
      ...common(connector),
      RecipientDomains: multiValuedTexts('System.String', connector.recipientDomains),
      SmartHosts: multiValuedTexts('System.String', connector.smartHosts),
      UseMXRecord: psBoolean(connector.useMXRecord),
      TlsSettings: textOrNull(connector.tlsSettings),
      TlsDomain: textOrNull(connector.tlsDomain),
      RouteAllMessagesViaOnPremises: psBoolean(connector.routeAllMessagesViaOnPremises),
      IsTransportRuleScoped: psBoolean(false),
    },
    connectorType('TenantOutboundConnector'),
    connector.name,
  );

const common = (connector: InboundConnector | OutboundConnector): Record<string, PsValue> => ({
  Enabled: psBoolean(connector.enabled),
  ConnectorType: psString(connector.connectorType),
  ConnectorSource: psString(connector.connectorSource),
  CloudServicesMailEnabled: psBoolean(connector.cloudServicesMailEnabled),
  Name: psString(connector.name),
  Identity: psString(connector.name),
  IsValid: psBoolean(true),
});

const connectorType = (type: string): string[] =>
  deserialized(`Microsoft.Exchange.Management.SystemConfigurationTasks.${type}`, 'System.Object');
