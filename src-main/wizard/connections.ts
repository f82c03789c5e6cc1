/** The connections to one organization while the wizard runs: opened on request, reopened when lost. */
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { Side } from '../../shared/commands/table.ts';
import { ok, type Result } from '../../shared/model/error.ts';
import type { ExchangeGateway } from '../exchange/port.ts';

export interface Connections {
  openOnPremises(context: WizardContext, signal: AbortSignal): Promise<Result<null>>;
  openExchangeOnline(context: WizardContext, signal: AbortSignal): Promise<Result<null>>;
  /** What can be asked now; `undefined` before the first connection and after a loss. */
  gateway(): ExchangeGateway | undefined;
  /** Told that a call found its session gone: the next task opens it again. */
  lost(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens again what is needed and not open. A change and its reading back need the on-premises side
 * alone: a sign-in that fails must not stand between the administrator and the state of the connectors.
 */
export async function ensureOpen(
  connections: Connections,
  context: WizardContext,
  signal: AbortSignal,
  needed: readonly Side[],
): Promise<Result<null>> {
  const isOpen = (side: Side): boolean => connections.gateway()?.sides.has(side) === true;
  if (!isOpen('onPremises')) {
    const opened = await connections.openOnPremises(context, signal);
    if (!opened.ok) return opened;
  }
  return needed.includes('exchangeOnline') && !isOpen('exchangeOnline') ? connections.openExchangeOnline(context, signal) : ok(null);
}
