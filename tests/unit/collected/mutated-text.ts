/** Pasted text that went wrong on its way: the same text for the same seed. */
import { formatList, type Console, type Shown } from './format-list.ts';

const name =
  '<I>CN=Go Daddy Secure Certificate Authority - G2, OU=http://certs.godaddy.com/repository/, O="GoDaddy.com, Inc.", C=US<S>CN=mail.contoso.com';
const outputs: readonly (readonly [string, readonly Readonly<Record<string, Shown>>[]])[] = [
  [
    'Get-ReceiveConnector -Server EX01 | fl',
    ['Default Frontend EX01', '受信コネクタ EX01'].map((connector) => ({
      Bindings: ['[::]:25', '0.0.0.0:25'],
      Enabled: 'True',
      Fqdn: 'EX01.contoso.com',
      TlsCertificateName: name,
      TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
      Server: 'EX01',
      TransportRole: 'FrontendTransport',
      Name: connector,
      Identity: `EX01\\${connector}`,
    })),
  ],
  [
    'Get-SendConnector "Outbound to Office 365" | fl Name,TlsCertificateName',
    [{ Name: 'Outbound to Office 365', TlsCertificateName: name }],
  ],
  [
    'Get-HybridConfiguration',
    [
      {
        ReceivingTransportServers: ['EX01', 'EX02'],
        SendingTransportServers: ['EX01'],
        EdgeTransportServers: [],
        TlsCertificateName: name,
      },
    ],
  ],
  [
    'Get-ExchangeCertificate | fl',
    [
      {
        HasPrivateKey: 'True',
        IsSelfSigned: 'False',
        RootCAType: 'ThirdParty',
        Services: 'IIS, SMTP',
        Status: 'Valid',
        Thumbprint: 'A'.repeat(40),
      },
    ],
  ],
  ['Get-InboundConnector | fl', [{ Name: 'Inbound from x', TlsSenderCertificateName: '*.contoso.com', RequireTls: 'True' }]],
];

/** Numbers from 0 to 1, evenly: the same ones for the same seed (the generator of Park and Miller). */
function randomFrom(seed: number): () => number {
  let state = (Math.abs(Math.trunc(seed)) % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A paste of one to three outputs, changed in up to eight places. */
export function mutatedText(seed: number): string {
  const random = randomFrom(seed);
  const below = (count: number): number => Math.min(count - 1, Math.floor(random() * count));
  const pick = <T>(all: readonly T[], fallback: T): T => all[below(all.length)] ?? fallback;
  const shown: Console = { width: 50 + below(150), wrap: random() < 0.5 ? 'word' : 'character', trimmed: random() < 0.7 };
  let text = '';
  for (let count = 1 + below(3); count > 0; count -= 1) {
    const [command, objects] = pick(outputs, ['', []]);
    const prompt = pick(['[PS] C:\\>', 'PS C:\\Users\\Ä日>', 'PS>', ''], '');
    text += (random() < 0.8 ? `${prompt}${command}` : '') + formatList(objects, shown);
  }
  for (let count = below(9); count > 0; count -= 1) text = pick(mutations, unchanged)(text, below);
  return text;
}

type Below = (count: number) => number;
type Mutation = (text: string, below: Below) => string;
const unchanged: Mutation = (text) => text;

const oddities = [
  '\u2026',
  '...',
  '{',
  '}',
  '"',
  ',',
  ':',
  ' : ',
  '\\',
  '<I>',
  '<S>',
  '\0',
  '\ufeff',
  '\ud83d',
  '\u00a0',
  '\t',
  '\u001b[32m',
  '日',
  '\u2028',
  '>',
  '|',
];
/** Lines of other streams, prompts and formats. */
const strangers = [
  'WARNING: The object EX02\\Relay has been corrupted, and',
  '警告: オブジェクトは破損しています。',
  'AVERTISSEMENT : a : b',
  'Get-SendConnector : It could not be found.',
  '    + CategoryInfo          : NotSpecified: (:) [Get-SendConnector], Exception',
  '[EX01.contoso.com]: PS C:\\> Get-SendConnector | fl',
  'lab> .\\show.ps1',
  'C:\\>Get-ReceiveConnector | fl Identity',
  '$x = Get-SendConnector',
  'Name   TlsCertificateName\r\n----   ------------------\r\nA      B',
  '"Name","TlsDomain"\r\n"A","b"',
  '{ "Name": "A", "TlsSettings": "x" }',
  'and so on',
];
const lines = (text: string): string[] => text.split('\r\n');

const mutations: readonly Mutation[] = [
  // Cut off, or only a middle part was marked
  (text, below) => text.slice(0, below(text.length + 1)),
  (text, below) => text.slice(below(text.length + 1)),
  // A line lost, doubled, moved, shortened, without its indentation
  (text, below) => onLine(text, below, () => []),
  (text, below) => onLine(text, below, (line) => [line, line]),
  (text, below) => onLine(text, below, (line) => ['', line]),
  (text, below) => onLine(text, below, (line) => [line.slice(0, below(line.length + 1))]),
  (text, below) => onLine(text, below, (line) => [line.trimStart()]),
  (text, below) => onLine(text, below, (line) => [`    ${line}`]),
  (text, below) => onLine(text, below, (line) => [line.replace(/\s*:\s*/, ': ')]),
  (text, below) => onLine(text, below, (line) => [`${line.slice(0, -3)}...`]),
  // Every line
  (text) => lines(text).join('\n'),
  (text) => lines(text).join('\r\n\r\n'),
  (text) =>
    lines(text)
      .filter((line) => line !== '')
      .join('\r\n'),
  (text) =>
    lines(text)
      .map((line) => `> ${line}`)
      .join('\r\n'),
  (text) => text.replaceAll(/ {2,}/g, ' '),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  (text) => `\`\`\`\r\n${text}\r\n\`\`\`\r\n`,
  (text) => text.replaceAll(/(.{40}[^ ]*) /g, '$1\r\n'),
  // A line of something else
  (text, below) => onLine(text, below, (line) => [line, strangers[below(strangers.length)] ?? '']),
  (text, below) => onLine(text, below, (line) => [strangers[below(strangers.length)] ?? '', '', line]),
  // Characters
  (text, below) => {
    const at = below(text.length + 1);
    return text.slice(0, at) + (oddities[below(oddities.length)] ?? '') + text.slice(at + below(3));
  },
  (text, below) => text + (oddities[below(oddities.length)] ?? '').repeat(below(500)),
];

function onLine(text: string, below: Below, change: (line: string) => readonly string[]): string {
  const all = lines(text);
  const at = below(all.length);
  return all.flatMap((line, index) => (index === at ? change(line) : [line])).join('\r\n');
}
