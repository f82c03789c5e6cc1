/** `Get-HybridConfiguration`. */
import { psObject, type PsObject } from '../../../../shared/clixml/value.ts';
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

const features = {
  FreeBusy: 0,
  MoveMailbox: 1,
  Mailtips: 2,
  MessageTracking: 3,
  OwaRedirection: 4,
  OnlineArchive: 5,
  SecureMail: 6,
  CentralizedTransport: 7,
  Photos: 8,
};

export const hybridConfigurationName = 'Hybrid Configuration';

export function hybridConfiguration(
  organization: OrganizationFile,
  configuration: NonNullable<OrganizationFile['hybridConfiguration']>,
): PsObject {
  return psObject(
    {
      ClientAccessServers: serverIds(organization, []),
      EdgeTransportServers: serverIds(organization, configuration.edgeTransportServers),
      ReceivingTransportServers: serverIds(organization, configuration.receivingTransportServers),
      SendingTransportServers: serverIds(organization, configuration.sendingTransportServers),
      OnPremisesSmartHost: domain('Microsoft.Exchange.Data.SmtpDomain', configuration.onPremisesSmartHost),
      Domains: multiValued(
        'Microsoft.Exchange.Data.AutoDiscoverSmtpDomain',
        configuration.domains.map((value) => domain('Microsoft.Exchange.Data.AutoDiscoverSmtpDomain', value)),
      ),
      Features: multiValued(
        'HybridFeature',
        configuration.features.map((feature) => enumeration('HybridFeature', features, feature)),
      ),
      ExternalIPAddresses: multiValuedTexts('Microsoft.Exchange.Data.IPRange', []),
      TlsCertificateName: smtpX509Identifier(configuration.tlsCertificateName),
      ExchangeVersion: textual('Microsoft.Exchange.Data.ExchangeObjectVersion', '0.20 (15.0.0.0)'),
      ...directoryProperties(
        organization,
        hybridConfigurationName,
        adObjectId(organization, hybridConfigurationName, [hybridConfigurationName]),
      ),
    },
    configurationType('HybridConfiguration'),
    hybridConfigurationName,
  );
}
