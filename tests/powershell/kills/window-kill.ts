/** One kill of the real window while it carries out a change or its rollback. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { carryOut, gather, plan } from '../../../scripts/tour/flow.ts';
import { openWizard, type WizardWindow } from '../../../scripts/tour/window.ts';
import { folderForUser, giveTo } from '../../../scripts/runtime/ordinary-user.ts';
import type { WindowGround } from '../../../scripts/runtime/with-window.ts';
import type { StepState } from '../../../shared/run/step-record.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { createExchange, type ExchangeEnvironment } from '../environment/create-exchange.ts';
import { openHold } from '../hold.ts';
import { killed } from './killed.ts';
import type { PlannedKill } from './schedule.ts';
import { compared, inWords, newestRun, realValues, wrongAmong, type Verdict } from './verdict.ts';

const manner = { mode: 'connected', server: 'ex01.contoso.com', user: 'admin@contoso.com' } as const;
/** A window takes longer than a driver until it has told that it waits. */
const limitMs = 8000;
/** Milliseconds after which the wizard counts as one that does not get over it. */
const patienceMs = 120_000;

export async function carryOutWindowKill(planned: PlannedKill, ground: WindowGround): Promise<Verdict> {
  const environment = await createExchange(await practiceOrganization('renewal', new Date()));
  giveTo(environment.folder);
  const windows: WizardWindow[] = [];
  const verdict: Verdict = { planned, where: '', announced: false, named: [], wrong: [], reached: false };
  const open = async (data: string): Promise<WizardWindow> => {
    const window = await openWizard({
      electron: ground.electron,
      app: ground.app,
      data,
      env: {
        ...ground.env,
        ...environment.env,
        HCW_PWSH: environment.powershell,
        HCW_TEST_CONNECTION: JSON.stringify(environment.onPremisesConnection),
        HCW_TEST_CHANGE_LIMIT_MS: String(limitMs),
      },
    });
    windows.push(window);
    // A busy machine is no finding.
    window.page.setDefaultTimeout(patienceMs);
    return window;
  };
  try {
    return await play(verdict, environment, open);
  } catch (error) {
    return { ...verdict, wrong: [error instanceof Error ? error.message : String(error)] };
  } finally {
    for (const window of windows) await window.end();
    await environment.dispose();
  }
}

async function play(begun: Verdict, environment: ExchangeEnvironment, open: (data: string) => Promise<WizardWindow>): Promise<Verdict> {
  const { moment, phase, way } = begun.planned;
  const data = folderForUser('hcw-data-');
  const runs = join(data, 'runs');
  const original = frontendsOf(await environment.readOrganization());
  const window = await open(data);
  await gather(window, manner);
  await plan(window);
  if (phase === 'rollback') {
    await carryOut(window);
    await window.secondary('SHOW_ROLLBACK');
    await window.at('change.rollbackReview');
  } else if (moment.kind !== 'call' || moment.step > 0) {
    await window.primary();
    await window.at('change.stopped');
  }

  const hold = await openHold();
  try {
    let where = 'at the pause behind the first server';
    if (moment.kind === 'call') {
      await environment.hold('Set-ReceiveConnector', hold);
      await window.primary();
      await hold.begun;
      where = `command on the server, effect: ${moment.effect}`;
      if (moment.effect === 'withoutAnswer') {
        process.kill(await electronOf(window), 'SIGSTOP');
        hold.release();
        await hold.ended;
      }
    }
    const announced = (await newestRun(runs))?.isAnnounced ?? false;
    await killElectron(window);
    const wrong: string[] = [];
    let named: readonly string[] = [];
    const compare = async (
      when: string,
      stateOf: (server: string, step: string) => StepState | undefined,
      mayBeUnproven: boolean,
    ): Promise<void> => {
      const real = realValues(await environment.readOrganization());
      const found = await newestRun(runs);
      if (found === undefined) throw new Error('there is no run');
      const steps = await compared(runs, found.id, ({ server, id }) => stateOf(server, id), real, { mayBeUnproven });
      named = steps.map(inWords);
      wrong.push(...wrongAmong(steps, when));
    };
    const left = (await newestRun(runs))?.view;
    await compare('as it lies on the disk', (_, step) => left?.steps[step]?.state, true);
    if (moment.kind === 'call' && moment.effect === 'never') {
      await killed(await environment.servers());
      hold.close();
    }
    if (moment.kind === 'call' && moment.effect === 'beforeTheNextStart') {
      hold.release();
      await hold.ended;
    }

    const second = await open(data);
    await second.page.getByTestId('resume').click();
    if (moment.kind === 'call' && moment.effect === 'duringTheWait') {
      await second.at('change.readingBack');
      hold.release();
    }
    await stopped(second);
    const shown = await shownStates(second);
    await compare('shown after the next start', (server) => shown.get(server), false);

    const mustHave = async (which: string, values: readonly (string | null)[]): Promise<void> => {
      const real = frontendsOf(await environment.readOrganization());
      if (JSON.stringify(real) !== JSON.stringify(values)) wrong.push(`${which}: the connectors have ${JSON.stringify(real)}`);
    };
    if (phase === 'rollback' || way === 'goOn') {
      await toTheEnd(second);
      await mustHave('gone on with', phase === 'rollback' ? original : original.map(() => null));
    }
    if (phase === 'apply') {
      await second.secondary('SHOW_ROLLBACK');
      await second.at('change.rollbackReview');
      await toTheEnd(second);
      await mustHave('put back', original);
    }
    return { ...begun, where, announced, named, wrong, reached: wrong.length === 0 };
  } finally {
    hold.close();
  }
}

const frontendsOf = ({ receiveConnectors }: Awaited<ReturnType<ExchangeEnvironment['readOrganization']>>): readonly (string | null)[] =>
  receiveConnectors.filter(({ name }) => name.startsWith('Default Frontend')).map(({ tlsCertificateName }) => tlsCertificateName ?? null);

/** Waits until nobody works on the run. */
const stopped = ({ page }: WizardWindow): Promise<void> =>
  page.locator('main[data-step="change.stopped"], main[data-step="change.done"]').waitFor();

/** Presses the primary button until the change, or the rollback, is done. */
async function toTheEnd(window: WizardWindow): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    const main = window.page.locator('main[data-step]');
    if ((await main.getAttribute('data-step')) === 'change.done') return;
    await window.primary();
    await window.page
      .locator('main[data-step="change.running"]')
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
    await stopped(window);
  }
  await window.at('change.done');
}

/** The state of every server in the table of the change. */
async function shownStates({ page }: WizardWindow): Promise<ReadonlyMap<string, StepState>> {
  const rows = await page
    .locator('tr[data-state]')
    .evaluateAll((all) => all.map((row) => [row.getAttribute('data-servers') ?? '', row.getAttribute('data-state') ?? ''] as const));
  return new Map(rows.flatMap(([servers, state]) => servers.split(' ').map((server) => [server, state as StepState] as const)));
}

/** The program itself; what it has started goes on. */
async function electronOf({ app }: WizardWindow): Promise<number> {
  const { pid } = app.process();
  if (pid === undefined || !/electron/i.test(await readFile(`/proc/${String(pid)}/cmdline`, 'utf8')))
    throw new Error('Electron does not run');
  return pid;
}

async function killElectron(window: WizardWindow): Promise<void> {
  const pid = await electronOf(window);
  const ended = once(window.app.process(), 'exit');
  process.kill(pid, 'SIGKILL');
  await ended;
}
