/** `Get-OrganizationConfig`, on both sides. */
import { psObject, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import { directoryProperties, organizationId, presentationType } from './shapes.ts';

export const organizationConfig = (organization: OrganizationFile): PsObject =>
  psObject(
    directoryProperties(organization, organization.name, organizationId(organization)),
    presentationType('OrganizationConfig'),
    organization.name,
  );
