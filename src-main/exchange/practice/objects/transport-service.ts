/** `Get-TransportService`. */
import { psObject, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganisationFile } from '../../../../shared/model/organisation-file.ts';
import { directoryProperties, presentationType, serverId, textOrNull } from './shapes.ts';

export const transportService = (organisation: OrganisationFile, server: OrganisationFile['servers'][number]): PsObject =>
  psObject(
    {
      InternalTransportCertificateThumbprint: textOrNull(server.internalTransportCertificateThumbprint),
      ...directoryProperties(organisation, server.name, serverId(organisation, server.name)),
    },
    presentationType('TransportServer'),
    server.name,
  );
