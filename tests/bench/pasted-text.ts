/** Reading pasted text: the time grows with the length, whatever the text is made of. */
import { readPasted } from '../../shared/collected/pasted-text.ts';
import { inTurn, timed, type Bench, type Comparison } from './bench.ts';

const rounds = 5;
const megabyte = 1_000_000;
/** The largest text that is read (`fileLimits`), and what it is compared with. */
const large = 16;

const name = '<I>CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US<S>CN=mail.contoso.com, O=Contoso, L=Redmond, S=Washington, C=US';

/** Receive connectors, as Format-List prints them. */
const connectors = (length: number): string => {
  const objects: string[] = ['[PS] C:\\>Get-ReceiveConnector | fl'];
  for (let [index, written] = [0, 0]; written < length; index += 1) {
    const server = `EX${String(index)}`;
    const object = [
      '',
      `Identity              : ${server}\\Default Frontend ${server}`,
      'Bindings              : {[::]:25, 0.0.0.0:25}',
      'Enabled               : True',
      `TlsCertificateName    : ${name.slice(0, 60)}`,
      `                        ${name.slice(60)}`,
      'TlsDomainCapabilities : {mail.protection.outlook.com:AcceptCloudServicesMail}',
    ].join('\r\n');
    objects.push(object);
    written += object.length;
  }
  return objects.join('\r\n');
};

/** One value in many lines: what took time that grew with the square. */
const longValue = (length: number): string =>
  `[PS] C:\\>Get-SendConnector | fl\r\n\r\nName : A\r\nTlsCertificateName : <I>CN=a,\r\n${'                     O=bbbbbbbbbbbbbbbbbbbb,\r\n'.repeat(length / 46)}`;

const read = (text: string, times: number): Promise<number> =>
  timed(() => {
    for (let time = 0; time < times; time += 1) readPasted(text);
  });

export const pastedText: Bench = {
  name: 'pasted-text',
  run: async () => {
    const comparisons: Comparison[] = [];
    for (const [subject, textOf] of Object.entries({ 'pasted connectors': connectors, 'one pasted value in many lines': longValue })) {
      const [whole, part] = [textOf(large * megabyte), textOf(megabyte)];
      comparisons.push({
        subject: `${subject}, ${String(large)} MB`,
        against: `1 MB, ${String(large)} times`,
        pairs: await inTurn(
          { warm: 1, rounds },
          () => read(whole, 1),
          () => read(part, large),
        ),
        goal: 1.3,
      });
    }
    return comparisons;
  },
};
