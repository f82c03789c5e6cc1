import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import type { ExchangeServer } from '../../../shared/model/organization.ts';
import { installedCertificates } from '../../../shared/rules/installed-certificates.ts';
import { onReferenceServer, referenceServers } from '../../../shared/rules/not-listed-reference.ts';
import { certificate, hybridServer, organization } from './sample.ts';

const server = (name: string, serverRole: ExchangeServer['serverRole'] = known('Mailbox')): ExchangeServer => ({
  name,
  fqdn: `${name.toLowerCase()}.contoso.com`,
  version: known('15.2.2562.17'),
  serverRole,
});

describe('the servers that can be the reference server', () => {
  it('are the hybrid servers, then every other one that is not known to be an Edge server, each once', () => {
    const servers = known([server('EX03'), server('ex02.contoso.com'), server('EDGE01', known('Edge')), server('EX04', unknown('denied'))]);
    expect(referenceServers(organization({ servers }))).toEqual(['EX01', 'EX02', 'EX03', 'EX04']);
  });

  it('are the Mailbox servers of an organization with Edge servers', () => {
    const hybridServers = [hybridServer('EDGE01', { role: 'edge' }), hybridServer('EX01', { role: 'reference' })];
    expect(referenceServers(organization({ hybridServers, servers: unknown('denied') }))).toEqual(['EX01']);
    expect(
      referenceServers(organization({ hybridServers, servers: known([server('EDGE01', unknown('denied')), server('EX02')]) })),
    ).toEqual(['EX01', 'EX02']);
  });

  it('are the hybrid servers where the others could not be read', () => {
    expect(referenceServers(organization({ servers: unknown('denied') }))).toEqual(['EX01', 'EX02']);
  });
});

describe('a certificate on the reference server', () => {
  const value = organization({
    hybridServers: [
      hybridServer('EX01', { certificates: known([certificate()]) }),
      hybridServer('EX02', { certificates: known([]) }),
      hybridServer('EX03', { certificates: unknown('failed', 'no answer') }),
    ],
  });
  const on = (reference: string): readonly unknown[] =>
    installedCertificates(value).flatMap((installed) => {
      const { copies, missingOn, unread } = onReferenceServer(installed, reference);
      return [copies.map((copy) => copy.server), missingOn, unread];
    });

  it.each([
    ['EX01', [['EX01'], [], []]],
    ['ex02.contoso.com', [[], ['EX02'], []]],
    ['EX03', [[], [], [{ server: 'EX03', why: unknown('failed', 'no answer') }]]],
    ['EX09', [[], [], [{ server: 'EX09', why: unknown('notConnected') }]]],
  ])('%s is its copy there, missing, or not known', (reference, expected) => {
    expect(on(reference)).toEqual(expected);
  });
});
