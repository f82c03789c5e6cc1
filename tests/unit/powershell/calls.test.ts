/** A call as the module gets it, and what the module's reply says. */
import { describe, expect, it } from 'vitest';
import { psBoolean, psHashtable, psInt32, psList, psNull, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { callArguments, onlineModuleOf, outcomeOf, partOf, refusalOf } from '../../../src-main/powershell/calls.ts';

describe('a call', () => {
  it('reaches the module with each value in its type, and without a selection where it has none', () => {
    expect(
      callArguments({
        side: 'onPremises',
        cmdlet: 'Set-SendConnector',
        parameters: { Identity: 'to Office 365', TlsCertificateName: null, RequireTLS: true, SmartHosts: ['a', 'b'] },
      }),
    ).toEqual({
      Side: psString('onPremises'),
      Cmdlet: psString('Set-SendConnector'),
      Parameters: psHashtable({
        Identity: psString('to Office 365'),
        TlsCertificateName: psNull,
        RequireTLS: psBoolean(true),
        SmartHosts: psList([psString('a'), psString('b')]),
      }),
      Select: psNull,
    });
  });

  it('sends a moment as a date, and a text of the same form as a text', () => {
    const moment = '2026-11-24T09:00:00Z';
    const { Parameters, Select } = callArguments({
      side: 'onPremises',
      cmdlet: 'Get-MessageTrackingLog',
      parameters: { MessageSubject: moment, Start: moment, ResultSize: 10 },
      select: ['EventId', 'Timestamp'],
    });
    expect(Parameters).toEqual(
      psHashtable({ MessageSubject: psString(moment), Start: { type: 'dateTime', value: moment }, ResultSize: psInt32(10) }),
    );
    expect(Select).toEqual(psList([psString('EventId'), psString('Timestamp')]));
  });

  const connector: CmdletCall = { side: 'onPremises', cmdlet: 'Set-SendConnector', parameters: { Identity: 'a' } };
  it.each<[string, CmdletCall, string]>([
    ['a parameter', { ...connector, parameters: { Identity: 'a\ufffe', TlsCertificateName: null } }, 'Identity'],
    ['one of several values', { ...connector, parameters: { Identity: 'a', SmartHosts: ['a', '\uffffb'] } }, 'SmartHosts'],
    ['a property that is selected', { ...connector, select: ['Name', '\uffff'] }, 'Property'],
  ])('with a character that PowerShell cannot serialize is refused, and the refusal names it: %s', (_, call, parameter) => {
    expect(refusalOf(call)).toEqual({
      ok: false,
      error: { code: 'call.refused', effect: 'none', details: { cmdlet: 'Set-SendConnector', side: 'onPremises', parameter } },
    });
  });

  it('with any other character is not refused, and one outside of the table is', () => {
    expect(refusalOf({ ...connector, parameters: { Identity: '\ufffd\ud83d\udd11', TlsCertificateName: null } })).toBeUndefined();
    expect(refusalOf({ ...connector, side: 'exchangeOnline' })).toMatchObject({ ok: false, error: { code: 'call.refused' } });
  });
});

const refusal = (entries: Readonly<Record<string, PsValue>>): PsValue => psHashtable({ Failure: psHashtable(entries) });

describe('a reply', () => {
  const error = { Message: psString('in use'), Category: psString('ResourceBusy'), Id: psString('[Server=EX01] Busy,Get-Queue') };
  const outcome = {
    objects: [psString('one'), psString('two')],
    errors: [{ message: 'in use', category: 'ResourceBusy', id: 'Busy,Get-Queue', terminating: false }],
    warnings: ['first', 'second'],
    verbose: ['third'],
  };
  const texts = (...values: readonly string[]): PsValue => psList(values.map(psString));

  it.each<[string, PsValue]>([
    [
      'in a hashtable',
      psHashtable({
        Failure: psNull,
        Objects: texts('one', 'two'),
        Errors: psList([psHashtable(error)]),
        Warnings: texts('first', 'second'),
        Verbose: texts('third'),
      }),
    ],
    [
      'with lists of one element as the element, and a hashtable as an object',
      psHashtable({
        Objects: texts('one', 'two'),
        Errors: psObject(error),
        Warnings: texts('first', 'second'),
        Verbose: psString('third'),
      }),
    ],
  ])('gives objects, errors, warnings and verbose texts (%s)', (_, reply) => {
    expect(outcomeOf(reply, 'Get-Queue', 'none')).toEqual({ ok: true, value: outcome });
  });

  it('gives nothing for what it does not have, or has as null', () => {
    const nothing = { ok: true, value: { objects: [], errors: [], warnings: [], verbose: [] } };
    expect(outcomeOf(psHashtable({}), 'Get-Queue', 'none')).toEqual(nothing);
    expect(outcomeOf(psHashtable({ Objects: psNull, Errors: psNull, Warnings: psNull, Verbose: psList([]) }), 'Get-Queue', 'none')).toEqual(
      nothing,
    );
  });

  it('keeps an object that is no list as the one object', () => {
    const certificate = psObject({ Thumbprint: psString('AA') });
    expect(outcomeOf(psHashtable({ Objects: certificate }), 'Get-ExchangeCertificate', 'none')).toMatchObject({
      ok: true,
      value: { objects: [certificate] },
    });
  });

  it.each<[string, PsValue, string]>([
    ['the text of an object', psObject({}, [], 'text of it'), 'text of it'],
    ['nothing for an object without a text', psObject({}), ''],
    ['nothing for what is no text', psInt32(1), ''],
  ])('takes as a warning %s', (_, warning, text) => {
    expect(outcomeOf(psHashtable({ Warnings: psList([warning]) }), 'Get-Queue', 'none')).toMatchObject({ value: { warnings: [text] } });
  });

  it.each<[string, PsValue]>([
    ['a text', psString('done')],
    ['an object that is no hashtable', psObject({ Objects: psString('one') })],
  ])('is unreadable, and leaves the effect open, when it is %s', (_, reply) => {
    expect(outcomeOf(reply, 'Set-SendConnector', 'unknown')).toEqual({
      ok: false,
      error: { code: 'powershell.replyUnreadable', effect: 'unknown', details: { what: 'Set-SendConnector', message: 'reply' } },
    });
  });

  it('that names a failure is one, with the words of the server and the cmdlet', () => {
    const failure = { Code: psString('cmdlet.objectNotFound'), ...error };
    expect(outcomeOf(refusal(failure), 'Get-Queue', 'none')).toEqual({
      ok: false,
      error: {
        code: 'cmdlet.objectNotFound',
        effect: 'none',
        details: { cmdlet: 'Get-Queue', message: 'in use', category: 'ResourceBusy', id: 'Busy,Get-Queue' },
      },
    });
  });

  it('whose failure has the number of the transport keeps it, and gets its own code', () => {
    const failure = { Code: psString('session.connectFailed'), Message: psString('refused'), Transport: psString('-2144108526') };
    expect(outcomeOf(refusal(failure), 'open', 'none')).toMatchObject({
      error: { code: 'session.notReached', details: { transport: '-2144108526' } },
    });
  });

  it.each<[string, PsValue]>([
    ['a code that the wizard does not know', refusal({ Code: psString('cmdlet.unheardOf'), Message: psString('x') })],
    ['no code', refusal({ Message: psString('x') })],
    ['a text in the place of the failure', psHashtable({ Failure: psString('x') })],
  ])('with %s is a cmdlet that failed', (_, reply) => {
    expect(outcomeOf(reply, 'Get-Queue', 'none')).toMatchObject({ ok: false, error: { code: 'cmdlet.failed', effect: 'none' } });
  });
});

describe('the module for Exchange Online', () => {
  it('is shown as PowerShell describes it', () => {
    const described = { Version: '3.9.0', Path: 'C:\\m.psd1', Signature: 'microsoft', Signer: 'CN=Microsoft' };
    const entries = Object.fromEntries(Object.entries(described).map(([name, text]) => [name, psString(text)]));
    expect(onlineModuleOf(psHashtable(entries))).toEqual({
      version: '3.9.0',
      path: 'C:\\m.psd1',
      signature: 'microsoft',
      signer: 'CN=Microsoft',
    });
  });

  it.each<[PsValue | undefined, string]>([
    [psHashtable({ Signature: psString('unknown') }), 'unknown'],
    [psHashtable({ Signature: psString('Microsoft Corporation') }), 'other'],
    [psHashtable({}), 'other'],
    [psString('microsoft'), 'other'],
    [undefined, 'other'],
  ])('is only taken as signed by Microsoft where that is said (%#)', (value, signature) => {
    expect(onlineModuleOf(value)).toEqual({ version: '', path: '', signature, signer: '' });
  });
});

describe('a partial reply', () => {
  it.each<[string, PsValue, ReturnType<typeof partOf>]>([
    ['a call that begins', psHashtable({ Index: psInt32(3), Begun: psBoolean(true) }), { index: 3, begun: true }],
    ['a call that was answered', psHashtable({ Index: psInt32(0), Begun: psBoolean(false) }), { index: 0, begun: false }],
    ['an answer, where nothing is said', psHashtable({ Index: psInt32(1) }), { index: 1, begun: false }],
    ['no call, with a text as its number', psHashtable({ Index: psString('1'), Begun: psString('yes') }), { index: -1, begun: false }],
    ['no call at all', psString('1'), { index: -1, begun: false }],
  ])('is about %s', (_, reply, part) => {
    expect(partOf(reply)).toEqual(part);
  });
});
