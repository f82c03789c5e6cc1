/** Reading CLIXML compared with the bare XML parser on the same text, and with itself on a tenth of the text. */
import { SaxesParser } from 'saxes';
import { readClixml } from '../../shared/clixml/read.ts';
import { psBoolean, psBytes, psInt32, psList, psObject, psString, type PsValue } from '../../shared/clixml/value.ts';
import { writeClixml } from '../../shared/clixml/write.ts';
import { inTurn, timed, type Bench } from './bench.ts';

const rounds = 9;
/** The size of a large organization's certificates, and a tenth of it. */
const many = 10_000;
const few = many / 10;

const certificate = (index: number): PsValue =>
  psObject(
    {
      Thumbprint: psString(index.toString(16).padStart(40, '0').toUpperCase()),
      Subject: psString(`CN=mail${String(index)}.contoso.com, O="Contoso, Ltd.", C=JP`),
      CertificateDomains: psList(['mail', 'autodiscover', 'hybrid'].map((name) => psString(`${name}${String(index)}.contoso.com`))),
      HasPrivateKey: psBoolean(true),
      Version: psInt32(3),
      RawData: psBytes(Uint8Array.from({ length: 900 }, (_, at) => (at * 31 + index) % 256)),
    },
    ['System.Security.Cryptography.X509Certificates.X509Certificate2', 'System.Object'],
  );

const textOf = (count: number): string => writeClixml(Array.from({ length: count }, (_, index) => certificate(index)));

const read = (text: string): Promise<number> =>
  timed(() => {
    if (!readClixml(text).ok) throw new Error('What was written could not be read.');
  });

const parse = (text: string): Promise<number> =>
  timed(() => {
    new SaxesParser().write(text).close();
  });

export const clixml: Bench = {
  name: 'clixml',
  run: async (say) => {
    const [large, small] = [textOf(many), textOf(few)];
    say(`${(large.length / 1e6).toFixed(1)} MB of CLIXML`);
    const times = { warm: 2, rounds };
    return [
      {
        subject: `CLIXML, ${String(many)} certificates`,
        against: 'bare XML parser',
        pairs: await inTurn(
          times,
          () => read(large),
          () => parse(large),
        ),
        goal: 4,
      },
      {
        subject: `CLIXML, ${String(many)} certificates`,
        against: `${String(few)} certificates`,
        pairs: await inTurn(
          times,
          () => read(large),
          () => read(small),
        ),
        goal: 15,
      },
    ];
  },
};
