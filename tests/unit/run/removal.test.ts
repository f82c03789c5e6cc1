/** The removal of a certificate: steps for a person, names that are taken off and put back, and what cannot be brought back. */
import { describe, expect, it } from 'vitest';
import { known } from '../../../shared/model/known.ts';
import { planRemoval } from '../../../shared/plan/removal.ts';
import { objectSteps, type Values } from '../../../shared/plan/plan.ts';
import { openPlaces } from '../../../shared/run/exposure.ts';
import type { RunState } from '../../../shared/run/fold.ts';
import { isSuperseded } from '../../../shared/run/step-order.ts';
import { recordOf, stateOf } from '../../../shared/run/step-record.ts';
import { next } from '../../../shared/run/next.ts';
import { planRollback, reviewRollback } from '../../../shared/run/rollback.ts';
import { mayHaveChanged, runView, stepsToDo } from '../../../shared/run/run-view.ts';
import type { Snapshot, SnapshotObject } from '../../../shared/run/snapshot.ts';
import { certificate, facts, hybridServer, organization, receiveConnector, sendConnector } from '../rules/sample.ts';
import { announced, answered, decided, observed, reopened, runOf, type Timed } from './lines.ts';

const name = { issuer: facts().issuer, subject: facts().subject };
const text = `<I>${name.issuer}<S>${name.subject}`;
const old = certificate({ facts: facts({ thumbprint: 'B2', notAfter: '2026-06-20T00:00:00.000Z' }) });
const withOld = organization({
  hybridServers: ['EX01', 'EX02'].map((one) =>
    hybridServer(one, {
      certificates: known([certificate(), old]),
      receiveConnectors: known([receiveConnector(one, { tlsCertificateName: known(text) })]),
    }),
  ),
  sendConnectors: known([
    sendConnector({ identity: 'Outbound', tlsCertificateName: known(text), sourceTransportServers: known(['EX01', 'EX02']) }),
  ]),
});
const plan = planRemoval(withOld, { name, facts: { thumbprint: 'B2' } }, 'removal-1');
const ids = plan.steps.map(({ id }) => id);

const worded = (state: RunState): string => {
  const action = next(state);
  return action.do === 'finish' ? 'finish' : `${action.do === 'stop' ? `stop ${action.why}` : action.do} ${action.step.id}`;
};
const stepOf = (id: string): (typeof steps)[number] => {
  const step = steps.find((one) => one.id === id);
  if (step === undefined) throw new Error(id);
  return step;
};
const steps = objectSteps(plan);
const see = (id: string, values: Values, controller: string | null = 'dc1'): Timed => observed(id, values, { guid: null, controller });
const before = (id: string): Timed => see(id, stepOf(id).before);
const after = (id: string): Timed => see(id, stepOf(id).after);
const byPerson = (id: string): readonly Timed[] => [
  before(id),
  announced(id, { by: 'person', process: null, controller: null, limitMs: 0 }),
  decided('resume'),
  after(id),
];
const byCommand = (id: string): readonly Timed[] => [before(id), announced(id), answered(id), after(id)];
const doneUntil = (end: string): readonly Timed[] =>
  steps.slice(0, ids.indexOf(end)).flatMap((step) => (step.kind === 'person' ? byPerson(step.id) : byCommand(step.id)));

it('is the procedure of Microsoft, with its way back', () => {
  expect(ids).toEqual([
    'stop EX01',
    'stop EX02',
    'clear Outbound',
    'remove EX01',
    'remove EX02',
    'name Outbound',
    'start EX01',
    'start EX02',
  ]);
  expect(steps.map(({ kind, undo }) => `${kind} ${undo === null ? 'cannot be undone' : 'can be undone'}`)).toEqual([
    'person can be undone',
    'person can be undone',
    'call can be undone',
    'call cannot be undone',
    'call cannot be undone',
    'call can be undone',
    'person can be undone',
    'person can be undone',
  ]);
});

it('forecasts that mail waits while a transport service is stopped, and that nothing is weaker at the end', () => {
  expect(plan.steps.map(({ forecast, weakens }) => [forecast.toOnPremises, forecast.toExchangeOnline, weakens.length])).toEqual([
    ['waits', 'waits', 2],
    ['waits', 'waits', 4],
    ['waits', 'waits', 4],
    ['waits', 'waits', 4],
    ['waits', 'waits', 4],
    ['waits', 'waits', 4],
    ['waits', 'waits', 2],
    ['internal', 'internal', 0],
  ]);
});

describe('a step for a person', () => {
  const shown = [before('stop EX01'), announced('stop EX01', { by: 'person', process: null, controller: null, limitMs: 0 })];

  it('is read, then shown, and waits for the administrator', () => {
    expect(worded(runOf(plan))).toBe('read stop EX01');
    expect(worded(runOf(plan, before('stop EX01')))).toBe('ask stop EX01');
    expect(worded(runOf(plan, ...shown))).toBe('stop person stop EX01');
    expect(worded(runOf(plan, ...shown, reopened))).toBe('stop person stop EX01');
  });

  it('is proven by reading alone', () => {
    expect(worded(runOf(plan, ...shown, decided('resume')))).toBe('read stop EX01');
    const done = runOf(plan, ...shown, decided('resume'), after('stop EX01'));
    expect(stateOf(stepOf('stop EX01'), recordOf(done, 'stop EX01'))).toBe('applied');
    expect(worded(done)).toBe('read stop EX02');
  });

  it('is shown again while the reading does not show it', () => {
    const notYet = [...shown, decided('resume'), before('stop EX01')];
    expect(worded(runOf(plan, ...notYet))).toBe('ask stop EX01');
    const again = runOf(plan, ...notYet, announced('stop EX01', { by: 'person', process: null }));
    expect(runView(again, { id: '1', path: '', snapshot: {} })).toMatchObject({
      stop: { why: 'person', step: 'stop EX01' },
      steps: { 'stop EX01': { attempts: 2 } },
    });
  });

  it('is not shown where it was done already', () => {
    expect(worded(runOf(plan, after('stop EX01')))).toBe('read stop EX02');
  });

  it('is not shown to somebody who has stopped the run', () => {
    expect(worded(runOf(plan, before('stop EX01'), decided('stop')))).toBe('stop asked stop EX01');
  });
});

describe('a name that is taken off and put back', () => {
  const putBack = [...doneUntil('name Outbound'), before('name Outbound'), announced('name Outbound')];

  it('says of the first step nothing once the second one has begun', () => {
    const state = runOf(plan, ...putBack);
    expect(isSuperseded(stepOf('clear Outbound'), runOf(plan, ...doneUntil('name Outbound')))).toBe(false);
    expect(isSuperseded(stepOf('clear Outbound'), state)).toBe(true);
    expect(worded(runOf(plan, ...putBack, answered('name Outbound'), after('name Outbound')))).toBe('read start EX01');
  });

  it('is not taken off again when everything is done', () => {
    expect(worded(runOf(plan, ...doneUntil('start EX02'), ...byPerson('start EX02')))).toBe('finish');
  });

  it('is shown in guided mode only after the proof of the removal', () => {
    const view = runView(runOf(plan), { id: '1', path: '', snapshot: {} });
    expect(stepsToDo(plan, view).map(({ id }) => id)).toEqual(ids.slice(0, 5));
    const removed = runView(runOf(plan, ...doneUntil('name Outbound')), { id: '1', path: '', snapshot: {} });
    expect(stepsToDo(plan, removed).map(({ id }) => id)).toEqual(ids.slice(5));
    const refused = [...doneUntil('remove EX01'), before('remove EX01'), ...byCommand('remove EX02')];
    const half = runView(runOf(plan, ...refused), { id: '1', path: '', snapshot: {} });
    expect(stepsToDo(plan, half).map(({ id }) => id)).toEqual(['remove EX01']);
  });

  it('never shows a third step on an object together with the second', () => {
    const removed = runView(runOf(plan, ...doneUntil('name Outbound')), { id: '1', path: '', snapshot: {} });
    const [first] = plan.steps;
    if (first?.kind !== 'person') throw new Error('the first step stops a service');
    const longer = { ...plan, steps: [...plan.steps, { ...first, id: 'stop again' }] };
    expect(stepsToDo(longer, removed).map(({ id }) => id)).toEqual(ids.slice(5));
  });
});

describe('what is read ahead of its turn', () => {
  it('does not end the run before its middle', () => {
    const ahead = steps.map(({ id }) =>
      see(id, id.startsWith('start') ? stepOf(id).after : id === 'name Outbound' ? { TlsCertificateName: text } : stepOf(id).before),
    );
    const state = runOf(plan, ...ahead);
    expect(stateOf(stepOf('start EX01'), recordOf(state, 'start EX01'))).toBe('waiting');
    expect(stateOf(stepOf('name Outbound'), recordOf(state, 'name Outbound'))).toBe('waiting');
    expect(worded(runOf(plan, ...ahead, ...doneUntil('name Outbound')))).toBe('read name Outbound');
    expect(worded(runOf(plan, ...ahead, ...doneUntil('start EX01')))).toBe('read start EX01');
  });

  it('holds up no other step of a run that goes on after a failure', () => {
    const goOn = { ...plan, policy: { onFailure: 'goOn' as const, canary: null } };
    const failed = [...doneUntil('remove EX01'), see('remove EX01', { Installed: null })];
    expect(worded(runOf(goOn, ...failed))).toBe('read remove EX02');
    expect(worded(runOf(goOn, ...failed, ...byCommand('remove EX02')))).toBe('stop differs remove EX01');
  });

  it('counts when its turn has come: what somebody else has put back is not taken off again', () => {
    const back = [...doneUntil('name Outbound'), after('name Outbound')];
    expect(worded(runOf(plan, ...back))).toBe('read start EX01');
    expect(isSuperseded(stepOf('clear Outbound'), runOf(plan, ...back))).toBe(true);
    expect(worded(runOf(plan, ...back, before('clear Outbound')))).toBe('read start EX01');
  });
});

it('believes a server at once that says that its service has stopped', () => {
  const state = runOf(plan, ...doneUntil('start EX02'), see('start EX01', { Running: false }, null));
  expect(stateOf(stepOf('start EX01'), recordOf(state, 'start EX01'))).toBe('reverted');
});

it('says that a run may have changed what it has shown to a person, who may run it after the reading', () => {
  const shown = [...byPerson('stop EX01').slice(0, 3), before('stop EX01')];
  const view = runView(runOf(plan, ...shown), { id: '1', path: '', snapshot: {} });
  expect(view.steps['stop EX01']).toMatchObject({ state: 'notApplied', isByPerson: true });
  expect(mayHaveChanged(view)).toBe(true);
  expect(mayHaveChanged(runView(runOf(plan, before('stop EX01')), { id: '1', path: '', snapshot: {} }))).toBe(false);
});

describe('mail flow that a stopped service weakens', () => {
  const places = [{ direction: 'toExchangeOnline' as const, server: 'EX01' }];
  const open = (...timed: readonly Timed[]): number =>
    openPlaces(runOf(plan, ...timed).exposure.intervals).filter(
      ({ place }) => place.direction === 'toExchangeOnline' && place.server === 'EX01',
    ).length;

  it('is not sound before the service is read running, whatever else was read', () => {
    expect(open(...byPerson('stop EX01'))).toBe(1);
    expect(open(...doneUntil('start EX01'), { kind: 'trusted', places })).toBe(1);
    expect(open(...doneUntil('start EX02'), ...byPerson('start EX02'), { kind: 'trusted', places })).toBe(0);
  });

  it('is sound again when somebody else has started it, and it was read so', () => {
    const trusted = { kind: 'trusted' as const, places };
    expect(open(...byPerson('stop EX01'), before('stop EX01'), trusted)).toBe(0);
    expect(open(...doneUntil('start EX01'), after('start EX01'), ...byPerson('start EX02'), trusted)).toBe(0);
    expect(open(...doneUntil('start EX01'), before('stop EX01'), before('start EX01'), trusted)).toBe(1);
  });

  it('is sound again after a rollback has started it', () => {
    expect(open(...byPerson('stop EX01'), { kind: 'closed', outcome: 'rolledBack' }, { kind: 'trusted', places })).toBe(0);
    expect(open(...byPerson('stop EX01'), { kind: 'closed', outcome: 'left' }, { kind: 'trusted', places })).toBe(1);
  });
});

describe('the rollback of a removal', () => {
  const object = (cmdlet: SnapshotObject['cmdlet'], identity: string, values: Values): SnapshotObject => ({
    cmdlet,
    identity,
    guid: null,
    whenChanged: null,
    controller: null,
    values,
    raw: '',
  });
  const snapshotOf = (connector: string | null, installed: boolean, running: boolean): Snapshot => ({
    format: 1,
    takenAt: '',
    objects: [
      object('Get-SendConnector', 'Outbound', { TlsCertificateName: connector }),
      ...['EX01', 'EX02'].flatMap((one) => [
        object('Get-ExchangeCertificate', `${one}\\B2`, { Installed: installed || one === 'EX02', EnabledForSmtp: true }),
        object('Test-ServiceHealth', `${one}\\MSExchangeTransport`, { Running: running }),
      ]),
    ],
    unread: [],
  });
  const saved = snapshotOf(text, true, true);
  const origin = { id: 'back', of: 'removal-1', original: plan };

  it('puts the name back and starts the services, and says what cannot be brought back', () => {
    const run = runOf(plan, ...doneUntil('remove EX02'));
    const review = reviewRollback(run, saved, snapshotOf(null, false, false));
    expect(review.map(({ object: of, parameter, kind }) => `${of} ${parameter} ${kind}`)).toEqual([
      'EX01\\MSExchangeTransport Running putBack',
      'EX02\\MSExchangeTransport Running putBack',
      'Outbound TlsCertificateName putBack',
      'EX01\\B2 Installed irreversible',
    ]);
    const back = planRollback(review, new Map(), withOld, origin);
    expect(objectSteps(back).map(({ kind, object: of, after: wanted }) => [kind, of, wanted])).toEqual([
      ['call', 'Outbound', { TlsCertificateName: text }],
      ['person', 'EX02\\MSExchangeTransport', { Running: true }],
      ['person', 'EX01\\MSExchangeTransport', { Running: true }],
    ]);
  });

  it('has nothing to do once the run is finished but to say what is gone', () => {
    const run = runOf(plan, ...doneUntil('start EX02'), ...byPerson('start EX02'));
    const review = reviewRollback(run, saved, snapshotOf(text, false, true));
    expect(review.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged', 'unchanged', 'irreversible', 'unchanged']);
    expect(planRollback(review, new Map(), withOld, origin).steps).toEqual([]);
  });
});
