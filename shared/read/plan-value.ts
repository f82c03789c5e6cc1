/** Values of objects in the form in which the cmdlet that sets them takes them, and what says which object it was. */
import { propertyOf, type PsValue } from '../clixml/value.ts';
import type { ParameterKind } from '../commands/table.ts';
import { partition } from '../model/known.ts';
import { readBoolean, textOf, textsOf } from './property.ts';

/** As a plan holds it: `null` is empty, a list is in the order in which it came. */
type PlanValue = null | boolean | string | readonly string[];

/**
 * The property of that name, as a parameter of `kind` takes it. Enums, domains and identifiers are their texts; `$null` and the
 * empty text are `null`, or for a list `[]`; a single text is a list of one. `undefined`: it was not sent, or in a form that is not understood.
 */
export function readPlanValue(object: PsValue, name: string, kind: ParameterKind): PlanValue | undefined {
  const value = propertyOf(object, name);
  if (value === undefined) return undefined;
  const isEmpty = value.type === 'null' || textOf(value) === '';
  switch (kind) {
    case 'strings':
    case 'nullableStrings':
      return isEmpty ? [] : textsOf(value, textOf);
    case 'string':
    case 'nullableString':
      return isEmpty ? null : textOf(value);
    case 'boolean': {
      const [flag] = partition([readBoolean(object, name)], (one) => one).known;
      return isEmpty ? null : flag?.value;
    }
    // No value of an object is a switch, a number or a moment.
    case 'switch':
    case 'integer':
    case 'moment':
      return undefined;
  }
}

/** Which object it was, and when and where it was read; `null` for what was not sent. */
interface ObjectFacts {
  readonly identity: string | null;
  /** In lower case: Exchange Online sends it as a text */
  readonly guid: string | null;
  /** As Exchange says it, in UTC where it says so */
  readonly whenChanged: string | null;
  /** The domain controller that answered; Exchange Online names none */
  readonly controller: string | null;
}

export const readObjectFacts = (object: PsValue): ObjectFacts => ({
  identity: textProperty(object, 'Identity'),
  guid: textProperty(object, 'Guid')?.toLowerCase() ?? null,
  whenChanged: textProperty(object, 'WhenChangedUTC') ?? textProperty(object, 'WhenChanged'),
  controller: textProperty(object, 'OriginatingServer'),
});

/** The text of a property that is one; `null` where it is empty. */
function textProperty(object: PsValue, name: string): string | null {
  const value = propertyOf(object, name);
  if (value === undefined) return null;
  const text = value.type === 'dateTime' ? value.value : textOf(value);
  return text === undefined || text === '' ? null : text;
}
