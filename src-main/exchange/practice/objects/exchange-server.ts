/** `Get-ExchangeServer`. */
import { psBoolean, psInt32, psNull, psObject, psString, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import { directoryProperties, enumeration, presentationType, serverId, textual } from './shapes.ts';

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
