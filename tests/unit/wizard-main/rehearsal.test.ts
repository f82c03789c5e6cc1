/** A rehearsal on what was collected: the whole way on a copy, with the plan of the real organization, and nothing sent anywhere. */
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationFile, PracticeScenario } from '../../../shared/model/sample-organization.ts';
import { methods, type Method } from '../../../shared/plan/plan.ts';
import { signedPlan } from '../../../shared/plan/sign-off.ts';
import type { RehearsalFault } from '../../../shared/rehearsal/rehearsal.ts';
import type { StopReason } from '../../../shared/run/next.ts';
import type { WizardEvent } from '../../../shared/wizard/events.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { digestOf } from '../../../src-main/sign-off/plan-file.ts';
import { writeCollection } from '../../contract/collect.ts';
import { goTo, nextEvent, takePersonStep, wizardStepName } from './administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

const programs: Program[] = [];
afterEach(async () => {
  for (const program of programs.splice(0)) await program.controller.close();
  await removeFolders();
});

/** Closed after the test. */
async function started(folder: string): Promise<Program> {
  const program = await startProgram(folder);
  programs.push(program);
  return program;
}

const collectedAt = new Date('2026-11-20T08:00:00Z');

async function collectedIn(scenario: PracticeScenario): Promise<{ readonly file: OrganizationFile; readonly paths: readonly string[] }> {
  const file = await practiceOrganization(scenario, collectedAt);
  return { file, paths: await writeCollection(`${await newFolder()}/files`, file, collectedAt) };
}

async function say(program: Program, ...events: readonly WizardEvent[]): Promise<WizardView> {
  for (const event of events) {
    const sent = await program.controller.send(event);
    if (!sent.ok) throw new Error(`${event.type}: ${sent.error.code}`);
  }
  return program.until(({ task }) => task === null);
}

/** The rehearsal, with the files of the organization opened and everything of them read. */
async function readCopy(paths: readonly string[], fault: RehearsalFault = 'none', folder?: string): Promise<Program> {
  const program = await started(folder ?? (await newFolder()));
  await say(program, { type: 'CHOOSE_MODE', mode: 'rehearsal' }, { type: 'CHOOSE_FAULT', fault });
  await goTo(program, 'onPremises.ready', 'rehearsal');
  for (const path of paths) {
    const source = await program.collected.examine('file', path);
    const added = source.ok ? await program.controller.addSource(source.value) : source;
    if (!added.ok) throw new Error(`${path}: ${added.error.code}`);
  }
  return program;
}

/** To the plan of that method. */
async function toPlan(program: Program, method: Method): Promise<WizardView> {
  for (;;) {
    const view = await program.until(({ task }) => task === null);
    if (view.page === 'plan') return view.context.method === method ? view : say(program, { type: 'CHOOSE_METHOD', method });
    const event = nextEvent(view, 'rehearsal');
    if (event === null) throw new Error('There is no plan.');
    await say(program, event);
    const { validation, problem } = program.view().context;
    if (validation !== null || problem !== null) throw new Error(`${wizardStepName(view)}: ${validation ?? ''} ${problem?.code ?? ''}`);
  }
}

/** Goes on from the plan until that place. */
async function goOn(program: Program, place: string): Promise<WizardView> {
  for (;;) {
    const view = await program.until(({ task }) => task === null);
    if (wizardStepName(view) === place) return view;
    await takePersonStep(program);
    const { context } = view;
    const event: WizardEvent | null =
      view.page === 'plan' ? { type: 'COMMIT', plan: context.plans.apply?.id ?? '' } : nextEvent(program.view(), 'rehearsal');
    if (event === null) throw new Error(`${place} was not reached`);
    await say(program, event);
    const { validation } = program.view().context;
    if (validation !== null) throw new Error(`${wizardStepName(view)}: ${validation}`);
  }
}

const digest = ({ context }: WizardView): string => {
  const { apply } = context.plans;
  if (apply === null) throw new Error('There is no plan.');
  return digestOf(signedPlan(apply));
};

describe('a rehearsal on what was collected', () => {
  it.each(methods)('goes to the end with the method %s, and leaves the files as they are', async (method) => {
    const { paths } = await collectedIn('renewal');
    const before = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    const program = await readCopy(paths);
    await toPlan(program, method);
    const view = await goOn(program, 'finish.ready');
    expect(view.outcome).toMatchObject({ verdict: 'asExpected' });
    expect(view.context.runs.apply).toMatchObject({ isFinished: true });
    // Nobody was asked to prove anything, and nothing is proven.
    expect(view.proof).toBeNull();
    expect(view.buttons.map(({ label }) => label)).not.toContain('show_old_certificate');
    const run = await program.readRun(view.context.runIds.apply ?? '');
    expect(run).toMatchObject({ value: { state: { opened: { mode: 'rehearsal' } } } });
    expect(await Promise.all(paths.map((path) => readFile(path, 'utf8')))).toEqual(before);
    expect(program.unexpected).toEqual([]);
  });

  it.each(methods)('has the plan of the real organization: what was signed off in the rehearsal is committed (%s)', async (method) => {
    const { paths, file } = await collectedIn('renewal');
    const rehearsed = await toPlan(await readCopy(paths), method);
    const other = await started(await newFolder());
    await say(other, { type: 'CHOOSE_MODE', mode: 'practice' });
    other.practice.replace(file, 'renewal');
    await goTo(other, 'plan.ready');
    const real = await say(other, { type: 'CHOOSE_METHOD', method });
    expect(digest(rehearsed)).toBe(digest(real));
    const committed = await say(
      other,
      { type: 'REQUIRE_SIGN_OFF', digest: digest(rehearsed) },
      { type: 'COMMIT', plan: real.context.plans.apply?.id ?? '' },
    );
    expect(committed.page).not.toBe('plan');
  });

  it('finds another plan where the organization has changed since it was collected', async () => {
    const { paths, file } = await collectedIn('renewal');
    const rehearsed = await toPlan(await readCopy(paths), 'direct');
    const other = await started(await newFolder());
    await say(other, { type: 'CHOOSE_MODE', mode: 'practice' });
    const [first, ...rest] = file.receiveConnectors;
    if (first === undefined) throw new Error('The sample has connectors.');
    other.practice.replace({ ...file, receiveConnectors: [{ ...first, tlsCertificateName: null }, ...rest] }, 'renewal');
    await goTo(other, 'plan.ready');
    const real = await say(other, { type: 'CHOOSE_METHOD', method: 'direct' });
    const refused = await say(
      other,
      { type: 'REQUIRE_SIGN_OFF', digest: digest(rehearsed) },
      { type: 'COMMIT', plan: real.context.plans.apply?.id ?? '' },
    );
    expect(refused.context.validation).toBe('plan.notSignedOff');
    expect(refused.context.runs.apply).toBeNull();
  });

  it('reads Edge servers from the copy, and writes there what a person is asked to do', async () => {
    const { paths } = await collectedIn('edge');
    const program = await readCopy(paths);
    await toPlan(program, 'direct');
    const view = await goOn(program, 'finish.ready');
    expect(view.context.runs.apply).toMatchObject({ isFinished: true });
    expect(Object.values(view.context.runs.apply?.steps ?? {}).map(({ state }) => state)).not.toContain('doubt');
  });

  it('is asked for files before it is opened, and takes what is opened later into the copy', async () => {
    const { paths } = await collectedIn('renewal');
    const program = await readCopy(paths.slice(0, 1));
    expect((await say(program, { type: 'CONNECT' })).page).toBe('exchangeOnline');
    expect((await say(program, { type: 'CONNECT' })).context.validation).toBe('exchangeOnline.sourceMissing');
    const source = await program.collected.examine('file', paths[1] ?? '');
    if (source.ok) await program.controller.addSource(source.value);
    expect((await say(program, { type: 'CONNECT' })).page).toBe('collect');
    const empty = await readCopy([]);
    expect((await say(empty, { type: 'CONNECT' })).context.validation).toBe('onPremises.sourceMissing');
  });
});

describe('what goes wrong in a rehearsal', () => {
  it.each<[RehearsalFault, StopReason]>([
    ['refused', 'failed'],
    // It took effect, which is proven by reading: the run goes on to the pause after the first server.
    ['sessionLost', 'canary'],
    ['noAnswer', 'failed'],
    ['overwritten', 'foreign'],
  ])('%s: the run says so, and goes on', async (fault, why) => {
    const { paths } = await collectedIn('renewal');
    const program = await readCopy(paths, fault);
    const { context } = await toPlan(program, 'direct');
    const view = await say(program, { type: 'COMMIT', plan: context.plans.apply?.id ?? '' });
    expect(view.context.runs.apply?.stop?.why).toBe(why);
    expect(program.rehearsal.rehearsal()).toMatchObject({ fault, hasStruck: true });
    // A value of somebody else is decided by the administrator; everything else ends.
    if (fault === 'overwritten') return;
    expect((await goOn(program, 'finish.ready')).outcome).toMatchObject({ verdict: 'asExpected' });
  });

  it('halfHcw: the post-checks find what Exchange Online lacks, and the HCW is run again', async () => {
    const { paths } = await collectedIn('newSubject');
    const program = await readCopy(paths, 'halfHcw');
    await toPlan(program, 'reset');
    const view = await goOn(program, 'postChecks.done');
    expect(view.outcome?.verdict).not.toBe('asExpected');
    const again = await say(program, { type: 'RUN_HCW_AGAIN' });
    expect(again.page).toBe('hcw');
    expect((await goOn(program, 'postChecks.done')).outcome).toMatchObject({ verdict: 'asExpected' });
  });
});

describe('a rehearsal that is resumed', () => {
  it('goes on after the program was killed, with what was written into the copy', async () => {
    const { paths } = await collectedIn('renewal');
    const folder = await newFolder();
    const program = await readCopy(paths, 'none', folder);
    await toPlan(program, 'direct');
    const view = await goOn(program, 'change.done');
    expect(view.context.runs.apply).toMatchObject({ isFinished: true });
    expect(await program.saved()).toMatchObject({ rehearsal: { fault: 'none' } });
    const next = await started(folder);
    await say(next, { type: 'RESUME' });
    expect(wizardStepName(next.view())).toBe('change.done');
    expect((await goOn(next, 'finish.ready')).outcome).toMatchObject({ verdict: 'asExpected' });
  });

  it('is rolled back to what was collected', async () => {
    const { paths } = await collectedIn('renewal');
    const program = await readCopy(paths);
    const { context } = await toPlan(program, 'direct');
    const view = await goOn(program, 'change.done');
    await say(program, { type: 'SHOW_ROLLBACK' });
    const review = program.view();
    expect(review.context.plans.rollback?.steps.length).toBe(context.plans.apply?.steps.length);
    await say(program, { type: 'COMMIT', plan: review.context.plans.rollback?.id ?? '' });
    expect(await program.readRun(view.context.runIds.apply ?? '')).toMatchObject({ value: { state: { closed: 'rolledBack' } } });
  });

  it('has nothing of what was written when other files are opened after the rollback', async () => {
    const { paths } = await collectedIn('renewal');
    const program = await readCopy(paths);
    await toPlan(program, 'direct');
    await goOn(program, 'change.done');
    await say(program, { type: 'SHOW_ROLLBACK' });
    await say(program, { type: 'COMMIT', plan: program.view().context.plans.rollback?.id ?? '' });
    await say(program, { type: 'NEXT' });
    expect(program.rehearsal.rehearsal()?.writes.length).toBeGreaterThan(0);
    // The same names in another organization: its values are its own.
    const others = await collectedIn('newSubject');
    for (const { digest: removed } of program.view().context.sources)
      await say(program, { type: 'BACK' }, { type: 'REMOVE_SOURCE', digest: removed });
    for (const path of others.paths) {
      const source = await program.collected.examine('file', path);
      if (source.ok) await program.controller.addSource(source.value);
    }
    expect(program.rehearsal.rehearsal()).toBeNull();
    await goTo(program, 'collect.done', 'rehearsal');
    const other = await readCopy(others.paths);
    await goTo(other, 'collect.done', 'rehearsal');
    const values = ({ context }: WizardView) => context.organization?.hybridServers.map(({ receiveConnectors }) => receiveConnectors);
    expect(values(program.view())).toEqual(values(other.view()));
  });

  it('is worked on from the list of runs, on the copy where the session has it', async () => {
    const { paths } = await collectedIn('renewal');
    const folder = await newFolder();
    const program = await readCopy(paths, 'none', folder);
    await toPlan(program, 'direct');
    const id = (await goOn(program, 'change.done')).context.runIds.apply ?? '';
    await program.saved();
    const next = await started(folder);
    await say(next, { type: 'OPEN_RUN', id });
    expect(next.view().context).toMatchObject({ mode: 'rehearsal', openedRun: true });
    expect(next.view().context.sources).toHaveLength(paths.length);
    await goTo(next, 'collect.done', 'rehearsal');
    await say(next, { type: 'NEXT' }, { type: 'SHOW_ROLLBACK' });
    expect(next.view().context.review?.map(({ kind }) => kind)).not.toContain('conflict');
  });

  it('is never offered as the renewal that is done again', async () => {
    const { paths } = await collectedIn('renewal');
    const folder = await newFolder();
    const program = await readCopy(paths, 'none', folder);
    await toPlan(program, 'direct');
    await goOn(program, 'finish.ready');
    await program.saved();
    const next = await started(folder);
    expect(next.view().runList.runs.map(({ mode }) => mode)).toEqual(['rehearsal']);
    const refused = await next.controller.send({ type: 'RENEW_AGAIN', id: next.view().runList.runs[0]?.id ?? '' });
    expect(refused).toMatchObject({ error: { code: 'ipc.notNow' } });
  });

  it('begins with the copy as it was collected after another mode was chosen', async () => {
    const { paths } = await collectedIn('renewal');
    const program = await readCopy(paths);
    await toPlan(program, 'direct');
    await goOn(program, 'change.done');
    expect(program.rehearsal.rehearsal()?.writes.length).toBeGreaterThan(0);
    await goOn(program, 'finish.ready');
    await say(program, { type: 'START_OVER' });
    expect(program.rehearsal.rehearsal()).toBeNull();
  });
});
