/** Reading SMTP protocol logs: the time grows with the length, whether sessions end or not, and whatever their errors are. */
import { nextFile, readChunk, readingOf, startReading } from '../../shared/protocol-log/protocol-log.ts';
import { inTurn, timed, type Bench, type Comparison } from './bench.ts';

const rounds = 3;
const megabyte = 1_000_000;
/** Exchange begins another file at 10 MB (MaxFileSize). */
const large = 8;
const piece = 65_536;

const thumbprint = 'A0AC2FC63B9C5798828B45D849BE8D33A1B2C3D4';
const fields = 'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context';

function logOf(length: number, last: (index: number) => readonly (readonly [string, string, string])[]): string {
  const lines = ['#Log-type: SMTP Send Protocol Log', `#Fields: ${fields}`];
  for (let [index, written] = [0, 0]; written < length; index += 1) {
    const rows = [
      ['+', '', ''],
      ['<', '220 BN7NAM10FT011.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready', ''],
      ['>', 'EHLO EX01.contoso.com', ''],
      ['<', '250 BN7NAM10FT011.mail.protection.outlook.com Hello STARTTLS', ''],
      ['>', 'STARTTLS', ''],
      ['*', '', 'Sending certificate'],
      ['*', 'CN=mail.contoso.com', 'Certificate subject'],
      ['*', '"CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US"', 'Certificate issuer name'],
      ['*', '0A1B2C3D4E5F60718293', 'Certificate serial number'],
      ['*', thumbprint, 'Certificate thumbprint'],
      ['*', '', 'TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded'],
      ...last(index),
    ];
    for (const [number, [event = '', data = '', context = '']] of rows.entries()) {
      const line = `2026-11-28T11:00:00.000Z,Outbound,${index.toString(16).padStart(16, '0')},${String(number)},10.0.0.10:28252,104.47.58.36:25,${event},${data},${context}`;
      lines.push(line);
      written += line.length;
    }
  }
  return lines.join('\r\n');
}

const logs = {
  'sessions with an error each': (length: number) =>
    logOf(length, (index) => [
      ['<', `550 5.7.64 TenantAttribution; Relay Access Denied [BN7NAM10FT${String(index)}.protection.outlook.com]`, ''],
      ['-', '', 'Local'],
    ]),
  'sessions that never end': (length: number) => logOf(length, () => []),
} as const;

const read = (text: string, times: number): Promise<number> =>
  timed(() => {
    for (let time = 0; time < times; time += 1) {
      let state = nextFile(startReading(null), null);
      for (let at = 0; at < text.length; at += piece) state = readChunk(state, text.slice(at, at + piece));
      readingOf(state);
    }
  });

export const protocolLog: Bench = {
  name: 'protocol-log',
  run: async () => {
    const comparisons: Comparison[] = [];
    for (const [subject, textOf] of Object.entries(logs)) {
      const [whole, part] = [textOf(large * megabyte), textOf(megabyte)];
      comparisons.push({
        subject: `protocol log, ${subject}, ${String(large)} MB`,
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
