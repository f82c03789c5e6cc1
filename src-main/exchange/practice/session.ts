/** A session with a sample organization in memory: the same answers, errors and losses as a real one. */
import { type CallOutcome, type CmdletError, changes, checkCall, reads, type CmdletCall } from '../../../shared/commands/call.ts';
import { codeOfError } from '../../../shared/commands/exchange-error.ts';
import type { CmdletName, Side } from '../../../shared/commands/table.ts';
import { appError, fail, ok, type AppError, type ErrorCode, type Result, type CallEffect } from '../../../shared/model/error.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { refused, timeLimit, type CallOptions } from '../port.ts';
import { type Cmdlet, type CmdletAnswer, commandNotFound, faultError, countedFaults, isHidden, type StrikingFault } from './answer.ts';
import { changeCmdlets } from './changes.ts';
import { withEventsBefore } from './events.ts';
import { mailCmdlets } from './mail.ts';
import { arrived } from './objects/shapes.ts';
import { readCmdlets, selectObject } from './reads.ts';

/** The sample organization as it is now. It outlives its sessions, and the HCW changes it from outside. */
export interface SampleState {
  organization: OrganizationFile;
}

export interface PracticeSession {
  readonly read: (call: CmdletCall, options: CallOptions) => Promise<Result<CallOutcome>>;
  readonly change: (call: CmdletCall, options: CallOptions) => Promise<Result<CallOutcome>>;
}

/** What stands behind a session in memory. */
export interface PracticeServer {
  /** Waits as long as a real server would take to answer that call */
  readonly latency: (call: CmdletCall) => Promise<void>;
  /** What strikes the call instead of its answer; asked once for each call */
  readonly meet: (call: CmdletCall) => StrikingFault | undefined;
  readonly run: (call: CmdletCall) => Result<CallOutcome>;
  /** The session has broken: it is not practiced to break again, but going on and rolling back are. */
  readonly lost: () => void;
}

const cmdlets: Readonly<Record<CmdletName, Cmdlet>> = { ...readCmdlets, ...mailCmdlets, ...changeCmdlets };

/** A session with a sample organization. */
export function sampleSession(state: SampleState, latency: () => Promise<void>): PracticeSession {
  const faults = countedFaults();
  return practiceSession({
    latency,
    meet: (call) => {
      state.organization = withEventsBefore(state.organization, call);
      return isHidden(state.organization, call.cmdlet) ? undefined : faults.meet(call, state.organization);
    },
    run: (call) => {
      if (isHidden(state.organization, call.cmdlet)) return failure(commandNotFound(call.cmdlet), call);
      const reply = cmdlets[call.cmdlet](state.organization, call);
      if (reply.changed !== undefined) state.organization = reply.changed;
      return outcomeOf(reply, call, state.organization);
    },
    lost: () => {
      state.organization = withoutLosses(state.organization);
    },
  });
}

/** Opens a session. A side that was lost stays lost, as a real one: open another session. */
export function practiceSession(server: PracticeServer): PracticeSession {
  const ended = new Map<Side, AppError>();

  async function answer(call: CmdletCall, limit: AbortSignal): Promise<Result<CallOutcome>> {
    await server.latency(call);
    if (limit.aborted) return never();
    const fault = server.meet(call);
    return fault === undefined ? server.run(call) : strike(fault, call);
  }

  function strike(fault: StrikingFault, call: CmdletCall): Result<CallOutcome> | Promise<never> {
    switch (fault.kind) {
      case 'hang':
        return never();
      case 'error': {
        const error = faultError(fault, call);
        return error.terminating ? failure(error, call) : ok({ objects: [], errors: [error], warnings: [], verbose: [] });
      }
      case 'sessionLost':
        if (fault.effect) server.run(call);
        ended.set(call.side, appError('session.notConnected', { cmdlet: call.cmdlet }));
        server.lost();
        return fail(appError('session.lost', { cmdlet: call.cmdlet }, effectOf(call)));
    }
  }

  /** `exits`: the failures with which the PowerShell process ends that waits for the answer */
  async function send(call: CmdletCall, options: CallOptions, exits: ReadonlySet<ErrorCode>): Promise<Result<CallOutcome>> {
    const checked = checkCall(call);
    if (!checked.ok) return checked;
    const end = ended.get(call.side);
    if (end !== undefined) return fail(end);
    if (options.signal?.aborted === true) return fail(appError('powershell.canceled', { what: call.cmdlet }));
    const result = await withinLimits(call, options, (limit) => answer(call, limit));
    if (!result.ok && exits.has(result.error.code)) ended.set(call.side, appError('powershell.exited', { what: call.cmdlet }));
    return result;
  }

  return {
    read: async (call, options) => {
      const result = await send(call, options, readExits);
      if (result.ok || result.error.code !== 'powershell.timedOut') return result;
      return fail(appError('cmdlet.timedOut', { cmdlet: call.cmdlet, message: timeLimit(options.timeoutMs ?? 0) }));
    },
    change: (call, options) => (reads(call) ? Promise.resolve(refused(call)) : send(call, options, changeExits)),
  };
}

const changeExits: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['powershell.canceled', 'powershell.timedOut']);
/** A read that takes too long is given up alone: its process goes on with the others. */
const readExits: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['powershell.canceled']);

const withoutLosses = (organization: OrganizationFile): OrganizationFile => ({
  ...organization,
  faults: organization.faults.filter(({ fault }) => fault.kind !== 'sessionLost'),
});

/** The reply as the port gives it: a terminating error is a failure. */
function outcomeOf(reply: CmdletAnswer, call: CmdletCall, organization: OrganizationFile): Result<CallOutcome> {
  const terminating = reply.errors.find((error) => error.terminating);
  if (terminating !== undefined) return failure(terminating, call);
  const computer = call.side === 'onPremises' ? (organization.servers[0]?.fqdn ?? organization.domainController) : 'outlook.office365.com';
  const objects = reply.objects.map((object) => arrived(call.select === undefined ? object : selectObject(object, call.select), computer));
  return ok({ objects, errors: reply.errors, warnings: reply.warnings, verbose: [] });
}

const failure = ({ message, category, id }: CmdletError, call: CmdletCall): Result<never> =>
  fail(appError(codeOfError(id), { cmdlet: call.cmdlet, message, category, id }));

const never = (): Promise<never> => new Promise(() => undefined);

/**
 * Gives a call up when it is canceled or takes too long; the caller then does not know whether a
 * change took effect. `limit` is aborted, so that a call that was not begun is not carried out later.
 */
function withinLimits(
  call: CmdletCall,
  { signal, timeoutMs }: CallOptions,
  answer: (limit: AbortSignal) => Promise<Result<CallOutcome>>,
): Promise<Result<CallOutcome>> {
  const limit = new AbortController();
  return new Promise((resolve, reject) => {
    const giveUp = (code: 'powershell.canceled' | 'powershell.timedOut'): void => {
      limit.abort();
      settle();
      resolve(fail(appError(code, { what: call.cmdlet }, effectOf(call))));
    };
    const cancel = (): void => {
      giveUp('powershell.canceled');
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs, 'powershell.timedOut');
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
    signal?.addEventListener('abort', cancel);
    answer(limit.signal).then(resolve, reject).finally(settle);
  });
}

const effectOf = (call: CmdletCall): CallEffect => (changes(call) ? 'unknown' : 'none');
