/** The file that the collection script writes: one hashtable with the answers to its calls. */
import * as v from 'valibot';
import type { PsValue } from '../clixml/value.ts';
import { reads, cmdletCallSchema, type ParameterValue, type CmdletError } from '../commands/call.ts';
import type { CmdletName } from '../commands/table.ts';
import { appError, fail, ok, type Result } from '../model/error.ts';
import { textOf } from '../read/property.ts';
import { collectedPlaces, collectionFormat, collectionFormatVersion, type CallAnswer, type CollectionPart } from './collection.ts';
import { ownPropertiesOfCertificate } from './unattributed-objects.ts';

/** Whether the values are those of a file of the script, of whatever version. */
export const isScriptFile = (values: readonly PsValue[]): boolean => values.length === 1 && text(values[0], 'Format') === collectionFormat;

/**
 * The answers of the file. `collection.otherVersion` for a file of a newer script,
 * `collection.otherContent` with the place (`Answers[3].Cmdlet`) where it is not what the script writes.
 */
export function readScriptFile(source: string, values: readonly PsValue[]): Result<CollectionPart> {
  const root = values[0];
  const version = entry(root, 'Version');
  if (version?.type !== 'int32') return other(source, 'Version');
  if (version.value !== collectionFormatVersion) {
    return fail(appError('collection.otherVersion', { path: source, version: String(version.value) }));
  }
  const place = collectedPlaces.find((known) => known === text(root, 'Side'));
  if (place === undefined) return other(source, 'Side');
  const computer = text(root, 'Computer') ?? '';
  if (place === 'edge' && computer === '') return other(source, 'Computer');
  const side = place === 'edge' ? 'onPremises' : place;
  const takenAt = timeOf(root);
  if (takenAt === undefined) return other(source, 'Time');
  const written = items(entry(root, 'Answers'));
  if (written === undefined) return other(source, 'Answers');
  const answers: CallAnswer[] = [];
  for (const [index, value] of written.entries()) {
    const answer = readAnswer(side, value);
    if (typeof answer === 'string') return other(source, `Answers[${String(index)}].${answer}`);
    if (place === 'edge') for (const one of ofEdgeServer(answer, computer)) answers.push(one);
    else answers.push(answer);
  }
  return ok({ source, kind: 'script', takenAt, answers });
}

/** The parameter by which other servers are asked for what an Edge server says of itself. */
const serverParameters: Readonly<Partial<Record<CmdletName, string>>> = {
  'Get-ReceiveConnector': 'Server',
  'Get-ExchangeCertificate': 'Server',
  'Get-TransportService': 'Identity',
};

/** As if the server had been asked from another one. Its rows of certificates have the certificates too; another cmdlet speaks of the organization. */
function ofEdgeServer(answer: CallAnswer, server: string): readonly CallAnswer[] {
  const parameter = serverParameters[answer.cmdlet];
  if (parameter === undefined) return [];
  const own = { ...answer, parameters: { ...answer.parameters, [parameter]: server } };
  return answer.cmdlet === 'Get-ExchangeCertificate' ? [{ ...own, select: undefined }, own] : [own];
}

const other = (source: string, place: string): Result<never> => fail(appError('collection.otherContent', { path: source, what: place }));

/** The answer, or the name of the entry that is not what the script writes. */
function readAnswer(side: CallAnswer['side'], value: PsValue): CallAnswer | string {
  const parameters = parametersOf(entry(value, 'Parameters'));
  if (parameters === undefined) return 'Parameters';
  const names = items(entry(value, 'Select'))?.map((name) => textOf(name));
  if (names?.every((name) => name !== undefined) !== true) return 'Select';
  const call = v.safeParse(cmdletCallSchema, { side, cmdlet: text(value, 'Cmdlet'), parameters });
  if (!call.success || !reads(call.output)) return 'Cmdlet';
  const takenAt = timeOf(value);
  if (takenAt === undefined) return 'Time';
  const objects = items(entry(value, 'Objects'));
  if (objects === undefined) return 'Objects';
  const errors = items(entry(value, 'Errors'))?.map(errorOf);
  if (errors === undefined) return 'Errors';
  const warnings = items(entry(value, 'Warnings'))?.map((warning) => textOf(warning) ?? '');
  if (warnings === undefined) return 'Warnings';
  const { cmdlet } = call.output;
  const rows = cmdlet === 'Get-ExchangeCertificate' && names.length > 0;
  return {
    kind: 'call',
    side,
    cmdlet,
    parameters,
    // Of a command the script keeps its name only: the whole object describes every parameter of it.
    select: names.length === 0 || cmdlet === 'Get-Command' ? undefined : names,
    // A row without any of Exchange's own values was made of what is left of a certificate after its way here: its HasPrivateKey is false, whatever is true.
    objects: rows ? objects.filter(ownPropertiesOfCertificate) : objects,
    errors,
    warnings,
    takenAt,
  };
}

function parametersOf(value: PsValue | undefined): Record<string, ParameterValue> | undefined {
  if (value?.type !== 'object' || value.entries === undefined) return undefined;
  const parameters: Record<string, ParameterValue> = {};
  for (const [key, given] of value.entries) {
    const name = textOf(key);
    const single = textOf(given);
    const several = items(given)?.map((item) => textOf(item));
    if (name === undefined) return undefined;
    if (single !== undefined) parameters[name] = single;
    else if (several?.every((item) => item !== undefined) === true) parameters[name] = several;
    else return undefined;
  }
  return parameters;
}

const errorOf = (value: PsValue): CmdletError => {
  const terminating = entry(value, 'Terminating');
  return {
    message: text(value, 'Message') ?? '',
    category: text(value, 'Category') ?? '',
    id: text(value, 'Id') ?? '',
    terminating: terminating?.type === 'boolean' && terminating.value,
  };
};

/** An entry of a hashtable. */
const entry = (table: PsValue | undefined, name: string): PsValue | undefined =>
  table?.type === 'object' ? table.entries?.find(([key]) => textOf(key) === name)?.[1] : undefined;

const text = (table: PsValue | undefined, name: string): string | undefined => {
  const value = entry(table, name);
  return value === undefined ? undefined : textOf(value);
};

/** A time with seven digits of a second, as .NET writes it, as ISO 8601 with three. */
function timeOf(table: PsValue | undefined): string | undefined {
  const written = text(table, 'Time') ?? '';
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?Z$/.test(written) ? new Date(written) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** A list; one that was empty may have become `$null`. */
function items(value: PsValue | undefined): readonly PsValue[] | undefined {
  if (value === undefined) return undefined;
  if (value.type === 'null') return [];
  return value.type === 'object' ? (value.items?.values ?? undefined) : undefined;
}
