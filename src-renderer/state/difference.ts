/** Which words of two texts differ: the common ones are found as the longest common run of words. */

export interface Part {
  readonly text: string;
  readonly differs: boolean;
}

export function differingWords(before: string, after: string): { readonly before: readonly Part[]; readonly after: readonly Part[] } {
  const [left, right] = [words(before), words(after)];
  const kept = commonWords(left, right);
  return { before: parts(left, kept.left), after: parts(right, kept.right) };
}

/** Words, and between them white space and commas: together all of the text. */
const words = (text: string): readonly string[] => text.match(/[^\s,]+|[\s,]+/g) ?? [];

function commonWords(
  left: readonly string[],
  right: readonly string[],
): { readonly left: ReadonlySet<number>; readonly right: ReadonlySet<number> } {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const line = lengths[row];
      if (line !== undefined)
        line[column] = left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const kept = { left: new Set<number>(), right: new Set<number>() };
  for (let row = 0, column = 0; row < left.length && column < right.length;) {
    if (left[row] === right[column]) {
      kept.left.add(row);
      kept.right.add(column);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return kept;
}

const parts = (all: readonly string[], kept: ReadonlySet<number>): readonly Part[] =>
  all.map((text, index) => ({ text, differs: !kept.has(index) }));
