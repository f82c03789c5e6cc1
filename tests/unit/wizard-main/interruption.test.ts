import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { appError, fail } from '../../../shared/model/error.ts';
import { stepOf } from '../../../shared/run/run-view.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo, wizardStepName } from './administrator.ts';
import { altered, throughout, type Intercept } from '../../contract/throughout.ts';
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

const states = ({ context }: WizardView): readonly string[] => servers.map((server) => stepOf(context.runs.apply, `reset ${server}`).state);

/** The lines of the only run, e.g. `announced reset EX01`. */
async function journalOf(folder: string): Promise<readonly string[]> {
  const [name = ''] = await readdir(join(folder, 'runs'));
  const lines = (await readFile(join(folder, 'runs', name, 'journal.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => {
    const { kind, step } = JSON.parse(line) as { readonly kind: string; readonly step?: string };
    return step === undefined ? kind : `${kind} ${step}`;
  });
}

/** Takes the wizard up again, until it waits for its administrator on the page of the change. */
async function resumed(again: Program): Promise<WizardView> {
  expect(await again.controller.send({ type: 'RESUME' })).toEqual({ ok: true, value: null });
  return again.until(({ task, page }) => task === null && page === 'change');
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
    const lines = (one: string): string[] => [`observed reset ${one}`, `announced reset ${one}`];
    // After the first server the wizard waits until mail flow is proven.
    const whole = (one: string): string[] => [
      ...lines(one),
      `answered reset ${one}`,
      `observed reset ${one}`,
      ...(one === 'EX01' ? ['decided'] : []),
    ];
    expect(await journalOf(killed.folder)).toEqual(['opened', ...done.flatMap(whole), ...lines(server)]);

    const sent: string[] = [];
    const again = await startProgram(killed.folder, {
      real: here,
      exchange: intercepted((call, send) => {
        if (call.cmdlet === 'Set-ReceiveConnector') sent.push(String(call.parameters['Identity']));
        return send();
      }),
    });
    expect(again.view().resumable).toMatchObject({ page: 'change', changeInFlight: true });
    const view = await resumed(again);
    expect(wizardStepName(view)).toBe(effect && rest.length === 0 ? 'change.done' : 'change.stopped');
    expect(states(view)).toEqual([...done.map(() => 'applied'), effect ? 'applied' : 'notApplied', ...rest.map(() => 'waiting')]);
    // The time in which mail may not be trusted is over only for a server whose connector is proven to be as before.
    expect(view.weakened?.hasClock === true).toBe(done.length > 0 || effect);
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
    await resumed(again);
    expect(await again.controller.send({ type: 'SHOW_ROLLBACK' })).toMatchObject({ ok: true });
    await goTo(again, 'change.rollbackReview', 'connected');
    const view = await goTo(again, 'change.done', 'connected');
    expect(namedConnectors(here.organization)).toEqual(servers);
    expect(view.context.runs.rollback?.isFinished).toBe(true);
    expect(view.weakened).toBeNull();
    await again.controller.close();
  });
});

it('the domain controller of the change is gone: after the time of the replication another one is asked, and written to', async () => {
  const here = realOrganization();
  const killed = await killedAt(here, (call) => isReset(call, 'EX02'), true);
  if (here.organization !== null) here.organization = { ...here.organization, domainController: 'dc02.contoso.com' };
  const again = await startProgram(killed.folder, { real: here });
  await resumed(again);
  await again.controller.send({ type: 'SHOW_ROLLBACK' });
  const { context } = await again.until(({ phase, task }) => phase === 'rollbackReview' && task === null);
  expect(context.plans.rollback?.steps.map(({ server }) => server)).toEqual(['EX02', 'EX01']);
  const view = await goTo(again, 'change.done', 'connected');
  expect(namedConnectors(here.organization)).toEqual(servers);
  const run = await again.readRun(view.context.runs.rollback?.id ?? '');
  expect(run.ok && run.value.lines[0]).toMatchObject({ kind: 'opened', controller: 'dc02.contoso.com' });
});

it('the sign-in to Exchange Online fails: what is on-premises is proven and reviewed all the same', async () => {
  const here = realOrganization();
  const killed = await killedAt(here, (call) => isReset(call, 'EX02'), true);
  const again = await startProgram(killed.folder, {
    real: here,
    exchange: (exchange) =>
      altered(exchange, {
        open: (side, target, signal) =>
          side === 'onPremises' ? exchange.open(side, target, signal) : Promise.resolve(fail(appError('session.lost'))),
      }),
  });
  await resumed(again);
  await again.controller.send({ type: 'SHOW_ROLLBACK' });
  const { context } = await again.until(({ phase, task }) => phase === 'rollbackReview' && task === null);
  expect(context.problem).toBeNull();
  expect(context.review?.map(({ server, kind }) => `${server} ${kind}`)).toEqual([
    'EX01 putBack',
    'EX01 putBack',
    'EX02 putBack',
    'EX02 putBack',
  ]);
  expect(context.plans.rollback?.steps.map(({ server }) => server)).toEqual(['EX02', 'EX01']);
});

it('killed during a rollback: the rollback is resumed and finishes', async () => {
  const here = realOrganization();
  const killed = await killedAt(here, (call) => isReset(call, 'EX03'), true);
  let hangs = false;
  const second = await startProgram(killed.folder, {
    real: here,
    exchange: intercepted((call, send) => (hangs && isReset(call, 'EX01') ? never() : send())),
  });
  await resumed(second);
  await second.controller.send({ type: 'SHOW_ROLLBACK' });
  const review = await second.until(({ phase, task }) => phase === 'rollbackReview' && task === null);
  hangs = true;
  await second.controller.send({ type: 'COMMIT', plan: review.context.plans.rollback?.id ?? '' });
  await second.until(
    ({ context }) =>
      Object.values(context.runs.rollback?.steps ?? {}).some(({ state }) => state === 'doubt') &&
      namedConnectors(here.organization).length === 2,
  );
  await second.saved();

  const again = await startProgram(killed.folder, { real: here });
  expect(again.view().resumable).toMatchObject({ changeInFlight: true });
  const view = await resumed(again);
  expect(view.context.active).toBe('rollback');
  expect(Object.values(view.context.runs.rollback?.steps ?? {}).map(({ state }) => state)).toEqual(['applied', 'applied', 'notApplied']);
  await goTo(again, 'change.done', 'connected');
  expect(namedConnectors(here.organization)).toEqual(servers);
});

it('killed after its answer was lost: an object that cannot be read stays in doubt, and is reviewed by the rollback', async () => {
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
  const view = await resumed(again);
  expect(states(view)).toEqual(['applied', 'doubt', 'waiting']);
  expect(view.context.runs.apply?.stop).toEqual({ why: 'doubt', step: 'reset EX02' });
  expect(stepOf(view.context.runs.apply, 'reset EX02').error).toMatchObject({ code: 'cmdlet.failed' });
  expect(view.weakened?.hasClock).toBe(true);
  expect(view.buttons.find(({ primary }) => primary)?.event.type).toBe('READ_BACK');

  // Its command is over, so what the other servers had can be put back meanwhile.
  await again.controller.send({ type: 'SHOW_ROLLBACK' });
  const { context } = await again.until(({ phase, task }) => phase === 'rollbackReview' && task === null);
  expect(context.problem).toBeNull();
  const parameter = 'TlsCertificateName';
  expect(context.review?.filter((one) => one.parameter === parameter).map(({ server, kind }) => [server, kind])).toEqual([
    ['EX01', 'putBack'],
    ['EX02', 'unread'],
  ]);
  expect(context.plans.rollback?.steps.map(({ server }) => server)).toEqual(['EX01']);
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
  const view = await resumed(again);
  expect(states(view)).toEqual(['applied', 'applied', 'waiting']);
  expect(servers.map((server) => stepOf(view.context.runs.apply, `reset ${server}`).warnings)).toEqual([[warning], [], []]);
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
    void goTo(killed, 'finish.ready', 'connected');
    await killed.until(({ context }) => stepOf(context.runs.fix, 'fix').state === 'doubt');
    await expect.poll(() => sent).toBe(1);
    await killed.saved();
    const again = await startProgram(program.folder, { real: here });
    expect(again.view().resumable).toMatchObject({ page: 'change', changeInFlight: true });
    const view = await resumed(again);
    expect(stepOf(view.context.runs.fix, 'fix').state).toBe(effect ? 'applied' : 'notApplied');
    expect(view.phase).toBe(effect ? 'done' : 'stopped');
  }
});
