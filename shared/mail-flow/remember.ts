/** Results that are computed again only when what they depend on is another object: a forecast changes one object at a time. */

/**
 * A function that computes a value for an object and a name. While the parts are the same objects as the last time, the value of
 * the last time is returned, so each call has to name everything that the value depends on.
 */
export function remembering<T>(): (key: object, name: string, parts: readonly unknown[], compute: () => T) => T {
  const cache = new WeakMap<object, Map<string, { readonly parts: readonly unknown[]; readonly value: T }>>();
  return (key, name, parts, compute) => {
    const ofKey = cache.get(key) ?? new Map<string, { readonly parts: readonly unknown[]; readonly value: T }>();
    cache.set(key, ofKey);
    const last = ofKey.get(name);
    if (last?.parts.length === parts.length && last.parts.every((part, index) => part === parts[index])) return last.value;
    const value = compute();
    ofKey.set(name, { parts, value });
    return value;
  };
}
