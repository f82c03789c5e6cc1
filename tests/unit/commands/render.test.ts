import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCall, type CmdletCall } from '../../../shared/commands/call.ts';
import { renderCall, renderText, renderValue } from '../../../shared/commands/render.ts';

const reset: CmdletCall = {
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: 'EX01\\Default Frontend EX01', TlsCertificateName: null, TlsDomainCapabilities: null },
};

describe('renderCall', () => {
  it('writes the reset of the Article', () => {
    expect(renderCall(reset)).toBe(
      "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $null -TlsDomainCapabilities $null",
    );
  });

  it('writes what is selected on the server', () => {
    expect(
      renderCall({
        side: 'onPremises',
        cmdlet: 'Get-ExchangeCertificate',
        parameters: { Server: 'EX01' },
        select: ['Thumbprint', 'Services'],
      }),
    ).toBe("Get-ExchangeCertificate -Server 'EX01' | Select-Object -Property Thumbprint, Services");
  });

  it('keeps a list of one a list', () => {
    expect(
      renderCall({
        ...reset,
        parameters: { Identity: 'a', TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'] },
      }),
    ).toBe("Set-ReceiveConnector -Identity 'a' -TlsDomainCapabilities @('mail.protection.outlook.com:AcceptCloudServicesMail')");
  });
});

describe('renderText', () => {
  it.each([
    ["it's", "'it''s'"],
    ['‘a’ ‚b‛', "'‘‘a’’ ‚‚b‛‛'"],
    ['“c” „d', "'“c” „d'"],
    ['$(Remove-Item x); `n', "'$(Remove-Item x); `n'"],
    ['コネクタ', "'コネクタ'"],
    ['😀', "'😀'"],
    ['a\r\nb', "('a'+[char]13+[char]10+'b')"],
    ['\u0000', "(''+[char]0)"],
    ['\uD83D', "(''+[char]55357)"],
    ['\u202Eab', "(''+[char]8238+'ab')"],
    ['', "''"],
  ])('writes %j as %s', (text, expected) => {
    expect(renderText(text)).toBe(expected);
  });

  it('never has a character that cannot be seen, and always ends what it quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = renderText(text);
        expect(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(written)).toBe(false);
        expect((written.match(/['‘’‚‛]/g) ?? []).length % 2).toBe(0);
      }),
    );
  });
});

describe('renderValue', () => {
  it.each([
    [null, '$null'],
    [true, '$true'],
    [42, '42'],
    [[], '@()'],
    [['a', "b'"], "'a','b'''"],
  ] as const)('writes %j as %s', (value, expected) => {
    expect(renderValue(value)).toBe(expected);
  });
});

describe('checkCall', () => {
  it.each<[string, CmdletCall]>([
    ['a parameter that is not in the table', { ...reset, parameters: { Enabled: false } }],
    ['a value of another kind', { ...reset, parameters: { Identity: null } }],
    ['a cmdlet of the other side', { ...reset, side: 'exchangeOnline' }],
    ['a parameter with the name of a built-in', { ...reset, parameters: { constructor: 'x' } }],
    ['a switch that is off', { ...reset, cmdlet: 'Get-ExchangeServer', parameters: { Identity: false } }],
  ])('refuses %s', (_, call) => {
    expect(checkCall(call)).toMatchObject({ ok: false, error: { code: 'call.refused' } });
  });

  it('lets a call of the table pass unchanged', () => {
    expect(checkCall(reset)).toEqual({ ok: true, value: reset });
  });
});
