import { describe, expect, it } from 'vitest';
import { fuzzFormats } from '../../fuzz/formats.ts';
import { mutated } from '../../fuzz/mutate.ts';
import { tryInput } from '../../fuzz/try.ts';

/** `npm run fuzz` tries many more. */
const inputs = 5000;

describe('hostile input', () => {
  it.each(fuzzFormats.map((format) => [format.name, format] as const))('is refused or read, whatever it is: %s', async (_, format) => {
    const counts = { accepted: 0, refused: 0, crashed: 0, hung: 0 };
    for (let index = 0; index < inputs; index += 1) {
      const verdict = await tryInput(format, index);
      counts[verdict.kind] += 1;
      if ('why' in verdict) expect.fail(`input ${index}: ${verdict.kind}, ${verdict.why}`);
    }
    // A fuzz whose inputs all fall at the first byte tries nothing
    expect(counts.accepted).toBeGreaterThan(inputs / 100);
    expect(counts.refused).toBeGreaterThan(inputs / 100);
  });

  it.each(fuzzFormats.map((format) => [format.name, format] as const))('begins with inputs that are read: %s', async (_, format) => {
    for (const { bytes } of format.seeds) expect(await format.read(bytes)).toMatchObject({ accepted: true });
  });

  it('is the same in every run', () => {
    for (const format of fuzzFormats) expect(mutated(format, 7)).toEqual(mutated(format, 7));
  });
});
