import { describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { isLeaving, leavingQuestion, weakenedSince } from '../../../shared/wizard/weakened.ts';
import { flowCases, sound } from '../mail-flow/cases.ts';

const at = new Date(Date.parse(sound().gatheredAt) + 60_000).toISOString();
const later = (organization: Organization): Organization => ({ ...organization, gatheredAt: at });
const inDirection = (verdict: string): Organization => {
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

describe('mail flow is weaker than before the change', () => {
  it.each([
    ['internal', 'external', at],
    ['internal', 'waits', at],
    ['external', 'waits', at],
    ['waits', 'external', null],
    ['external', 'external', null],
    ['waits', 'internal', null],
    ['internal', 'unknown', null],
    ['unknown', 'external', null],
  ])('before %s, now %s: %s', (before, now, since) => {
    const of = (verdict: string): Organization => (verdict === 'internal' ? sound() : inDirection(verdict));
    expect(weakenedSince(withReadings(of(before), of(now)))).toBe(since);
  });

  it('also where the wizard itself changed nothing', () => {
    expect(weakenedSince({ ...withReadings(sound(), inDirection('waits')), baseline: null })).toBe(at);
  });

  it('since the reset, whatever was read', () => {
    expect(weakenedSince({ ...withReadings(sound(), sound()), exposedSince: '2026-11-20T09:00:00.000Z' })).toBe('2026-11-20T09:00:00.000Z');
    expect(weakenedSince({ ...freshContext('en'), organization: inDirection('waits') })).toBeNull();
  });

  it.each([
    ['internal', null],
    ['external', at],
    ['unknown', at],
  ])('until the post-checks read mail as internal: %s', (verdict, exposedSince) => {
    const context = { ...freshContext('en'), exposedSince: at, run: 1 };
    const running = wizardMachine.resolveState({ value: { postChecks: 'running' }, context });
    const organization = verdict === 'internal' ? sound() : inDirection(verdict);
    const [next] = transition(wizardMachine, running, { type: 'COLLECTED', run: 1, organization });
    expect(next.context.exposedSince).toBe(exposedSince);
  });
});

const view = { page: 'hcw', resumable: null, weakenedSince: null, canRollBack: true } as const;
const resumable = { page: 'hcw', savedAt: at, mode: 'connected', changeInFlight: false, weakenedSince: at } as const;

describe('what is asked before leaving', () => {
  it.each([
    [view, null],
    [
      { ...view, weakenedSince: at },
      { since: at, rollback: 'SHOW_ROLLBACK' },
    ],
    [
      { ...view, weakenedSince: at, canRollBack: false },
      { since: at, rollback: null },
    ],
    [
      { ...view, page: 'start', resumable },
      { since: at, rollback: 'RESUME' },
    ],
    [{ ...view, page: 'start', resumable: { ...resumable, weakenedSince: null } }, null],
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
  ] as const)('on %s, with %o, %s leaves: %s', (page, saved, type, leaves) => {
    expect(isLeaving({ ...view, page, resumable: saved }, { type })).toBe(leaves);
  });
});
