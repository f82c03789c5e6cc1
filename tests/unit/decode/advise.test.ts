import { describe, expect, it } from 'vitest';
import { advise, type Advice } from '../../../shared/decode/advise.ts';
import { decodeError } from '../../../shared/decode/recognize.ts';
import { known, map, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { sound as organizationOf } from '../mail-flow/cases.ts';
import { hybridServer } from '../rules/sample.ts';

const thumbprint = '0F1E2D3C4B5A69788796A5B4C3D2E1F00F1E2D3C';
/** The sound organization, in which the certificate of both servers has a thumbprint as long as real ones. */
const sound = (changes: Partial<Organization> = {}): Organization =>
  organizationOf({
    hybridServers: organizationOf().hybridServers.map((server) => ({
      ...server,
      certificates: map(server.certificates, (list) => list.map((one) => ({ ...one, facts: { ...one.facts, thumbprint } }))),
    })),
    ...changes,
  });
const adviceOn = (text: string, organization: Organization = sound()): Advice => advise(organization, decodeError(text));
const [first] = sound().hybridServers;
const installed = first?.certificates.known === true ? first.certificates.value[0]?.facts : undefined;
const mismatch = (of: string): string =>
  `450 4.4.317 x [Message=SubjectMismatch Expected Subject: a. Presented Subject: CN=b. Thumbprint: ${of}.]`;
const none = 'D0AC2FC63B9C5798828B45D849BE8D33A1B2C3D4';

describe('a thumbprint of the text', () => {
  it('is found on the servers that have the certificate, also when it was shortened', () => {
    const found = { kind: 'thumbprint', result: 'found', where: ['EX01', 'EX02'] };
    expect(adviceOn(mismatch(thumbprint)).lookups).toMatchObject([found]);
    expect(adviceOn(mismatch(thumbprint.slice(0, 32).toLowerCase())).lookups).toMatchObject([found]);
  });

  it('is not there when every server was read, and not known when one was not', () => {
    expect(adviceOn(mismatch(none)).lookups).toMatchObject([{ result: 'notFound', where: [] }]);
    const unread = hybridServer('EX03', { certificates: unknown('denied') });
    const organization = sound({ hybridServers: [...sound().hybridServers, unread] });
    expect(adviceOn(mismatch(none), organization).lookups).toMatchObject([{ result: 'unknown', where: ['EX03'] }]);
    expect(adviceOn(mismatch(none), sound({ hybridServers: [] })).lookups).toMatchObject([{ result: 'unknown' }]);
  });

  it('is not known to be absent while another Exchange server, or the list of them, was not read', () => {
    const servers = map(sound().servers, (list) => [
      ...list,
      ...list.slice(0, 1).map((one) => ({ ...one, name: 'EX09', fqdn: 'ex09.contoso.com' })),
    ]);
    expect(adviceOn(mismatch(none), sound({ servers })).lookups).toMatchObject([{ result: 'unknown', where: ['EX09'] }]);
    const unlisted = sound({ servers: unknown('denied') });
    expect(adviceOn(mismatch(none), unlisted).lookups).toMatchObject([{ result: 'unknown', where: ['Get-ExchangeServer'] }]);
    expect(adviceOn(mismatch(thumbprint), unlisted).lookups).toMatchObject([{ result: 'found', where: ['EX01', 'EX02'] }]);
  });
});

describe('servers and addresses', () => {
  const attempted = (host: string, address: string): string =>
    `450 4.4.316 Connection refused [LastAttemptedServerName=${host}] [LastAttemptedIP=${address}:25]`;

  it('are found in connectors and servers, and those of Exchange Online are not looked up', () => {
    const [host, address] = adviceOn(attempted('mail.contoso.com', '192.0.2.70')).lookups;
    expect([host?.kind, address?.kind]).toEqual(['host', 'address']);
    expect(adviceOn('{FQDN=contoso-com.mail.protection.outlook.com}').lookups).toEqual([]);
    const online = sound().exchangeOnline;
    const named = online.outboundConnectors.known ? online.outboundConnectors.value : [];
    const organization = sound({
      exchangeOnline: { ...online, outboundConnectors: known(named.map((one) => ({ ...one, smartHosts: known(['[192.0.2.70]']) }))) },
    });
    expect(adviceOn(attempted('x.example.com', '192.0.2.70'), organization).lookups).toMatchObject([
      { kind: 'host' },
      { kind: 'address', result: 'found', where: named.map(({ identity }) => identity) },
    ]);
  });

  it('are the same address however its groups are written, and the port is no part of it', () => {
    const { exchangeOnline } = sound();
    const organization = sound({
      exchangeOnline: {
        ...exchangeOnline,
        outboundConnectors: map(exchangeOnline.outboundConnectors, (list) =>
          list.map((one) => ({ ...one, smartHosts: known(['[2001:db8::70]']) })),
        ),
      },
    });
    for (const attempt of ['LastAttemptedIP=[2001:DB8:0:0::70]:25', 'LastAttemptedIP=2001:db8:0:0:0:0:0:70:25', '{IP=2001:db8::70}']) {
      expect(adviceOn(attempt, organization).lookups).toMatchObject([{ kind: 'address', result: 'found' }]);
    }
    expect(adviceOn('{IP=2001:db8::71}', organization).lookups).toMatchObject([{ result: 'notFound' }]);
  });

  it('that a console has broken are recognized, but nothing is said about the part', () => {
    const broken = attempted('mail.con\ntoso.com', '192.0.2.70');
    expect(decodeError(broken).facts).toContainEqual({ kind: 'host', value: 'mail.con', isWhole: false });
    expect(adviceOn(broken).lookups.map(({ kind }) => kind)).toEqual(['address']);
  });
});

it('a certificate name is found by its letters', () => {
  const event = `could not find a certificate that contains the domain name <I>${installed?.issuer ?? ''}<S>${installed?.subject ?? ''} in the personal store`;
  expect(adviceOn(event).lookups).toMatchObject([{ kind: 'certificateName', result: 'found', where: ['EX01', 'EX02'] }]);
  for (const other of [event.replace('CN=', 'CN=other.'), event.replace('contoso', 'con-toso')])
    expect(adviceOn(other).lookups).toMatchObject([{ kind: 'certificateName', result: 'notFound' }]);
});

describe('mail flow', () => {
  const directionsOf = (text: string): readonly string[] => adviceOn(text).flow.map(({ direction }) => direction);

  it('is said for the directions of the error alone', () => {
    expect(directionsOf(mismatch(none))).toEqual(['toOnPremises']);
    expect(directionsOf('550 5.7.51 TenantInboundAttribution')).toEqual(['toExchangeOnline']);
    expect(directionsOf('Event 12014')).toEqual(['toOnPremises', 'toExchangeOnline']);
    expect(directionsOf('550 5.7.57 x')).toEqual([]);
    expect(directionsOf('nothing')).toEqual([]);
    expect(directionsOf(`${mismatch(none)}\n\n550 5.7.51 TenantInboundAttribution`)).toEqual(['toOnPremises', 'toExchangeOnline']);
  });

  it('that could not be read is unknown', () => {
    const { flow } = adviceOn('550 5.7.51 TenantInboundAttribution', sound({ sendConnectors: unknown('denied') }));
    expect(flow).toMatchObject([{ direction: 'toExchangeOnline', verdict: 'unknown' }]);
    expect(flow[0]?.reasons.length).toBeGreaterThan(0);
  });

  it('has the reasons where it is not internal, and the time of the reading', () => {
    const organization = sound({ sendConnectors: known([]) });
    const { flow, readAt } = adviceOn('550 5.7.51 TenantInboundAttribution', organization);
    expect(readAt).toBe(organization.gatheredAt);
    expect(flow[0]?.verdict).not.toBe('internal');
    expect(flow[0]?.reasons.length).toBeGreaterThan(0);
    expect(adviceOn('550 5.7.51 TenantInboundAttribution').flow).toEqual([
      { direction: 'toExchangeOnline', verdict: 'internal', reasons: [] },
    ]);
  });
});
