/** The scripts of every plan that can be made in a practice organization, run by PowerShell over remoting: one session for all of them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  organizationFileSchema,
  practiceScenarios,
  type OrganizationFile,
  type PracticeScenario,
} from '../../shared/model/sample-organization.ts';
import { makePlan } from '../../shared/plan/make-plan.ts';
import {
  callSteps,
  isReadCmdlet,
  isUnchanged,
  objectSteps,
  setObject,
  type CallStep,
  type Method,
  type Plan,
  type ReadCmdlet,
  type Value,
} from '../../shared/plan/plan.ts';
import { applyScript, undoScript } from '../../shared/plan/script.ts';
import { judgeCertificates } from '../../shared/rules/judge-certificates.ts';
import type { CmdletCall } from '../../shared/commands/call.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice, organizationIn } from '../contract/practice.ts';
import { header } from '../unit/plan/script-plans.ts';
import { now, read } from '../unit/plan/practice-organizations.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { runScript } from './environment/run-script.ts';

/** The serial number of the certificate that every organization is to be renewed with. */
const newSerialNumber = '2601B7E219';

/** The methods with commands of the wizard. The HCW alone has none. */
const scripted = ['reset', 'direct'] as const satisfies readonly Method[];

/** What is run in each organization, the file before each run, and what is expected of the run. */
interface Run {
  readonly script: 'apply' | 'undo';
  /** The organization is replaced by this one before */
  readonly from?: OrganizationFile;
  readonly code: number;
  readonly sent: number;
  readonly after: OrganizationFile;
}
interface Case {
  readonly name: string;
  /** The same for organizations that differ only in what the endpoint does not know: their scripts are run once */
  readonly key: string;
  readonly plan: Plan;
  readonly runs: readonly Run[];
}

const cases: Case[] = [];
const outcomes = new Map<string, readonly { readonly code: number; readonly sent: number; readonly after: OrganizationFile }[]>();
const environments: ExchangeEnvironment[] = [];

async function casesOf(scenario: PracticeScenario): Promise<readonly Case[]> {
  const made = await practiceOrganization(scenario, now);
  // The endpoint knows no events. A session that is lost takes those of the others with it: plan-script.test.ts has one of its own for it.
  const file = { ...made, events: [], faults: made.faults.filter(({ fault }) => fault.kind !== 'sessionLost') };
  const organization = await read(await openPractice(file));
  const certificate = judgeCertificates(organization).find(({ facts }) => facts.serialNumber?.toUpperCase().endsWith(newSerialNumber));
  if (certificate === undefined || certificate.verdict === 'doesNotQualify') return [];
  // With the log of the send connectors: a value more that is set, compared and undone.
  const policy = { onFailure: 'stop', canary: null, logsSending: true } as const;
  const plans = scripted.map((method) => makePlan(organization, certificate, method, { id: scenario, policy }));
  return Promise.all(
    plans
      // Steps for a person have tests of their own: edge-script.test.ts, removal-script.test.ts.
      .filter((plan) => callSteps(plan).length > 0 && callSteps(plan).length === objectSteps(plan).length)
      .map(async (plan) => ({
        name: `${scenario}, ${plan.method ?? ''}`,
        key: JSON.stringify([plan.method, file]),
        plan,
        runs: await runsOf(file, callSteps(plan)),
      })),
  );
}

/** Whether the user has no right to one of the cmdlets: that is decided when a session is opened, so it is one of its own. */
const lacksRight = ({ faults }: OrganizationFile): boolean => faults.some(({ fault }) => fault.kind === 'hidden');

async function runsOf(file: OrganizationFile, steps: readonly CallStep[]): Promise<readonly Run[]> {
  if (lacksRight(file)) {
    const refused = { code: 2, sent: 0, after: file };
    return [
      { script: 'apply', from: file, ...refused },
      { script: 'undo', ...refused },
    ];
  }
  const changed = steps.filter((step) => !isUnchanged(step));
  const applied = await sent(
    file,
    steps.map(({ call }) => call),
  );
  const undone = applied.isWhole ? changed.length : applied.count - 1;

  // Somebody else has been at an object in the middle of the plan.
  const target = steps[Math.floor(steps.length / 2)];
  if (target === undefined) throw new Error('The plan has no step.');
  const byOthers = await sent({ ...file, faults: [] }, [setObject(readCmdletOf(target), target.object, foreignValue(target))]);
  const foreign = { ...byOthers.file, faults: file.faults };
  const before = steps.slice(0, steps.indexOf(target));
  const stopped = await sent(
    foreign,
    before.map(({ call }) => call),
  );
  return [
    {
      script: 'apply',
      from: file,
      code: 0,
      sent: changed.length,
      after: applied.file,
      ...(applied.isWhole ? {} : { code: 4, sent: applied.count }),
    },
    { script: 'apply', code: 0, sent: 0, after: applied.file, ...(applied.isWhole ? {} : { code: 4, sent: 1 }) },
    { script: 'undo', code: 0, sent: undone, after: file },
    { script: 'undo', code: 0, sent: 0, after: file },
    { script: 'apply', from: foreign, code: 3, sent: before.filter((step) => !isUnchanged(step)).length, after: stopped.file },
    ...(isUnchanged(target) ? [] : [{ script: 'undo', code: 3, sent: 0, after: stopped.file } as const]),
  ];
}

const readCmdletOf = ({ read: { cmdlet } }: CallStep): ReadCmdlet => {
  if (!isReadCmdlet(cmdlet)) throw new Error(`${cmdlet} does not read.`);
  return cmdlet;
};

/** The organization after the practice mode has carried out these calls up to the first that fails; how many it was sent. */
async function sent(
  file: OrganizationFile,
  calls: readonly CmdletCall[],
): Promise<{ readonly file: OrganizationFile; readonly count: number; readonly isWhole: boolean }> {
  const exchange = await openPractice(file);
  for (const [index, call] of calls.entries()) {
    const outcome = await exchange.change(call);
    if (!outcome.ok) throw new Error(outcome.error.code);
    if (outcome.value.errors.length > 0) return { file: organizationIn(exchange), count: index + 1, isWhole: false };
  }
  return { file: organizationIn(exchange), count: calls.length, isWhole: true };
}

const foreignValue = ({ after }: CallStep): Readonly<Record<string, Value>> =>
  'TlsCertificateName' in after ? { TlsCertificateName: '<I>CN=Somebody<S>CN=else' } : { TlsDomain: 'other.contoso.com' };

/** Runs everything in one PowerShell with one session, and keeps what each run left behind. */
async function runAll(exchange: ExchangeEnvironment, some: readonly Case[]): Promise<void> {
  const { folder, onPremisesConnection: to, env } = exchange;
  const organization = env['HCW_ORGANIZATION_FILE'] ?? '';
  const body: string[] = [];
  for (const [index, { plan, runs }] of some.entries()) {
    for (const [name, script] of [
      ['apply', applyScript(plan, header)],
      ['undo', undoScript(plan, header)],
    ] as const) {
      if (!script.ok) throw new Error(JSON.stringify(script.error));
      await writeFile(join(folder, `${index}.${name}.ps1`), script.value);
    }
    for (const [number, { script, from }] of runs.entries()) {
      const file = `${index}.${number}`;
      if (from !== undefined) {
        await writeFile(join(folder, `${file}.from.json`), JSON.stringify(from));
        body.push(`Set-Organization '${folder}/${file}.from.json'`);
      }
      body.push(`"run:"; & '${folder}/${index}.${script}.ps1'; "exit:$LASTEXITCODE"; Copy-Item '${organization}' '${folder}/${file}.json'`);
    }
  }
  const { lines, errors, code } = await runScript(
    exchange,
    [
      "$ErrorActionPreference = 'Stop'",
      `$session = New-PSSession -HostName '${to.host}' -UserName '${to.userName}' -KeyFilePath '${to.keyFile}' -Port ${String(to.port)} -Subsystem '${to.subsystem}'`,
      "$null = Import-PSSession $session -CommandName '*-*Connector', '*-HybridConfiguration' -DisableNameChecking",
      'Import-Module ExchangeOnlineManagement; Connect-ExchangeOnline -ShowBanner:$false',
      // Written anew, so that the endpoint sees another time of its last change.
      `function Set-Organization([string] $Path) { [IO.File]::WriteAllBytes('${organization}.new', [IO.File]::ReadAllBytes($Path)); [IO.File]::Move('${organization}.new', '${organization}', $true) }`,
      "$ErrorActionPreference = 'Continue'",
      ...body,
    ].join('\n'),
  );
  if (errors !== '' || code !== 0) throw new Error(`${errors}\n${lines.slice(-20).join('\n')}`);
  const parts = lines
    .join('\n')
    .split('run:')
    .slice(1)
    .map((text) => ({ code: Number(/exit:(\d+)/.exec(text)?.[1]), sent: (text.match(/: sending /g) ?? []).length }));
  for (const [index, { key, runs }] of some.entries()) {
    const files = await Promise.all(runs.map((_, number) => readFile(join(folder, `${index}.${number}.json`), 'utf8')));
    outcomes.set(
      key,
      parts
        .splice(0, runs.length)
        .map((part, number) => ({ ...part, after: v.parse(organizationFileSchema, JSON.parse(files[number] ?? '')) })),
    );
  }
}

/** Without those that have no certificate to be renewed with. */
const expectedNames = [
  ...['renewal', 'sameName', 'newSubject', 'oldStays', 'serverDown'],
  ...['fortyServers', 'alreadyReset', 'changeFails', 'changedMeanwhile', 'sessionLost', 'denied'],
  ...['notSelected', 'serviceHost', 'hcwFails', 'hcwElsewhere', 'difficultNames'],
];

describe('the scripts of a plan in a practice organization', () => {
  beforeAll(async () => {
    for (const scenario of practiceScenarios) cases.push(...(await casesOf(scenario)));
    const distinct = [...new Map(cases.map((one) => [one.key, one])).values()];
    for (const isLacking of [false, true]) {
      const some = distinct.filter(({ runs }) => runs.some(({ from }) => from !== undefined && lacksRight(from)) === isLacking);
      const from = some[0]?.runs[0]?.from;
      if (from === undefined) throw new Error('There is no plan.');
      const environment = await createExchange(from);
      environments.push(environment);
      await runAll(environment, some);
    }
    // More than a hundred scripts, one after the other.
  }, 400_000);
  afterAll(async () => {
    for (const environment of environments) await environment.dispose();
  });

  it.each(expectedNames.flatMap((name) => scripted.map((method) => `${name}, ${method}`)))(
    'give the state of the wizard, send nothing twice, and overwrite nothing: %s',
    (name) => {
      const wanted = cases.find((one) => one.name === name);
      expect(outcomes.get(wanted?.key ?? '')).toEqual(wanted?.runs.map(({ code, sent: count, after }) => ({ code, sent: count, after })));
      expect(wanted?.runs.length).toBeGreaterThan(1);
    },
  );

  it('are tested in every organization that has a plan with commands', () => {
    expect(cases.map(({ name }) => name).sort()).toEqual(
      expectedNames.flatMap((name) => scripted.map((method) => `${name}, ${method}`)).sort(),
    );
  });
});
