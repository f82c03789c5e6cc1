/** Rows with the same values stand together, whatever server they are of. */
import { shortName } from './server-name.ts';

/** Groups in the order of the first row of each. `sense`: what rows of one group have in common. */
export function grouped<T>(rows: readonly T[], sense: (row: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const row of rows) {
    const key = sense(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** Groups of rows whose values differ in nothing but the name of their server. */
export const sameButServer = <T>(
  rows: readonly T[],
  serverOf: (row: T) => string,
  valuesOf: (row: T) => unknown,
): readonly (readonly [T, ...T[]])[] => grouped(rows, (row) => markServer(serverOf(row))(JSON.stringify(valuesOf(row))));

/** Stands for the name of the server in a text that is compared with that of another one; no text of Exchange has this character. */
export const serverMark = '\u0000';

/** What is longer is no name of a server, and may be too long for a regular expression. */
const longestName = 256;

/** A text with the mark in the place of the server's name; only of whole names, since EX1 is not in EX10. */
export function markServer(server: string): (text: string) => string {
  const name = shortName(server);
  if (name === '' || name.length > longestName) return (text) => text;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => text.replace(pattern, serverMark);
}

/** `Default Frontend` of `EX01\Default Frontend EX01`, in which the server is marked. */
export const withoutMark = (marked: string): string => marked.replaceAll(`${serverMark}\\`, '').replaceAll(` ${serverMark}`, '');
