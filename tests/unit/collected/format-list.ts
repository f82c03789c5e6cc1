/** What `Format-List` prints, wrapped as PowerShell wraps it (StringManipulationHelper of System.Management.Automation). */

export type Shown = string | readonly string[];

export interface Console {
  /** Columns */
  readonly width: number;
  /** Words in English and five other languages of the shell, characters in all others */
  readonly wrap: 'word' | 'character';
  /** Whether copying dropped the spaces at the ends of lines */
  readonly trimmed: boolean;
}

/** The text of the objects, each with an empty line behind it, as it stands below a command line. */
export function formatList(objects: readonly Readonly<Record<string, Shown>>[], shown: Console): string {
  const blocks = objects.map((object) => {
    const widest = Math.max(...Object.keys(object).map((name) => name.length));
    return Object.entries(object).flatMap(([name, value]) => {
      const text = typeof value === 'string' ? value : `{${value.join(', ')}}`;
      const [first = '', ...rest] = wrap(text, shown.width - widest - 3, shown.wrap);
      return [`${name.padEnd(widest)} : ${first}`, ...rest.map((line) => ' '.repeat(widest + 3) + line)];
    });
  });
  const lines = ['', '', ...blocks.flatMap((block) => [...block, '']), ''];
  return lines.map((line) => (shown.trimmed ? line.trimEnd() : line)).join('\r\n');
}

const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (/[\u1100-\uffdc]/.test(character) && !/[\uff61-\uff9f]/.test(character) ? 2 : 1), 0);

function wrap(text: string, width: number, mode: Console['wrap']): string[] {
  const lines = [''];
  const put = (piece: string): void => {
    if (widthOf(lines.at(-1) ?? '') + widthOf(piece) > width) lines.push('');
    lines[lines.length - 1] = `${lines.at(-1) ?? ''}${piece}`;
  };
  if (mode === 'character') {
    for (const character of text) put(character);
    return lines;
  }
  for (const word of text.split(/(?<= )/)) {
    if (widthOf(word) <= width) put(word);
    else for (const character of word) put(character);
  }
  return lines;
}
