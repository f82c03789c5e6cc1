/**
 * Reading CLIXML: strict XML below, no entities or document types, bounded in size, depth and count.
 * What is read is a finite tree: an object may be referred to several times, and it counts each time;
 * a reference from within the object itself is a value of its own (`PsCycle`), so walking through the
 * values always ends.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { fail, ok, type Result } from '../model/error.ts';
import { decodeText, primitiveParsers } from './primitives.ts';
import { type PsListKind, type PsPrimitive, type PsValue, psNull } from './value.ts';

/** Where and why a text is not CLIXML. Line and column count from 1. */
export interface ClixmlFault {
  readonly reason:
    'notXml' | 'forbidden' | 'unexpectedElement' | 'badValue' | 'badReference' | 'tooLarge' | 'tooDeep' | 'tooMany' | 'incomplete';
  readonly what: string;
  readonly line: number;
  readonly column: number;
}

export interface ClixmlLimits {
  /** UTF-16 code units */
  readonly size: number;
  readonly depth: number;
  readonly values: number;
}

const defaultLimits: ClixmlLimits = { size: 256 * 1024 * 1024, depth: 100, values: 5_000_000 };

/** An object while it is read. */
interface Draft {
  typeNames: readonly string[];
  text: string | undefined;
  base: PsPrimitive | undefined;
  items: { kind: PsListKind; values: PsValue[] } | undefined;
  entries: [PsValue, PsValue][] | undefined;
  properties: Map<string, PsValue>;
  members: Map<string, PsValue>;
  id?: string;
}

type Frame =
  | { readonly kind: 'root' }
  | { readonly kind: 'object'; readonly draft: Draft; readonly referable: Referable; readonly start: number }
  | { readonly kind: 'properties' | 'members'; readonly draft: Draft }
  | { readonly kind: 'list'; readonly draft: Draft; readonly values: PsValue[] }
  | { readonly kind: 'dictionary'; readonly draft: Draft }
  | { readonly kind: 'entry'; readonly draft: Draft; key: PsValue | undefined; value: PsValue | undefined }
  | { readonly kind: 'typeNames'; readonly draft: Draft; readonly names: string[]; readonly refId: string | undefined }
  | { readonly kind: 'typeName'; readonly names: string[] }
  | { readonly kind: 'toString'; readonly draft: Draft }
  | { readonly kind: 'primitive'; readonly tag: string; readonly name: string | undefined }
  | { readonly kind: 'empty' };

const listKinds: Readonly<Record<string, PsListKind>> = { LST: 'list', IE: 'enumerable', QUE: 'queue', STK: 'stack' };

interface Referable {
  readonly value: PsValue & { id?: string };
  /** What it takes wherever it is referred to, once it is finished: elements in it, and elements inside each other, itself too */
  extent: { readonly count: number; readonly height: number } | undefined;
}

class Refusal extends Error {
  constructor(
    readonly reason: ClixmlFault['reason'],
    readonly what: string,
  ) {
    super(what);
  }
}

/** Reads a text that arrives in parts. The first fault is final: parts that follow are not looked at. */
export interface ClixmlReader {
  write(part: string): ClixmlFault | undefined;
  /** All values, once the whole text was written. */
  end(): Result<readonly PsValue[], ClixmlFault>;
  /** How many values it has read, as `ClixmlLimits` counts them */
  count(): number;
}

/** The values of a CLIXML text (`<Objs>` with any number of values, or one bare value), in order. */
export function readClixml(text: string, limits: ClixmlLimits = defaultLimits): Result<readonly PsValue[], ClixmlFault> {
  const reader = createClixmlReader(limits);
  reader.write(text);
  return reader.end();
}

/** Keeps no more of the text than the value that is being read, so a file need not be in memory as a whole. */
export function createClixmlReader(limits: ClixmlLimits = defaultLimits): ClixmlReader {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const assembler = createAssembler(limits);
  let size = 0;
  let fault: ClixmlFault | undefined;
  parser.on('opentag', (tag) => {
    assembler.open(tag);
  });
  parser.on('closetag', () => {
    assembler.close();
  });
  parser.on('text', (part) => {
    assembler.text(part);
  });
  parser.on('cdata', (part) => {
    assembler.text(part);
  });
  parser.on('doctype', () => {
    throw new Refusal('forbidden', 'DOCTYPE');
  });
  parser.on('error', (error) => {
    throw new Refusal('notXml', error.message);
  });

  /** Does a part of the work, unless it has already failed. */
  function guarded(work: () => void): ClixmlFault | undefined {
    if (fault !== undefined) return fault;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      fault = { reason: error.reason, what: error.what, line: parser.line, column: parser.columnIndex + 1 };
    }
    return fault;
  }

  return {
    write: (part) =>
      guarded(() => {
        const text = size === 0 && part.charCodeAt(0) === 0xfeff ? part.slice(1) : part;
        size += part.length;
        if (size > limits.size) throw new Refusal('tooLarge', String(size));
        parser.write(text);
      }),
    end: () => {
      const failed = guarded(() => {
        parser.close();
      });
      return failed === undefined ? ok(assembler.values) : fail(failed);
    },
    count: () => assembler.count(),
  };
}

/** Puts elements together to values. */
function createAssembler(limits: ClixmlLimits) {
  const values: PsValue[] = [];
  const stack: Frame[] = [{ kind: 'root' }];
  /** For each frame of the stack, how many elements stand inside each other in it */
  const heights: number[] = [0];
  const objects = new Map<string, Referable>();
  const types = new Map<string, readonly string[]>();
  let parts: string[] = [];
  let count = 0;

  const top = (): Frame => stack.at(-1) ?? { kind: 'root' };

  /** Puts a finished value where it belongs. */
  function put(value: PsValue, name: string | undefined): void {
    const frame = top();
    switch (frame.kind) {
      case 'root':
        values.push(value);
        return;
      case 'list':
        frame.values.push(value);
        return;
      case 'properties':
      case 'members': {
        if (name === undefined) throw new Refusal('badValue', 'N');
        (frame.kind === 'properties' ? frame.draft.properties : frame.draft.members).set(name, value);
        return;
      }
      case 'entry':
        if (name === 'Key') frame.key = value;
        else if (name === 'Value') frame.value = value;
        else throw new Refusal('badValue', 'N');
        return;
      case 'object':
        if (value.type === 'object' || value.type === 'cycle')
          throw new Refusal('unexpectedElement', value.type === 'object' ? 'Obj' : 'Ref');
        frame.draft.base = value;
        return;
      default:
        throw new Refusal('unexpectedElement', 'value');
    }
  }

  function open(tag: SaxesTagPlain): void {
    if (stack.length > limits.depth * 2) throw new Refusal('tooDeep', tag.name);
    spend(1, tag.name);
    parts = [];
    stack.push(frameFor(tag));
    heights.push(0);
  }

  function spend(elements: number, what: string): void {
    count += elements;
    if (count > limits.values) throw new Refusal('tooMany', what);
  }

  function reach(height: number): void {
    heights[heights.length - 1] = Math.max(heights.at(-1) ?? 0, height);
  }

  function frameFor(tag: SaxesTagPlain): Frame {
    const frame = top();
    const raw = tag.attributes['N'];
    const name = raw === undefined ? undefined : decodeText(raw);
    if (frame.kind === 'root' && tag.name === 'Objs') return { kind: 'root' };
    if (tag.name === 'Obj') return newObject(tag, name);
    if (tag.name === 'Ref') return reference(tag, name);
    if (tag.name === 'Nil') {
      put(psNull, name);
      return { kind: 'empty' };
    }
    if (tag.name === 'SS') throw new Refusal('forbidden', 'SS');
    if (Object.hasOwn(primitiveParsers, tag.name)) return { kind: 'primitive', tag: tag.name, name };
    if (frame.kind === 'object') return partOfObject(tag, frame.draft);
    if (frame.kind === 'dictionary' && tag.name === 'En') return { kind: 'entry', draft: frame.draft, key: undefined, value: undefined };
    if (frame.kind === 'typeNames' && tag.name === 'T') return { kind: 'typeName', names: frame.names };
    throw new Refusal('unexpectedElement', tag.name);
  }

  function newObject(tag: SaxesTagPlain, name: string | undefined): Frame {
    const draft: Draft = {
      typeNames: [],
      text: undefined,
      base: undefined,
      items: undefined,
      entries: undefined,
      properties: new Map(),
      members: new Map(),
    };
    const value = Object.assign(draft, { type: 'object' as const });
    put(value, name);
    const refId = tag.attributes['RefId'];
    const referable: Referable = { value, extent: undefined };
    if (refId !== undefined) objects.set(refId, referable);
    return { kind: 'object', draft, referable, start: count };
  }

  function reference(tag: SaxesTagPlain, name: string | undefined): Frame {
    const refId = tag.attributes['RefId'] ?? '';
    const { value, extent } = objects.get(refId) ?? {};
    if (value === undefined) throw new Refusal('badReference', refId);
    // It is not finished: the reference stands within the object itself.
    if (extent === undefined) {
      value.id = refId;
      put({ type: 'cycle', of: refId }, name);
      return { kind: 'empty' };
    }
    if (stack.length + extent.height - 1 > limits.depth * 2) throw new Refusal('tooDeep', tag.name);
    spend(extent.count, tag.name);
    reach(extent.height);
    put(value, name);
    return { kind: 'empty' };
  }

  function partOfObject(tag: SaxesTagPlain, draft: Draft): Frame {
    const listKind = Object.hasOwn(listKinds, tag.name) ? listKinds[tag.name] : undefined;
    if (listKind !== undefined) {
      draft.items = { kind: listKind, values: [] };
      return { kind: 'list', draft, values: draft.items.values };
    }
    switch (tag.name) {
      case 'TN':
        return { kind: 'typeNames', draft, names: [], refId: tag.attributes['RefId'] };
      case 'TNRef': {
        const names = types.get(tag.attributes['RefId'] ?? '');
        if (names === undefined) throw new Refusal('badReference', tag.attributes['RefId'] ?? '');
        draft.typeNames = names;
        return { kind: 'empty' };
      }
      case 'Props':
        return { kind: 'properties', draft };
      case 'MS':
        return { kind: 'members', draft };
      case 'DCT':
        draft.entries = [];
        return { kind: 'dictionary', draft };
      case 'ToString':
        return { kind: 'toString', draft };
      default:
        throw new Refusal('unexpectedElement', tag.name);
    }
  }

  function close(): void {
    const frame = stack.pop();
    const height = (heights.pop() ?? 0) + 1;
    reach(height);
    const text = parts.length === 1 ? (parts[0] ?? '') : parts.join('');
    parts = [];
    switch (frame?.kind) {
      case 'primitive': {
        const value = primitiveParsers[frame.tag]?.(text);
        if (value === undefined) throw new Refusal('badValue', frame.tag);
        put(value, frame.name);
        return;
      }
      case 'object':
        frame.referable.extent = { count: count - frame.start, height };
        return;
      case 'toString':
        frame.draft.text = decodeText(text);
        return;
      case 'typeName':
        frame.names.push(decodeText(text));
        return;
      case 'typeNames':
        frame.draft.typeNames = frame.names;
        if (frame.refId !== undefined) types.set(frame.refId, frame.names);
        return;
      case 'entry':
        if (frame.key === undefined || frame.value === undefined) throw new Refusal('badValue', 'En');
        frame.draft.entries?.push([frame.key, frame.value]);
        return;
      default:
        return;
    }
  }

  return {
    values,
    count: () => count,
    open,
    close,
    text: (part: string): void => {
      const { kind } = top();
      if (kind === 'primitive' || kind === 'toString' || kind === 'typeName') parts.push(part);
      else if (part.trim() !== '') throw new Refusal('badValue', 'text');
    },
  };
}
