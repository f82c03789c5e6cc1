/** contoso.com: three hybrid servers, the new certificate installed on all, the old one in use. Most samples are this one with a difference. */
import type { OrganizationFile } from '../../../../shared/model/sample-organization.ts';
import type { SampleCertificate } from '../objects/certificate.ts';
import {
  authConfig,
  exchangeOnline,
  hybridConfiguration,
  hybridSendConnector,
  internetSendConnector,
  mailboxServer,
  receiveConnectors,
} from './build.ts';
import { expiring, ownAuthorityIssued, relay, renewed, submission, withoutCommonName } from './certificates.ts';
import { authority2025, certificateName, mailSubject, type SampleIdentity } from './names.ts';

const serverNames = ['EX01', 'EX02', 'EX03'];

/** What the certificate in use says, which is about to expire. */
interface OldCertificate {
  readonly issuer: SampleIdentity;
  readonly subject: SampleIdentity;
  /** The names that mail needs, unless they are given */
  readonly names?: readonly string[];
}

/** Another authority has issued the new certificate. */
const ofAnotherIssuer: OldCertificate = { issuer: authority2025, subject: mailSubject };

/** contoso.com with a renewed certificate, and `old` in use. */
export async function contoso(now: Date, old = ofAnotherIssuer): Promise<OrganizationFile> {
  const withKey = [await relay(now), await submission(now)];
  // EX02 lacks one of the two certificates, and has the other without its private key.
  const besides: Readonly<Record<string, readonly SampleCertificate[]>> = { EX01: withKey, EX02: [await relay(now, false)], EX03: withKey };
  return contosoWith(now, serverNames, besides, old);
}

/** The same with other servers. `besides`: the certificates that only some of them have. */
export async function contosoWith(
  now: Date,
  names: readonly string[],
  besides: Readonly<Record<string, readonly SampleCertificate[]>>,
  old = ofAnotherIssuer,
): Promise<OrganizationFile> {
  const inUse = certificateName(old.issuer, old.subject);
  const everywhere = [
    await expiring(now, old.subject, old.issuer, old.names),
    await renewed(now),
    await ownAuthorityIssued(now),
    await withoutCommonName(now),
  ];
  const servers = await Promise.all(
    names.map((name, index) =>
      mailboxServer(now, name, `${name.toLowerCase()}.contoso.com`, `682683${60 + index}d0ba7e`, [...everywhere, ...(besides[name] ?? [])]),
    ),
  );
  return {
    format: 1,
    name: 'Contoso',
    domainController: 'dc01.contoso.com',
    servers,
    hybridConfiguration: hybridConfiguration(names, inUse),
    receiveConnectors: servers.flatMap((server) => receiveConnectors(server, inUse)),
    sendConnectors: [hybridSendConnector(names, inUse), internetSendConnector(names)],
    acceptedDomains: ['contoso.com', 'contoso.mail.onmicrosoft.com'],
    authConfig: await authConfig(now),
    exchangeOnline: exchangeOnline(),
    faults: [],
    events: [],
  };
}
