/** Unknown is a value: what could not be read is said so, with the reason, and is never taken for false or empty. */
import * as v from 'valibot';

/**
 * Why a value is not known. `notReturned`: the server answered without it. `failed`: the call that
 * would have given it failed. `timedOut`: no answer came in the time that is in the evidence. `denied`: the signed-in user may not ask. `notConnected`: that side was
 * not asked. `unreadable`: it came, but in a form that is not understood.
 */
export const unknownReasons = ['notReturned', 'failed', 'timedOut', 'denied', 'notConnected', 'unreadable'] as const;
export type UnknownReason = (typeof unknownReasons)[number];

export type Known<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: UnknownReason; readonly evidence: string };

export const known = <T>(value: T): Known<T> => ({ known: true, value });
/** `evidence`: the server's own text, or the name of what was missing. */
export const unknown = (reason: UnknownReason, evidence = ''): Known<never> => ({ known: false, reason, evidence });

/** The value, or `fallback` where it is not known. Only for showing; a rule must look at `known`. */
export const knownOr = <T, F>(value: Known<T>, fallback: F): T | F => (value.known ? value.value : fallback);

// The type of a schema is what its parts make of it; written out it would be said twice.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export const knownSchema = <S extends v.GenericSchema>(value: S) =>
  v.variant('known', [
    v.object({ known: v.literal(true), value }),
    v.object({ known: v.literal(false), reason: v.picklist(unknownReasons), evidence: v.string() }),
  ]);
