/** Sessions with the two sides, each in a PowerShell process of its own, because both sides have cmdlets of the same names. */
import { psBoolean, psHashtable, psInt32, psString, type PsValue } from '../../shared/clixml/value.ts';
import { changes, type CmdletCall, type CallOutcome } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import { appError, fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import type { ExchangeOnlineConnection, OnlineModule, OnPremisesConnection } from '../../shared/model/sign-in.ts';
import type { QueuedCall, CallOptions, ReadOptions } from '../exchange/port.ts';
import { openBridge, type Bridge, type PowerShellSettings } from './bridge.ts';
import { callArguments, onlineModuleOf, outcomeOf, refusalOf } from './calls.ts';
import { readInParallel } from './parallel-reads.ts';

export type { PowerShellSettings } from './bridge.ts';

export interface PowerShellSession {
  readonly side: Side;
  /** The first process of those that send its calls */
  readonly process: ProcessIdentity;
  invoke(call: CmdletCall, options?: CallOptions): Promise<Result<CallOutcome>>;
  /** Runs reads of the on-premises side in parallel; see `ExchangeReader.read`. */
  invokeMany(calls: readonly QueuedCall[], options?: ReadOptions): Promise<readonly Result<CallOutcome>[]>;
  /** Disconnects, and ends PowerShell and everything that it has started. */
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly signal?: AbortSignal;
}

/** How long signing in may take: it waits for a person. */
const signInTimeoutMs = 15 * 60_000;
const connectTimeoutMs = 3 * 60_000;

/**
 * Opens the on-premises session by New-PSSession. Fails with `session.wsmanMissing` on every system but Windows, with
 * `call.refused` for SSH where the settings do not allow it, and with `session.connectFailed` and the server's message
 * when the server refuses.
 */
export async function openOnPremises(
  settings: PowerShellSettings,
  connection: OnPremisesConnection,
  options: OpenOptions = {},
): Promise<Result<PowerShellSession>> {
  if (connection.kind === 'kerberos' && process.platform !== 'win32')
    return fail(appError('session.wsmanMissing', { platform: process.platform }));
  if (connection.kind === 'ssh' && !settings.allowSsh) return fail(appError('call.refused', { connection: 'ssh' }));
  const ask = connection.kind === 'kerberos' && connection.credential === 'ask';
  return open(settings, 'onPremises', options, (bridge) =>
    bridge.request(
      'OpenOnPremises',
      { Connection: psHashtable(sessionParameters(connection)), AskForCredential: psBoolean(ask) },
      { ...options, what: 'New-PSSession', effect: 'none', timeoutMs: ask ? signInTimeoutMs : connectTimeoutMs },
    ),
  );
}

/** Signs in to Exchange Online with its own module (version 3 or newer). */
export const openExchangeOnline = (
  settings: PowerShellSettings,
  connection: ExchangeOnlineConnection,
  options: OpenOptions = {},
): Promise<Result<PowerShellSession>> =>
  open(settings, 'exchangeOnline', options, (bridge) =>
    bridge.request(
      'OpenExchangeOnline',
      {
        UserPrincipalName: psString(connection.userPrincipalName),
        Environment: psString(connection.environment),
        InBrowser: psBoolean(connection.signIn === 'browser'),
      },
      { ...options, what: 'Connect-ExchangeOnline', effect: 'none', timeoutMs: signInTimeoutMs },
    ),
  );

/** The module that signs in to Exchange Online. It is looked at, not loaded. */
export async function describeOnlineModule(settings: PowerShellSettings): Promise<Result<OnlineModule>> {
  const bridge = await openBridge(settings);
  if (!bridge.ok) return bridge;
  const request = { what: 'Get-Module', effect: 'none', timeoutMs: 60_000 } as const;
  const reply = await bridge.value.request('DescribeExchangeOnline', {}, request);
  await bridge.value.close();
  const found = reply.ok ? outcomeOf(reply.value, request.what, request.effect) : reply;
  return found.ok ? ok(onlineModuleOf(found.value.objects[0])) : found;
}

async function open(
  settings: PowerShellSettings,
  side: Side,
  options: OpenOptions,
  connect: (bridge: Bridge) => Promise<Result<PsValue>>,
): Promise<Result<PowerShellSession>> {
  const bridge = await openBridge(settings, options);
  if (!bridge.ok) return bridge;
  const reply = await connect(bridge.value);
  const opened = reply.ok ? outcomeOf(reply.value, 'open', 'none') : reply;
  if (opened.ok) return ok(sessionOver(bridge.value, side));
  await bridge.value.close();
  return opened;
}

function sessionOver(bridge: Bridge, side: Side): PowerShellSession {
  /** Set when no session was left after reads in parallel. */
  let ended: AppError | undefined;
  return {
    side,
    process: bridge.process,
    invoke: async (call, options = {}) => {
      const refusal = refusalOf(call);
      if (refusal !== undefined) return refusal;
      if (ended !== undefined) return fail(ended);
      const effect = changes(call) ? 'unknown' : 'none';
      const reply = await bridge.request('Invoke', callArguments(call), { ...options, what: call.cmdlet, effect });
      return reply.ok ? outcomeOf(reply.value, call.cmdlet, effect) : reply;
    },
    invokeMany: async (calls, options = {}) => {
      const { results, end } = await readInParallel(bridge, calls, options);
      if (end?.code === 'session.lost') ended = end;
      return results;
    },
    close: async () => {
      await bridge.request('Close', { Side: psString(side) }, { what: 'Close', effect: 'none', timeoutMs: 10_000 });
      await bridge.close();
    },
  };
}

/** Parameters of New-PSSession. */
const sessionParameters = (connection: OnPremisesConnection): Readonly<Record<string, PsValue>> =>
  connection.kind === 'kerberos'
    ? {
        ConfigurationName: psString('Microsoft.Exchange'),
        ConnectionUri: psString(connection.connectionUri),
        Authentication: psString(connection.authentication),
      }
    : {
        HostName: psString(connection.host),
        UserName: psString(connection.userName),
        KeyFilePath: psString(connection.keyFile),
        Port: psInt32(connection.port),
        Subsystem: psString(connection.subsystem),
      };
