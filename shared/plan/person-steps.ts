/** Steps that only a person can take: what the wizard may not run, or what asks a question that it may not answer. */
import type { CmdletCall } from '../commands/call.ts';
import { renderCall } from '../commands/render.ts';
import type { Change } from '../mail-flow/forecast.ts';
import { shortName } from '../model/server-name.ts';
import { enableText } from '../rules/certificate-commands.ts';
import type { DraftStep } from './draft.ts';
import { edgeSynchronizationText, type EdgeConnectorValues } from './edge-work.ts';
import { readObject, setObject, type FactCmdlet, type PersonStep, type StepReason, type Values } from './plan.ts';

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
  'Test-EdgeSynchronization': (server) => ({
    side: 'onPremises',
    cmdlet: 'Test-EdgeSynchronization',
    parameters: { TargetServer: shortName(server), FullCompareMode: true, ExcludeRecipientTest: true },
  }),
};

/** Reads all certificates of a server, all services of its roles, or what EdgeSync brought to an Edge server. */
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

// On an Edge server. What is there is read from what was collected on it.

/** As `enableStep`, on an Edge server, whose commands name no server. */
export const enableOnEdgeStep = (server: string, thumbprint: string, changes: readonly Change[]): DraftStep =>
  onEdge(
    person('Get-ExchangeCertificate', certificateIdentity(server, thumbprint), server, `enable ${server}`, 'enableOnEdge', {
      commands: [enableText(null, thumbprint)],
      undo: null,
      before: { Installed: true, EnabledForSmtp: false },
      after: { Installed: true, EnabledForSmtp: true },
    }),
    changes,
  );

/** As `installStep`, on an Edge server. A copy without its private key is there, and has to get the key. */
export function installOnEdgeStep(
  server: string,
  thumbprint: string,
  {
    changes,
    commands,
    before,
  }: {
    readonly changes: readonly Change[];
    readonly commands: readonly string[];
    readonly before: 'missing' | { readonly isEnabled: boolean };
  },
): DraftStep {
  const isMissing = before === 'missing';
  const values = (isInstalled: boolean, hasKey: boolean, isEnabled: boolean): Values => ({
    Installed: isInstalled,
    HasPrivateKey: hasKey,
    EnabledForSmtp: isEnabled,
  });
  const rows = readFacts('Get-ExchangeCertificate', server);
  const read = { ...rows, select: [...(rows.select ?? []), 'HasPrivateKey'] };
  return onEdge(
    personStep(read, certificateIdentity(server, thumbprint), server, `install ${server}`, 'installOnEdge', {
      commands: [...commands],
      undo: null,
      before: values(!isMissing, false, !isMissing && before.isEnabled),
      after: values(true, true, true),
    }),
    changes,
  );
}

/** Sets the receive connector of an Edge server; undone by its values of before. */
export const connectorOnEdgeStep = (server: string, values: EdgeConnectorValues, changes: readonly Change[]): DraftStep =>
  onEdge(setOnEdge(server, values, `receive ${server}`, 'nameOnEdgeConnector'), changes);

/** Puts values of the receive connector of an Edge server back. */
export const putBackOnEdgeStep = (server: string, values: EdgeConnectorValues, changes: readonly Change[]): DraftStep =>
  onEdge(setOnEdge(server, values, `back Get-ReceiveConnector ${values.identity}`, 'putBack'), changes);

/** On a Mailbox server of the site that the Edge server is subscribed to: which one that is, is not known. */
export const synchronizeStep = (server: string): DraftStep => {
  const cmdlet = 'Test-EdgeSynchronization';
  return personStep(readFacts(cmdlet, server), `${shortName(server)}\\EdgeSync`, '', `synchronize ${server}`, 'synchronizeEdge', {
    commands: [edgeSynchronizationText(server)],
    undo: null,
    before: { Synchronized: false },
    after: { Synchronized: true },
  });
};

function setOnEdge(server: string, { identity, before, after }: EdgeConnectorValues, id: string, reason: StepReason): DraftStep {
  const cmdlet = 'Get-ReceiveConnector';
  const set = (values: Values): string[] => [renderCall(setObject(cmdlet, identity, values))];
  return personStep(readObject(cmdlet, identity), identity, server, id, reason, { commands: set(after), undo: set(before), before, after });
}

const onEdge = ({ step, planned }: DraftStep, changes: readonly Change[]): DraftStep => ({
  step: { ...step, kind: 'edge', changes },
  planned: planned.kind === 'person' ? { ...planned, onEdge: true } : planned,
});

type Parts = Pick<PersonStep, 'commands' | 'undo' | 'before' | 'after'>;

const person = (cmdlet: FactCmdlet, object: string, server: string, id: string, reason: StepReason, parts: Parts): DraftStep =>
  personStep(readFacts(cmdlet, server), object, server, id, reason, parts);

function personStep(read: CmdletCall, object: string, server: string, id: string, reason: StepReason, parts: Parts): DraftStep {
  return {
    step: { kind: 'person', server, object, changes: [] },
    planned: { kind: 'person', id, server, object, guid: null, read, reason, ...parts },
  };
}
