import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import type { HybridServer } from '../../../shared/model/organization.ts';
import { mailServersOf } from '../../../shared/rules/mail-servers.ts';
import { isIncomplete } from '../../../shared/rules/pre-checks.ts';
import { certificate, hybridServer, organization } from './sample.ts';

describe('the servers that a check connects to', () => {
  it('are the hybrid servers, each once, by the full name that the organization gives it', () => {
    const value = organization({ hybridServers: [hybridServer('ex02'), hybridServer('EX01.contoso.com'), hybridServer('ex02')] });
    expect(mailServersOf(value)).toEqual([
      { server: 'ex02', host: 'ex02.contoso.com' },
      { server: 'EX01.contoso.com', host: 'ex01.contoso.com' },
    ]);
  });

  it('are found by either name where the full one begins with another', () => {
    const renamed = { name: 'EX03', fqdn: 'mail03.contoso.com', version: known('15.2.2562.17'), serverRole: known('Mailbox') };
    const hosts = (name: string): readonly string[] =>
      mailServersOf(organization({ servers: known([renamed]), hybridServers: [hybridServer(name)] })).map(({ host }) => host);
    expect([hosts('ex03'), hosts('MAIL03.contoso.com'), hosts('EX04')]).toEqual([['mail03.contoso.com'], ['mail03.contoso.com'], ['EX04']]);
  });

  it('are tried by the name at hand where the full one is not known', () => {
    const hosts = (servers: ReturnType<typeof organization>['servers']): readonly string[] =>
      mailServersOf(organization({ servers })).map(({ host }) => host);
    expect(hosts(known([]))).toEqual(['EX01', 'EX02']);
    expect(hosts(unknown('denied'))).toEqual(['EX01', 'EX02']);
  });
});

describe('a server is incomplete', () => {
  const withStatus = (status: ReturnType<typeof certificate>['status']): Partial<HybridServer> => ({
    certificates: known([certificate(), certificate({ status })]),
  });

  it.each<readonly [string, Partial<HybridServer>, boolean]>([
    ['when everything was read', {}, false],
    ['without any certificate', { certificates: known([]) }, false],
    ['when its certificates were not read', { certificates: unknown('failed') }, true],
    ['when its connectors were not read', { receiveConnectors: unknown('denied') }, true],
    ['when its internal transport certificate was not read', { internalTransportCertificateThumbprint: unknown('notReturned') }, true],
    ['when it did not answer about a certificate', withStatus(unknown('failed')), true],
    ['when it answered too late about a certificate', withStatus(unknown('timedOut')), true],
    ['when a certificate has no status that reading again would bring', withStatus(unknown('notReturned')), false],
  ])('%s: %s', (_, changes, expected) => {
    expect(isIncomplete(hybridServer('EX01', changes))).toBe(expected);
  });
});
