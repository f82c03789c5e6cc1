import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { CmdletName } from '../../../shared/commands/table.ts';
import { renderCall, renderParameter, renderText, renderValue } from '../../../shared/commands/render.ts';

const reset: CmdletCall = {
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: 'EX01\\Default Frontend EX01', TlsCertificateName: null, TlsDomainCapabilities: null },
};

describe('renderCall', () => {
  it('writes the reset of a receive connector', () => {
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

  it('writes no name that the table does not have', () => {
    expect(() => renderCall({ ...reset, parameters: { ...reset.parameters, "Identity 'x'; New-Item x; #": 'y' } })).toThrow('call.refused');
    expect(() => renderCall({ ...reset, cmdlet: 'New-Item x; Set-ReceiveConnector' as CmdletName })).toThrow('call.refused');
  });

  it('writes what every call of the cmdlet has', () => {
    const call: CmdletCall = {
      side: 'onPremises',
      cmdlet: 'Remove-ExchangeCertificate',
      parameters: { Server: 'EX01', Thumbprint: 'A1' },
    };
    expect(renderCall(call)).toBe("Remove-ExchangeCertificate -Server 'EX01' -Thumbprint 'A1' -Confirm:$false");
  });

  it('writes a moment as a DateTime, whatever the regional format is', () => {
    const call: CmdletCall = {
      side: 'onPremises',
      cmdlet: 'Get-MessageTrackingLog',
      parameters: { Server: 'EX01', Start: '2026-11-20T18:00:00.000Z', ResultSize: 200 },
    };
    expect(renderCall(call)).toBe("Get-MessageTrackingLog -Server 'EX01' -Start ([datetime]'2026-11-20T18:00:00.000Z') -ResultSize 200");
  });

  it.each([
    ['Thumbprint', 'Thumbprint'],
    ['a b', "'a b'"],
    ['1st', "'1st'"],
    ['a;Remove-Item', "'a;Remove-Item'"],
    ['_x', "'_x'"],
  ])('quotes the property %j where it is no plain name', (name, expected) => {
    const call: CmdletCall = { side: 'onPremises', cmdlet: 'Get-ExchangeServer', parameters: {}, select: [name] };
    expect(renderCall(call)).toBe(`Get-ExchangeServer | Select-Object -Property ${expected}`);
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
    ['--%', "('--%')"],
    ['--% a', "'--% a'"],
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
    [false, '$false'],
    [42, '42'],
    [0, '0'],
    [-1, '(-1)'],
    [['a'], "@('a')"],
    ['a', "'a'"],
    [[], '@()'],
    [['a', "b'"], "'a','b'''"],
  ] as const)('writes %j as %s', (value, expected) => {
    expect(renderValue(value)).toBe(expected);
  });
});

describe('renderParameter', () => {
  it.each([
    ['a switch that is on', true, true, '-Confirm'],
    ['a switch that is off', false, true, '-Confirm:$false'],
    ['a boolean that is true', true, false, '-Confirm:$true'],
    ['a text', 'x', false, "-Confirm 'x'"],
    ['a number', -3, false, '-Confirm (-3)'],
    ['nothing', null, false, '-Confirm $null'],
  ] as const)('writes %s', (_, value, isSwitch, expected) => {
    expect(renderParameter('Confirm', value, isSwitch)).toBe(expected);
  });
});
