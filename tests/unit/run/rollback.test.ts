/** What a rollback writes: only what the run is known to have written, value by value, unless the administrator decides otherwise. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkCall } from '../../../shared/commands/call.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { makePlan, withForecasts } from '../../../shared/plan/make-plan.ts';
import { connectorOnEdgeStep, serviceStep, synchronizeStep } from '../../../shared/plan/person-steps.ts';
import {
  callSteps,
  onlySynchronizes,
  setObject,
  type HandoverStep,
  type Plan,
  type Value,
  type Values,
} from '../../../shared/plan/plan.ts';
import { recordOf, stateOf } from '../../../shared/run/step-record.ts';
import { isAsBefore, planRollback, reviewRollback, rollbackKey, type RollbackValue } from '../../../shared/run/rollback.ts';
import type { Snapshot, SnapshotObject } from '../../../shared/run/snapshot.ts';
import { readValues } from '../../../src-main/change/read-values.ts';
import { takeSnapshot } from '../../../src-main/change/take-snapshot.ts';
import type { PracticeExchange } from '../../../src-main/exchange/practice/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../../contract/practice.ts';
import { runs } from '../../properties/seed.ts';
import { now as time, read, renewed } from '../plan/practice-organizations.ts';
import { handover, planOf, undoOf } from '../plan/script-plans.ts';
import { organization } from '../rules/sample.ts';
import { announced, cleared, guid, observed, old, otherGuid, reset, resetPlan, runOf, type Timed } from './lines.ts';

const servers = ['EX01', 'EX02', 'EX03'];
const identityOf = (server: string): string => `${server}\\Default Frontend ${server}`;
const newName = '<I>CN=CA 2<S>CN=mail';

const connector = (server: string, values: Values, changes: Partial<SnapshotObject> = {}): SnapshotObject => ({
  cmdlet: 'Get-ReceiveConnector',
  identity: identityOf(server),
  guid,
  whenChanged: null,
  controller: null,
  values,
  raw: '',
  ...changes,
});
const configuration = (name: string | null): SnapshotObject => ({
  ...connector('', { TlsCertificateName: name }),
  cmdlet: 'Get-HybridConfiguration',
  identity: 'Hybrid Configuration',
});
const snapshotOf = (objects: readonly SnapshotObject[], unread: Snapshot['unread'] = []): Snapshot => ({
  format: 1,
  takenAt: '2026-11-20T09:00:00.000Z',
  objects: [...objects],
  unread,
});

const saved = snapshotOf([...servers.map((server) => connector(server, { ...old, Fqdn: 'mail.contoso.com' })), configuration('old')]);
const plan = resetPlan(servers);
/** The commands of these steps were sent. */
const sentTo = (...steps: readonly string[]): readonly Timed[] => steps.flatMap((step) => [announced(step), observed(step, cleared)]);
/** What is there now: the saved objects, some of them with other values. */
const nowWith = (changes: Readonly<Record<string, Values>>, more: Partial<SnapshotObject> = {}): Snapshot =>
  snapshotOf(
    saved.objects.map((one) => {
      const values = changes[one.identity.split('\\')[0] ?? ''];
      return values === undefined ? one : { ...one, ...more, values: { ...one.values, ...values } };
    }),
  );

const origin = { id: 'plan-2', of: '0001', original: plan };
const planBack = (review: readonly RollbackValue[], decisions: Readonly<Record<string, 'putBack' | 'keep'>> = {}): Plan =>
  planRollback(review, new Map(Object.entries(decisions)), null, origin);
const kinds = (review: readonly RollbackValue[]): readonly string[] =>
  review.map(({ object, parameter, kind }) => `${object.split('\\')[0] ?? ''} ${parameter}: ${kind}`);
const written = (made: Plan): Readonly<Record<string, Values>> =>
  Object.fromEntries(callSteps(made).map(({ object, after }) => [object, after]));

describe('a value that a command may have written', () => {
  const review = (now: Snapshot): readonly string[] => kinds(reviewRollback(runOf(plan, ...sentTo('EX01')), saved, now));

  it.each<[string, string, Snapshot]>([
    ['is put back where it has the value of the command', 'putBack', nowWith({ EX01: cleared })],
    ['is unchanged where it is as before', 'unchanged', nowWith({})],
    ['is a conflict where somebody else has set it', 'conflict', nowWith({ EX01: { ...cleared, TlsCertificateName: 'foreign' } })],
    ['is a conflict where it is of an object that was made anew', 'conflict', nowWith({ EX01: cleared }, { guid: otherGuid })],
    ['is unchanged where the object was made anew with it', 'unchanged', nowWith({ EX01: {} }, { guid: otherGuid })],
    ['is put back where the Guid is in capitals', 'putBack', nowWith({ EX01: cleared }, { guid: guid.toUpperCase() })],
    ['is put back where one of the Guids is not known', 'putBack', nowWith({ EX01: cleared }, { guid: null })],
    ['is unread where the object is not there', 'unread', snapshotOf(saved.objects.slice(1))],
    ['is unread where it was not returned', 'unread', snapshotOf([connector('EX01', { TlsDomainCapabilities: [] })])],
  ])('%s', (_, kind, now) => {
    expect(review(now)[0]).toBe(`EX01 TlsCertificateName: ${kind}`);
  });

  it('is put back where it is of either of two commands on one object, and its original is that of the first', () => {
    const second = { ...reset('EX01'), id: 'again', before: cleared, after: { ...cleared, TlsCertificateName: newName } };
    const run = runOf(planOf([reset('EX01'), second]), ...sentTo('EX01'), announced('again'));
    for (const name of [null, newName]) {
      const [first, ...more] = reviewRollback(run, saved, nowWith({ EX01: { ...cleared, TlsCertificateName: name } }));
      expect(first).toMatchObject({ parameter: 'TlsCertificateName', original: old['TlsCertificateName'], kind: 'putBack' });
      expect(more.map(({ parameter }) => parameter)).toEqual(['TlsDomainCapabilities']);
    }
  });

  it('is told with what it was, what it is and where', () => {
    const [value] = reviewRollback(runOf(plan, ...sentTo('EX01')), saved, nowWith({ EX01: cleared }, { guid: otherGuid }));
    expect(value).toEqual({
      cmdlet: 'Get-ReceiveConnector',
      object: identityOf('EX01'),
      server: 'EX01',
      guid: otherGuid,
      parameter: 'TlsCertificateName',
      original: old['TlsCertificateName'],
      now: known(null),
      kind: 'conflict',
    });
  });

  it('says why it could not be read, in the words of the server where it said any', () => {
    const saying = (server: string, message: string): Snapshot['unread'][number] => ({ cmdlet: 'Get-ReceiveConnector', server, message });
    const silent = snapshotOf(
      [],
      [
        { cmdlet: 'Get-ExchangeCertificate', server: 'EX01', message: 'Not this one.' },
        saying('EX02', 'Access is denied.'),
        saying('EX01', 'The RPC server is unavailable.'),
      ],
    );
    const evidence = (now: Snapshot): unknown => reviewRollback(runOf(plan, ...sentTo('EX01')), saved, now)[0]?.now;
    expect(evidence(silent)).toEqual(unknown('notReturned', 'The RPC server is unavailable.'));
    expect(evidence(snapshotOf([]))).toEqual(unknown('notReturned', 'TlsCertificateName'));
  });

  it('is of a step that was announced: what was only read is nobody’s of this run', () => {
    const run = runOf(plan, observed('EX01', old), ...sentTo('EX03'), observed('EX02', cleared));
    expect(kinds(reviewRollback(run, saved, nowWith({ EX01: cleared, EX02: cleared, EX03: cleared })))).toEqual([
      'EX03 TlsCertificateName: putBack',
      'EX03 TlsDomainCapabilities: putBack',
    ]);
  });

  it('is put back also while its step is in doubt', () => {
    const run = runOf(plan, announced('EX01'));
    expect(stateOf(reset('EX01'), recordOf(run, 'EX01'))).toBe('doubt');
    expect(kinds(reviewRollback(run, saved, nowWith({ EX01: cleared })))[0]).toBe('EX01 TlsCertificateName: putBack');
  });

  it('has its saved value as the original, and the reviewed one where none was saved', () => {
    const original = (snapshot: Snapshot): Value | undefined =>
      reviewRollback(runOf(plan, ...sentTo('EX01')), snapshot, nowWith({ EX01: cleared }))[0]?.original;
    expect(original(snapshotOf([connector('EX01', { TlsCertificateName: 'saved' })]))).toBe('saved');
    expect(original(snapshotOf([connector('EX01', { TlsCertificateName: null })]))).toBeNull();
    expect(original(snapshotOf([]))).toBe(old['TlsCertificateName']);
  });
});

describe('a value that the HCW may have written', () => {
  const expects: HandoverStep['expects'] = [
    { cmdlet: 'Get-ReceiveConnector', object: identityOf('EX01'), values: { TlsCertificateName: newName } },
    { cmdlet: 'Get-HybridConfiguration', object: 'Hybrid Configuration', values: { TlsCertificateName: newName } },
  ];
  const hcw: Plan['steps'][number] = { ...handover, kind: 'handover', expects };
  const withHcw = planOf([reset('EX01'), hcw]);
  const handedOver = [...sentTo('EX01'), announced('hcw', { by: 'person' })];
  const review = (now: Snapshot, timed: readonly Timed[] = handedOver): readonly string[] =>
    kinds(reviewRollback(runOf(withHcw, ...timed), saved, now));
  const afterHcw = (changes: Readonly<Record<string, Values>> = {}): Snapshot =>
    nowWith({
      EX01: { ...cleared, TlsCertificateName: newName, TlsDomainCapabilities: old['TlsDomainCapabilities'] ?? null },
      'Hybrid Configuration': { TlsCertificateName: newName },
      ...changes,
    });

  it('is put back where it is what was expected; what it left alone is not listed', () => {
    expect(review(afterHcw())).toEqual([
      'EX01 TlsCertificateName: putBack',
      'EX01 TlsDomainCapabilities: unchanged',
      'Hybrid Configuration TlsCertificateName: putBack',
    ]);
  });

  it('is a conflict where it is anything else, also of an object that no command was for', () => {
    expect(review(afterHcw({ 'Hybrid Configuration': { TlsCertificateName: 'another' }, EX02: { Fqdn: 'smtp.contoso.com' } }))).toEqual([
      'EX01 TlsCertificateName: putBack',
      'EX01 TlsDomainCapabilities: unchanged',
      'EX02 Fqdn: conflict',
      'Hybrid Configuration TlsCertificateName: conflict',
    ]);
  });

  it('is a conflict where it is what was expected of another object, or of the same name on the other side', () => {
    expect(review(afterHcw({ EX02: { TlsCertificateName: newName } }))).toContain('EX02 TlsCertificateName: conflict');
    const inbound = { ...configuration('old'), cmdlet: 'Get-InboundConnector', identity: 'Hybrid Configuration' } as const;
    const reviewed = reviewRollback(
      runOf(withHcw, ...handedOver),
      snapshotOf([inbound]),
      snapshotOf([{ ...inbound, values: { TlsCertificateName: newName } }]),
    );
    expect(reviewed.filter(({ cmdlet }) => cmdlet === 'Get-InboundConnector')).toMatchObject([{ kind: 'conflict' }]);
  });

  it('is not looked for while nothing was handed over: then its value is not one of this run', () => {
    expect(review(afterHcw({ EX02: { Fqdn: 'smtp.contoso.com' } }), sentTo('EX01'))).toEqual([
      'EX01 TlsCertificateName: conflict',
      'EX01 TlsDomainCapabilities: unchanged',
    ]);
  });

  it('is of the server of its connector, and of none where it is one of the organization', () => {
    const values = reviewRollback(runOf(withHcw, ...handedOver), saved, afterHcw({ EX02: { Fqdn: 'smtp.contoso.com' } }));
    expect(
      values.filter(({ parameter, object }) => parameter === 'Fqdn' || object === 'Hybrid Configuration').map(({ server }) => server),
    ).toEqual(['EX02', '']);
    const send = { ...configuration('old'), cmdlet: 'Get-SendConnector', identity: 'to\\cloud' } as const;
    const [one] = reviewRollback(runOf(planOf([hcw]), announced('hcw')), snapshotOf([send]), snapshotOf([]));
    expect(one).toMatchObject({ object: 'to\\cloud', server: '', kind: 'unread' });
  });
});

describe('the plan of a rollback', () => {
  const run = runOf(plan, ...sentTo('EX01', 'EX02'));
  const now = nowWith({ EX01: cleared, EX02: { ...cleared, TlsCertificateName: 'foreign' } });
  const review = reviewRollback(run, saved, now);
  const key = rollbackKey({ cmdlet: 'Get-ReceiveConnector', object: identityOf('EX02'), parameter: 'TlsCertificateName' });

  it('is one of its own: of this run, going on after a failure, bound to what is there now, and itself reversible', () => {
    const { steps, ...rest } = planBack(review);
    const { id, of, original } = origin;
    expect(rest).toEqual({
      id,
      of,
      method: original.method,
      format: 1,
      purpose: 'rollback',
      policy: { onFailure: 'goOn', canary: null },
      leftOut: [],
    });
    expect(steps[1]).toEqual({
      kind: 'call',
      id: `back Get-ReceiveConnector ${identityOf('EX01')}`,
      server: 'EX01',
      object: identityOf('EX01'),
      guid,
      reason: 'putBack',
      forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' },
      weakens: [],
      read: { side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: { Identity: identityOf('EX01') } },
      before: cleared,
      after: old,
      call: setObject('Get-ReceiveConnector', identityOf('EX01'), old),
      undo: setObject('Get-ReceiveConnector', identityOf('EX01'), cleared),
    });
  });

  it.each([
    ['stop', false],
    ['start', true],
  ] as const)('has a person bring a service back as it was: %s', (action, wasRunning) => {
    const [changed] = withForecasts(organization(), [serviceStep('EX01', 'MSExchangeTransport', wasRunning ? 'stop' : 'start', 'service')]);
    if (changed === undefined) throw new Error('no step');
    const health = (isRunning: boolean): Snapshot =>
      snapshotOf([{ ...configuration(null), cmdlet: 'Test-ServiceHealth', identity: changed.object, values: { Running: isRunning } }]);
    const values = reviewRollback(
      runOf(planOf([changed]), announced('service', { by: 'person' })),
      health(wasRunning),
      health(!wasRunning),
    );
    expect(planBack(values).steps).toMatchObject([
      { kind: 'person', reason: `${action}Service`, after: { Running: wasRunning }, object: 'EX01\\MSExchangeTransport' },
    ]);
  });

  it('puts the last object back first', () => {
    expect(callSteps(planBack(review)).map(({ server }) => server)).toEqual(['EX02', 'EX01']);
  });

  it('keeps a conflict unless the administrator decides otherwise', () => {
    expect(written(planBack(review))[identityOf('EX02')]).toEqual({ TlsDomainCapabilities: old['TlsDomainCapabilities'] });
    expect(written(planBack(review, { [key]: 'keep' }))[identityOf('EX02')]).toEqual({
      TlsDomainCapabilities: old['TlsDomainCapabilities'],
    });
    expect(written(planBack(review, { [key]: 'putBack' }))[identityOf('EX02')]).toEqual(old);
  });

  it('names the object that is there now where one that was made anew is decided for', () => {
    const anew = reviewRollback(run, saved, nowWith({ EX01: cleared, EX02: cleared }, { guid: otherGuid }));
    const decisions = Object.fromEntries(anew.map((value) => [rollbackKey(value), 'putBack' as const]));
    expect(callSteps(planBack(anew, decisions)).map((step) => step.guid)).toEqual([otherGuid, otherGuid]);
  });

  it('never writes what could not be read, whatever is decided', () => {
    const unreadNow = snapshotOf(now.objects.filter(({ identity }) => identity !== identityOf('EX02')));
    const values = reviewRollback(run, saved, unreadNow);
    expect(Object.keys(written(planBack(values, { [key]: 'putBack' })))).toEqual([identityOf('EX01')]);
  });

  it('has no step where everything is as before', () => {
    expect(planBack(reviewRollback(run, saved, saved)).steps).toEqual([]);
  });

  it('forecasts mail flow where the organization was read', () => {
    const made = planRollback(review, new Map(), organization(), origin);
    expect(made.steps.map(({ forecast }) => forecast.toOnPremises)).not.toContain('unknown');
  });
});

describe('on an Edge server', () => {
  const edge = 'EDGE01';
  const [onEdge, synchronized] = withForecasts(organization(), [
    connectorOnEdgeStep(edge, { identity: identityOf(edge), before: old, after: { ...old, TlsCertificateName: newName } }, []),
    synchronizeStep(edge),
  ]);
  if (onEdge === undefined || synchronized === undefined) throw new Error('no steps');
  const both = planOf([onEdge, handover, synchronized]);
  const shown = announced(onEdge.id, { by: 'person' });
  const hcw = announced('hcw', { by: 'person' });
  const savedOnEdge = snapshotOf([...saved.objects, connector(edge, old, { guid: null })]);
  const nowOnEdge = (name: string, unread: Snapshot['unread'] = []): Snapshot =>
    snapshotOf([...saved.objects, connector(edge, { ...old, TlsCertificateName: name }, { guid: null })], unread);

  it('a person puts a value back, and EdgeSync brings it there', () => {
    const review = reviewRollback(runOf(both, shown), savedOnEdge, nowOnEdge(newName));
    expect(review).toMatchObject([
      { object: identityOf(edge), parameter: 'TlsCertificateName', kind: 'putBack', onEdge: true },
      { parameter: 'TlsDomainCapabilities', kind: 'unchanged', onEdge: true },
    ]);
    const made = planRollback(review, new Map(), null, { ...origin, original: both });
    expect(made.steps.map(({ kind, id, server }) => [kind, id, server])).toEqual([
      ['person', `back Get-ReceiveConnector ${identityOf(edge)}`, edge],
      ['person', `synchronize ${edge}`, ''],
    ]);
    expect(made.steps[1]).toMatchObject({ object: `${edge}\\EdgeSync` });
  });

  it('EdgeSync is proven also where an earlier rollback has put everything else back', () => {
    const review = reviewRollback(runOf(both, shown), savedOnEdge, savedOnEdge);
    expect(review.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
    const made = planRollback(review, new Map(), null, { ...origin, original: both });
    expect(made.steps.map(({ id }) => id)).toEqual([`synchronize ${edge}`]);
    expect(onlySynchronizes(made)).toBe(true);
  });

  it.each([
    ['a value of somebody else', nowOnEdge('somebody’s'), 'conflict'],
    ['a value that could not be read', saved, 'unread'],
  ] as const)('EdgeSync alone is no rollback beside %s: its end would say that all was rolled back', (_, now, kind) => {
    const review = reviewRollback(runOf(both, shown), savedOnEdge, now);
    expect(review.map((value) => value.kind)).toContain(kind);
    expect(planRollback(review, new Map(), null, { ...origin, original: both }).steps).toEqual([]);
  });

  it('EdgeSync is proven where what is left cannot be rolled back', () => {
    const [value] = reviewRollback(runOf(both, shown), savedOnEdge, savedOnEdge);
    if (value === undefined) throw new Error('no value');
    const made = planRollback([{ ...value, kind: 'irreversible' }], new Map(), null, { ...origin, original: both });
    expect(onlySynchronizes(made)).toBe(true);
    expect(onlySynchronizes(both)).toBe(false);
    expect(onlySynchronizes({ ...made, steps: [] })).toBe(false);
    expect(onlySynchronizes(null)).toBe(false);
  });

  it('the HCW writes nothing, so that nothing there is a conflict with it', () => {
    const changed = nowOnEdge('somebody’s');
    expect(kinds(reviewRollback(runOf(both, hcw), savedOnEdge, changed))).toEqual([]);
    expect(kinds(reviewRollback(runOf(both, hcw), savedOnEdge, nowWith({ EX01: { Fqdn: 'smtp.contoso.com' } })))).toEqual([
      'EX01 Fqdn: conflict',
    ]);
    // What only looks like it is not there.
    const sending = { ...configuration('old'), cmdlet: 'Get-SendConnector', identity: identityOf(edge) } as const;
    const others = snapshotOf([sending, configuration('old')]);
    const now = snapshotOf([sending, configuration('old')].map((one) => ({ ...one, values: { TlsCertificateName: 'x' } })));
    expect(kinds(reviewRollback(runOf(both, hcw), others, now))).toHaveLength(2);
  });

  it('what could not be saved says nothing of what the HCW may have written, elsewhere it does', () => {
    const unreadOn = (server: string): Snapshot => ({
      ...saved,
      unread: [{ cmdlet: 'Get-ReceiveConnector', server, message: 'denied' }],
    });
    expect(isAsBefore(runOf(both, hcw), unreadOn(edge), saved)).toBe(true);
    expect(isAsBefore(runOf(both, hcw), unreadOn('EX01'), saved)).toBe(false);
    expect(isAsBefore(runOf(both), unreadOn('EX01'), saved)).toBe(true);
  });
});

describe('a run is as before', () => {
  const run = runOf(plan, ...sentTo('EX01', 'EX02'));
  it.each<[boolean, string, Snapshot]>([
    [true, 'where every value is', saved],
    [true, 'also where somebody changed what it did not touch', nowWith({ EX03: cleared })],
    [false, 'where one value is not', nowWith({ EX02: { TlsCertificateName: null } })],
    [false, 'where a value is somebody else’s', nowWith({ EX02: { TlsCertificateName: 'foreign' } })],
    [false, 'where one could not be read', snapshotOf(saved.objects.slice(1))],
  ])('(%s) %s', (expected, _, now) => {
    expect(isAsBefore(run, saved, now)).toBe(expected);
  });
});

describe('a run that handed over to the HCW is as before', () => {
  const run = runOf(
    { ...plan, steps: [...plan.steps, { ...handover, kind: 'handover', expects: [] }] },
    announced('hcw', { by: 'person' }),
  );
  const inCloud: Snapshot['unread'] = [{ cmdlet: 'Get-InboundConnector', server: '', message: 'session.notConnected' }];
  it.each<[boolean, string, Snapshot, Snapshot]>([
    [true, 'where all was saved and is the same', saved, saved],
    [false, 'where Exchange Online was not read before it', { ...saved, unread: inCloud }, saved],
    [false, 'where Exchange Online cannot be read now', saved, { ...saved, unread: inCloud }],
    [false, 'where an object is there that was not saved', snapshotOf(saved.objects.slice(0, -1)), saved],
    [
      true,
      'where only a fact cannot be read now',
      saved,
      { ...saved, unread: [{ cmdlet: 'Test-ServiceHealth', server: 'EX01', message: '' }] },
    ],
  ])('(%s) %s', (expected, _, before, now) => {
    expect(isAsBefore(run, before, now)).toBe(expected);
  });
});

describe('whatever was sent, and whatever is there now', () => {
  const value = fc.constantFrom<Value>(null, 'foreign', old['TlsCertificateName'] ?? null);
  const list = fc.constantFrom<Value>([], ['foreign'], old['TlsDomainCapabilities'] ?? []);
  const found = fc.record({
    values: fc.record(
      { TlsCertificateName: value, TlsDomainCapabilities: list, Fqdn: fc.constantFrom('mail.contoso.com', 'smtp.contoso.com') },
      { requiredKeys: [] },
    ),
    guid: fc.constantFrom(guid, guid, otherGuid, null),
    isThere: fc.constantFrom(true, true, true, false),
  });
  const situation = fc.record({
    sent: fc.subarray(servers),
    now: fc.tuple(found, found, found),
    hasHcw: fc.boolean(),
    decided: fc.func(fc.constantFrom<'putBack' | 'keep' | null>('putBack', 'keep', null)),
  });
  type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

  function reviewed({ sent, now, hasHcw, decided }: Situation): {
    readonly nowThere: Snapshot;
    readonly review: readonly RollbackValue[];
    readonly decisions: ReadonlyMap<string, 'putBack' | 'keep'>;
  } {
    const run = runOf(plan, ...sentTo(...sent), ...(hasHcw ? [announced('hcw', { by: 'person' })] : []));
    const nowThere = snapshotOf([
      ...now.flatMap(({ values, guid: one, isThere }, index) => (isThere ? [connector(servers[index] ?? '', values, { guid: one })] : [])),
      configuration('old'),
    ]);
    const review = reviewRollback(run, saved, nowThere);
    const decisions = new Map(
      review.flatMap((one): [string, 'putBack' | 'keep'][] => {
        const key = rollbackKey(one);
        const choice = decided(key);
        return choice === null ? [] : [[key, choice]];
      }),
    );
    return { nowThere, review, decisions };
  }

  it('a conflict is written only by decision, and what could not be read never', () => {
    let conflicts = 0;
    fc.assert(
      fc.property(situation, (one) => {
        const { review, decisions } = reviewed(one);
        const made = planRollback(review, decisions, null, origin);
        for (const step of callSteps(made)) {
          for (const call of [step.read, step.call, undoOf(step)]) expect(checkCall(call).ok).toBe(true);
          for (const parameter of Object.keys(step.after)) {
            const reviewedOne = review.find((other) => other.object === step.object && other.parameter === parameter);
            if (reviewedOne?.kind === 'conflict') {
              conflicts += 1;
              expect(decisions.get(rollbackKey(reviewedOne))).toBe('putBack');
            } else expect(reviewedOne?.kind).toBe('putBack');
          }
        }
      }),
      { numRuns: runs(300) },
    );
    expect(conflicts).toBeGreaterThan(20);
  });

  it('carried out, it leaves every value that it wrote as it was saved and every other one as it is; undone, all as it was', () => {
    fc.assert(
      fc.property(situation, (one) => {
        const { review, decisions, nowThere } = reviewed(one);
        const steps = callSteps(planRollback(review, decisions, null, origin));
        const with_ = (objects: readonly SnapshotObject[], pick: 'before' | 'after'): readonly SnapshotObject[] =>
          objects.map((object) => ({
            ...object,
            values: { ...object.values, ...steps.find((step) => step.object === object.identity)?.[pick] },
          }));
        const done = with_(nowThere.objects, 'after');
        for (const { object, parameter, kind, original, now } of review) {
          const is = done.find(({ identity }) => identity === object)?.values[parameter];
          const wrote = steps.some((step) => step.object === object && Object.hasOwn(step.after, parameter));
          if (kind === 'putBack') expect(wrote).toBe(true);
          expect(is).toEqual(wrote || kind === 'unchanged' ? original : now.known ? now.value : undefined);
        }
        for (const object of nowThere.objects) {
          const after = done.find(({ identity }) => identity === object.identity);
          const untouched = Object.keys(object.values).filter(
            (parameter) => !review.some((other) => other.object === object.identity && other.parameter === parameter),
          );
          for (const parameter of untouched) expect(after?.values[parameter]).toEqual(object.values[parameter]);
        }
        expect(with_(done, 'before')).toEqual(nowThere.objects);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('on a practice organization', () => {
  const saveAll = async (exchange: PracticeExchange): Promise<Snapshot> => {
    const taken = await takeSnapshot(exchange, servers, { now: () => time, online: true, controller: null, plan: null });
    if (!taken.ok) throw new Error(taken.error.code);
    return taken.value;
  };
  let exchange: PracticeExchange;
  let before: Organization;
  beforeAll(async () => {
    exchange = await openPractice(await practiceOrganization('renewal', time));
    before = await read(exchange);
  });

  it('a reset and the HCW are rolled back to what was saved, and the rollback is undone', async () => {
    const certificate = renewed(before);
    const applied = makePlan(before, certificate, 'reset', { id: 'plan-1', policy: { onFailure: 'stop', canary: null } });
    const snapshot = await saveAll(exchange);
    for (const step of callSteps(applied)) expect((await exchange.change(step.call)).ok).toBe(true);
    await exchange.runHcw(certificate.thumbprint);
    const changedTo = await saveAll(exchange);
    const timed = [...callSteps(applied).map(({ id }) => announced(id)), announced('hcw', { by: 'person' })];
    const run = runOf(applied, ...timed);
    const review = reviewRollback(run, snapshot, changedTo);
    // The HCW wrote what it was expected to write, so that there is nothing to decide.
    expect(review.filter(({ kind }) => kind !== 'putBack' && kind !== 'unchanged')).toEqual([]);
    expect(isAsBefore(run, snapshot, changedTo)).toBe(false);

    const back = planRollback(review, new Map(), await read(exchange), origin);
    const valuesOf = (all: Snapshot): unknown => all.objects.map(({ identity, values }) => [identity, values]);
    for (const step of callSteps(back)) {
      const found = await readValues({ ...step, parameters: Object.keys(step.before) }, exchange);
      expect(found).toMatchObject({ ok: true, value: { values: step.before, guid: step.guid } });
      expect((await exchange.change(step.call)).ok).toBe(true);
    }
    expect(isAsBefore(run, snapshot, await saveAll(exchange))).toBe(true);
    expect(valuesOf(await saveAll(exchange))).toEqual(valuesOf(snapshot));
    for (const step of [...callSteps(back)].reverse()) expect((await exchange.change(undoOf(step))).ok).toBe(true);
    expect(valuesOf(await saveAll(exchange))).toEqual(valuesOf(changedTo));
  });
});
