/** What the pages before the change ask of the context and the event: each condition by itself. */
import { describe, expect, it } from 'vitest';
import type { CollectedFile } from '../../../shared/collected/collected-file.ts';
import type { Side } from '../../../shared/commands/table.ts';
import type { ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent } from '../../../shared/wizard/events.ts';
import {
  certificate,
  changed,
  facts,
  hybridConfiguration,
  hybridServer,
  oldIssuer,
  organization,
  withCertificate,
} from '../rules/sample.ts';
import { holds } from './guard-holds.ts';
import { lastRenewal, profile } from './last-renewal.ts';

const sample = organization();
const part = (subject: string, side: Side = 'onPremises'): CollectedFile['parts'][number] => ({
  side,
  cmdlet: 'Get-ReceiveConnector',
  subject,
  objects: 1,
  collectedAt: null,
});
const source = (digest: string, ...parts: CollectedFile['parts']): CollectedFile => ({
  kind: 'file',
  path: 'a.xml',
  addedAt: '2026-11-20T09:30:00.000Z',
  digest,
  parts,
  unused: [],
});
const added = (one: CollectedFile): MachineEvent => ({ type: 'SOURCE_ADDED', source: one });
const fromEdge = source('edge', part('EDGE01'));
const overEdge = organization({
  hybridConfiguration: known({ ...hybridConfiguration(), edgeTransportServers: ['EDGE01'] }),
  hybridServers: [hybridServer('EX01'), hybridServer('EDGE01', { role: 'edge' })],
});

describe('what a page needs before it goes on', () => {
  it.each([
    ['connected', '', false],
    ['connected', '  ', false],
    ['connected', 'ex01.contoso.com', true],
    ['practice', '', true],
    ['guided', '', true],
    ['rehearsal', '', true],
  ] as const)('%s with the server or user %j: %s', (mode, text, can) => {
    const { onPremises, exchangeOnline } = freshContext('en');
    expect(holds('canConnectOnPremises', { mode, onPremises: { ...onPremises, server: text } })).toBe(can);
    expect(holds('canConnectOnline', { mode, exchangeOnline: { ...exchangeOnline, userPrincipalName: text } })).toBe(can);
  });

  it.each(['guided', 'rehearsal'] as const)('are files of both sides in the modes that open them (%s)', (mode) => {
    for (const [guard, side, other] of [
      ['lacksSource', 'onPremises', 'exchangeOnline'],
      ['lacksOnlineSource', 'exchangeOnline', 'onPremises'],
    ] as const) {
      expect(holds(guard, { mode, sources: [source('a', part('', other))] })).toBe(true);
      expect(holds(guard, { mode, sources: [source('a', part('', other), part('', side))] })).toBe(false);
      expect(holds(guard, { mode: 'connected' })).toBe(false);
      expect(holds(guard, { mode: 'practice' })).toBe(false);
    }
  });

  it('is a hybrid configuration that was read', () => {
    const rows: readonly (readonly [Organization | null, boolean])[] = [
      [null, true],
      [organization({ hybridConfiguration: known(null) }), true],
      [organization({ hybridConfiguration: unknown('failed', 'Get-HybridConfiguration') }), true],
      [sample, false],
    ];
    for (const [one, lacks] of rows) expect(holds('lacksHybridConfiguration', { organization: one })).toBe(lacks);
  });

  it('are hybrid servers', () => {
    expect(holds('lacksHybridServers', {})).toBe(true);
    expect(holds('lacksHybridServers', { organization: organization({ hybridServers: [] }) })).toBe(true);
    expect(holds('lacksHybridServers', { organization: sample })).toBe(false);
  });

  it('are pre-checks that were made, and none of which blocks', () => {
    expect(holds('preChecksBlock', {})).toBe(true);
    expect(holds('preChecksBlock', { organization: sample })).toBe(false);
    expect(holds('preChecksBlock', { organization: organization({ rights: known({ 'Set-ReceiveConnector': false }) }) })).toBe(true);
  });
});

describe('what the start page offers', () => {
  const listed = lastRenewal('guided');
  it('is renewed again where it is the last renewal of its organization', () => {
    const runList = { runs: [listed, lastRenewal('guided', { id: '0001 20241121T090000Z apply' })], unread: [] };
    const again = (id: string): boolean => holds('isLastRenewal', { runList }, { type: 'RENEW_AGAIN', id });
    expect([listed.id, '0001 20241121T090000Z apply', '../x'].map(again)).toEqual([true, false, false]);
    expect(holds('isLastRenewal', { runList }, { type: 'OPEN_RUN', id: listed.id })).toBe(false);
  });

  it.each([
    [{ kind: 'not compared', isCompared: false }, true],
    [{ kind: 'compared', isCompared: true }, false],
  ] as const)('$0.kind', ({ isCompared }, notCompared) => {
    const again = {
      run: listed.id,
      at: listed.openedAt,
      organization: 'contoso.com',
      method: listed.method,
      policy: listed.policy,
      profile,
      isCompared,
    };
    expect(holds('isNotCompared', { again })).toBe(notCompared);
    expect(holds('isNotCompared', {})).toBe(false);
  });
});

describe('collected files', () => {
  it('are wanted in guided mode, and those of Edge servers in every mode', () => {
    const rows: readonly (readonly [Partial<WizardContext>, CollectedFile, boolean])[] = [
      [{ mode: 'guided' }, source('a', part('EX01')), true],
      [{ mode: 'connected', organization: overEdge }, fromEdge, true],
      [{ mode: 'connected', organization: overEdge }, source('a', part('EX01')), false],
      [{ mode: 'connected', organization: overEdge }, source('a', part('EDGE01'), part('EX01')), false],
      [{ mode: 'connected', organization: overEdge }, source('a', part('')), false],
      [{ mode: 'connected', organization: overEdge }, source('a'), false],
      [{ mode: 'connected', organization: null }, fromEdge, false],
    ];
    for (const [changes, one, wanted] of rows) {
      expect(holds('isSourceWanted', changes, added(one))).toBe(wanted);
      expect(holds('isEdgeSource', changes, added(one))).toBe(wanted && changes.organization === overEdge);
    }
    expect(holds('isEdgeSource', { organization: overEdge, sources: [fromEdge] })).toBe(false);
  });

  it('of Edge servers are removed by their digest', () => {
    const removes = (digest: string, sources: readonly CollectedFile[]): boolean =>
      holds('removesEdgeSource', { organization: overEdge, sources: [...sources] }, { type: 'REMOVE_SOURCE', digest });
    const other = source('other', part('EX01'));
    expect(removes('edge', [other, fromEdge])).toBe(true);
    expect(removes('other', [other, fromEdge])).toBe(false);
    expect(removes('edge', [other])).toBe(false);
  });

  it('are the same again only with the same digest', () => {
    const sources = [source('a', part('EX01'))];
    expect(holds('isAlreadyOpened', { mode: 'guided', sources }, added(source('a', part('EX01'))))).toBe(true);
    expect(holds('isAlreadyOpened', { mode: 'guided', sources }, added(source('b', part('EX01'))))).toBe(false);
    expect(holds('isAlreadyOpened', { mode: 'guided', sources }, { type: 'REMOVE_SOURCE', digest: 'a' })).toBe(false);
  });
});

describe('one server is read again', () => {
  const failed = hybridServer('EX02', { certificates: unknown('failed', 'Get-ExchangeCertificate') });
  const unreadEdge = hybridServer('EDGE01', { role: 'edge', certificates: unknown('failed', 'Get-ExchangeCertificate') });
  const some = organization({ hybridServers: [hybridServer('EX01'), failed, unreadEdge] });

  it.each([
    ['connected', 'EX02', true],
    ['practice', 'EX02', true],
    ['guided', 'EX02', false],
    ['connected', 'EX01', false],
    ['connected', 'EDGE01', false],
    ['connected', 'EX09', false],
  ] as const)('in the mode %s, %s: %s', (mode, server, can) => {
    expect(holds('canReadServer', { mode, organization: some }, { type: 'COLLECT_SERVER', server })).toBe(can);
  });

  it('only where there is an organization', () => {
    expect(holds('canReadServer', { mode: 'connected' }, { type: 'COLLECT_SERVER', server: 'EX02' })).toBe(false);
  });
});

describe('a certificate', () => {
  const chosen = (one: ServerCertificate): Partial<WizardContext> => ({
    organization: withCertificate(one),
    certificate: one.facts.thumbprint,
  });
  const late = certificate({ facts: facts({ notAfter: '2026-06-10T00:00:00.000Z' }) });
  const unusable = certificate({ hasPrivateKey: known(false) });

  it('is usable where nothing rules it out', () => {
    expect(holds('certificateUsable', chosen(certificate()))).toBe(true);
    expect(holds('certificateUsable', chosen(unusable))).toBe(false);
    expect(holds('certificateUsable', { organization: sample })).toBe(false);
  });

  it('ends earlier than the one in use, or does not', () => {
    const used = certificate({ facts: facts({ thumbprint: 'B2', issuer: oldIssuer, notAfter: '2026-08-01T00:00:00.000Z' }) });
    const beside = (one: ServerCertificate): Partial<WizardContext> => ({
      organization: organization({
        hybridServers: ['EX01', 'EX02'].map((name) => hybridServer(name, { certificates: known([one, used]) })),
      }),
      certificate: one.facts.thumbprint,
    });
    expect(holds('certificateEndsEarlier', beside(late))).toBe(true);
    expect(holds('certificateEndsEarlier', beside(certificate()))).toBe(false);
    expect(holds('certificateEndsEarlier', { organization: null, certificate: 'A1' })).toBe(false);
  });

  it('is due where it is in use itself', () => {
    const inUse = { ...changed(), hybridServers: changed().hybridServers.map((one) => ({ ...one, certificates: known([late]) })) };
    expect(holds('certificateIsDue', { organization: inUse, certificate: 'A1' })).toBe(true);
    expect(holds('certificateIsDue', { organization: changed(), certificate: 'A1' })).toBe(false);
    expect(holds('certificateIsDue', chosen(late))).toBe(false);
  });
});
