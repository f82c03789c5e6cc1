/** A call as arguments of a request to the module, and the module's reply as an outcome or as a coded error. */
import { propertyOf, psBoolean, psHashtable, psInt32, psList, psNull, psString, type PsValue } from '../../shared/clixml/value.ts';
import {
  checkCall,
  stableErrorId,
  type CallOutcome,
  type CmdletCall,
  type CmdletError,
  type ParameterValue,
} from '../../shared/commands/call.ts';
import type { OnlineModule } from '../../shared/model/sign-in.ts';
import { connectionCode } from './connection-code.ts';
import { cmdletTable, type CmdletEntry, type ParameterKind } from '../../shared/commands/table.ts';
import { appError, errorCodes, fail, ok, type AppError, type CallEffect, type ErrorCode, type Result } from '../../shared/model/error.ts';

/** The reason why a call must not be sent, as a failure; `undefined` when it may be. */
export function refusalOf(call: CmdletCall): Result<never> | undefined {
  const checked = checkCall(call);
  if (!checked.ok) return checked;
  const parameter = unserializableParameter(call);
  return parameter === undefined ? undefined : fail(appError('call.refused', { cmdlet: call.cmdlet, side: call.side, parameter }));
}

/** The first parameter whose text contains U+FFFE or U+FFFF: PowerShell cannot serialize them, so no server would receive it. */
function unserializableParameter({ parameters, select }: CmdletCall): string | undefined {
  const texts = { ...parameters, Property: select ?? null };
  return Object.entries(texts).find(([, value]) => [value].flat().some((text) => /[\ufffe\uffff]/.test(String(text))))?.[0];
}

/** The call as the module takes it. */
export const callArguments = (call: CmdletCall): Readonly<Record<string, PsValue>> => ({
  Side: psString(call.side),
  Cmdlet: psString(call.cmdlet),
  Parameters: psHashtable(
    Object.fromEntries(Object.entries(call.parameters).map(([name, value]) => [name, valueOf(value, kindOf(call, name))])),
  ),
  Select: call.select === undefined ? psNull : psList(call.select.map(psString)),
});

const kindOf = ({ cmdlet }: CmdletCall, parameter: string): ParameterKind | undefined => {
  const { parameters }: CmdletEntry = cmdletTable[cmdlet];
  return parameters[parameter];
};

function valueOf(value: ParameterValue, kind: ParameterKind | undefined): PsValue {
  if (value === null) return psNull;
  if (typeof value === 'string') return kind === 'moment' ? { type: 'dateTime', value } : psString(value);
  if (typeof value === 'boolean') return psBoolean(value);
  if (typeof value === 'number') return psInt32(value);
  return psList(value.map(psString));
}

/**
 * Reads a reply, which is a hashtable. `what` names the call in an error; `effect` is what it may have changed when the
 * failure leaves that open.
 */
export function outcomeOf(reply: PsValue, what: string, effect: CallEffect): Result<CallOutcome> {
  // Stryker disable next-line ConditionalExpression: only an object has entries
  if (reply.type !== 'object' || reply.entries === undefined) return fail(unreadable('reply', what, effect));
  const failure = entry(reply, 'Failure');
  if (failure !== undefined && failure.type !== 'null') return failureOf(failure, what, effect);
  return ok({
    objects: items(entry(reply, 'Objects')),
    errors: items(entry(reply, 'Errors')).map(errorOf),
    warnings: items(entry(reply, 'Warnings')).map(textOf),
    verbose: items(entry(reply, 'Verbose')).map(textOf),
  });
}

/** The module for Exchange Online that a reply describes. A signature that is not said to be one of Microsoft is none. */
export function onlineModuleOf(value: PsValue | undefined): OnlineModule {
  const text = (name: string): string => textOf(entry(value, name));
  const signature = text('Signature');
  return {
    version: text('Version'),
    path: text('Path'),
    signature: signature === 'microsoft' || signature === 'unknown' ? signature : 'other',
    signer: text('Signer'),
  };
}

/** Which call a partial reply belongs to, and whether it only reports that the call has begun. */
export function partOf(reply: PsValue): { readonly index: number; readonly begun: boolean } {
  const [index, begun] = ['Index', 'Begun'].map((name) => entry(reply, name));
  return { index: index?.type === 'int32' ? index.value : -1, begun: begun?.type === 'boolean' && begun.value };
}

/** A reply that contains no result. `message` says what is wrong with it; `effect` is what the call may have changed. */
export const unreadable = (message: string, what: string, effect: CallEffect): AppError =>
  appError('powershell.replyUnreadable', { what, message }, effect);

/** After these failures of the module, the cmdlet may have run to its end. */
const leavesEffectOpen: ReadonlySet<ErrorCode> = new Set(['session.lost', 'powershell.replyUnreadable']);

function failureOf(failure: PsValue, what: string, effect: CallEffect): Result<never> {
  const given = textOf(entry(failure, 'Code'));
  const code: ErrorCode = errorCodes.find((known) => known === given) ?? 'cmdlet.failed';
  const { message, category, id } = errorOf(failure);
  const transport = textOf(entry(failure, 'Transport'));
  const details = { cmdlet: what, message, category, id, ...(transport !== '' && { transport }) };
  return fail(appError(connectionCode(code, details), details, leavesEffectOpen.has(code) ? effect : 'none'));
}

const errorOf = (value: PsValue): CmdletError => {
  const text = (name: string): string => textOf(entry(value, name));
  return { message: text('Message'), category: text('Category'), id: stableErrorId(text('Id')), terminating: false };
};

/** An entry of a hashtable. Remoting may have turned the hashtable into an object with properties. */
function entry(table: PsValue | undefined, name: string): PsValue | undefined {
  if (table?.type !== 'object') return undefined;
  // Stryker disable next-line ConditionalExpression: the module uses text keys alone
  return table.entries?.find(([key]) => key.type === 'string' && key.value === name)?.[1] ?? propertyOf(table, name);
}

/** The elements of a list. PowerShell may send a list of one element as the element, and an empty list as null. */
function items(value: PsValue | undefined): readonly PsValue[] {
  if (value === undefined || value.type === 'null') return [];
  // Stryker disable next-line ConditionalExpression: only an object has items
  return value.type === 'object' && value.items !== undefined ? value.items.values : [value];
}

function textOf(value: PsValue | undefined): string {
  if (value?.type === 'string') return value.value;
  // Stryker disable next-line ConditionalExpression: only an object has a text
  return value?.type === 'object' ? (value.text ?? '') : '';
}
