/** Adds to the organization file the bytes that the endpoint attaches to certificates, as the practice organization makes them. */
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { serializationDataOf } from '../../../src-main/exchange/practice/certificate-payload/payload.ts';

/** The organization, each of whose certificates has `attachedPayload`: base64 or null. The schema of the file drops it on reading. */
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
