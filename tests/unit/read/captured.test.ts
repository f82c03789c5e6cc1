import { describe, expect, it } from 'vitest';
import type { PsValue } from '../../../shared/clixml/value.ts';
import type { Result } from '../../../shared/model/error.ts';
import { known } from '../../../shared/model/known.ts';
import {
  readAcceptedDomain,
  readExchangeServer,
  readHybridConfiguration,
  readReceiveConnector,
  readSendConnector,
} from '../../../shared/read/on-premises.ts';
import { readAll } from '../../../shared/read/property.ts';
import { hasSamples, sampleObjects } from './samples.ts';

function all<T>(name: string, read: (object: PsValue) => Result<T>): T[] {
  const result = readAll(sampleObjects(name), read);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe.skipIf(!hasSamples)('captured objects', () => {
  it('server', () => {
    expect(all('GetExchangeServer', readExchangeServer)[0]).toEqual({
      name: 'SOLO-E19A',
      fqdn: 'Solo-E19A.Solo.com',
      version: known('15.2.986.5'),
      serverRole: known('Mailbox'),
    });
  });

  it('hybrid configuration', () => {
    expect(all('GetHybridConfiguration', readHybridConfiguration)).toEqual([
      {
        sendingTransportServers: ['ex-02'],
        receivingTransportServers: ['ex-02'],
        edgeTransportServers: [],
        onPremisesSmartHost: known('mail.contoso.com'),
        domains: known(['contoso.com']),
        tlsCertificateName: known('<I>CN=GeoTrust TLS RSA CA G1, OU=www.digicert.com, O=DigiCert Inc, C=US<S>CN=mail.contoso.com'),
      },
    ]);
  });

  it('receive connectors', () => {
    const connectors = all('GetReceiveConnector', readReceiveConnector);
    expect(connectors[0]).toMatchObject({
      identity: 'WIN-CTD3L0RGEN4\\Default WIN-CTD3L0RGEN4',
      name: 'Default WIN-CTD3L0RGEN4',
      server: 'WIN-CTD3L0RGEN4',
      transportRole: known('HubTransport'),
      bindings: known(['0.0.0.0:2525', '[::]:2525']),
      enabled: known(true),
      fqdn: known('WIN-CTD3L0RGEN4.exlab.dom'),
      tlsCertificateName: known(null),
      authMechanism: known(['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer']),
      permissionGroups: known(['ExchangeUsers', 'ExchangeServers', 'ExchangeLegacyServers']),
      remoteIPRanges: known(['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255']),
      tlsDomainCapabilities: known([]),
    });
    const frontends = connectors.filter(({ transportRole }) => transportRole.known && transportRole.value === 'FrontendTransport');
    expect(frontends.length).toBeGreaterThan(0);
  });

  it('send connector', () => {
    expect(all('GetSendConnector', readSendConnector)[0]).toEqual({
      identity: 'Mail to O365',
      name: 'Mail to O365',
      enabled: known(true),
      addressSpaces: known(['SMTP:*;1']),
      sourceTransportServers: known(['WIN-CTD3L0RGEN4']),
      smartHosts: known(['microsoft-com.mail.protection.outlook.com']),
      fqdn: known(null),
      ignoreStartTls: known(false),
      requireTls: known(false),
      tlsAuthLevel: known(null),
      tlsDomain: known(null),
      cloudServicesMailEnabled: known(true),
      tlsCertificateName: known('<I>CN=localhost<S>CN=localhost'),
      protocolLoggingLevel: known('None'),
    });
  });

  it('accepted domain', () => {
    expect(all('GetAcceptedDomain', readAcceptedDomain)[0]).toEqual({ name: 'Solo.com', matchSubDomains: known(false) });
  });
});
