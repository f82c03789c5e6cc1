/** An organization whose names hold everything that is hard to quote, show or match. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import {
  authConfig,
  exchangeOnline,
  hybridConfiguration,
  hybridSendConnector,
  internetSendConnector,
  mailboxServer,
  receiveConnectors,
} from '../build.ts';
import { expiring, renewed, withEmptySubject } from '../certificates.ts';
import { authority2025, certificateName, difficultSubject } from '../names.ts';

const difficultServerNames = ['EX[01]', 'EX$日本'];
/** The second one includes its subdomains. */
const difficultDomains = ['contoso.com', '*.日本.example'];

/** Two hybrid servers, two hybrid send connectors, a certificate with an empty subject. */
export async function difficultNames(now: Date): Promise<OrganizationFile> {
  const inUse = certificateName(authority2025, difficultSubject);
  const certificates = [await expiring(now, difficultSubject), await renewed(now, difficultSubject), await withEmptySubject(now)];
  const servers = await Promise.all(
    difficultServerNames.map((name, index) =>
      mailboxServer(now, name, `ex0${index + 1}.contoso.com`, `6826836${index}d0ba80`, certificates),
    ),
  );
  const hybrid = hybridSendConnector(difficultServerNames, inUse);
  return {
    format: 1,
    name: 'Contoso "日本" [$Org]',
    domainController: 'dc01.contoso.com',
    servers,
    hybridConfiguration: hybridConfiguration(difficultServerNames, inUse),
    receiveConnectors: servers.flatMap((server, index) => {
      const [defaultFrontend, ...others] = receiveConnectors(server, inUse);
      if (defaultFrontend === undefined) return others;
      // The connector is found by its properties: on the second server it was renamed.
      return [index === 0 ? defaultFrontend : { ...defaultFrontend, name: `受信 "O'Brien’s" [$(Get-Date)] \`; #1` }, ...others];
    }),
    sendConnectors: [
      { ...hybrid, name: "Outbound to 'Office 365' [日本] $true" },
      { ...hybrid, name: 'Outbound “to” Office 365 (partner)', addressSpaces: ['smtp:fabrikam.mail.onmicrosoft.com;1'] },
      internetSendConnector(difficultServerNames),
    ],
    acceptedDomains: [...difficultDomains, 'contoso.mail.onmicrosoft.com'],
    authConfig: await authConfig(now),
    exchangeOnline: {
      ...exchangeOnline(),
      acceptedDomains: [...difficultDomains, 'contoso.mail.onmicrosoft.com', 'contoso.onmicrosoft.com'],
    },
    faults: [],
    events: [],
  };
}
