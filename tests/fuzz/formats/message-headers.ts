/** Headers of test messages that people paste, or open as .eml files. */
import { judgeTrust, longestEvidenceLine } from '../../../shared/proof/trusted.ts';
import { examples, variants } from '../../unit/proof/cases.ts';
import { must, type FuzzFormat } from '../format.ts';

const cases = [...examples, ...variants];

export const messageHeaders: FuzzFormat = {
  name: 'message-headers',
  seeds: cases.map(({ message }) => ({ bytes: new Uint8Array(Buffer.from(message)), cuts: [] })),
  read: (input) => {
    const text = new TextDecoder().decode(input);
    const results = cases.slice(0, 8).map(({ question }) => judgeTrust(text, question));
    for (const result of results) {
      if (!result.ok) continue;
      const { verdict, promoted, authenticated, tls, arrivedAt, reasons } = result.value;
      const isShown = promoted.state === 'yes' && authenticated.state === 'yes' && tls.state === 'encrypted' && arrivedAt.known;
      must(verdict !== 'proven' || isShown, 'nothing is proven that is not shown');
      must(
        reasons.every(({ lines }) => lines.every((line) => line.text.length <= longestEvidenceLine)),
        'the evidence is bounded',
      );
    }
    return { accepted: results.some((result) => result.ok) };
  },
};
