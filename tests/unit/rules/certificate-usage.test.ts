/** Who uses the old certificate A1 on EX01, where N2 is its renewal of the same name. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known, unknown, unknownReasons } from '../../../shared/model/known.ts';
import type { HybridServer, Organization } from '../../../shared/model/organization.ts';
import { certificateUsage, type CertificateUsage } from '../../../shared/rules/certificate-usage.ts';
import { runs } from '../../properties/seed.ts';
import { knownPaths, replaced } from './lost.ts';
import {
  certificate,
  facts,
  hybridConfiguration,
  hybridServer,
  newName,
  oldName,
  organization,
  receiveConnector,
  sendConnector,
} from './sample.ts';

const old = certificate({ services: known(['IIS', 'SMTP']) });
const renewed = certificate({
  facts: facts({ thumbprint: 'N2', notBefore: '2026-05-20T00:00:00.000Z', notAfter: '2026-12-01T00:00:00.000Z' }),
  services: known([]),
});
/** Has a name that nothing below has, and names that no connector's FQDN matches. */
const unused = certificate({
  facts: facts({ thumbprint: 'U3', subject: 'CN=unused.contoso.com', names: ['unused.contoso.com'] }),
  services: known([]),
});

const named = { tlsCertificateName: known(newName) };
const other = { tlsCertificateName: known(oldName) };

const on = (server: Partial<HybridServer> = {}, changes: Partial<Organization> = {}): Organization =>
  organization({
    hybridConfiguration: known(hybridConfiguration(oldName)),
    sendConnectors: known([sendConnector(other)]),
    hybridServers: [
      hybridServer('EX01', {
        certificates: known([old, unused]),
        receiveConnectors: known([receiveConnector('EX01', other)]),
        ...server,
      }),
      hybridServer('EX02', { certificates: known([old]), receiveConnectors: known([receiveConnector('EX02', named)]) }),
    ],
    ...changes,
  });
const both = known([old, renewed]);

/** In words: `user by` and, where another certificate takes it over, that one; `?user` for what is not known. */
function said({ uses, notKnown }: CertificateUsage): string[] {
  const user = (one: CertificateUsage['notKnown'][number]['user']): string =>
    [one.kind, ...Object.entries(one).flatMap(([key, value]) => (key === 'kind' || key === 'isSource' ? [] : [value as string]))].join(' ');
  return [
    ...uses.map((use) => {
      const over = use.takenOverBy.known ? (use.takenOverBy.value ?? '') : `?${use.takenOverBy.evidence}`;
      return `${user(use.user)} by ${use.by} ${over}`.trim();
    }),
    ...notKnown.map((one) => `?${user(one.user)}`),
  ];
}

const services = ['service IIS by enabled', 'service SMTP by enabled'];
const usage = (value: Organization, thumbprint = 'A1', server = 'EX01'): string[] => said(certificateUsage(value, server, thumbprint));

describe('who uses a certificate', () => {
  it.each<[string, Organization, string[]]>([
    ['nothing but its services', on(), services],
    [
      'a send connector by its name',
      on({}, { sendConnectors: known([sendConnector(named)]) }),
      ['sendConnector Outbound to Office 365 by name', ...services],
    ],
    [
      'a send connector of another server, which prevents the removal all the same',
      on({}, { sendConnectors: known([sendConnector({ ...named, sourceTransportServers: known(['EX02']) })]) }),
      ['sendConnector Outbound to Office 365 by name', ...services],
    ],
    [
      'a send connector that is disabled',
      on({}, { sendConnectors: known([sendConnector({ ...named, enabled: known(false) })]) }),
      ['sendConnector Outbound to Office 365 by name', ...services],
    ],
    [
      'a send connector by the FQDN',
      on({}, { sendConnectors: known([sendConnector({ tlsCertificateName: known(null) })]) }),
      ['sendConnector Outbound to Office 365 by fqdn', ...services],
    ],
    [
      'a send connector of another server by no name',
      on({}, { sendConnectors: known([sendConnector({ tlsCertificateName: known(null), sourceTransportServers: known(['EX02']) })]) }),
      services,
    ],
    ['send connectors that were not read', on({}, { sendConnectors: unknown('failed') }), [...services, '?sendConnectors']],
    [
      'a receive connector by its name, in any case',
      on({ receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(newName.toLowerCase()) })]) }),
      ['receiveConnector EX01\\Default Frontend EX01 by name', ...services],
    ],
    [
      'a receive connector by the FQDN',
      on({ receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(''), fqdn: known('mail.contoso.com') })]) }),
      ['receiveConnector EX01\\Default Frontend EX01 by fqdn', ...services],
    ],
    [
      'a receive connector whose name is a thumbprint, which selects nothing',
      on({ receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known('A1') })]) }),
      services,
    ],
    [
      'a receive connector whose name was not read',
      on({ receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: unknown('failed') })]) }),
      [...services, '?receiveConnector EX01\\Default Frontend EX01'],
    ],
    [
      'a receive connector whose FQDN was not read',
      on({ receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(null), fqdn: unknown('failed') })]) }),
      [...services, '?receiveConnector EX01\\Default Frontend EX01'],
    ],
    ['receive connectors that were not read', on({ receiveConnectors: unknown('failed') }), [...services, '?receiveConnectors']],
    [
      'the hybrid configuration',
      on({}, { hybridConfiguration: known(hybridConfiguration(newName)) }),
      ['hybridConfiguration by name', ...services],
    ],
    ['no hybrid configuration', on({}, { hybridConfiguration: known(null) }), services],
    ['a hybrid configuration that was not read', on({}, { hybridConfiguration: unknown('failed') }), [...services, '?hybridConfiguration']],
    ['mail between servers', on({ internalTransportCertificateThumbprint: known('a1') }), ['internalTransport by thumbprint', ...services]],
    [
      'mail between servers, not read',
      on({ internalTransportCertificateThumbprint: unknown('failed') }),
      [...services, '?internalTransport'],
    ],
    [
      'server-to-server authentication',
      on({}, { authConfig: known({ current: known('A1'), previous: unknown('notReturned'), next: known('a1') }) }),
      ['authConfig current by thumbprint', 'authConfig next by thumbprint', ...services, '?authConfig previous'],
    ],
    [
      'server-to-server authentication, not read',
      on({}, { authConfig: unknown('failed') }),
      [...services, '?authConfig current', '?authConfig previous', '?authConfig next'],
    ],
    [
      'a service of another kind',
      on({ certificates: known([certificate({ services: known(['Federation', 'POP']) })]) }),
      ['service Federation by enabled', 'service POP by enabled'],
    ],
    ['services that were not read', on({ certificates: known([certificate({ services: unknown('failed') })]) }), ['?services']],
    [
      'certificates that were not read: their name is that of the other server',
      on({ certificates: unknown('failed'), receiveConnectors: known([receiveConnector('EX01', named)]) }),
      ['receiveConnector EX01\\Default Frontend EX01 by name ?', '?services'],
    ],
  ])('%s', (_, value, expected) => {
    expect(usage(value)).toEqual(expected);
  });

  it('nobody uses one that only lies there', () => {
    expect(usage(on(), 'u3')).toEqual([]);
  });

  it('everything of a server that was not read, or of a certificate that was never seen, is not known', () => {
    expect(usage(on(), 'A1', 'EX09')).toEqual(['?receiveConnectors', '?internalTransport', '?services']);
    expect(usage(on({}, { sendConnectors: known([sendConnector(named)]) }), 'X9')).toEqual([
      '?sendConnector Outbound to Office 365',
      '?receiveConnector EX01\\Default Frontend EX01',
      '?hybridConfiguration',
    ]);
  });

  it('a send connector says whether this server sends for it', () => {
    const sources = [known(['EX02', 'ex01.contoso.com']), known(['EX02']), unknown('failed')];
    const found = sources.map((sourceTransportServers) => {
      const { uses } = certificateUsage(
        on({}, { sendConnectors: known([sendConnector({ ...named, sourceTransportServers })]) }),
        'EX01',
        'A1',
      );
      return uses[0]?.user;
    });
    expect(found).toMatchObject([{ isSource: known(true) }, { isSource: known(false) }, { isSource: unknown('failed') }]);
  });
});

describe('which certificate takes its name over', () => {
  const using = { hybridConfiguration: known(hybridConfiguration(newName)) };
  it.each<[string, HybridServer['certificates'], string, string]>([
    ['the newer one takes over the old one', both, 'A1', 'hybridConfiguration by name N2'],
    ['nothing takes over the newer one', both, 'N2', 'hybridConfiguration by name'],
    ['nothing takes over the only one', known([old]), 'A1', 'hybridConfiguration by name'],
    [
      'one without a private key takes nothing over',
      known([old, { ...renewed, hasPrivateKey: known(false) }]),
      'A1',
      'hybridConfiguration by name',
    ],
    [
      'one that was revoked takes nothing over',
      known([old, { ...renewed, status: known('Revoked') }]),
      'A1',
      'hybridConfiguration by name',
    ],
    [
      'it is open while the key is not known',
      known([old, { ...renewed, hasPrivateKey: unknown('failed', 'key') }]),
      'A1',
      'hybridConfiguration by name ?key',
    ],
    [
      'it is open where the status is not known',
      known([old, { ...renewed, status: unknown('failed', 'status') }]),
      'A1',
      'hybridConfiguration by name ?status',
    ],
    [
      'it is open where the two published orders differ',
      known([old, { ...renewed, facts: { ...renewed.facts, notBefore: '2026-04-01T00:00:00.000Z' } }]),
      'A1',
      'hybridConfiguration by name ?order',
    ],
    [
      'it is open while the newer one is not valid yet',
      known([old, { ...renewed, facts: { ...renewed.facts, notBefore: '2026-06-02T00:00:00.000Z' } }]),
      'A1',
      'hybridConfiguration by name ?notYetValid',
    ],
  ])('%s', (_, certificates, thumbprint, expected) => {
    expect(usage(on({ certificates }, using), thumbprint)[0]).toBe(expected);
  });
});

// Unknown never turns what is in use, or not known, into what is not used.

/** The user, or what it is one of where the whole list is not known. */
const lists: Readonly<Record<string, string>> = {
  sendConnector: 'sendConnectors',
  receiveConnector: 'receiveConnectors',
  service: 'services',
};

describe('a value that becomes unknown', () => {
  const everything = on(
    {
      certificates: both,
      internalTransportCertificateThumbprint: known('A1'),
      receiveConnectors: known([
        receiveConnector('EX01', named),
        receiveConnector('EX01', { identity: 'EX01\\Relay', tlsCertificateName: known(null), fqdn: known('mail.contoso.com') }),
      ]),
    },
    {
      ...{ sendConnectors: known([sendConnector(named), sendConnector({ identity: 'Internet', tlsCertificateName: known(null) })]) },
      hybridConfiguration: known(hybridConfiguration(newName)),
      authConfig: known({ current: known('A1'), previous: known('B2'), next: known(null) }),
    },
  );
  const usersIn = ({ uses, notKnown }: CertificateUsage): string[] => [...uses, ...notKnown].map(({ user }) => key(user));
  const key = (user: CertificateUsage['notKnown'][number]['user']): string =>
    'connector' in user
      ? `${user.kind} ${user.connector}`
      : 'service' in user
        ? `service ${user.service}`
        : 'which' in user
          ? `authConfig ${user.which}`
          : user.kind;
  const isAnswered =
    (users: readonly string[]) =>
    (one: string): boolean =>
      users.includes(one) || users.includes(lists[one.split(' ')[0] ?? ''] ?? '');

  it('never makes a user disappear', () => {
    const input = fc.record({
      lost: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      thumbprint: fc.constantFrom('A1', 'N2', 'B2'),
      why: fc.constantFrom(...unknownReasons),
    });
    fc.assert(
      fc.property(input, ({ lost, thumbprint, why }) => {
        let value = everything;
        for (const index of lost) {
          const before = certificateUsage(value, 'EX01', thumbprint);
          const paths = knownPaths(value);
          const path = paths[index % Math.max(1, paths.length)];
          if (path === undefined) return;
          value = replaced(value, path, unknown(why));
          const after = usersIn(certificateUsage(value, 'EX01', thumbprint));
          expect(
            usersIn(before).filter((one) => !isAnswered(after)(one)),
            path.join('.'),
          ).toEqual([]);
        }
      }),
      { numRuns: runs(400) },
    );
  });
});
