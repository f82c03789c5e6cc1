/** An organization with any number of hybrid servers and certificates. */
import {
  hybridConfiguration,
  hybridSendConnector,
  mailboxServer,
  receiveConnectors,
} from '../../src-main/exchange/practice/organizations/build.ts';
import * as certificates from '../../src-main/exchange/practice/organizations/certificates.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';

/** Certificates that every server has, the most important first. */
const shared = [
  certificates.expiring,
  certificates.renewed,
  certificates.relay,
  certificates.submission,
  certificates.ownAuthorityIssued,
  certificates.withoutCommonName,
  certificates.withEmptySubject,
];
/** The certificates that setup makes: one of the server's own, and the Auth certificate. */
const ofSetup = 2;

/** The servers EX001, EX002, and so on. Certificates beyond the shared ones are unique to their server. */
export async function organizationOf(servers: number, certificatesEach: number, now: Date): Promise<OrganizationFile> {
  const base = await practiceOrganization('renewal', now);
  const name = base.hybridConfiguration?.tlsCertificateName ?? '';
  const common = await Promise.all(shared.slice(0, certificatesEach - ofSetup).map((make) => make(now)));
  const all: OrganizationFile['servers'] = [];
  for (let index = 1; index <= servers; index += 1) {
    const server = `EX${String(index).padStart(3, '0')}`;
    const fqdn = `${server.toLowerCase()}.contoso.com`;
    const serial = (part: number): string => `5c${String(index * 100 + part).padStart(18, '0')}`;
    const own = await Promise.all(
      Array.from({ length: Math.max(0, certificatesEach - ofSetup - shared.length) }, (_, part) =>
        certificates.selfSigned(now, `WMSvc-SHA2-${server}-${String(part)}`, fqdn, serial(part + 1)),
      ),
    );
    all.push(await mailboxServer(now, server, fqdn, serial(0), [...common, ...own]));
  }
  const names = all.map((server) => server.name);
  return {
    ...base,
    servers: all,
    hybridConfiguration: hybridConfiguration(names, name),
    receiveConnectors: all.flatMap((server) => receiveConnectors(server, name)),
    sendConnectors: [hybridSendConnector(names, name)],
  };
}

/** The server does not answer queries for its certificates; what is stored in Active Directory is still returned. */
export const hanging = (server: string): OrganizationFile['faults'] => [
  { cmdlet: 'Get-ExchangeCertificate', match: { parameter: 'Server', value: server }, after: 0, fault: { kind: 'hang' } },
];
