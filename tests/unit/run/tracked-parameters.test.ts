import { describe, expect, it } from 'vitest';
import { accepts, checkCall, type ParameterValue } from '../../../shared/commands/call.ts';
import { parameterKind, readCmdlets, readObject, readObjects, setObject, type Value } from '../../../shared/plan/plan.ts';
import { trackedParameters } from '../../../shared/run/snapshot.ts';

/** A value of each form that a plan can hold. */
const values: readonly Value[] = [null, true, 'text', ['one', 'two'], []];

describe.each(readCmdlets)('the values of %s', (cmdlet) => {
  it.each(trackedParameters[cmdlet])('%s can be set by the setter, in a form of its kind', (parameter) => {
    const kind = parameterKind(cmdlet, parameter);
    expect(['string', 'nullableString', 'strings', 'nullableStrings', 'boolean']).toContain(kind);
    if (kind === undefined) return;
    const taken = values.filter((value) => checkCall(setObject(cmdlet, 'a', { [parameter]: value })).ok);
    // An empty list is set as $null where the parameter takes it.
    const asSet = (value: Value): ParameterValue =>
      kind === 'nullableStrings' && Array.isArray(value) && value.length === 0 ? null : value;
    expect(taken).toEqual(values.filter((value) => accepts[kind](asSet(value))));
    expect(taken).not.toEqual([]);
  });

  it('are read by calls of the table', () => {
    expect(checkCall(readObject(cmdlet, 'a'))).toMatchObject({ ok: true });
    expect(checkCall(readObjects(cmdlet))).toMatchObject({ ok: true });
  });
});

it('of a send connector are asked for by name: a whole one may carry a password', () => {
  for (const { select } of [readObject('Get-SendConnector', 'a'), readObjects('Get-SendConnector')]) {
    expect(select).toEqual(
      expect.arrayContaining(['Identity', 'Guid', 'OriginatingServer', 'WhenChangedUTC', ...trackedParameters['Get-SendConnector']]),
    );
    expect(select).not.toContain('AuthenticationCredential');
  }
});

it('a value that nothing sets has no kind', () => {
  expect(parameterKind('Get-ReceiveConnector', 'Enabled')).toBeUndefined();
  expect(parameterKind('Get-ReceiveConnector', 'constructor')).toBeUndefined();
  expect(parameterKind('Get-ExchangeServer', 'Identity')).toBeUndefined();
});
