/** Which strings of a value are free, by its schema: the product's own words are none of them. */
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { mapStrings } from '../../../shared/redaction/strings.ts';

const schema = v.object({
  kind: v.literal('server'),
  state: v.picklist(['server', 'open']),
  at: v.pipe(v.string(), v.isoTimestamp()),
  server: v.string(),
  names: v.pipe(v.array(v.string()), v.readonly()),
  note: v.optional(v.nullable(v.string()), null),
  values: v.record(v.string(), v.union([v.null(), v.boolean(), v.string(), v.array(v.string())])),
  part: v.variant('kind', [
    v.object({ kind: v.literal('a'), text: v.string() }),
    v.object({ kind: v.literal('server'), state: v.picklist(['text', 'server']) }),
  ]),
});

it('is visited with the property that it is in, and nothing else is', () => {
  const visited: string[] = [];
  const value = {
    kind: 'server',
    state: 'server',
    at: '2026-11-20T09:00:00.000Z',
    server: 'server',
    names: ['server', 'x'],
    note: 'server',
    values: { server: 'server', list: ['server'], none: null, yes: true },
    part: { kind: 'server', state: 'server' },
    more: 'server',
  } as const;
  const mapped = mapStrings(schema, { ...value, names: [...value.names], values: { ...value.values, list: ['server'] } }, (text, key) => {
    visited.push(`${key}: ${text}`);
    return '-';
  });
  expect(visited).toEqual(['server: server', 'names: server', 'names: x', 'note: server', 'server: server', 'list: server']);
  expect(mapped).toEqual({
    ...value,
    server: '-',
    names: ['-', '-'],
    note: '-',
    values: { server: '-', list: ['-'], none: null, yes: true },
  });
});

it('goes into the part of a variant that the value is', () => {
  const value = {
    kind: 'server',
    state: 'open',
    at: '',
    server: '',
    names: [],
    note: null,
    values: {},
    part: { kind: 'a', text: 'x' },
  } as const;
  const mapped = mapStrings(schema, { ...value, names: [], at: '2026-11-20T09:00:00.000Z' }, (text) => `${text}!`);
  expect(mapped.part).toEqual({ kind: 'a', text: 'x!' });
});
