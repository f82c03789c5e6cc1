/** A command as the HCW logs it. What is not certain about a value is unknown; nothing is completed. */
import { known, partition, unknown, type Known } from '../model/known.ts';
import type { Value } from '../plan/plan.ts';

export interface LoggedParameter {
  /** As it is written; '' for a value without a name */
  readonly name: string;
  readonly value: Known<Value>;
}

export interface LoggedCommand {
  readonly cmdlet: string;
  /** In the order of the text */
  readonly parameters: readonly LoggedParameter[];
  /** Whether the text goes to the end of the command */
  readonly isWhole: boolean;
}

/** Of a value that cannot be read, so much is shown. */
const longestRaw = 300;
const mostParameters = 100;

const cmdletPattern = /^([A-Z][A-Za-z]{1,30}-[A-Z][A-Za-z]{1,80})(?=\s|$)/i;

/**
 * `isCut`: the text may go on behind its end. Its last word is then not taken for a whole one: neither the name of the cmdlet
 * nor the last parameter.
 */
export function readCommand(text: string, isCut = false): LoggedCommand | undefined {
  const cmdlet = cmdletPattern.exec(text)?.[1];
  if (cmdlet === undefined || (isCut && cmdlet.length === text.length)) return undefined;
  const scan = { text, at: cmdlet.length, isWhole: !isCut };
  const parameters: LoggedParameter[] = [];
  while (scan.isWhole || isCut) {
    skipBlanks(scan);
    if (scan.at >= text.length) break;
    if (parameters.length === mostParameters || isElision(text.slice(scan.at))) {
      scan.isWhole = false;
      break;
    }
    const before = scan.at;
    parameters.push(readParameter(scan));
    if (scan.at === before) break;
  }
  return { cmdlet, parameters: isCut ? parameters.slice(0, -1) : parameters, isWhole: scan.isWhole };
}

/** The value of a parameter; `undefined` where the command has none of that name. */
export const parameterOf = ({ parameters }: Pick<LoggedCommand, 'parameters'>, name: string): Known<Value> | undefined =>
  parameters.find((parameter) => parameter.name.toLowerCase() === name.toLowerCase())?.value;

/** The text of a value that is known and is one text. */
export const textsOf = (value: Known<Value> | undefined): readonly string[] =>
  partition(value === undefined ? [] : [value], (one) => one).known.flatMap(({ value: read }) => (typeof read === 'string' ? [read] : []));

/** What the command is about, by its identity or name; `null` where it names nothing or that cannot be read. */
export const objectOf = (command: Pick<LoggedCommand, 'parameters'>): string | null =>
  textsOf(parameterOf(command, 'Identity') ?? parameterOf(command, 'Name') ?? parameterOf(command, ''))[0] ?? null;

interface Scan {
  readonly text: string;
  at: number;
  isWhole: boolean;
}

/** A text that was shortened by the one who copied it. */
const isElision = (text: string): boolean => /^(?:…|\.{3})\s*$/.test(text);

function skipBlanks(scan: Scan): void {
  while (/\s/.test(scan.text.charAt(scan.at))) scan.at += 1;
}

function readParameter(scan: Scan): LoggedParameter {
  namePattern.lastIndex = scan.at;
  const named = namePattern.exec(scan.text);
  if (named !== null) scan.at += named[0].length;
  const name = named?.[1] ?? '';
  skipBlanks(scan);
  namePattern.lastIndex = scan.at;
  const isSwitch = named !== null && named[2] === '' && (scan.at >= scan.text.length || namePattern.test(scan.text));
  return { name, value: isSwitch ? known(true) : readValue(scan) };
}

const namePattern = /-([A-Za-z]\w{0,80})(:?)(?=\s|$|['"$@(]|(?<=:))/y;

/** One value, or several with commas between them. */
function readValue(scan: Scan): Known<Value> {
  const start = scan.at;
  const items: (string | boolean | null)[] = [];
  let isReadable = true;
  for (;;) {
    const item = readItem(scan);
    if (item === undefined) isReadable = false;
    else items.push(item);
    const end = scan.at;
    skipBlanks(scan);
    if (scan.text.charAt(scan.at) !== ',') {
      scan.at = end;
      break;
    }
    scan.at += 1;
    skipBlanks(scan);
  }
  const raw = scan.text.slice(start, scan.at).trim().slice(0, longestRaw);
  if (!isReadable) return unknown('unreadable', raw);
  // Characters that the file no longer has are in no name.
  if (raw.includes('\ufffd') || items.some((item) => typeof item === 'string' && item.includes('\ufffd')))
    return unknown('charactersReplaced', raw);
  const [first = null] = items;
  return known(items.length === 1 ? first : items.map(String));
}

/** The quotation marks that PowerShell takes for a single one. */
const single = /['\u2018\u2019\u201A\u201B]/;

/** `undefined`: an expression, whose value only that session knew, or a text without its end. */
function readItem(scan: Scan): string | boolean | null | undefined {
  const first = scan.text.charAt(scan.at);
  if (single.test(first)) return readQuoted(scan, single);
  if (first === '"') {
    const text = readQuoted(scan, /"/);
    return text === undefined || /[$`]/.test(text) ? undefined : text;
  }
  if (/^(?:[@$]?[({])/.test(scan.text.slice(scan.at, scan.at + 2))) {
    skipExpression(scan);
    return undefined;
  }
  wordPattern.lastIndex = scan.at;
  const word = wordPattern.exec(scan.text)?.[0] ?? '';
  // What is no value at all is passed over as one character, so that reading goes on.
  scan.at += Math.max(1, word.length);
  if (/^\$null$/i.test(word)) return null;
  if (/^\$true$/i.test(word)) return true;
  if (/^\$false$/i.test(word)) return false;
  if (/(?:…|\.{3})$/.test(word)) {
    scan.isWhole = false;
    return undefined;
  }
  return word === '' || word.startsWith('$') ? undefined : word;
}

const wordPattern = /[^\s,'"]+/y;

/** A mark that stands twice is one of the text. */
function readQuoted(scan: Scan, mark: RegExp): string | undefined {
  const { text } = scan;
  let content = '';
  for (let at = scan.at + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (!mark.test(character)) content += character;
    else if (mark.test(text.charAt(at + 1))) {
      content += character;
      at += 1;
    } else {
      scan.at = at + 1;
      return content;
    }
  }
  scan.at = text.length;
  scan.isWhole = false;
  return undefined;
}

function skipExpression(scan: Scan): void {
  let depth = 0;
  for (; scan.at < scan.text.length; scan.at += 1) {
    const character = scan.text.charAt(scan.at);
    if (character === '(' || character === '{') depth += 1;
    else if (character === ')' || character === '}') depth -= 1;
    if (depth === 0 && (character === ')' || character === '}')) {
      scan.at += 1;
      return;
    }
  }
  scan.isWhole = false;
}
