/** Which known error a pasted text is: every match with the part of the text that it rests on, the most telling one first. */
import { recognizeHcwMessage, type HcwMessageId } from '../rules/not-listed-message.ts';
import { eventRecordsOf, type EventRecord } from './event-records.ts';
import { factsIn, type TextFact } from './facts.ts';
import { knownErrorIds, knownErrors, type EventNumbers, type KnownErrorId, type Wording } from './known-errors.ts';
import { readPastedError } from './pasted-error.ts';
import { codesAround, statementAt, statementsOf, type Statement } from './statements.ts';

/** `text`: its words stand there. `event`: number and source. `code`: only a code or a number, and none of its words. */
export type MatchedBy = 'text' | 'event' | 'code';

export interface ErrorMatch {
  readonly id: KnownErrorId;
  readonly by: MatchedBy;
  /** The part of the text, at most `longestMatchedText` characters */
  readonly evidence: string;
  /** How many answers are around it */
  readonly depth: number;
}

export interface DecodedError {
  /** Innermost first, words before codes; one for each known error */
  readonly matches: readonly ErrorMatch[];
  readonly hcw: readonly HcwMessageId[];
  /** What was recognized besides, whether or not the error is known */
  readonly facts: readonly TextFact[];
  /** The text was too long: only its beginning was read */
  readonly isCut: boolean;
}

export const longestMatchedText = 300;
const mostMatches = 8;
/** Occurrences of the same words that are looked at. */
const mostOccurrences = 64;
/** How far apart words may stand that belong together. */
const nearby = 400;

/** Never fails. The time is proportional to the length of the text, of which at most 1 MB is read. */
export function decodeError(given: string): DecodedError {
  const pasted = readPastedError(given);
  const { lines, text, joined, isCut } = pasted;
  const events = eventRecordsOf(lines);
  const read = recognize(text, events);
  // A console breaks lines inside of words; a text without breaks is the same either way.
  const matches = read.length > 0 || joined === text ? read : recognize(joined, events);
  return { matches, hcw: recognizeHcwMessage(lines), facts: factsIn(pasted, events), isCut };
}

export const decodeVerdicts = ['known', 'likely', 'notKnown'] as const;
export type DecodeVerdict = (typeof decodeVerdicts)[number];

/**
 * `known`: everything that was recognized is documented and has its words in the text, and some of it says a cause.
 * `likely`: some of it rests on a code alone, is inferred or not confirmed, or only carries an answer that is not known.
 */
export function verdictOfError({
  matches,
  hcw,
}: {
  readonly matches: readonly Pick<ErrorMatch, 'id' | 'by'>[];
  readonly hcw: readonly unknown[];
}): DecodeVerdict {
  if (matches.length + hcw.length === 0) return 'notKnown';
  const causes = matches.filter(({ id }) => knownErrors[id].isWrapper !== true);
  const isCertain = matches.every(({ id, by }) => by !== 'code' && knownErrors[id].certainty === 'documented');
  return isCertain && causes.length + hcw.length > 0 ? 'known' : 'likely';
}

interface Found extends ErrorMatch {
  /** Where it begins, and how many letters its words have */
  readonly start: number;
  readonly length: number;
}

function recognize(text: string, events: readonly EventRecord[]): readonly ErrorMatch[] {
  const statements = statementsOf(text);
  const letters = lettersOf(text);
  const found = [
    ...knownErrorIds.flatMap((id) => knownErrors[id].wordings.flatMap((wording) => findWording(id, wording, text, letters, statements))),
    ...events.flatMap(findEvent),
  ];
  const worded = longestOfEach(found);
  return ranked([...worded, ...findCodes(text, statements, worded)]);
}

interface Letters {
  readonly text: string;
  /** The offset of each letter in the text */
  readonly at: Uint32Array;
}

/** Letters and digits alone: line breaks, quotation marks and brackets between them do not matter. */
function lettersOf(text: string): Letters {
  const pieces: string[] = [];
  const at = new Uint32Array(text.length);
  let length = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    // A capital letter may be longer or shorter in lower case; words of the table are plain ASCII.
    pieces.push(word.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));
    for (let offset = 0; offset < word.length; offset += 1) at[length + offset] = index + offset;
    length += word.length;
  }
  return { text: pieces.join(''), at };
}

const squeezed = (words: string): string => words.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
const isInWord = (text: string, offset: number): boolean => /^[\p{L}\p{N}]{2}$/u.test(text.slice(Math.max(0, offset - 1), offset + 1));

function findWording(id: KnownErrorId, wording: Wording, text: string, letters: Letters, statements: readonly Statement[]): Found[] {
  const words = squeezed(wording.words);
  const found: Found[] = [];
  let from = letters.text.indexOf(words);
  for (let times = 0; from >= 0 && times < mostOccurrences; times += 1, from = letters.text.indexOf(words, from + words.length)) {
    const start = letters.at[from] ?? 0;
    const end = (letters.at[from + words.length - 1] ?? start) + 1;
    if (isInWord(text, start) || isInWord(text, end)) continue;
    const statement = statementAt(statements, start);
    const codes = codesAround(statement);
    const isThere = (wanted: readonly string[]): boolean => wanted.some((code) => codes.includes(code));
    if (wording.codes !== undefined && !isThere(wording.codes)) continue;
    if (wording.unless !== undefined && isThere(wording.unless)) continue;
    if (wording.notBefore !== undefined && letters.text.startsWith(squeezed(wording.notBefore), from + words.length)) continue;
    if (wording.near !== undefined && !isNear(letters.text, squeezed(wording.near), from)) continue;
    const evidence = text.slice(beginningOf(statement, start, end), end).slice(0, longestMatchedText);
    found.push({ id, by: 'text', evidence, depth: statement?.depth ?? 0, start, length: words.length });
  }
  return found;
}

/** With the answers around it, as far as they fit. */
function beginningOf(statement: Statement | null, start: number, end: number): number {
  let begin = start;
  for (let one = statement; one !== null && end - one.start <= longestMatchedText; one = one.parent) begin = one.start;
  return begin;
}

const isNear = (letters: string, words: string, at: number): boolean =>
  letters.slice(Math.max(0, at - nearby), at + nearby).includes(words);

/** Of words that begin at the same place, the longest say most; and those that ask for a code say more than those that do not. */
function longestOfEach(found: readonly Found[]): readonly Found[] {
  const best = new Map<string, Found>();
  for (const one of found) {
    const key = one.by === 'text' ? String(one.start) : `${one.id} ${one.by}`;
    const other = best.get(key);
    const isBetter =
      other === undefined || one.length > other.length || (one.length === other.length && asksForCode(one) && !asksForCode(other));
    if (isBetter) best.set(key, one);
  }
  return [...best.values()];
}
const asksForCode = ({ id }: Found): boolean => knownErrors[id].wordings.every(({ codes }) => codes !== undefined);

function findEvent({ number, sources, isSure, start, evidence }: EventRecord): Found[] {
  return knownErrorIds.flatMap((id): Found[] => {
    const event: EventNumbers | undefined = knownErrors[id].event;
    if (event?.numbers.includes(number) !== true) return [];
    const found = { id, evidence: evidence.slice(0, longestMatchedText), depth: 0, start, length: 0 };
    const fits = sources.some((source) => event.sources.includes(squeezed(source)));
    if (fits && isSure) return [{ ...found, by: 'event' }];
    return event.isUniqueNumber && (fits || sources.length === 0) ? [{ ...found, by: 'code' }] : [];
  });
}

/** Codes with one meaning, where neither the answer itself nor one that it carries has words that are known. */
function findCodes(text: string, statements: readonly Statement[], worded: readonly Found[]): readonly Found[] {
  const said = new Set<Statement>();
  for (const { start } of worded)
    for (let one = statementAt(statements, start); one !== null && !said.has(one); one = one.parent) said.add(one);
  return statements.flatMap((statement): Found[] => {
    if (said.has(statement) || !statement.isAnswer) return [];
    const id = knownErrorIds.find((one) => knownErrors[one].codes?.includes(statement.code) === true);
    if (id === undefined) return [];
    const evidence = firstSentence(text.slice(statement.start, Math.min(statement.end, statement.start + longestMatchedText)));
    return [{ id, by: 'code', evidence, depth: statement.depth, start: statement.start, length: 0 }];
  });
}

const firstSentence = (text: string): string => /^.{0,120}?(?=[\]}"'\n]|\.\s|$)/.exec(text)?.[0] ?? text.slice(0, 120);

/** One for each error, at its best. */
function ranked(found: readonly Found[]): readonly ErrorMatch[] {
  const isWrapper = ({ id }: Found): number => (knownErrors[id].isWrapper === true ? 1 : 0);
  const isWeak = ({ by }: Found): number => ['text', 'event', 'code'].indexOf(by);
  const order = [...found].sort((a, b) => isWeak(a) - isWeak(b) || isWrapper(a) - isWrapper(b) || b.depth - a.depth || a.start - b.start);
  const first = new Map<KnownErrorId, Found>();
  for (const one of order) if (!first.has(one.id)) first.set(one.id, one);
  return [...first.values()].slice(0, mostMatches).map(({ id, by, evidence, depth }) => ({ id, by, evidence, depth }));
}
