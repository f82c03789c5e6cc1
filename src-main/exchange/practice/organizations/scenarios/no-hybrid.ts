/** The servers of contoso.com before the HCW ever ran, and an organization without any server. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';
import { withoutNames } from './differences.ts';

export async function noHybrid(now: Date): Promise<OrganizationFile> {
  const organization = withoutNames(await contoso(now));
  return {
    ...organization,
    hybridConfiguration: null,
    sendConnectors: organization.sendConnectors.filter((connector) => !connector.cloudServicesMailEnabled),
    exchangeOnline: { ...organization.exchangeOnline, inboundConnectors: [], outboundConnectors: [] },
  };
}

export const empty = async (now: Date): Promise<OrganizationFile> => ({
  ...(await noHybrid(now)),
  servers: [],
  receiveConnectors: [],
  sendConnectors: [],
});
