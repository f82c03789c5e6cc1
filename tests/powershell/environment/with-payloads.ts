/** What the endpoint attaches to certificates stands in its file: the same bytes as those of the practice organization. */
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { serializationDataOf } from '../../../src-main/exchange/practice/certificate-payload/payload.ts';

/** Each certificate with `attachedPayload`, base64 or null; the file's own schema does not know it, so whoever reads the file back gets it without. */
export const withPayloads = (organization: OrganizationFile): unknown => ({
  ...organization,
  servers: organization.servers.map((server) => ({
    ...server,
    certificates: server.certificates.map((certificate) => {
      const payload = serializationDataOf(server, certificate);
      return { ...certificate, attachedPayload: payload === undefined ? null : Buffer.from(payload).toString('base64') };
    }),
  })),
});
