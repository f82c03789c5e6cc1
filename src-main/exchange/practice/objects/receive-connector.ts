/** `Get-ReceiveConnector`. */
import { psBoolean, psInt32, psObject, psString, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
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
