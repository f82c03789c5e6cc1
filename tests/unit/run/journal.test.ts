import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../shared/model/error.ts';
import { directions } from '../../../shared/mail-flow/verdict.ts';
import {
  decisions,
  lineText,
  outcomes,
  parseJournal,
  type EntryOf,
  type JournalEntry,
  type JournalLine,
} from '../../../shared/run/journal.ts';

// Any text, also with quotes, line ends, what looks like the end of a line, and half of a surrogate pair.
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('\n', '","crc":"00000000"}', '\\"}\n{"v":1', '\ud800', '\u2028', '\uFFFD', '証明書'),
);
/** No name that every object has, which `parsePlainJson` refuses. */
const name = text.filter((key) => !(key in Object.prototype) && key !== 'prototype');
// -0 is no value of JSON.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const error = fc.record({
  code: fc.constantFrom(...errorCodes),
  effect: fc.constantFrom('none' as const, 'unknown' as const, 'partial' as const),
  details: fc.dictionary(name, text, { noNullPrototype: true }),
});
const values = fc.dictionary(name, fc.oneof(fc.constant(null), fc.boolean(), text, fc.array(text)), { noNullPrototype: true });
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });

const entries: { readonly [K in JournalEntry['kind']]: fc.Arbitrary<Omit<EntryOf<K>, 'kind'>> } = {
  opened: fc.record({
    run: text,
    plan: text,
    snapshot: text,
    program: text,
    organization: text,
    mode: fc.constantFrom('connected', 'guided', 'practice'),
    controller: maybe(text),
    settleMs: number,
    replicationMs: number,
    certificate: maybe(text),
  }),
  evidence: fc.record({
    evidence: fc.oneof(
      fc.record({
        kind: fc.constant('word' as const),
        direction: fc.constantFrom('toOnPremises' as const, 'toExchangeOnline' as const),
        word: text,
      }),
      fc.record({
        kind: fc.constant('handshake' as const),
        server: text,
        host: text,
        askedFrom: fc.constantFrom('thisComputer' as const, 'server' as const),
        result: fc.record({
          state: fc.constant('failed' as const),
          fault: fc.constantFrom('refused' as const, 'timedOut' as const),
          detail: text,
        }),
      }),
    ),
  }),
  reopened: fc.record({ program: text }),
  observed: fc.record({ step: text, values: maybe(values), guid: maybe(text), controller: maybe(text), error: maybe(error) }),
  announced: fc.record({
    step: text,
    by: fc.constantFrom('wizard', 'person'),
    process: maybe(fc.record({ pid: number, startedAt: text })),
    controller: maybe(text),
    limitMs: number,
  }),
  answered: fc.record({ step: text, error: maybe(error), warnings: fc.array(text) }),
  fenced: fc.record({ step: text }),
  decided: fc.record({ decision: fc.constantFrom(...decisions) }),
  returned: fc.record({ step: text }),
  trusted: fc.record({ places: fc.array(fc.record({ direction: fc.constantFrom(...directions), server: text })) }),
  closed: fc.record({ outcome: fc.constantFrom(...outcomes) }),
};
const kinds = Object.keys(entries) as readonly JournalEntry['kind'][];

const lineOf = (kind: JournalEntry['kind']): fc.Arbitrary<JournalLine> =>
  fc
    .tuple(fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('2100-01-01') }), text, number, entries[kind])
    .map(([at, boot, up, entry]) => ({ v: 1, n: 1, at: at.toISOString(), boot, up, kind, ...entry }) as JournalLine);
const journal = fc
  .array(fc.constantFrom(...kinds).chain(lineOf), { minLength: 1, maxLength: 6 })
  .map((lines) => lines.map((line, index): JournalLine => ({ ...line, n: index + 1 })));

const written = (lines: readonly JournalLine[]): string => lines.map(lineText).join('');
/** As a file is read. */
const decoded = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

const closed = (n: number): JournalLine & EntryOf<'closed'> => ({
  v: 1,
  n,
  at: '2026-11-20T09:00:00.000Z',
  boot: 'start',
  up: n,
  kind: 'closed',
  outcome: 'finished',
});

describe('a journal', () => {
  it.each(kinds)('gives a line of the kind %s back as it was written', (kind) => {
    fc.assert(
      fc.property(lineOf(kind), (line) => {
        const oneLine = lineText(line);
        expect(oneLine.indexOf('\n')).toBe(oneLine.length - 1);
        expect(parseJournal(decoded(Buffer.from(oneLine, 'utf8')))).toEqual({ ok: true, value: [line] });
      }),
    );
  });

  it('that was cut off at any byte has every line before', () => {
    fc.assert(
      fc.property(journal, fc.nat(), (lines, random) => {
        const bytes = Buffer.from(written(lines), 'utf8');
        const length = random % bytes.length;
        // A line is whole with its last brace: its line end says nothing more.
        const ends = lines.map((_, index) => Buffer.byteLength(written(lines.slice(0, index + 1))) - 1);
        const whole = lines.slice(0, ends.filter((end) => end <= length).length);
        const expected = whole.length === 0 ? { ok: false, error: { kind: 'empty' } } : { ok: true, value: whole };
        expect(parseJournal(decoded(bytes.subarray(0, length)))).toEqual(expected);
      }),
    );
  });

  it('with a line that was cut off, and others behind it, has the whole ones', () => {
    fc.assert(
      fc.property(journal, fc.nat(), fc.nat(), (lines, place, cut) => {
        const at = place % lines.length;
        const torn = lineText({ ...closed(at + 1) });
        const texts = lines.map(lineText);
        texts.splice(at, 0, `${torn.slice(0, cut % (torn.length - 1))}\n`);
        expect(parseJournal(texts.join(''))).toEqual({ ok: true, value: lines });
      }),
    );
  });

  it('with one flipped bit never has another line than those that were written', () => {
    fc.assert(
      fc.property(journal, fc.nat(), fc.nat(7), (lines, place, bit) => {
        const bytes = Buffer.from(written(lines), 'utf8');
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const read = parseJournal(decoded(bytes));
        if (read.ok) expect(read.value).toEqual(lines.slice(0, read.value.length));
        else expect(['gap', 'empty']).toContain(read.error.kind);
      }),
      { numRuns: 300 },
    );
  });

  it('whose line in between is missing, doubled or moved has a gap there', () => {
    const [first, second, third] = [1, 2, 3].map((n) => lineText(closed(n)));
    for (const [texts, after] of [
      [[first, third], 1],
      [[second], 0],
      [[first, first], 1],
      [[first, third, second], 1],
    ] as const)
      expect(parseJournal(texts.join(''))).toEqual({ ok: false, error: { kind: 'gap', after } });
  });

  it('of a newer format is not used, whatever else its lines contain', () => {
    const newer = { ...closed(2), v: 2 as 1, kind: 'unheardOf' as 'closed' };
    expect(parseJournal(lineText(closed(1)) + lineText(newer))).toEqual({ ok: false, error: { kind: 'newer', version: 2 } });
  });

  it('with a line that nobody wrote like this is not used', () => {
    for (const strange of [
      { ...closed(2), kind: 'unheardOf' as 'closed' },
      { ...closed(2), outcome: 'won' as 'left' },
      { ...closed(2), at: 'yesterday' },
      { ...closed(2), constructor: 1 as unknown as () => void },
    ])
      expect(parseJournal(lineText(closed(1)) + lineText(strange))).toEqual({ ok: false, error: { kind: 'unreadable', after: 1 } });
  });

  it('without a whole line is empty', () => {
    for (const nothing of ['', '\n', '\n\n', 'text', lineText(closed(1)).slice(0, -2)])
      expect(parseJournal(nothing)).toEqual({ ok: false, error: { kind: 'empty' } });
  });
});
