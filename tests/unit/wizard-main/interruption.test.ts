import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { stateOf, warningsOf } from '../../../shared/plan/plan.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo, wizardStepName } from './administrator.ts';
import { throughout, type Intercept } from '../../contract/throughout.ts';
import { intercepted, never, newFolder, removeFolders, startProgram, type Program } from './program.ts';
import { namedConnectors, realOrganization, type RealOrganization } from './real-organization.ts';

afterEach(removeFolders);

const servers = ['EX01', 'EX02', 'EX03'];
const isReset = (call: CmdletCall, server: string): boolean =>
  call.cmdlet === 'Set-ReceiveConnector' && call.parameters['Identity'] === `${server}\\Default Frontend ${server}`;

/** A program that is killed while the command to that server is on its way: before or after it took effect. */
async function killedAt(here: RealOrganization, kills: (call: CmdletCall) => boolean, effect: boolean): Promise<Program> {
  let killed: () => void = () => undefined;
  const atCommand = new Promise<void>((resolve) => (killed = resolve));
  const intercept: Intercept = async (call, send) => {
    if (!kills(call)) return send();
    if (effect) await send();
    killed();
    return never();
  };
  const program = await startProgram(await newFolder(), { real: here, exchange: intercepted(intercept) });
  void goTo(program, 'finish.ready', 'connected');
  await atCommand;
  await program.saved();
  return program;
}

const states = ({ context }: WizardView): readonly string[] => servers.map((server) => stateOf(context.results, `reset ${server}`));

async function journalOf(folder: string): Promise<readonly string[]> {
  const [name] = (await readdir(join(folder, 'changes'))).filter((file) => file.endsWith('.jsonl')).sort();
  const lines = (await readFile(join(folder, 'changes', name ?? ''), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => {
    const { type, step } = JSON.parse(line) as { readonly type: string; readonly step?: string };
    return step === undefined ? type : `${type} ${step}`;
  });
}

describe.each([0, 1, 2])('killed while server %i is reset', (index) => {
  const server = servers[index] ?? '';
  const done = servers.slice(0, index);
  const rest = servers.slice(index + 1);

  it.each([
    ['before the command took effect', false],
    ['after it took effect', true],
  ])('%s: what was done is read from Exchange, and nothing is sent again', async (_, effect) => {
    const here = realOrganization();
    const killed = await killedAt(here, (call) => isReset(call, server), effect);
    expect(await journalOf(killed.folder)).toEqual([
      'plan',
      ...done.flatMap((one) => [`begin reset ${one}`, `end reset ${one}`]),
      `begin reset ${server}`,
    ]);

    const sent: string[] = [];
    const again = await startProgram(killed.folder, {
      real: here,
      exchange: intercepted((call, send) => {
        if (call.cmdlet === 'Set-ReceiveConnector') sent.push(String(call.parameters['Identity']));
        return send();
      }),
    });
    expect(again.view().resumable).toMatchObject({ page: 'change', changeInFlight: true });
    await again.controller.send({ type: 'RESUME' });
    const view = await again.until(({ task, page }) => task === null && page === 'change');
    const whole = effect && rest.length === 0;
    expect(wizardStepName(view)).toBe(whole ? 'change.done' : 'change.failed');
    expect(states(view)).toEqual([...done.map(() => 'done'), effect ? 'done' : 'waiting', ...rest.map(() => 'waiting')]);
    expect(view.stepsToRollBack.map((step) => step.server)).toEqual([...done, ...(effect ? [server] : [])].reverse());
    expect(view.context.exposedSince === null).toBe(done.length === 0 && !effect);
    expect(sent).toEqual([]);

    await goTo(again, 'hcw.ready', 'connected');
    expect(sent).toEqual((effect ? rest : [server, ...rest]).map((one) => `${one}\\Default Frontend ${one}`));
    expect(namedConnectors(here.organization)).toEqual([]);
    await again.controller.close();
  });

  it('the saved values can be put back at once', async () => {
    const here = realOrganization();
    const killed = await killedAt(here, (call) => isReset(call, server), true);
    const again = await startProgram(killed.folder, { real: here });
    await again.controller.send({ type: 'RESUME' });
    await again.until(({ task, page }) => task === null && page === 'change');
    expect(await again.controller.send({ type: 'SHOW_ROLLBACK' })).toMatchObject({ ok: true });
    await goTo(again, 'change.rolledBack', 'connected');
    expect(namedConnectors(here.organization)).toEqual(servers);
    expect(again.view().context.exposedSince).toBeNull();
    await again.controller.close();
  });
});

it('killed while the values are put back: what is left of it is read, and can be put back again', async () => {
  const here = realOrganization();
  let rollingBack = false;
  const killed = await killedAt(here, (call) => isReset(call, 'EX03'), false);
  const second = await startProgram(killed.folder, {
    real: here,
    exchange: intercepted((call, send) => (rollingBack && isReset(call, 'EX01') ? never() : send())),
  });
  await second.controller.send({ type: 'RESUME' });
  await second.until(({ task, page }) => task === null && page === 'change');
  await second.controller.send({ type: 'SHOW_ROLLBACK' });
  rollingBack = true;
  await second.controller.send({ type: 'COMMIT_ROLLBACK', plan: second.view().context.plan?.id ?? '' });
  await second.until(({ context }) => stateOf(context.results, 'reset EX01') === 'rollingBack');
  await second.saved();

  const again = await startProgram(killed.folder, { real: here });
  expect(again.view().resumable).toMatchObject({ changeInFlight: true });
  await again.controller.send({ type: 'RESUME' });
  const view = await again.until(({ task, page }) => task === null && page === 'change');
  expect(states(view)).toEqual(['done', 'rolledBack', 'waiting']);
  await again.controller.send({ type: 'SHOW_ROLLBACK' });
  await goTo(again, 'change.rolledBack', 'connected');
  expect(namedConnectors(here.organization)).toEqual(servers);
});

it('killed after its answer was lost: an object that cannot be read stays unknown, and is among those to be put back', async () => {
  const here = realOrganization();
  const killed = await killedAt(here, (call) => isReset(call, 'EX02'), true);
  const again = await startProgram(killed.folder, {
    real: here,
    exchange: intercepted((call, send) =>
      call.cmdlet === 'Get-ReceiveConnector' && String(call.parameters['Identity']).startsWith('EX02')
        ? Promise.resolve({ ok: false, error: { code: 'cmdlet.failed', effect: 'none', details: { message: 'RPC' } } })
        : send(),
    ),
  });
  await again.controller.send({ type: 'RESUME' });
  const view = await again.until(({ task, page }) => task === null && page === 'change');
  expect(states(view)).toEqual(['done', 'unknown', 'waiting']);
  expect(view.context.problem).toMatchObject({ code: 'cmdlet.failed', effect: 'unknown' });
  expect(view.stepsToRollBack.map((step) => step.server)).toEqual(['EX02', 'EX01']);
  expect(view.context.exposedSince).not.toBeNull();
});

it('killed after Exchange warned about a step: the warning is still there when the step was read back', async () => {
  const here = realOrganization();
  const warning = 'Restart the transport service.';
  const warns: Intercept = async (call, send) => {
    const outcome = await send();
    return outcome.ok && isReset(call, 'EX01') ? { ok: true, value: { ...outcome.value, warnings: [warning] } } : outcome;
  };
  const warned = { ...here, exchange: () => throughout(here.exchange(), warns) };
  const killed = await killedAt(warned, (call) => isReset(call, 'EX02'), true);
  const again = await startProgram(killed.folder, { real: here });
  await again.controller.send({ type: 'RESUME' });
  const view = await again.until(({ task, page }) => task === null && page === 'change');
  expect(states(view)).toEqual(['done', 'done', 'waiting']);
  expect(servers.map((server) => warningsOf(view.context.results, `reset ${server}`))).toEqual([[warning], [], []]);
});

it('killed while the hybrid configuration is named: it is read back', async () => {
  for (const effect of [false, true]) {
    const here = realOrganization();
    const isNamed = (call: CmdletCall): boolean => call.cmdlet === 'Set-HybridConfiguration';
    const program = await startProgram(await newFolder(), { real: here });
    await goTo(program, 'hcw.ready', 'connected');
    await program.controller.send({ type: 'ANSWER', answer: 'notSelected' });
    await program.saved();
    let sent = 0;
    const killed = await startProgram(program.folder, {
      real: here,
      exchange: intercepted(async (call, send) => {
        if (!isNamed(call)) return send();
        sent += 1;
        if (effect) await send();
        return never();
      }),
    });
    await killed.controller.send({ type: 'RESUME' });
    void goTo(killed, 'fix.done', 'connected');
    await killed.until(({ context }) => context.fixResults.some(({ state }) => state === 'running'));
    await expect.poll(() => sent).toBe(1);
    await killed.saved();
    const again = await startProgram(program.folder, { real: here });
    expect(again.view().resumable).toMatchObject({ page: 'fix', changeInFlight: true });
    await again.controller.send({ type: 'RESUME' });
    const view = await again.until(({ task, page }) => task === null && page === 'fix');
    expect(stateOf(view.context.fixResults, 'fix')).toBe(effect ? 'done' : 'waiting');
    expect(view.phase).toBe(effect ? 'done' : 'failed');
  }
});
