/** A calendar file with one entry (RFC 5545): CRLF, lines of at most 75 octets, escaped texts. */

export interface CalendarEntry {
  /** The same for the same matter: a calendar replaces an entry that it already has */
  readonly uid: string;
  readonly writtenAt: Date;
  /** YYYY-MM-DD; the entry is for the whole day, wherever it is read */
  readonly day: string;
  readonly summary: string;
  readonly description: string;
}

export const calendarText = ({ uid, writtenAt, day, summary, description }: CalendarEntry): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Hybrid Certificate Wizard//EN',
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${writtenAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`,
    `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    // It is no appointment: the day stays free.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('');

/** What is no character of a text (RFC 5545, 3.3.11) is shown as U+FFFD. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|\r|\n/g, String.raw`\n`)
    // eslint-disable-next-line no-control-regex -- control characters are exactly what has to be replaced
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '\uFFFD');

const mostOctets = 75;

/** Folded between characters, never within one; the blank that begins a continued line counts. */
function folded(line: string): string {
  const lines: string[] = [];
  let [part, octets] = ['', 0];
  for (const character of line) {
    const length = Buffer.byteLength(character);
    if (octets + length > mostOctets) {
      lines.push(part);
      [part, octets] = [' ', 1];
    }
    part += character;
    octets += length;
  }
  return [...lines, part].join('\r\n');
}
