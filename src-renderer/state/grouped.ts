/** Rows that say the same of several objects, as one row. */

export interface Group<T> {
  readonly first: T;
  /** What the rows differ in */
  readonly names: readonly string[];
}

/** Rows with the same `sense` stand together, in the order of the first of each. */
export function grouped<T>(rows: readonly T[], sense: (row: T) => string, name: (row: T) => string): readonly Group<T>[] {
  const groups = new Map<string, { first: T; names: string[] }>();
  for (const row of rows) {
    const group = groups.get(sense(row));
    if (group === undefined) groups.set(sense(row), { first: row, names: [name(row)] });
    else group.names.push(name(row));
  }
  return [...groups.values()];
}
