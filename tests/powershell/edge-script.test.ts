/** The scripts of a renewal with Edge servers, by PowerShell over remoting, with an administrator who does what they ask for. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { makePlan } from '../../shared/plan/make-plan.ts';
import { isOnEdge, isSynchronization, objectSteps, type PersonStep, type Plan } from '../../shared/plan/plan.ts';
import { applyScript, undoScript } from '../../shared/plan/script.ts';
import { takeStep } from '../../src-main/exchange/practice/on-server.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../contract/practice.ts';
import { header } from '../unit/plan/script-plans.ts';
import { now, read, renewed } from '../unit/plan/practice-organizations.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { runScript } from './environment/run-script.ts';

let environment: ExchangeEnvironment | undefined;
afterEach(async () => {
  await environment?.dispose();
  environment = undefined;
});

interface Ran {
  readonly code: number;
  readonly sent: number;
  readonly lines: readonly string[];
}
type Run = (script: 'apply' | 'undo', confirmed: readonly string[]) => Promise<Ran>;

/** What is returned runs one of the scripts in a process and a session of its own, with the names of the steps that were taken. */
async function opened(file: OrganizationFile, plan: Plan): Promise<{ readonly exchange: ExchangeEnvironment; readonly run: Run }> {
  const exchange = await createExchange(file);
  environment = exchange;
  const { host, userName, keyFile, port, subsystem } = exchange.onPremisesConnection;
  for (const [name, script] of [
    ['apply', applyScript(plan, header)],
    ['undo', undoScript(plan, header)],
  ] as const) {
    if (!script.ok) throw new Error(JSON.stringify(script.error));
    await writeFile(join(exchange.folder, `${name}.ps1`), script.value);
  }
  const run: Run = async (script, confirmed) => {
    const names = confirmed.map((name) => `'${name}'`).join(', ');
    const { lines, errors } = await runScript(
      exchange,
      [
        "$ErrorActionPreference = 'Stop'",
        `$session = New-PSSession -HostName '${host}' -UserName '${userName}' -KeyFilePath '${keyFile}' -Port ${String(port)} -Subsystem '${subsystem}'`,
        "$null = Import-PSSession $session -CommandName '*-SendConnector', '*-HybridConfiguration', 'Test-EdgeSynchronization' -DisableNameChecking",
        "$ErrorActionPreference = 'Continue'",
        `& '${exchange.folder}/${script}.ps1'${names === '' ? '' : ` -Confirmed ${names}`}; "exit:$LASTEXITCODE"`,
      ].join('\n'),
    );
    if (errors !== '') throw new Error(errors);
    return {
      code: Number(/exit:(\d+)/.exec(lines.join('\n'))?.[1]),
      sent: lines.filter((line) => line.includes(': sending ')).length,
      lines: lines.map((line) => line.trim()),
    };
  };
  return { exchange, run };
}

/** Runs a script, and does what it asks for each time, until it waits for nobody. */
async function carriedOut(
  { exchange, run }: Awaited<ReturnType<typeof opened>>,
  script: 'apply' | 'undo',
  steps: readonly PersonStep[],
): Promise<{ readonly results: readonly (readonly [code: number, sent: number])[]; readonly last: Ran }> {
  const results: (readonly [number, number])[] = [];
  const confirmed: string[] = [];
  for (const step of steps) {
    const { code, sent, lines } = await run(script, confirmed);
    results.push([code, sent]);
    for (const command of step.commands) expect(lines).toContain(command);
    await exchange.writeOrganization(takeStep(await exchange.readOrganization(), step));
    if (!isOnEdge(step)) continue;
    confirmed.push(step.id);
    // Each name that it was run with, and that of the step, to be copied as they stand.
    const names = confirmed.map((name) => `'${name}'`).join(', ');
    expect(lines.filter((line) => line.endsWith(`-Confirmed ${names}`))).toHaveLength(1);
  }
  const last = await run(script, confirmed);
  return { results, last };
}

const personSteps = (plan: Plan): readonly PersonStep[] => objectSteps(plan).flatMap((step) => (step.kind === 'person' ? [step] : []));

describe('the scripts of a renewal with Edge servers', () => {
  it('wait for each step there, take the word of a person for it, and read EdgeSync', async () => {
    const file = await practiceOrganization('edge', now);
    const organization = await read(await openPractice(file));
    const plan = makePlan(organization, renewed(organization), 'direct', { id: 'plan-1', policy: { onFailure: 'stop', canary: null } });
    const environmentOf = await opened(file, plan);
    const steps = personSteps(plan);
    const applied = await carriedOut(environmentOf, 'apply', steps);
    // The certificates of both servers, then the two changes and both connectors, then EdgeSync of both.
    expect(applied.results).toEqual([
      [7, 0],
      [7, 0],
      [7, 2],
      [7, 0],
      [7, 0],
      [7, 0],
    ]);
    expect(applied.last).toMatchObject({ code: 0, sent: 0 });
    expect(applied.last.lines).toContain(
      `Confirmed by a person, not read: ${steps
        .filter(isOnEdge)
        .map(({ id }) => id)
        .join(', ')}`,
    );

    const back = steps.filter(({ undo }) => undo !== null).reverse();
    const undone = await carriedOut(environmentOf, 'undo', [
      ...back.map((step): PersonStep => ({ ...step, commands: step.undo ?? [], after: step.before })),
      ...steps.filter(isSynchronization),
    ]);
    // Both connectors, then the two changes and EdgeSync.
    expect(undone.results).toEqual([
      [7, 0],
      [7, 0],
      [7, 2],
      [7, 0],
    ]);
    expect(undone.last).toMatchObject({ code: 0, sent: 0 });
    const { sendConnectors, receiveConnectors, edgeSendConnectors } = await environmentOf.exchange.readOrganization();
    expect({ sendConnectors, receiveConnectors, edgeSendConnectors }).toEqual({
      sendConnectors: file.sendConnectors,
      receiveConnectors: file.receiveConnectors,
      edgeSendConnectors: file.edgeSendConnectors,
    });
  });
});
