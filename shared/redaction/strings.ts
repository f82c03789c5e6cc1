/**
 * The strings of a value that its schema leaves free. A string of a closed list, such as the kind of a step, is a word of the product:
 * it is never one of these, whatever a server is called.
 */
import * as v from 'valibot';

/** `key`: the name of the property that has the string, or the list with it */
export type StringVisitor = (text: string, key: string) => string;

/** The value with each of these strings as `visit` returns it. What the schema does not name stays as it is. */
export function mapStrings<S extends v.GenericSchema>(schema: S, value: v.InferOutput<S>, visit: StringVisitor): v.InferOutput<S> {
  // A string becomes a string, and nothing else changes.
  return mapped(schema, value, '', visit);
}

/** The parts of a schema of valibot that say what is in it. */
interface Described {
  readonly type: string;
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: v.GenericSchema;
  readonly value?: v.GenericSchema;
  readonly wrapped?: v.GenericSchema;
  readonly options?: readonly v.GenericSchema[];
  /** The schema and what is checked of its value */
  readonly pipe?: readonly { readonly type: string }[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function mapped(schema: v.GenericSchema, value: unknown, key: string, visit: StringVisitor): unknown {
  const of: Described = schema;
  if (typeof value === 'string') {
    // A time has a form of its own, and nothing of others in it.
    if (of.type === 'string')
      return of.pipe?.some(({ type }) => type === 'iso_timestamp' || type === 'iso_date') ? value : visit(value, key);
    return of.options === undefined && of.wrapped === undefined ? value : mapped(inner(of, value), value, key, visit);
  }
  if (Array.isArray(value)) {
    const { item } = of;
    if (item !== undefined) return value.map((one: unknown) => mapped(item, one, key, visit));
  }
  const { entries, value: member } = of;
  if (isRecord(value) && entries !== undefined)
    return {
      ...value,
      ...Object.fromEntries(
        Object.entries(entries).flatMap(([name, entry]) => (name in value ? [[name, mapped(entry, value[name], name, visit)]] : [])),
      ),
    };
  if (isRecord(value) && of.type === 'record' && member !== undefined)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapped(member, one, name, visit)]));
  return of.options === undefined && of.wrapped === undefined ? value : mapped(inner(of, value), value, key, visit);
}

/** The schema below: the one that is wrapped, or the one of several that the value fits. A picklist has none: what it lists is not free. */
function inner({ type, wrapped, options = [] }: Described, value: unknown): v.GenericSchema {
  if (wrapped !== undefined) return wrapped;
  const fitting = type === 'variant' || type === 'union' ? options.find((option) => v.is(option, value)) : undefined;
  return fitting ?? v.unknown();
}
