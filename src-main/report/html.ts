/** The few parts of HTML that the report is made of. Text is escaped here and nowhere else. */

/** HTML that is already safe; only the functions of this file make it. */
export interface Html {
  readonly html: string;
}

/** A carriage return that is not escaped is read back as a line feed. */
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '\r': '&#13;' };

/** Escapes text for content and for quoted attributes; characters that XML and HTML forbid are shown as U+FFFD. */
export const text = (value: string): Html => ({
  html: value
    .toWellFormed()
    .replaceAll(/[&<>"'\r]/g, (character) => escapes[character] ?? '')
    // eslint-disable-next-line no-control-regex -- control characters are exactly what has to be replaced
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '\uFFFD'),
});

type Part = Html | string;
const join = (parts: readonly Part[]): string => parts.map((part) => (typeof part === 'string' ? text(part).html : part.html)).join('');

/** An element; text among its children is escaped. */
export function element(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly Part[]): Html {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${text(value).html}"`)
    .join('');
  return { html: `<${name}${written}>${join(children)}</${name}>` };
}

export const fragment = (...parts: readonly Part[]): Html => ({ html: join(parts) });

export const section = (heading: string, ...content: readonly Html[]): Html =>
  element('section', {}, element('h2', {}, heading), ...content);

/** A table with a heading row; each row's first cell heads the row. */
export const table = (headings: readonly string[], rows: readonly (readonly Part[])[]): Html =>
  element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...headings.map((heading) => element('th', { scope: 'col' }, heading)))),
    element(
      'tbody',
      {},
      ...rows.map((row) =>
        element('tr', {}, ...row.map((cell, index) => (index === 0 ? element('th', { scope: 'row' }, cell) : element('td', {}, cell)))),
      ),
    ),
  );

/** A whole page without scripts, that loads nothing from anywhere. */
export const page = (title: string, language: string, style: string, body: Html): string =>
  `<!doctype html>\n<html lang="${text(language).html}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
  `<title>${text(title).html}</title><style>${style}</style></head><body>${body.html}</body></html>\n`;
