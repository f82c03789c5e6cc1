import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOfError, exchangeErrors } from '../../../shared/commands/exchange-error.ts';

describe('codeOfError', () => {
  it.each([
    ['CommandNotFoundException', 'cmdlet.notAvailable'],
    ['CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand', 'cmdlet.notAvailable'],
    [
      '[Server=EX01,RequestId=1,TimeStamp=2] [FailureCategory=Cmdlet-ManagementObjectNotFoundException] 7B2C9A1D,X',
      'cmdlet.objectNotFound',
    ],
    ['ADTransient,X', 'cmdlet.failed'],
    ['X,CommandNotFoundException', 'cmdlet.failed'],
    ['', 'cmdlet.failed'],
  ])('%s: %s', (id, code) => {
    expect(codeOfError(id)).toBe(code);
  });
});

it('is the mapping of the PowerShell module too', () => {
  const module = readFileSync(new URL('../../../src-main/powershell/module/Calls.psm1', import.meta.url), 'utf8');
  const inModule = [...module.matchAll(/\['Id'\] -like '(\*?)(\w+)\*'\) \{ \$failure\['Code'\] = '([\w.]+)' \}/g)].map(
    ([, before, exception, code]) => ({ code, exception, at: before === '*' ? 'anywhere' : 'start' }),
  );
  expect(inModule).toEqual([...exchangeErrors]);
});
