/** The letters that press the buttons of the command bar together with Alt. */

/** *Back* and *Cancel* have the same letter on every page. */
export const reserved = { back: 'B', cancel: 'C' } as const;

const letter = /[A-Z]/;

/**
 * A letter for each label, from its English text in every language, so that it does not change with it: the first letter of a word
 * where that is free, else the first free one; `null` where none is. Labels that come first choose first.
 */
export function accessKeys(labels: readonly string[]): readonly (string | null)[] {
  const taken = new Set<string>(Object.values(reserved));
  return labels.map((label) => {
    const text = label.toUpperCase();
    const initials = text.split(/\s+/).map((word) => word.charAt(0));
    const key = [...initials, ...Array.from(text)].find((one) => letter.test(one) && !taken.has(one)) ?? null;
    if (key !== null) taken.add(key);
    return key;
  });
}

/** The label around the letter that is underlined. A label without that letter, as in Japanese, has it behind itself: 次へ(N). */
export function withAccessKey(
  label: string,
  key: string,
): { readonly before: string; readonly key: string; readonly after: string; readonly isAdded: boolean } {
  const upper = label.toUpperCase();
  const words = [...upper.matchAll(/[A-Z]+/g)].map(({ index }) => index);
  const at = words.find((index) => upper[index] === key) ?? upper.indexOf(key);
  // A Japanese label may contain the letter in a name, such as HCW: it would not be looked for there.
  if (at >= 0 && !/[^\p{ASCII}…’“”–]/u.test(label))
    return { before: label.slice(0, at), key: label.slice(at, at + 1), after: label.slice(at + 1), isAdded: false };
  const [, text = label, dots = ''] = /^(.*?)(…?)$/.exec(label) ?? [];
  return { before: text, key, after: dots, isAdded: true };
}
