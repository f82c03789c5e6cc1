/** `Remove-ExchangeCertificate`, and what it refuses. */
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { parseCertificateName, sameCertificateName } from '../../../shared/x509/certificate-name.ts';
import {
  certificateNotFound,
  errorOnly,
  notReached,
  objectNotFound,
  objectsOnly,
  removalRefused,
  textParameter,
  type Cmdlet,
} from './answer.ts';
import { factsOf, thumbprintOf, type SampleCertificate } from './objects/certificate.ts';
import { isEdgeServer, isServer } from './reads.ts';
import { sameText } from '../../../shared/model/same-text.ts';

/** Removes the certificate from the store of that server alone. */
export const removeExchangeCertificate: Cmdlet = (organization, call) => {
  const name = textParameter(call, 'Server');
  const thumbprint = textParameter(call, 'Thumbprint') ?? '';
  const server = organization.servers.find((candidate) => name === undefined || isServer(candidate, name));
  if (server === undefined) return errorOnly(objectNotFound(organization, name ?? '', call));
  if (isEdgeServer(organization, server.name)) return errorOnly(notReached(server.name, call));
  const removed = server.certificates.find((one) => sameText(thumbprintOf(one), thumbprint));
  if (removed === undefined) return errorOnly(certificateNotFound(thumbprint, call));
  const refusal = refusalOf(organization, server, removed);
  if (refusal !== undefined) return errorOnly(removalRefused(server.name, refusal, call));
  const certificates = server.certificates.filter((one) => one !== removed);
  return {
    ...objectsOnly([]),
    changed: { ...organization, servers: organization.servers.map((one) => (one === server ? { ...one, certificates } : one)) },
  };
};

/**
 * Any send connector that carries the name of the certificate stands in the way, wherever its source servers are, and it is the name
 * that counts: also that of a newer certificate (docs/domain.md, "Removing the old certificate"). Which of the two refusals
 * Exchange gives where both apply is not known.
 */
function refusalOf(
  { sendConnectors }: OrganizationFile,
  { internalTransportCertificateThumbprint }: OrganizationFile['servers'][number],
  certificate: SampleCertificate,
): string | undefined {
  if (internalTransportCertificateThumbprint !== null && sameText(internalTransportCertificateThumbprint, thumbprintOf(certificate))) {
    return 'The internal transport certificate cannot be removed because that would cause the Microsoft Exchange Transport service to stop. To replace the internal transport certificate, create a new certificate. The new certificate will automatically become the internal transport certificate. You can then remove the existing certificate.';
  }
  const facts = factsOf(certificate);
  const tagged = sendConnectors.filter(({ tlsCertificateName }) => {
    const name = tlsCertificateName === null ? undefined : parseCertificateName(tlsCertificateName);
    return name !== undefined && facts !== undefined && sameCertificateName(name, facts);
  });
  return tagged.length === 0
    ? undefined
    : `These certificates are tagged with following Send Connectors : ${tagged.map((one) => one.name).join(', ')}. Removing and replacing certificates from Send Connector would break the mail flow. If you still want to proceed then replace or remove these certificates from Send Connector and then try this command.`;
}
