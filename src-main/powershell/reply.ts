/** What the module answered, as an outcome or as a coded error. */
import { propertyOf, type PsObject, type PsValue } from '../../shared/clixml/value.ts';
import { stableErrorId, type CallOutcome, type CmdletError } from '../../shared/commands/call.ts';
import { appError, errorCodes, fail, ok, type Effect, type ErrorCode, type Result } from '../../shared/model/error.ts';
import { unreadable } from './wire.ts';

/** The reply is a hashtable; `effect` is what may have been changed when the failure is one of the session. */
export function outcomeOf(reply: PsValue, what: string, effect: Effect): Result<CallOutcome> {
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

/** Which call one of several replies is about, and whether it only says that the call has begun. */
export function partOf(reply: PsValue): { readonly index: number; readonly begun: boolean } {
  const [index, begun] = ['Index', 'Begun'].map((name) => (reply.type === 'object' ? entry(reply, name) : undefined));
  return { index: index?.type === 'int32' ? index.value : -1, begun: begun?.type === 'boolean' && begun.value };
}

function failureOf(failure: PsValue, what: string, effect: Effect): Result<never> {
  const said = textOf(failure.type === 'object' ? entry(failure, 'Code') : undefined);
  const code: ErrorCode = errorCodes.find((known) => known === said) ?? 'cmdlet.failed';
  const { message, category, id } = errorOf(failure);
  return fail(appError(code, { cmdlet: what, message, category, id }, answerLost.has(code) ? effect : 'none'));
}

/** The call was on its way, and what it did is not known. */
const answerLost: ReadonlySet<ErrorCode> = new Set(['session.lost', 'powershell.replyUnreadable']);

const errorOf = (value: PsValue): CmdletError => {
  const text = (name: string): string => textOf(value.type === 'object' ? entry(value, name) : undefined);
  return { message: text('Message'), category: text('Category'), id: stableErrorId(text('Id')), terminating: false };
};

/** An entry of a hashtable, or a property of what remoting made of one. */
const entry = (table: PsObject, name: string): PsValue | undefined =>
  table.entries?.find(([key]) => key.type === 'string' && key.value === name)?.[1] ?? propertyOf(table, name);

/** A list of one or none may arrive as the value itself. */
const items = (value: PsValue | undefined): readonly PsValue[] =>
  value === undefined || value.type === 'null' ? [] : value.type === 'object' && value.items !== undefined ? value.items.values : [value];

const textOf = (value: PsValue | undefined): string =>
  value === undefined ? '' : value.type === 'string' ? value.value : value.type === 'object' ? (value.text ?? '') : '';
