import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextFile, readChunk, readingOf, startReading } from '../../../shared/protocol-log/protocol-log.ts';
import { proveByLog } from '../../../shared/protocol-log/presented.ts';
import { runs } from '../../properties/seed.ts';
import {
  header,
  internalThumbprint,
  newThumbprint,
  oldThumbprint,
  oneLine,
  received,
  sendLog,
  sentTo,
  session,
  since,
  sixLines,
  tlsSucceeded,
} from './log-text.ts';
import { readLogs } from './reads.ts';

const thumbprint = fc.constantFrom(newThumbprint, oldThumbprint, internalThumbprint);
const certificate = fc.tuple(thumbprint, fc.constantFrom(sixLines, oneLine)).map(([one, shape]) => shape(one));
const oneSession = fc.record({
  certificate,
  other: certificate,
  minute: fc.nat(120),
  server: fc.constantFrom('EX01', 'EX02'),
  remote: fc.constantFrom('104.47.58.43:57811', '40.92.0.7:44', '192.0.2.1:99', ''),
  kind: fc.constantFrom('receive', 'send'),
  end: fc.constantFrom('ends', 'goes on', 'fails'),
});
type OneSession = typeof oneSession extends fc.Arbitrary<infer T> ? T : never;

function linesOf({ certificate: sent, other, minute, server, remote, kind, end }: OneSession, index: number): readonly string[] {
  const error = [
    '<',
    '550 5.7.64 TenantAttribution; Relay Access Denied [BN7.outlook.com 2026-11-28T11:00:00.000Z 08DD3FA5DBC8F401]',
  ] as const;
  const rows =
    kind === 'receive'
      ? received(sent, ['*', '', `TlsDomainCapabilities='None'; Status='NoRemoteCertificate'`])
      : sentTo(sent, tlsSucceeded('CLIENT'), ...other, ...(end === 'fails' ? [error] : []));
  const text = { id: `08DD${String(index)}`, at: new Date(Date.parse('2026-11-28T09:30:00.000Z') + minute * 60_000).toISOString() };
  const lines = session(
    rows,
    kind === 'receive' ? { ...text, connector: `${server}\\Default Frontend ${server}`, remote } : { ...sendLog, ...text },
  );
  return end === 'goes on' ? lines.slice(0, -3) : lines;
}

/** Lines of several lists, in an order that `choices` decides; each list keeps its own. */
function interleaved(lists: readonly (readonly string[])[], choices: readonly number[]): readonly string[] {
  const rest = lists.map((list) => [...list]).filter((list) => list.length > 0);
  const all: string[] = [];
  for (let at = 0; rest.length > 0; at += 1) {
    const index = (choices[at % choices.length] ?? 0) % rest.length;
    all.push(...(rest[index]?.splice(0, 1) ?? []));
    if (rest[index]?.length === 0) rest.splice(index, 1);
  }
  return all;
}
const sessions = fc.array(oneSession, { minLength: 1, maxLength: 8 });
const choices = fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 });
const textOf = (lines: readonly string[]): string =>
  [...header('Receive').filter((line) => !line.startsWith('#Log')), ...lines].join('\r\n');
const question = { wanted: newThumbprint, servers: ['EX01', 'EX02'], connectors: null };

describe('reading a protocol log', () => {
  it('does not depend on how the text is cut', () => {
    fc.assert(
      fc.property(sessions, fc.array(fc.nat(4000), { maxLength: 40 }), fc.constantFrom('', '\ufeff'), (all, cuts, mark) => {
        const text = mark + textOf(all.flatMap(linesOf));
        const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        const end = pieces.reduce(readChunk, nextFile(startReading(since), null));
        expect(readingOf(end)).toEqual(readLogs([{ text }]));
      }),
    );
  });

  it('does not depend on it character by character, nor on being asked between', () => {
    fc.assert(
      fc.property(fc.array(oneSession, { minLength: 1, maxLength: 2 }), (all) => {
        const text = textOf(all.flatMap(linesOf));
        let state = nextFile(startReading(since), null);
        for (const character of text) {
          if (character === ',') readingOf(state);
          state = readChunk(state, character);
        }
        expect(readingOf(state)).toEqual(readLogs([{ text }]));
      }),
      { numRuns: runs(5) },
    );
  });

  it('does not depend on how sessions are interleaved', () => {
    fc.assert(
      fc.property(sessions, choices, choices, (all, one, other) => {
        const lists = all.map(linesOf);
        const [first, second] = [one, other].map((order) => readLogs([{ text: textOf(interleaved(lists, order)) }]));
        expect(first).toEqual(second);
        expect(first === undefined ? [] : proveByLog(first, question)).toEqual(second === undefined ? null : proveByLog(second, question));
      }),
    );
  });

  const mutation = fc.record({
    at: fc.nat(20_000),
    length: fc.nat(60),
    text: fc.oneof(
      fc.constantFrom(
        '"',
        ',',
        '\n',
        '\r',
        '#Fields: ',
        '#Log-type: ',
        '\ufeff',
        '\0',
        ' ',
        '*',
        '4',
        'Sending certificate',
        'Certificate thumbprint',
      ),
      fc.string(),
    ),
  });

  it('never fails on a text that was changed, and names no thumbprint that is not in it', () => {
    fc.assert(
      fc.property(sessions, choices, fc.array(mutation, { maxLength: 12 }), (all, order, mutations) => {
        let text = textOf(interleaved(all.map(linesOf), order));
        for (const { at, length, text: inserted } of mutations) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + inserted + text.slice(place + length);
        }
        const reading = readLogs([{ text }]);
        proveByLog(reading, question);
        const upper = text.toUpperCase();
        for (const { sentBefore, sentSince, received: shown } of reading.connectors)
          for (const { certificate: one, sightings } of [...sentBefore, ...sentSince, ...shown]) {
            expect(one.thumbprint === null || (/^[0-9A-F]{40}$/.test(one.thumbprint) && upper.includes(one.thumbprint))).toBe(true);
            expect(sightings.every(({ lines }) => lines.every((line) => text.includes(line)))).toBe(true);
          }
      }),
      { numRuns: runs(400) },
    );
  });

  it('never proves the wanted certificate from a text without it', () => {
    fc.assert(
      fc.property(sessions, choices, fc.array(mutation, { maxLength: 12 }), (all, order, mutations) => {
        let text = textOf(interleaved(all.map(linesOf), order)).replaceAll(newThumbprint, oldThumbprint);
        for (const { at, length, text: inserted } of mutations)
          text = text.slice(0, at % (text.length + 1)) + inserted + text.slice((at % (text.length + 1)) + length);
        expect(proveByLog(readLogs([{ text }]), question).filter(({ proof }) => proof.kind === 'wanted')).toEqual([]);
      }),
    );
  });
});
