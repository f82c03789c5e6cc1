/** One life of a run: the program, the administrator, and what has to be true whenever nothing moves. */
import type { Result } from '../../shared/model/error.ts';
import { isFactCmdlet, isOnEdge, isReadCmdlet, isSynchronization, objectSteps, type Plan, sameValues } from '../../shared/plan/plan.ts';
import { openPlaces } from '../../shared/run/exposure.ts';
import { isReached, isSuperseded } from '../../shared/run/step-order.ts';
import { recordOf } from '../../shared/run/step-record.ts';
import type { JournalEntry } from '../../shared/run/journal.ts';
import type { Stop } from '../../shared/run/next.ts';
import { planRollback, reviewRollback, rollbackKey } from '../../shared/run/rollback.ts';
import type { SnapshotObject } from '../../shared/run/snapshot.ts';
import { drive, observe, type DriveTools } from '../../src-main/change/drive.ts';
import { projected } from './calls.ts';
import type { Write } from './directory.ts';
import type { Incident, Operation } from './faults.ts';
import { keyOfStep, newName, objectKey, objects, plans, probeOf, writtenByHcw, type DirectoryObject } from './plans.ts';
import { checkForeign, checkPutBack, checkReview, checkStep, checkTrust } from './promises.ts';
import { createFile, Killed, openFile, realParts, type EngineParts, type JournalFile, type SimulatedRun } from './run-disk.ts';
import { createWorld, limitMs, replicationMs, settleMs, Violation, type World } from './world.ts';

/** What the administrator does after the run has stopped. */
export const reactions = ['resume', 'stop', 'readAgain', 'rollBack', 'leave', 'restart', 'trust'] as const;
export type Reaction = (typeof reactions)[number];

export interface Life {
  readonly plan: string;
  /** What the HCW does when it is its turn */
  readonly hcw: 'all' | 'half' | 'other';
  readonly reactions: readonly Reaction[];
  readonly schedule: readonly Incident[];
}

/** What is around the engine in the program, and could be wrong in it. */
export interface ProgramParts extends EngineParts {
  /** What the administrator decides where neither the run nor the HCW is known to have written what is there. */
  readonly decides: (isForeign: boolean) => 'putBack' | 'keep';
  /** Which domain controller is read for the plan of a rollback */
  readonly plansFrom: 'controllerOfRun' | 'any';
  /** What was collected on an Edge server proves a step only since its commands were shown */
  readonly provesOnEdge: 'since' | 'ever';
  /** When a rollback brings the send connector to the Edge server again: also where every value is put back */
  readonly synchronizes: 'always' | 'withValues';
  /** Which run a start of the program goes on with */
  readonly runAtStart: 'newest' | 'oldest';
  /** Whether a process of an earlier start is ended, or only said to be */
  readonly endsStray: boolean;
}

export const realProgram: ProgramParts = {
  ...realParts,
  decides: (isForeign) => (isForeign ? 'keep' : 'putBack'),
  plansFrom: 'controllerOfRun',
  provesOnEdge: 'since',
  synchronizes: 'always',
  runAtStart: 'newest',
  endsStray: true,
};

export interface Lived {
  /** What was promised and is not so; `null`: nothing */
  readonly violation: string | null;
  readonly operations: readonly Operation[];
  readonly world: World;
}

const maxRounds = 20;

export async function live(life: Life, parts: ProgramParts = realProgram): Promise<Lived> {
  const stop = async (run: SimulatedRun): Promise<void> => {
    await run.append({ kind: 'decided', decision: 'stop' });
  };
  const world = createWorld(life.schedule, stop, parts);
  try {
    await new Living(life, parts, world).toTheEnd();
    return { violation: null, operations: world.operations(), world };
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    return { violation: error.message, operations: world.operations(), world };
  }
}

type Driven = Stop | { readonly do: 'finish' } | { readonly do: 'notWritten' };

class Living {
  readonly #files: JournalFile[] = [];
  readonly #runs = new Map<string, SimulatedRun>();
  #current = '';
  #isBack = false;
  readonly #plannedBackAt = new Map<string, number>();
  readonly #tools: DriveTools;

  constructor(
    private readonly life: Life,
    private readonly parts: ProgramParts,
    private readonly world: World,
  ) {
    const endStray = parts.endsStray ? world.endStray : (): Promise<boolean> => Promise.resolve(true);
    this.#tools = { ...world, endStray, limitMs, changed: () => undefined };
  }

  async toTheEnd(): Promise<void> {
    const plan = plans[this.life.plan];
    if (plan === undefined) throw new Error(`no plan ${this.life.plan}`);
    this.#create(plan.id, plan);
    let driven = await this.#go();
    for (const reaction of this.life.reactions) {
      if (this.#run().state().closed !== null) break;
      if (driven.do === 'finish' && reaction !== 'rollBack') continue;
      driven = await this.#react(reaction, driven);
    }
    this.world.calm();
    await this.#end(plan);
  }

  /** Without faults everything comes to its end, in both directions. */
  async #end(plan: Plan): Promise<void> {
    if (this.#run().state().closed === null) {
      const end = await this.#finish();
      if (end.do === 'finish' && !this.#isBack) await this.#again(plan);
    }
    if (!this.#isBack) {
      await this.#react('rollBack', { do: 'notWritten' });
    }
    await this.#finishBack();
    checkPutBack(
      this.world,
      [...this.#runs.values()].map(({ plan: of }) => of),
      this.#plannedBackAt,
    );
  }

  /** Where somebody else wrote meanwhile, the administrator decides anew, in another plan: the other values are put back. */
  async #finishBack(): Promise<void> {
    for (let round = 0; round < maxRounds; round += 1) {
      if (!this.#isBack) return;
      if (this.#run().state().closed === null) {
        if ((await this.#finish()).do === 'finish') return;
        await this.#append({ kind: 'closed', outcome: 'left' });
      }
      await this.#react('stop', { do: 'notWritten' });
      await this.#startBack();
    }
    throw new Violation('the rollback does not come to an end');
  }

  async #finish(): Promise<Driven> {
    let driven: Driven = { do: 'notWritten' };
    for (let round = 0; round < maxRounds; round += 1) {
      driven = await this.#react('resume', driven);
      if (driven.do === 'finish') return driven;
      if (driven.do === 'stop' && (driven.why === 'differs' || driven.why === 'foreign')) {
        checkForeign(this.world, driven);
        return driven;
      }
    }
    throw new Violation(`it does not come to an end: ${worded(driven)}`);
  }

  /** A run that is finished sends and shows nothing more, whatever is read again, nor does a second run of its plan. */
  async #again(plan: Plan): Promise<void> {
    if (plan.steps.some(({ kind }) => kind === 'handover') || this.#foreignWrites().length > 0 || this.world.isAnyLate()) return;
    const before = this.world.sent();
    const first = this.#current;
    await this.#readAgain();
    const resumed = await this.#react('resume', { do: 'finish' });
    if (resumed.do !== 'finish') throw new Violation(`a finished run that was read again: ${worded(resumed)}`);
    // What is taken off and put back would be taken off again: that plan is made anew, and then has no steps.
    if (plan.purpose !== 'removal') {
      this.#create(`${plan.id}-again`, plan);
      const driven = await this.#go();
      if (driven.do !== 'finish' && !(driven.do === 'stop' && driven.why === 'canary')) {
        throw new Violation(`a second run of a finished plan: ${worded(driven)}`);
      }
    }
    if (this.world.sent() !== before) throw new Violation('a finished plan sent something');
    this.#current = first;
    this.world.work(this.#run());
  }

  // The program.

  #run(): SimulatedRun {
    const run = this.#runs.get(this.#current);
    if (run === undefined) throw new Error('no run');
    return run;
  }

  #create(id: string, plan: Plan): void {
    const clock = { stamp: this.world.stamp, fault: this.world.writeFault };
    const file = createFile(id, plan, openedOf(id), clock);
    this.#files.push(file);
    this.#current = id;
    this.#open(file);
  }

  #open(file: JournalFile): void {
    const run = openFile(file, { stamp: this.world.stamp, fault: this.world.writeFault }, this.parts);
    if (run === undefined) throw new Violation(`the journal of ${file.id} cannot be read`);
    this.#runs.set(file.id, run);
    this.world.work(run);
  }

  /** What is done, also over an end of the program. */
  async #surviving<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        await this.#restart();
      }
    }
  }

  async #restart(): Promise<void> {
    for (;;) {
      this.world.start();
      for (const file of this.#files) this.#open(file);
      this.#check();
      this.#current = (this.parts.runAtStart === 'newest' ? this.#files.at(-1) : this.#files[0])?.id ?? this.#current;
      this.world.work(this.#run());
      try {
        const appended = await this.#run().append({ kind: 'reopened', program: 'simulation' });
        if (appended.ok) return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
  }

  async #go(): Promise<Driven> {
    return this.#surviving(async () => {
      if (this.#isBack && !this.#current.startsWith('rollback')) throw new Violation('a rollback that was begun is not gone on with');
      const driven = await drive(this.#run(), this.#tools);
      this.#check();
      return this.#driven(driven);
    });
  }

  /** A journal that takes no more lines is opened anew, as after a restart. */
  async #driven(driven: Result<Stop | { readonly do: 'finish' }>): Promise<Driven> {
    if (driven.ok) return driven.value;
    await this.#restart();
    return { do: 'notWritten' };
  }

  /** `entry` is made anew after a restart: what was read before it is old by then. */
  async #append(entry: JournalEntry | (() => Promise<JournalEntry>)): Promise<void> {
    await this.#surviving(async () => {
      const appended = await this.#run().append(typeof entry === 'function' ? await entry() : entry);
      if (!appended.ok) await this.#restart();
    });
    this.#check();
  }

  // The administrator.

  async #react(reaction: Reaction, driven: Driven): Promise<Driven> {
    if (driven.do === 'stop' && driven.step.kind === 'person' && driven.why === 'person' && !isLooking(reaction)) {
      const { step } = driven;
      await this.#surviving(() => this.world.shownTo(this.#run(), step, reaction === 'resume'));
    }
    switch (reaction) {
      case 'resume':
        if (driven.do === 'stop' && driven.why === 'unread' && isOnEdge(driven.step)) await this.#surviving(() => this.world.collect());
        if (driven.do === 'stop' && driven.why === 'canary') await this.#append({ kind: 'decided', decision: 'goOn' });
        if (driven.do === 'stop' && driven.why === 'handover') {
          this.#hcw();
          await this.#append({ kind: 'returned', step: driven.step.id });
        }
        await this.#append({ kind: 'decided', decision: 'resume' });
        return this.#go();
      case 'stop':
        await this.#append({ kind: 'decided', decision: 'stop' });
        return this.#go();
      case 'readAgain':
        await this.#readAgain();
        return driven;
      case 'restart':
        await this.#surviving(() => this.#restart());
        return this.#go();
      case 'leave':
        await this.#append({ kind: 'closed', outcome: 'left' });
        return driven;
      case 'trust':
        await this.#trust();
        return driven;
      case 'rollBack':
        return this.#rollBack(driven);
    }
  }

  async #readAgain(): Promise<void> {
    for (const step of objectSteps(this.#run().plan)) {
      if (isSuperseded(step, this.#run().state()) || !isReached(step, this.#run().state())) continue;
      await this.#append(() => observe(step, this.#run().state(), this.#tools));
    }
  }

  /**
   * The whole organization was read, and mail flow judged: connectors that have their first values are as before. Whether a service runs
   * is not seen by it.
   */
  async #trust(): Promise<void> {
    await this.#readAgain();
    const run = this.#run();
    const steps = objectSteps(run.plan);
    const isSound = steps
      .filter((step) => isReadCmdlet(step.read.cmdlet) && !isSuperseded(step, run.state()))
      .every((step, index, all) => {
        const first = objects.find(({ cmdlet, identity }) => objectKey(cmdlet, identity) === keyOfStep(step));
        const { reading } = recordOf(run.state(), step.id);
        if (reading === null) return all.slice(0, index).some((earlier) => keyOfStep(earlier) === keyOfStep(step));
        return first !== undefined && sameValues(reading.values, projected(step, first.values));
      });
    if (!isSound) return;
    await this.#append({ kind: 'trusted', places: steps.flatMap(({ weakens }) => weakens) });
    checkTrust(this.world, this.#run(), openPlaces(this.#run().state().exposure.intervals));
  }

  /** What became of every command is proven first: a rollback is made from values that nothing can change any more. */
  async #rollBack(driven: Driven): Promise<Driven> {
    if (this.#isBack) return this.#react('resume', driven);
    // Nobody but the administrator can read what became of a command on an Edge server.
    if (this.#run().plan.steps.some(isOnEdge)) await this.#surviving(() => this.world.collect());
    const run = await this.#react('stop', driven);
    const state = this.#run().state();
    if (objectSteps(state.plan).some((step) => recordOf(state, step.id).doubt !== null)) return run;
    return (await this.#startBack()) ? this.#go() : run;
  }

  async #startBack(): Promise<boolean> {
    const plan = await this.#planBack();
    if (plan === undefined) return false;
    this.#plannedBackAt.set(plan.id, this.world.now());
    this.#isBack = true;
    this.#create(plan.id, plan);
    return true;
  }

  /** By the values before the first step and those of now; `undefined` when an object cannot be read where it is written. */
  async #planBack(): Promise<Plan | undefined> {
    const run = this.#runs.get(this.#files[0]?.id ?? '');
    const found: SnapshotObject[] = [];
    /** A start in between forgets it. */
    const countOnEdge = (): void => {
      if (run !== undefined) this.world.countOnEdge([run]);
    };
    if (run?.plan.steps.some(isOnEdge) === true) {
      await this.#surviving(() => {
        countOnEdge();
        return this.world.collect();
      });
    }
    for (const object of objects) {
      const isOfPlan =
        run !== undefined && objectSteps(run.plan).some((step) => keyOfStep(step) === objectKey(object.cmdlet, object.identity));
      // What EdgeSync has brought to an Edge server says nothing before its turn.
      if (object.cmdlet === 'Test-EdgeSynchronization' || ((isFactCmdlet(object.cmdlet) || object.onEdge) && !isOfPlan)) continue;
      const probe = probeOf(object);
      const isPinned = probe.kind === 'call' && probe.call.side === 'onPremises' && this.parts.plansFrom === 'controllerOfRun';
      const entry = await this.#surviving(() => {
        countOnEdge();
        return observe(probe, this.#run().state(), this.#tools);
      });
      this.world.countOnEdge([this.#run()]);
      if (entry.kind !== 'observed' || entry.values === null || (isPinned && entry.controller !== 'DC01')) return undefined;
      found.push({ ...saved(object), guid: entry.guid, controller: entry.controller, values: entry.values });
    }
    if (run === undefined) return undefined;
    const takenAt = run.state().openedAt;
    const review = reviewRollback(
      run.state(),
      { format: 1, takenAt, objects: objects.map(saved), unread: [] },
      { format: 1, takenAt, objects: found, unread: [] },
    );
    const isForeign = ({ cmdlet, object }: (typeof review)[number]): boolean =>
      this.world.directory.truth(objectKey(cmdlet, object)).by === 'person';
    const decisions = new Map(review.map((value) => [rollbackKey(value), this.parts.decides(isForeign(value))]));
    const id = `rollback-${String(this.#plannedBackAt.size)}`;
    const made = planRollback(review, decisions, null, { id, of: run.id, original: run.plan });
    const isForgotten = this.parts.synchronizes === 'withValues' && objectSteps(made).every(isSynchronization);
    const back = isForgotten ? { ...made, steps: [] } : made;
    checkReview(this.world, run, review, back);
    return back;
  }

  #hcw(): void {
    const { hcw } = this.life;
    for (const { cmdlet, identity } of hcw === 'half' ? writtenByHcw.slice(0, 2) : writtenByHcw) {
      this.world.person(objectKey(cmdlet, identity), { TlsCertificateName: hcw === 'other' ? 'another certificate' : newName }, 'hcw');
    }
  }

  // What has to be true.

  #foreignWrites(): readonly Write[] {
    return objects
      .flatMap(({ cmdlet, identity }) => this.world.directory.history(objectKey(cmdlet, identity)))
      .filter(({ by }) => by === 'person');
  }

  #check(): void {
    for (const run of this.#runs.values()) for (const step of objectSteps(run.plan)) checkStep(this.world, run, step);
  }
}

/** Looks at the run, and neither goes on with it nor ends it. */
const isLooking = (reaction: Reaction): boolean => reaction === 'readAgain' || reaction === 'trust';

const worded = (driven: Driven): string => `${driven.do} ${'why' in driven ? `${driven.why} ${driven.step.id}` : ''}`;

const saved = ({ cmdlet, identity, guid, values }: DirectoryObject): SnapshotObject => ({
  cmdlet,
  identity,
  guid,
  whenChanged: null,
  controller: 'DC01',
  values,
  raw: '',
});

const openedOf = (run: string): Extract<JournalEntry, { kind: 'opened' }> => ({
  kind: 'opened',
  run,
  plan: '',
  snapshot: '',
  program: 'simulation',
  organization: 'Contoso',
  mode: 'connected',
  controller: 'DC01',
  settleMs,
  replicationMs,
  certificate: null,
});
