/** `Select-Object -Property` behind a cmdlet, on the server. */
import { propertyOf, psNull, psObject, type PsObject } from '../../../shared/clixml/value.ts';

/** A row with the wanted properties, in that order; `$null` where the object has none of that name. */
export const selectObject = (object: PsObject, names: readonly string[]): PsObject => ({
  ...psObject({}, [
    `Deserialized.Selected.${object.typeNames[0]?.replace(/^Deserialized\./, '') ?? 'System.Object'}`,
    'Deserialized.System.Management.Automation.PSCustomObject',
    'Deserialized.System.Object',
  ]),
  members: new Map(names.map((name) => [name, propertyOf(object, name) ?? psNull])),
});
