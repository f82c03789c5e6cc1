/** Values that become unknown, one after the other, for properties of the rules. */
export type Path = readonly (string | number)[];

/** Where a value stands that may be unknown, and is not. */
export function knownPaths(value: unknown, at: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => knownPaths(one, [...at, index]));
  if (typeof value !== 'object' || value === null) return [];
  const own = 'known' in value && value.known === true ? [at] : [];
  return [...own, ...Object.entries(value).flatMap(([key, one]) => knownPaths(one, [...at, key]))];
}

/** A copy in which the value at the path is another one. */
export function replaced<T>(value: T, [key, ...rest]: Path, by: unknown): T {
  if (key === undefined) return by as T;
  if (Array.isArray(value)) return value.map((one: unknown, index) => (index === key ? replaced(one, rest, by) : one)) as T;
  return { ...value, [key]: replaced((value as Record<string | number, unknown>)[key], rest, by) };
}
