/** Whether two texts are the same to Exchange, which compares names, identities and thumbprints without case. */
export const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
