/** The receive connectors as setup makes them. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';

export const withoutNames = (organization: OrganizationFile): OrganizationFile => ({
  ...organization,
  receiveConnectors: organization.receiveConnectors.map((connector) => ({
    ...connector,
    tlsCertificateName: null,
    tlsDomainCapabilities: [],
  })),
});
