/** What stands against the removal of the old certificate: whatever is not known, and mail that would leave without its name. */
import { expect, it } from 'vitest';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import type { SendConnector } from '../../../shared/model/connector.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { openSources, planRemoval } from '../../../shared/plan/removal.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { obstaclesOf, oldCertificates, oldCertificateView } from '../../../shared/wizard/old-certificate.ts';
import { sound } from '../mail-flow/cases.ts';
import { certificate, facts, hybridServer, receiveConnector, sendConnector } from '../rules/sample.ts';

const [first] = sound().hybridServers;
const [now] = first?.certificates.known === true ? first.certificates.value : [];
if (now === undefined) throw new Error('the first server has no certificate');
const { issuer, subject, thumbprint } = now.facts;
const text = `<I>${issuer}<S>${subject}`;
const old = certificate({
  services: known(['SMTP']),

  facts: facts({ issuer, subject, thumbprint: 'B2', notBefore: '2025-06-20T00:00:00.000Z', notAfter: '2026-06-20T00:00:00.000Z' }),
});

const other = (changes: Partial<SendConnector>): SendConnector =>
  sendConnector({
    identity: 'To a partner',
    name: 'To a partner',
    addressSpaces: known(['smtp:partner.example;1']),
    cloudServicesMailEnabled: known(false),
    tlsDomain: known(null),
    tlsAuthLevel: known(null),
    tlsCertificateName: known(text),
    ...changes,
  });

function withOld({ sendConnectors, ...organization }: Organization, ...connectors: readonly SendConnector[]): Organization {
  return {
    ...organization,
    sendConnectors: known([...(sendConnectors.known ? sendConnectors.value : []), ...connectors]),
    hybridServers: organization.hybridServers.map((server) => ({
      ...server,
      certificates: known([...(server.certificates.known ? server.certificates.value : []), old]),
    })),
  };
}

const contextOf = (verified: Organization): WizardContext => ({
  ...freshContext('en'),
  organization: sound(),
  baseline: sound(),
  certificate: thumbprint,
  verified,
});

function obstacles(verified: Organization): readonly unknown[] {
  const context = contextOf(verified);
  const found = oldCertificates(context).find((one) => one.thumbprint === 'B2');
  if (found === undefined) throw new Error('the old certificate is not there');
  return obstaclesOf(context, found);
}

const planned = (verified: Organization): readonly string[] =>
  planRemoval(verified, { name: { issuer, subject }, facts: old.facts }, 'removal-1').steps.map(({ id }) => id);

it('stands nothing against it where everything is known', () => {
  const verified = withOld(sound(), other({}));
  expect(obstacles(verified)).toEqual([]);
  expect(planned(verified)).toContain('clear To a partner');
});

it.each<[string, Partial<SendConnector>, unknown]>([
  ['a server without hybrid mail', { sourceTransportServers: known(['EX01', 'RELAY']) }, known(['RELAY'])],
  ['an Edge server, by its full name', { sourceTransportServers: known(['EDGE.contoso.com']) }, known(['EDGE.contoso.com'])],
  ['servers that are not known', { sourceTransportServers: unknown('denied') }, unknown('denied')],
  [
    'such a server by a connector that may be enabled',
    { sourceTransportServers: known(['RELAY']), enabled: unknown('failed') },
    known(['RELAY']),
  ],
])('nothing is planned while a connector with its name sends from %s', (_, changes, servers) => {
  const verified = withOld(sound(), other(changes));
  expect(openSources(verified, { name: { issuer, subject } })).toEqual([{ connector: 'To a partner', servers }]);
  expect(obstacles(verified)).not.toEqual([]);
  expect(planned(verified)).toEqual([]);
});

it('is never the one that was brought into use, and is shown with who uses it on which server', () => {
  const context = { ...contextOf(withOld(sound())), oldCertificate: 'B2' };
  expect(oldCertificates(context).map((one) => one.thumbprint)).toEqual(['B2']);
  expect(oldCertificateView(context)).toMatchObject({ chosen: { thumbprint: 'B2' }, obstacles: [], notKnown: [] });
  for (const changes of [{ oldCertificate: null }, { oldCertificate: 'C3' }, { verified: null }])
    expect(oldCertificateView({ ...context, ...changes })).toMatchObject({ chosen: null, uses: [], notKnown: [], obstacles: [] });
});

it('a service that only it serves stands against it, by the server', () => {
  const verified = withOld(sound());
  const [first, ...others] = verified.hybridServers;
  if (first?.certificates.known !== true) throw new Error('there is no server');
  const serving = (services: Known<string[]>): Organization => ({
    ...verified,
    hybridServers: [
      {
        ...first,
        certificates: known(
          first.certificates.known
            ? first.certificates.value.map((one) => (one.facts.thumbprint === 'B2' ? { ...one, services } : one))
            : [],
        ),
      },
      ...others,
    ],
  });
  expect(obstacles(serving(known(['SMTP', 'IIS'])))).toMatchObject([{ kind: 'use', rows: [{ server: first.name }] }]);
  expect(obstacles(serving(unknown('failed', 'RPC')))).toMatchObject([{ kind: 'notKnown', rows: [{ server: first.name }] }]);
  const unread = { ...serving(unknown('failed', 'RPC')), authConfig: unknown('failed', 'RPC') };
  // Each use that is not known is a row of its own.
  expect(obstacles(unread).length).toBeGreaterThan(1);
});

it('nothing is planned while the source servers of a connector with its name are not known', () => {
  // The post-checks name the connector.
  expect(obstacles(withOld(sound(), other({ sourceTransportServers: unknown('denied') })))).toEqual([{ kind: 'notAsExpected' }]);
});

it.each<[string, Partial<SendConnector>]>([
  ['with another name', { tlsCertificateName: known(null), sourceTransportServers: known(['RELAY']) }],
  ['that is disabled', { enabled: known(false), sourceTransportServers: known(['RELAY']) }],
])('a connector %s sends nothing with it', (_, changes) => {
  expect(planned(withOld(sound(), other(changes)))).not.toEqual([]);
});

it('nothing is planned while it is not known whether a server has it', () => {
  const verified = withOld(sound());
  const unread = hybridServer('EX07', {
    certificates: unknown('timedOut'),
    receiveConnectors: known([receiveConnector('EX07', { tlsCertificateName: known(text) })]),
  });
  // Then its mail flow is not known either.
  expect(obstacles({ ...verified, hybridServers: [...verified.hybridServers, unread] })).toEqual([{ kind: 'notAsExpected' }]);
});
