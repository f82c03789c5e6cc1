/** What the administrator runs after the commands of a plan, so that the wizard can read what is so then. */
import { renderCall } from '../commands/render.ts';
import type { PlanStep } from '../model/plan.ts';

/** Properties that tell which object it is: a list that is pasted without them belongs to no cmdlet. */
const identifying: Readonly<Partial<Record<PlanStep['read']['cmdlet'], readonly string[]>>> = {
  'Get-ReceiveConnector': ['Identity', 'Name', 'Server', 'Bindings'],
  'Get-HybridConfiguration': ['SendingTransportServers', 'ReceivingTransportServers', 'EdgeTransportServers', 'Domains'],
};

/**
 * e.g. `Get-ReceiveConnector -Identity 'EX01\Default Frontend EX01' | Format-List Identity,… | Out-String -Width 4096`;
 * to be shown and copied, never executed here. The width keeps a certificate name on one line.
 */
export const readingText = ({ read, before }: PlanStep): string =>
  `${renderCall(read)} | Format-List ${[...(identifying[read.cmdlet] ?? []), ...Object.keys(before)].join(',')} | Out-String -Width 4096`;
