/** A call as PowerShell text, for people: preview, copy, report. What is executed is the call itself, never this text. */
import { checkCall, type CmdletCall, type ParameterValue } from './call.ts';
import { cmdletTable, type CmdletEntry } from './table.ts';

/** The quotation marks that PowerShell takes for a single quote (about_Quoting_Rules; U+2018 to U+201B). */
const singleQuotes = /['\u2018\u2019\u201A\u201B]/g;
/** What does not survive copy and paste, or cannot stand in a text file: controls, separators, surrogates that stand alone. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;

/**
 * The call as one line that PowerShell 5.1 and 7 read back as the same call.
 * Text with characters that cannot be printed is written as an expression of `[char]` codes.
 * Names are written as they are: throws for one that the table does not have.
 */
export function renderCall(call: CmdletCall): string {
  const checked = checkCall(call);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  const entry: CmdletEntry = cmdletTable[call.cmdlet];
  // Stryker disable next-line ConditionalExpression,EqualityOperator,StringLiteral: no cmdlet of the table has a switch today
  const parts = Object.entries(call.parameters).map(([name, value]) =>
    entry.parameters[name] === 'moment' && typeof value === 'string'
      ? `-${name} ([datetime]${renderText(value)})`
      : renderParameter(name, value, entry.parameters[name] === 'switch'),
  );
  const fixed = Object.entries(entry.fixed ?? {}).map(([name, value]) => renderParameter(name, value, false));
  const select = call.select === undefined ? '' : ` | Select-Object -Property ${call.select.map(renderPropertyName).join(', ')}`;
  return [call.cmdlet, ...parts, ...fixed].join(' ') + select;
}

/** One parameter, e.g. `-Identity 'EX01'`. A boolean is joined by a colon: without it PowerShell takes the value for another argument. */
export function renderParameter(name: string, value: ParameterValue, isSwitch: boolean): string {
  if (isSwitch && value === true) return `-${name}`;
  return typeof value === 'boolean' ? `-${name}:${renderValue(value)}` : `-${name} ${renderValue(value)}`;
}

/** A value as a PowerShell expression. */
export function renderValue(value: ParameterValue): string {
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  // What begins with a dash is a word to PowerShell, unless it is an expression.
  if (typeof value === 'number') return value < 0 ? `(${String(value)})` : String(value);
  if (typeof value === 'string') return renderText(value);
  const items = value.map(renderText).join(',');
  return value.length > 1 ? items : `@(${items})`;
}

/** A text as a quoted constant, or as an expression where it cannot be shown as it is. */
export function renderText(text: string): string {
  // Even in quotes `--%` would make text of the rest of the line (about_Parsing), unless it is an expression.
  if (!unprintable.test(text)) return text === '--%' ? `(${quoted(text)})` : quoted(text);
  const pieces = splitUnprintable(text);
  const written = pieces.map((piece) => (typeof piece === 'number' ? `[char]${String(piece)}` : quoted(piece)));
  // A sum that begins with [char] would be a sum of numbers.
  return `(${typeof pieces[0] === 'number' ? "''+" : ''}${written.join('+')})`;
}

const quoted = (text: string): string => `'${text.replaceAll(singleQuotes, '$&$&')}'`;

/** Runs of printable text, and the UTF-16 code units between them. */
function splitUnprintable(text: string): (string | number)[] {
  const pieces: (string | number)[] = [];
  let run = '';
  for (const character of text) {
    if (!unprintable.test(character)) {
      run += character;
      continue;
    }
    if (run !== '') pieces.push(run);
    run = '';
    for (let index = 0; index < character.length; index += 1) pieces.push(character.charCodeAt(index));
  }
  if (run !== '') pieces.push(run);
  return pieces;
}

const renderPropertyName = (name: string): string => (/^[A-Za-z]\w*$/.test(name) ? name : renderText(name));
