/** Steps that only a person can take: what the wizard may not run, or what asks a question that it may not answer. */
import { enableText } from '../rules/certificate-commands.ts';
import type { DraftStep } from './draft.ts';
import type { FactCmdlet, PersonStep, StepReason } from './plan.ts';
import type { CmdletCall } from '../commands/call.ts';
import { shortName } from '../model/server-name.ts';

/** The identity of a certificate on a server, as Exchange forms it. */
export const certificateIdentity = (server: string, thumbprint: string): string => `${shortName(server)}\\${thumbprint}`;

const reads: Readonly<Record<FactCmdlet, (server: string) => CmdletCall>> = {
  'Get-ExchangeCertificate': (server) => ({
    side: 'onPremises',
    cmdlet: 'Get-ExchangeCertificate',
    parameters: { Server: server },
    select: ['Thumbprint', 'Services'],
  }),
  'Test-ServiceHealth': (server) => ({ side: 'onPremises', cmdlet: 'Test-ServiceHealth', parameters: { Server: server } }),
};

/** Reads all certificates of a server, or all services of its roles. */
export const readFacts = (cmdlet: FactCmdlet, server: string): CmdletCall => reads[cmdlet](server);

/**
 * Enables the certificate for SMTP on that server. Exchange asks whether to overwrite the default SMTP certificate, and the answer is No:
 * no parameter gives that answer (`-Force` answers Yes), so a person does. An assignment to a service cannot be removed again. Sources:
 * KB 3058190; learn.microsoft.com, "Assign certificates to Exchange Server services".
 */
export const enableStep = (server: string, thumbprint: string): DraftStep =>
  person('Get-ExchangeCertificate', certificateIdentity(server, thumbprint), server, `enable ${server}`, 'enableForSmtp', {
    commands: [enableText(server, thumbprint)],
    undo: null,
    before: { Installed: true, EnabledForSmtp: false },
    after: { Installed: true, EnabledForSmtp: true },
  });

/** Installs the certificate with its key on a server that lacks it, by these commands, and enables it for SMTP. */
export const installStep = (server: string, thumbprint: string, commands: readonly string[]): DraftStep =>
  person('Get-ExchangeCertificate', certificateIdentity(server, thumbprint), server, `install ${server}`, 'installOnServer', {
    commands: [...commands],
    undo: null,
    before: { Installed: false, EnabledForSmtp: false },
    after: { Installed: true, EnabledForSmtp: true },
  });

/** The services that steps are about. */
export type Service = 'MSExchangeTransport' | 'MSExchangeServiceHost';

/** Stops or starts a service of a server, in PowerShell as administrator on that server. */
export function serviceStep(server: string, service: Service, action: 'stop' | 'start', id: string): DraftStep {
  const stop = `Stop-Service -Name ${service}`;
  const start = `Start-Service -Name ${service}`;
  const isRunning = action === 'start';
  const draft = person('Test-ServiceHealth', `${shortName(server)}\\${service}`, server, id, isRunning ? 'startService' : 'stopService', {
    commands: [isRunning ? start : stop],
    undo: [isRunning ? stop : start],
    before: { Running: !isRunning },
    after: { Running: isRunning },
  });
  // Mail over the server waits while its transport service is stopped; no other service carries mail.
  const changes = service === 'MSExchangeTransport' ? ([{ kind: 'transportService', server, isRunning }] as const) : [];
  return { ...draft, step: { ...draft.step, changes } };
}

function person(
  cmdlet: FactCmdlet,
  object: string,
  server: string,
  id: string,
  reason: StepReason,
  parts: Pick<PersonStep, 'commands' | 'undo' | 'before' | 'after'>,
): DraftStep {
  return {
    step: { kind: 'person', server, object, changes: [] },
    planned: { kind: 'person', id, server, object, guid: null, read: readFacts(cmdlet, server), reason, ...parts },
  };
}
