/**
 * A rehearsal on a copy of what was collected: the collected answers stay as they are, and what the rehearsal has written lies over them.
 * So the copy is read as the organization would be, and the plan is the same as with the real one.
 */
import * as v from 'valibot';
import { psBoolean, psList, psNull, psObject, psString, type PsValue } from '../clixml/value.ts';
import { overlaid, textProperty, thumbprintOf, type Sha1 } from '../collected/unattributed-objects.ts';
import type { CallOutcome, CmdletCall, ParameterValue } from '../commands/call.ts';
import { cmdletTable, type CmdletEntry } from '../commands/table.ts';
import { sameServer } from '../model/server-name.ts';
import {
  factCmdlets,
  parameterKind,
  readCmdlets,
  sameValue,
  setObject,
  valuesSchema,
  type ReadCmdlet,
  type Value,
  type Values,
} from '../plan/plan.ts';
import { readPlanValue } from '../read/plan-value.ts';
import { sameText } from '../model/same-text.ts';

/** What goes wrong once, to be practiced. `halfHcw`: the HCW ends before it has written to Exchange Online. */
export const rehearsalFaults = ['none', 'refused', 'sessionLost', 'noAnswer', 'overwritten', 'halfHcw'] as const;
export type RehearsalFault = (typeof rehearsalFaults)[number];

/** Values of one object of the copy, named as a plan names it. */
const writeSchema = v.object({ cmdlet: v.picklist([...readCmdlets, ...factCmdlets]), object: v.string(), values: valuesSchema });
export type RehearsedWrite = v.InferOutput<typeof writeSchema>;

export const rehearsalSchema = v.object({
  fault: v.picklist(rehearsalFaults),
  /** Whether the fault has struck: it strikes once */
  hasStruck: v.boolean(),
  /** In the order in which they were written */
  writes: v.pipe(v.array(writeSchema), v.readonly()),
});
export type Rehearsal = v.InferOutput<typeof rehearsalSchema>;

export const begunRehearsal = (fault: RehearsalFault): Rehearsal => ({ fault, hasStruck: false, writes: [] });

export const withWrite = (rehearsal: Rehearsal, ...writes: readonly RehearsedWrite[]): Rehearsal => ({
  ...rehearsal,
  writes: [...rehearsal.writes, ...writes],
});

/** Where a certificate is found that a person exports to a server, and what Windows calls it. */
export interface CertificatesOfCopy {
  /** The same call, answered for every other server */
  readonly elsewhere: (call: CmdletCall) => readonly PsValue[];
  readonly sha1: Sha1;
}

/** What the copy answers to the call, where `collected` is what was collected for it. */
export function answerOfCopy(
  collected: CallOutcome,
  call: CmdletCall,
  writes: readonly RehearsedWrite[],
  certificates: CertificatesOfCopy,
): CallOutcome {
  const own = writes.filter(({ cmdlet }) => cmdlet === call.cmdlet);
  const { objects } = collected;
  switch (call.cmdlet) {
    case 'Get-ExchangeCertificate':
      return {
        ...collected,
        objects: own
          .filter(({ object }) => isOnServer(object, call.parameters['Server']))
          .reduce((all, write) => withCertificate(all, write, call, certificates), objects),
      };
    case 'Test-EdgeSynchronization':
      return { ...collected, objects: withSynchronization(objects, call, writes) };
    default:
      return { ...collected, objects: objects.map((object) => own.reduce((now, write) => withValues(now, write, call), object)) };
  }
}

/** e.g. `EX01\<thumbprint>` */
const isOnServer = (object: string, server: ParameterValue | undefined): boolean =>
  typeof server === 'string' && sameServer(object.slice(0, object.indexOf('\\')), server);

/** Whether the plan calls the object so. Names of receive connectors are the same on every server. */
function isCalled(object: PsValue, { cmdlet, object: wanted }: RehearsedWrite): boolean {
  if (cmdlet === 'Get-HybridConfiguration') return true;
  const names = cmdlet === 'Get-ReceiveConnector' ? ['Identity'] : ['Identity', 'Name'];
  return names.some((name) => {
    const own = textProperty(object, name);
    return own !== undefined && sameText(own, wanted);
  });
}

function withValues(object: PsValue, write: RehearsedWrite, { select }: CmdletCall): PsValue {
  if (!isCalled(object, write)) return object;
  const isAsked = (name: string): boolean => select?.some((one) => sameText(one, name)) ?? true;
  const values = Object.entries(write.values).filter(([name]) => isAsked(name));
  return overlaid(object, psObject(Object.fromEntries(values.map(([name, value]) => [name, asSent(value)]))));
}

/** As PowerShell sends it, where only its text counts. */
function asSent(value: Value): PsValue {
  if (value === null) return psNull;
  if (typeof value === 'boolean') return psBoolean(value);
  return typeof value === 'string' ? psString(value) : psList(value.map(psString));
}

/** After it was imported, got its key, or was enabled for SMTP. What only the server says of it is in the rows that it selects. */
function withCertificate(
  all: readonly PsValue[],
  { object, values }: RehearsedWrite,
  call: CmdletCall,
  { elsewhere, sha1 }: CertificatesOfCopy,
): readonly PsValue[] {
  const at = object.indexOf('\\');
  const [server, thumbprint] = [object.slice(0, at), object.slice(at + 1)];
  const isIt = (one: PsValue): boolean => sameText(thumbprintOf(one, sha1) ?? '', thumbprint);
  if (values['Installed'] === false) return all.filter((one) => !isIt(one));
  const imported = (): readonly PsValue[] =>
    elsewhere(call)
      .filter(isIt)
      .slice(0, 1)
      .map((one) => overlaid(one, psObject({ Identity: psString(`${server}\\${thumbprint}`) })))
      .map((one) =>
        call.select === undefined ? one : overlaid(one, psObject({ Services: psString('None'), HasPrivateKey: psBoolean(true) })),
      );
  const present = all.some(isIt) ? all : [...all, ...imported()];
  return call.select === undefined ? present : present.map((one) => (isIt(one) ? overlaid(one, psObject(withFix(one, values))) : one));
}

const withFix = (row: PsValue, values: Values): Readonly<Record<string, PsValue>> => {
  const services = (textProperty(row, 'Services') ?? 'None').split(/, ?/).filter((one) => one !== 'None' && one !== 'SMTP');
  const { EnabledForSmtp: enabled, HasPrivateKey: key } = values;
  return {
    ...(typeof enabled === 'boolean' && {
      Services: psString(enabled ? [...services, 'SMTP'].join(', ') : services.length === 0 ? 'None' : services.join(', ')),
    }),
    ...(key === true && { HasPrivateKey: psBoolean(true) }),
  };
};

/** What EdgeSync would say: an Edge server lacks what was written to a send connector, until it is synchronized after that. */
function withSynchronization(objects: readonly PsValue[], call: CmdletCall, writes: readonly RehearsedWrite[]): readonly PsValue[] {
  const server = call.parameters['TargetServer'];
  const own = writes.findLast(
    ({ cmdlet, object }) => cmdlet === 'Get-SendConnector' || (cmdlet === call.cmdlet && isOnServer(object, server)),
  );
  if (own === undefined || typeof server !== 'string') return objects;
  const compared = own.values['Synchronized'] === true ? 'Synchronized' : 'NotSynchronized';
  return [psObject({ Name: psString(server), SyncStatus: psString('Normal'), SendConnectorStatus: psString(compared) })];
}

/** What reads the objects that the call sets; `undefined` for a call that sets no values. */
export const readerOf = ({ cmdlet }: CmdletCall): ReadCmdlet | undefined =>
  readCmdlets.find((reader) => setObject(reader, '', {}).cmdlet === cmdlet);

/** The values that the call sets, by parameter, in the form of a plan. */
export function valuesOf(call: CmdletCall): Values {
  const { parameters }: CmdletEntry = cmdletTable[call.cmdlet];
  const set = Object.entries(call.parameters).filter(([name]) => name !== 'Identity' && name !== 'DomainController');
  return Object.fromEntries(set.map(([name, value]) => [name, planValue(value, parameters[name] === 'nullableStrings')]));
}

/** `$null` and the empty text empty a value. */
const planValue = (value: ParameterValue, isList: boolean): Value => {
  if (value === null || value === '') return isList ? [] : null;
  return typeof value === 'number' ? String(value) : value;
};

/** Whether the object has these values already, as far as they are understood. */
export const hasValues = (object: PsValue, cmdlet: ReadCmdlet, values: Values): boolean =>
  Object.entries(values).every(([name, value]) => {
    const kind = parameterKind(cmdlet, name);
    const read = kind === undefined ? undefined : readPlanValue(object, name, kind);
    return read !== undefined && sameValue(read, value);
  });

/** What somebody else sets right after it was written: a value of the same kind that neither the plan nor the organization has. */
export const othersOf = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values)
      .slice(0, 1)
      .map(([name, value]) => [name, otherThan(name, value)]),
  );

function otherThan(name: string, value: Value): Value {
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [...(value as readonly string[]), 'changed.invalid:AcceptOorgProtocol'];
  return name === 'TlsCertificateName' ? '<I>CN=Somebody else<S>CN=changed.invalid' : 'changed.invalid';
}
