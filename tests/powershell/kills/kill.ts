/** One kill of a process of a run without a window: where it fell, what the wizard says of every step then, and what is so. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CmdletName } from '../../../shared/commands/table.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { groupOf } from '../../../src-main/powershell/process-identity.ts';
import { createExchange, runningOf, type ExchangeEnvironment } from '../environment/create-exchange.ts';
import { openHold, type Hold } from '../hold.ts';
import type { Change, Pause } from './driver.ts';
import { killed } from './killed.ts';
import { changesOf, limitMs, openDriver, type Driver } from './open-driver.ts';
import type { PlannedKill } from './schedule.ts';
import { compared, has, inWords, newestRun, realValues, wrongAmong, type Verdict } from './verdict.ts';

const proven = 'proven by the next start';

/** Milliseconds after which a kill counts as one that the wizard does not get over. */
const patienceMs = 180_000;

export async function carryOutKill(planned: PlannedKill): Promise<Verdict> {
  const organization = await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z'));
  const environment = await createExchange(organization);
  const root = await mkdtemp(join(environment.folder, 'data-'));
  const scene = new Scene(planned, environment, join(root, 'runs'), changesOf(organization));
  const patience = new AbortController();
  try {
    const tooLong = setTimeout(patienceMs, undefined, { signal: patience.signal }).then((): never => {
      throw new Error(`not over after ${String(patienceMs / 1000)} s`);
    });
    return await Promise.race([scene.play(), tooLong]);
  } catch (error) {
    return { ...scene.verdict, wrong: [...scene.verdict.wrong, error instanceof Error ? error.message : String(error)] };
  } finally {
    patience.abort();
    await scene.end();
    await environment.dispose();
    await rm(root, { recursive: true, force: true });
  }
}

class Scene {
  verdict: Verdict;
  #hold: Hold | undefined;
  readonly #drivers: Driver[] = [];

  constructor(
    private readonly planned: PlannedKill,
    private readonly environment: ExchangeEnvironment,
    private readonly root: string,
    private readonly changes: readonly Change[],
  ) {
    this.verdict = { planned, where: '', announced: false, named: [], wrong: [], reached: false };
  }

  async play(): Promise<Verdict> {
    const first = this.#start();
    const order = await this.#orderToInterrupt(first);
    const done = first.order(order);
    // The end of a driver that was killed is no failure of this one.
    done.catch(() => undefined);
    const paused = await Promise.race([first.paused(), done.then(() => null)]);
    this.#say({ where: paused?.at ?? 'behind the last operation' });
    await this.#kill(first, paused?.powershell ?? null);
    if (this.planned.victim === 'driver') {
      await first.ended;
      await this.#compare('as it lies on the disk', (await newestRun(this.root))?.view ?? null, { mayBeUnproven: true });
    } else {
      first.goOn();
      const { view } = await done;
      // It stops without a session; the next start reads.
      await this.#compare('said by the process that went on', view, { mayBeUnproven: true });
      await first.end();
    }
    await this.#startAgain();
    return this.verdict;
  }

  /** Also after a failure: nothing of the scene is left. */
  async end(): Promise<void> {
    this.#hold?.close();
    for (const driver of this.#drivers) {
      await killed([driver.pid]);
      await driver.ended;
    }
  }

  #say(part: Partial<Verdict>): void {
    this.verdict = { ...this.verdict, ...part };
  }

  #start(): Driver {
    const driver = openDriver(this.root, this.changes, this.environment);
    driver.onWaiting = (milliseconds) => {
      const { moment } = this.planned;
      if (milliseconds === limitMs && moment.kind === 'call' && moment.effect === 'duringTheWait') this.#hold?.release();
    };
    this.#drivers.push(driver);
    return driver;
  }

  async #orderToInterrupt(driver: Driver): Promise<Parameters<Driver['order']>[0]> {
    const { moment, phase } = this.planned;
    const pause: Pause = moment.kind === 'call' ? { kind: 'line', line: 'announced', step: moment.step } : moment;
    if (phase === 'apply') return { do: 'apply', pause };
    const applied = await driver.mustDo({ do: 'apply', pause: null });
    if (!applied.isFinished) throw new Error('the change that was to be rolled back did not finish');
    return { do: 'rollBack', run: applied.id, pause };
  }

  /** Kills the victim where the driver stands, or a moment later, when its command is on the server. */
  async #kill(driver: Driver, powershell: number | null): Promise<void> {
    const { victim, moment } = this.planned;
    const shell = powershell === null ? null : await realPowerShell(powershell);
    const killVictim = async (): Promise<void> => {
      this.#say({ announced: (await newestRun(this.root))?.isAnnounced ?? false });
      const victims =
        victim === 'driver' ? [driver.pid] : victim === 'powershell' ? (shell === null ? [] : [shell]) : await this.environment.servers();
      if (victims.length === 0) throw new Error(`there was no ${victim} to kill`);
      await killed(victims);
    };
    if (moment.kind !== 'call') return killVictim();

    this.#hold = await openHold();
    await this.environment.hold(this.#setterOf(moment.step), this.#hold);
    driver.goOn();
    await this.#hold.begun;
    this.#say({ where: `command of ${this.#changeAt(moment.step).object} on the server, effect: ${moment.effect}` });
    if (moment.effect === 'withoutAnswer') {
      // Stopped, so that the answer is not taken note of.
      const [stopped] = victim === 'driver' ? [driver.pid] : shell === null ? [] : [shell];
      if (stopped !== undefined) process.kill(stopped, 'SIGSTOP');
      this.#hold.release();
      await this.#hold.ended;
      await killVictim();
      if (stopped !== undefined && victim === 'server') process.kill(stopped, 'SIGCONT');
      return;
    }
    await killVictim();
    if (moment.effect === 'never') {
      await killed(await this.environment.servers());
      this.#hold.close();
    }
    if (moment.effect === 'beforeTheNextStart') {
      this.#hold.release();
      await this.#hold.ended;
    }
  }

  /** A rollback begins at the end. */
  #changeAt(step: number): Change {
    const change = this.planned.phase === 'apply' ? this.changes[step] : this.changes.at(-1 - step);
    if (change === undefined) throw new Error(`there is no step ${String(step)}`);
    return change;
  }

  #setterOf(step: number): CmdletName {
    const { cmdlet } = this.#changeAt(step);
    return cmdlet === 'Get-SendConnector'
      ? 'Set-SendConnector'
      : cmdlet === 'Get-ReceiveConnector'
        ? 'Set-ReceiveConnector'
        : 'Set-HybridConfiguration';
  }

  /** As an administrator would: what became of every command first, then on or back, and to the other values. */
  async #startAgain(): Promise<void> {
    const second = this.#start();
    const { phase, way } = this.planned;
    const found = await newestRun(this.root);
    const isMade = found !== undefined && (phase === 'apply' || found.purpose === 'rollback');
    const view = found === undefined ? null : await second.mustDo({ do: 'prove', run: found.id, pause: null });
    await this.#compare(proven, view);

    const goOn = async (id: string): Promise<RunView> => {
      let resumed = await second.mustDo({ do: 'resume', run: id, pause: null });
      // A command that had no effect is sent again when the administrator says so once more.
      for (let round = 0; round < 3 && !resumed.isFinished; round += 1)
        resumed = await second.mustDo({ do: 'resume', run: id, pause: null });
      return resumed;
    };
    const rollBack = (run: string): Promise<RunView> => second.mustDo({ do: 'rollBack', run, pause: null });
    const [wanted, other] = phase === 'apply' ? (['after', 'before'] as const) : (['before', 'after'] as const);
    if (way === 'putBack' && isMade) {
      await this.#mustHave(other, await rollBack(found.id));
    } else {
      const onward = isMade
        ? await goOn(found.id)
        : found === undefined
          ? await second.mustDo({ do: 'apply', pause: null })
          : await rollBack(found.id);
      await this.#mustHave(wanted, onward);
      await this.#mustHave(other, await rollBack(onward.id));
    }
    this.#say({ reached: this.verdict.wrong.length === 0 });
    await second.end();
  }

  async #mustHave(which: 'before' | 'after', said: RunView): Promise<void> {
    await this.#compare(`said when all is as ${which}`, said);
    const real = realValues(await this.environment.readOrganization());
    const others = this.changes.filter((change) => !has(real.get(change.object), change[which]));
    this.#complain(others.map(({ object }) => `${object} does not have the values of ${which}`));
  }

  async #compare(when: string, view: RunView | null, { mayBeUnproven = false } = {}): Promise<void> {
    const real = realValues(await this.environment.readOrganization());
    if (view === null) {
      const changed = this.changes.filter(({ object, before }) => !has(real.get(object), before));
      this.#say({ named: ['no run'] });
      this.#complain(changed.map(({ object }) => `${when}: ${object} was changed without a run`));
      return;
    }
    const steps = await compared(this.root, view.id, ({ id }) => view.steps[id]?.state, real, { mayBeUnproven });
    if (when === proven) this.#say({ named: steps.map(inWords) });
    this.#complain(wrongAmong(steps, when));
  }

  #complain(wrong: readonly string[]): void {
    this.#say({ wrong: [...this.verdict.wrong, ...wrong] });
  }
}

/** With a launcher, PowerShell is the one that it has started. */
async function realPowerShell(bridge: number): Promise<number> {
  const group = await groupOf(bridge);
  const serving = new Set(await runningOf(group));
  const own = group.filter((id) => !serving.has(id));
  const parents = new Set(await Promise.all(own.map(parentOf)));
  return own.find((id) => !parents.has(id)) ?? bridge;
}

/** `NaN` for a process that has ended since it was listed. */
async function parentOf(id: number): Promise<number> {
  const status = await readFile(`/proc/${String(id)}/status`, 'utf8').catch(() => '');
  return Number(/^PPid:\t(\d+)$/m.exec(status)?.[1]);
}
