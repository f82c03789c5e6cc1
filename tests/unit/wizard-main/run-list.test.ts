/** Runs are found from their folders, whatever became of the wizard's own state. */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { appError, fail, ok } from '../../../shared/model/error.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo, wizardStepName } from './administrator.ts';
import { intercepted, never, newFolder, removeFolders, startProgram, stateFile, type Program } from './program.ts';
import { namedConnectors, realOrganization } from './real-organization.ts';

afterEach(removeFolders);

const servers = ['EX01', 'EX02', 'EX03'];
const listed = ({ runList }: WizardView): readonly string[] => runList.runs.map(({ purpose, state }) => `${purpose} ${state}`);

/** Opens the first run of the list, and collects the data again. */
async function opened(program: Program): Promise<WizardView> {
  const [run] = program.view().runList.runs;
  expect(await program.controller.send({ type: 'OPEN_RUN', id: run?.id ?? '' })).toEqual(ok(null));
  expect(wizardStepName(program.view())).toBe('onPremises.ready');
  await goTo(program, 'collect.done', 'connected');
  await program.controller.send({ type: 'NEXT' });
  return program.until(({ task, page }) => task === null && page === 'change');
}

async function rolledBack(program: Program): Promise<WizardView> {
  expect(await program.controller.send({ type: 'SHOW_ROLLBACK' })).toEqual(ok(null));
  const review = await program.until(({ phase, task }) => phase === 'rollbackReview' && task === null);
  await program.controller.send({ type: 'COMMIT', plan: review.context.plans.rollback?.id ?? '' });
  return program.until(({ phase, task }) => phase === 'done' && task === null);
}

describe('a run whose wizard was lost', () => {
  it('comes first on the start page, and is rolled back from its folder on another computer', async () => {
    const here = realOrganization();
    const first = await startProgram(await newFolder(), { real: here });
    await goTo(first, 'change.done', 'connected');
    await first.controller.close();
    expect(namedConnectors(here.organization)).toEqual([]);

    const other = await newFolder();
    await cp(join(first.folder, 'runs'), join(other, 'runs'), { recursive: true });
    const program = await startProgram(other, { real: here });
    expect(program.view().resumable).toBeNull();
    expect(listed(program.view())).toEqual(['apply open']);
    expect(wizardStepName(await opened(program))).toBe('change.done');
    const view = await rolledBack(program);
    expect(namedConnectors(here.organization)).toEqual(servers);
    expect(view.context.runs.rollback?.isFinished).toBe(true);
    await program.controller.close();

    // The renewal is ended by its rollback, and the rollback by itself.
    expect(listed((await startProgram(other, { real: here })).view())).toEqual(['rollback finished', 'apply rolledBack']);
  });

  it('is not ended by a rollback after which its values could not be read', async () => {
    let sets = 0;
    let isBlind = false;
    const program = await startProgram(await newFolder(), {
      real: realOrganization(),
      exchange: intercepted((call, send) => {
        if (call.cmdlet === 'Set-ReceiveConnector') sets += 1;
        // Only what is read of the whole organization asks for it: before the first step, and after the last one.
        const isLast = call.cmdlet === 'Get-TransportService' && sets === 2 * servers.length;
        return isLast && isBlind ? Promise.resolve(fail(appError('session.lost', {}, 'none'))) : send();
      }),
    });
    await goTo(program, 'change.done', 'connected');
    await program.controller.send({ type: 'SHOW_ROLLBACK' });
    const review = await program.until(({ phase, task }) => phase === 'rollbackReview' && task === null);
    isBlind = true;
    await program.controller.send({ type: 'COMMIT', plan: review.context.plans.rollback?.id ?? '' });
    const stopped = await program.until(({ page, phase, task }) => page === 'change' && phase !== 'rollbackReview' && task === null);
    expect([stopped.phase, stopped.context.problem?.code]).toEqual(['stopped', 'session.lost']);
    expect(sets).toBe(6);
    const states = async () => {
      const { runIds } = program.view().context;
      const both = await Promise.all([program.readRun(runIds.apply ?? ''), program.readRun(runIds.rollback ?? '')]);
      return both.map((run) => run.ok && run.value.state.closed);
    };
    expect(await states()).toEqual([null, null]);

    isBlind = false;
    expect(await program.controller.send({ type: 'READ_BACK' })).toEqual(ok(null));
    await program.until(({ phase, task }) => phase === 'done' && task === null);
    expect([await states(), sets]).toEqual([['rolledBack', 'finished'], 6]);
    await program.controller.close();
  });

  it('is in doubt where the program was killed, and goes on from there', async () => {
    const here = realOrganization();
    let atCommand: () => void = () => undefined;
    const sent = new Promise<void>((resolve) => (atCommand = resolve));
    const killed = await startProgram(await newFolder(), {
      real: here,
      exchange: intercepted((call, send) => {
        if (call.cmdlet !== 'Set-ReceiveConnector') return send();
        atCommand();
        return never();
      }),
    });
    void goTo(killed, 'change.done', 'connected');
    await sent;
    await killed.saved();
    await rm(stateFile(killed.folder));

    const program = await startProgram(killed.folder, { real: here });
    expect(listed(program.view())).toEqual(['apply inDoubt']);
    const view = await opened(program);
    expect(wizardStepName(view)).toBe('change.stopped');
    // Nothing was sent to find that out: it is read when the administrator goes on, before anything else.
    expect(view.buttons.find(({ primary }) => primary)?.event.type).toBe('READ_BACK');
    await program.controller.send({ type: 'READ_BACK' });
    await program.until(({ task }) => task === null);
    await goTo(program, 'change.done', 'connected');
    expect(namedConnectors(here.organization)).toEqual([]);
  });

  it('can be left as it is, which is a decision in its journal', async () => {
    const here = realOrganization();
    const first = await startProgram(await newFolder(), { real: here });
    await goTo(first, 'change.done', 'connected');
    await first.controller.close();
    await rm(stateFile(first.folder));
    const program = await startProgram(first.folder, { real: here });
    const [run] = program.view().runList.runs;
    expect(await program.controller.send({ type: 'LEAVE_RUN', id: run?.id ?? '' })).toEqual(ok(null));
    expect(listed(program.view())).toEqual(['apply left']);
    // What it wrote can still be put back.
    await opened(program);
    await rolledBack(program);
    expect(namedConnectors(here.organization)).toEqual(servers);
  });
});

it('a run that is finished can be rolled back later', async () => {
  const here = realOrganization();
  const first = await startProgram(await newFolder(), { real: here });
  await goTo(first, 'change.done', 'connected');
  const names = here.organization;
  await first.controller.send({ type: 'NEXT' });
  await first.controller.close();
  await rm(stateFile(first.folder));
  expect(names).toBe(here.organization);
  const program = await startProgram(first.folder, { real: here });
  expect(wizardStepName(await opened(program))).toBe('change.done');
  await rolledBack(program);
  expect(namedConnectors(here.organization)).toEqual(servers);
});

it('opens only what the list has', async () => {
  const program = await startProgram(await newFolder());
  for (const type of ['OPEN_RUN', 'LEAVE_RUN'] as const)
    expect(await program.controller.send({ type, id: '../../x' })).toEqual(fail(appError('ipc.notNow', { event: type })));
});
