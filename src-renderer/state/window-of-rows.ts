/** Which rows of a long list have to exist: those that are in sight, and some around them. */

export interface RowWindow {
  readonly first: number;
  /** The row behind the last one */
  readonly end: number;
  /** Pixels that stand for the rows above and below */
  readonly above: number;
  readonly below: number;
}

/**
 * `heights`: pixels of each row, with its gap. `top` and `bottom`: the part of the list that is in
 * sight, in pixels from its beginning. Within `around` pixels of it rows exist already, so that the
 * next one can be scrolled to and reached by keyboard.
 */
export function windowOfRows(heights: readonly number[], top: number, bottom: number, around: number): RowWindow {
  let first = 0;
  let above = 0;
  while (first < heights.length && above + (heights[first] ?? 0) < top - around) {
    above += heights[first] ?? 0;
    first += 1;
  }
  let end = first;
  let reached = above;
  while (end < heights.length && reached < bottom + around) {
    reached += heights[end] ?? 0;
    end += 1;
  }
  let below = 0;
  for (let index = end; index < heights.length; index += 1) below += heights[index] ?? 0;
  return { first, end, above, below };
}
