/** Calls and values, as the simulated Exchange takes and shows them. */
import { psBoolean, psList, psNull, psObject, psString, type PsValue } from '../../shared/clixml/value.ts';
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import type { CallStep, Value, Values } from '../../shared/plan/plan.ts';

/** Of all values of an object, those that a step is about. */
export const projected = (step: CallStep, values: Values): Values =>
  Object.fromEntries(Object.keys(step.before).map((name) => [name, values[name] ?? null]));

const isAddress = (name: string): boolean => name === 'Identity' || name === 'DomainController';

/** An empty list is `$null` in a call. */
export const writtenBy = ({ parameters }: CmdletCall, before: Values): Values =>
  Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => !isAddress(name))
      .map(([name, value]) => [
        name,
        value === null && Array.isArray(before[name]) ? [] : typeof value === 'number' ? String(value) : value,
      ]),
  );

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

export const outcome = (found: readonly PsValue[]): CallOutcome => ({ objects: found, errors: [], warnings: [], verbose: [] });
