/** The commands of a step as text, to be shown and copied. */
import { renderCall, renderText } from '../commands/render.ts';
import { isFactCmdlet, type ObjectStep } from './plan.ts';

/** What carries the step out: the wizard sends it, or a person runs it. */
export const commandTexts = (step: ObjectStep): readonly string[] => (step.kind === 'call' ? [renderCall(step.call)] : step.commands);

/** The commands of several steps. Those that a person runs on a server stand under its name; what is of no server, on any Mailbox server. */
export const placedTexts = (steps: readonly ObjectStep[]): readonly string[] =>
  steps.flatMap((step) => {
    if (step.kind !== 'person') return commandTexts(step);
    return [`# ${step.server === '' ? 'On a Mailbox server' : renderText(step.server)}`, ...commandTexts(step)];
  });

/** What undoes it; nothing where that is impossible. */
export function undoTexts(step: ObjectStep): readonly string[] {
  if (step.kind === 'person') return step.undo ?? [];
  return step.undo === null ? [] : [renderCall(step.undo)];
}

/** Properties by which a pasted list is recognized as the output of its cmdlet. */
const identifying: Readonly<Partial<Record<ObjectStep['read']['cmdlet'], readonly string[]>>> = {
  'Get-ReceiveConnector': ['Identity', 'Name', 'Server', 'Bindings'],
  'Get-SendConnector': ['Identity', 'Name', 'AddressSpaces', 'SourceTransportServers'],
  'Get-HybridConfiguration': ['SendingTransportServers', 'ReceivingTransportServers', 'EdgeTransportServers', 'Domains'],
  'Get-InboundConnector': ['Identity', 'Name', 'ConnectorType', 'SenderDomains'],
  'Get-OutboundConnector': ['Identity', 'Name', 'ConnectorType', 'RecipientDomains'],
  'Get-ExchangeCertificate': ['Subject', 'Thumbprint', 'Services'],
  'Test-ServiceHealth': ['Role', 'RequiredServicesRunning', 'ServicesRunning', 'ServicesNotRunning'],
  'Test-EdgeSynchronization': ['Name', 'SyncStatus', 'SendConnectorStatus'],
};

/**
 * e.g. `Get-ReceiveConnector -Identity 'EX01\Default Frontend EX01' | Format-List Identity,… | Out-String -Width 4096`;
 * to be shown and copied, never executed here. The width keeps a certificate name on one line.
 */
export function readingText({ read, before }: ObjectStep): string {
  // Facts are formed from these properties; they are none themselves.
  const names = [...(identifying[read.cmdlet] ?? []), ...(isFactCmdlet(read.cmdlet) ? [] : Object.keys(before))];
  return `${renderCall({ ...read, select: undefined })} | Format-List ${names.join(',')} | Out-String -Width 4096`;
}
