/** `Get-AcceptedDomain`, on both sides. */
import { psBoolean, psObject, psString, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import { adObjectId, configurationType, deserialized, directoryProperties, enumeration, textual } from './shapes.ts';

export function acceptedDomain(organization: OrganizationFile, name: string, index: number): PsObject {
  return psObject(
    {
      DomainName: textual('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', name, {
        Address: psString(name),
        IncludeSubDomains: psBoolean(false),
        Domain: psString(name),
        SmtpDomain: psString(name),
        IsStar: psBoolean(false),
      }),
      DomainType: enumeration(
        'Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomainType',
        { Authoritative: 0 },
        'Authoritative',
      ),
      Default: psBoolean(index === 0),
      ...directoryProperties(organization, name, adObjectId(organization, name, ['Accepted Domains', 'Transport Settings'])),
    },
    configurationType('AcceptedDomain'),
    name,
  );
}

/** Exchange Online answers over REST: enums and names are plain text. */
export const onlineAcceptedDomain = (name: string, index: number): PsObject =>
  psObject(
    {
      DomainName: psString(name),
      DomainType: psString('Authoritative'),
      Default: psBoolean(index === 0),
      Name: psString(name),
      Identity: psString(name),
    },
    deserialized('Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain', 'System.Object'),
    name,
  );
