/** An organization that is too large to be read row by row. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { relayConnector } from '../build.ts';
import { relay } from '../certificates.ts';
import { contosoWith } from '../contoso.ts';
import { authority2026, certificateName, serverSubject } from '../names.ts';

/** contoso.com with EX01 to EX40; the last ten also relay for devices, with a certificate of their own. */
export async function fortyServers(now: Date): Promise<OrganizationFile> {
  const names = Array.from({ length: 40 }, (_, index) => `EX${String(index + 1).padStart(2, '0')}`);
  const relaying = names.slice(-10);
  const relayCertificate = [await relay(now)];
  const organization = await contosoWith(now, names, Object.fromEntries(relaying.map((name) => [name, relayCertificate])));
  const relayName = certificateName(authority2026, serverSubject('relay.contoso.com'));
  return {
    ...organization,
    receiveConnectors: [
      ...organization.receiveConnectors,
      ...organization.servers
        .filter(({ name }) => relaying.includes(name))
        .map((server) => ({ ...relayConnector(server), tlsCertificateName: relayName })),
    ],
  };
}
