/** The PowerShell process behind a session, as the system sees it. */
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { valueOf } from './open-probe.ts';
import { plain } from './plain.ts';

/** The call of a side that takes the orders of `probes/faults`. */
export const orderTo = (side: CmdletCall['side'], order: string): CmdletCall => ({
  side,
  cmdlet: side === 'onPremises' ? 'Get-ReceiveConnector' : 'Get-InboundConnector',
  parameters: { Identity: order },
});

/**
 * The number of the process that the bridge started. A cmdlet may run further down: on-premises in the
 * process that serves the session, and where the executable starts PowerShell in a process of its own.
 */
export async function processOf(session: PowerShellSession): Promise<number> {
  const [number] = valueOf(await session.invoke(orderTo(session.side, 'process'))).objects.map(plain);
  let found = Number(number);
  for (let parent = await parentOf(found); parent !== process.pid; parent = await parentOf(found)) found = parent;
  return found;
}

async function parentOf(number: number): Promise<number> {
  const [, parent] = /^PPid:\t([1-9]\d*)$/m.exec(await readFile(`/proc/${String(number)}/status`, 'utf8')) ?? [];
  if (parent === undefined) throw new Error(`The bridge did not start process ${String(number)}`);
  return Number(parent);
}

/** Waits until there is no process of that number. The bridge collects its own: none stays behind as a zombie. */
export const gone = (number: number): Promise<void> => expect.poll(() => isRunning(number), { timeout: 60_000 }).toBe(false);

function isRunning(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch {
    return false;
  }
}
