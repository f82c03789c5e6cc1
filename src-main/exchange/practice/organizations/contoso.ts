/** The organization of `renewal`: three hybrid servers, the new certificate installed on all, the old one in use. */
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import type { SampleCertificate } from '../objects/certificate.ts';
import {
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

/**
 * contoso.com with a renewed certificate. `oldIssuer` is the authority of the certificate in use:
 * another one than that of the new certificate unless it is given.
 */
export async function contoso(now: Date, oldIssuer: SampleIdentity = authority2025): Promise<OrganizationFile> {
  const inUse = certificateName(oldIssuer, mailSubject);
  const everywhere = [
    await expiring(now, mailSubject, oldIssuer),
    await renewed(now),
    await ownAuthorityIssued(now),
    await withoutCommonName(now),
  ];
  const withKey = [await relay(now), await submission(now)];
  // EX02 lacks one of the two certificates, and has the other without its private key.
  const besides: Readonly<Record<string, readonly SampleCertificate[]>> = { EX01: withKey, EX02: [await relay(now, false)], EX03: withKey };
  const servers = await Promise.all(
    serverNames.map((name, index) =>
      mailboxServer(now, name, `${name.toLowerCase()}.contoso.com`, `6826836${index}d0ba7e`, [...everywhere, ...(besides[name] ?? [])]),
    ),
  );
  return {
    format: 1,
    name: 'Contoso',
    domainController: 'dc01.contoso.com',
    servers,
    hybridConfiguration: hybridConfiguration(serverNames, inUse),
    receiveConnectors: servers.flatMap((server) => receiveConnectors(server, inUse)),
    sendConnectors: [hybridSendConnector(serverNames, inUse), internetSendConnector(serverNames)],
    acceptedDomains: ['contoso.com', 'contoso.mail.onmicrosoft.com'],
    exchangeOnline: exchangeOnline(),
    faults: [],
  };
}
