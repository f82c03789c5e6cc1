import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readClixml } from '../../../shared/clixml/read.ts';
import { propertyOf, psInt32, psList, psObject, psString } from '../../../shared/clixml/value.ts';
import type { CallOutcome, CmdletCall } from '../../../shared/commands/call.ts';
import { appError, fail, ok, type ErrorCode, type Result } from '../../../shared/model/error.ts';
import type { OrganizationFile, SampleFault } from '../../../shared/model/sample-organization.ts';
import { unknown, type Known } from '../../../shared/model/known.ts';
import { withForecasts } from '../../../shared/plan/make-plan.ts';
import { connectorOnEdgeStep, enableStep, serviceStep, synchronizeStep } from '../../../shared/plan/person-steps.ts';
import { readCmdlets, type Plan } from '../../../shared/plan/plan.ts';
import { snapshotSchema, trackedOf, type Snapshot } from '../../../shared/run/snapshot.ts';
import { takeSnapshot } from '../../../src-main/change/take-snapshot.ts';
import type { Exchange, QueuedCall } from '../../../src-main/exchange/port.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice, practiceTarget } from '../../contract/practice.ts';
import { altered, throughout } from '../../contract/throughout.ts';
import { callStep, handover, planOf } from '../plan/script-plans.ts';
import { organization as sample } from '../rules/sample.ts';

const at = new Date('2026-11-24T09:00:00.000Z');
const renewal = (...faults: SampleFault[]): Promise<OrganizationFile> =>
  practiceOrganization('renewal', at).then((organization) => ({ ...organization, faults }));
const take = (exchange: Exchange, online = true): Promise<Result<Snapshot>> =>
  takeSnapshot(exchange, ['EX01', 'EX02'], { now: () => at, online, controller: null, plan: null });
const taken = async (exchange: Exchange, online = true): Promise<Snapshot> => {
  const result = await take(exchange, online);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
/** Practice, where one call has another answer. */
const answering = async (cmdlet: CmdletCall['cmdlet'], answer: (outcome: Result<CallOutcome>) => Result<CallOutcome>): Promise<Exchange> =>
  throughout(await openPractice(await renewal()), async (call, send) => {
    const outcome = await send();
    return call.cmdlet === cmdlet ? answer(outcome) : outcome;
  });

describe('takeSnapshot', () => {
  it('keeps every tracked value, who the object is, and the object as it came', async () => {
    const snapshot = await taken(await openPractice(await renewal()));
    expect(v.parse(snapshotSchema, JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    expect(snapshot).toMatchObject({ format: 1, takenAt: at.toISOString(), unread: [] });
    expect(new Set(snapshot.objects.map(({ cmdlet }) => cmdlet))).toEqual(new Set(readCmdlets));
    for (const { cmdlet, identity, guid, controller, values, raw } of snapshot.objects) {
      expect(Object.keys(values)).toEqual(trackedOf(cmdlet));
      expect(guid).toMatch(/^[\da-f-]{36}$/);
      expect(controller).toBe(cmdlet.includes('bound') ? null : 'dc01.contoso.com');
      const object = readClixml(raw);
      const [value] = object.ok ? object.value : [];
      expect(value === undefined ? undefined : propertyOf(value, 'Identity')).toMatchObject(
        cmdlet.includes('bound') ? { value: identity } : { text: identity },
      );
    }
  });

  it('keeps what was returned in the end, although something else was answered first', async () => {
    const practice = await openPractice(await renewal());
    const exchange = altered(practice, {
      read: async (calls, options) => {
        const results = await practice.read(calls, options);
        return results.map(() => fail(appError('cmdlet.timedOut')));
      },
    });
    const { objects, unread } = await taken(exchange);
    expect(objects).toEqual([]);
    expect(new Set(unread.map(({ cmdlet }) => cmdlet))).toEqual(new Set(readCmdlets));
  });

  it('reads all at once, each server in a queue of its own, and Exchange Online only where it is wanted', async () => {
    const practice = await openPractice(await renewal());
    const asked: (readonly QueuedCall[])[] = [];
    const exchange = altered(practice, { read: (calls, options) => (asked.push(calls), practice.read(calls, options)) });
    await taken(exchange);
    await taken(exchange, false);
    const shown = asked.map((calls) =>
      calls.map(({ call, queue }) => `${queue}|${call.side}|${call.cmdlet}|${Object.keys(call.parameters).join()}`),
    );
    const onPremises = [
      'EX01|onPremises|Get-ReceiveConnector|Server',
      'EX02|onPremises|Get-ReceiveConnector|Server',
      '|onPremises|Get-SendConnector|',
      '|onPremises|Get-HybridConfiguration|',
    ];
    const transport = ['EX01|onPremises|Get-TransportService|Identity', 'EX02|onPremises|Get-TransportService|Identity'];
    expect(shown).toEqual([
      [...onPremises, '|exchangeOnline|Get-InboundConnector|', '|exchangeOnline|Get-OutboundConnector|', ...transport],
      [...onPremises, ...transport],
    ]);
  });

  it('keeps the internal transport certificate of each server; one that is not read is unknown, and holds up nothing', async () => {
    const { servers } = await renewal();
    const own = (name: string): unknown => servers.find((server) => server.name === name)?.internalTransportCertificateThumbprint;
    const failed = await openPractice(
      await renewal({
        cmdlet: 'Get-TransportService',
        match: { parameter: 'Identity', value: 'EX02' },
        after: 0,
        fault: { kind: 'error', message: 'down', category: 'ResourceUnavailable', id: 'x', terminating: true },
      }),
    );
    expect((await taken(failed)).internalTransport).toMatchObject([
      { server: 'EX01', thumbprint: { known: true, value: own('EX01') } },
      { server: 'EX02', thumbprint: { known: false, reason: 'failed' } },
    ]);
  });

  it('says which server could not be read, and keeps the others', async () => {
    const fault = { kind: 'error', message: 'down', category: 'ResourceUnavailable', id: 'x' } as const;
    for (const terminating of [true, false]) {
      const organization = await renewal({
        cmdlet: 'Get-ReceiveConnector',
        match: { parameter: 'Server', value: 'EX02' },
        after: 0,
        fault: { ...fault, terminating },
      });
      const { objects, unread } = await taken(await openPractice(organization));
      expect(unread).toEqual([{ cmdlet: 'Get-ReceiveConnector', server: 'EX02', message: 'down' }]);
      expect(objects.some(({ identity }) => identity.startsWith('EX01\\'))).toBe(true);
      expect(objects.some(({ identity }) => identity.startsWith('EX02\\'))).toBe(false);
    }
  });

  it('keeps what came with an error, and says that it is not all', async () => {
    const error = { message: 'partly', category: 'x', id: 'x', terminating: false };
    const exchange = await answering('Get-SendConnector', (outcome) => (outcome.ok ? ok({ ...outcome.value, errors: [error] }) : outcome));
    const { objects, unread } = await taken(exchange);
    expect(unread).toEqual([{ cmdlet: 'Get-SendConnector', server: '', message: 'partly' }]);
    expect(objects.filter(({ cmdlet }) => cmdlet === 'Get-SendConnector')).toHaveLength(2);
  });

  it('leaves out a value that is not understood, and names what has no identity', async () => {
    const strange = psObject({
      Identity: psString('strange'),
      TlsCertificateName: psInt32(1),
      RequireTLS: psString('x'),
      Fqdn: psString('a'),
    });
    const exchange = await answering('Get-SendConnector', (outcome) =>
      outcome.ok ? ok({ ...outcome.value, objects: [strange, psObject({ Fqdn: psString('b') })] }) : outcome,
    );
    const { objects, unread } = await taken(exchange);
    expect(objects.filter(({ cmdlet }) => cmdlet === 'Get-SendConnector')).toMatchObject([
      { identity: 'strange', guid: null, controller: null, whenChanged: null, values: { Fqdn: 'a' } },
    ]);
    expect(objects.find(({ identity }) => identity === 'strange')?.values).toEqual({ Fqdn: 'a' });
    expect(unread).toEqual([{ cmdlet: 'Get-SendConnector', server: '', message: 'Identity' }]);
  });

  it.each<[ErrorCode, 'fails' | 'unread']>([
    ['session.lost', 'fails'],
    ['session.notConnected', 'fails'],
    ['powershell.canceled', 'fails'],
    ['powershell.exited', 'fails'],
    ['cmdlet.timedOut', 'unread'],
    ['cmdlet.notAvailable', 'unread'],
    ['guided.notCollected', 'unread'],
  ])('with %s it %s', async (code, end) => {
    const exchange = await answering('Get-HybridConfiguration', () => fail(appError(code)));
    if (end === 'fails') expect(await take(exchange)).toEqual(fail(appError(code)));
    else expect((await taken(exchange)).unread).toEqual([{ cmdlet: 'Get-HybridConfiguration', server: '', message: code }]);
  });

  it('is none where Exchange Online is wanted and not open', async () => {
    const practice = await openPractice(await renewal());
    await practice.close();
    await practice.open('onPremises', practiceTarget, new AbortController().signal);
    expect(await take(practice)).toMatchObject({ ok: false, error: { code: 'session.notConnected' } });
  });
});

describe('the snapshot of a plan', () => {
  const [edge, again, enabled, stopped, synchronized] = withForecasts(sample(), [
    connectorOnEdgeStep('EDGE01', { identity: 'EDGE01\\Default', before: { Fqdn: 'a' }, after: { Fqdn: 'b' } }, []),
    connectorOnEdgeStep('EDGE01', { identity: 'EDGE01\\Default', before: { Fqdn: 'b' }, after: { Fqdn: 'c' } }, []),
    enableStep('EX01', 'A1'),
    serviceStep('EX02', 'MSExchangeTransport', 'stop', 'stop EX02'),
    synchronizeStep('EDGE01'),
  ]);
  if (edge === undefined || again === undefined || enabled === undefined || stopped === undefined || synchronized === undefined)
    throw new Error('no steps');
  const reset = callStep('Get-ReceiveConnector', 'EX01\\Default Frontend EX01', { before: { Fqdn: 'a' }, after: { Fqdn: 'b' } });
  const plan = planOf([reset, edge, again, enabled, stopped, synchronized]);
  const error = { message: 'denied', category: 'x', id: 'x', terminating: false };
  const row = psObject({ Thumbprint: psString('A1'), Services: psString('SMTP') });
  const health = psObject({ ServicesRunning: psList([]), ServicesNotRunning: psList([psString('MSExchangeTransport')]) });
  const onEdge = psObject({ Identity: psString('EDGE01\\Default'), Fqdn: psString('a') });
  const nothing: CallOutcome = { objects: [], errors: [], warnings: [], verbose: [] };

  interface Read {
    readonly asked: readonly QueuedCall[];
    readonly snapshot: Snapshot;
  }
  /** What is read of an Exchange that answers so to its other cmdlets, and with nothing to the rest. */
  async function readWith(
    answers: Partial<Record<CmdletCall['cmdlet'], Partial<CallOutcome>>>,
    controller: string | null = 'dc1',
  ): Promise<Read> {
    const asked: QueuedCall[] = [];
    const result = await takeSnapshot(
      {
        sides: new Set(),
        read: (calls) => {
          asked.push(...calls);
          return Promise.resolve(calls.map(({ call }) => ok({ ...nothing, ...answers[call.cmdlet] })));
        },
      },
      ['EX01'],
      { now: () => at, online: false, controller, plan },
    );
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return { asked, snapshot: result.value };
  }

  it('reads its facts and its objects on Edge servers too, each once, and those of no domain controller', async () => {
    const { asked } = await readWith({});
    expect(asked.map(({ call, queue }) => [call.cmdlet, queue, call.parameters['DomainController']])).toEqual([
      ['Get-ReceiveConnector', 'EX01', 'dc1'],
      ['Get-SendConnector', '', 'dc1'],
      ['Get-HybridConfiguration', '', 'dc1'],
      ['Get-ReceiveConnector', 'EDGE01', undefined],
      ['Get-ExchangeCertificate', 'EX01', undefined],
      ['Test-ServiceHealth', 'EX02', undefined],
      ['Get-TransportService', 'EX01', undefined],
    ]);
  });

  it('keeps the facts, also of a service whose standstill is an error besides', async () => {
    const { snapshot } = await readWith({
      'Get-ExchangeCertificate': { objects: [row] },
      'Test-ServiceHealth': { objects: [health], errors: [error] },
      'Get-ReceiveConnector': { objects: [onEdge] },
    });
    expect(snapshot.objects.map(({ cmdlet, identity, values }) => [cmdlet, identity, values])).toEqual([
      ['Get-ReceiveConnector', 'EDGE01\\Default', { Fqdn: 'a' }],
      ['Get-ReceiveConnector', 'EDGE01\\Default', { Fqdn: 'a' }],
      ['Get-ExchangeCertificate', 'EX01\\A1', { Installed: true, EnabledForSmtp: true }],
      ['Test-ServiceHealth', 'EX02\\MSExchangeTransport', { Running: false }],
    ]);
    expect(snapshot.unread).toEqual([]);
  });

  it('says which facts could not be read, in the words of the server where it said any', async () => {
    const { snapshot } = await readWith({ 'Get-ExchangeCertificate': { objects: [row], errors: [error] } });
    expect(snapshot.objects).toEqual([]);
    expect(snapshot.unread).toEqual([
      { cmdlet: 'Get-ExchangeCertificate', server: 'EX01', message: 'denied' },
      { cmdlet: 'Test-ServiceHealth', server: 'EX02', message: 'EX02\\MSExchangeTransport' },
    ]);
  });
});

describe('Exchange Online that is not read', () => {
  const values = { before: { TlsCertificateName: 'old' }, after: { TlsCertificateName: 'new' } };
  const plan = planOf([callStep('Get-HybridConfiguration', 'Hybrid Configuration', values)]);
  const inCloud = planOf([callStep('Get-InboundConnector', 'Inbound', { before: { SenderDomains: [] }, after: { SenderDomains: ['*'] } })]);
  const withHcw = planOf([...plan.steps, handover]);
  const unreadOf = async (of: Plan | null, read: boolean): Promise<readonly string[]> => {
    const options = { now: () => at, online: read, controller: null, plan: of };
    const result = await takeSnapshot(await openPractice(await renewal()), ['EX01'], options);
    return result.ok ? result.value.unread.map(({ cmdlet, server, message }) => `${cmdlet}|${server}|${message}`) : [result.error.code];
  };
  const both = ['Get-InboundConnector||session.notConnected', 'Get-OutboundConnector||session.notConnected'];
  it.each<[string, Plan | null, boolean, readonly string[]]>([
    ['is not known where the HCW may write there', withHcw, false, both],
    ['is not known where the plan itself writes there', inCloud, false, both],
    ['is known where it was read', withHcw, true, []],
    ['is of no matter to a plan that stays on-premises', plan, false, []],
    ['is of no matter without a plan', null, false, []],
  ])('%s', async (_, of, read, unread) => {
    expect(await unreadOf(of, read)).toEqual(unread);
  });
});

describe('the internal transport certificate', () => {
  const error = { message: 'denied', category: 'x', id: 'x', terminating: false };
  it.each<[string, Result<CallOutcome>, Known<string | null>]>([
    ['that the server denies', fail(appError('cmdlet.failed', { message: 'denied' })), unknown('failed', 'denied')],
    ['that is refused without a word', fail(appError('cmdlet.timedOut')), unknown('failed', 'cmdlet.timedOut')],
    ['with an error besides', ok({ objects: [], errors: [error], warnings: [], verbose: [] }), unknown('failed', 'denied')],
    ['that does not come', ok({ objects: [], errors: [], warnings: [], verbose: [] }), unknown('notReturned', 'Get-TransportService')],
  ])('%s is not known, and says why', async (_, answer, thumbprint) => {
    const exchange = await answering('Get-TransportService', () => answer);
    expect((await taken(exchange)).internalTransport).toEqual(['EX01', 'EX02'].map((server) => ({ server, thumbprint })));
  });

  it('needs a session like everything else', async () => {
    const exchange = await answering('Get-TransportService', () => fail(appError('session.lost', {}, 'unknown')));
    expect(await take(exchange)).toEqual(fail(appError('session.lost')));
  });

  it('and every object of an Exchange that answers fewer calls than it was asked are not known', async () => {
    const exchange = altered(await openPractice(await renewal()), { read: () => Promise.resolve([]) });
    const { objects, unread, internalTransport } = await taken(exchange, false);
    expect(objects).toEqual([]);
    expect(unread.map(({ message }) => message)).toEqual(Array.from({ length: 4 }, () => 'powershell.replyUnreadable'));
    expect(internalTransport?.map(({ thumbprint }) => thumbprint)).toEqual(
      ['EX01', 'EX02'].map(() => unknown('unreadable', 'Get-TransportService')),
    );
  });
});
