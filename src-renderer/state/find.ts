/** Finds a text in what the page shows. */

const blocks = 'address, article, button, dd, div, dt, h1, h2, h3, label, li, option, p, pre, section, summary, table, td, th, tr, ul, ol';

/** What is only read aloud, or does not exist for the reader, is not found; what is folded is. */
const isSeen = (element: Element): boolean =>
  element.closest('.visually-hidden, script, style, textarea') === null &&
  (element.closest('details:not([open])') !== null || element.checkVisibility());

interface Piece {
  readonly node: Text;
  /** Position of its beginning in the whole text */
  readonly from: number;
}

/** Lower case of the same length: a few letters become longer, and positions would be wrong. */
const lower = (text: string): string =>
  Array.from(text, (one) => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)).join('');

/** The places of the text, in the order of the page, without regard to case. A text that goes over several blocks is not found. */
export function placesOf(root: Element, wanted: string): readonly Range[] {
  const needle = lower(wanted);
  if (needle.trim() === '') return [];
  const pieces: Piece[] = [];
  let whole = '';
  let block: Element | null = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!(node instanceof Text) || parent === null || !isSeen(parent)) continue;
    const around = parent.closest(blocks);
    if (around !== block) whole += '\n';
    block = around;
    pieces.push({ node, from: whole.length });
    // A line break of the source is a space for the reader.
    whole += lower(node.data).replaceAll(/\s/g, ' ');
  }
  const found: Range[] = [];
  for (let at = whole.indexOf(needle); at >= 0; at = whole.indexOf(needle, at + needle.length)) {
    const range = document.createRange();
    const first = pieceAt(pieces, at);
    const last = pieceAt(pieces, at + needle.length - 1);
    if (first === undefined || last === undefined) continue;
    range.setStart(first.node, at - first.from);
    range.setEnd(last.node, at + needle.length - last.from);
    found.push(range);
  }
  return found;
}

const pieceAt = (pieces: readonly Piece[], position: number): Piece | undefined => pieces.findLast(({ from }) => from <= position);

/** Opens what hides the place, and brings it into sight. */
export function reveal(place: Range): void {
  const element = place.startContainer.parentElement;
  for (
    let folded = element?.closest('details:not([open])');
    folded instanceof HTMLDetailsElement;
    folded = folded.parentElement?.closest('details:not([open])')
  )
    folded.open = true;
  element?.scrollIntoView({ block: 'center' });
}
