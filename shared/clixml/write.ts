/** Writing CLIXML, as `PSSerializer.Deserialize` reads it. */
import { base64OfBytes, encodeText, primitiveTags } from './primitives.ts';
import type { PsListKind, PsObject, PsPrimitive, PsValue } from './value.ts';

const listTags: Readonly<Record<PsListKind, string>> = { list: 'LST', enumerable: 'IE', queue: 'QUE', stack: 'STK' };

/** One CLIXML document with all the values. */
export function writeClixml(values: readonly PsValue[]): string {
  const parts: string[] = ['<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'];
  const counter = { next: 0, numbers: new Map<string, number>() };
  for (const value of values) writeValue(parts, value, undefined, counter);
  parts.push('</Objs>');
  return parts.join('');
}

interface Counter {
  next: number;
  /** Of the objects that a cycle refers to, by their id */
  readonly numbers: Map<string, number>;
}

const nameAttribute = (name: string | undefined): string => (name === undefined ? '' : ` N="${encodeText(name)}"`);

function writeValue(parts: string[], value: PsValue, name: string | undefined, counter: Counter): void {
  if (value.type === 'object') writeObject(parts, value, name, counter);
  else if (value.type === 'cycle') parts.push(referenceTo(counter.numbers.get(value.of), name));
  else writePrimitive(parts, value, name);
}

/** To an object that is not written itself (a part of a document was taken) there is no reference. */
const referenceTo = (number: number | undefined, name: string | undefined): string =>
  number === undefined ? `<Nil${nameAttribute(name)} />` : `<Ref${nameAttribute(name)} RefId="${String(number)}" />`;

function writePrimitive(parts: string[], value: PsPrimitive, name: string | undefined): void {
  if (value.type === 'null') {
    parts.push(`<Nil${nameAttribute(name)} />`);
    return;
  }
  const tag = primitiveTags[value.type];
  parts.push(`<${tag}${nameAttribute(name)}>${primitiveText(value)}</${tag}>`);
}

function primitiveText(value: Exclude<PsPrimitive, { readonly type: 'null' }>): string {
  switch (value.type) {
    case 'bytes':
      return base64OfBytes(value.value);
    case 'char':
      return String(value.value.charCodeAt(0));
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'single':
    case 'double':
      return floatText(value.value);
    default:
      return encodeText(String(value.value));
  }
}

const floatText = (value: number): string =>
  Object.is(value, -0) ? '-0' : value === Infinity ? 'INF' : value === -Infinity ? '-INF' : String(value);

function writeObject(parts: string[], value: PsObject, name: string | undefined, counter: Counter): void {
  const refId = counter.next;
  counter.next += 1;
  if (value.id !== undefined) counter.numbers.set(value.id, refId);
  parts.push(`<Obj${nameAttribute(name)} RefId="${String(refId)}">`);
  if (value.typeNames.length > 0) {
    parts.push(`<TN RefId="${String(refId)}">`, ...value.typeNames.map((type) => `<T>${encodeText(type)}</T>`), '</TN>');
  }
  if (value.text !== undefined) parts.push(`<ToString>${encodeText(value.text)}</ToString>`);
  if (value.base !== undefined) writePrimitive(parts, value.base, undefined);
  if (value.items !== undefined) {
    const tag = listTags[value.items.kind];
    parts.push(`<${tag}>`);
    for (const item of value.items.values) writeValue(parts, item, undefined, counter);
    parts.push(`</${tag}>`);
  }
  if (value.entries !== undefined) {
    parts.push('<DCT>');
    for (const [key, entry] of value.entries) {
      parts.push('<En>');
      writeValue(parts, key, 'Key', counter);
      writeValue(parts, entry, 'Value', counter);
      parts.push('</En>');
    }
    parts.push('</DCT>');
  }
  writeProperties(parts, 'Props', value.properties, counter);
  writeProperties(parts, 'MS', value.members, counter);
  parts.push('</Obj>');
}

function writeProperties(parts: string[], tag: 'Props' | 'MS', properties: PsObject['properties'], counter: Counter): void {
  if (properties.size === 0) return;
  parts.push(`<${tag}>`);
  for (const [name, value] of properties) writeValue(parts, value, name, counter);
  parts.push(`</${tag}>`);
}
