import { undoOf } from '../plan/script-plans.ts';
import { describe, expect, it } from 'vitest';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { known } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import type { StepState } from '../../../shared/run/step-record.ts';
import { planOf, resetPlan } from './plans.ts';
import { conflict, exposed, runOf } from './run-views.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { isPutBack, mailFlowReading } from '../../../shared/wizard/mail-flow-reading.ts';
import { wizardStepOf } from '../../../shared/wizard/pages.ts';
import { transportServices } from '../../../shared/wizard/transport-services.ts';
import { isLeaving, leavingQuestion, weakened } from '../../../shared/wizard/weakened.ts';
import { flowCases, sound } from '../mail-flow/cases.ts';
import { issuer, newName, sendConnector, subject } from '../rules/sample.ts';
import { planRemoval } from '../../../shared/plan/removal.ts';

const minutesAfter = (minutes: number): string => new Date(Date.parse(sound().gatheredAt) + minutes * 60_000).toISOString();
const at = minutesAfter(1);
const later = (organization: Organization, gatheredAt = at): Organization => ({ ...organization, gatheredAt });
const inDirection = (verdict: string): Organization => {
  if (verdict === 'internal') return sound();
  const found = flowCases.find(
    (one) =>
      mailFlow(one.organization).toOnPremises.verdict === verdict && mailFlow(one.organization).toExchangeOnline.verdict === 'internal',
  );
  if (found === undefined) throw new Error(`no case of ${verdict}`);
  return found.organization;
};
const withReadings = (baseline: Organization, verified: Organization): WizardContext => ({
  ...freshContext('en'),
  organization: baseline,
  baseline,
  verified: later(verified),
});
const kindOf = (context: WizardContext, value: unknown = 'hcw'): string | null => weakened(wizardStepOf(value), context)?.kind ?? null;

describe('mail flow after the change, as it was read', () => {
  it.each([
    ['internal', 'external', 'weaker'],
    ['internal', 'waits', 'weaker'],
    ['external', 'waits', 'weaker'],
    ['waits', 'external', null],
    ['external', 'external', null],
    ['waits', 'internal', null],
    ['internal', 'unknown', 'notKnown'],
    ['unknown', 'external', 'notKnown'],
    ['unknown', 'unknown', null],
    ['unknown', 'internal', null],
  ])('before %s, now %s: %s', (before, now, kind) => {
    const context = withReadings(inDirection(before), inDirection(now));
    expect(weakened(wizardStepOf('hcw'), context)).toEqual(kind === null ? null : { kind, since: at, hasClock: false, mode: context.mode });
  });

  it('is compared with what was collected where the wizard itself changed nothing', () => {
    expect(kindOf({ ...withReadings(sound(), inDirection('waits')), baseline: null })).toBe('weaker');
  });

  it('is weaker where one server more waits, although the direction as a whole waited before', () => {
    const [first, second] = sound().hybridServers;
    if (first === undefined || second === undefined) throw new Error('two servers are needed');
    const reset = (names: readonly string[]): Organization => ({
      ...sound(),
      hybridServers: sound().hybridServers.map((server) =>
        !names.includes(server.name) || !server.receiveConnectors.known
          ? server
          : {
              ...server,
              receiveConnectors: known(
                server.receiveConnectors.value.map((one) => ({
                  ...one,
                  tlsCertificateName: known(null),
                  tlsDomainCapabilities: known([]),
                })),
              ),
            },
      ),
    });
    expect(kindOf(withReadings(reset([first.name]), reset([first.name, second.name])))).toBe('weaker');
    expect(kindOf(withReadings(reset([first.name, second.name]), reset([first.name])))).toBeNull();
  });
});

const plan = resetPlan(sound());
const reset = (...states: readonly StepState[]): WizardContext => ({
  ...freshContext('en'),
  organization: sound(),
  baseline: sound(),
  plans: { apply: plan, fix: null, removal: null, rollback: null },
  runs: { apply: exposed(runOf(plan, states, at), at), fix: null, removal: null, rollback: null },
});

describe('mail flow after a reset that nothing has read since', () => {
  it.each([
    [['applied'], 'weaker'],
    [['applied', 'doubt'], 'weaker'],
    [['doubt'], 'notKnown'],
    [['foreign'], 'notKnown'],
    [['reverted', 'reverted'], null],
    [['notApplied', 'waiting'], null],
    [['differs'], null],
    [['unchanged', 'applied'], 'weaker'],
  ] as const)('%o: %s', (states, kind) => {
    expect(kindOf(reset(...states))).toBe(kind);
  });

  it('is not known after the HCW has written, and while commands to run by hand are shown', () => {
    expect(weakened(wizardStepOf('hcw'), { ...reset('applied'), hcwUnread: true })).toEqual({
      kind: 'notKnown',
      since: at,
      hasClock: true,
      mode: null,
    });
    expect(kindOf({ ...freshContext('en'), organization: sound() }, { change: 'manual' })).toBe('notKnown');
    expect(kindOf({ ...freshContext('en'), organization: sound() }, { change: 'done' })).toBeNull();
  });

  it('is not known while commands that were shown are not read as run: they may be run later', () => {
    const context = reset('notApplied');
    const { apply } = context.runs;
    if (apply === null) throw new Error('no run');
    const steps = Object.fromEntries(Object.entries(apply.steps).map(([id, step]) => [id, { ...step, isByPerson: true }]));
    expect(kindOf({ ...context, runs: { ...context.runs, apply: { ...apply, steps } } }, { change: 'stopped' })).toBe('notKnown');
    expect(kindOf(context, { change: 'stopped' })).toBeNull();
  });

  it('is as before once the connectors that the post-checks read as reset are put back', () => {
    const read = { ...reset('applied'), verified: later(inDirection('waits'), minutesAfter(2)) };
    expect(kindOf(read)).toBe('weaker');
    const sounding = { ...sound(), gatheredAt: minutesAfter(2) };
    const rollback = { ...plan, purpose: 'rollback' as const, steps: plan.steps.slice(0, 1).map((step) => swapped(step)) };
    const putBack = {
      apply: runOf(plan, ['applied'], at),
      fix: null,
      removal: null,
      rollback: runOf(rollback, ['applied'], minutesAfter(3)),
    };
    expect(kindOf({ ...read, verified: sounding, plans: { ...read.plans, rollback }, runs: putBack })).toBeNull();
  });

  it('is not known of an opened run whose journal does not show it sound, before anything is read', () => {
    const opened = { ...reset('applied'), organization: null, baseline: null, openedRun: true };
    expect(weakened(wizardStepOf({ onPremises: 'ready' }), opened)).toEqual({ kind: 'notKnown', since: at, hasClock: true, mode: null });
    expect(kindOf({ ...opened, runs: { ...opened.runs, apply: runOf(plan, []) } }, { onPremises: 'ready' })).toBeNull();
  });

  it('is not known of an opened run that mail flow is read worse than internal after, unless it is put back', () => {
    const opened = { ...reset('applied'), organization: later(inDirection('waits'), minutesAfter(2)), baseline: null, openedRun: true };
    expect(kindOf(opened, { change: 'stopped' })).toBe('notKnown');
    expect(kindOf({ ...opened, organization: later(sound(), minutesAfter(2)) }, { change: 'stopped' })).toBeNull();
    const rollback = { ...plan, purpose: 'rollback' as const, steps: [] };
    const putBack = { ...opened, review: [], rollbackOf: 'apply' as const, runs: { ...opened.runs, rollback: runOf(rollback, []) } };
    expect(kindOf(putBack, { change: 'done' })).toBeNull();
    // What it was before the change is known, or nothing of the change was sent.
    expect(kindOf({ ...opened, openedRun: false }, { change: 'stopped' })).toBeNull();
    expect(kindOf({ ...opened, baseline: later(inDirection('waits')) }, { change: 'stopped' })).toBeNull();
    expect(kindOf({ ...opened, runs: { ...opened.runs, apply: runOf(plan, []) } }, { change: 'stopped' })).toBeNull();
    // Read as internal, and changed again since.
    const since = { ...opened.runs, apply: runOf(plan, ['applied'], minutesAfter(3)) };
    expect(kindOf({ ...opened, organization: later(sound(), minutesAfter(2)), runs: since }, { change: 'stopped' })).not.toBeNull();
    // By what was sent since it stays internal, and nothing has read that it is.
    const direct = planOf(sound(), 'direct');
    const sent = runOf(
      direct,
      direct.steps.map(() => 'applied'),
      minutesAfter(3),
    );
    const byDirect = {
      ...opened,
      organization: later(sound(), minutesAfter(2)),
      plans: { ...opened.plans, apply: direct },
      runs: { ...opened.runs, apply: exposed(sent, at) },
    };
    expect(kindOf(byDirect, { change: 'stopped' })).toBe('notKnown');
  });

  it.each([
    ['putBack', true, true],
    ['unchanged', true, true],
    ['conflict', true, false],
    ['unread', true, false],
    ['irreversible', true, false],
    ['putBack', false, false],
  ] as const)('is put back where the value is %s, and the rollback has ended (%s): %s', (kind, isFinished, isBack) => {
    const context = { ...freshContext('en'), ...reset('applied') };
    const review = [
      { ...conflict, kind: 'putBack' as const },
      { ...conflict, kind },
    ];
    const runs = { ...context.runs, rollback: { ...runOf(plan, []), isFinished } };
    expect(isPutBack({ ...context, review, runs })).toBe(isBack);
    expect(isPutBack({ ...context, review: null, runs })).toBe(false);
    expect(isPutBack({ ...context, review, runs: { ...runs, rollback: null } })).toBe(false);
  });

  it('is as before without a new reading once every value is put back', () => {
    const putBack = { ...reset('applied'), review: [], rollbackOf: 'apply' as const };
    const rollback = { ...plan, purpose: 'rollback' as const, steps: [] };
    expect(kindOf({ ...putBack, runs: { ...putBack.runs, rollback: runOf(rollback, []) } })).toBeNull();
  });
});

describe('mail flow while a transport service is stopped for the removal of a certificate', () => {
  const name = { issuer, subject };
  const named = sound();
  const removal = planRemoval(
    {
      ...named,
      sendConnectors: known([sendConnector({ tlsCertificateName: known(newName), sourceTransportServers: known(['EX01']) })]),
    },
    { name, facts: { thumbprint: 'A1' } },
    'removal-1',
  );
  const ids = removal.steps.map(({ id }) => id);
  const withStates = (states: Readonly<Record<string, StepState>>): WizardContext => ({
    ...freshContext('en'),
    organization: sound(),
    // Everything was read after the commands: a reading shows no services.
    verified: { ...sound(), gatheredAt: minutesAfter(9) },
    baseline: sound(),
    plans: { apply: null, fix: null, removal, rollback: null },
    runs: {
      apply: null,
      fix: null,
      removal: runOf(
        removal,
        ids.map((id) => states[id]),
        at,
      ),
      rollback: null,
    },
  });

  it.each<[Readonly<Record<string, StepState>>, string | null, serviceStopped: boolean]>([
    [{}, null, false],
    [{ 'stop EX01': 'doubt' }, 'notKnown', true],
    [{ 'stop EX01': 'applied' }, 'weaker', true],
    [{ 'stop EX01': 'notApplied' }, null, false],
    [{ 'stop EX01': 'reverted' }, null, false],
    // Somebody had stopped it before.
    [{ 'stop EX01': 'unchanged' }, null, true],
    [{ 'stop EX01': 'unchanged', 'start EX01': 'doubt' }, null, true],
    [{ 'stop EX01': 'applied', 'start EX01': 'doubt' }, 'weaker', true],
    [{ 'stop EX01': 'applied', 'start EX01': 'applied' }, null, false],
    [{ 'stop EX01': 'applied', 'start EX01': 'unchanged' }, null, false],
  ])('%o: %s', (states, kind, serviceStopped) => {
    expect(ids).toContain('stop EX01');
    expect(kindOf(withStates(states))).toBe(kind);
    // No direction is called internal meanwhile.
    const verdict = serviceStopped ? 'unknown' : 'internal';
    const reading = mailFlowReading(wizardStepOf({ change: 'stopped' }), withStates(states));
    expect(reading?.directions).toMatchObject([
      { verdict, serviceStopped },
      { verdict, serviceStopped },
    ]);
  });

  it('is stopped by the run that stopped it, also where a later one found it so', () => {
    const first = withStates({ 'stop EX01': 'applied' });
    const later = withStates({ 'stop EX01': 'unchanged' });
    const both = {
      ...first,
      plans: { ...first.plans, rollback: first.plans.removal },
      runs: { ...first.runs, rollback: later.runs.removal },
    };
    expect([transportServices(first), transportServices(later), transportServices(both)]).toEqual(['stopped', 'wasStopped', 'stopped']);
  });
});

const swapped = (step: Plan['steps'][number]): Plan['steps'][number] =>
  step.kind === 'call' ? { ...step, before: step.after, after: step.before, call: undoOf(step), undo: step.call } : step;

const view = { page: 'hcw', resumable: null, weakened: null, canRollBack: true } as const;
const found = { kind: 'weaker', since: at, hasClock: true, mode: 'connected' } as const;
const resumable = { page: 'hcw', savedAt: at, mode: 'connected', changeInFlight: false, weakened: found } as const;

describe('what is asked before leaving', () => {
  it.each([
    [view, null],
    [
      { ...view, weakened: found },
      { ...found, rollback: 'SHOW_ROLLBACK' },
    ],
    [
      { ...view, weakened: { ...found, kind: 'notKnown' }, canRollBack: false },
      { ...found, kind: 'notKnown', rollback: null },
    ],
    [
      { ...view, page: 'start', resumable },
      { ...found, rollback: 'RESUME' },
    ],
    [{ ...view, page: 'start', resumable: { ...resumable, weakened: null } }, null],
  ] as const)('%o: %o', (shown, question) => {
    expect(leavingQuestion(shown)).toEqual(question);
  });

  it.each([
    ['finish', null, 'START_OVER', true],
    ['start', resumable, 'START_OVER', true],
    ['start', resumable, 'NEXT', true],
    ['start', null, 'NEXT', false],
    ['hcw', null, 'NEXT', false],
    ['start', resumable, 'RESUME', false],
    ['start', null, 'CHOOSE_MODE', true],
    ['start', resumable, 'CHOOSE_MODE', false],
    ['start', null, 'CHOOSE_FAULT', true],
  ] as const)('on %s, with %o, %s leaves: %s', (page, saved, type, leaves) => {
    const event =
      type === 'CHOOSE_MODE' ? { type, mode: 'guided' as const } : type === 'CHOOSE_FAULT' ? { type, fault: 'refused' as const } : { type };
    expect(isLeaving({ ...view, page, resumable: saved }, event)).toBe(leaves);
  });
});
