/** What each event sets off, without the main process: the work that the machine invokes, with its input, and what it asks of main. */
import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, type EventObject } from 'xstate';
import { appError, type AppError } from '../../../shared/model/error.ts';
import type { CollectedFile } from '../../../shared/collected/collected-file.ts';
import { freshContext, noRuns, type StoredSession, type WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent, TaskEvent } from '../../../shared/wizard/events.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { isDeciding, wizardStepOf, type WizardStep } from '../../../shared/wizard/pages.ts';
import type { ListedRun } from '../../../shared/wizard/run-list.ts';
import { works, type Work } from '../../../shared/wizard/works.ts';
import { sound } from '../mail-flow/cases.ts';
import { organization } from '../rules/sample.ts';
import { lastRenewal } from './last-renewal.ts';
import { expectationsOf } from '../../../shared/run/rollback.ts';
import { resetPlan } from './plans.ts';
import { runOf } from './run-views.ts';

/** Of this start: a plan that is made after a stored session was resumed has the id of no plan that is in a run. */
const planPrefix = 'plan-of-this-start';

const sample = organization();
const plan = resetPlan(sample);
const full = appError('file.notWritten', { path: 'wizard.json', message: 'ENOSPC' });
const apply = { ...runOf(plan, ['applied', 'doubt']), id: '0007', closed: null };
const listed: ListedRun = {
  id: '0003',
  purpose: 'apply',
  method: 'reset',
  organization: 'contoso.com',
  mode: 'guided',
  openedAt: '2026-11-20T09:00:00.000Z',
  state: 'open',
  notKnown: [],
  exposedSince: null,
  policy: { onFailure: 'stop', canary: null },
  profile: null,
};
const runList = { runs: [listed, { ...listed, id: '0002', state: 'finished' as const }], unread: [] };
const context: WizardContext = {
  ...freshContext('en'),
  mode: 'connected',
  organization: sample,
  certificate: 'A1',
  plans: { ...noRuns, apply: plan },
  runs: { ...noRuns, apply },
  runIds: { ...noRuns, apply: '0007' },
};
const storedAt = (step: WizardStep, changes: Partial<WizardContext> = {}): StoredSession => ({
  savedAt: '2026-11-20T09:00:00.000Z',
  step,
  context: { ...context, ...changes },
});

interface Driven {
  /** The works that were begun or ended, and the actions of the main process, in order */
  readonly done: readonly unknown[];
  readonly refused: readonly AppError[];
  readonly say: (event: MachineEvent) => string;
  /** Answers as the newest work does. */
  readonly answer: (event: TaskEvent) => string;
  readonly context: () => WizardContext;
}

/** The machine in that step, or at its start with a stored session, in front of a main process that only notes what it is asked. */
function machine(value: unknown, at: Partial<WizardContext> = {}, stored: StoredSession | null = null): Driven {
  const done: unknown[] = [];
  const refused: AppError[] = [];
  let sendBack: (event: TaskEvent) => void = () => undefined;
  const noted = (name: Work) =>
    fromCallback<EventObject, never>((given) => {
      const input: unknown = given.input;
      done.push(isContext(input) ? name : [name, input]);
      ({ sendBack } = given);
      return () => {
        done.push(`${name} ends`);
      };
    });
  const note = (name: string) => () => {
    done.push(name);
  };
  const provided = wizardMachine.provide({
    // Each takes what its work takes, and only notes it.
    actors: Object.fromEntries(Object.keys(works).map((name) => [name, noted(name as Work)])),
    actions: { closeSession: note('closeSession'), stopRun: note('stopRun'), forgetPractice: note('forgetPractice') },
  });
  const input = { language: 'en', stored, runList, planPrefix } as const;
  const snapshot = provided.resolveState({ value: value as string, context: { ...context, ...at, stored, runList, planPrefix } });
  const actor = stored === null ? createActor(provided, { input, snapshot }) : createActor(provided, { input });
  actor.on('REFUSED', ({ error }) => refused.push(error));
  actor.start();
  const place = (): string => {
    const { value: now } = actor.getSnapshot();
    const { page, phase } = wizardStepOf(now);
    return isDeciding(now) ? `${page} decides` : `${page}.${phase}`;
  };
  return {
    done,
    refused,
    say: (event) => {
      if (!actor.getSnapshot().can(event)) return 'not now';
      actor.send(event);
      return place();
    },
    answer: (event) => {
      sendBack(event);
      return place();
    },
    context: () => actor.getSnapshot().context,
  };
}
const isContext = (input: unknown): boolean => typeof input === 'object' && input !== null && 'sources' in input;

const ended: TaskEvent = { type: 'RUNS_ENDED', outcome: 'left', runList: { runs: [], unread: [] } };
const failed: TaskEvent = { type: 'TASK_FAILED', error: full };

describe('a stored session', () => {
  it.each<[WizardStep, WizardContext['mode'], string, readonly string[]]>([
    [{ page: 'plan', phase: 'ready' }, 'connected', 'plan.ready', []],
    [{ page: 'change', phase: 'stopped' }, 'connected', 'change.stopped', []],
    [{ page: 'collect', phase: 'running' }, 'connected', 'collect.running', ['collect']],
    [{ page: 'change', phase: 'running' }, 'connected', 'change.readingBack', ['observe']],
    [{ page: 'change', phase: 'running' }, 'guided', 'change.running', ['carryOut']],
  ])('of %j (%s) goes on at %s, and loses nothing', (step, mode, place, begun) => {
    const wizard = machine('start', {}, storedAt(step, { mode, freshFrom: 3, plansMade: 7 }));
    expect(wizard.say({ type: 'RESUME' })).toBe('start decides');
    expect(wizard.answer({ type: 'RESUMED', runs: context.runs })).toBe(place);
    const resume = ['resume', { again: null, runIds: context.runIds, scenario: 'renewal' }];
    expect(wizard.done).toEqual([resume, 'resume ends', ...begun]);
    expect(wizard.context()).toEqual({ ...context, mode, freshFrom: 3, plansMade: 7, stored: null, runList, planPrefix });
  });

  it('is opened with its own sample organization, and with the renewal that it does again', () => {
    const again = { ...lastRenewal('practice'), run: '0001', at: '2025-11-20T09:00:00.000Z', isCompared: true };
    const wizard = machine('start', {}, storedAt({ page: 'plan', phase: 'ready' }, { mode: 'practice', scenario: 'edge', again }));
    wizard.say({ type: 'RESUME' });
    expect(wizard.done).toEqual([['resume', { again, runIds: context.runIds, scenario: 'edge' }]]);
  });

  it('waits on when its runs cannot be opened', () => {
    const wizard = machine('start', {}, storedAt({ page: 'plan', phase: 'ready' }));
    wizard.say({ type: 'RESUME' });
    expect([wizard.answer(failed), wizard.refused]).toEqual(['start.ready', [full]]);
    expect(wizard.context().stored).not.toBeNull();
  });

  it.each([
    ['START_OVER', 'start.ready'],
    ['NEXT', 'before.ready'],
  ] as const)('is archived by %s, and its open run is left', (type, place) => {
    const wizard = machine('start', {}, storedAt({ page: 'plan', phase: 'ready' }));
    wizard.say({ type: 'CHOOSE_MODE', mode: 'practice' });
    expect([wizard.say({ type }), wizard.answer(failed), wizard.refused]).toEqual(['start decides', 'start.ready', [full]]);
    wizard.say({ type });
    expect(wizard.answer(ended)).toBe(place);
    expect(wizard.done).toContainEqual(['endRuns', { runs: ['0007'], outcome: 'left', archives: true }]);
    expect([wizard.context().stored, wizard.context().runList.runs]).toEqual([null, []]);
  });

  it('is not archived by a Next that says what is missing', () => {
    const wizard = machine('start', {}, storedAt({ page: 'plan', phase: 'ready' }));
    expect([wizard.say({ type: 'NEXT' }), wizard.done]).toEqual(['start.ready', []]);
  });
});

describe('a run of the list', () => {
  it.each([null, storedAt({ page: 'plan', phase: 'ready' })])('is opened, and a stored session archived where one is (%#)', (stored) => {
    const wizard = machine('start', {}, stored);
    wizard.say({ type: 'OPEN_RUN', id: '0002' });
    expect(wizard.done).toEqual([['openRun', { id: '0002', archives: stored !== null, practiced: null }]]);
    expect(wizard.answer({ type: 'RUN_OPENED', mode: 'guided', runs: [{ kind: 'apply', plan, view: apply }] })).toBe('onPremises.ready');
    expect(wizard.context()).toMatchObject({ stored: null, openedRun: true, mode: 'guided' });
    expect(wizard.context()).toMatchObject({
      runs: { apply, fix: null },
      plans: { apply: plan, fix: null },
      runIds: { apply: '0007', fix: null },
    });
  });

  it('is left where it is open; what is not listed, or has ended, is not', () => {
    const wizard = machine('start');
    expect(['0002', '../x'].map((id) => wizard.say({ type: 'LEAVE_RUN', id }))).toEqual(['not now', 'not now']);
    expect(wizard.say({ type: 'OPEN_RUN', id: '../x' })).toBe('not now');
    wizard.say({ type: 'LEAVE_RUN', id: '0003' });
    expect([wizard.answer(failed), wizard.refused, wizard.context().runList]).toEqual(['start.ready', [full], runList]);
    wizard.say({ type: 'LEAVE_RUN', id: '0003' });
    expect([wizard.answer(ended), wizard.context().runList.runs]).toEqual(['start.ready', []]);
    expect(wizard.done[0]).toEqual(['endRuns', { runs: ['0003'], outcome: 'left', archives: false }]);
  });
});

describe('the end', () => {
  it('closes a run that is as expected as finished, with what the next renewal begins with', () => {
    const read = sound();
    const [first] = read.hybridServers;
    const [inUse] = first?.certificates.known === true ? first.certificates.value : [];
    const certificate = inUse?.facts.thumbprint ?? null;
    const finished = { organization: read, baseline: read, verified: read, certificate };
    const wizard = machine({ postChecks: 'done' }, finished);
    wizard.say({ type: 'NEXT' });
    expect(wizard.done).toMatchObject([
      ['endRuns', { runs: ['0007'], outcome: 'finished', archives: false, profile: { certificate: { thumbprint: certificate } } }],
    ]);
  });

  it('is reached with open items only when the run is closed as left, and begins anew only when the session is archived', () => {
    const wizard = machine({ postChecks: 'done' });
    wizard.say({ type: 'FINISH_WITH_OPEN_ITEMS' });
    expect([wizard.answer(failed), wizard.refused]).toEqual(['postChecks.done', [full]]);
    wizard.say({ type: 'FINISH_WITH_OPEN_ITEMS' });
    expect(wizard.answer(ended)).toBe('finish.ready');
    expect(wizard.done[0]).toEqual(['endRuns', { runs: ['0007'], outcome: 'left', archives: false }]);
    wizard.say({ type: 'START_OVER' });
    // The run has ended: nothing more is written in its journal.
    expect(wizard.done.at(-1)).toEqual(['endRuns', { runs: [], outcome: 'left', archives: true }]);
    expect(wizard.done).not.toContain('forgetPractice');
    expect(wizard.answer(ended)).toBe('start.ready');
    expect(wizard.done).toContain('forgetPractice');
    expect(wizard.context()).toEqual({ ...freshContext('en'), planPrefix });
  });
});

describe('stopping', () => {
  it('what only reads leaves its phase, and an answer that comes all the same is not heard', () => {
    const wizard = machine({ collect: 'done' });
    wizard.say({ type: 'COLLECT_AGAIN' });
    expect(wizard.say({ type: 'CANCEL_TASK' })).toBe('collect.failed');
    expect(wizard.done).toEqual(['collect', 'collect ends']);
    expect(wizard.answer({ type: 'COLLECTED', organization: { ...sample, gatheredAt: '2027-01-01T00:00:00.000Z' } })).toBe(
      'collect.failed',
    );
    expect(wizard.context()).toMatchObject({ organization: sample, problem: { code: 'powershell.canceled' } });
  });

  it('a change goes on until its task has ended', () => {
    const wizard = machine({ change: 'stopped' });
    wizard.say({ type: 'COMMIT', plan: plan.id });
    expect(wizard.say({ type: 'CANCEL_TASK' })).toBe('change.running');
    expect(wizard.done).toEqual(['carryOut', 'stopRun']);
    expect(wizard.answer({ type: 'CHANGE_ENDED' })).toBe('change.stopped');
  });

  it('is no error where nothing runs any more', () => {
    expect(machine('hcw').say({ type: 'CANCEL_TASK' })).toBe('hcw.ready');
  });
});

describe('the HCW is played', () => {
  it.each([
    ['practice', '2-5', true, true],
    ['practice', '2-5', false, false],
    ['practice', '2-3', true, false],
    ['rehearsal', '2-5', true, true],
    ['rehearsal', '2-3', true, false],
    ['connected', '2-5', true, false],
  ] as const)('%s, step %s marked %s: %s', (mode, step, ticked, plays) => {
    const wizard = machine('hcw', { mode });
    expect(wizard.say({ type: 'TICK', step, ticked })).toBe(plays ? 'hcw decides' : 'hcw.ready');
    expect(wizard.done).toEqual(plays ? [['playHcw', { mode, certificate: 'A1', expected: expectationsOf(plan) }]] : []);
    if (plays) expect(wizard.answer({ type: 'HCW_RAN' })).toBe('hcw.ready');
  });
});

describe('another mode', () => {
  it.each([
    ['guided', ['forgetPractice']],
    ['connected', []],
  ] as const)('%s after connected: %o', (mode, done) => {
    const wizard = machine('start', { validation: 'start.modeMissing' });
    expect(wizard.say({ type: 'CHOOSE_MODE', mode })).toBe('start.ready');
    expect(wizard.done).toEqual(done);
    expect(wizard.context()).toMatchObject({ mode, validation: null, organization: mode === 'connected' ? sample : null });
  });

  it('another fault of a rehearsal begins anew, and the same one does not', () => {
    const wizard = machine('start', { mode: 'rehearsal' });
    wizard.say({ type: 'CHOOSE_FAULT', fault: 'none' });
    expect([wizard.context().organization, wizard.done]).toEqual([sample, []]);
    wizard.say({ type: 'CHOOSE_FAULT', fault: 'refused' });
    expect(wizard.done).toEqual(['forgetPractice']);
    expect(wizard.context()).toMatchObject({ fault: 'refused', organization: null });
  });
});

describe('what is collected by hand', () => {
  const source: CollectedFile = { kind: 'file', path: 'a.xml', addedAt: '2026-11-20T09:30:00.000Z', digest: 'a', parts: [], unused: [] };

  it.each(['guided', 'rehearsal'] as const)('closes the session over the files of before (%s), and is refused a second time', (mode) => {
    const wizard = machine({ onPremises: 'ready' }, { mode });
    wizard.say({ type: 'SOURCE_ADDED', source });
    wizard.say({ type: 'SOURCE_ADDED', source });
    expect(wizard.refused).toEqual([appError('collection.sameAgain', { path: 'a.xml' })]);
    wizard.say({ type: 'REMOVE_SOURCE', digest: 'a' });
    expect([wizard.done, wizard.context().sources]).toEqual([['closeSession', 'closeSession'], []]);
  });

  it.each([
    ['rehearsal', noRuns, ['closeSession', 'forgetPractice'], null],
    ['rehearsal', { ...noRuns, apply }, ['closeSession'], organization()],
    ['guided', noRuns, ['closeSession'], organization()],
  ] as const)('begins a copy anew while no run has written into it (%s, %o)', (mode, runs, done, baseline) => {
    const wizard = machine({ onPremises: 'ready' }, { mode, runs, sources: [source], baseline: organization() });
    wizard.say({ type: 'REMOVE_SOURCE', digest: 'a' });
    expect(wizard.done).toEqual(done);
    // Mail flow of other files is not compared with it.
    expect(wizard.context().baseline).toEqual(baseline);
  });

  it('has nothing to do with the sessions of the other modes', () => {
    const wizard = machine({ onPremises: 'ready' }, { sources: [source] });
    wizard.say({ type: 'REMOVE_SOURCE', digest: 'a' });
    expect([wizard.done, wizard.context().sources]).toEqual([[], []]);
  });
});
