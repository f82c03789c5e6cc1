/** Every captured text is read without loss: what it says is known, what it does not say is unknown, and nothing else is read. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPasted } from '../../../shared/collected/pasted-text.ts';
import { factsOf, type Facts } from '../guided/facts.ts';
import { hasTextSamples, samplesFolder, sampleText } from './samples.ts';

interface Row {
  readonly cmdlet: string;
  readonly server?: string;
  readonly facts: Facts;
}

const certificate = (facts: Facts): Facts => ({
  thumbprint: '?notReturned Thumbprint',
  subject: '?notReturned Subject',
  status: 'Valid',
  hasPrivateKey: true,
  privateKeyExportable: '?notReturned PrivateKeyExportable',
  keyProvider: '?notReturned SerializationData',
  friendlyName: '?notReturned FriendlyName',
  ...facts,
});
const all = ['IMAP', 'POP', 'IIS', 'SMTP'];
const hybrid = (server: string, facts: Facts): Row => ({
  cmdlet: 'Get-HybridConfiguration',
  facts: { sendingTransportServers: [server], receivingTransportServers: [server], edgeTransportServers: [], ...facts },
});

/** By hand, from the text alone. */
const expected: Readonly<Record<string, { readonly rows: readonly Row[]; readonly rest: readonly number[] }>> = {
  '01-get-exchangecertificate-registry-vs-thirdparty.txt': {
    rows: ['Registry', 'ThirdParty'].map((rootCAType) => ({
      cmdlet: 'Get-ExchangeCertificate',
      server: 'excas1',
      facts: certificate({ services: all, rootCAType, isSelfSigned: false }),
    })),
    rest: [],
  },
  '02-get-exchangecertificate-auth-selfsigned-ru.txt': {
    rows: [
      ['3DAF40EC85C62DD39D98696AB5413E3EB83D6415', 'CN=Microsoft Exchange Server Auth Certificate', ['SMTP'], 'None'] as const,
      ['BBA9F942B32F3E0F6E0C4E735BD1F38D4C06612E', 'CN=MOS-MAIL', all, 'Registry'] as const,
      ['7274AA46956DFF4E80B13168A7B6B0037C99CA14', 'CN=WMSvc-SHA2-MOS-MAIL', [], 'Registry'] as const,
    ].map(([thumbprint, subject, services, rootCAType]) => ({
      cmdlet: 'Get-ExchangeCertificate',
      facts: certificate({ thumbprint, subject, services, rootCAType, isSelfSigned: true }),
    })),
    rest: [],
  },
  '03-get-hybridconfiguration-godaddy.txt': {
    rows: [
      hybrid('EXSERVER', {
        onPremisesSmartHost: 'mail.domain.com',
        domains: ['domain.com'],
        tlsCertificateName:
          '<I>CN=Go Daddy Secure Certificate Authority - G2, OU=http://certs.godaddy.com/repository/, O="GoDaddy.com, Inc.", L=Scottsdale, S=Arizona, C=US<S>CN=mail.domain.com',
      }),
    ],
    rest: [],
  },
  '04-get-hybridconfiguration-wildcard-ru.txt': {
    rows: [
      hybrid('MXM', {
        onPremisesSmartHost: 'mxm.contoso.ru',
        domains: ['contoso.ru'],
        // The rest of the name is not in the sample.
        tlsCertificateName:
          '?unreadable TlsCertificateName: <I>CN=GlobalSign RSA OV SSL CA 2018, O=GlobalSign nv-sa, C=BE<S>CN=*.contoso.ru,',
      }),
    ],
    rest: [],
  },
  '05-get-hybridconfiguration-2016cu23-redacted.txt': {
    rows: [
      hybrid('server names', {
        onPremisesSmartHost: 'host name',
        domains: ['domain names'],
        // Words stand in place of the name.
        tlsCertificateName: '?unreadable TlsCertificateName: cert name',
      }),
    ],
    rest: [],
  },
  '06-get-receiveconnector-default-frontend.txt': {
    rows: [
      {
        cmdlet: 'Get-ReceiveConnector',
        facts: {
          identity: 'LON-EX01\\Default Frontend LON-EX01',
          name: 'Default Frontend LON-EX01',
          server: 'LON-EX01',
          transportRole: 'FrontendTransport',
          bindings: ['[::]:25', '0.0.0.0:25'],
          enabled: true,
          fqdn: 'LON-EX01.Constoso.local',
          authMechanism: ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer'],
          permissionGroups: ['AnonymousUsers', 'ExchangeServers', 'ExchangeLegacyServers', 'Custom'],
          remoteIPRanges: ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'],
          tlsCertificateName: '?notReturned TlsCertificateName',
          tlsDomainCapabilities: '?notReturned TlsDomainCapabilities',
        },
      },
    ],
    rest: [],
  },
  '07-get-outboundconnector-evotec.txt': {
    rows: [
      {
        cmdlet: 'Get-OutboundConnector',
        facts: {
          identity: 'Some Works Connector',
          name: 'Some Works Connector',
          enabled: true,
          connectorType: 'OnPremises',
          connectorSource: 'AdminUI',
          cloudServicesMailEnabled: true,
          recipientDomains: ['evotec.pl'],
          smartHosts: ['poczta.evotec.pl'],
          smtpDaneMode: '?notReturned SmtpDaneMode',
          mtaStsMode: '?notReturned MtaStsMode',
          tlsSettings: 'CertificateValidation',
          tlsDomain: null,
        },
      },
    ],
    rest: [],
  },
  '08-hybrid-connectors-short-fl-and-errors.txt': {
    rows: [
      {
        cmdlet: 'Get-OutboundConnector',
        facts: {
          identity: 'Outbound to <GUID>',
          name: 'Outbound to <GUID>',
          enabled: '?notReturned Enabled',
          connectorType: '?notReturned ConnectorType',
          connectorSource: '?notReturned ConnectorSource',
          cloudServicesMailEnabled: true,
          recipientDomains: '?notReturned RecipientDomains',
          smartHosts: '?notReturned SmartHosts',
          smtpDaneMode: '?notReturned SmtpDaneMode',
          mtaStsMode: '?notReturned MtaStsMode',
          tlsSettings: 'DomainValidation',
          tlsDomain: '*.contoso.com',
        },
      },
      {
        cmdlet: 'Get-InboundConnector',
        facts: {
          identity: 'Inbound from <GUID>',
          name: 'Inbound from <GUID>',
          enabled: '?notReturned Enabled',
          connectorType: '?notReturned ConnectorType',
          connectorSource: '?notReturned ConnectorSource',
          requireTls: '?notReturned RequireTls',
          cloudServicesMailEnabled: '?notReturned CloudServicesMailEnabled',
          tlsSenderCertificateName: '*.contoso.com',
        },
      },
    ],
    // Log lines, and the output of other programs.
    rest: [],
  },
  '09-hcw-logged-cmdlets.txt': { rows: [], rest: [] },
  '10-exo-connector-field-lists-2026.txt': { rows: [], rest: [] },
};

describe.skipIf(!hasTextSamples)('captured text', () => {
  it('is in the table, every one of it', () => {
    expect(
      readdirSync(samplesFolder)
        .filter((name) => /^\d.*\.txt$/.test(name))
        .sort(),
    ).toEqual(Object.keys(expected));
  });

  it.each(Object.keys(expected))('%s', (name) => {
    const { outputs, rest } = readPasted(sampleText(name));
    const rows = outputs.flatMap(({ cmdlet, server, objects }) =>
      objects.map((object) => ({ cmdlet, ...(server === undefined ? {} : { server }), facts: factsOf(cmdlet, object) })),
    );
    expect(rows).toEqual(expected[name]?.rows);
    expect(rest.map(({ line }) => line)).toEqual(expected[name]?.rest);
  });
});
