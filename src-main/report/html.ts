/** The few parts of HTML that the report is made of. Text is escaped here and nowhere else. */

import { languages, type Language } from '../../shared/messages/language.ts';

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
const page = (title: string, language: string, style: string, body: Html): string =>
  `<!doctype html>\n<html lang="${text(language).html}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
  `<title>${text(title).html}</title><style>${style}</style></head><body>${body.html}</body></html>\n`;

/** The report's look: readable in a browser, on paper and in a ticket; system colors, so that dark and contrast themes work. */
const reportStyle = `
:root { color-scheme: light dark; font: 14px/20px 'Segoe UI Variable', 'Segoe UI', 'Yu Gothic UI', system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; }
h2 { font-size: 16px; line-height: 22px; font-weight: 600; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid GrayText; padding: 4px 8px; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
tbody th { font-weight: 400; }
code, pre { font-family: 'Cascadia Mono', Consolas, monospace; font-size: 12px; white-space: pre-wrap; }
.practice { border: 2px solid currentColor; padding: 8px; font-weight: 600; }
.block, .warn, .unknown, .outcome > p:first-child { font-weight: 600; }
main:lang(ja) { line-break: strict; word-break: auto-phrase; }
main { display: none; }
#show-en:checked ~ main.en, #show-ja:checked ~ main.ja { display: block; }
label { margin-inline-end: 1rem; }
@media print { main { display: block !important; } input, label { display: none; } main + main { break-before: page; } }
`;

// One file in both languages.

/** `first` is shown first; the other is one click away, without any script, and both are printed. */
export function inBothLanguages(title: (language: Language) => string, first: Language, body: (language: Language) => Html): string {
  const choices = languages.map((language) =>
    fragment(
      { html: `<input type="radio" name="language" id="show-${language}"${language === first ? ' checked' : ''}>` },
      element('label', { for: `show-${language}`, lang: language }, language === 'en' ? 'English' : '日本語'),
    ),
  );
  const bodies = languages.map((language) => element('main', { lang: language, class: language }, body(language)));
  return page(title(first), first, reportStyle, fragment(...choices, ...bodies));
}
