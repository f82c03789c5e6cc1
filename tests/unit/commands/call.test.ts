/** The closed table: what a call may contain, and what changes something. */
import { describe, expect, it } from 'vitest';
import { accepts, changes, checkCall, reads, stableErrorId, type CmdletCall, type ParameterValue } from '../../../shared/commands/call.ts';
import { cmdletTable, type CmdletName, type ParameterKind } from '../../../shared/commands/table.ts';

const reset: CmdletCall = {
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: 'EX01\\Default Frontend EX01', TlsCertificateName: null, TlsDomainCapabilities: null },
};

describe('checkCall', () => {
  it.each<[string, CmdletCall, Readonly<Record<string, string>>]>([
    [
      'a parameter that is fixed',
      { side: 'onPremises', cmdlet: 'Remove-ExchangeCertificate', parameters: { Thumbprint: 'A1', Confirm: true } },
      { parameter: 'Confirm' },
    ],
    ['a parameter that is not in the table', { ...reset, parameters: { Enabled: false } }, { parameter: 'Enabled' }],
    ['a value of another kind', { ...reset, parameters: { Identity: null } }, { parameter: 'Identity' }],
    ['a cmdlet of the other side', { ...reset, side: 'exchangeOnline' }, {}],
    ['a parameter with the name of a built-in', { ...reset, parameters: { constructor: 'x' } }, { parameter: 'constructor' }],
    ['the second parameter', { ...reset, parameters: { Identity: 'a', Enabled: true } }, { parameter: 'Enabled' }],
  ])('refuses %s, and names it', (_, call, details) => {
    expect(checkCall(call)).toEqual({
      ok: false,
      error: { code: 'call.refused', effect: 'none', details: { cmdlet: call.cmdlet, side: call.side, ...details } },
    });
  });

  it('refuses a cmdlet that is not in the table, even one with the name of a built-in', () => {
    for (const cmdlet of ['Remove-SendConnector', 'toString', 'constructor'])
      expect(checkCall({ ...reset, cmdlet: cmdlet as CmdletName })).toMatchObject({
        ok: false,
        error: { code: 'call.refused', details: { cmdlet } },
      });
  });

  it('lets a call of the table pass unchanged', () => {
    expect(checkCall(reset)).toEqual({ ok: true, value: reset });
  });
});

const values: Readonly<Record<string, ParameterValue>> = {
  text: 'x',
  'empty text': '',
  list: ['a'],
  'empty list': [],
  null: null,
  true: true,
  false: false,
  number: 1,
  moment: '2026-11-20T18:00:00.000Z',
  'local time': '2026-11-20T18:00:00',
};
const taken: Readonly<Record<ParameterKind, readonly string[]>> = {
  string: ['text', 'empty text', 'moment', 'local time'],
  nullableString: ['text', 'empty text', 'null', 'moment', 'local time'],
  strings: ['list', 'empty list'],
  nullableStrings: ['list', 'empty list', 'null'],
  switch: ['true'],
  boolean: ['true', 'false'],
  integer: ['number'],
  moment: ['moment'],
};

describe('a parameter', () => {
  it.each(Object.keys(taken) as ParameterKind[])('of kind %s takes its own values and no other', (kind) => {
    expect(Object.keys(values).filter((name) => accepts[kind](values[name] ?? null))).toEqual(taken[kind]);
  });
});

describe('changes', () => {
  it('is true of the cmdlets that set something, and of no other', () => {
    const names = (Object.keys(cmdletTable) as CmdletName[]).filter((cmdlet) => changes({ side: 'onPremises', cmdlet, parameters: {} }));
    expect(names).toEqual([
      'Set-ReceiveConnector',
      'Set-SendConnector',
      'Set-HybridConfiguration',
      'Remove-ExchangeCertificate',
      'Set-InboundConnector',
      'Set-OutboundConnector',
    ]);
  });
});

describe('reads', () => {
  it('is true of no cmdlet that sets something, and of none that sends mail', () => {
    const names = (Object.keys(cmdletTable) as CmdletName[]).filter((cmdlet) => !reads({ side: 'onPremises', cmdlet, parameters: {} }));
    expect(names).toEqual([
      'Set-ReceiveConnector',
      'Set-SendConnector',
      'Set-HybridConfiguration',
      'Remove-ExchangeCertificate',
      'Validate-OutboundConnector',
      'Set-InboundConnector',
      'Set-OutboundConnector',
    ]);
  });
});

describe('stableErrorId', () => {
  it.each([
    [
      '[Server=EX01,RequestId=1f,TimeStamp=11/20/2026 9:00:00 AM] [FailureCategory=Cmdlet-ManagementObjectNotFoundException] 7B2C9A1D,Microsoft.Exchange.Management.SystemConfigurationTasks.GetReceiveConnector',
      'Microsoft.Exchange.Management.SystemConfigurationTasks.GetReceiveConnector',
    ],
    ['[Server=EX01]7B2C9A1,Some.Class', 'Some.Class'],
    ['[Server=EX01] \t[x] Some.Class', 'Some.Class'],
    ['[Server=EX01] ab,Some.Class', 'Some.Class'],
    ['[Server=EX01] 123456789,Some.Class', '123456789,Some.Class'],
    ['[Server=EX01] XYZ,Some.Class', 'XYZ,Some.Class'],
    ['CommandNotFoundException', 'CommandNotFoundException'],
    ['7B2C9A1D,Some.Class', '7B2C9A1D,Some.Class'],
    ['Some.Class [Server=EX01] 1,x', 'Some.Class [Server=EX01] 1,x'],
  ])('of %j is %j', (id, stable) => {
    expect(stableErrorId(id)).toBe(stable);
  });
});
