/** The answers in an error text: each begins with an enhanced status code, and one may carry another. */

/** An answer such as `451 5.7.3 STARTTLS is required`, from its code to the next one. */
export interface Statement {
  /** The enhanced status code, e.g. `4.4.317` */
  readonly code: string;
  /** Offset in the text of its beginning, with the reply code where there is one */
  readonly start: number;
  /** Offset behind it: words from there on belong to something else */
  readonly end: number;
  /** Whether it is no version or section number: it has a reply code, `#` or `Status:`, or nothing else was pasted */
  readonly isAnswer: boolean;
  /** The answer that carries this one */
  readonly parent: Statement | null;
  /** How many answers are around it */
  readonly depth: number;
}

/** No answer is longer. */
const longestStatement = 800;

const codePattern = /(?<![\w.-])((?:[245]\d\d[ -]#?|#|Status: ?)?)([245]\.\d{1,3}\.\d{1,3})(?!-?\w|\.\d)/g;
/** A paragraph ends, the last error ends, or a bracket has been closed and words follow. */
const ending = /\n|\};|\]\.? ?(?=\p{L})/u;
/** What the cloud writes before the last error, and Exchange before the error of a queue: nothing is around that. */
const beginsAnew = /(?:LED|MSG|LastError)["' ]?\s?[=:]\s?["']?$/i;
/** An answer that is carried stands behind one of these. */
const carries = /(?:[[(=\x22'{]|\bwith:?)\s?$/i;

/** In the order of the text. */
export function statementsOf(text: string): readonly Statement[] {
  const statements: Statement[] = [];
  for (const match of text.matchAll(codePattern)) {
    const start = match.index;
    const previous = statements.at(-1);
    const before = text.slice(Math.max(0, start - 24), start);
    const isCarried = previous !== undefined && start < previous.end && carries.test(before) && !beginsAnew.test(before);
    const parent = isCarried ? previous : null;
    const length = text.slice(start, start + longestStatement).search(ending);
    statements.push({
      code: match[2] ?? '',
      start,
      end: start + (length < 0 ? longestStatement : length),
      isAnswer: match[1] !== '' || match[0] === text,
      parent,
      depth: parent === null ? 0 : parent.depth + 1,
    });
  }
  return statements;
}

/** The answer to which that offset belongs; `null` behind its end, and before the first one. */
export function statementAt(statements: readonly Statement[], offset: number): Statement | null {
  let [low, high] = [0, statements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = statements[low - 1];
  return found === undefined || offset >= found.end ? null : found;
}

/** The code of the answer, and of those around it. */
export function codesAround(statement: Statement | null): readonly string[] {
  const codes: string[] = [];
  // More are around nothing that a server writes.
  for (let one = statement; one !== null && codes.length < 8; one = one.parent) codes.push(one.code);
  return codes;
}
