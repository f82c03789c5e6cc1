/** The operating system's view of the processes behind a session. */
import { expect } from 'vitest';
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { statusOf } from './is-alive.ts';
import { valueOf } from './open-probe.ts';
import { plain } from './plain.ts';

/** A call that passes an order to the cmdlets of `probes/faults`. */
export const orderTo = (side: CmdletCall['side'], order: string): CmdletCall => ({
  side,
  cmdlet: side === 'onPremises' ? 'Get-ReceiveConnector' : 'Get-InboundConnector',
  parameters: { Identity: order },
});

/** The id of the process in which the session's cmdlets run. */
export const processOfCmdlet = async (session: PowerShellSession): Promise<number> =>
  Number(valueOf(await session.invoke(orderTo(session.side, 'process'))).objects.map(plain)[0]);

/**
 * The id of the process that the bridge started. Cmdlets may run in a descendant of it: on-premises in the process that
 * serves the session, and with a launcher in the PowerShell that it has started.
 */
export async function processOf(session: PowerShellSession): Promise<number> {
  let found = await processOfCmdlet(session);
  for (let parent = await parentOf(found); parent !== process.pid; parent = await parentOf(found)) found = parent;
  return found;
}

async function parentOf(id: number): Promise<number> {
  const [, parent] = /^PPid:\t([1-9]\d*)$/m.exec(await statusOf(id)) ?? [];
  if (parent === undefined) throw new Error(`The bridge did not start process ${String(id)}`);
  return Number(parent);
}

/** Waits until a process that the bridge started has ended and this process has collected it. */
export const gone = (id: number): Promise<void> => expect.poll(() => statusOf(id), { timeout: 60_000 }).toBe('');
