/** The short path without the main process: what a renewal leaves, what has changed since, and which page comes next. */
import { describe, expect, it } from 'vitest';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { Policy } from '../../../shared/plan/plan.ts';
import type { RenewalProfile } from '../../../shared/run/profile.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import {
  changesSince,
  nextAfterChanges,
  policyAsLast,
  profileOf,
  renewAgainView,
  suggestedCertificate,
} from '../../../shared/wizard/renew-again.ts';
import { sound } from '../mail-flow/cases.ts';
import {
  certificate,
  facts,
  hybridServer,
  issuer,
  oldIssuer,
  organization,
  receiveConnector,
  sendConnector,
  subject,
  withCertificate,
} from '../rules/sample.ts';
import { lastRenewal, profile } from './last-renewal.ts';

const again = (changes: Partial<RenewalProfile> = {}): NonNullable<WizardContext['again']> => ({
  ...lastRenewal('practice'),
  run: '0001',
  at: '2025-11-20T09:00:00.000Z',
  isCompared: true,
  profile: { ...profile, ...changes },
});
const contextOf = (changes: Partial<WizardContext>): WizardContext => ({ ...freshContext('en'), ...changes });

describe('what a renewal leaves', () => {
  const verified = sound();
  const [first] = verified.hybridServers;
  const [inUse] = first?.certificates.known === true ? first.certificates.value : [];
  const thumbprint = inUse?.facts.thumbprint ?? '';
  const finished = contextOf({ verified, organization: verified, baseline: verified, certificate: thumbprint });

  it('is the certificate, the servers with their builds, and what carries its name', () => {
    const left = profileOf(finished);
    expect(left?.certificate.thumbprint).toBe(thumbprint);
    expect(left?.servers.map(({ name }) => name)).toEqual(verified.hybridServers.map(({ name }) => name));
    expect(left?.objects.map(({ kind }) => kind)).toContain('sendConnector');
    // It was in use before, so it has replaced nothing.
    expect(left?.replaced).toEqual([]);
    const replacing = withCertificate(certificate({ facts: facts({ thumbprint: 'B2', issuer: oldIssuer }) }));
    expect(profileOf({ ...finished, baseline: replacing })?.replaced).toEqual(['B2']);
  });

  it.each([
    ['the post-checks have read nothing', { verified: null }],
    ['nothing was collected', { organization: null, baseline: null }],
    ['the certificate is not there', { certificate: 'nowhere' }],
  ] as const)('is nothing where %s', (_, changes) => {
    expect(profileOf({ ...finished, ...changes })).toBeUndefined();
  });
});

describe('what has changed', () => {
  const object = (value: Known<string | null>): RenewalProfile['objects'] => [
    { kind: 'sendConnector', server: '', object: 'Outbound to Office 365', property: 'TlsCertificateName', value },
  ];
  const objectsSince = (before: Known<string | null>, now: Known<string | null>): readonly unknown[] =>
    changesSince(again({ objects: object(before) }), organization({ sendConnectors: known([sendConnector({ tlsCertificateName: now })]) }))
      .objects.flat()
      .filter(({ kind }) => kind === 'sendConnector')
      .map(({ from, to }) => [from, to]);
  const name = `<I>${issuer}<S>${subject}`;

  it.each([
    [name, name],
    [name, ` ${name.toUpperCase()} `],
    [name, `<i> ${issuer} <s> ${subject}`],
    ['Mail.contoso.com ', 'mail.contoso.com'],
    [null, null],
    ['', null],
  ])('is not a name that is written in another way: %j and %j', (before, now) => {
    expect(objectsSince(known(before), known(now))).toEqual([]);
    expect(objectsSince(known(now), known(before))).toEqual([]);
  });

  it.each<readonly [Known<string | null>, Known<string | null>]>([
    [known(name), known(null)],
    [known(null), known('mail.contoso.com')],
    [known('mail.contoso.com'), known('smtp.contoso.com')],
    [known(name), known('mail.contoso.com')],
    [known(name), known(`<I>${issuer}<S>CN=smtp.contoso.com`)],
    [known(name), unknown('failed', 'RPC')],
    [unknown('failed', 'RPC'), unknown('failed', 'RPC')],
  ])('is another name, and one that is not known (%#)', (before, now) => {
    expect(objectsSince(before, now)).toEqual([[before, now]]);
  });

  it('is the organization where its name is another one', () => {
    const nameOf = (one: Organization): unknown => changesSince(again(), one).organization;
    expect(nameOf(organization())).toBeNull();
    expect(nameOf(organization({ acceptedDomains: unknown('failed', '') }))).toEqual({ from: 'contoso.com', to: null });
  });

  it('is the build of a server, once for those that went the same way', () => {
    const servers = (versions: readonly string[]): Organization =>
      organization({
        servers: known(
          ['EX01', 'EX02'].map((server, index) => ({
            name: server,
            fqdn: `${server.toLowerCase()}.contoso.com`,
            version: known(versions[index] ?? ''),
            serverRole: known('Mailbox'),
          })),
        ),
      });
    const groups = (versions: readonly string[]): unknown =>
      changesSince(again(), servers(versions)).builds.map((group) => group.map(({ server }) => server));
    expect(groups(['15.2.1748.53', '15.2.1748.53'])).toEqual([]);
    expect(groups(['15.2.2562.17', '15.2.2562.17'])).toEqual([['EX01', 'EX02']]);
    expect(groups(['15.2.2562.17', '15.2.2562.41'])).toEqual([['EX01'], ['EX02']]);
    // It is found by either of its names, and one that the list does not have has no known build.
    const listed = (name: string, fqdn: string): Known<string> | undefined =>
      changesSince(
        again(),
        organization({ servers: known([{ name, fqdn, version: known('15.2.2562.17'), serverRole: known('Mailbox') }]) }),
      )
        .builds.flat()
        .find(({ server }) => server === 'EX01')?.to;
    expect(listed('EX01', 'mail1.contoso.com')).toEqual(known('15.2.2562.17'));
    expect(listed('MAIL1', 'EX01.contoso.com')).toEqual(known('15.2.2562.17'));
    expect(listed('MAIL1', 'mail1.contoso.com')).toEqual(unknown('notReturned', 'EX01'));
  });

  it('is shown once for all servers on which it is the same', () => {
    const connectors = ['EX01', 'EX02'].map((server) => ({
      kind: 'receiveConnector' as const,
      server,
      object: `${server}\\Default Frontend ${server}`,
      property: 'TlsCertificateName' as const,
      value: known('before'),
    }));
    const groups = (values: readonly [string, string]): readonly number[] =>
      changesSince(
        again({ objects: connectors }),
        organization({
          hybridServers: ['EX01', 'EX02'].map((server, index) =>
            hybridServer(server, {
              receiveConnectors: known([receiveConnector(server, { tlsCertificateName: known(values[index] ?? '') })]),
            }),
          ),
        }),
      )
        .objects.filter(([one]) => one.kind === 'receiveConnector')
        .map(({ length }) => length);
    expect(groups(['now', 'now'])).toEqual([2]);
    expect(groups(['now', 'then'])).toEqual([1, 1]);
  });
});

describe('the page that comes next', () => {
  // On a day on which the table of builds is not old yet.
  const read = sound();
  const [first, ...others] = read.hybridServers;
  if (first === undefined) throw new Error('there is no server');
  const [inUse] = first.certificates.known ? first.certificates.value : [];
  const chosen = inUse?.facts.thumbprint ?? '';
  const next = (changes: Partial<Organization>, more: Partial<WizardContext> = {}): string =>
    nextAfterChanges(contextOf({ again: again(), organization: { ...read, ...changes }, certificate: chosen, ...more }));

  it('reads where something was not read', () => {
    const failed = unknown('failed', 'RPC');
    expect(next({}, { again: null })).toBe('collect');
    expect(nextAfterChanges(contextOf({ again: again() }))).toBe('collect');
    expect(next({ hybridServers: [] })).toBe('collect');
    expect(next({ hybridConfiguration: known(null) })).toBe('collect');
    expect(next({ hybridConfiguration: failed })).toBe('collect');
    expect(next({ hybridServers: [{ ...first, certificates: failed }, ...others] })).toBe('collect');
    expect(next({ hybridServers: [first, ...others.slice(0, -1), { ...(others.at(-1) ?? first), receiveConnectors: failed }] })).toBe(
      'collect',
    );
    expect(next({})).not.toBe('collect');
  });

  it('is the plan only where no page before it has anything to say', () => {
    const renewed = certificate({ facts: facts({ thumbprint: 'B2', issuer: oldIssuer, notAfter: '2027-01-01T00:00:00.000Z' }) });
    const hybridServers = read.hybridServers.map((server) => ({
      ...server,
      certificates: known([...(server.certificates.known ? server.certificates.value : []), renewed]),
    }));
    expect(next({ hybridServers }, { certificate: 'B2' })).toBe('plan');
    expect(next({ hybridServers, rights: unknown('failed', 'RPC') }, { certificate: 'B2' })).toBe('preChecks');
    // It is the one in use, which is a warning of its own.
    expect(next({ hybridServers })).toBe('certificate');
  });

  it('is the choice where there is something to choose, and the certificates where there is not', () => {
    expect(next({}, { certificate: null })).toBe('choose');
    expect(next({}, { certificate: null, again: again({ certificate: { ...profile.certificate, thumbprint: chosen } }) })).toBe(
      'certificate',
    );
  });
});

describe('the new certificate', () => {
  const suggested = (one: Organization, changes: Partial<RenewalProfile> = {}): string | null =>
    suggestedCertificate(contextOf({ again: again(changes), organization: one }));
  const other = certificate({
    facts: facts({ thumbprint: 'B2', subject: 'CN=mail2.contoso.com', names: ['mail2.contoso.com', 'mail.contoso.com'] }),
  });
  const both = organization({
    hybridServers: ['EX01', 'EX02'].map((name) => hybridServer(name, { certificates: known([certificate(), other]) })),
  });

  it('is suggested only where it can be no other one', () => {
    expect(suggested(organization())).toBe('A1');
    expect(suggested(both)).toBeNull();
    expect(suggested(both, { certificate: { ...profile.certificate, thumbprint: 'B2' } })).toBe('A1');
    expect(suggested(organization(), { certificate: { ...profile.certificate, thumbprint: 'A1' } })).toBeNull();
    // It could not be judged as a whole.
    expect(suggested(withCertificate(certificate({ hasPrivateKey: unknown('failed', 'RPC') })))).toBeNull();
    expect(suggestedCertificate(contextOf({ organization: organization() }))).toBeNull();
  });

  it('is among the candidates of the view, beside the checks of the pages that are passed over', () => {
    expect(renewAgainView(contextOf({ organization: organization() }))).toBeNull();
    expect(renewAgainView(contextOf({ again: again() }))).toBeNull();
    const view = renewAgainView(contextOf({ again: again(), organization: both }));
    expect(view?.candidates.map(({ thumbprint }) => thumbprint)).toEqual(['A1', 'B2']);
    const chosen = renewAgainView(contextOf({ again: again(), organization: both, certificate: 'A1' }));
    expect(chosen?.checked.length).toBeGreaterThan(view?.checked.length ?? 0);
  });
});

describe('the policy of the last renewal', () => {
  const again = { ...lastRenewal('practice'), run: '', at: '', isCompared: true };
  const asLast = (policy: Policy, servers: number, profileServers = 3): Policy =>
    policyAsLast(
      { ...again, policy, profile: { ...profile, servers: profile.servers.slice(0, profileServers) } },
      organization({ hybridServers: Array.from({ length: servers }, (_, index) => hybridServer(`EX0${String(index + 1)}`)) }),
      'direct',
    );

  it.each<readonly [Policy['canary'], number, number, Policy['canary']]>([
    [null, 3, 3, null],
    ['EX02', 3, 3, 'EX02'],
    ['EX03', 2, 3, null],
    // It is gone, and there are still several.
    ['EX09', 3, 3, 'EX01'],
    // There was nothing to choose.
    [null, 3, 2, 'EX01'],
    [null, 2, 2, null],
  ])('%s with %i servers, after %i: %s', (canary, servers, before, expected) => {
    expect(asLast({ onFailure: 'goOn', canary }, servers, before)).toEqual({ onFailure: 'goOn', canary: expected });
  });
});
