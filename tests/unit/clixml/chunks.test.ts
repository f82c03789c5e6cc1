import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClixmlReader, readClixml } from '../../../shared/clixml/read.ts';
import { psList, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import { runs } from '../../properties/seed.ts';

const values: readonly PsValue[] = [
  psObject({ Name: psString('受信コネクタ 😀 & <I>CN=a<S>CN=b'), Lines: psString('first\r\nsecond') }, ['T']),
  psList([psString('\ufeffmark\ufeff'), psString(''), psString(' '), psString('_x000D_')]),
];
const text = writeClixml(values);

/** The text in parts that end at these places. */
function inParts(whole: string, ends: readonly number[]): string[] {
  const places = [0, ...[...ends].sort((a, b) => a - b), whole.length];
  return places.slice(1).map((end, index) => whole.slice(places[index], end));
}

function readParts(parts: readonly string[]): ReturnType<typeof readClixml> {
  const reader = createClixmlReader();
  for (const part of parts) reader.write(part);
  return reader.end();
}

describe('createClixmlReader', () => {
  it('gives the same values for a text in any parts, also within a character, a tag or an escape', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 12 }), fc.boolean(), (ends, mark) => {
        const whole = mark ? `\ufeff${text}` : text;
        expect(readParts(inParts(whole, ends))).toEqual({ ok: true, value: values });
      }),
      { numRuns: runs(500) },
    );
    expect(readParts(text.split(''))).toEqual({ ok: true, value: values });
  });

  it('names the same place of a fault for a text in any parts', () => {
    const damaged = `<Objs>\n  <S>a</S>\n  <Wrong>1</Wrong>\n</Objs>`;
    const whole = readClixml(damaged);
    expect(whole).toMatchObject({ ok: false, error: { reason: 'unexpectedElement', what: 'Wrong', line: 3 } });
    for (let at = 1; at < damaged.length; at += 1) expect(readParts(inParts(damaged, [at]))).toEqual(whole);
  });

  it('says a fault at once, and again of everything that follows', () => {
    const reader = createClixmlReader();
    expect(reader.write('<Objs><S>a</S>')).toBeUndefined();
    const fault = reader.write('<SS>00</SS>');
    expect(fault).toMatchObject({ reason: 'forbidden', what: 'SS' });
    expect(reader.write('<S>b</S></Objs>')).toBe(fault);
    expect(reader.end()).toEqual({ ok: false, error: fault });
  });

  it('counts the size over all parts', () => {
    const reader = createClixmlReader({ size: 20, depth: 10, values: 100 });
    expect(reader.write('<Objs><S>a</S>')).toBeUndefined();
    expect(reader.write('<S>b</S></Objs>')).toMatchObject({ reason: 'tooLarge' });
  });

  it('is incomplete without its end', () => {
    expect(readParts(['<Objs><S>a</S>'])).toMatchObject({ ok: false, error: { reason: 'notXml' } });
  });
});
