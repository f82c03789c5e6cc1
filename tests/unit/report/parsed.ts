/** The report as a browser reads it, without anything that a browser would run or load. */
import { Window, type Document, type Element } from 'happy-dom';

export function parse(html: string): Document {
  const window = new Window();
  return new window.DOMParser().parseFromString(html, 'text/html');
}

/** The one part of the report. */
export function main(document: Document): Element {
  const found = document.querySelector('main');
  if (found === null) throw new Error('no main part');
  return found;
}

/** The cells of the table below a heading, row by row; `null` when there is no such heading. */
export function rowsBelow(root: Element, heading: string): readonly (readonly string[])[] | null {
  const section = [...root.querySelectorAll('section')].find((candidate) => candidate.querySelector('h2')?.textContent === heading);
  if (section === undefined) return null;
  return [...section.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));
}

/** Every text of the document, one for each node. */
export function textsOf(root: Element): readonly string[] {
  return [...root.querySelectorAll('*')].flatMap((element) =>
    [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map((node) => node.textContent),
  );
}
