import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClixml } from '../../../shared/clixml/read.ts';
import { psBoolean, psInt32, psList, psNull, psObject, psString, type PsObject, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import type { ParameterKind } from '../../../shared/commands/table.ts';
import { readObjectFacts, readPlanValue } from '../../../shared/read/plan-value.ts';
import { cutText, valueOfText } from '../../../shared/read/text-value.ts';

const textual = (text: string): PsObject => psObject({}, ['Deserialized.Microsoft.Exchange.Data.Fqdn'], text);
const read = (value: PsValue, kind: ParameterKind) => readPlanValue(psObject({ Value: value }), 'value', kind);

describe('readPlanValue', () => {
  it.each<[string, PsValue, ParameterKind, unknown]>([
    ['$null as a text', psNull, 'nullableString', null],
    ['$null as a text that cannot be emptied', psNull, 'string', null],
    ['the empty text', psString(''), 'nullableString', null],
    ['a text', psString('a'), 'nullableString', 'a'],
    ['an object that prints its text', textual('a.contoso.com'), 'nullableString', 'a.contoso.com'],
    ['an object that prints nothing', textual(''), 'nullableString', null],
    ['an enum', { ...textual('Tls, Integrated'), base: psInt32(3) }, 'string', 'Tls, Integrated'],
    ['a pasted text', valueOfText('a'), 'string', 'a'],
    ['a boolean', psBoolean(false), 'boolean', false],
    ['a pasted boolean', valueOfText('True'), 'boolean', true],
    ['$null as a boolean', psNull, 'boolean', null],
    ['$null as a list', psNull, 'nullableStrings', []],
    ['the empty text as a list', psString(''), 'strings', []],
    ['a single text as a list', psString('a'), 'strings', ['a']],
    ['an empty list', psList([]), 'strings', []],
    ['a list of texts and objects, in its order', psList([textual('b'), psString('a'), psString('a')]), 'nullableStrings', ['b', 'a', 'a']],
    ['a pasted list', valueOfText('{a, b}'), 'strings', ['a', 'b']],
  ])('reads %s', (_, value, kind, expected) => {
    expect(read(value, kind)).toEqual(expected);
  });

  it.each<[string, PsValue, ParameterKind]>([
    ['a boolean for a text', psBoolean(true), 'string'],
    ['a text for a boolean', psString('True'), 'boolean'],
    ['a number', psInt32(1), 'nullableString'],
    ['a list for a text', psList([psString('a')]), 'string'],
    ['a list with something else in it', psList([psString('a'), psInt32(1)]), 'strings'],
    ['a list with $null in it', psList([psNull]), 'strings'],
    ['an object that does not print', psObject({ Domain: psString('a') }), 'nullableString'],
    ['a text that was cut', cutText('<I>CN=a'), 'nullableString'],
    ['a text of which characters were lost', psString('M\ufffdller'), 'nullableString'],
    ['a list of which characters were lost', psList([psString('M\ufffdller')]), 'strings'],
    ['a text for a switch', psString('a'), 'switch'],
  ])('does not understand %s', (_, value, kind) => {
    expect(read(value, kind)).toBeUndefined();
  });

  it('has no value for what was not sent', () => {
    expect(readPlanValue(psObject({ Other: psNull }), 'Value', 'nullableString')).toBeUndefined();
  });

  it('gives every text and list back as it was sent', () => {
    const text = fc.string({ unit: 'binary' }).filter((one) => one !== '' && !one.includes('\ufffd'));
    fc.assert(
      fc.property(text, fc.array(text), (one, list) => {
        const sent = readClixml(writeClixml([psObject({ Text: psString(one), List: psList(list.map(psString)) })]));
        const [object = psNull] = sent.ok ? sent.value : [];
        expect(readPlanValue(object, 'Text', 'string')).toBe(one);
        expect(readPlanValue(object, 'List', 'strings')).toEqual(list);
      }),
    );
  });
});

describe('readObjectFacts', () => {
  const guid = '0d5b8c3e-1111-4222-a333-444455556666';
  it('says which object it was', () => {
    expect(
      readObjectFacts(
        psObject({
          Identity: textual('EX01\\a'),
          Guid: { type: 'guid', value: guid },
          OriginatingServer: psString('dc01.contoso.com'),
          WhenChanged: { type: 'dateTime', value: '2026-11-24T10:00:00+01:00' },
          WhenChangedUTC: { type: 'dateTime', value: '2026-11-24T09:00:00Z' },
        }),
      ),
    ).toEqual({ identity: 'EX01\\a', guid, controller: 'dc01.contoso.com', whenChanged: '2026-11-24T09:00:00Z' });
  });

  it('takes a Guid that is a text, in one spelling, and the local time where there is no other', () => {
    const object = psObject({ Guid: psString(guid.toUpperCase()), WhenChanged: { type: 'dateTime', value: '2026-11-24T10:00:00+01:00' } });
    expect(readObjectFacts(object)).toEqual({ identity: null, guid, controller: null, whenChanged: '2026-11-24T10:00:00+01:00' });
  });

  it('has nothing of what is empty or no text', () => {
    const nothing = { identity: null, guid: null, controller: null, whenChanged: null };
    expect(readObjectFacts(psObject({ Identity: psString(''), Guid: psNull, OriginatingServer: psInt32(1) }))).toEqual(nothing);
    expect(readObjectFacts(psString('EX01'))).toEqual(nothing);
  });
});
