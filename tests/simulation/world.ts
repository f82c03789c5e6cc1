/**
 * The world around the engine: clocks, processes, sessions, the directory, people. All time is virtual, and everything that happens
 * follows from the incidents: a run of the simulation is the same every time.
 */
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import {
  callSteps,
  isFactCmdlet,
  isOnEdge,
  objectSteps,
  sameValues,
  type CallStep,
  type ObjectStep,
  type PersonStep,
  type Value,
  type Values,
} from '../../shared/plan/plan.ts';
import type { RunState } from '../../shared/run/fold.ts';
import { classify, recordOf, stateOf } from '../../shared/run/step-record.ts';
import { openPlaces } from '../../shared/run/exposure.ts';
import type { JournalEntry, ProcessIdentity, Stamp } from '../../shared/run/journal.ts';
import type { Exchange } from '../../src-main/exchange/port.ts';
import { certificateOfServer, garbled, isCallOf, outcome, projected, shown, shownFacts, writtenBy } from './calls.ts';
import { createDirectory, type Controller, type Directory } from './directory.ts';
import { createEdge, isEdgeKey, shownSince, type Edge } from './edge.ts';
import { canHappenAt, isAnywhere, type Anywhere, type Fault, type Incident, type Operation } from './faults.ts';
import { keyOfCall, keyOfStep, newName, objectKey, objects, oldName } from './plans.ts';
import { Killed, losePower, type SimulatedRun, type WriteFault } from './run-disk.ts';

export const limitMs = 60_000;
export const settleMs = 5_000;
export const replicationMs = 900_000;
const rightClock = Date.parse('2026-11-29T08:00:00Z');
/** An engine that has done so much has not come to an end. */
const maxOperations = 4_000;
/** So much later the administrator may run a command that was shown. */
const longestDelayMs = 3_600_000;

/** What the engine promises is not so. */
export class Violation extends Error {}

/**
 * A command that is on its way. `process`: it has not left it yet, and is gone with it. `call`: `null` when the administrator runs it by
 * hand.
 */
interface Pending {
  readonly lands: number;
  readonly process: number | null;
  readonly run: string;
  readonly step: ObjectStep;
  readonly call: CmdletCall | null;
}

export interface World {
  readonly directory: Directory;
  readonly exchange: Exchange & { process(side: Side): ProcessIdentity | null };
  readonly open: () => Promise<Result<null>>;
  readonly endStray: (process: ProcessIdentity) => Promise<boolean>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly stamp: () => { at: string; boot: string; up: number };
  /** What goes wrong with the next line of a journal */
  readonly writeFault: (entry: JournalEntry) => Promise<WriteFault | undefined>;
  /** The run that the program works on */
  readonly work: (run: SimulatedRun) => void;
  /** The program is started again */
  readonly start: () => void;
  /** When a line of that start of the program was written, in true time */
  readonly trueTime: (boot: string, up: number) => number;
  /** Whether the clock of this computer was right when a line was written */
  readonly isRight: (line: Stamp) => boolean;
  readonly isPending: (run: string, step: string) => boolean;
  /** No more faults, everything can be reached, and the clock is right */
  readonly calm: () => void;
  readonly operations: () => readonly Operation[];
  /** The administrator was shown the commands of the step: runs them, or lets them be */
  readonly shownTo: (run: SimulatedRun, step: PersonStep, runsThem: boolean) => Promise<void>;
  /** Whether a shown command was run, or is to be run, when the run did not wait for it */
  readonly isAnyLate: () => boolean;
  /** Of these runs the commands count that were shown on Edge servers; otherwise of the one that the program works on */
  readonly countOnEdge: (runs: readonly SimulatedRun[]) => void;
  /** The administrator collects on the Edge server, and opens it */
  readonly collect: () => Promise<void>;
  readonly collectedAt: Edge['collectedAt'];
  /** Somebody else writes */
  readonly person: (key: string, values: Values, by: 'person' | 'hcw') => void;
  readonly sent: () => number;
}

export function createWorld(
  schedule: readonly Incident[],
  onPersonStops: (run: SimulatedRun) => Promise<void>,
  { provesOnEdge }: { readonly provesOnEdge: 'since' | 'ever' },
): World {
  const directory = createDirectory(600_000);
  let incidents = [...schedule];
  let time = 1_000;
  let wallOffset = rightClock;
  const boots: number[] = [time];
  let downUntil = 0;
  let pending: Pending[] = [];
  const utc = (): number => rightClock + time;
  const edge = createEdge(directory, { now: () => time, utc });
  let run: SimulatedRun | undefined;
  let onEdge: readonly SimulatedRun[] = [];
  const runs = new Map<string, SimulatedRun>();
  const lastRead = new Map<string, number>();
  const sides = new Set<Side>();
  let nextPid = 100;
  const processes = new Map<Side, ProcessIdentity>();
  const alive = new Set<number>();
  const operations: Operation[] = [];
  let sent = 0;
  let isAnyLate = false;

  // Time, and what lands meanwhile.

  function advance(milliseconds: number): void {
    const until = time + milliseconds;
    for (;;) {
      const due = pending.filter(({ lands }) => lands <= until).sort((a, b) => a.lands - b.lands)[0];
      if (due === undefined) break;
      pending = pending.filter((one) => one !== due);
      time = Math.max(time, due.lands);
      land(due);
    }
    time = until;
  }

  /** The command of a step reaches its object. */
  function land({ run: by, step, call }: Pick<Pending, 'run' | 'step' | 'call'>): void {
    const key = keyOfStep(step);
    const before = directory.truth(key);
    // A certificate that is not there can be neither removed nor enabled.
    if (before.values['Installed'] === false) return;
    const values = { ...before.values, ...(call === null ? step.after : writtenBy(call, before.values)) };
    const state = runs.get(by)?.flushed();
    if (state === undefined) throw new Violation(`${step.id} took effect without a run`);
    const isLate = call === null && recordOf(state, step.id).doubt === null;
    if (call === null && !recordOf(state, step.id).touched) throw new Violation(`${step.id} was run before it was shown`);
    if (!sameValues(values, before.values) && !isLate) assertAnnounced(state, step, key);
    if (isLate && sameValues(values, before.values)) return;
    edge.write(key, { time, values, guid: before.guid, at: 'DC01', by: { run: by, step: step.id, isLate } });
  }

  function assertAnnounced(state: RunState, step: ObjectStep, key: string): void {
    const named = stateOf(step, recordOf(state, step.id));
    if (named !== 'doubt') throw new Violation(`the command of ${step.id} took effect on ${key} while the journal says ${named}`);
    for (const place of step.weakens) {
      const isOpen = openPlaces(state.exposure.intervals).some(
        (one) => one.place.direction === place.direction && one.place.server === place.server,
      );
      if (!isOpen) throw new Violation(`${step.id} weakens ${place.direction} ${place.server}, and its clock does not run`);
    }
  }

  // Incidents.

  /** The program ends, with all that it has not written. */
  function kill(): never {
    if (run !== undefined) run.file.opened += 1;
    throw new Killed();
  }

  async function happen(fault: Anywhere, { amount, object }: Incident, key: string | null): Promise<void> {
    const target = object === null ? key : keyAt(object);
    switch (fault) {
      case 'kill':
        return kill();
      case 'power':
        if (run !== undefined) losePower(run.file, amount < 0.34 ? 'none' : amount < 0.67 ? 'half' : 'all');
        return kill();
      case 'foreign':
      case 'anew':
        if (target !== null) foreign(target, fault, amount);
        return;
      case 'clockBack':
        wallOffset -= Math.round(amount * 86_400_000);
        return;
      case 'clockForward':
        wallOffset += Math.round(amount * 86_400_000);
        return;
      case 'down':
        downUntil = time + Math.round(amount * 3_600_000);
        return;
      case 'stop':
        if (run !== undefined) await onPersonStops(run);
        return;
    }
  }

  function foreign(key: string, fault: 'foreign' | 'anew', amount: number): void {
    const { values, guid } = directory.truth(key);
    const [first = ''] = Object.keys(values);
    if (typeof values[first] === 'boolean') {
      if (fault === 'foreign') otherFact(key, values, first, amount);
      return;
    }
    // Somebody else writes a third value, or, as often, one of the two that the plan knows.
    const value: Value = amount < 0.5 ? 'somebody else' : amount < 0.75 ? oldName : newName;
    edge.write(key, {
      time,
      values: fault === 'foreign' ? { ...values, [first]: value } : values,
      guid: fault === 'anew' ? `ffffffff-0000-4000-8000-${String(Math.round(time)).padStart(12, '0')}` : guid,
      at: amount * 10 - Math.floor(amount * 10) < 0.5 ? 'DC01' : 'DC02',
      by: 'person',
    });
  }

  /** Somebody else starts or stops the service, installs or removes the certificate. */
  function otherFact(key: string, values: Values, first: string, amount: number): void {
    const value = amount < 0.5 ? values[first] !== true : amount < 0.75;
    const written: Values = first === 'Installed' ? { Installed: value, EnabledForSmtp: value && amount < 0.25 } : { [first]: value };
    edge.write(key, { time, values: written, guid: '', at: 'DC01', by: 'person' });
  }

  /** What happens at an operation: before it what can happen anywhere, then the fault of its own. */
  async function operate(
    operation: Operation,
    key: string | null,
    isQuiet = false,
  ): Promise<(Incident & { readonly fault: Fault }) | undefined> {
    const number = operations.length;
    operations.push(operation);
    if (operations.length > maxOperations) throw new Violation('no end: it goes on for ever');
    advance(1);
    for (;;) {
      const index = incidents.findIndex(
        ({ from, fault }) => from <= number && canHappenAt(fault, operation) && !(isQuiet && fault === 'stop'),
      );
      const incident = incidents[index];
      if (incident === undefined) return undefined;
      incidents = incidents.filter((_, position) => position !== index);
      if (!isAnywhere(incident.fault)) return incident;
      await happen(incident.fault, incident, key);
    }
  }

  // The port.

  function endSession(side: Side): void {
    sides.delete(side);
    const process = processes.get(side);
    if (process !== undefined) end(process.pid);
  }

  /** With a process everything goes that has not left it yet. */
  function end(pid: number): void {
    alive.delete(pid);
    pending = pending.filter(({ process }) => process !== pid);
  }

  const answers = (call: CmdletCall): Controller | undefined => {
    const asked = call.parameters['DomainController'];
    const isUp = time >= downUntil;
    // A server says what it has itself.
    const isOfServer = isFactCmdlet(call.cmdlet) && call.cmdlet !== 'Test-EdgeSynchronization';
    if (call.side === 'exchangeOnline' || isOfServer || call.cmdlet === 'Remove-ExchangeCertificate') return 'DC01';
    if (asked === 'DC01') return isUp ? 'DC01' : undefined;
    return isUp ? 'DC01' : 'DC02';
  };

  /** What was collected on the Edge server since a command on the object was shown last. */
  async function readCollected(call: CmdletCall, key: string): Promise<Result<CallOutcome>> {
    const incident = await operate('readCollected', key);
    advance(40);
    const since = provesOnEdge === 'since' ? shownSince(onEdge, key) : null;
    const found = edge.seen(key, since, wallOffset + time);
    if (found === undefined) return fail(appError('edge.notReadSince', { since: String(since) }));
    if (incident?.fault === 'unreadable') return fail(appError('powershell.replyUnreadable', { what: call.cmdlet }));
    if (incident?.fault === 'nothing') return ok(outcome([]));
    if (!isFactCmdlet(call.cmdlet)) return ok(outcome([shown(found.values, found.guid, null)]));
    return ok(
      outcome([
        ...(found.values['Installed'] === false ? [] : [shownFacts(found.values, key.slice(call.cmdlet.length + 1))]),
        certificateOfServer,
      ]),
    );
  }

  async function readOne(call: CmdletCall): Promise<Result<CallOutcome>> {
    const key = keyOfCall(call);
    if (isEdgeKey(key)) return readCollected(call, key);
    if (!sides.has(call.side)) return fail(appError('session.notConnected', { side: call.side }));
    const incident = await operate('read', key);
    advance(40);
    const controller = answers(call);
    if (controller === undefined) return fail(appError('cmdlet.failed', { message: 'The domain controller is not available.' }));
    const { values, guid } = directory.seen(key, controller, time);
    lastRead.set(key, time);
    const object = isFactCmdlet(call.cmdlet)
      ? shownFacts(values, key.slice(call.cmdlet.length + 1))
      : shown(values, guid, call.side === 'exchangeOnline' ? null : controller);
    switch (incident?.fault) {
      case 'two':
        return ok(outcome([object, object]));
      case 'missing':
        return ok(outcome([shown({}, guid, controller)]));
      case 'garbage':
        return fail(appError('powershell.replyUnreadable', { what: call.cmdlet }, 'unknown'));
      case 'error':
        return fail(appError('cmdlet.failed', { message: 'error' }));
      case 'lost':
        endSession(call.side);
        return fail(appError('session.lost', {}, 'unknown'));
      default:
        return ok(
          outcome([
            ...(values['Installed'] === false ? [] : [object]),
            ...(call.cmdlet === 'Get-ExchangeCertificate' ? [certificateOfServer] : []),
          ]),
        );
    }
  }

  /** Sends are checked here: announced on the disk before, of the plan, and on values that were reviewed. */
  function assertMaySend(call: CmdletCall, working: SimulatedRun): CallStep {
    const state = working.flushed();
    const { last } = state;
    if (last.kind !== 'announced') throw new Violation(`${call.cmdlet} was sent without its line on the disk`);
    const step = callSteps(working.plan).find(({ id }) => id === last.step);
    if (step === undefined || !isCallOf(step, call)) throw new Violation(`${call.cmdlet} is not what ${last.step} announced`);
    const reading = working.lines().at(-2);
    if (reading?.kind !== 'observed' || reading.step !== step.id) throw new Violation(`${step.id} was sent without a reading before it`);
    const [own, ...later] = objectSteps(working.plan).slice(objectSteps(working.plan).indexOf(step));
    if (own !== undefined && later.some((one) => keyOfStep(one) === keyOfStep(own) && recordOf(state, one.id).touched)) {
      throw new Violation(`${step.id} was sent again behind a later step on the same object`);
    }
    const then = directory.seen(keyOfCall(call), 'DC01', lastRead.get(keyOfCall(call)) ?? time);
    if (classify(step, { values: projected(step, then.values), guid: then.guid }) !== 'before') {
      throw new Violation(`${step.id} was sent over a value that is not the reviewed one`);
    }
    return step;
  }

  async function change(call: CmdletCall, timeoutMs: number): Promise<Result<CallOutcome>> {
    if (!sides.has(call.side) || run === undefined) return fail(appError('session.notConnected', { side: call.side }));
    const working = run;
    const step = assertMaySend(call, working);
    const incident = await operate('change', keyOfCall(call));
    sent += 1;
    const process = processes.get(call.side)?.pid ?? 0;
    const { amount = 0, fault } = incident ?? {};
    const effect = (): Result<CallOutcome> => {
      const isGone = directory.truth(keyOfCall(call)).values['Installed'] === false;
      land({ run: working.id, step, call });
      return isGone ? fail(appError('cmdlet.failed', { message: 'The certificate was not found.' })) : ok(outcome([]));
    };
    const later = (milliseconds: number, of: number | null = null): void => {
      pending.push({ lands: time + milliseconds, process: of, run: working.id, step, call });
    };
    advance(100);
    if (answers(call) === undefined) return fail(appError('cmdlet.failed', { message: 'The domain controller is not available.' }));
    switch (fault) {
      case 'errorBefore':
        return fail(appError('cmdlet.failed', { message: 'error' }));
      case 'errorAfter':
        effect();
        return fail(appError('cmdlet.failed', { message: 'error' }));
      case 'timeoutBefore':
      case 'timeoutAfter':
      case 'timeoutLate':
        if (fault === 'timeoutAfter') effect();
        advance(timeoutMs);
        endSession(call.side);
        if (fault === 'timeoutLate') later(amount * limitMs);
        return fail(appError('powershell.timedOut', {}, 'unknown'));
      case 'twice':
        effect();
        advance(100);
        return effect();
      case 'otherValue':
        // Of a removal: it says that it is done, and is not.
        if (call.cmdlet !== 'Remove-ExchangeCertificate') land({ run: working.id, step, call: { ...call, parameters: garbled(call) } });
        return ok(outcome([]));
      case 'garbageBefore':
      case 'garbageAfter':
        if (fault === 'garbageAfter') effect();
        endSession(call.side);
        return fail(appError('powershell.replyUnreadable', {}, 'unknown'));
      case 'lostBefore':
      case 'lostAfter':
      case 'lostLate':
      case 'twiceLate':
        if (fault === 'lostAfter' || fault === 'twiceLate') effect();
        endSession(call.side);
        if (fault === 'lostLate' || fault === 'twiceLate') later(amount * limitMs);
        return fail(appError('session.lost', {}, 'unknown'));
      case 'killDone':
        effect();
        return kill();
      case 'killSent':
        // The program is gone; Exchange carries the command out.
        later(amount * limitMs);
        return kill();
      case 'killUnsent':
        // The PowerShell process outlives the program, and sends the command a while later.
        later(amount * 10 * limitMs, process);
        return kill();
      default: {
        const answer = effect();
        advance(100);
        return answer;
      }
    }
  }

  const exchange: World['exchange'] = {
    sides,
    open: () => Promise.resolve(ok(null)),
    read: async (calls) => {
      const results: Result<CallOutcome>[] = [];
      for (const { call } of calls) results.push(await readOne(call));
      return results;
    },
    change: (call, options) => change(call, options?.timeoutMs ?? limitMs),
    close: () => {
      for (const side of [...sides]) endSession(side);
      return Promise.resolve();
    },
    process: (side) => processes.get(side) ?? null,
  };

  async function open(): Promise<Result<null>> {
    if (sides.size === 2) return ok(null);
    const incident = await operate('open', null);
    advance(500);
    if (incident !== undefined) return fail(appError('session.connectFailed', {}));
    for (const side of ['onPremises', 'exchangeOnline'] as const) {
      if (sides.has(side)) continue;
      sides.add(side);
      nextPid += 1;
      processes.set(side, { pid: nextPid, startedAt: String(time) });
      alive.add(nextPid);
    }
    return ok(null);
  }

  async function shownTo(working: SimulatedRun, step: PersonStep, runsThem: boolean): Promise<void> {
    const incident = await operate('person', keyOfStep(step));
    const { amount = 0, fault } = incident ?? {};
    const byHand = { process: null, run: working.id, step, call: null };
    const collecting = isOnEdge(step) && runsThem ? await operate('collect', keyOfStep(step)) : undefined;
    if (collecting?.fault === 'collectedEarly') collectNow();
    if (fault === 'personTwice' || (fault === undefined && runsThem)) land(byHand);
    if (fault === 'personTwice' || fault === 'personLate') {
      isAnyLate = true;
      pending.push({ lands: time + amount * longestDelayMs, ...byHand });
    }
    if (isOnEdge(step) && runsThem && collecting === undefined) collectNow();
    advance(1_000);
  }

  /** Told since when it has to be, the administrator waits until then: this computer's clock may have been ahead. */
  function collectNow(): void {
    advance(1_000);
    const since = Math.max(0, ...objects.map(({ cmdlet, identity }) => shownSince(onEdge, objectKey(cmdlet, identity)) ?? 0));
    advance(Math.max(0, since - Math.min(utc(), wallOffset + time)));
    edge.collect(wallOffset + time);
  }

  function trueTime(boot: string, up: number): number {
    return (boots[Number(boot)] ?? 0) + up;
  }

  return {
    directory,
    exchange,
    open,
    endStray: async ({ pid }) => {
      if ((await operate('endStray', null)) !== undefined) return false;
      end(pid);
      return true;
    },
    wait: async (milliseconds) => {
      await operate('wait', null);
      advance(milliseconds);
    },
    now: () => time,
    stamp: () => ({
      at: new Date(wallOffset + time).toISOString(),
      boot: String(boots.length - 1),
      up: time - (boots.at(-1) ?? 0),
    }),
    writeFault: async ({ kind, ...entry }) => {
      const step = run?.plan.steps.find(({ id }) => 'step' in entry && id === entry.step);
      const incident = await operate('append', step === undefined || step.kind === 'handover' ? null : keyOfStep(step), true);
      advance(2);
      return incident === undefined || kind === 'opened' ? undefined : writeFaults[incident.fault];
    },
    work: (working) => {
      run = working;
      onEdge = [working];
      runs.set(working.id, working);
    },
    start: () => {
      sides.clear();
      processes.clear();
      advance(2_000);
      boots.push(time);
    },
    trueTime,
    isRight: ({ at, boot, up }) => Date.parse(at) === rightClock + trueTime(boot, up),
    isPending: (id, step) => pending.some((one) => one.run === id && one.step.id === step),
    calm: () => {
      incidents = [];
      downUntil = 0;
      wallOffset = rightClock;
    },
    operations: () => operations,
    shownTo,
    isAnyLate: () => isAnyLate,
    countOnEdge: (counted) => {
      onEdge = counted;
    },
    collect: async () => {
      if ((await operate('collect', null)) === undefined) collectNow();
    },
    collectedAt: edge.collectedAt,
    person: (key, values, by) => {
      edge.write(key, { ...directory.truth(key), values: { ...directory.truth(key).values, ...values }, time, at: 'DC01', by });
    },
    sent: () => sent,
  };
}

const writeFaults: Readonly<Partial<Record<Fault, WriteFault>>> = {
  full: { kept: 'none', ends: 'none', isFlushed: false },
  torn: { kept: 'half', ends: 'none', isFlushed: false },
  notFlushed: { kept: 'all', ends: 'none', isFlushed: false },
  killTorn: { kept: 'half', ends: 'program', isFlushed: false },
  killUnflushed: { kept: 'all', ends: 'program', isFlushed: false },
  killWritten: { kept: 'all', ends: 'program', isFlushed: true },
  powerTorn: { kept: 'half', ends: 'machine', isFlushed: false },
};

const keyAt = (index: number): string | null => {
  const object = objects[index % objects.length];
  return object === undefined ? null : objectKey(object.cmdlet, object.identity);
};
