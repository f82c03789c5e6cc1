/** `Test-ServiceHealth`: one object for each role of a server. */
import { psBoolean, psObject, psString, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/sample-organization.ts';
import { deserialized, multiValuedTexts } from './shapes.ts';
import { sameText } from '../../../../shared/model/same-text.ts';

/** The services that the roles of a Mailbox server need. The lists of Exchange are longer. */
const servicesOfRole = {
  'Mailbox Server Role': ['IISAdmin', 'MSExchangeADTopology', 'MSExchangeDelivery', 'MSExchangeIS', 'MSExchangeServiceHost'],
  'Client Access Server Role': ['IISAdmin', 'MSExchangeADTopology', 'MSExchangeServiceHost'],
  'Hub Transport Server Role': ['IISAdmin', 'MSExchangeADTopology', 'MSExchangeEdgeSync', 'MSExchangeServiceHost', 'MSExchangeTransport'],
} as const;

export const serviceHealth = ({ stoppedServices }: OrganizationFile['servers'][number]): PsObject[] =>
  Object.entries(servicesOfRole).map(([role, services]) => {
    const isStopped = (service: string): boolean => stoppedServices.some((one) => sameText(one, service));
    const stopped = services.filter(isStopped);
    return psObject(
      {
        Role: psString(role),
        RequiredServicesRunning: psBoolean(stopped.length === 0),
        ServicesRunning: multiValuedTexts(
          'System.String',
          services.filter((service) => !isStopped(service)),
        ),
        ServicesNotRunning: multiValuedTexts('System.String', stopped),
      },
      deserialized('Microsoft.Exchange.Monitoring.ExchangeServicesStatus', 'Microsoft.Exchange.Data.ConfigurableObject', 'System.Object'),
      role,
    );
  });
