/** What a run does next: it sends only what was just read with its reviewed values, and stops rather than guesses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../shared/model/error.ts';
import { planOf } from '../plan/script-plans.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { next, maxFailedReadings, type Next } from '../../../shared/run/next.ts';
import type { RunState } from '../../../shared/run/fold.ts';
import { stateOf, recordOf } from '../../../shared/run/step-record.ts';
import { enableStep } from '../../../shared/plan/person-steps.ts';
import { withForecasts } from '../../../shared/plan/make-plan.ts';
import { organization } from '../rules/sample.ts';
import { runs } from '../../properties/seed.ts';
import {
  announced,
  answered,
  cleared,
  decided,
  failed,
  fenced,
  foreign,
  lost,
  observed,
  old,
  otherGuid,
  reopened,
  reset,
  resetPlan,
  runOf,
  times,
  unread,
  type Timed,
} from './lines.ts';

const plan = resetPlan(['EX01', 'EX02', 'EX03']);
const goesOn = resetPlan(['EX01', 'EX02', 'EX03'], { policy: { onFailure: 'goOn', canary: null } });
const withCanary = resetPlan(['EX01', 'EX02', 'EX03'], { policy: { onFailure: 'stop', canary: 'EX01' } });

/** In one line, e.g. `read EX01 after 100` or `stop failed EX02`. */
const worded = (action: Next): string => {
  switch (action.do) {
    case 'finish':
      return 'finish';
    case 'stop':
      return `stop ${action.why} ${action.step.id}`;
    case 'read':
    case 'fence':
      return `${action.do} ${action.step.id} after ${String(action.afterMs)}`;
    default:
      return `${action.do} ${action.step.id}`;
  }
};
const after = (of: Plan, ...timed: readonly Timed[]): string => worded(next(runOf(of, ...timed)));

const sent = (step: string): readonly Timed[] => [observed(step, old), announced(step), answered(step)];
const done = (step: string): readonly Timed[] => [...sent(step), observed(step, cleared)];
const noEffect = (step: string): readonly Timed[] => [...sent(step), observed(step, old), [times.settleMs, observed(step, old)]];
const handedOver: readonly Timed[] = [announced('hcw', { by: 'person' }), { kind: 'returned', step: 'hcw' }];
const unreadOften = (step: string, error?: AppError): readonly Timed[] =>
  Array.from({ length: maxFailedReadings }, () => unread(step, error));

describe('a step', () => {
  it.each<[string, string, readonly Timed[]]>([
    ['is read first', 'read EX01 after 0', []],
    ['is sent when it was just read with its reviewed values', 'send EX01', [observed('EX01', old)]],
    ['is read again when anything came between', 'read EX01 after 0', [observed('EX01', old), observed('EX02', old)]],
    [
      'is read again when the reading gave nothing',
      'read EX01 after 0',
      [observed('EX01', old), { kind: 'observed', step: 'EX01', values: null, guid: null, controller: null, error: null }],
    ],
    ['is read again when the reading failed', 'read EX01 after 0', [observed('EX01', old), unread('EX01')]],
    [
      'is read again after another start of the program, once that is decided',
      'read EX01 after 0',
      [observed('EX01', old), reopened, decided('resume')],
    ],
    ['is passed over when it has its wanted values', 'read EX02 after 0', [observed('EX01', cleared)]],
    ['is not sent when it has other values', 'stop differs EX01', [observed('EX01', foreign)]],
    ['is not sent when its object was made anew', 'stop differs EX01', [observed('EX01', old, { guid: otherGuid })]],
    ['is read again after a failed reading', 'read EX01 after 0', [unread('EX01')]],
    ['is not sent when it cannot be read', 'stop unread EX01', unreadOften('EX01')],
    ['is tried again when the administrator goes on', 'read EX01 after 0', [...unreadOften('EX01'), decided('resume')]],
    ['stops at once when the session is lost', 'stop unread EX01', [unread('EX01', lost)]],
    ['stops at once when PowerShell has ended', 'stop unread EX01', [unread('EX01', { ...failed, code: 'powershell.exited' })]],
    ['is followed by the next one', 'read EX02 after 0', done('EX01')],
    ['stops the run when it had no effect', 'stop failed EX01', noEffect('EX01')],
    ['is tried again by decision', 'read EX01 after 0', [...noEffect('EX01'), decided('resume')]],
    [
      'stops the run when it has neither values',
      'stop foreign EX01',
      [...sent('EX01'), observed('EX01', foreign), [times.settleMs, observed('EX01', foreign)]],
    ],
    ['is not sent when it was stopped', 'stop asked EX01', [observed('EX01', old), decided('stop')]],
    ['is not sent after another start of the program', 'stop asked EX01', [observed('EX01', old), reopened]],
    ['stops before the next one', 'stop asked EX02', [...done('EX01'), decided('stop')]],
  ])('%s: %s', (_, expected, timed) => {
    expect(after(plan, ...timed)).toBe(expected);
  });
});

describe('a step in doubt', () => {
  const begun: readonly Timed[] = [observed('EX01', old), announced('EX01')];

  it.each<[string, string, readonly Timed[]]>([
    ['is fenced, after the limit of its session', `fence EX01 after ${String(times.limitMs)}`, begun],
    [
      // The command may have left its process in the last moment before that was ended.
      'is fenced for the whole limit, however long it has taken',
      `fence EX01 after ${String(times.limitMs)}`,
      [...begun, [2000, answered('EX01', lost)]],
    ],
    ['is fenced also where the run was stopped', `fence EX01 after ${String(times.limitMs)}`, [...begun, decided('stop')]],
    ['is fenced also after another start of the program', `fence EX01 after ${String(times.limitMs)}`, [...begun, reopened]],
    ['is read once its end is known', 'read EX01 after 0', [...begun, fenced('EX01')]],
    ['is read after its answer', 'read EX01 after 0', [...begun, answered('EX01')]],
    ['is read after a failure, whatever that says', 'read EX01 after 0', [...begun, answered('EX01', failed)]],
    ['is read again a settle time later', 'read EX01 after 100', [...begun, answered('EX01'), observed('EX01', old)]],
    [
      'is read again when the changes have come to another controller',
      'read EX01 after 1000',
      [...begun, answered('EX01'), observed('EX01', old, { controller: 'dc2' })],
    ],
    [
      'waits for what is left of that time',
      'read EX01 after 60',
      [...begun, answered('EX01'), observed('EX01', old), [40, unread('EX01')]],
    ],
    [
      'waits for what is left of that time, however late it began',
      'read EX01 after 60',
      [...begun, answered('EX01'), [50, observed('EX01', old)], [40, unread('EX01')]],
    ],
    ['is not left while it cannot be read', 'stop doubt EX01', [...begun, answered('EX01'), ...unreadOften('EX01')]],
    ['stops at once when the session is lost', 'stop doubt EX01', [...begun, answered('EX01'), unread('EX01', lost)]],
    [
      'is read by decision of the administrator',
      'read EX01 after 0',
      [...begun, answered('EX01'), ...unreadOften('EX01'), decided('resume')],
    ],
    ['that a person may run needs no fence', 'read EX01 after 0', [announced('EX01', { by: 'person', process: null })]],
  ])('%s: %s', (_, expected, timed) => {
    expect(after(plan, ...timed)).toBe(expected);
  });

  it('is told apart from the process that sent it', () => {
    const action = next(runOf(plan, ...begun));
    expect(action).toMatchObject({ do: 'fence', attempt: { process: { pid: 7, startedAt: 'then' }, controller: 'dc1' } });
  });
});

describe('a step that a person takes', () => {
  const [enabled] = withForecasts(organization(), [enableStep('EX01', 'A1')]);
  if (enabled?.kind !== 'person') throw new Error('no step of a person');
  const { id, before, after: wanted } = enabled;
  const shown = announced(id, { by: 'person', process: null });
  const notCollected: AppError = { code: 'edge.notReadSince', effect: 'none', details: {} };
  it.each<[string, string, readonly Timed[]]>([
    ['is waited for while its commands are shown', `stop person ${id}`, [observed(id, before), shown]],
    ['is waited for although it shows already, until the administrator goes on', `stop person ${id}`, [shown, observed(id, wanted)]],
    ['is waited for until something was collected since', `stop person ${id}`, [shown, decided('resume'), unread(id, notCollected)]],
    ['is in doubt while it cannot be read for another reason', `stop doubt ${id}`, [shown, decided('resume'), ...unreadOften(id)]],
    ['is shown again when it had no effect', `ask ${id}`, [shown, decided('resume'), observed(id, before)]],
    [
      'is not shown again where its object has neither the old nor the wanted values',
      `stop foreign ${id}`,
      [shown, decided('resume'), observed(id, { Installed: false, EnabledForSmtp: true })],
    ],
  ])('%s: %s', (_, expected, timed) => {
    expect(after(planOf([enabled]), ...timed)).toBe(expected);
  });
});

describe('the first server', () => {
  it.each<[string, string, readonly Timed[]]>([
    ['is followed by a pause', 'stop canary EX02', done('EX01')],
    ['is followed by the others when it is proven', 'read EX02 after 0', [...done('EX01'), decided('goOn')]],
    ['is not proven by going on after a stop', 'stop canary EX02', [...done('EX01'), decided('stop'), decided('resume')]],
    ['is not proven by another start of the program', 'stop canary EX02', [...done('EX01'), reopened, decided('resume')]],
    ['is not left while it is in doubt', 'read EX01 after 0', sent('EX01')],
    ['stops the run itself when it had no effect', 'stop failed EX01', noEffect('EX01')],
    ['needs no pause where nothing was sent to it', 'read EX02 after 0', [observed('EX01', cleared)]],
    ['is asked for once', 'read EX03 after 0', [...done('EX01'), decided('goOn'), ...done('EX02')]],
  ])('%s: %s', (_, expected, timed) => {
    expect(after(withCanary, ...timed)).toBe(expected);
  });
});

describe('a run that goes on after a failure', () => {
  it('does not go on to the others while the first server could not be changed: there is nothing to prove', () => {
    const both = resetPlan(['EX01', 'EX02', 'EX03'], { policy: { onFailure: 'goOn', canary: 'EX01' } });
    expect(after(both, observed('EX01', foreign))).toBe('stop differs EX01');
    expect(after(both, ...unreadOften('EX01'))).toBe('stop unread EX01');
    expect(after(both, ...noEffect('EX01'))).toBe('stop failed EX01');
    expect(after(both, observed('EX01', foreign), decided('goOn'))).toBe('read EX01 after 0');
    expect(after(both, observed('EX01', cleared))).toBe('read EX02 after 0');
  });

  it('changes what belongs to the organization before the first server', () => {
    const shared = { ...reset(''), id: 'send' };
    const first = planOf([shared, reset('EX01'), reset('EX02')], { policy: { onFailure: 'stop', canary: 'EX01' } });
    expect(after(first)).toBe('read send after 0');
  });

  it('asks for a proof of the first server only where a command was sent to that', () => {
    const policy = { onFailure: 'stop', canary: 'EX01' } as const;
    const shared = { ...reset(''), id: 'send' };
    const behind = planOf([reset('EX01'), shared, reset('EX02')], { policy });
    expect(after(behind, observed('EX01', cleared), decided('goOn'), ...done('send'))).toBe('read EX02 after 0');
    expect(after(behind, observed('EX01', cleared), ...done('send'))).toBe('read EX02 after 0');
    const [enabled] = withForecasts(organization(), [enableStep('EX01', 'A1')]);
    if (enabled?.kind !== 'person') throw new Error('no step of a person');
    const byPerson = planOf([enabled, reset('EX02')], { policy });
    const byHand = [announced(enabled.id, { by: 'person' }), decided('resume'), observed(enabled.id, enabled.after)];
    expect(after(byPerson, ...byHand)).toBe('read EX02 after 0');
  });

  const readFailed = unreadOften('EX01');

  it.each<[string, string, readonly Timed[]]>([
    ['of a command', 'read EX02 after 0', noEffect('EX01')],
    ['of a comparison', 'read EX02 after 0', [observed('EX01', foreign)]],
    ['of a reading', 'read EX02 after 0', readFailed],
    ['of a step that somebody else has written over', 'read EX02 after 0', [...done('EX01'), observed('EX01', foreign)]],
    ['of a reading of a step in doubt', 'read EX02 after 0', [...sent('EX01'), ...readFailed]],
    ['sends the next one', 'send EX02', [...noEffect('EX01'), observed('EX02', old)]],
    ['comes back to it before the HCW', 'stop failed EX01', [...noEffect('EX01'), ...done('EX02'), ...done('EX03')]],
    ['comes back to the first of several', 'stop failed EX01', [...noEffect('EX01'), ...noEffect('EX02'), ...done('EX03')]],
    ['does not go on without a session', 'stop unread EX01', [unread('EX01', lost)]],
    ['does not go on in doubt without a session', 'stop doubt EX01', [...sent('EX01'), unread('EX01', lost)]],
    ['does not go on when it was stopped', 'stop asked EX02', [...done('EX01'), decided('stop')]],
  ])('%s: %s', (_, expected, timed) => {
    expect(after(goesOn, ...timed)).toBe(expected);
  });
});

describe('the HCW', () => {
  const prepared: readonly Timed[] = [...done('EX01'), ...done('EX02'), ...done('EX03')];

  it.each<[string, string, readonly Timed[]]>([
    ['is handed over to when every step before it has its values', 'handOver hcw', prepared],
    ['is waited for', 'stop handover hcw', [...prepared, announced('hcw', { by: 'person' })]],
    ['is not handed over to when the run was stopped', 'stop asked hcw', [...prepared, decided('stop')]],
    ['is not handed over to once the run is closed', 'stop asked hcw', [...prepared, { kind: 'closed', outcome: 'left' }]],
    ['is the last step', 'finish', [...prepared, ...handedOver]],
  ])('%s: %s', (_, expected, timed) => {
    expect(after(plan, ...timed)).toBe(expected);
  });

  it('is not handed over to while a step before it has failed, also where the run goes on', () => {
    expect(after(goesOn, ...done('EX01'), ...noEffect('EX02'), ...done('EX03'))).toBe('stop failed EX02');
  });

  it('has written what a step before it had cleared: nothing is sent to that again', () => {
    expect(after(plan, ...prepared, ...handedOver, observed('EX01', foreign))).toMatch(/^(?:stop|finish)/);
  });
});

describe('whatever the journal says', () => {
  const values = fc.constantFrom(old, old, cleared, foreign);
  const server = fc.constantFrom('EX01', 'EX02', 'EX03');
  const entry = fc.oneof(
    fc.tuple(server, values, fc.constantFrom('dc1', 'dc2')).map(([step, found, controller]) => observed(step, found, { controller })),
    fc.tuple(server, fc.constantFrom(failed, lost)).map(([step, error]) => unread(step, error)),
    server.map((step) => announced(step)),
    fc.tuple(server, fc.constantFrom(null, failed, lost)).map(([step, error]) => answered(step, error)),
    server.map(fenced),
    fc.constantFrom(decided('resume'), decided('stop'), decided('goOn'), reopened),
    fc.constantFrom(...(handedOver as readonly ReturnType<typeof decided>[])),
  );
  const journal = fc.array(fc.tuple(fc.constantFrom(0, 50, 1000), entry), { maxLength: 25 });
  const anyPlan = fc.constantFrom(plan, goesOn, withCanary);
  const states = (run: RunState): readonly string[] => ['EX01', 'EX02', 'EX03'].map((step) => stateOf(reset(step), recordOf(run, step)));

  it('a step is sent only when its newest line is a reading of the reviewed values of the same object', () => {
    let sentOnes = 0;
    fc.assert(
      fc.property(anyPlan, journal, server, values, (of, lines, step, found) => {
        const run = runOf(of, ...lines, observed(step, found));
        const action = next(run);
        if (action.do !== 'send') return;
        sentOnes += 1;
        expect(run.last).toMatchObject({ kind: 'observed', step: action.step.id, values: old, guid: action.step.guid });
        expect(run.stopped).toBe(false);
        // What comes before it in the plan is done, unless the plan goes on after a failure.
        if (of.policy.onFailure === 'stop')
          expect(
            states(run)
              .slice(0, ['EX01', 'EX02', 'EX03'].indexOf(action.step.id))
              .filter((one) => one !== 'applied' && one !== 'unchanged'),
          ).toEqual([]);
      }),
      { numRuns: runs(1000) },
    );
    expect(sentOnes).toBeGreaterThan(20);
  });

  it('it finishes, or hands over, only when nothing is in doubt and every step has its values', () => {
    fc.assert(
      fc.property(anyPlan, journal, (of, lines) => {
        const run = runOf(of, ...lines);
        const { do: what } = next(run);
        // The HCW writes what the steps before it have prepared: their own values hold no longer.
        if ((what !== 'finish' && what !== 'handOver') || run.handedOver.size > 0) return;
        expect(states(run).filter((one) => one !== 'applied' && one !== 'unchanged')).toEqual([]);
      }),
      { numRuns: runs(1000) },
    );
  });
});
