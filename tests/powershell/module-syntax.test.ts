/** The module also runs on Windows PowerShell 5.1, which these tests cannot start. PowerShell's own parser finds what 5.1 would not parse. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { refusals } from './module-refusals.ts';

let environment: ExchangeEnvironment;
beforeAll(async () => {
  environment = await createExchange(await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z')));
});
afterAll(() => environment.dispose());

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('the module', () => {
  it('is ASCII, has no syntax newer than 5.1, and runs no command that is not on the list', async () => {
    const folder = join(import.meta.dirname, '../../src-main/powershell/module');
    const names = (await readdir(folder)).sort();
    // A new file, such as a manifest or a script, must be checked as well.
    expect(names).toEqual([
      'Calls.psm1',
      'CmdletTable.psm1',
      'HybridCertificateWizard.psm1',
      'ServerQueues.psm1',
      'SessionOpener.psm1',
      'Wire.psm1',
      'Workers.psm1',
    ]);
    const sources = await Promise.all(names.map((name) => readFile(join(folder, name))));
    expect(await refusals(environment, sources, 'of one module')).toEqual(names.map(() => []));
  });
});

/** Sources in which the check must find something; without them, finding nothing would prove nothing. */
const bad: readonly (readonly [string, readonly string[]])[] = [
  ['$a ?? $b', ['token QuestionQuestion']],
  ['$a ??= 1', ['token QuestionQuestionEquals']],
  ['${a}?.b', ['token QuestionDot', 'node null-conditional MemberExpression']],
  ['${a}?.b()', ['token QuestionDot', 'node null-conditional InvokeMemberExpression']],
  ['${a}?[0]', ['token QuestionLBracket', 'node null-conditional IndexExpression']],
  ['$a ? 1 : 2', ['token QuestionMark', 'node TernaryExpression']],
  ['Get-Module && Get-Module', ['token AndAnd', 'node PipelineChain']],
  ['Get-Module || Get-Module', ['token OrOr', 'node PipelineChain']],
  ['Get-Module &', ['node background']],
  ['Get-Module\n| Import-Module', ['token pipe at the start of a line']],
  ['function a { process { } clean { } }', ['token Clean']],
  ['enum A : byte { B }', ['node enum of a type']],
  ['0b101', ['number 0b101']],
  ['1u', ['number 1u']],
  ['12uy', ['number 12uy']],
  ['"a`u{2018}"', ['escape u{']],
  ['"`e[0m"', ['escape e']],
  ['$IsWindows', ['variable IsWindows']],
  ['if (', ['parse IfStatementMissingCondition']],
  ["'\u2018\u2018'", ['bytes']],
  ['\ufeff1', ['bytes']],
  ['1\r\n2', ['bytes']],
  ['Invoke-Expression 1', ['command Invoke-Expression']],
  ['function a { b { Get-Date } }', ['command b', 'command Get-Date']],
  ['iex 1', ['command iex']],
  ['Get-Module | ? { $_ }', ['command ?']],
  ["& 'Get-Module'", ['command (computed)']],
  ['. $file', ['command (computed)']],
  ['& { 1 }', ['command (computed)']],
  ['function Import-Module { }', ['function Import-Module']],
  ["$shell.AddScript('1')", ['member AddScript']],
  ["[scriptblock]::Create('1')", ['member scriptblock.Create']],
  ["[System.Management.Automation.ScriptBlock]::Create('1')", ['member scriptblock.Create']],
  ["$ExecutionContext.InvokeCommand.InvokeScript('1')", ['member InvokeScript']],
  ["$shell.AddCommand('Remove-Item')", ['command Remove-Item']],
  ['$shell.AddCommand($name)', ['added $name']],
];

/** Sources that only resemble those. */
const good: readonly string[] = [
  "'a ?? b && c || d ? e : f ?.g'",
  '# $a ?? $b',
  '"a`n``e```t"',
  '0xFF; 1.5e3; 10kb; -1; 5L; 2.5d; .5',
  'function a { Get-Module | Import-Module }; a',
  'enum A { B = 1 }',
  'class A { [int] $B; A() { $this.B = 1 } }',
  "[void] $shell.AddCommand('New-PSSession').AddParameters(@{ A = 1 })",
  "$shell.AddCommand($Arguments['Cmdlet'])",
  "Get-Module `\n  -Name 'a'",
  'Get-Module |\n  Import-Module',
];

describe('the check', () => {
  it('finds what 5.1 lacks and what the module must not run', async () => {
    const found = await refusals(
      environment,
      bad.map(([source]) => bytes(source)),
    );
    expect(bad.map(([source], index) => [source, found[index]])).toEqual(bad);
  });

  it('accepts what 5.1 has', async () => {
    const found = await refusals(environment, good.map(bytes));
    expect(good.map((source, index) => [source, found[index]])).toEqual(good.map((source) => [source, []]));
  });
});
