/** The sample organizations that can be rehearsed on. */

import * as v from 'valibot';
import { organizationFileSchema, type OrganizationFile, type PracticeScenario } from '../../../../shared/model/sample-organization.ts';
import {
  authority2026,
  authority2025,
  certificateName,
  mailSubject,
  type SampleIdentity,
  difficultSubject,
  serverSubject,
} from './names.ts';
import type { SampleCertificate } from '../objects/certificate.ts';
import {
  authConfig,
  edgeReceiveConnector,
  edgeServer,
  exchangeOnline,
  hybridConfiguration,
  hybridSendConnector,
  internetSendConnector,
  mailboxServer,
  receiveConnectors,
  relayConnector,
} from './build.ts';
import { expiring, ownAuthorityIssued, relay, renewed, submission, withoutCommonName, withEmptySubject } from './certificates.ts';

// The organization of `renewal`: three hybrid servers, the new certificate installed on all, the old one in use.

const serverNames = ['EX01', 'EX02', 'EX03'];

/**
 * contoso.com with a renewed certificate. `oldIssuer` is the authority of the certificate in use:
 * another one than that of the new certificate unless it is given.
 */
async function contoso(now: Date, oldIssuer: SampleIdentity = authority2025): Promise<OrganizationFile> {
  const withKey = [await relay(now), await submission(now)];
  // EX02 lacks one of the two certificates, and has the other without its private key.
  const besides: Readonly<Record<string, readonly SampleCertificate[]>> = { EX01: withKey, EX02: [await relay(now, false)], EX03: withKey };
  return contosoWith(now, serverNames, besides, oldIssuer);
}

/** The same with other servers. `besides`: the certificates that only some of them have. */
async function contosoWith(
  now: Date,
  names: readonly string[],
  besides: Readonly<Record<string, readonly SampleCertificate[]>>,
  oldIssuer: SampleIdentity = authority2025,
): Promise<OrganizationFile> {
  const inUse = certificateName(oldIssuer, mailSubject);
  const everywhere = [
    await expiring(now, mailSubject, oldIssuer),
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
  };
}

// An organization that is too large to be read row by row.

/** As `contoso`, with EX01 to EX40; the last ten also relay for devices, with a certificate of their own. */
async function fortyServers(now: Date): Promise<OrganizationFile> {
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

// An organization whose mail from and to Exchange Online goes over two Edge servers.

const edgeNames = ['EDGE01', 'EDGE02'];

/** The new certificate is on the Mailbox servers and, without SMTP, on the second Edge server. */
async function overEdgeServers(now: Date): Promise<OrganizationFile> {
  const inUse = certificateName(authority2025, mailSubject);
  const [old, next] = [await expiring(now), await renewed(now)];
  const mailbox = await Promise.all(
    ['EX01', 'EX02'].map((name, index) =>
      mailboxServer(now, name, `${name.toLowerCase()}.contoso.com`, `6826836${index}d0ba90`, [old, next]),
    ),
  );
  const edge = await Promise.all(
    edgeNames.map((name, index) =>
      edgeServer(now, name, `${name.toLowerCase()}.contoso.com`, `6826836${index}d0ba92`, [
        old,
        ...(index === 0 ? [] : [{ ...next, services: 'None' }]),
      ]),
    ),
  );
  const configuration = hybridConfiguration([], inUse);
  return {
    format: 1,
    name: 'Contoso',
    domainController: 'dc01.contoso.com',
    servers: [...mailbox, ...edge],
    hybridConfiguration: { ...configuration, edgeTransportServers: [...edgeNames] },
    receiveConnectors: [
      // The HCW leaves the connectors of the Mailbox servers as setup made them.
      ...mailbox.flatMap((server) =>
        receiveConnectors(server, inUse).map((connector) => ({ ...connector, tlsCertificateName: null, tlsDomainCapabilities: [] })),
      ),
      ...edge.map((server) => edgeReceiveConnector(server, inUse)),
    ],
    sendConnectors: [hybridSendConnector(edgeNames, inUse), internetSendConnector(edgeNames)],
    acceptedDomains: ['contoso.com', 'contoso.mail.onmicrosoft.com'],
    authConfig: await authConfig(now),
    exchangeOnline: exchangeOnline(),
    faults: [],
  };
}

// An organization whose names hold everything that is hard to quote, show or match.

const difficultServerNames = ['EX[01]', 'EX$日本'];
/** The second one includes its subdomains. */
const difficultDomains = ['contoso.com', '*.日本.example'];

/** Two hybrid servers, two hybrid send connectors, a certificate with an empty subject. */
async function difficultNames(now: Date): Promise<OrganizationFile> {
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
  };
}

const scenarios: Readonly<Record<PracticeScenario, (now: Date) => Promise<OrganizationFile>>> = {
  renewal: (now) => contoso(now),
  sameName: (now) => contoso(now, authority2026),
  edge: overEdgeServers,
  sessionLost: async (now) => ({
    ...(await contoso(now)),
    faults: [
      {
        cmdlet: 'Set-ReceiveConnector',
        match: { parameter: 'Identity', value: 'EX02\\Default Frontend EX02' },
        after: 0,
        fault: { kind: 'sessionLost', effect: true },
      },
    ],
  }),
  noHybrid: async (now) => withoutHybrid(await contoso(now)),
  serverDown: async (now) => ({ ...(await contoso(now)), faults: serverDown('EX03') }),
  denied: async (now) => ({ ...(await contoso(now)), faults: [{ cmdlet: 'Set-ReceiveConnector', after: 0, fault: { kind: 'hidden' } }] }),
  difficultNames,
  fortyServers,
  empty: async (now) => ({ ...withoutHybrid(await contoso(now)), servers: [], receiveConnectors: [], sendConnectors: [] }),
};

/**
 * The sample organization of a scenario as it stands at `now`. The same day gives the same
 * organization, byte for byte. Validity periods of its certificates are relative to that day.
 */
export async function practiceOrganization(scenario: PracticeScenario, now: Date): Promise<OrganizationFile> {
  return v.parse(organizationFileSchema, await scenarios[scenario](now));
}

/** The same servers before the HCW ever ran. */
const withoutHybrid = (organization: OrganizationFile): OrganizationFile => ({
  ...organization,
  hybridConfiguration: null,
  receiveConnectors: organization.receiveConnectors.map((connector) => ({
    ...connector,
    tlsCertificateName: null,
    tlsDomainCapabilities: [],
  })),
  sendConnectors: organization.sendConnectors.filter((connector) => !connector.cloudServicesMailEnabled),
  exchangeOnline: { ...organization.exchangeOnline, inboundConnectors: [], outboundConnectors: [] },
});

/** What the cmdlets that have to reach the server itself report while it does not answer. */
function serverDown(server: string): OrganizationFile['faults'] {
  const down = (cmdlet: string, parameter: string, value: string, type: string): OrganizationFile['faults'][number] => ({
    cmdlet,
    match: { parameter, value },
    after: 0,
    fault: {
      kind: 'error',
      message: `The Microsoft Exchange server "${server}" couldn't be contacted. The RPC server is unavailable.`,
      category: 'ResourceUnavailable',
      id: `Microsoft.Exchange.Management.SystemConfigurationTasks.${type}`,
      terminating: false,
    },
  });
  return [
    down('Get-ExchangeCertificate', 'Server', server, 'GetExchangeCertificate'),
    down('Get-ReceiveConnector', 'Server', server, 'GetReceiveConnector'),
    down('Get-TransportService', 'Identity', server, 'GetTransportService'),
  ];
}
