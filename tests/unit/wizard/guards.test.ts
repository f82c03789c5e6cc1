/** Each condition of the machine's transitions by itself: what it asks of the context and the event, and nothing else. */
import { describe, expect, it } from 'vitest';
import type { CollectedFile } from '../../../shared/collected/collected-file.ts';
import type { Side } from '../../../shared/commands/table.ts';
import type { ServerCertificate } from '../../../shared/model/certificate.ts';
import { appError } from '../../../shared/model/error.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import type { StopReason } from '../../../shared/run/next.ts';
import { rollbackKey, type RollbackValue } from '../../../shared/run/rollback.ts';
import { stepOf, type RunView } from '../../../shared/run/run-view.ts';
import { freshContext, noRuns, type WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent } from '../../../shared/wizard/events.ts';
import { guards } from '../../../shared/wizard/guards.ts';
import { hcwSteps } from '../../../shared/wizard/pages.ts';
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
import { lastRenewal, profile } from './last-renewal.ts';
import { planOf, resetPlan } from './plans.ts';
import { runOf } from './run-views.ts';

const next: MachineEvent = { type: 'NEXT' };

/** Whether it holds in a fresh context with these changes. */
const holds = (guard: keyof typeof guards, changes: Partial<WizardContext>, event: MachineEvent = next): boolean =>
  guards[guard]({ context: { ...freshContext('en'), ...changes }, event });

const sample = organization();
const plan = resetPlan(sample);
const direct = planOf(sample, 'direct');
const certificateOnly = planOf(sample, 'certificateOnly');
const withRuns = (runs: Partial<WizardContext['runs']>): Pick<WizardContext, 'runs'> => ({ runs: { ...noRuns, ...runs } });
const withPlans = (plans: Partial<WizardContext['plans']>): Pick<WizardContext, 'plans'> => ({ plans: { ...noRuns, ...plans } });
const ended = (of: Plan): RunView => ({
  ...runOf(
    of,
    of.steps.map(() => 'applied'),
  ),
  isFinished: true,
  stop: null,
});
const stopped = (why: StopReason): RunView => ({ ...runOf(plan, []), isFinished: false, stop: { why, step: 'step' } });

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
  ] as const)('%s with the server or user %j: %s', (mode, text, can) => {
    const { onPremises, exchangeOnline } = freshContext('en');
    expect(holds('canConnectOnPremises', { mode, onPremises: { ...onPremises, server: text } })).toBe(can);
    expect(holds('canConnectOnline', { mode, exchangeOnline: { ...exchangeOnline, userPrincipalName: text } })).toBe(can);
  });

  it('are files of both sides in guided mode alone', () => {
    for (const [guard, side, other] of [
      ['lacksSource', 'onPremises', 'exchangeOnline'],
      ['lacksOnlineSource', 'exchangeOnline', 'onPremises'],
    ] as const) {
      expect(holds(guard, { mode: 'guided', sources: [source('a', part('', other))] })).toBe(true);
      expect(holds(guard, { mode: 'guided', sources: [source('a', part('', other), part('', side))] })).toBe(false);
      expect(holds(guard, { mode: 'connected' })).toBe(false);
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

const listed = lastRenewal('guided');
const listedAgain = { ...listed, run: listed.id, at: listed.openedAt };

describe('what the start page offers', () => {
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
    expect(holds('isSameAgain', { mode: 'guided', sources }, added(source('a', part('EX01'))))).toBe(true);
    expect(holds('isSameAgain', { mode: 'guided', sources }, added(source('b', part('EX01'))))).toBe(false);
    expect(holds('isSameAgain', { mode: 'guided', sources }, { type: 'REMOVE_SOURCE', digest: 'a' })).toBe(false);
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

describe('a commit', () => {
  it('names the plan that is shown, and one that has steps', () => {
    const commit = (id: string): MachineEvent => ({ type: 'COMMIT', plan: id });
    for (const [guard, kind] of [
      ['isShownApply', 'apply'],
      ['isShownFix', 'fix'],
      ['isShownRemoval', 'removal'],
      ['isShownRollback', 'rollback'],
    ] as const) {
      expect(holds(guard, withPlans({ [kind]: plan }), commit(plan.id))).toBe(true);
      expect(holds(guard, withPlans({ [kind]: plan }), commit('another'))).toBe(false);
      expect(holds(guard, withPlans({ [kind]: { ...plan, steps: [] } }), commit(plan.id))).toBe(false);
      expect(holds(guard, {}, commit(plan.id))).toBe(false);
      expect(holds(guard, withPlans({ [kind]: plan }))).toBe(false);
      expect(holds('isShownActive', { ...withPlans({ [kind]: plan }), active: kind }, commit(plan.id))).toBe(true);
    }
    expect(holds('isShownActive', { ...withPlans({ apply: plan }), active: 'rollback' }, commit(plan.id))).toBe(false);
  });

  it('behind the HCW names that plan too', () => {
    const finishedHcw = { ...freshContext('en').hcw, ticked: [...hcwSteps], answer: 'selected' as const };
    const half = { ...runOf(plan, []), isFinished: false };
    const behind = plan.steps.findIndex(({ kind }) => kind === 'handover');
    const steps = [...plan.steps.slice(0, behind + 1), ...plan.steps.slice(0, 1).map((step) => ({ ...step, id: 'behind' }))];
    const goesOn = { ...plan, steps };
    const context = { ...withPlans({ apply: goesOn }), ...withRuns({ apply: half }), hcw: finishedHcw };
    expect(holds('goesOnAfterHcw', context)).toBe(true);
    expect(holds('goesOnAfterHcw', context, { type: 'COMMIT', plan: plan.id })).toBe(true);
    expect(holds('goesOnAfterHcw', context, { type: 'COMMIT', plan: 'another' })).toBe(false);
    for (const changes of [
      { hcw: { ...finishedHcw, answer: null } },
      { hcw: { ...finishedHcw, answer: 'notSelected' as const } },
      { hcw: { ...finishedHcw, ticked: hcwSteps.slice(1) } },
      withPlans({ apply: plan }),
      withPlans({}),
      withPlans({ apply: { ...goesOn, steps: steps.filter(({ kind }) => kind !== 'handover') } }),
      withRuns({ apply: { ...half, isFinished: true } }),
      withRuns({}),
    ])
      expect(holds('goesOnAfterHcw', { ...context, ...changes })).toBe(false);
  });
});

describe('a run', () => {
  it('that only hands over has no commands', () => {
    const handsOver = withRuns({ apply: stopped('handover') });
    expect(holds('onlyHandsOver', { ...handsOver, ...withPlans({ apply: certificateOnly }) })).toBe(true);
    expect(holds('onlyHandsOver', { ...handsOver, ...withPlans({ apply: plan }) })).toBe(false);
    expect(holds('onlyHandsOver', handsOver)).toBe(false);
    expect(holds('onlyHandsOver', { ...withRuns({ apply: stopped('canary') }), ...withPlans({ apply: certificateOnly }) })).toBe(false);
    expect(holds('hasCommands', withPlans({ apply: plan }))).toBe(true);
    expect(holds('hasCommands', withPlans({ apply: certificateOnly }))).toBe(false);
  });

  it.each([
    ['finished', ended(direct), true],
    ['handed over', stopped('handover'), true],
    ['paused', stopped('canary'), false],
    ['absent', null, false],
  ] as const)('that is %s has ended: %s', (_, apply, hasEnded) => {
    expect(holds('runEnded', withRuns({ apply }))).toBe(hasEnded);
    expect(holds('openedRunEnded', { ...withRuns({ apply }), openedRun: true })).toBe(hasEnded);
    expect(holds('openedRunEnded', { ...withRuns({ apply }), openedRun: false })).toBe(false);
    expect(holds('rollbackOfEnded', { ...withRuns({ apply }), rollbackOf: 'apply' })).toBe(hasEnded);
  });

  it('may have changed something until its rollback has ended', () => {
    const changed = runOf(plan, ['applied']);
    expect(holds('hasChanged', withRuns({ apply: changed }))).toBe(true);
    expect(holds('hasChanged', withRuns({ fix: changed }))).toBe(true);
    expect(holds('hasChanged', withRuns({ removal: changed }))).toBe(true);
    expect(holds('hasChanged', withRuns({ apply: runOf(plan, []) }))).toBe(false);
    expect(holds('hasChanged', withRuns({ apply: changed, rollback: stopped('asked') }))).toBe(true);
    expect(holds('hasChanged', withRuns({ apply: changed, rollback: ended(direct) }))).toBe(false);
  });

  it.each([
    ['isRollbackBack', 'rollback'],
    ['isRemovalBack', 'removal'],
    ['isFixBack', 'fix'],
    ['nothingChanged', 'apply'],
  ] as const)('in which nothing was sent leads back: %s', (guard, kind) => {
    expect(holds(guard, { ...withRuns({ [kind]: runOf(plan, []) }), active: kind })).toBe(true);
    expect(holds(guard, { ...withRuns({ [kind]: runOf(plan, ['doubt']) }), active: kind })).toBe(false);
    const other = kind === 'apply' ? 'rollback' : 'apply';
    expect(holds(guard, { ...withRuns({ [kind]: runOf(plan, []) }), active: other })).toBe(false);
  });

  it('is rolled back from where it was asked for', () => {
    for (const [guard, from] of [
      ['rollbackCameFromHcw', 'hcw'],
      ['rollbackCameFromPostChecks', 'postChecks'],
    ] as const) {
      expect(holds(guard, { rollbackFrom: from })).toBe(true);
      expect(holds(guard, { rollbackFrom: 'change' })).toBe(false);
    }
  });

  it('waits for a person where a command was shown, in guided mode', () => {
    const shown = withRuns({ apply: runOf(plan, ['doubt']) });
    expect(holds('waitsForPerson', { mode: 'guided', ...shown })).toBe(true);
    expect(holds('waitsForPerson', { mode: 'connected', ...shown })).toBe(false);
    expect(holds('waitsForPerson', { mode: 'guided', ...withRuns({ apply: runOf(plan, ['applied']) }) })).toBe(false);
    expect(holds('waitsForPerson', { mode: 'guided' })).toBe(false);
  });
});

describe('the proof', () => {
  const apply = ended(direct);
  const done = {
    again: { ...listedAgain, isCompared: true },
    mode: 'connected' as const,
    active: 'apply' as const,
    ...withPlans({ apply: direct }),
    ...withRuns({ apply }),
  };
  const [id = ''] = Object.keys(apply.steps);
  const withStep = (changes: Partial<RunView['steps'][string]>): RunView => ({
    ...apply,
    steps: { ...apply.steps, [id]: { ...stepOf(apply, id), ...changes } },
  });

  it('follows at once on the short path, where the commands have left nothing to look at', () => {
    expect(holds('goesOnToProof', done)).toBe(true);
  });

  it.each<readonly [string, Partial<WizardContext>]>([
    ['on the ordinary path', { again: null }],
    ['in guided mode', { mode: 'guided' }],
    ['after a rollback', { active: 'rollback' }],
    ['before the run has ended', withRuns({ apply: { ...apply, isFinished: false } })],
    ['without a run', withRuns({})],
    ['with another method', withPlans({ apply: { ...direct, method: 'reset' } })],
    ['with a server that is left out', withPlans({ apply: { ...direct, leftOut: [{ server: 'EX09', reason: 'failed', evidence: '' }] } })],
    ['after a warning', withRuns({ apply: withStep({ warnings: ['It takes a while.'] }) })],
    ['after an error', withRuns({ apply: withStep({ error: appError('cmdlet.failed') }) })],
  ])('does not follow %s', (_, changes) => {
    expect(holds('goesOnToProof', { ...done, ...changes })).toBe(false);
  });
});

describe('a decision', () => {
  const value: RollbackValue = {
    cmdlet: 'Get-ReceiveConnector',
    object: 'EX01\\Default Frontend EX01',
    server: 'EX01',
    guid: null,
    parameter: 'TlsCertificateName',
    original: null,
    now: known('now'),
    kind: 'conflict',
  };
  it('is about a conflict of the review', () => {
    const decides = (key: string, review: readonly RollbackValue[] | null): boolean =>
      holds('isConflict', { review: review === null ? null : [...review] }, { type: 'DECIDE', key, decision: 'putBack' });
    const other = { ...value, parameter: 'TlsDomainCapabilities', kind: 'putBack' as const };
    expect(decides(rollbackKey(value), [other, value])).toBe(true);
    expect(decides(rollbackKey(other), [other, value])).toBe(false);
    expect(decides('another', [other, value])).toBe(false);
    expect(decides(rollbackKey(value), null)).toBe(false);
    expect(holds('isConflict', { review: [value] })).toBe(false);
  });
});

describe('the HCW', () => {
  it('has ended when each of its steps is ticked', () => {
    const { hcw } = freshContext('en');
    expect(holds('hcwFinished', { hcw: { ...hcw, ticked: [...hcwSteps] } })).toBe(true);
    expect(holds('hcwFinished', { hcw: { ...hcw, ticked: hcwSteps.slice(1) } })).toBe(false);
    expect(holds('hcwFinished', {})).toBe(false);
  });

  const played = { mode: 'practice', certificate: 'A1' } as const;
  it.each([
    [played, '2-5', true, true],
    [{ ...played, mode: 'guided' }, '2-5', true, false],
    [{ ...played, certificate: null }, '2-5', true, false],
    [played, '2-4', true, false],
    [played, '2-5', false, false],
  ] as const)('is played (%#)', (changes, step, ticked, plays) => {
    expect(holds('playsHcw', changes, { type: 'TICK', step, ticked })).toBe(plays);
    expect(holds('playsHcw', changes)).toBe(false);
  });

  it('is asked for a server that the page offers, or for none', () => {
    const chooses = (server: string | null, one: Organization | null = sample): boolean =>
      holds('isReferenceServer', { organization: one }, { type: 'CHOOSE_REFERENCE_SERVER', server });
    expect([chooses(null), chooses('EX01'), chooses('EX09'), chooses(null, null), chooses('EX01', null)]).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});
