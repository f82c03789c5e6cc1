/** The scripts of the removal of an old certificate, by PowerShell over remoting, with an administrator who does what they ask for. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { partition } from '../../shared/model/known.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { objectSteps, type PersonStep, type Plan } from '../../shared/plan/plan.ts';
import { planRemoval } from '../../shared/plan/removal.ts';
import { applyScript, undoScript } from '../../shared/plan/script.ts';
import { parseCertificateName } from '../../shared/x509/certificate-name.ts';
import { takeStep } from '../../src-main/exchange/practice/on-server.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../contract/practice.ts';
import { header } from '../unit/plan/script-plans.ts';
import { now, read } from '../unit/plan/practice-organizations.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { runScript } from './environment/run-script.ts';

let environment: ExchangeEnvironment | undefined;
afterEach(async () => {
  await environment?.dispose();
});

interface Ran {
  readonly code: number;
  readonly sent: number;
  readonly lines: readonly string[];
}

/** The plan that removes the older of the two certificates with the name on the send connectors. */
async function removalIn(file: OrganizationFile): Promise<Plan> {
  const organization = await read(await openPractice(file));
  const name = parseCertificateName(
    file.sendConnectors.find(({ tlsCertificateName }) => tlsCertificateName !== null)?.tlsCertificateName ?? '',
  );
  const [store] = partition(organization.hybridServers, ({ certificates }) => certificates).known;
  const named = (store?.value ?? []).filter(({ facts }) => facts.subject === name?.subject && facts.issuer === name.issuer);
  const [old] = [...named].sort((a, b) => a.facts.notAfter.localeCompare(b.facts.notAfter));
  if (name === undefined || old === undefined) throw new Error('There is no old certificate.');
  return planRemoval(organization, { name, facts: old.facts }, 'removal');
}

/** Opens the organization; what is returned runs one of the scripts in a process and a session of its own. */
async function opened(file: OrganizationFile, plan: Plan): Promise<(script: 'apply' | 'undo') => Promise<Ran>> {
  environment = await createExchange(file);
  const exchange = environment;
  const { host, userName, keyFile, port, subsystem } = exchange.onPremisesConnection;
  for (const [name, script] of [
    ['apply', applyScript(plan, header)],
    ['undo', undoScript(plan, header)],
  ] as const) {
    if (!script.ok) throw new Error(JSON.stringify(script.error));
    await writeFile(join(exchange.folder, `${name}.ps1`), script.value);
  }
  return async (script) => {
    const { lines, errors } = await runScript(
      exchange,
      [
        "$ErrorActionPreference = 'Stop'",
        `$session = New-PSSession -HostName '${host}' -UserName '${userName}' -KeyFilePath '${keyFile}' -Port ${String(port)} -Subsystem '${subsystem}'`,
        "$null = Import-PSSession $session -CommandName '*-SendConnector', '*-ExchangeCertificate', 'Test-ServiceHealth' -DisableNameChecking",
        "$ErrorActionPreference = 'Continue'",
        `& '${exchange.folder}/${script}.ps1'; "exit:$LASTEXITCODE"`,
      ].join('\n'),
    );
    if (errors !== '') throw new Error(errors);
    return {
      code: Number(/exit:(\d+)/.exec(lines.join('\n'))?.[1]),
      sent: lines.filter((line) => line.includes(': sending ')).length,
      lines,
    };
  };
}

/** The commands of the step are run on its server. */
async function taken(step: PersonStep): Promise<void> {
  if (environment === undefined) throw new Error('There is no organization.');
  await environment.writeOrganization(takeStep(await environment.readOrganization(), step));
}

const stepsForPerson = (plan: Plan): readonly PersonStep[] => objectSteps(plan).flatMap((step) => (step.kind === 'person' ? [step] : []));

describe('the scripts of a removal', () => {
  it('stop for each step of a person, go on when it was taken, and send nothing once everything is done', async () => {
    const file = await practiceOrganization('oldStays', now);
    const plan = await removalIn(file);
    const run = await opened(file, plan);
    const results: (readonly [code: number, sent: number])[] = [];
    for (const step of stepsForPerson(plan)) {
      const { code, sent, lines } = await run('apply');
      results.push([code, sent]);
      expect(lines.map((line) => line.trim())).toContain(step.commands[0]);
      await taken(step);
    }
    // Two names taken off, three certificates removed, two names set again: between the stops and the starts.
    expect(results).toEqual([
      [7, 0],
      [7, 0],
      [7, 0],
      [7, 7],
      [7, 0],
      [7, 0],
    ]);
    expect(await run('apply')).toMatchObject({ code: 0, sent: 0 });
    expect(await run('undo')).toMatchObject({ code: 0, sent: 0 });
  });

  it('put the names back and ask for the services when the removal is refused', async () => {
    const made = await practiceOrganization('oldStays', now);
    const refused = {
      cmdlet: 'Remove-ExchangeCertificate',
      match: { parameter: 'Server', value: 'EX02' },
      after: 0,
      fault: { kind: 'error', message: 'Access is denied.', category: 'PermissionDenied', id: 'Denied', terminating: false },
    } as const;
    const plan = await removalIn(made);
    const run = await opened({ ...made, faults: [refused] }, plan);
    const [stops, starts] = [stepsForPerson(plan).slice(0, 3), stepsForPerson(plan).slice(3)];
    for (const step of stops) {
      expect((await run('apply')).code).toBe(7);
      await taken(step);
    }
    // Two names and the certificate of EX01; the one of EX02 is sent, and refused.
    expect(await run('apply')).toMatchObject({ code: 4, sent: 4 });
    const names = async (): Promise<readonly unknown[]> =>
      ((await environment?.readOrganization())?.sendConnectors ?? []).map(({ tlsCertificateName }) => tlsCertificateName);
    expect(await names()).not.toEqual(made.sendConnectors.map(({ tlsCertificateName }) => tlsCertificateName));

    const undone = await run('undo');
    expect(undone).toMatchObject({ code: 7, sent: 2 });
    expect(await names()).toEqual(made.sendConnectors.map(({ tlsCertificateName }) => tlsCertificateName));
    for (const step of [...starts].reverse().slice(0, -1)) {
      await taken(step);
      expect(await run('undo')).toMatchObject({ code: 7, sent: 0 });
    }
    for (const step of starts.slice(0, 1)) await taken(step);
    expect(await run('undo')).toMatchObject({ code: 0, sent: 0 });
    const left = (await environment?.readOrganization())?.servers.flatMap(({ stoppedServices }) => stoppedServices);
    expect(left).toEqual([]);
  });
});
