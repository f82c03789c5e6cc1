/** The collection script in PowerShell: what it collects gives the same organization as a connected wizard. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { provideSimulatedExchange } from '../../scripts/powershell-for-tests.ts';
import type { Side } from '../../shared/commands/table.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { sendConnectorProperties } from '../../shared/read/on-premises.ts';
import { collectionScript } from '../../src-main/exchange/guided/collection-script.ts';
import { collectionReader } from '../../src-main/exchange/guided/collection-reader.ts';
import { readOne, type ExchangeReader } from '../../src-main/exchange/port.ts';
import { readCollection } from '../../src-main/exchange/guided/read-collection.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { expectedOrganization } from '../contract/expected-organization.ts';
import { contractTime, inventoryOf } from '../contract/exchange-contract.ts';
import { hostileOrganization } from '../contract/hostile-organization.ts';
import { onPremises } from '../contract/observe.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { runInSession, runScript } from './environment/run-script.ts';

const opened: ExchangeEnvironment[] = [];
afterEach(async () => {
  for (const environment of opened.splice(0)) await environment.dispose();
});

interface Collecting {
  readonly environment: ExchangeEnvironment;
  /** Of the script for that side */
  readonly script: (side: Side) => string;
  readonly result: (side: Side) => string;
}

async function collecting(organization: OrganizationFile): Promise<Collecting> {
  const environment = await createExchange(organization);
  opened.push(environment);
  const script = (side: Side): string => join(environment.folder, `collect ${side}.ps1`);
  for (const side of ['onPremises', 'exchangeOnline'] as const) await writeFile(script(side), collectionScript(side));
  return { environment, script, result: (side) => join(environment.folder, `${side} result.xml`) };
}

/** In the Exchange Management Shell, which has a session. */
async function collectInSession({ environment, script, result }: Collecting): Promise<readonly string[]> {
  const { lines, errors } = await runInSession(
    environment,
    `& '${script('onPremises')}' -Path '${result('onPremises')}' -Session $session`,
  );
  expect(errors).toBe('');
  return lines;
}

/** In a process that has Exchange's cmdlets itself; `before` runs first in it. */
async function collectLocally({ environment, script, result }: Collecting, before = ''): Promise<void> {
  const load = `Import-Module -Name '${await provideSimulatedExchange()}/module/SimulatedExchange.psd1'\n${before}\n`;
  const { errors } = await runScript(environment, `${load}& '${script('onPremises')}' -Path '${result('onPremises')}'`);
  expect(errors).toBe('');
}

async function collectOnline({ environment, script, result }: Collecting): Promise<void> {
  const connect = "Connect-ExchangeOnline -UserPrincipalName 'admin@contoso.com' -ShowBanner:$false";
  const { errors } = await runScript(environment, `${connect}\n& '${script('exchangeOnline')}' -Path '${result('exchangeOnline')}'`);
  expect(errors).toBe('');
}

async function readerOf({ result }: Collecting, sides: readonly Side[]): Promise<ExchangeReader> {
  const collection = await readCollection(sides.map(result), { now: () => contractTime });
  if (!collection.ok) throw new Error(JSON.stringify(collection.error));
  expect(collection.value.unused).toEqual([]);
  return collectionReader(collection.value);
}

describe('the collection script', () => {
  it('collects both sides over a session, with everything in the organization file', async () => {
    const renewal = await practiceOrganization('renewal', contractTime);
    // The elements of a list are lost when the script does not serialize deep enough.
    const outboundConnectors = renewal.exchangeOnline.outboundConnectors.map((one) => ({
      ...one,
      smartHosts: ['a.contoso.com', 'b.contoso.com'],
    }));
    const file = { ...renewal, exchangeOnline: { ...renewal.exchangeOnline, outboundConnectors } };
    const work = await collecting(file);
    const said = await collectInSession(work);
    await collectOnline(work);
    expect(await inventoryOf(await readerOf(work, ['onPremises', 'exchangeOnline']))).toEqual(
      expectedOrganization(file, contractTime, true),
    );
    expect(said.at(-1)).toBe(`Written: ${work.result('onPremises')}`);
    expect(await work.environment.readOrganization()).toEqual(file);
  });

  it('carries hostile names', async () => {
    const file = hostileOrganization(await practiceOrganization('renewal', contractTime));
    const work = await collecting(file);
    await collectInSession(work);
    expect(await inventoryOf(await readerOf(work, ['onPremises']))).toEqual(expectedOrganization(file, contractTime, false));
  });

  it('collects in a shell that has the cmdlets of Exchange itself', async () => {
    const file = await practiceOrganization('renewal', contractTime);
    const work = await collecting(file);
    await collectLocally(work);
    const organization = await inventoryOf(await readerOf(work, ['onPremises']));
    expect(organization).toMatchObject({
      ...expectedOrganization(file, contractTime, false),
      hybridServers: expectedOrganization(file, contractTime, false).hybridServers.map(({ name, receiveConnectors }) => ({
        name,
        receiveConnectors,
      })),
    });
    for (const server of organization.hybridServers) {
      const expected = expectedOrganization(file, contractTime, false).hybridServers.find(({ name }) => name === server.name);
      const plain = ({ certificates }: typeof server) =>
        certificates.known &&
        certificates.value.map(({ facts, services, status, rootCAType, hasPrivateKey }) => ({
          facts,
          services,
          status,
          rootCAType,
          hasPrivateKey,
        }));
      expect(expected === undefined ? undefined : plain(server)).toEqual(expected && plain(expected));
    }
  });

  it.each(['denied', 'serverDown'] as const)('records a failure, and goes on (%s)', async (scenario) => {
    const file = await practiceOrganization(scenario, contractTime);
    const work = await collecting(file);
    await collectInSession(work);
    const organization = await inventoryOf(await readerOf(work, ['onPremises']));
    if (scenario === 'denied') {
      expect(organization.rights).toEqual({
        known: true,
        value: {
          'Set-ReceiveConnector': false,
          'Set-SendConnector': true,
          'Set-HybridConfiguration': true,
          'Remove-ExchangeCertificate': true,
        },
      });
      return;
    }
    const down = organization.hybridServers.find(({ name }) => name === 'EX03');
    const contacted = { known: false, reason: 'failed', evidence: expect.stringContaining("couldn't be contacted") as string };
    expect(down).toMatchObject({
      certificates: contacted,
      receiveConnectors: contacted,
      internalTransportCertificateThumbprint: contacted,
    });
    expect(organization.hybridServers.find(({ name }) => name === 'EX01')?.certificates.known).toBe(true);
  });

  it.each([false, true])('keeps an error with its category and id (terminating: %s)', async (terminating) => {
    const fault = {
      kind: 'error',
      message: 'The LDAP server is unavailable.',
      category: 'ResourceUnavailable',
      id: 'ADTransient',
      terminating,
    } as const;
    const file = { ...(await practiceOrganization('renewal', contractTime)), faults: [{ cmdlet: 'Get-SendConnector', after: 0, fault }] };
    const work = await collecting(file);
    await collectInSession(work);
    const id = 'ADTransient,Microsoft.Exchange.Management.SystemConfigurationTasks.GetSendConnector';
    const answer = await readOne(await readerOf(work, ['onPremises']), {
      ...onPremises('Get-SendConnector'),
      select: sendConnectorProperties,
    });
    expect(answer).toMatchObject(
      terminating
        ? { ok: false, error: { code: 'cmdlet.failed', details: { id, category: 'ResourceUnavailable', message: fault.message } } }
        : { ok: true, value: { errors: [{ id, category: 'ResourceUnavailable', message: fault.message, terminating: false }] } },
    );
  });

  it('writes no password of a send connector, but everything that the wizard reads', async () => {
    const file = await practiceOrganization('renewal', contractTime);
    const work = await collecting(file);
    await collectLocally(
      work,
      `function Get-SendConnector {
         $password = [System.Security.SecureString]::new()
         foreach ($character in 'Secret1'.ToCharArray()) { $password.AppendChar($character) }
         $credential = [System.Management.Automation.PSCredential]::new('relay@contoso.com', $password)
         foreach ($connector in @(SimulatedExchange\\Get-SendConnector)) {
           $connector.PSObject.Properties.Add([System.Management.Automation.PSNoteProperty]::new('AuthenticationCredential', $credential))
           $connector
         }
       }`,
    );
    const text = await readFile(work.result('onPremises'), 'utf8');
    expect(text).not.toMatch(/<SS|relay@contoso\.com|AuthenticationCredential/);
    const organization = await inventoryOf(await readerOf(work, ['onPremises']));
    expect(organization.sendConnectors).toEqual(expectedOrganization(file, contractTime, false).sendConnectors);
  });

  it('runs when it is pasted into a console, line by line, and no session is open', async () => {
    const work = await collecting(await practiceOrganization('noHybrid', contractTime));
    const { powershell, env } = work.environment;
    const console = spawn(powershell, ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '-'], {
      env,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let errors = '';
    console.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const pasted = collectionScript('onPremises').replace('} @args', `} -Path '${work.result('onPremises')}'`);
    console.stdin.end(`Import-Module -Name '${await provideSimulatedExchange()}/module/SimulatedExchange.psd1'\n${pasted}\n`);
    await once(console, 'close');
    expect(errors).toBe('');
    const organization = await inventoryOf(await readerOf(work, ['onPremises']));
    expect(organization.hybridConfiguration).toEqual({ known: true, value: null });
  });
});

/** PowerShell's own parser finds what Windows PowerShell 5.1 cannot parse: newer operators are nodes or tokens of their own. */
describe.each(['onPremises', 'exchangeOnline'] as const)('the text of the script (%s)', (side) => {
  const parse = (path: string): string => `
    $tokens = $null; $problems = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile('${path}', [ref] $tokens, [ref] $problems)
    foreach ($problem in $problems) { "problem: $problem" }
    foreach ($node in $tree.FindAll({ $true }, $true)) {
      $kind = $node.GetType().Name
      if ($kind -eq 'CommandAst') { "command: $($node.GetCommandName())" }
      elseif ($kind -in 'TernaryExpressionAst', 'PipelineChainAst', 'UsingStatementAst', 'TypeDefinitionAst') { "newer: $kind" }
      elseif ($kind -eq 'BinaryExpressionAst' -and "$($node.Operator)" -eq 'QuestionQuestion') { 'newer: ??' }
      elseif ($kind -eq 'AssignmentStatementAst' -and "$($node.Operator)" -eq 'QuestionQuestionEquals') { 'newer: ??=' }
      elseif ($kind -in 'MemberExpressionAst', 'InvokeMemberExpressionAst' -and $node.NullConditional) { 'newer: ?.' }
      elseif ($kind -eq 'InvokeMemberExpressionAst' -and $node.Static) { "static: $($node.Expression)::$($node.Member)" }
      elseif ($kind -eq 'PipelineAst' -and $node.Background) { 'newer: &' }
      elseif ($kind -in 'FileRedirectionAst', 'MergingRedirectionAst') { "redirection: $node" }
    }`;

  it('has no syntax newer than 5.1, and calls only what reads and what writes its one file', async () => {
    const { environment, script } = await collecting(await practiceOrganization('renewal', contractTime));
    const { lines, errors } = await runScript(environment, parse(script(side)));
    expect(errors).toBe('');
    const found = [...new Set(lines)].sort();
    expect(found.filter((line) => !line.startsWith('command: ') && !line.startsWith('static: '))).toEqual([]);
    const online = side === 'exchangeOnline';
    // The block itself is called without a name.
    expect(found.filter((line) => line.startsWith('command: '))).toEqual(
      [
        'command: ',
        'command: Get-Problem',
        ...(online ? [] : ['command: Get-PSSession']),
        'command: Out-Host',
        'command: Read-Exchange',
      ].sort(),
    );
    expect(found.filter((line) => line.startsWith('static: '))).toEqual([
      'static: [System.Environment]::GetFolderPath',
      'static: [System.IO.File]::WriteAllText',
      'static: [System.IO.Path]::Combine',
      'static: [System.Management.Automation.PSSerializer]::Serialize',
      'static: [System.Management.Automation.PowerShell]::Create',
    ]);
  });
});
