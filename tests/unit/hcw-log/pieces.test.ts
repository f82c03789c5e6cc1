/** How the bytes of a log arrive does not matter, and nothing is made of a piece that is not in the text. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HcwLogAnswers } from '../../../shared/hcw-log/answers.ts';
import { emptyHcwLog, endHcwLog, hcwLogAnswers, readHcwLog } from '../../../shared/hcw-log/read.ts';
import { partition } from '../../../shared/model/known.ts';
import { logText } from '../../../src-main/hcw-log/log-text.ts';
import { runs } from '../../properties/seed.ts';
import * as excerpts from './excerpts.ts';

const parts: readonly string[] = [
  ...Object.values(excerpts),
  'Property  Expected  Actual  Equals\nTlsCertificateName  B  A  False\n\n',
  '<property type="System.String" value="&lt;I&gt;CN=A&lt;S&gt;CN=証明書" name="TlsCertificateName"/>',
  'é𠮷 ｘ',
];

const encodings = {
  'UTF-8': (text: string) => Buffer.from(text),
  'UTF-8 with a mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'UTF-16': (text: string) => Buffer.from(`2026${text}`, 'utf16le'),
  'UTF-16 with a mark': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
} as const;

function answersTo(pieces: readonly Uint8Array[]): HcwLogAnswers {
  const text = logText();
  let state = emptyHcwLog;
  for (const piece of pieces) state = readHcwLog(state, text.add(piece));
  return hcwLogAnswers(endHcwLog(readHcwLog(state, text.end())));
}

function cutAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const sorted = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return sorted.map((end, index) => bytes.subarray(sorted[index - 1] ?? 0, end));
}

const logs = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 4 }).map((chosen) => chosen.join('\n'));

describe.each(Object.entries(encodings))('%s', (_, encode) => {
  it('gives the same answers however it is cut into pieces', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(), { maxLength: 12 }), (text, places) => {
        const bytes = encode(text);
        expect(answersTo(cutAt(bytes, places))).toEqual(answersTo([bytes]));
      }),
      { numRuns: runs(60) },
    );
  });

  it('gives the same answers byte by byte', () => {
    const bytes = encode(excerpts.interleaved);
    expect(answersTo(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(answersTo([bytes]));
  });
});

describe('a log that is cut off anywhere', () => {
  const whole = answersTo([Buffer.from(excerpts.interleaved)]);
  const texts = new Map(whole.commands.last.map((command) => [command.line, command]));

  it('has no command, value, end or message that the whole log has not', () => {
    for (let end = 0; end <= excerpts.interleaved.length; end += 1) {
      const { commands, messages } = answersTo([Buffer.from(excerpts.interleaved.slice(0, end))]);
      for (const command of commands.last) {
        const other = texts.get(command.line);
        expect(other?.cmdlet).toBe(command.cmdlet);
        expect(other?.parameters.slice(0, command.parameters.length)).toEqual(command.parameters);
        if (command.outcome !== 'notKnown') expect(other?.outcome).toBe(command.outcome);
      }
      for (const { code, id } of messages) expect(whole.messages.map((one) => [one.code, one.id])).toContainEqual([code, id]);
    }
  });

  it('has, with anything removed from its middle, only commands and values that stand in it', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat({ max: 400 }), (text, at, length) => {
        const start = at % (text.length + 1);
        const cut = text.slice(0, start) + text.slice(start + length);
        for (const { cmdlet, parameters } of answersTo([Buffer.from(cut)]).commands.last) {
          expect(cut).toContain(cmdlet);
          const values = partition(parameters, ({ value }) => value).known.flatMap(({ value }) =>
            typeof value === 'string' ? [value] : [],
          );
          for (const value of values) expect(cut.replaceAll("''", "'")).toContain(value);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it('never fails on what is no log', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), (pieces) => {
        expect(answersTo(pieces).commands.all).toBe(0);
      }),
      { numRuns: runs(100) },
    );
  });
});
