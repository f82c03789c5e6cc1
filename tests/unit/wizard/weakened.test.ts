import { describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { known } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { planReset } from '../../../shared/plan/make-plan.ts';
import type { StepResult, StepState } from '../../../shared/plan/plan.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { wizardStepOf } from '../../../shared/wizard/view.ts';
import { isLeaving, leavingQuestion, weakened } from '../../../shared/wizard/weakened.ts';
import { flowCases, sound } from '../mail-flow/cases.ts';

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
    expect(weakened(wizardStepOf('hcw'), context)).toEqual(kind === null ? null : { kind, since: at });
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

const plan = planReset(sound(), 'plan-1');
const resultsOf = (states: readonly StepState[], when = at): StepResult[] =>
  plan.steps.flatMap(({ id }, index) => {
    const state = states[index];
    return state === undefined ? [] : [{ step: id, state, at: when, found: null, error: null, warnings: [] }];
  });
const reset = (...states: readonly StepState[]): WizardContext => ({
  ...freshContext('en'),
  organization: sound(),
  baseline: sound(),
  plan,
  results: resultsOf(states),
  exposedSince: at,
});

describe('mail flow after a reset that nothing has read since', () => {
  it.each([
    [['done'], 'weaker'],
    [['done', 'unknown'], 'weaker'],
    [['unknown'], 'notKnown'],
    [['running'], 'notKnown'],
    [['rolledBack', 'rolledBack'], null],
    [['waiting', 'failed'], null],
    [['unchanged', 'done'], 'weaker'],
  ] as const)('%o: %s', (states, kind) => {
    expect(kindOf(reset(...states))).toBe(kind);
  });

  it('is not known after the HCW has written, and while commands to run by hand are shown', () => {
    expect(weakened(wizardStepOf('hcw'), { ...reset('done'), hcwUnread: true })).toEqual({ kind: 'notKnown', since: at });
    expect(kindOf({ ...freshContext('en'), organization: sound() }, { change: 'manual' })).toBe('notKnown');
    expect(kindOf({ ...freshContext('en'), organization: sound() }, { change: 'done' })).toBeNull();
  });

  it('is as before once the connectors that the post-checks read as reset are rolled back', () => {
    const read = { ...reset('done'), verified: later(inDirection('waits'), minutesAfter(2)) };
    expect(kindOf(read)).toBe('weaker');
    const sounding = { ...sound(), gatheredAt: minutesAfter(2) };
    expect(kindOf({ ...read, verified: sounding, results: resultsOf(['rolledBack'], minutesAfter(3)), exposedSince: null })).toBeNull();
  });

  it.each([
    ['internal', null],
    ['external', at],
    ['unknown', at],
  ])('keeps its time until the post-checks read mail as internal: %s', (verdict, exposedSince) => {
    const context = { ...freshContext('en'), exposedSince: at, run: 1, hcwUnread: true };
    const running = wizardMachine.resolveState({ value: { postChecks: 'running' }, context });
    const [next] = transition(wizardMachine, running, { type: 'COLLECTED', run: 1, organization: inDirection(verdict) });
    expect([next.context.exposedSince, next.context.hcwUnread]).toEqual([exposedSince, false]);
  });
});

const view = { page: 'hcw', resumable: null, weakened: null, canRollBack: true } as const;
const found = { kind: 'weaker', since: at } as const;
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
      { kind: 'notKnown', since: at, rollback: null },
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
  ] as const)('on %s, with %o, %s leaves: %s', (page, saved, type, leaves) => {
    const event = type === 'CHOOSE_MODE' ? ({ type, mode: 'guided' } as const) : { type };
    expect(isLeaving({ ...view, page, resumable: saved }, event)).toBe(leaves);
  });
});
