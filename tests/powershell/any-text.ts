/** Random texts. The seed is fixed, so a text that failed once fails again. */
import fc from 'fast-check';
import { hostileCorpus } from './hostile-corpus.ts';

export const seed = 20_261_124;

/** Pieces that look like CLIXML's notation for special characters, mixed with characters that need it. */
const notation = fc.array(fc.constantFrom('_', '_x', '_x0041', '_X005F', '0041', '_x_', '\u0085', '\ud800', 'b'), { maxLength: 6 });

/** Any UTF-16 code units except U+FFFE and U+FFFF, pieces of the corpus, and pieces of the notation. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll(/[\ufffe\uffff]/g, '')),
  fc.array(fc.integer({ min: 0, max: 0xfffd }), { maxLength: 60 }).map((codes) => String.fromCharCode(...codes)),
  fc.array(fc.constantFrom(...hostileCorpus.filter((text) => text.length < 100)), { maxLength: 5 }).map((pieces) => pieces.join('')),
  notation.map((pieces) => pieces.join('')),
);
