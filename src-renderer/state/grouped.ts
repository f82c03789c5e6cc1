/** Rows that say the same of several objects stand together: groups in the order of the first row of each. */
export function grouped<T>(rows: readonly T[], sense: (row: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const row of rows) {
    const group = groups.get(sense(row));
    if (group === undefined) groups.set(sense(row), [row]);
    else group.push(row);
  }
  return [...groups.values()];
}
