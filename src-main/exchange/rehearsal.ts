/**
 * The adapter to a copy of what was collected by hand: it is read as it was collected, and what a rehearsal writes stays in this program.
 * Reading what was collected, and sessions in memory, are much code: they are loaded when a rehearsal begins.
 */
import type { PsValue } from '../../shared/clixml/value.ts';
import type { Collection } from '../../shared/collected/collection.ts';
import { textProperty } from '../../shared/collected/unattributed-objects.ts';
import { changes, reads, type CallOutcome, type CmdletCall } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { factCmdlets, readCmdlets, readObject, readObjects, type PersonStep, type ReadCmdlet } from '../../shared/plan/plan.ts';
import {
  answerOfCopy,
  begunRehearsal,
  hasValues,
  othersOf,
  readerOf,
  valuesOf,
  withWrite,
  type Rehearsal,
  type RehearsalFault,
} from '../../shared/rehearsal/rehearsal.ts';
import type { Expectation } from '../../shared/run/rollback.ts';
import type { CollectedFiles } from './guided/guided.ts';
import type { PracticeSession } from './practice/session.ts';
import { bySide, inTurn, notConnected, notOpen, refused, type Exchange } from './port.ts';

export interface RehearsalExchange extends Exchange {
  /** What was written since the rehearsal was begun; `null` before the first session */
  rehearsal(): Rehearsal | null;
  /** Puts a persisted rehearsal back in place, before the wizard is resumed. */
  replace(rehearsal: Rehearsal): void;
  /** The next session finds the copy as it was collected. */
  forget(): void;
  /** Writes what the HCW is expected to write. */
  runHcw(expected: readonly Expectation[]): void;
  /** The commands of a step that a person is asked to take have run. */
  takeStep(step: PersonStep): void;
}

interface RehearsalTools {
  /** Where the files are read again that were opened */
  readonly collected: Pick<CollectedFiles, 'load'>;
  /** Waits as long as a server takes to change something, so that the page shows what runs */
  readonly latency: () => Promise<void>;
}

export function rehearsalExchange({ collected, latency }: RehearsalTools): RehearsalExchange {
  let state: Rehearsal | null = null;
  let session: { readonly calls: PracticeSession; readonly sides: ReadonlySet<Side> } | undefined;
  let open: readonly Side[] = [];

  const written = (next: Rehearsal): void => {
    state = next;
  };
  const isOpen = (side: Side): boolean => session?.sides.has(side) === true && open.includes(side);

  return {
    get sides() {
      return new Set(open.filter(isOpen));
    },
    open: async (side, target) => {
      if (side === 'onPremises' || session === undefined) {
        // All files are of before: nothing is collected behind a change that nobody has made.
        const collection = await collected.load({ ...target, freshFrom: 0 });
        if (!collection.ok) return collection;
        if (state?.fault !== target.fault) state = begunRehearsal(target.fault);
        session = await sessionOn(collection.value, { latency, state: () => state ?? begunRehearsal(target.fault), written });
        open = [];
      }
      open = [...open, side];
      return ok(null);
    },
    read: bySide((side, calls, options) =>
      session !== undefined && isOpen(side) ? inTurn(calls, options, session.calls.read) : notOpen(side, calls, options),
    ),
    change: (call, options = {}) =>
      session !== undefined && isOpen(call.side) ? session.calls.change(call, options) : Promise.resolve(notConnected(call)),
    process: () => null,
    close: () => {
      session = undefined;
      open = [];
      return Promise.resolve();
    },
    rehearsal: () => state,
    replace: written,
    forget: () => {
      state = null;
    },
    runHcw: (expected) => {
      if (state === null) return;
      const isHalf = state.fault === 'halfHcw' && !state.hasStruck;
      const reached = expected.filter(({ cmdlet }) => !isHalf || !isOnline(cmdlet));
      state = withWrite({ ...state, hasStruck: state.hasStruck || isHalf }, ...reached);
    },
    takeStep: ({ read: { cmdlet }, object, after }) => {
      const found = observed.find((one) => one === cmdlet);
      if (state !== null && found !== undefined) state = withWrite(state, { cmdlet: found, object, values: after });
    },
  };
}

interface CopyTools extends Pick<RehearsalTools, 'latency'> {
  readonly state: () => Rehearsal;
  readonly written: (next: Rehearsal) => void;
}

interface CopySession {
  readonly calls: PracticeSession;
  /** The sides from which something was collected */
  readonly sides: ReadonlySet<Side>;
}

async function sessionOn(collection: Collection, { latency, state, written }: CopyTools): Promise<CopySession> {
  const [{ practiceSession }, { collectionAnswers, sha1 }] = await Promise.all([
    import('./practice/session.ts'),
    import('./guided/collection-reader.ts'),
  ]);
  const { sides, answer } = collectionAnswers(collection);
  const servers = objectsOf(answer(listOfServers)).flatMap((server) => textProperty(server, 'Name') ?? []);
  const elsewhere = (call: CmdletCall): readonly PsValue[] =>
    servers.flatMap((server) => objectsOf(answer({ ...call, parameters: { ...call.parameters, Server: server } })));

  function read(asked: CmdletCall): Result<CallOutcome> {
    // There is one copy, whatever domain controller is asked.
    const parameters = Object.fromEntries(Object.entries(asked.parameters).filter(([name]) => name !== 'DomainController'));
    const call = { ...asked, parameters };
    const collected = answer(call);
    const ofCopy = (outcome: CallOutcome): CallOutcome => answerOfCopy(outcome, call, state().writes, { elsewhere, sha1 });
    if (collected.ok) return ok(ofCopy(collected.value));
    // Only a change tests EdgeSync, so nobody has collected it.
    const tested = call.cmdlet === 'Test-EdgeSynchronization' ? ofCopy(noObjects) : noObjects;
    return tested.objects.length > 0 ? ok(tested) : collected;
  }

  function set(call: CmdletCall): Result<CallOutcome> {
    const cmdlet = readerOf(call);
    // What removes a certificate, or sends a message, is not rehearsed.
    if (cmdlet === undefined) return refused(call);
    const { Identity: identity } = call.parameters;
    const object = typeof identity === 'string' ? identity : '';
    const found = read(readObject(cmdlet, object));
    if (!found.ok) return found;
    const [now] = found.value.objects;
    if (now === undefined) return fail(appError('cmdlet.objectNotFound', { cmdlet: call.cmdlet, message: object }));
    const values = valuesOf(call);
    if (hasValues(now, cmdlet, values)) {
      const name = textProperty(now, 'Identity') ?? object;
      return ok({ ...noObjects, warnings: [`The command completed successfully but no settings of '${name}' have been modified.`] });
    }
    written(withWrite(state(), { cmdlet, object, values }));
    if (meets('overwritten')) written(withWrite(state(), { cmdlet, object, values: othersOf(values) }));
    return ok(noObjects);
  }

  /** Whether it is that fault, and it strikes now: it does so once. */
  function meets(fault: RehearsalFault): boolean {
    const now = state();
    if (now.fault !== fault || now.hasStruck) return false;
    written({ ...now, hasStruck: true });
    return true;
  }

  const calls = practiceSession({
    latency: (call) => (changes(call) ? latency() : Promise.resolve()),
    meet: (call) => {
      if (!changes(call)) return undefined;
      if (meets('refused')) return { kind: 'error', ...refusal, id: call.cmdlet, terminating: false };
      if (meets('sessionLost')) return { kind: 'sessionLost', effect: true };
      return meets('noAnswer') ? { kind: 'hang' } : undefined;
    },
    run: (call) => (reads(call) ? read(call) : set(call)),
    lost: () => undefined,
  });
  return { calls, sides };
}

/** As Exchange is reported to word it where the object does not inherit its rights; not confirmed by a capture. */
const refusal = {
  message:
    'Active Directory operation failed. This error is not retriable. Additional information: Insufficient access rights to perform the operation. Active directory response: 00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0',
  category: 'NotSpecified',
};

const noObjects: CallOutcome = { objects: [], errors: [], warnings: [], verbose: [] };
const listOfServers: CmdletCall = { side: 'onPremises', cmdlet: 'Get-ExchangeServer', parameters: {} };
const objectsOf = (answered: Result<CallOutcome>): readonly PsValue[] => (answered.ok ? answered.value.objects : []);
/** What a step that a person takes is read by */
const observed = [...readCmdlets, ...factCmdlets];
const isOnline = (cmdlet: ReadCmdlet): boolean => readObjects(cmdlet).side === 'exchangeOnline';
