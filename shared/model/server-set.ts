/** Names of many servers at once: `EX01–EX12, MBX7`. */

/** Servers whose names count up without a gap, or a single one. */
interface Run {
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** A name that is cut at its last number: `EX`, `01` and `.contoso.com` of `EX01.contoso.com`. */
interface Numbered {
  readonly name: string;
  readonly prefix: string;
  /** '' in a name without a number */
  readonly digits: string;
  readonly suffix: string;
}

/** Two names are as short as a range of them, and clearer. */
const shortestRange = 3;

/**
 * The set as text, complete: `EX01–EX12, EX14, MBX7`. A range stands only for names that are all in the set, so that
 * a server that is left out is never within one.
 */
export const serverSetText = (servers: Iterable<string>): string => rangesOf(servers).map(runText).join(', ');

/** The beginning of a long set, and how many servers it leaves out. A set that is one range long is never cut. */
export function foldedServerSet(servers: Iterable<string>, ranges: number): { readonly text: string; readonly more: number } {
  const runs = rangesOf(servers);
  // "and 1 more" is as long as the one.
  const shown = runs.length <= ranges + 1 ? runs : runs.slice(0, ranges);
  return { text: shown.map(runText).join(', '), more: countOf(runs) - countOf(shown) };
}

const runText = ({ first, last }: Run): string => (first === last ? first : `${first}–${last}`);
const countOf = (runs: readonly Run[]): number => runs.reduce((sum, { count }) => sum + count, 0);

function rangesOf(servers: Iterable<string>): readonly Run[] {
  const runs: Numbered[][] = [];
  for (const one of inOrder(servers)) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run !== undefined && previous !== undefined && isNext(previous, one)) run.push(one);
    else runs.push([one]);
  }
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (run.length < shortestRange) return run.map(({ name }) => ({ first: name, last: name, count: 1 }));
    return [{ first: first.name, last: last.name, count: run.length }];
  });
}

const collator = new Intl.Collator('en', { numeric: true });

/** Each name once, in the order in which people count: EX2 before EX10. */
function inOrder(servers: Iterable<string>): readonly Numbered[] {
  const names = new Map([...servers].map((name) => [name.toLowerCase(), name] as const));
  return [...names.values()].map(numbered).sort((a, b) => collator.compare(a.name, b.name));
}

/** The last number of the first label. Of a longer one the last nine digits count, which a JavaScript number holds exactly. */
const numberPattern = /^([^.]*?)(\d{1,9})([^\d.]*(?:\..*)?)$/s;

function numbered(name: string): Numbered {
  const [, prefix = name, digits = '', suffix = ''] = numberPattern.exec(name) ?? [];
  return { name, prefix, digits, suffix };
}

/** Whether the second name is the first one counted up: 09 is followed by 10, and 9 too. */
const isNext = (a: Numbered, b: Numbered): boolean =>
  a.digits !== '' &&
  a.prefix.toLowerCase() === b.prefix.toLowerCase() &&
  a.suffix.toLowerCase() === b.suffix.toLowerCase() &&
  b.digits === String(Number(a.digits) + 1).padStart(a.digits.length, '0');
