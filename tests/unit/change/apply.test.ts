import { describe, expect, it } from 'vitest';
import { applySteps, rollBackSteps } from '../../../src-main/change/apply.ts';
import { readBackSteps } from '../../../src-main/change/read-back.ts';
import { appError, fail, ok } from '../../../shared/model/error.ts';
import { stepsToDo, stepsToRollBack, type ChangePlan, type PlanStep } from '../../../shared/plan/plan.ts';
import { throughout } from '../../contract/throughout.ts';
import { connectorValues, faultOn, identityOf, lastStates, organizationWith, resetSteps, fixture, type Fixture } from './sample.ts';

const refusal = {
  kind: 'error',
  message: 'The operation was refused.',
  category: 'InvalidOperation',
  id: 'Refused',
  terminating: false,
} as const;
const lostBefore = { kind: 'sessionLost', effect: false } as const;
const lostAfter = { kind: 'sessionLost', effect: true } as const;

const planOf = (steps: ChangePlan['steps']): ChangePlan => ({ id: 'plan-1', kind: 'reset', steps, leftOut: [] });

describe('applySteps', () => {
  it('resets every server, announcing each step on disk before its command', async () => {
    const organization = await organizationWith([]);
    const { tools, current, log, results } = await fixture(organization);
    expect(await applySteps(resetSteps(organization), tools)).toEqual(ok(null));
    expect(connectorValues(current())).toEqual(['EX01: - ', 'EX02: - ', 'EX03: - ']);
    expect(lastStates(results)).toEqual({ 'reset EX01': 'done', 'reset EX02': 'done', 'reset EX03': 'done' });
    expect(log.slice(0, 3)).toEqual(['journal begin reset EX01', `set ${identityOf('EX01')}`, 'journal end reset EX01']);
  });

  it('stops at a plan that is stale, names the value that differs, and sends nothing', async () => {
    const reviewed = await organizationWith([]);
    const changed = {
      ...reviewed,
      receiveConnectors: reviewed.receiveConnectors.map((c) => ({
        ...c,
        tlsDomainCapabilities: ['other.example:AcceptCloudServicesMail'],
      })),
    };
    const { tools, log } = await fixture(changed);
    const result = await applySteps(resetSteps(reviewed), tools);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'plan.stale', effect: 'none', details: { parameter: 'TlsDomainCapabilities' } },
    });
    expect(log.filter((line) => line.startsWith('set'))).toEqual([]);
  });

  it('sends nothing that could not be announced on disk', async () => {
    const organization = await organizationWith([]);
    const { tools, current, log } = await fixture(organization, {
      journal: (entry) => (entry.type === 'begin' ? fail(appError('file.notWritten', { message: 'ENOSPC' })) : ok(null)),
    });
    expect(await applySteps(resetSteps(organization), tools)).toMatchObject({
      ok: false,
      error: { code: 'file.notWritten', effect: 'none' },
    });
    expect(log.filter((line) => line.startsWith('set'))).toEqual([]);
    expect(connectorValues(current())).toEqual(connectorValues(organization));
  });

  it('reports a refused command as without effect, once the object was read back, and goes no further', async () => {
    const organization = await organizationWith([faultOn('EX02', refusal)]);
    const { tools, results, log } = await fixture(organization);
    const result = await applySteps(resetSteps(organization), tools);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'cmdlet.failed', effect: 'none', details: { message: 'The operation was refused.' } },
    });
    expect(lastStates(results)).toEqual({ 'reset EX01': 'done', 'reset EX02': 'failed' });
    expect(log.some((line) => line === `set ${identityOf('EX03')}`)).toBe(false);
  });

  it.each([
    ['before its effect', lostBefore],
    ['after its effect', lostAfter],
  ])('calls the effect unknown when the session is lost %s', async (_, fault) => {
    const organization = await organizationWith([faultOn('EX02', fault)]);
    const { tools, results } = await fixture(organization);
    expect(await applySteps(resetSteps(organization), tools)).toMatchObject({
      ok: false,
      error: { code: 'session.lost', effect: 'unknown' },
    });
    expect(lastStates(results)).toEqual({ 'reset EX01': 'done', 'reset EX02': 'unknown' });
  });

  it('goes on after a loss with what is left, whether the lost command had its effect or not', async () => {
    for (const fault of [lostBefore, lostAfter]) {
      const organization = await organizationWith([faultOn('EX02', fault)]);
      const steps = resetSteps(organization);
      const first = await fixture(organization);
      await applySteps(steps, first.tools);
      const second = await fixture({ ...first.current(), faults: [] });
      const left = stepsToDo(planOf(steps), first.results.toReversed());
      expect(left.map(({ server }) => server)).toEqual(['EX02', 'EX03']);
      expect(await applySteps(left, second.tools)).toEqual(ok(null));
      expect(connectorValues(second.current())).toEqual(['EX01: - ', 'EX02: - ', 'EX03: - ']);
    }
  });

  it('does not begin another step after a cancel', async () => {
    const organization = await organizationWith([]);
    const { tools, abort, log } = await fixture(organization);
    abort.abort();
    expect(await applySteps(resetSteps(organization), tools)).toMatchObject({
      ok: false,
      error: { code: 'powershell.canceled', effect: 'none' },
    });
    expect(log).toEqual([]);
  });

  it('sends nothing to a connector that is already so', async () => {
    const organization = await organizationWith([]);
    const empty = {
      ...organization,
      receiveConnectors: organization.receiveConnectors.map((c) => ({ ...c, tlsCertificateName: null, tlsDomainCapabilities: [] })),
    };
    const { tools, results, log } = await fixture(empty);
    expect(await applySteps(resetSteps(empty), tools)).toEqual(ok(null));
    expect(new Set(Object.values(lastStates(results)))).toEqual(new Set(['unchanged']));
    expect(log.filter((line) => line.startsWith('set'))).toEqual([]);
  });
});

describe('warnings of Exchange', () => {
  const notModified = (server: string): string =>
    `The command completed successfully but no settings of '${identityOf(server)}' have been modified.`;
  const warning = 'The change takes effect after the <service> is restarted.';

  /** The same organization, where every Set-ReceiveConnector that is answered also warns. */
  async function warningFixture(...[organization, options]: Parameters<typeof fixture>): Promise<Fixture> {
    const quiet = await fixture(organization, options);
    const exchange = throughout(quiet.tools.exchange, async (call, send) => {
      const outcome = await send();
      return outcome.ok && call.cmdlet === 'Set-ReceiveConnector' ? ok({ ...outcome.value, warnings: [warning] }) : outcome;
    });
    return { ...quiet, tools: { ...quiet.tools, exchange } };
  }
  const lastWarnings = (results: Fixture['results']): Record<string, readonly string[]> =>
    Object.fromEntries(results.map(({ step, warnings }) => [step, warnings]));

  it('are none when Exchange gave none', async () => {
    const organization = await organizationWith([]);
    const { tools, results } = await fixture(organization);
    await applySteps(resetSteps(organization), tools);
    expect(lastWarnings(results)).toEqual({ 'reset EX01': [], 'reset EX02': [], 'reset EX03': [] });
  });

  it('are kept with a step that is done, and with one that is rolled back', async () => {
    const organization = await organizationWith([]);
    const steps = resetSteps(organization).slice(0, 1);
    const { tools, results } = await warningFixture(organization);
    await applySteps(steps, tools);
    await rollBackSteps(steps, tools);
    expect(results.map(({ state, warnings }) => [state, warnings])).toEqual([
      ['running', []],
      ['done', [warning]],
      ['rollingBack', []],
      ['rolledBack', [warning]],
    ]);
  });

  it('are kept with a step whose command failed', async () => {
    const organization = await organizationWith([faultOn('EX01', refusal)]);
    const { tools, results } = await warningFixture(organization);
    await applySteps(resetSteps(organization), tools);
    expect(results.at(-1)).toMatchObject({ state: 'failed', error: { code: 'cmdlet.failed' }, warnings: [warning] });
  });

  it('are kept with a step whose command was accepted but changed nothing', async () => {
    const organization = await organizationWith([]);
    const withoutEffect = resetSteps(organization).map((step): PlanStep => ({ ...step, call: step.rollback }));
    const { tools, results } = await fixture(organization);
    await applySteps(withoutEffect, tools);
    expect(results.at(-1)).toMatchObject({
      state: 'failed',
      error: { code: 'change.notVerified' },
      warnings: [notModified('EX01')],
    });
  });

  it('are kept with a step that could not be read back', async () => {
    const organization = await organizationWith([{ ...faultOn('EX01', refusal, 'Get-ReceiveConnector'), after: 1 }]);
    const { tools, results } = await warningFixture(organization);
    await applySteps(resetSteps(organization), tools);
    expect(results.at(-1)).toMatchObject({ state: 'unknown', error: { code: 'change.notVerified' }, warnings: [warning] });
  });

  it('stay when the step is read back after an interruption', async () => {
    const organization = await organizationWith([]);
    const steps = resetSteps(organization).slice(0, 1);
    const { tools, results } = await warningFixture(organization);
    await applySteps(steps, tools);
    await readBackSteps(steps, results.slice(-1), tools);
    expect(results.at(-1)).toMatchObject({ state: 'done', warnings: [warning] });
    await readBackSteps(steps, [], tools);
    expect(results.at(-1)).toMatchObject({ state: 'done', warnings: [] });
  });
});

describe('rollBackSteps', () => {
  it('puts back exactly what was saved, last server first', async () => {
    const organization = await organizationWith([faultOn('EX03', refusal)]);
    const steps = resetSteps(organization);
    const { tools, current, log, results } = await fixture(organization);
    await applySteps(steps, tools);
    const back = stepsToRollBack(planOf(steps), results.toReversed());
    expect(back.map(({ server }) => server)).toEqual(['EX02', 'EX01']);
    log.length = 0;
    expect(await rollBackSteps(back, tools)).toEqual(ok(null));
    expect(connectorValues(current())).toEqual(connectorValues(organization));
    expect(log.slice(0, 2)).toEqual(['journal beginRollback reset EX02', `set ${identityOf('EX02')}`]);
  });

  it('is not held up by a server that refuses', async () => {
    const organization = await organizationWith([]);
    const steps = resetSteps(organization);
    const first = await fixture(organization);
    await applySteps(steps, first.tools);
    const second = await fixture({ ...first.current(), faults: [faultOn('EX02', refusal)] });
    expect(await rollBackSteps(steps.toReversed(), second.tools)).toMatchObject({ ok: false, error: { code: 'cmdlet.failed' } });
    expect(lastStates(second.results)).toEqual({ 'reset EX03': 'rolledBack', 'reset EX02': 'rollbackFailed', 'reset EX01': 'rolledBack' });
  });
});

describe('readBackSteps', () => {
  it('tells done from not done after an interruption', async () => {
    const organization = await organizationWith([faultOn('EX02', refusal)]);
    const steps = resetSteps(organization);
    const { tools } = await fixture(organization);
    await applySteps(steps, tools);
    const results: Parameters<typeof tools.report>[0][] = [];
    expect(await readBackSteps(steps, [], { ...tools, report: (result) => results.push(result) })).toEqual(ok(null));
    expect(lastStates(results)).toEqual({ 'reset EX01': 'done', 'reset EX02': 'waiting', 'reset EX03': 'waiting' });
  });

  it('calls unknown what has neither the old nor the new values, or cannot be read', async () => {
    const organization = await organizationWith([faultOn('EX03', refusal, 'Get-ReceiveConnector')]);
    const steps = resetSteps(organization);
    const other = { ...organization, receiveConnectors: organization.receiveConnectors.map((c) => ({ ...c, tlsCertificateName: null })) };
    const { tools, results } = await fixture(other);
    expect((await readBackSteps(steps, [], tools)).ok).toBe(false);
    expect(lastStates(results)).toEqual({ 'reset EX01': 'unknown', 'reset EX02': 'unknown', 'reset EX03': 'unknown' });
  });
});
