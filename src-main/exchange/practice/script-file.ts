/** A file as the collection script of the guided mode writes it. */
import { psBoolean, psHashtable, psInt32, psList, psNull, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import { collectionFormat, collectionFormatVersion, type CollectedPlace } from '../../../shared/collected/collection.ts';
import type { CallOutcome, CmdletCall, CmdletError, ParameterValue } from '../../../shared/commands/call.ts';

export interface ScriptFile {
  readonly place: CollectedPlace;
  readonly computer: string;
  readonly at: Date;
  readonly answers: readonly PsValue[];
  readonly version?: number;
}

/** The document of the script. */
export const scriptFile = ({ place, computer, at, answers, version = collectionFormatVersion }: ScriptFile): string =>
  writeClixml([
    psHashtable({
      Format: psString(collectionFormat),
      Version: psInt32(version),
      Side: psString(place),
      Time: psString(netTime(at)),
      Computer: psString(computer),
      PowerShell: psString('5.1.20348.2849'),
      Answers: psList(answers),
    }),
  ]);

/** One call with what it gave. */
export const scriptAnswer = (
  { cmdlet, parameters, select = [] }: Pick<CmdletCall, 'cmdlet' | 'parameters' | 'select'>,
  { objects, errors, warnings }: Pick<CallOutcome, 'objects' | 'errors' | 'warnings'>,
  at: Date,
): PsValue =>
  psHashtable({
    Cmdlet: psString(cmdlet),
    Parameters: psHashtable(Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, parameter(value)]))),
    Select: psList(select.map(psString)),
    Time: psString(netTime(at)),
    Objects: psList(objects),
    Errors: psList(errors.map(writtenError)),
    Warnings: psList(warnings.map(psString)),
  });

const writtenError = ({ message, category, id, terminating }: CmdletError): PsValue =>
  psHashtable({
    Message: psString(message),
    Category: psString(category),
    Id: psString(id),
    Terminating: psBoolean(terminating),
  });

const parameter = (value: ParameterValue): PsValue =>
  typeof value === 'string' ? psString(value) : Array.isArray(value) ? psList(value.map((item: string) => psString(item))) : psNull;

/** As `[DateTime]::UtcNow.ToString('o')` writes it. */
const netTime = (at: Date): string => at.toISOString().replace('Z', '0000Z');
