/** Steps that only a person can take: what the wizard may not run, or what asks a question that it may not answer. */
import { renderText } from '../commands/render.ts';
import { enableText } from '../rules/certificate-commands.ts';
import type { DraftStep } from './methods.ts';
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

const transport = 'MSExchangeTransport';

/**
 * Stops or starts the transport service of a server, on that server. While it is stopped, mail over the server waits. Source:
 * learn.microsoft.com, "Can't remove an installed certificate".
 */
export function transportStep(server: string, action: 'stop' | 'start', id: string): DraftStep {
  const texts = { stop: `Stop-Service -Name ${renderText(transport)}`, start: `Start-Service -Name ${renderText(transport)}` };
  const isRunning = action === 'start';
  const draft = person(
    'Test-ServiceHealth',
    `${shortName(server)}\\${transport}`,
    server,
    id,
    isRunning ? 'startTransport' : 'stopTransport',
    {
      commands: [texts[action]],
      undo: [isRunning ? texts.stop : texts.start],
      before: { Running: !isRunning },
      after: { Running: isRunning },
    },
  );
  return { ...draft, step: { ...draft.step, changes: [{ kind: 'transportService', server, isRunning }] } };
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
