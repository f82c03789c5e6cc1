/** Calls and values, as the simulated Exchange takes and shows them. */
import { psBoolean, psList, psNull, psObject, psString, type PsValue } from '../../shared/clixml/value.ts';
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import type { CallStep, ObjectStep, Value, Values } from '../../shared/plan/plan.ts';

/** Of all values of an object, those that a step is about. */
export const projected = (step: Pick<ObjectStep, 'before'>, values: Values): Values =>
  Object.fromEntries(Object.keys(step.before).map((name) => [name, values[name] ?? null]));

const isAddress = (name: string): boolean => name === 'Identity' || name === 'DomainController';

/** An empty list is `$null` in a call. */
export const writtenBy = ({ cmdlet, parameters }: CmdletCall, before: Values): Values => {
  if (cmdlet === 'Remove-ExchangeCertificate') return { Installed: false, EnabledForSmtp: false };
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => !isAddress(name))
      .map(([name, value]) => [
        name,
        value === null && Array.isArray(before[name]) ? [] : typeof value === 'number' ? String(value) : value,
      ]),
  );
};

export function garbled({ parameters }: CmdletCall): CmdletCall['parameters'] {
  const first = Object.keys(parameters).find((name) => !isAddress(name)) ?? '';
  return { ...parameters, [first]: 'garbled' };
}

export function isCallOf({ call }: CallStep, sent: CmdletCall): boolean {
  const { DomainController: controller, ...parameters } = sent.parameters;
  return (
    sent.cmdlet === call.cmdlet &&
    sent.side === call.side &&
    (controller === undefined || controller === 'DC01') &&
    JSON.stringify(parameters) === JSON.stringify(call.parameters)
  );
}

const psValue = (value: Value | undefined): PsValue => {
  if (value === null || value === undefined) return psNull;
  if (typeof value === 'boolean') return psBoolean(value);
  return typeof value === 'string' ? psString(value) : psList(value.map(psString));
};

export const shown = (values: Values, guid: string, controller: string | null): PsValue =>
  psObject({
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, psValue(value)])),
    Guid: { type: 'guid', value: guid },
    ...(controller === null ? {} : { OriginatingServer: psString(controller) }),
  });

/** What a server lists: its own certificate too, or the services of a role; and what EdgeSync finds on an Edge server. */
export function shownFacts(values: Values, identity: string): PsValue {
  const own = identity.slice(identity.indexOf('\\') + 1);
  if ('Synchronized' in values) {
    const SendConnectorStatus = psString(values['Synchronized'] === true ? 'Synchronized' : 'NotSynchronized');
    return psObject({ Name: psString(identity.slice(0, identity.indexOf('\\'))), SyncStatus: psString('Normal'), SendConnectorStatus });
  }
  if ('Running' in values) {
    const [running, stopped] = values['Running'] === true ? [[own], []] : [[], [own]];
    return psObject({ ServicesRunning: psList(running.map(psString)), ServicesNotRunning: psList(stopped.map(psString)) });
  }
  return psObject({ Thumbprint: psString(own), Services: psString(values['EnabledForSmtp'] === true ? 'SMTP' : 'None') });
}

export const certificateOfServer: PsValue = psObject({ Thumbprint: psString('00'), Services: psString('IIS, SMTP') });

export const outcome = (found: readonly PsValue[]): CallOutcome => ({ objects: found, errors: [], warnings: [], verbose: [] });
