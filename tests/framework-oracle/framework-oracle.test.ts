/**
 * What the scripts name is there in .NET Framework 4.7.2 and Windows PowerShell 5.1, by their reference assemblies. It is not a run: what
 * a member does, or whether 5.1 takes a value for it, is not known from here (docs/lab-protocol.md).
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishOnce } from '../../scripts/runtime/dotnet.ts';
import { makePlan } from '../../shared/plan/make-plan.ts';
import { methods } from '../../shared/plan/plan.ts';
import { applyScript, undoScript } from '../../shared/plan/script.ts';
import { serverScript } from '../../shared/proof/server-script.ts';
import { collectionScript } from '../../src-main/exchange/guided/collection-script.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../contract/practice.ts';
import { valueOf } from '../powershell/open-probe.ts';
import { now, read, renewed } from '../unit/plan/practice-organizations.ts';

interface Checked {
  readonly types: number;
  readonly staticMembers: number;
  /** Names that no type of the references has: properties of data */
  readonly instanceMembers: readonly string[];
  readonly problems: readonly string[];
}

const modules = join(import.meta.dirname, '../../src-main/powershell/module');
const sources = join(import.meta.dirname, 'checker');
let folder: string;
let checker: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framework-'));
  checker = await publishOnce('framework-checker', join(sources, 'framework-checker.csproj'), sources);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(paths: readonly string[]): Promise<Checked> {
  const { stdout } = await promisify(execFile)('dotnet', [join(checker, 'framework-checker.dll'), ...paths]);
  return JSON.parse(stdout) as Checked;
}

async function scriptFile(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('Windows PowerShell 5.1 on .NET Framework 4.7.2', () => {
  it('has every type and static member that the modules and the scripts for servers name', async () => {
    const names = (await readdir(modules)).filter((name) => name.endsWith('.psm1'));
    const copied = await Promise.all(
      names.map(async (name) => {
        await copyFile(join(modules, name), join(folder, name));
        return join(folder, name);
      }),
    );
    const organization = await read(await openPractice(await practiceOrganization('edge', now)));
    const header = { organization: 'contoso.com', run: '0001', at: now.toISOString(), program: '0.1.0', mode: 'connected' } as const;
    const ofPlans = methods.flatMap((method) => {
      const plan = makePlan(organization, renewed(organization), method, { id: 'plan', policy: { onFailure: 'stop', canary: null } });
      return [
        scriptFile(`apply-${method}.ps1`, valueOf(applyScript(plan, header))),
        scriptFile(`undo-${method}.ps1`, valueOf(undoScript(plan, header))),
      ];
    });
    const ofServers = [
      scriptFile('server.ps1', serverScript),
      ...(['onPremises', 'exchangeOnline', 'edge'] as const).map((part) => scriptFile(`collect-${part}.ps1`, collectionScript(part))),
    ];
    const checked = await check([...copied, ...(await Promise.all([...ofPlans, ...ofServers]))]);
    console.log(
      `${String(checked.types)} types, ${String(checked.staticMembers)} static members, ${String(checked.problems.length)} problems`,
    );
    expect(checked.problems).toEqual([]);
    expect(checked.instanceMembers).toEqual(namesOfData);
    expect(checked.types).toBeGreaterThan(100);
    expect(checked.staticMembers).toBeGreaterThan(50);
  });

  it('lacks what is newer, and what is called with other arguments', async () => {
    const paths = newer.map(([text], index) => scriptFile(`newer-${String(index)}.ps1`, text));
    const { problems } = await check(await Promise.all(paths));
    expect(problems.map((problem) => problem.replace(/^newer-(\d)\.ps1:1: (cannot be parsed).*/, 'newer-$1.ps1:1: $2'))).toEqual(
      newer.flatMap(([, problem], index) => (problem === null ? [] : [`newer-${String(index)}.ps1:1: ${problem}`])),
    );
  });
});

/** Properties of what Exchange returns; and `PSObject`, which PowerShell gives to every object. */
const namesOfData = [
  'EdgeTransportServers',
  'IsEdgeServer',
  'PSObject',
  'ReceivingTransportServers',
  'SendConnectorStatus',
  'SendingTransportServers',
  'ServicesNotRunning',
  'ServicesRunning',
  'SyncStatus',
];

const newer: readonly (readonly [script: string, problem: string | null])[] = [
  ['[System.Text.Json.JsonSerializer]::Serialize($x)', 'no type System.Text.Json.JsonSerializer'],
  ['[System.Collections.Generic.PriorityQueue[int,int]]::new()', 'no type System.Collections.Generic.PriorityQueue[int,int]'],
  ['[Convert]::ToHexString($x)', 'no member System.Convert::ToHexString'],
  ['[string]::Join()', 'no overload of System.String::Join with 0 arguments'],
  ['[IO.File]::Move($a, $b, $true)', 'no overload of System.IO.File::Move with 3 arguments'],
  ['[Net.Sockets.TcpClient]::new(1, 2, 3)', 'no constructor of System.Net.Sockets.TcpClient with 3 arguments'],
  ['$a = {', 'cannot be parsed'],
  ['[math]::Max(1, 2); [Collections.Generic.List[string]]::new(); [IO.Path]::Combine($a, $b, $c)', null],
];
