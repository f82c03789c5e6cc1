/** What programs make of a PEM text on its way to an administrator. */

export interface Alteration {
  readonly title: string;
  readonly apply: (pem: string) => string | Uint8Array;
  /** Whether other programs may not read it any more, so that it has to be said */
  readonly altered: boolean;
}

const text = (title: string, apply: (pem: string) => string | Uint8Array): Alteration => ({ title, apply, altered: false });
const changed = (title: string, apply: (pem: string) => string | Uint8Array): Alteration => ({ title, apply, altered: true });
const isArmor = (line: string): boolean => /BEGIN|END/i.test(line);
const everyLine = (pem: string, change: (line: string) => string): string => pem.trimEnd().split('\n').map(change).join('\n');
const utf16be = (content: string): Uint8Array => Buffer.from(content, 'utf16le').swap16();

export const alterations: readonly Alteration[] = [
  text('as it is', (pem) => pem),
  text('CRLF', (pem) => pem.replaceAll('\n', '\r\n')),
  text('CR', (pem) => pem.replaceAll('\n', '\r')),
  text('without the last line end', (pem) => pem.trimEnd()),
  text('blanks at the ends of lines', (pem) => pem.replaceAll('\n', '  \n')),
  text('in one line', (pem) => pem.replaceAll('\n', ' ')),
  text(
    'text around it',
    (pem) => `Subject: mail.contoso.com\nissuer=<none> & more\n\n${pem}\n--- End of message ---\n-- \nYours, Fabrikam`,
  ),
  text('UTF-8 with a byte order mark', (pem) => `\ufeff${pem}`),
  text('UTF-16 of Notepad', (pem) => Buffer.from(`\ufeff${pem}`, 'utf16le')),
  text('UTF-16, big-endian', (pem) => utf16be(`\ufeff${pem}`)),
  text('Windows-1252 text around it', (pem) => Buffer.from(`Gr\u00fc\u00dfe\n${pem}`, 'latin1')),
  changed('UTF-16 without a byte order mark', (pem) => Buffer.from(pem, 'utf16le')),
  changed('UTF-16, big-endian, without a byte order mark', (pem) => utf16be(pem)),
  changed('en dashes', (pem) => pem.replaceAll('-----', '–––––')),
  changed('em dashes, two hyphens each', (pem) => pem.replaceAll('-----', '——-')),
  changed('minus signs', (pem) => pem.replaceAll('-----', '−−−−−')),
  changed('full-width hyphens of Japanese input', (pem) => pem.replaceAll('-----', '－－－－－')),
  changed('long vowel marks of Japanese input', (pem) => pem.replaceAll('-----', 'ーーーーー')),
  changed('dashes in the first line only', (pem) => pem.replace('-----', '—-—')),
  changed('en dashes in Windows-1252', (pem) => Buffer.from(pem.replaceAll('-----', '\u0096\u0096-'), 'latin1')),
  changed('four hyphens', (pem) => pem.replaceAll('-----', '----')),
  changed('blanks inside the hyphens', (pem) => pem.replaceAll(/-----([^-]+)-----/g, '----- $1 -----')),
  changed('no blanks', (pem) =>
    pem.replaceAll(/-----(BEGIN|END) ([^-]+)-----/g, (_, word: string, label: string) => `-----${word}${label.replaceAll(' ', '')}-----`),
  ),
  changed('two blanks', (pem) => pem.replaceAll(/-----(BEGIN|END) /g, '-----$1  ')),
  changed('no-break spaces', (pem) => pem.replaceAll(/-----(BEGIN|END) /g, '-----$1\u00a0')),
  changed('lower case', (pem) => pem.replaceAll(/(?:BEGIN|END) [A-Z0-9 ]+(?=-)/g, (words) => words.toLowerCase())),
  changed('quoted in a mail', (pem) => everyLine(pem, (line) => `> ${line}`)),
  changed('quoted twice', (pem) => everyLine(pem, (line) => `>> ${line}`)),
  changed('quoted-printable', (pem) => pem.replaceAll('=', '=3D')),
  changed('a web page', (pem) => `<html><body><p>Your certificate</p><pre>${everyLine(pem, (line) => `${line}<br>`)}</pre></body></html>`),
  changed('paragraphs of a document', (pem) => everyLine(pem, (line) => `<p class="x">${line}</p>`)),
  changed('entities of a web page', (pem) =>
    everyLine(pem, (line) => (isArmor(line) ? line.replaceAll('-', '&#45;') : `${line.replaceAll('+', '&#x2B;')}&nbsp;`)),
  ),
  changed('zero-width spaces', (pem) => everyLine(pem, (line) => (isArmor(line) ? line : `\u200b${line}\u200b`))),
];
