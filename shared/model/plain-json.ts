/** JSON that the product reads from outside its own memory: files, settings. */

/** Keys that every object has already, or that libraries treat as such. As data they get lost or shadow a method. */
const isReserved = (key: string): boolean => key in Object.prototype || key === 'prototype';

/**
 * The value of a JSON text, whose objects have plain keys only. Throws a `SyntaxError` for text that
 * is not JSON, and for a key such as `__proto__`, which a schema or the state machine would drop without a word.
 */
export const parsePlainJson = (text: string): unknown =>
  JSON.parse(text, (key, value: unknown) => {
    if (isReserved(key)) throw new SyntaxError(`The key ${key} is reserved.`);
    return value;
  });
