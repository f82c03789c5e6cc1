/** The answers in an error text: each begins with an enhanced status code, and one may carry another. */

/** An answer such as `451 5.7.3 STARTTLS is required`, from its code to the next one. */
export interface Statement {
  /** The enhanced status code, e.g. `4.4.317` */
  readonly code: string;
  /** Offset in the text of its beginning, with the reply code where there is one */
  readonly start: number;
  /** The answer that carries this one */
  readonly parent: Statement | null;
  /** How many answers are around it */
  readonly depth: number;
}

/** No answer is longer: words behind that belong to something else. */
export const longestStatement = 800;

const codePattern = /(?<![\w.])(?:[245]\d\d[ -]#?)?([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)/g;
/** What the cloud writes before the last error, and Exchange before the error of a queue: nothing is around that. */
const beginsAnew = /(?:LED|MSG|LastError)["' ]?\s?[=:]\s?["']?$/i;
/** An answer that is carried stands behind one of these. */
const carries = /(?:[[(=\x22'{]|\bwith:?)\s?$/i;

/** In the order of the text. */
export function statementsOf(text: string): readonly Statement[] {
  const statements: Statement[] = [];
  for (const match of text.matchAll(codePattern)) {
    const previous = statements.at(-1);
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    const isCarried =
      previous !== undefined && match.index - previous.start <= longestStatement && carries.test(before) && !beginsAnew.test(before);
    const parent = isCarried ? previous : null;
    statements.push({ code: match[1] ?? '', start: match.index, parent, depth: parent === null ? 0 : parent.depth + 1 });
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
  return found === undefined || offset - found.start > longestStatement ? null : found;
}

/** The code of the answer, and of those around it. */
export function codesAround(statement: Statement | null): readonly string[] {
  const codes: string[] = [];
  // More are around nothing that a server writes.
  for (let one = statement; one !== null && codes.length < 8; one = one.parent) codes.push(one.code);
  return codes;
}
