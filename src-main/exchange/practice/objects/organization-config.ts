/** `Get-OrganizationConfig`, on both sides. */
import { psObject, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganisationFile } from '../../../../shared/model/organisation-file.ts';
import { directoryProperties, organisationId, presentationType } from './shapes.ts';

export const organizationConfig = (organisation: OrganisationFile): PsObject =>
  psObject(
    directoryProperties(organisation, organisation.name, organisationId(organisation)),
    presentationType('OrganizationConfig'),
    organisation.name,
  );
