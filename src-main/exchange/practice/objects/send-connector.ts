/** `Get-SendConnector`. */
import { psBoolean, psInt32, psNull, psObject, psString, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import {
  adObjectId,
  configurationType,
  directoryProperties,
  domain,
  enumeration,
  multiValued,
  multiValuedTexts,
  serverIds,
  smtpX509Identifier,
  textual,
} from './shapes.ts';

const tlsAuthLevels = { EncryptionOnly: 1, CertificateValidation: 2, DomainValidation: 3 };

export function sendConnector(organization: OrganizationFile, connector: OrganizationFile['sendConnectors'][number]): PsObject {
  return psObject(
    {
      DNSRoutingEnabled: psBoolean(connector.smartHosts.length === 0),
      TlsDomain: domain('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', connector.tlsDomain),
      TlsAuthLevel:
        connector.tlsAuthLevel === null
          ? psNull
          : enumeration('Microsoft.Exchange.Data.TlsAuthLevel', tlsAuthLevels, connector.tlsAuthLevel),
      SmartHosts: multiValuedTexts('Microsoft.Exchange.Data.SmartHost', connector.smartHosts),
      Port: psInt32(25),
      IgnoreSTARTTLS: psBoolean(false),
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
