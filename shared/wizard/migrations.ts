/**
 * The format of the persisted wizard. A change that renames or adds a persisted field after a release raises the number, adds the
 * migration from the format before it, and a sample of that format to the tests. Unreleased formats need none.
 */
export const currentFormat = 6;
