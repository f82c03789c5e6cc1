/** A pasted text cut into command lines and blocks of properties, as Format-List writes them. */
import { commandOfLine, type CommandLine } from './command.ts';
import type { WrappedProperty } from './wrapped.ts';

export interface NamedProperty extends WrappedProperty {
  readonly name: string;
  /** A line follows that is neither a property nor a continuation: the value may be longer than it seems */
  readonly interrupted: boolean;
}

/** The properties of one object. */
export interface Block {
  /** From 1 */
  readonly line: number;
  readonly properties: readonly NamedProperty[];
}

/** A command line and what it printed; without one for what stands before the first. */
export interface Segment {
  readonly line: number;
  readonly command: CommandLine | undefined;
  readonly blocks: readonly Block[];
}

const property = /^(\s*)([A-Za-z]\w{0,80})\s*:(?:\s(.*))?$/s;
// eslint-disable-next-line no-control-regex -- PowerShell 7 colors the names of properties
const colors = /\u001b\[[0-9;]*m/g;

interface Draft {
  readonly line: number;
  readonly indent: number;
  readonly properties: { name: string; line: string; column: number; following: string[]; interrupted: boolean }[];
}

export function segmentsOf(text: string): Segment[] {
  const segments: { line: number; command: CommandLine | undefined; blocks: Draft[] }[] = [{ line: 1, command: undefined, blocks: [] }];
  let block: Draft | undefined;
  let afterCommand = false;
  for (const { line, number } of linesOf(text)) {
    const segment = segments.at(-1);
    if (segment === undefined) break;
    if (line.trim() === '') {
      block = undefined;
      afterCommand = false;
      continue;
    }
    const command = commandOfLine(line);
    if (command !== undefined) {
      segments.push({ line: number, command, blocks: [] });
      block = undefined;
      afterCommand = true;
      continue;
    }
    const found = property.exec(line);
    const indent = line.length - line.trimStart().length;
    if (block !== undefined && indent > block.indent) {
      block.properties.at(-1)?.following.push(line);
      continue;
    }
    if (found === null) {
      // The rest of a long command line that the console wrapped, or a line of something else.
      const last = block?.properties.at(-1);
      if (last !== undefined && !afterCommand) last.interrupted = true;
      block = undefined;
      continue;
    }
    afterCommand = false;
    const name = found[2] ?? '';
    // A property that comes again begins the next object: the empty line between them was lost.
    if (block === undefined || block.properties[0]?.name === name) {
      block = { line: number, indent, properties: [] };
      segment.blocks.push(block);
    }
    const column = line.length - (found[3] ?? '').length;
    block.properties.push({ name, line, column, following: [], interrupted: false });
  }
  return segments.filter(({ command, blocks }) => command !== undefined || blocks.length > 0);
}

/** Lines without colors. Where a web page put an empty line behind every line, those are left out. */
function linesOf(text: string): { line: string; number: number }[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .replaceAll(colors, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ line, number: index + 1 }));
  const filled = (index: number): boolean => (lines[index]?.line.trim() ?? '') !== '';
  const count = lines.filter((_, index) => filled(index)).length;
  const apart = lines.every((_, index) => !filled(index) || !filled(index + 1));
  if (count < 4 || !apart) return lines;
  // One empty line is the page's; of several, those that are more are Format-List's own.
  return lines.filter((_, index) => filled(index) || !filled(index - 1));
}
