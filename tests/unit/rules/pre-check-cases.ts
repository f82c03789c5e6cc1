/** Every outcome of every pre-check. */
import type { BuildTable } from '../../../shared/rules/exchange-builds.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { ReceiveConnector } from '../../../shared/model/connector.ts';
import type { ExchangeServer, Organization } from '../../../shared/model/organization.ts';
import type { Case } from './sample.ts';
import {
  capability,
  certificate,
  hybridConfiguration,
  hybridServer,
  inbound,
  organization,
  outbound,
  receiveConnector,
  sendConnector,
} from './sample.ts';

export const builds: BuildTable = {
  source: '',
  newest: '2026-03-03',
  builds: [
    { version: '15.2.1258.12', name: 'Exchange 2019 CU13', date: '2023-05-03', kb: 'KB5020999' },
    { version: '15.2.1544.4', name: 'Exchange 2019 CU14', date: '2024-02-13', kb: 'KB5035606' },
    { version: '15.2.1544.9', name: 'Exchange 2019 CU14 Mar24SU', date: '2024-03-12', kb: 'KB5036401' },
    { version: '15.2.1748.10', name: 'Exchange 2019 CU15', date: '2025-02-10', kb: 'KB5042461' },
    { version: '15.2.2562.17', name: 'Exchange SE RTM', date: '2025-07-01', kb: 'KB5047155' },
    { version: '15.2.2562.20', name: 'Exchange SE RTM Aug25SU', date: '2026-03-03', kb: 'KB5063224' },
  ],
};

/** `at` is 90 days after the newest build at 12:00; 12 hours are not a day. */
const withVersion = (version: string, gatheredAt = organization().gatheredAt): Organization =>
  organization({
    gatheredAt,
    hybridServers: [hybridServer('EX01')],
    servers: known([{ name: 'EX01', fqdn: 'ex01.contoso.com', version: known(version), serverRole: known('Mailbox') }]),
  });
/** The one by its name, the other by its full name. */
const twoNamedMail: ExchangeServer[] = [
  { name: 'EX01', fqdn: 'mail.contoso.com', version: known('15.2.3000.1'), serverRole: known('Mailbox') },
  { name: 'MAIL', fqdn: 'mail.fabrikam.com', version: known('15.2.2562.20'), serverRole: known('Mailbox') },
];
const withConnectors = (connectors: Parameters<typeof hybridServer>[1]): Organization =>
  organization({ hybridServers: [hybridServer('EX01', connectors)] });
const relay = receiveConnector('EX01', { identity: 'EX01\\Relay', name: 'Relay', tlsDomainCapabilities: known([]) });
const plain = receiveConnector('EX01', { identity: 'EX01\\Renamed', name: 'Renamed', tlsDomainCapabilities: known([]) });
const withBindings = (bindings: ReceiveConnector['bindings']): Organization =>
  withConnectors({ receiveConnectors: known([receiveConnector('EX01', { bindings })]) });
const twoSend = (addressSpaces: string[]): Organization =>
  organization({ sendConnectors: known([sendConnector(), sendConnector({ identity: 'Second', addressSpaces: known(addressSpaces) })]) });
const withEdge = (serverRole: ExchangeServer['serverRole']): Organization => {
  const { servers } = organization();
  const listed = servers.known ? servers.value : [];
  return organization({
    servers: known([...listed, { name: 'EDGE1', fqdn: 'edge1.contoso.com', version: known('15.2.2562.17'), serverRole }]),
  });
};
const online = (changes: Partial<Organization['exchangeOnline']>): Organization =>
  organization({ exchangeOnline: { ...organization().exchangeOnline, ...changes } });

export const preCheckCases: readonly Case[] = [
  { title: 'exists', organization: withVersion('15.2.2562.17'), rule: 'server.listed', expected: ['ok'] },
  {
    title: 'named by its FQDN',
    organization: { ...withVersion('15.2.2562.17'), hybridServers: [hybridServer('ex01.contoso.com')] },
    rule: 'server.listed',
    expected: ['ok'],
  },
  {
    title: 'does not exist',
    organization: { ...withVersion('15.2.2562.17'), hybridServers: [hybridServer('EX0')] },
    rule: 'server.listed',
    expected: ['warn'],
  },
  {
    title: 'servers not known',
    organization: { ...withVersion('15.2.2562.17'), servers: unknown('denied') },
    rule: 'server.listed',
    expected: ['unknown'],
  },

  { title: 'newest of its product', organization: withVersion('15.2.2562.17'), rule: 'server.version', expected: ['ok'] },
  { title: 'newest with a security update', organization: withVersion('15.2.2562.99'), rule: 'server.version', expected: ['ok'] },
  {
    title: 'older by two, on the last day of support',
    organization: withVersion('15.2.1258.12', '2025-10-13T23:59:59.000Z'),
    rule: 'server.version',
    expected: ['warn'],
  },
  {
    title: 'older by one, which is supported',
    organization: withVersion('15.2.1544.9', '2025-10-13T23:59:59.000Z'),
    rule: 'server.version',
    expected: ['previous'],
  },
  {
    title: 'newest, support has ended',
    organization: withVersion('15.2.1748.10', '2025-10-14T00:00:00.000Z'),
    rule: 'server.version',
    expected: ['ok', 'endOfSupport'],
  },
  {
    title: 'older by one, support has ended',
    organization: withVersion('15.2.1544.4'),
    rule: 'server.version',
    expected: ['previous', 'endOfSupport'],
  },
  ...(
    [
      ['ex01', ['notInTable']],
      ['mail.fabrikam.com', ['ok']],
    ] as const
  ).flatMap(([name, expected]) =>
    [twoNamedMail, [...twoNamedMail].reverse()].map((servers) => ({
      title: `the version of ${name}, where two full names begin with mail`,
      organization: organization({ servers: known(servers), hybridServers: [hybridServer(name)] }),
      rule: 'server.version' as const,
      expected,
    })),
  ),
  { title: 'not in the table', organization: withVersion('15.2.3000.1'), rule: 'server.version', expected: ['notInTable'] },
  {
    title: 'servers not known',
    organization: { ...withVersion('15.2.2562.17'), servers: unknown('failed') },
    rule: 'server.version',
    expected: ['unknown'],
  },
  {
    title: 'a server that does not exist has no version',
    organization: { ...withVersion('15.2.2562.17'), hybridServers: [hybridServer('EX0')] },
    rule: 'server.version',
    expected: [],
  },
  {
    title: 'version not returned',
    organization: {
      ...withVersion(''),
      servers: known([{ name: 'EX01', fqdn: 'ex01.contoso.com', version: unknown('notReturned'), serverRole: known('Mailbox') }]),
    },
    rule: 'server.version',
    expected: ['unknown'],
  },

  { title: '90 days old', organization: organization(), rule: 'server.buildTable', expected: ['ok'] },
  {
    title: '91 days old',
    organization: organization({ gatheredAt: '2026-06-02T00:00:00.000Z' }),
    rule: 'server.buildTable',
    expected: ['warn'],
  },

  { title: 'offered', organization: organization(), rule: 'rights.reset', expected: ['ok'] },
  {
    title: 'not offered',
    organization: organization({ rights: known({ 'Set-ReceiveConnector': false }) }),
    rule: 'rights.reset',
    expected: ['block'],
  },
  { title: 'not told', organization: organization({ rights: known({}) }), rule: 'rights.reset', expected: ['unknown'] },
  { title: 'rights not known', organization: organization({ rights: unknown('failed') }), rule: 'rights.reset', expected: ['unknown'] },
  { title: 'offered', organization: organization(), rule: 'rights.hybridConfiguration', expected: ['ok'] },
  {
    title: 'not offered',
    organization: organization({ rights: known({ 'Set-HybridConfiguration': false }) }),
    rule: 'rights.hybridConfiguration',
    expected: ['warn'],
  },
  { title: 'not told', organization: organization({ rights: known({}) }), rule: 'rights.hybridConfiguration', expected: ['unknown'] },

  { title: 'found', organization: withConnectors({}), rule: 'connector.receive', expected: ['ok'] },
  { title: 'missing', organization: withConnectors({ receiveConnectors: known([]) }), rule: 'connector.receive', expected: ['block'] },
  {
    title: 'ambiguous',
    organization: withConnectors({ receiveConnectors: known([relay, plain]) }),
    rule: 'connector.receive',
    expected: ['warn'],
  },
  {
    title: 'not known',
    organization: withConnectors({ receiveConnectors: unknown('failed') }),
    rule: 'connector.receive',
    expected: ['unknown'],
  },

  {
    title: 'found by its properties under another name',
    organization: withConnectors({ receiveConnectors: known([{ ...plain, tlsDomainCapabilities: known([capability]) }]) }),
    rule: 'connector.receive',
    expected: ['renamed'],
  },
  {
    title: 'enabled or not is not known',
    organization: withConnectors({ receiveConnectors: known([receiveConnector('EX01', { enabled: unknown('notReturned') })]) }),
    rule: 'connector.receive',
    expected: ['ok', 'enabledUnread'],
  },
  {
    title: 'disabled',
    organization: withConnectors({ receiveConnectors: known([receiveConnector('EX01', { enabled: known(false) })]) }),
    rule: 'connector.receive',
    expected: ['ok', 'disabled'],
  },

  { title: 'with its name', organization: withConnectors({}), rule: 'connector.alreadyReset', expected: [] },
  {
    title: 'without its name, trusted',
    organization: withConnectors({ receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(null) })]) }),
    rule: 'connector.alreadyReset',
    expected: [],
  },
  {
    title: 'without name and capabilities',
    organization: withConnectors({
      receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(null), tlsDomainCapabilities: known([]) })]),
    }),
    rule: 'connector.alreadyReset',
    expected: ['warn'],
  },
  {
    title: 'with its name, not trusted',
    organization: withConnectors({ receiveConnectors: known([receiveConnector('EX01', { tlsDomainCapabilities: known([]) })]) }),
    rule: 'connector.alreadyReset',
    expected: [],
  },
  {
    title: 'with blanks for a name, without capabilities',
    organization: withConnectors({
      receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(' '), tlsDomainCapabilities: known([]) })]),
    }),
    rule: 'connector.alreadyReset',
    expected: ['warn'],
  },
  {
    title: 'without a name, the capabilities not returned',
    organization: withConnectors({
      receiveConnectors: known([
        receiveConnector('EX01', { tlsCertificateName: known(null), tlsDomainCapabilities: unknown('notReturned') }),
      ]),
    }),
    rule: 'connector.alreadyReset',
    expected: ['unknown'],
  },
  {
    title: 'without capabilities, the name not returned',
    organization: withConnectors({
      receiveConnectors: known([
        receiveConnector('EX01', { tlsCertificateName: unknown('notReturned'), tlsDomainCapabilities: known([]) }),
      ]),
    }),
    rule: 'connector.alreadyReset',
    expected: ['unknown'],
  },
  {
    title: 'no connector',
    organization: withConnectors({ receiveConnectors: known([]) }),
    rule: 'connector.alreadyReset',
    expected: [],
  },

  { title: 'port 25 of every address', organization: withConnectors({}), rule: 'connector.bindings', expected: ['ok'] },
  {
    title: 'in another order',
    organization: withBindings(known(['0.0.0.0:25', '[::]:25'])),
    rule: 'connector.bindings',
    expected: ['ok'],
  },
  {
    title: 'port 25 of one address',
    organization: withBindings(known(['192.0.2.1:25'])),
    rule: 'connector.bindings',
    expected: ['otherAddresses'],
  },
  {
    title: 'one address more',
    organization: withBindings(known(['[::]:25', '0.0.0.0:25', '192.0.2.1:25'])),
    rule: 'connector.bindings',
    expected: ['otherAddresses'],
  },
  {
    title: 'one address more, on another port',
    organization: withBindings(known(['192.0.2.1:25', '192.0.2.1:2525'])),
    rule: 'connector.bindings',
    expected: ['otherAddresses'],
  },
  {
    title: 'one address for another',
    organization: withBindings(known(['[::]:25', '192.0.2.1:25'])),
    rule: 'connector.bindings',
    expected: ['otherAddresses'],
  },
  { title: 'IPv6 left out', organization: withBindings(known(['0.0.0.0:25'])), rule: 'connector.bindings', expected: ['otherAddresses'] },
  { title: 'another port', organization: withBindings(known(['0.0.0.0:2525'])), rule: 'connector.bindings', expected: ['otherPort'] },
  { title: 'bindings not returned', organization: withBindings(unknown('notReturned')), rule: 'connector.bindings', expected: ['unknown'] },
  { title: 'no connector', organization: withConnectors({ receiveConnectors: known([]) }), rule: 'connector.bindings', expected: [] },
  {
    title: 'the connectors not known',
    organization: withConnectors({ receiveConnectors: unknown('failed') }),
    rule: 'connector.bindings',
    expected: ['unknown'],
  },

  { title: 'with details', organization: withConnectors({}), rule: 'server.certificateDetails', expected: ['ok'] },
  {
    title: 'one with details, one without',
    organization: withConnectors({ certificates: known([certificate(), certificate({ sources: [] })]) }),
    rule: 'server.certificateDetails',
    expected: ['ok'],
  },
  {
    title: 'none with details',
    organization: withConnectors({ certificates: known([certificate({ sources: [] })]) }),
    rule: 'server.certificateDetails',
    expected: ['rawOnly'],
  },
  {
    title: 'no certificate at all',
    organization: withConnectors({ certificates: known([]) }),
    rule: 'server.certificateDetails',
    expected: [],
  },
  {
    title: 'certificates not known',
    organization: withConnectors({ certificates: unknown('denied') }),
    rule: 'server.certificateDetails',
    expected: ['unknown'],
  },

  { title: 'one', organization: organization(), rule: 'connector.send', expected: ['ok'] },
  { title: 'two with their own address spaces', organization: twoSend(['smtp:contoso.com;1']), rule: 'connector.send', expected: ['info'] },
  {
    title: 'two with one address space, of other case and cost',
    organization: twoSend(['SMTP:Contoso.mail.onmicrosoft.com;10']),
    rule: 'connector.send',
    expected: ['sameSpace'],
  },
  {
    title: 'two, address spaces not returned',
    organization: organization({
      sendConnectors: known([sendConnector(), sendConnector({ identity: 'Second', addressSpaces: unknown('notReturned') })]),
    }),
    rule: 'connector.send',
    expected: ['spacesUnread'],
  },
  { title: 'the older name of the HCW', organization: organization(), rule: 'connector.sendName', expected: ['ok'] },
  {
    title: 'the name of the HCW with a GUID',
    organization: organization({
      sendConnectors: known([sendConnector({ name: 'Outbound to Office 365 - 5d8bf6e8-91bf-436f-b386-0123456789ab' })]),
    }),
    rule: 'connector.sendName',
    expected: ['ok'],
  },
  {
    title: 'renamed',
    organization: organization({ sendConnectors: known([sendConnector({ name: 'Outbound to Office 365 old' })]) }),
    rule: 'connector.sendName',
    expected: ['info'],
  },
  {
    title: 'send connectors not known',
    organization: organization({ sendConnectors: unknown('failed') }),
    rule: 'connector.sendName',
    expected: [],
  },
  { title: 'none', organization: organization({ sendConnectors: known([]) }), rule: 'connector.send', expected: ['warn'] },
  { title: 'not known', organization: organization({ sendConnectors: unknown('failed') }), rule: 'connector.send', expected: ['unknown'] },

  { title: 'one', organization: online({}), rule: 'connector.inbound', expected: ['ok'] },
  {
    title: 'only a partner’s',
    organization: online({ inboundConnectors: known([inbound({ connectorType: known('Partner') })]) }),
    rule: 'connector.inbound',
    expected: ['warn'],
  },
  {
    title: 'not connected',
    organization: online({ inboundConnectors: unknown('notConnected') }),
    rule: 'connector.inbound',
    expected: ['unknown'],
  },
  { title: 'one', organization: online({}), rule: 'connector.outbound', expected: ['ok'] },
  {
    title: 'only one of another kind',
    organization: online({ outboundConnectors: known([outbound({ cloudServicesMailEnabled: known(false) })]) }),
    rule: 'connector.outbound',
    expected: ['warn'],
  },
  {
    title: 'not connected',
    organization: online({ outboundConnectors: unknown('notConnected') }),
    rule: 'connector.outbound',
    expected: ['unknown'],
  },

  { title: 'no Edge server', organization: organization(), rule: 'connector.edge', expected: [] },
  {
    title: 'two Edge servers',
    organization: organization({ hybridConfiguration: known({ ...hybridConfiguration(), edgeTransportServers: ['EDGE1', 'EDGE2'] }) }),
    rule: 'connector.edge',
    expected: ['info', 'info'],
  },
  {
    title: 'hybrid configuration not known',
    organization: organization({ hybridConfiguration: unknown('failed') }),
    rule: 'connector.edge',
    expected: ['unknown'],
  },
  { title: 'one that is only subscribed', organization: withEdge(known('Edge')), rule: 'connector.edge', expected: ['subscribedOnly'] },
  {
    title: 'one that is subscribed and named',
    organization: {
      ...withEdge(known('Edge')),
      hybridConfiguration: known({ ...hybridConfiguration(), edgeTransportServers: ['edge1.contoso.com'] }),
    },
    rule: 'connector.edge',
    expected: ['info'],
  },
  { title: 'a role that is not known', organization: withEdge(unknown('notReturned')), rule: 'connector.edge', expected: ['unknown'] },
  {
    title: 'one that is named, and servers that are not known',
    organization: organization({
      hybridConfiguration: known({ ...hybridConfiguration(), edgeTransportServers: ['EDGE1'] }),
      servers: unknown('denied'),
    }),
    rule: 'connector.edge',
    expected: ['unknown', 'info'],
  },
];
