/** The few parts of HTML that the reports are made of. Text is escaped here and nowhere else. */
import type { Language } from '../../shared/messages/language.ts';
import { visibleText } from '../../shared/messages/visible-text.ts';

/** HTML that is already safe; only the functions of this file make it. */
export interface Html {
  readonly html: string;
}

/** A carriage return that is not escaped is read back as a line feed. */
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '\r': '&#13;' };

/** Escapes text for content and for quoted attributes; characters that cannot be seen, or that HTML forbids, are marks. */
export const text = (value: string): Html => ({
  html: visibleText(value).replaceAll(/[&<>"'\r]/g, (character) => escapes[character] ?? ''),
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

export const list = (items: readonly Part[]): Html => element('ul', {}, ...items.map((item) => element('li', {}, item)));

/** A table with a heading row; each row's first cell heads the row. */
export const table = (
  headings: readonly string[],
  rows: readonly (readonly Part[])[],
  attributes: Readonly<Record<string, string>> = {},
): Html =>
  element(
    'table',
    attributes,
    element('thead', {}, element('tr', {}, ...headings.map((heading) => element('th', { scope: 'col' }, heading)))),
    element('tbody', {}, ...rows.map(tableRow)),
  );

/** Facts, each with its name; without a heading row. */
export const facts = (rows: readonly (readonly Part[])[]): Html =>
  element('table', { class: 'facts' }, element('tbody', {}, ...rows.map(tableRow)));

const tableRow = (row: readonly Part[]): Html =>
  element('tr', {}, ...row.map((cell, index) => (index === 0 ? element('th', { scope: 'row' }, cell) : element('td', {}, cell))));

// Values. A line never breaks inside of a word; what is longer than a line breaks only where it means nothing.

/** Longer runs without a blank do not fit into a column. */
const longestWord = 24;
const breakHere: Html = { html: '<wbr>' };

/** A value in the font of code: a thumbprint may break after eight digits, a path or a certificate name between its parts. */
export const code = (value: string): Html => {
  if (value === '') return fragment();
  const parts = value
    .split(/(\s+)/)
    .flatMap((word) => pieces(word).flatMap((piece, index) => (index === 0 ? [piece] : [breakHere, piece])));
  return element('code', {}, ...parts.map((part) => (typeof part === 'string' && part.startsWith('-') ? element('span', {}, part) : part)));
};

function pieces(word: string): readonly string[] {
  if (word.length <= longestWord || word.length > longestValue) return [word];
  if (/^[0-9A-F]{40}$/i.test(word)) return word.match(/.{8}/g) ?? [word];
  return word.split(/(?<=[\\/:,@;])(?=\S)|(?=<[IS]>)/i);
}
/** What is longer is no value of Exchange. */
const longestValue = 4096;

/** A whole page without scripts, in one language, that loads nothing from anywhere. */
export const page = (title: string, language: Language, body: Html): string =>
  `<!doctype html>\n<html lang="${text(language).html}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
  `<title>${text(title).html}</title><style>${style}</style></head><body><main>${body.html}</main></body></html>\n`;

/** Readable in a browser, on paper and in a ticket; system colors, so that dark and contrast themes work. */
const style = `
:root { color-scheme: light dark; font: 14px/20px 'Segoe UI Variable', 'Segoe UI', 'Yu Gothic UI', system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; }
h2 { font-size: 16px; line-height: 22px; font-weight: 600; margin-block: 1.5rem 0.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid GrayText; padding: 4px 8px; text-align: start; vertical-align: top; }
tbody th { font-weight: 400; }
.facts { width: auto; }
code, pre { font-family: 'Cascadia Mono', Consolas, monospace; font-size: 12px; white-space: pre-wrap; }
/* A parameter stays with its dash. */
code span { white-space: nowrap; }
/* Only what has no blank for a whole line is broken inside of a word: it would run out of the paper. */
body, td, th, pre { overflow-wrap: break-word; }
.log tbody th, .log td:nth-child(n + 3) { white-space: nowrap; }
.practice { border: 2px solid currentColor; padding: 8px; font-weight: 600; }
.verdict { font-size: 16px; line-height: 22px; font-weight: 600; }
.block, .warn, .unknown, .external, .waits, .fails { font-weight: 600; }
:lang(ja) { line-break: strict; word-break: auto-phrase; }
@media print {
  @page { margin: 12mm; }
  :root { color-scheme: light; font-size: 8pt; line-height: 11pt; }
  body { margin: 0; max-width: none; padding: 0; }
  h1 { font-size: 14pt; line-height: 18pt; margin-block: 0 4pt; }
  h2 { font-size: 10.5pt; line-height: 14pt; margin-block: 6pt 2pt; break-after: avoid; }
  p, ul { margin-block: 3pt; }
  th, td { padding: 1pt 4pt; }
  code, pre { font-size: 7.5pt; line-height: 10pt; }
  .verdict { font-size: 11pt; line-height: 15pt; }
  .log, .log code { font-size: 6.5pt; line-height: 8pt; }
  .log th, .log td { padding: 0.5pt 3pt; }
  tr { break-inside: avoid; }
}
`;
