/** Every text of the page is seen as it is, whatever component shows it: none can forget it. What is copied is the value itself. */
import { visibleText } from '../../shared/messages/visible-text.ts';

/** Attributes that are shown or read aloud. */
const attributes = ['title', 'aria-label', 'aria-description', 'placeholder', 'alt'];

/** From now on, before each frame; also in the title of the window. */
export function keepTextVisible(page: Document): void {
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes, attributeName } of records) {
      if (attributeName !== null) {
        if (target instanceof Element) showAttribute(target, attributeName);
      } else if (target instanceof Text) showText(target);
      for (const node of addedNodes) showAll(node);
    }
  });
  observer.observe(page, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
}

function showAll(node: Node): void {
  if (node instanceof Text) showText(node);
  if (!(node instanceof Element)) return;
  for (const name of attributes) showAttribute(node, name);
  for (const child of node.childNodes) showAll(child);
}

function showText(node: Text): void {
  const visible = visibleText(node.data);
  if (visible !== node.data) node.data = visible;
}

function showAttribute(element: Element, name: string): void {
  const value = element.getAttribute(name);
  if (value === null) return;
  const visible = visibleText(value);
  if (visible !== value) element.setAttribute(name, visible);
}
