import { describe, expect, it } from 'vitest';
import { propertyOf, type PsValue } from '../../../shared/clixml/value.ts';
import { readPasted } from '../../../shared/collected/pasted-text.ts';
import { textOf } from '../../../shared/read/property.ts';
import { factsOf } from '../guided/facts.ts';
import { mutatedText } from './mutated-text.ts';

/** Texts of a value and of what is in it. */
const textsIn = (value: PsValue): string[] =>
  value.type === 'object' && value.items !== undefined ? value.items.values.flatMap(textsIn) : [textOf(value) ?? []].flat();

const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
/** Without entities, which may have been encoded twice, lines of other streams, blanks, colors, and the marks of quoted lines. */
const withoutBlanks = (text: string): string =>
  decoded(decoded(text))
    .replaceAll(/^(?:> ?)*(?:(?:WARNING|警告|AVERTISSEMENT) ?:|Get-SendConnector : |\s+\+ ).*$/gm, '')
    .replaceAll(/^\s{0,3}(?:> ?)+/gm, '')
    // eslint-disable-next-line no-control-regex -- what remains of a color
    .replaceAll(/[\s\u001b]|\[[0-9;]*m/g, '');

describe('pasted text that went wrong', () => {
  it('is the same for the same seed', () => {
    expect(mutatedText(7)).toBe(mutatedText(7));
    expect(new Set(Array.from({ length: 200 }, (_, seed) => mutatedText(seed))).size).toBeGreaterThan(190);
  });

  it('never fails, and gives no value that is not in the text (3,000 texts)', () => {
    let values = 0;
    for (let seed = 0; seed < 3000; seed += 1) {
      const text = mutatedText(seed);
      const all = withoutBlanks(text);
      for (const { cmdlet, objects } of readPasted(text).outputs) {
        for (const object of objects) {
          factsOf(cmdlet, object);
          for (const name of ['TlsCertificateName', 'Name', 'TlsDomainCapabilities', 'Bindings', 'Thumbprint']) {
            const value = propertyOf(object, name);
            for (const one of value === undefined ? [] : textsIn(value)) {
              values += 1;
              if (!all.includes(withoutBlanks(one))) expect({ seed, name, one }).toBe('in the text');
            }
          }
        }
      }
    }
    expect(values).toBeGreaterThan(5000);
  });

  // How fast is measured by the bench `pasted-text`; a text that takes quadratic time does not end here in time.
  it('ends for a long repetition of every mark', () => {
    for (const piece of ["'", '"', ' ', 'a', '{', '[', 'a : b\n', '<I>', 'Get-', 'PS ', ',', '\u2026', '[PS] C:\\>', 'x:\n\n']) {
      const repeated = piece.repeat(1_000_000 / piece.length);
      for (const text of [repeated, `TlsCertificateName : ${repeated}`]) expect(() => readPasted(text)).not.toThrow();
    }
  });
});
