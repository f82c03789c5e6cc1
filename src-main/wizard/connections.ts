/** The connections to one organisation while the wizard runs: opened on request, reopened when lost. */
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { Result } from '../../shared/errors.ts';
import type { ExchangeGateway } from '../exchange/gateway.ts';

export interface Connections {
  openOnPremises(context: WizardContext, signal: AbortSignal): Promise<Result<null>>;
  openExchangeOnline(context: WizardContext, signal: AbortSignal): Promise<Result<null>>;
  /** What can be asked now; `undefined` before the first connection and after a loss. */
  gateway(): ExchangeGateway | undefined;
  /** Told that a call found its session gone: the next task opens it again. */
  lost(): Promise<void>;
  close(): Promise<void>;
}

/** Opens again what the answers call for, when it is not open. */
export async function ensureOpen(connections: Connections, context: WizardContext, signal: AbortSignal): Promise<Result<null>> {
  if (connections.gateway() !== undefined) return { ok: true, value: null };
  const onPremises = await connections.openOnPremises(context, signal);
  if (!onPremises.ok || context.onlineSkipped) return onPremises;
  return connections.openExchangeOnline(context, signal);
}
