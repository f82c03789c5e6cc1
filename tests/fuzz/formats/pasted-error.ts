/** Error texts that people paste into the decoder. */
import { decodeError, longestMatchedText } from '../../../shared/decode/recognize.ts';
import { encodingOfErrorFile } from '../../../shared/decode/pasted-error.ts';
import { knownTexts } from '../../unit/decode/known-texts.ts';
import { must, type FuzzFormat } from '../format.ts';

const seeds = Object.values(knownTexts).flat();

export const pastedError: FuzzFormat = {
  name: 'pasted-error',
  seeds: seeds.map((text) => ({ bytes: new Uint8Array(Buffer.from(text)), cuts: [] })),
  read: (input) => {
    const { matches, hcw, facts } = decodeError(new TextDecoder(encodingOfErrorFile(input)).decode(input));
    must(matches.length <= 8, 'the matches are bounded');
    must(
      matches.every(({ evidence }) => evidence.length <= longestMatchedText),
      'the evidence is bounded',
    );
    must(
      facts.every(({ value }) => value.length <= 300),
      'what was recognized is bounded',
    );
    return { accepted: matches.length + hcw.length > 0 };
  },
};
