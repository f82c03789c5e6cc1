/** Every parameter of the closed table, and the values to try for each kind of parameter. */
import type { ParameterValue } from '../../shared/commands/call.ts';
import { cmdletTable, type CmdletEntry, type CmdletName, type ParameterKind, type Side } from '../../shared/commands/table.ts';
import { hostileCorpus } from './hostile-corpus.ts';

interface Parameter {
  readonly side: Side;
  readonly cmdlet: CmdletName;
  readonly name: string;
  readonly kind: ParameterKind;
}

const cmdletNames = Object.keys(cmdletTable) as readonly CmdletName[];

export const parameters: readonly Parameter[] = cmdletNames.flatMap((cmdlet) => {
  const entry: CmdletEntry = cmdletTable[cmdlet];
  return entry.sides.flatMap((side) => Object.entries(entry.parameters).map(([name, kind]) => ({ side, cmdlet, name, kind })));
});

const lists = [hostileCorpus, ...hostileCorpus.map((text) => [text]), []] as const;

export const values: Record<ParameterKind, readonly ParameterValue[]> = {
  string: hostileCorpus,
  nullableString: [...hostileCorpus, null],
  strings: lists,
  nullableStrings: [...lists, null],
  switch: [true],
  boolean: [true, false],
  integer: [0, 1, -1, 2_147_483_647, -2_147_483_648],
  moment: ['2026-11-20T18:00:00Z', '2026-11-20T18:00:00.001Z', '0001-01-01T00:00:00.0000001Z'],
};
