/** An organization in which everything is in order, to be changed in one place by each test. */
import type { CertificateFacts, ServerCertificate } from '../../../shared/model/certificate.ts';
import type { InboundConnector, OutboundConnector, ReceiveConnector, SendConnector } from '../../../shared/model/connector.ts';
import { known } from '../../../shared/model/known.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import type { AcceptedDomain, HybridConfiguration, HybridServer, Organization } from '../../../shared/model/organization.ts';

/** An organization with one thing changed, and what a rule must find in it. */
export interface Case {
  readonly title: string;
  readonly organization: Organization;
  readonly rule: Finding['rule'];
  /** Severities (or variants) that the rule gives, most telling first */
  readonly expected: readonly string[];
}

export const at = '2026-06-01T12:00:00.000Z';
export const issuer = 'CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US';
export const subject = 'CN=mail.contoso.com, O=Contoso, C=US';
export const oldIssuer = 'CN=Fabrikam Trust TLS RSA CA 2025, O=Fabrikam Trust, C=US';
export const oldName = `<I>${oldIssuer}<S>${subject}`;
export const newName = `<I>${issuer}<S>${subject}`;
export const capability = 'mail.protection.outlook.com:AcceptCloudServicesMail';

export const facts = (changes: Partial<CertificateFacts> = {}): CertificateFacts => ({
  thumbprint: 'A1',
  subject,
  issuer,
  names: ['mail.contoso.com', 'autodiscover.contoso.com'],
  otherNames: [],
  notBefore: '2026-05-01T00:00:00.000Z',
  notAfter: '2026-11-01T00:00:00.000Z',
  serialNumber: '01',
  keyAlgorithm: 'RSA',
  keySize: 2048,
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  selfSigned: false,
  isCA: false,
  subjectKeyIdentifier: null,
  authorityKeyIdentifier: null,
  ocspUrls: [],
  issuerUrls: [],
  crlUrls: [],
  ...changes,
});

export const certificate = (changes: Partial<ServerCertificate> = {}): ServerCertificate => ({
  facts: facts(),
  services: known(['IIS', 'SMTP']),
  status: known('Valid'),
  rootCAType: known('ThirdParty'),
  isSelfSigned: known(false),
  hasPrivateKey: known(true),
  privateKeyExportable: known(true),
  keyProvider: known({ kind: 'CSP', providerName: '', providerType: 12, containerName: 'te-1' }),
  friendlyName: known(''),
  sources: ['selected', 'serializationData'],
  disagreements: [],
  ...changes,
});

export const receiveConnector = (server: string, changes: Partial<ReceiveConnector> = {}): ReceiveConnector => ({
  identity: `${server}\\Default Frontend ${server}`,
  name: `Default Frontend ${server}`,
  server,
  transportRole: known('FrontendTransport'),
  bindings: known(['[::]:25', '0.0.0.0:25']),
  enabled: known(true),
  fqdn: known(`${server.toLowerCase()}.contoso.com`),
  authMechanism: known(['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer']),
  permissionGroups: known(['AnonymousUsers', 'ExchangeServers', 'ExchangeLegacyServers']),
  remoteIPRanges: known(['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255']),
  tlsCertificateName: known(oldName),
  tlsDomainCapabilities: known([capability]),
  ...changes,
});

export const sendConnector = (changes: Partial<SendConnector> = {}): SendConnector => ({
  identity: 'Outbound to Office 365',
  name: 'Outbound to Office 365',
  enabled: known(true),
  addressSpaces: known(['smtp:contoso.mail.onmicrosoft.com;1']),
  sourceTransportServers: known(['EX01', 'EX02']),
  smartHosts: known([]),
  fqdn: known('mail.contoso.com'),
  ignoreStartTls: known(false),
  protocolLoggingLevel: known('None'),
  requireTls: known(true),
  tlsAuthLevel: known('DomainValidation'),
  tlsDomain: known('mail.protection.outlook.com'),
  cloudServicesMailEnabled: known(true),
  tlsCertificateName: known(oldName),
  ...changes,
});

export const inbound = (changes: Partial<InboundConnector> = {}): InboundConnector => ({
  identity: 'Inbound from 1',
  name: 'Inbound from 1',
  enabled: known(true),
  connectorType: known('OnPremises'),
  connectorSource: known('HybridWizard'),
  requireTls: known(true),
  cloudServicesMailEnabled: known(true),
  tlsSenderCertificateName: known('*.contoso.com'),
  ...changes,
});

export const outbound = (changes: Partial<OutboundConnector> = {}): OutboundConnector => ({
  identity: 'Outbound to 1',
  name: 'Outbound to 1',
  enabled: known(true),
  connectorType: known('OnPremises'),
  connectorSource: known('HybridWizard'),
  recipientDomains: known(['contoso.com']),
  smartHosts: known(['mail.contoso.com']),
  smtpDaneMode: known('Opportunistic'),
  mtaStsMode: known('Opportunistic'),
  tlsSettings: known('DomainValidation'),
  tlsDomain: known('mail.contoso.com'),
  cloudServicesMailEnabled: known(true),
  ...changes,
});

export const hybridServer = (name: string, changes: Partial<HybridServer> = {}): HybridServer => ({
  name,
  role: 'transport',
  certificates: known([certificate()]),
  receiveConnectors: known([receiveConnector(name)]),
  internalTransportCertificateThumbprint: known('EE'),
  ...changes,
});

export const hybridConfiguration = (tlsCertificateName: string | null = oldName): HybridConfiguration => ({
  sendingTransportServers: ['EX01', 'EX02'],
  receivingTransportServers: ['EX01', 'EX02'],
  edgeTransportServers: [],
  onPremisesSmartHost: known('mail.contoso.com'),
  domains: known(['contoso.com']),
  tlsCertificateName: known(tlsCertificateName),
});

export const acceptedDomain = (name: string, matchSubDomains: AcceptedDomain['matchSubDomains'] = known(false)): AcceptedDomain => ({
  name,
  matchSubDomains,
});

export const organization = (changes: Partial<Organization> = {}): Organization => ({
  gatheredAt: at,
  servers: known(
    ['EX01', 'EX02'].map((name) => ({
      name,
      fqdn: `${name.toLowerCase()}.contoso.com`,
      version: known('15.2.2562.17'),
      serverRole: known('Mailbox'),
    })),
  ),
  hybridConfiguration: known(hybridConfiguration()),
  hybridServers: [hybridServer('EX01'), hybridServer('EX02')],
  sendConnectors: known([sendConnector()]),
  acceptedDomains: known([acceptedDomain('contoso.com')]),
  rights: known({ 'Set-ReceiveConnector': true, 'Set-HybridConfiguration': true }),
  authConfig: known({ current: known('AA'), previous: known(null), next: known(null) }),
  exchangeOnline: {
    acceptedDomains: known([acceptedDomain('contoso.com')]),
    inboundConnectors: known([inbound()]),
    outboundConnectors: known([outbound()]),
  },
  ...changes,
});

/** The same, with one certificate on every server (`EX02` may differ). */
export const withCertificate = (onEx01: ServerCertificate, onEx02: ServerCertificate | null = onEx01): Organization =>
  organization({
    hybridServers: [
      hybridServer('EX01', { certificates: known([onEx01]) }),
      hybridServer('EX02', { certificates: known(onEx02 === null ? [] : [onEx02]) }),
    ],
  });

/** The organization as it should be after the change. */
export const changed = (): Organization => {
  const before = organization({
    hybridConfiguration: known(hybridConfiguration(newName)),
    sendConnectors: known([sendConnector({ tlsCertificateName: known(newName) })]),
  });
  return {
    ...before,
    hybridServers: ['EX01', 'EX02'].map((name) =>
      hybridServer(name, { receiveConnectors: known([receiveConnector(name, { tlsCertificateName: known(newName) })]) }),
    ),
  };
};
