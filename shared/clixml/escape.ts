/** How CLIXML writes characters that XML cannot carry: `_xHHHH_`, one for each UTF-16 code unit. */

const encoded = /_x([0-9A-Fa-f]{4})_/g;
/**
 * Control characters, surrogates, the two non-characters, and an underscore that would be read as an
 * escape, also when the underscore that ends it comes from the escape behind it.
 */
// eslint-disable-next-line no-control-regex -- control characters are what has to be escaped
const needsEscape = /[\u0000-\u001F\u007F-\u009F\uD800-\uDFFF\uFFFE\uFFFF]|_(?=[xX][0-9A-Fa-f]{4})/g;

export const decodeText = (text: string): string =>
  text.includes('_x') ? text.replace(encoded, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))) : text;

export const encodeText = (text: string): string =>
  text
    .replace(needsEscape, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
