/** Faults of mail flow, each as one change of a sound organization, with what must be said. */
import type { CertificateFacts, ServerCertificate } from '../../../shared/model/certificate.ts';
import type { InboundConnector, OutboundConnector, ReceiveConnector, SendConnector } from '../../../shared/model/connector.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { Direction, Verdict } from '../../../shared/mail-flow/verdict.ts';
import {
  certificate,
  facts,
  hybridConfiguration,
  hybridServer,
  inbound,
  newName,
  organization,
  outbound,
  receiveConnector,
  sendConnector,
} from '../rules/sample.ts';

/** Both servers present the certificate that every connector names, and Exchange Online accepts it. */
export function sound(changes: Partial<Organization> = {}): Organization {
  return organization({
    hybridConfiguration: known(hybridConfiguration(newName)),
    hybridServers: [server('EX01'), server('EX02')],
    sendConnectors: known([send()]),
    exchangeOnline: {
      acceptedDomains: organization().exchangeOnline.acceptedDomains,
      inboundConnectors: known([inbound({ tlsSenderCertificateName: known('*.contoso.com') })]),
      outboundConnectors: known([outbound()]),
    },
    ...changes,
  });
}

/** Exchange Online over IPv4, worldwide. */
const everyRange = ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17'];
/** The send connectors lead to GCC High. */
const gccHigh = (organization: Organization): Organization => ({
  ...organization,
  sendConnectors: known([
    send({ tlsDomain: known('mail.protection.office365.us'), addressSpaces: known(['smtp:contoso.mail.onmicrosoft.us;1']) }),
  ]),
});

const send = (changes: Partial<SendConnector> = {}): SendConnector => sendConnector({ tlsCertificateName: known(newName), ...changes });
const receive = (name: string, changes: Partial<ReceiveConnector> = {}): ReceiveConnector =>
  receiveConnector(name, { tlsCertificateName: known(newName), ...changes });
const server = (name: string, changes: Partial<ReceiveConnector> = {}, others: readonly ReceiveConnector[] = []) =>
  hybridServer(name, { receiveConnectors: known([receive(name, changes), ...others]) });

const withServer = (changes: Partial<ReceiveConnector>, others: readonly ReceiveConnector[] = []): Organization =>
  sound({ hybridServers: [server('EX01'), server('EX02', changes, others)] });
const everywhere = (changes: Partial<ReceiveConnector>): Organization =>
  sound({ hybridServers: [server('EX01', changes), server('EX02', changes)] });
const withCertificates = (certificates: readonly ServerCertificate[], changes: Partial<ReceiveConnector> = {}): Organization =>
  sound({
    hybridServers: [
      server('EX01'),
      hybridServer('EX02', { certificates: known([...certificates]), receiveConnectors: known([receive('EX02', changes)]) }),
    ],
  });
const withSend = (...connectors: readonly SendConnector[]): Organization => sound({ sendConnectors: known([...connectors]) });
const withOnline = (changes: {
  readonly inbound?: readonly InboundConnector[];
  readonly outbound?: readonly OutboundConnector[];
  readonly domains?: Organization['exchangeOnline']['acceptedDomains'];
}): Organization => {
  const { exchangeOnline } = sound();
  return sound({
    exchangeOnline: {
      acceptedDomains: changes.domains ?? exchangeOnline.acceptedDomains,
      inboundConnectors: changes.inbound === undefined ? exchangeOnline.inboundConnectors : known([...changes.inbound]),
      outboundConnectors: changes.outbound === undefined ? exchangeOnline.outboundConnectors : known([...changes.outbound]),
    },
  });
};
const sender = (tlsSenderCertificateName: string | null, changes: Partial<InboundConnector> = {}): InboundConnector =>
  inbound({ tlsSenderCertificateName: known(tlsSenderCertificateName), ...changes });

/** The self-signed certificate of setup, whose names are those of the server. */
const own = (changes: Partial<CertificateFacts> = {}): ServerCertificate =>
  certificate({
    facts: facts({
      thumbprint: 'EE',
      subject: 'CN=EX02',
      issuer: 'CN=EX02',
      names: ['EX02', 'ex02.contoso.com'],
      selfSigned: true,
      ...changes,
    }),
    isSelfSigned: known(true),
    rootCAType: known('None'),
  });
const reset: Partial<ReceiveConnector> = { tlsCertificateName: known(null), tlsDomainCapabilities: known([]) };
const relay = (changes: Partial<ReceiveConnector>): ReceiveConnector =>
  receive('EX02', { identity: 'EX02\\Relay', name: 'Relay', tlsDomainCapabilities: known([]), ...changes });

export interface FlowCase {
  readonly name: string;
  readonly organization: Organization;
  readonly direction: Direction;
  readonly verdict: Verdict;
  /** Rule and variant of the reason; none: the mail is internal without one */
  readonly says?: string;
  /** What the reason is about */
  readonly about?: string;
}

const toOnPremises = (cases: readonly Omit<FlowCase, 'direction'>[]): FlowCase[] =>
  cases.map((one) => ({ ...one, direction: 'toOnPremises' }));
const toExchangeOnline = (cases: readonly Omit<FlowCase, 'direction'>[]): FlowCase[] =>
  cases.map((one) => ({ ...one, direction: 'toExchangeOnline' }));

const frontend = 'EX02\\Default Frontend EX02';

/** Starts later than the usual certificate of that name, and expires earlier. */
const startsLater = (changes: Partial<ServerCertificate> = {}): ServerCertificate =>
  certificate({
    facts: facts({ thumbprint: 'B2', notBefore: '2026-05-20T00:00:00.000Z', notAfter: '2026-10-01T00:00:00.000Z' }),
    ...changes,
  });
const smtpAndOrder: readonly (readonly [string, readonly ServerCertificate[], string | null, Verdict])[] = [
  ['the certificate is not enabled for SMTP', [certificate({ services: known(['IIS']) })], 'withoutSmtp', 'unknown'],
  ['the services were not read', [certificate({ services: unknown('notReturned', 'Services') })], 'servicesUnread', 'unknown'],
  [
    'the orders of selection differ, and one is of a root added by hand',
    [certificate(), startsLater({ rootCAType: known('Registry') })],
    'order',
    'unknown',
  ],
  [
    'the orders of selection differ, and one is not enabled for SMTP',
    [certificate(), startsLater({ services: known(['IIS']) })],
    'order',
    'unknown',
  ],
  ['the orders of selection differ, and both are accepted', [certificate(), startsLater()], null, 'internal'],
];

export const flowCases: readonly FlowCase[] = [
  ...toOnPremises([
    { name: 'everything in order', organization: sound(), verdict: 'internal' },
    {
      name: 'TlsDomainCapabilities empty on one server',
      organization: withServer({ tlsDomainCapabilities: known([]) }),
      verdict: 'external',
      says: 'mail.capabilities empty',
      about: frontend,
    },
    {
      name: 'servers differ in TlsDomainCapabilities',
      organization: withServer({ tlsDomainCapabilities: known([]) }),
      verdict: 'external',
      says: 'mail.capabilities differ',
    },
    {
      name: 'TlsDomainCapabilities of the old form',
      organization: withServer({
        tlsDomainCapabilities: known(['<I>CN=MSIT Machine Auth CA 2<S>CN=mail.protection.outlook.com:AcceptCloudServicesMail']),
      }),
      verdict: 'external',
      says: 'mail.capabilities oldForm',
      about: frontend,
    },
    {
      name: 'TlsDomainCapabilities unknown',
      organization: withServer({ tlsDomainCapabilities: unknown('notReturned', 'TlsDomainCapabilities') }),
      verdict: 'unknown',
      says: 'mail.capabilities unknown',
      about: frontend,
    },
    {
      name: 'TlsDomainCapabilities that accept the mail of another domain only',
      organization: withServer({
        tlsDomainCapabilities: known(['x:AcceptCloudServicesMail', 'notmail.protection.outlook.com:AcceptCloudServicesMail']),
      }),
      verdict: 'unknown',
      says: 'mail.capabilities otherDomain',
      about: frontend,
    },
    {
      name: 'TlsDomainCapabilities of the old form, and for another domain',
      organization: withServer({
        tlsDomainCapabilities: known([
          '<I>CN=MSIT Machine Auth CA 2<S>CN=mail.protection.outlook.com:AcceptCloudServicesMail',
          'contoso.com:AcceptCloudServicesMail',
        ]),
      }),
      verdict: 'unknown',
      says: 'mail.capabilities otherDomain',
      about: frontend,
    },
    {
      name: 'TlsDomainCapabilities for another domain and for Exchange Online',
      organization: everywhere({
        tlsDomainCapabilities: known([
          'contoso.com:AcceptOorgProtocol',
          'Mail.Protection.Outlook.com:AcceptOorgProtocol,AcceptCloudServicesMail',
        ]),
      }),
      verdict: 'internal',
    },
    {
      name: 'the receive connector is disabled',
      organization: withServer({ enabled: known(false) }),
      verdict: 'fails',
      says: 'mail.receive disabled',
      about: 'EX02',
    },
    {
      name: 'no connector on port 25',
      organization: withServer({ bindings: known(['0.0.0.0:587']) }),
      verdict: 'fails',
      says: 'mail.receive none',
      about: 'EX02',
    },
    {
      name: 'bindings unknown',
      organization: withServer({ bindings: unknown('failed', 'x') }),
      verdict: 'unknown',
      says: 'mail.receive unknown',
      about: 'EX02',
    },
    {
      name: 'the receive connector serves other addresses only',
      organization: withServer({ remoteIPRanges: known(['10.0.0.0/8']) }),
      verdict: 'fails',
      says: 'mail.receive noneForExchangeOnline',
      about: 'EX02',
    },
    {
      name: 'RemoteIPRanges that are not understood',
      organization: withServer({ remoteIPRanges: known(['everybody']) }),
      verdict: 'unknown',
      says: 'mail.receive unknown',
      about: 'EX02',
    },
    {
      name: 'another connector is restricted to addresses of Exchange Online',
      organization: withServer({}, [relay({ remoteIPRanges: known(everyRange) })]),
      verdict: 'external',
      says: 'mail.receive takenOver',
      about: 'EX02',
    },
    {
      name: 'the receive connector is locked to all addresses of Exchange Online',
      organization: withServer({ remoteIPRanges: known(everyRange) }),
      verdict: 'internal',
    },
    {
      name: 'the receive connector is locked to a part of the addresses of Exchange Online',
      organization: withServer({ remoteIPRanges: known(['40.92.0.0/15']) }),
      verdict: 'unknown',
      says: 'mail.receive onlyPart',
      about: 'EX02',
    },
    {
      name: 'a sound connector for a part of the addresses is beside a reset one',
      organization: withServer(reset, [
        relay({ remoteIPRanges: known(['40.92.0.0/15']), tlsDomainCapabilities: receive('EX02').tlsDomainCapabilities }),
      ]),
      verdict: 'waits',
      says: 'mail.receive takesPart',
      about: 'EX02',
    },
    {
      name: 'a sound connector for a part of the addresses is beside a sound one',
      organization: withServer({}, [
        relay({ remoteIPRanges: known(['40.92.0.0/15']), tlsDomainCapabilities: receive('EX02').tlsDomainCapabilities }),
      ]),
      verdict: 'internal',
      says: 'mail.receive takesPart',
      about: 'EX02',
    },
    {
      name: 'a connector for a part of the addresses is beside two for every address',
      organization: withServer({}, [
        relay({ remoteIPRanges: known(['40.92.0.0/15']), tlsDomainCapabilities: receive('EX02').tlsDomainCapabilities }),
        relay({ identity: 'EX02\\Second', name: 'Second' }),
      ]),
      verdict: 'unknown',
      says: 'mail.receive several',
      about: 'EX02',
    },
    {
      name: 'in GCC High, the receive connector is locked to other addresses',
      organization: gccHigh(withServer({ remoteIPRanges: known(['23.103.191.0/24']) })),
      verdict: 'unknown',
      says: 'mail.receive otherCloud',
      about: 'EX02',
    },
    {
      name: 'in GCC High, the receive connector is locked to the addresses of the worldwide cloud',
      organization: gccHigh(withServer({ remoteIPRanges: known(everyRange) })),
      verdict: 'unknown',
      says: 'mail.receive otherCloud',
      about: 'EX02',
    },
    {
      name: 'in GCC High, a connector for other addresses is beside it',
      organization: gccHigh(withServer({}, [relay({ remoteIPRanges: known(['23.103.191.0/24']) })])),
      verdict: 'unknown',
      says: 'mail.receive otherCloud',
      about: 'EX02',
    },
    {
      name: 'in GCC High, a relay connector for the own network is beside it',
      organization: gccHigh(withServer({}, [relay({ remoteIPRanges: known(['10.0.0.0-10.255.255.255']) })])),
      verdict: 'internal',
    },
    {
      name: 'the cloud is not known, and the receive connector serves other addresses only',
      organization: {
        ...withServer({ remoteIPRanges: known(['23.103.191.0/24']) }),
        sendConnectors: unknown('denied', 'x'),
      },
      verdict: 'unknown',
      says: 'mail.receive otherCloud',
      about: 'EX02',
    },
    {
      name: 'a relay connector for the own network is beside it',
      organization: withServer({}, [relay({ remoteIPRanges: known(['10.0.0.0-10.255.255.255']) })]),
      verdict: 'internal',
    },
    {
      name: 'two connectors serve every address',
      organization: withServer({}, [relay({})]),
      verdict: 'unknown',
      says: 'mail.receive several',
      about: 'EX02',
    },
    {
      name: 'AuthMechanism without Tls',
      organization: withServer({ authMechanism: known(['Integrated', 'BasicAuth']) }),
      verdict: 'waits',
      says: 'mail.startTls missing',
      about: frontend,
    },
    {
      name: 'AuthMechanism unknown',
      organization: withServer({ authMechanism: unknown('notReturned', 'AuthMechanism') }),
      verdict: 'unknown',
      says: 'mail.startTls unknown',
      about: frontend,
    },
    {
      name: 'the certificates of the server were not read',
      organization: sound({
        hybridServers: [
          server('EX01'),
          hybridServer('EX02', { certificates: unknown('failed', 'x'), receiveConnectors: known([receive('EX02')]) }),
        ],
      }),
      verdict: 'unknown',
      says: 'mail.presented unknown',
      about: frontend,
    },
    {
      name: 'the root of the certificate is unknown',
      organization: withCertificates([certificate({ rootCAType: unknown('notReturned', 'RootCAType') })]),
      verdict: 'unknown',
      says: 'mail.accepted unknown',
      about: frontend,
    },
    {
      name: 'TlsSettings unknown',
      organization: withOnline({ outbound: [outbound({ tlsSettings: unknown('notReturned', 'TlsSettings') })] }),
      verdict: 'unknown',
      says: 'mail.outbound connectorUnknown',
      about: 'Outbound to 1',
    },
    {
      name: 'the name selects no certificate',
      organization: withServer({ tlsCertificateName: known('<I>CN=Gone<S>CN=mail.contoso.com') }),
      verdict: 'waits',
      says: 'mail.presented noMatch',
      about: frontend,
    },
    {
      name: 'a text that is no name',
      organization: withServer({ tlsCertificateName: known('A1B2') }),
      verdict: 'waits',
      says: 'mail.presented nameInvalid',
      about: frontend,
    },
    {
      name: 'a thumbprint as name',
      organization: withServer({ tlsCertificateName: known('A1B2'.repeat(10)) }),
      verdict: 'waits',
      says: 'mail.presented nameIsThumbprint',
      about: frontend,
    },
    {
      name: 'the certificate has no private key',
      organization: withCertificates([certificate({ hasPrivateKey: known(false) })]),
      verdict: 'waits',
      says: 'mail.presented noPrivateKey',
      about: frontend,
    },
    {
      name: 'after the reset: the FQDN selects the self-signed certificate',
      organization: withCertificates([certificate(), own()], reset),
      verdict: 'waits',
      says: 'mail.accepted selfSigned',
      about: frontend,
    },
    {
      name: 'after the reset: no certificate covers the FQDN',
      organization: withCertificates([certificate()], reset),
      verdict: 'waits',
      says: 'mail.presented noneForFqdn',
      about: frontend,
    },
    {
      name: 'after the reset: a certificate of an authority covers the FQDN, so mail is only external',
      organization: withCertificates([certificate({ facts: facts({ names: ['*.contoso.com', 'mail.contoso.com'] }) }), own()], reset),
      verdict: 'external',
      says: 'mail.capabilities empty',
      about: frontend,
    },
    {
      name: 'the certificate has other names than TlsDomain',
      organization: withCertificates([certificate({ facts: facts({ names: ['owa.contoso.com'] }) })]),
      verdict: 'waits',
      says: 'mail.accepted subjectMismatch',
      about: frontend,
    },
    {
      name: 'the certificate has expired',
      organization: withCertificates([certificate({ facts: facts({ notAfter: '2026-05-20T00:00:00.000Z' }) })]),
      verdict: 'waits',
      says: 'mail.accepted notInTime',
      about: frontend,
    },
    {
      name: 'a certificate of the own authority',
      organization: withCertificates([certificate({ rootCAType: known('Enterprise') })]),
      verdict: 'waits',
      says: 'mail.accepted privateRoot',
      about: frontend,
    },
    ...(['Revoked', 'DateInvalid', 'Untrusted', 'RevocationCheckFailure'] as const).map((status) => ({
      name: `the server finds the certificate ${status}`,
      organization: withCertificates([certificate({ status: known(status) })]),
      verdict: 'unknown' as const,
      says: 'mail.accepted statusNotValid',
      about: frontend,
    })),
    {
      name: 'a root that was added by hand',
      organization: withCertificates([certificate({ rootCAType: known('Registry') })]),
      verdict: 'unknown',
      says: 'mail.accepted rootElsewhere',
      about: frontend,
    },
    ...smtpAndOrder.map(([name, certificates, variant, verdict]) => ({
      name,
      organization: withCertificates(certificates),
      verdict,
      ...(variant === null ? {} : { says: `mail.presented ${variant}`, about: frontend }),
    })),
    {
      name: 'TlsSettings empty',
      organization: withOnline({ outbound: [outbound({ tlsSettings: known(null), tlsDomain: known(null) })] }),
      verdict: 'external',
      says: 'mail.outbound tlsNotRequired',
      about: 'Outbound to 1',
    },
    {
      name: 'TlsSettings EncryptionOnly',
      organization: withOnline({ outbound: [outbound({ tlsSettings: known('EncryptionOnly') })] }),
      verdict: 'internal',
      says: 'mail.outbound encryptionOnly',
      about: 'Outbound to 1',
    },
    {
      name: 'TlsDomain empty',
      organization: withOnline({ outbound: [outbound({ tlsDomain: known(null) })] }),
      verdict: 'unknown',
      says: 'mail.accepted tlsDomainEmpty',
      about: frontend,
    },
    {
      name: 'no outbound connector',
      organization: withOnline({ outbound: [] }),
      verdict: 'external',
      says: 'mail.outbound missing',
    },
    {
      name: 'the outbound connector is disabled',
      organization: withOnline({ outbound: [outbound({ enabled: known(false) })] }),
      verdict: 'external',
      says: 'mail.outbound disabled',
      about: 'Outbound to 1',
    },
    {
      name: 'the outbound connector is not enabled for cloud services',
      organization: withOnline({ outbound: [outbound({ cloudServicesMailEnabled: known(false) })] }),
      verdict: 'external',
      says: 'mail.outbound notCloudEnabled',
      about: 'Outbound to 1',
    },
    {
      name: 'a disabled outbound connector is left over',
      organization: withOnline({ outbound: [outbound(), outbound({ identity: 'Old', enabled: known(false) })] }),
      verdict: 'internal',
      says: 'mail.outbound leftOver',
      about: 'Old',
    },
    {
      name: 'Exchange Online was not read',
      organization: sound({
        exchangeOnline: {
          acceptedDomains: unknown('notConnected'),
          inboundConnectors: unknown('notConnected'),
          outboundConnectors: unknown('notConnected'),
        },
      }),
      verdict: 'unknown',
      says: 'mail.outbound unknown',
    },
    {
      name: 'an Edge server receives',
      organization: sound({ hybridConfiguration: known({ ...hybridConfiguration(newName), edgeTransportServers: ['EDGE01'] }) }),
      verdict: 'unknown',
      says: 'mail.edge receive',
      about: 'EDGE01',
    },
  ]),
  ...toExchangeOnline([
    { name: 'everything in order', organization: sound(), verdict: 'internal' },
    {
      name: 'the send connector names a certificate that is gone',
      organization: withSend(send({ tlsCertificateName: known('<I>CN=Gone<S>CN=mail.contoso.com') })),
      verdict: 'waits',
      says: 'mail.sendCertificate noMatch',
      about: 'Outbound to Office 365',
    },
    {
      name: 'the send connector names no certificate, and its FQDN selects one',
      organization: withSend(send({ tlsCertificateName: known(null) })),
      verdict: 'internal',
    },
    {
      name: 'the send connector names no certificate, and none covers its FQDN',
      organization: withSend(send({ tlsCertificateName: known(null), fqdn: known('smtp.contoso.com') })),
      verdict: 'external',
      says: 'mail.sendCertificate noneForFqdn',
      about: 'Outbound to Office 365',
    },
    {
      name: 'a source server that was not read',
      organization: withSend(send({ sourceTransportServers: known(['EX01', 'EX09']) })),
      verdict: 'unknown',
      says: 'mail.sendCertificate unknown',
      about: 'Outbound to Office 365',
    },
    {
      name: 'source servers unknown',
      organization: withSend(send({ sourceTransportServers: unknown('failed', 'x') })),
      verdict: 'unknown',
      says: 'mail.sendCertificate sourcesUnknown',
      about: 'Outbound to Office 365',
    },
    {
      name: 'the certificate has expired',
      organization: sound({
        hybridServers: [
          hybridServer('EX01', {
            certificates: known([certificate({ facts: facts({ notAfter: '2026-05-20T00:00:00.000Z' }) })]),
            receiveConnectors: known([receive('EX01')]),
          }),
          server('EX02'),
        ],
      }),
      verdict: 'waits',
      says: 'mail.sendCertificate notInTime',
      about: 'Outbound to Office 365',
    },
    {
      name: 'a text that is no name',
      organization: withSend(send({ tlsCertificateName: known('A1B2') })),
      verdict: 'waits',
      says: 'mail.sendCertificate nameInvalid',
      about: 'Outbound to Office 365',
    },
    {
      name: 'a thumbprint as name',
      organization: withSend(send({ tlsCertificateName: known('A1B2'.repeat(10)) })),
      verdict: 'waits',
      says: 'mail.sendCertificate nameIsThumbprint',
      about: 'Outbound to Office 365',
    },
    {
      name: 'the certificate has no private key',
      organization: withCertificates([certificate({ hasPrivateKey: known(false) })]),
      verdict: 'waits',
      says: 'mail.sendCertificate noPrivateKey',
      about: 'Outbound to Office 365',
    },
    {
      name: 'the server finds the certificate revoked',
      organization: withCertificates([certificate({ status: known('Revoked') })]),
      verdict: 'unknown',
      says: 'mail.sendCertificate statusNotValid',
      about: 'Outbound to Office 365',
    },
    {
      name: 'a certificate of the own authority',
      organization: withCertificates([certificate({ rootCAType: known('Enterprise') })]),
      verdict: 'unknown',
      says: 'mail.sendCertificate rootElsewhere',
      about: 'Outbound to Office 365',
    },
    ...smtpAndOrder.map(([name, certificates, variant, verdict]) => ({
      name,
      organization: withCertificates(certificates),
      verdict,
      ...(variant === null ? {} : { says: `mail.sendCertificate ${variant}`, about: 'Outbound to Office 365' }),
    })),
    {
      name: 'the certificate is self-signed',
      organization: {
        ...withCertificates([certificate(), own()]),
        sendConnectors: known([send({ tlsCertificateName: known('<I>CN=EX02<S>CN=EX02'), sourceTransportServers: known(['EX02']) })]),
      },
      verdict: 'external',
      says: 'mail.sendCertificate selfSigned',
      about: 'Outbound to Office 365',
    },
    {
      name: 'the send connectors were not read',
      organization: sound({ sendConnectors: unknown('denied', 'x') }),
      verdict: 'unknown',
      says: 'mail.send unknown',
    },
    {
      name: 'a disabled inbound connector is left over',
      organization: withOnline({ inbound: [sender('*.contoso.com'), sender('*.contoso.com', { identity: 'Old', enabled: known(false) })] }),
      verdict: 'internal',
      says: 'mail.inbound leftOver',
      about: 'Old',
    },
    {
      name: 'RequireTls unknown on the inbound connector',
      organization: withOnline({ inbound: [sender('*.contoso.com', { requireTls: unknown('notReturned', 'RequireTls') })] }),
      verdict: 'unknown',
      says: 'mail.inbound connectorUnknown',
      about: 'Inbound from 1',
    },
    { name: 'no send connector', organization: withSend(), verdict: 'external', says: 'mail.send missing' },
    {
      name: 'the send connector is disabled',
      organization: withSend(send({ enabled: known(false) })),
      verdict: 'external',
      says: 'mail.send disabled',
      about: 'Outbound to Office 365',
    },
    {
      name: 'a disabled send connector is left over',
      organization: withSend(send(), send({ identity: 'Old', enabled: known(false), tlsCertificateName: known('<I>CN=Gone<S>CN=x') })),
      verdict: 'internal',
      says: 'mail.send leftOver',
      about: 'Old',
    },
    {
      name: 'IgnoreSTARTTLS',
      organization: withSend(send({ ignoreStartTls: known(true) })),
      verdict: 'external',
      says: 'mail.send ignoresStartTls',
      about: 'Outbound to Office 365',
    },
    {
      name: 'neither RequireTLS nor TlsAuthLevel',
      organization: withSend(send({ requireTls: known(false), tlsAuthLevel: known(null), tlsDomain: known(null) })),
      verdict: 'internal',
      says: 'mail.send tlsNotRequired',
      about: 'Outbound to Office 365',
    },
    {
      name: 'TlsAuthLevel EncryptionOnly',
      organization: withSend(send({ tlsAuthLevel: known('EncryptionOnly') })),
      verdict: 'internal',
      says: 'mail.send encryptionOnly',
      about: 'Outbound to Office 365',
    },
    {
      name: 'DomainValidation with the TlsDomain of somebody else',
      organization: withSend(send({ tlsDomain: known('contoso.com') })),
      verdict: 'waits',
      says: 'mail.send tlsDomainElsewhere',
      about: 'Outbound to Office 365',
    },
    {
      name: 'DomainValidation without TlsDomain',
      organization: withSend(send({ tlsAuthLevel: known('domainvalidation'), tlsDomain: known(null) })),
      verdict: 'waits',
      says: 'mail.send tlsDomainEmpty',
      about: 'Outbound to Office 365',
    },
    {
      name: 'DomainValidation with a TlsDomain that was not read',
      organization: withSend(send({ tlsDomain: unknown('notReturned', 'TlsDomain') })),
      verdict: 'unknown',
      says: 'mail.send connectorUnknown',
      about: 'Outbound to Office 365',
    },
    {
      name: 'DomainValidation with a name below the domain of another cloud',
      organization: withSend(send({ tlsDomain: known('contoso.Mail.Protection.office365.us') })),
      verdict: 'internal',
    },
    {
      name: 'CertificateValidation, with which TlsDomain is not used',
      organization: withSend(send({ tlsAuthLevel: known('CertificateValidation'), tlsDomain: unknown('notReturned', 'TlsDomain') })),
      verdict: 'internal',
    },
    {
      name: 'CloudServicesMailEnabled lost',
      organization: withSend(send({ cloudServicesMailEnabled: known(false) })),
      verdict: 'external',
      says: 'mail.send notCloudEnabled',
      about: 'Outbound to Office 365',
    },
    {
      name: 'RequireTLS unknown',
      organization: withSend(send({ requireTls: unknown('notReturned', 'RequireTLS') })),
      verdict: 'unknown',
      says: 'mail.send connectorUnknown',
      about: 'Outbound to Office 365',
    },
    { name: 'no inbound connector', organization: withOnline({ inbound: [] }), verdict: 'external', says: 'mail.inbound missing' },
    {
      name: 'the inbound connector is of another type',
      organization: withOnline({
        inbound: [sender('mail.contoso.com', { connectorType: known('Partner'), cloudServicesMailEnabled: known(false) })],
      }),
      verdict: 'external',
      says: 'mail.inbound missing',
    },
    {
      name: 'the inbound connector is disabled',
      organization: withOnline({ inbound: [sender('*.contoso.com', { enabled: known(false) })] }),
      verdict: 'external',
      says: 'mail.inbound disabled',
      about: 'Inbound from 1',
    },
    {
      name: 'the inbound connector is not enabled for cloud services',
      organization: withOnline({ inbound: [sender('*.contoso.com', { cloudServicesMailEnabled: known(false) })] }),
      verdict: 'external',
      says: 'mail.inbound notCloudEnabled',
      about: 'Inbound from 1',
    },
    {
      name: 'RequireTls False on the inbound connector',
      organization: withOnline({ inbound: [sender('*.contoso.com', { requireTls: known(false) })] }),
      verdict: 'internal',
      says: 'mail.inbound tlsNotRequired',
      about: 'Inbound from 1',
    },
    {
      name: 'TlsSenderCertificateName of another name',
      organization: withOnline({ inbound: [sender('smtp.fabrikam.com')] }),
      verdict: 'fails',
      says: 'mail.attribution senderMismatch',
      about: 'Outbound to Office 365',
    },
    {
      name: 'TlsSenderCertificateName that is not an accepted domain',
      organization: withOnline({ inbound: [sender('mail.contoso.com')] }),
      verdict: 'fails',
      says: 'mail.attribution domainNotAccepted',
      about: 'Outbound to Office 365',
    },
    {
      name: 'no TlsSenderCertificateName',
      organization: withOnline({ inbound: [sender(null)] }),
      verdict: 'unknown',
      says: 'mail.attribution noSenderName',
      about: 'Outbound to Office 365',
    },
    {
      name: 'accepted domains unknown',
      organization: withOnline({ domains: unknown('denied', 'x') }),
      verdict: 'unknown',
      says: 'mail.attribution unknown',
      about: 'Outbound to Office 365',
    },
  ]),
];

/** Certificate names on connectors that are not hybrid ones, with the variant that must be found, if any. */
export const otherNameCases: readonly { readonly name: string; readonly organization: Organization; readonly says: string | null }[] = [
  {
    name: 'a second send connector names a removed certificate',
    organization: withSend(
      send(),
      send({
        identity: 'MX to EOP',
        cloudServicesMailEnabled: known(false),
        tlsDomain: known(null),
        addressSpaces: known(['SMTP:*;10']),
        tlsCertificateName: known('<I>CN=Gone<S>CN=mail.contoso.com'),
      }),
    ),
    says: 'missingSend',
  },
  {
    name: 'a second send connector whose source servers were not read',
    organization: withSend(
      send(),
      send({
        identity: 'Internet mail',
        cloudServicesMailEnabled: known(false),
        tlsDomain: known(null),
        addressSpaces: known(['SMTP:*;10']),
        sourceTransportServers: unknown('notReturned', 'SourceTransportServers'),
      }),
    ),
    says: 'sourcesUnknown',
  },
  {
    name: 'a second send connector without a name, whose source servers were not read',
    organization: withSend(
      send(),
      send({
        identity: 'Internet mail',
        cloudServicesMailEnabled: known(false),
        tlsDomain: known(null),
        addressSpaces: known(['SMTP:*;10']),
        sourceTransportServers: unknown('notReturned', 'SourceTransportServers'),
        tlsCertificateName: known(null),
      }),
    ),
    says: null,
  },
  {
    name: 'the hybrid send connector without source servers is spoken of by the mail flow',
    organization: withSend(send({ sourceTransportServers: unknown('notReturned', 'SourceTransportServers') })),
    says: null,
  },
  {
    name: 'Client Frontend names a removed certificate',
    organization: withServer({}, [
      relay({ identity: 'EX02\\Client Frontend EX02', bindings: known(['0.0.0.0:587']), tlsCertificateName: known('<I>CN=Gone<S>CN=x') }),
    ]),
    says: 'missingReceive',
  },
  {
    name: 'a text that is no name',
    organization: withServer({}, [relay({ bindings: known(['0.0.0.0:587']), tlsCertificateName: known('ABCDEF') })]),
    says: 'nameInvalid',
  },
  {
    name: 'a thumbprint as name',
    organization: withServer({}, [relay({ bindings: known(['0.0.0.0:587']), tlsCertificateName: known('A1B2'.repeat(10)) })]),
    says: 'nameIsThumbprint',
  },
  {
    name: 'a disabled connector',
    organization: withServer({}, [
      relay({ bindings: known(['0.0.0.0:587']), enabled: known(false), tlsCertificateName: known('<I>CN=Gone<S>CN=x') }),
    ]),
    says: 'disabled',
  },
  {
    name: 'a name that is not known',
    organization: withServer({}, [relay({ bindings: known(['0.0.0.0:587']), tlsCertificateName: unknown('failed', 'x') })]),
    says: 'unknown',
  },
  {
    name: 'a connector that names an installed certificate',
    organization: withServer({}, [relay({ bindings: known(['0.0.0.0:587']) })]),
    says: null,
  },
  {
    name: 'a connector without a name',
    organization: withServer({}, [relay({ bindings: known(['0.0.0.0:587']), tlsCertificateName: known(null) })]),
    says: null,
  },
];
