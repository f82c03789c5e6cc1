/**
 * What cannot be seen in a text, or changes the order in which it is seen: controls and escape sequences, directional controls,
 * zero-width characters, fillers, tags. A tab and the end of a line stay.
 */
const unseen = /[^\P{Cc}\t\n\r]|[\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu;

/**
 * Names of certificates and connectors, and what servers said, come from outside. What is in them is seen as it is: each character that
 * would hide itself, or others, is a mark. On the page, in a report and on a console alike.
 */
export const visibleText = (text: string): string => text.toWellFormed().replaceAll(unseen, '\uFFFD');
