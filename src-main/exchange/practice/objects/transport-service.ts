/** `Get-TransportService`. */
import { psObject, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import { directoryProperties, presentationType, serverId, textOrNull } from './shapes.ts';

export const transportService = (organization: OrganizationFile, server: OrganizationFile['servers'][number]): PsObject =>
  psObject(
    {
      InternalTransportCertificateThumbprint: textOrNull(server.internalTransportCertificateThumbprint),
      ...directoryProperties(organization, server.name, serverId(organization, server.name)),
    },
    presentationType('TransportServer'),
    server.name,
  );
