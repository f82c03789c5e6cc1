/** What a person finds in the document. */
import './patience.ts';
import { createRawSnippet, type Snippet } from 'svelte';

/** The text of an element as it is read, in one line. */
export const textOf = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

export const textsOf = (elements: Iterable<Element>): readonly string[] => [...elements].map(textOf);

/** The first element of that selector; fails with the selector when there is none. */
export function find(selector: string, within: ParentNode = document): HTMLElement {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`nothing matches ${selector}`);
  return found;
}

export const all = (selector: string, within: ParentNode = document): readonly HTMLElement[] =>
  [...within.querySelectorAll(selector)].filter((element) => element instanceof HTMLElement);

/** Children of a component that are only text. */
export const words = (text: string): Snippet => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
