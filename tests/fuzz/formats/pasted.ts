/** Text of `… | fl` that was copied from a shell. */
import { readPasted } from '../../../shared/collected/pasted-text.ts';
import { factsOf } from '../../unit/guided/facts.ts';
import { mutatedText } from '../../unit/collected/mutated-text.ts';
import { must, type FuzzFormat } from '../format.ts';

/** As UTF-16: pasted text may contain a lone surrogate, which UTF-8 cannot encode. */
const encoded = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
const whole = '[PS] C:\\>Get-HybridConfiguration | fl\r\n\r\nTlsCertificateName : <I>CN=a<S>CN=b\r\nDomains : {contoso.com}\r\n\r\n';

export const pasted: FuzzFormat = {
  name: 'pasted',
  seeds: [{ bytes: encoded(whole), cuts: [] }],
  make: (index) => encoded(mutatedText(index)),
  read: (input) => {
    const text = Buffer.from(input).toString('utf16le');
    const lines = text.split(/\r\n|\r|\n/).length;
    const { outputs, rest } = readPasted(text);
    must(
      [...outputs, ...rest].every(({ line }) => line >= 1 && line <= lines),
      'a block begins in the text',
    );
    // The result goes on to the readers of the model, which must accept anything.
    for (const { cmdlet, objects } of outputs) for (const object of objects) factsOf(cmdlet, object);
    return { accepted: outputs.length > 0 };
  },
};
