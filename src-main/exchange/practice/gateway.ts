/** The gateway to a sample organization in memory: same answers, same errors, same losses as a real one. */
import { type CallOutcome, type CmdletError, changes, checkCall, type CmdletCall } from '../../../shared/commands/call.ts';
import type { CmdletName, Side } from '../../../shared/commands/table.ts';
import { appError, fail, ok, type AppError, type Result } from '../../../shared/model/error.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { oneByOne, timeLimit, type ExchangeGateway, type InvokeOptions } from '../port.ts';
import { type Cmdlet, type CmdletAnswer, commandNotFound, faultError, countedFaults, isHidden, type StrikingFault } from './answer.ts';
import { changeCmdlets } from './changes.ts';
import { arrived } from './objects/shapes.ts';
import { readCmdlets, selectObject } from './reads.ts';

export interface PracticeOptions {
  /** Keeps the changed organization; when that fails, the change was not made. */
  readonly onChange?: (organization: OrganizationFile) => Promise<Result<void>>;
  /** Waits as long as a real server would take to answer. */
  readonly pace?: (call: CmdletCall) => Promise<void>;
}

export interface PracticeGateway extends ExchangeGateway {
  /** The organization as it is now. */
  organization(): OrganizationFile;
  /** Puts another state of the organization in its place, as the HCW changes it from outside. */
  replace(organization: OrganizationFile): void;
}

const cmdlets: Readonly<Record<CmdletName, Cmdlet>> = { ...readCmdlets, ...changeCmdlets };

/** Opens a sample organization. A session that was lost stays lost, as a real one: open another gateway. */
export function practiceGateway(organization: OrganizationFile, options: PracticeOptions = {}): PracticeGateway {
  const faults = countedFaults();
  const ended = new Map<Side, AppError>();
  let current = organization;

  async function answer(call: CmdletCall, limit: AbortSignal): Promise<Result<CallOutcome>> {
    await options.pace?.(call);
    if (limit.aborted) return never();
    if (isHidden(current, call.cmdlet)) return failure(commandNotFound(call.cmdlet), call);
    const struck = faults.meet(call, current);
    return struck === undefined ? run(call) : strike(struck, call);
  }

  async function run(call: CmdletCall): Promise<Result<CallOutcome>> {
    const said = cmdlets[call.cmdlet](current, call);
    if (said.changed !== undefined) {
      const kept = await options.onChange?.(said.changed);
      if (kept !== undefined && !kept.ok) return kept;
      current = said.changed;
    }
    return concluded(said, call, current);
  }

  async function strike(fault: StrikingFault, call: CmdletCall): Promise<Result<CallOutcome>> {
    switch (fault.kind) {
      case 'hang':
        return never();
      case 'error':
        return concluded({ objects: [], errors: [faultError(fault, call)], warnings: [] }, call, current);
      case 'sessionLost':
        if (fault.effect) await run(call);
        ended.set(call.side, appError('session.notConnected', { cmdlet: call.cmdlet }));
        return fail(appError('session.lost', { cmdlet: call.cmdlet }, effectOf(call)));
    }
  }

  /** `endings`: when giving up ends the PowerShell process that waits for the answer. */
  async function ask(call: CmdletCall, limits: InvokeOptions, endings: ReadonlySet<AppError['code']>): Promise<Result<CallOutcome>> {
    const checked = checkCall(call);
    if (!checked.ok) return checked;
    const end = ended.get(call.side);
    if (end !== undefined) return fail(end);
    if (limits.signal?.aborted === true) return fail(appError('powershell.canceled', { what: call.cmdlet }));
    const result = await withinLimits(call, limits, (limit) => answer(call, limit));
    if (!result.ok && endings.has(result.error.code)) ended.set(call.side, appError('powershell.exited', { what: call.cmdlet }));
    return result;
  }

  return {
    mode: 'practice',
    sides: new Set<Side>(['onPremises', 'exchangeOnline']),
    invoke: (call, limits = {}) => ask(call, limits, givenUp),
    // Among others a call is given up alone: its process goes on with the rest.
    invokeMany: oneByOne(async (call, limits = {}) => {
      const result = await ask(call, limits, givenUpAmongOthers);
      if (result.ok || result.error.code !== 'powershell.timedOut') return result;
      return fail(appError('cmdlet.timedOut', { cmdlet: call.cmdlet, message: timeLimit(limits.timeoutMs ?? 0) }));
    }),
    close: () => {
      for (const side of ['onPremises', 'exchangeOnline'] as const) ended.set(side, appError('session.notConnected', { side }));
      return Promise.resolve();
    },
    organization: () => current,
    replace: (replacement) => {
      current = replacement;
    },
  };
}

/** The answer as the port gives it: a terminating error is a failure. */
function concluded(said: CmdletAnswer, call: CmdletCall, organization: OrganizationFile): Result<CallOutcome> {
  const terminating = said.errors.find((error) => error.terminating);
  if (terminating !== undefined) return failure(terminating, call);
  const computer = call.side === 'onPremises' ? (organization.servers[0]?.fqdn ?? organization.domainController) : 'outlook.office365.com';
  const objects = said.objects.map((object) => arrived(call.select === undefined ? object : selectObject(object, call.select), computer));
  return ok({ objects, errors: said.errors, warnings: said.warnings, verbose: [] });
}

/** A terminating error as the port reports it. */
function failure(error: CmdletError, call: CmdletCall): Result<never> {
  const code = error.id.startsWith('CommandNotFoundException') ? 'cmdlet.notAvailable' : 'cmdlet.failed';
  return fail(appError(code, { cmdlet: call.cmdlet, message: error.message, category: error.category, id: error.id }));
}

const givenUp: ReadonlySet<AppError['code']> = new Set<AppError['code']>(['powershell.canceled', 'powershell.timedOut']);

const givenUpAmongOthers: ReadonlySet<AppError['code']> = new Set<AppError['code']>(['powershell.canceled']);

const never = (): Promise<never> => new Promise(() => undefined);

/**
 * Gives a call up when it is canceled or takes too long; whether a change took effect is then not
 * known to the caller. `answer` is told, so that what was not begun is not done afterward.
 */
function withinLimits(
  call: CmdletCall,
  { signal, timeoutMs }: InvokeOptions,
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

const effectOf = (call: CmdletCall): AppError['effect'] => (changes(call) ? 'unknown' : 'none');
