/** How the organization of a scenario differs from contoso.com. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import type { SampleCertificate } from '../../objects/certificate.ts';

/** An organization in which the copies of one certificate differ from how they were issued. */
export const withCopies = (
  organization: OrganizationFile,
  { rawData }: SampleCertificate,
  copyOn: (copy: SampleCertificate, server: string) => SampleCertificate,
): OrganizationFile => ({
  ...organization,
  servers: organization.servers.map((server) => ({
    ...server,
    certificates: server.certificates.map((certificate) =>
      certificate.rawData === rawData ? copyOn(certificate, server.name) : certificate,
    ),
  })),
});

/** The receive connectors as setup makes them. */
export const withoutNames = (organization: OrganizationFile): OrganizationFile => ({
  ...organization,
  receiveConnectors: organization.receiveConnectors.map((connector) => ({
    ...connector,
    tlsCertificateName: null,
    tlsDomainCapabilities: [],
  })),
});
