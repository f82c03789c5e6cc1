/** The scripts of a plan, run by PowerShell over the simulated Exchange: in an implicit remoting session, as in the Exchange Management Shell, and locally. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { provideSimulatedExchange } from '../../scripts/powershell-for-tests.ts';
import { objectSteps, type CallStep, type Plan, type Value, type Values } from '../../shared/plan/plan.ts';
import { applyScript, undoScript } from '../../shared/plan/script.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { hostileOrganization } from '../contract/hostile-organization.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { runInSession, runScript } from './environment/run-script.ts';
import { callStep, handover, header, planOf } from '../unit/plan/script-plans.ts';

const opened: ExchangeEnvironment[] = [];
afterEach(async () => {
  for (const environment of opened.splice(0)) await environment.dispose();
});

const renewal = (): Promise<OrganizationFile> => practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z'));

async function exchange(organization: OrganizationFile): Promise<ExchangeEnvironment> {
  const environment = await createExchange(organization);
  opened.push(environment);
  return environment;
}

const servers = ['EX01', 'EX02', 'EX03'] as const;
const identityOf = (server: string): string => `${server}\\Default Frontend ${server}`;
const cleared: Values = { TlsCertificateName: null, TlsDomainCapabilities: [] };

function valuesOf(organization: OrganizationFile, server: string): Values {
  const found = organization.receiveConnectors.find(({ name }) => name === `Default Frontend ${server}`);
  if (found === undefined) throw new Error(`no connector of ${server}`);
  return { TlsCertificateName: found.tlsCertificateName, TlsDomainCapabilities: found.tlsDomainCapabilities };
}
const allValuesOf = (organization: OrganizationFile): readonly Values[] => servers.map((server) => valuesOf(organization, server));
const current = async (environment: ExchangeEnvironment): Promise<readonly Values[]> => allValuesOf(await environment.readOrganization());

const resetStep = (organization: OrganizationFile, server: string, guid: string | null = null): CallStep =>
  callStep('Get-ReceiveConnector', identityOf(server), { server, guid, before: valuesOf(organization, server), after: cleared });

/** The reset of three servers, then the HCW. */
const reset = (organization: OrganizationFile, other: Partial<Plan> = {}): Plan =>
  planOf([...servers.map((server) => resetStep(organization, server)), handover], other);

/** Where the cmdlets come from: proxies of a remote session, or the module itself. */
const origins = {
  implicit: ({ onPremisesConnection: { host, userName, keyFile, port, subsystem } }: ExchangeEnvironment): Promise<string> =>
    Promise.resolve(
      `$session = New-PSSession -HostName '${host}' -UserName '${userName}' -KeyFilePath '${keyFile}' -Port ${String(port)} -Subsystem '${subsystem}'
       $null = Import-PSSession $session -CommandName '*-*Connector', '*-HybridConfiguration' -DisableNameChecking`,
    ),
  local: async (): Promise<string> =>
    `Import-Module -Name '${join(await provideSimulatedExchange(), 'module/SimulatedExchange.psd1')}' -Cmdlet 'Get-*', 'Set-*'`,
};
type Origin = keyof typeof origins;

interface Outcome {
  readonly codes: readonly number[];
  readonly lines: readonly string[];
}

/** Runs the scripts one after the other in one PowerShell. `stubs` is PowerShell text that runs before them. */
async function run(
  environment: ExchangeEnvironment,
  plan: Plan,
  scripts: readonly ('apply' | 'undo')[],
  { origin = 'implicit', stubs = '' }: { origin?: Origin; stubs?: string } = {},
): Promise<Outcome> {
  await writeScripts(environment, plan);
  const calls = scripts.map((name) => `& '${environment.folder}/${name}.ps1'; "exit:$LASTEXITCODE"`);
  const { lines, errors, code } = await runScript(
    environment,
    // As in an administrator's shell: the proxies of an implicit remoting session see this preference, not that of the script.
    ["$ErrorActionPreference = 'Stop'", await origins[origin](environment), "$ErrorActionPreference = 'Continue'", stubs, ...calls].join(
      '\n',
    ),
  );
  if (errors !== '' || code !== 0) throw new Error(`${errors}\n${lines.join('\n')}`);
  return {
    codes: lines.flatMap((line) => (line.startsWith('exit:') ? [Number(line.slice(5))] : [])),
    lines: lines.filter((line) => !line.startsWith('exit:')),
  };
}

async function writeScripts({ folder }: ExchangeEnvironment, plan: Plan): Promise<void> {
  for (const [name, script] of [
    ['apply', applyScript(plan, header)],
    ['undo', undoScript(plan, header)],
  ] as const) {
    if (!script.ok) throw new Error(JSON.stringify(script.error));
    await writeFile(join(folder, `${name}.ps1`), script.value);
  }
}

const sent = ({ lines }: Outcome): readonly string[] => lines.filter((line) => line.includes(': sending '));

/** The `count`-th change of a session, and every one after it, fails: that many are sent at most. */
const atMost = (count: number): OrganizationFile['faults'] => [
  {
    cmdlet: 'Set-ReceiveConnector',
    after: count,
    fault: { kind: 'error', message: 'One call too many', category: 'InvalidOperation', id: 'TooMany', terminating: true },
  },
];

describe.each(['implicit', 'local'] as const)('in a session with %s cmdlets', (origin) => {
  it('applies and undoes, and sends nothing the second time', async () => {
    const organization = await renewal();
    const plan = reset(organization);
    const environment = await exchange({ ...organization, faults: atMost(3) });

    const applied = await run(environment, plan, ['apply', 'apply'], { origin });
    expect(applied.codes).toEqual([0, 0]);
    expect(await current(environment)).toEqual(objectSteps(plan).map(({ after }) => after));
    expect(sent(applied)).toHaveLength(3);
    expect(applied.lines).toContainEqual(expect.stringContaining('Run the Hybrid Configuration Wizard now'));

    const undone = await run(environment, plan, ['undo', 'undo'], { origin });
    expect(undone.codes).toEqual([0, 0]);
    expect(sent(undone).map((line) => /Step . of 3, (\w+)/.exec(line)?.[1])).toEqual(['EX03', 'EX02', 'EX01']);
    expect(await current(environment)).toEqual(allValuesOf(organization));
  });

  it('compares values of every type by what they say', async () => {
    const organization = await renewal();
    const [connector] = organization.receiveConnectors;
    const sending = organization.sendConnectors.find(({ tlsAuthLevel }) => tlsAuthLevel !== null);
    if (connector === undefined || sending === undefined) throw new Error('the sample has changed');
    const receives: Values = {
      TlsCertificateName: connector.tlsCertificateName,
      TlsDomainCapabilities: connector.tlsDomainCapabilities,
      Fqdn: connector.fqdn,
      Bindings: connector.bindings,
      RemoteIPRanges: connector.remoteIPRanges,
      AuthMechanism: connector.authMechanism,
      PermissionGroups: connector.permissionGroups,
      RequireTLS: connector.requireTls,
    };
    const sends: Values = {
      TlsCertificateName: sending.tlsCertificateName,
      AddressSpaces: sending.addressSpaces,
      SmartHosts: sending.smartHosts,
      SourceTransportServers: sending.sourceTransportServers,
      Fqdn: sending.fqdn,
      RequireTLS: sending.requireTls,
      TlsAuthLevel: sending.tlsAuthLevel,
      TlsDomain: sending.tlsDomain,
      CloudServicesMailEnabled: sending.cloudServicesMailEnabled,
    };
    const same = planOf([
      callStep('Get-ReceiveConnector', `${connector.server}\\${connector.name}`, { before: receives, after: receives }),
      callStep('Get-SendConnector', sending.name, { before: sends, after: sends }),
    ]);
    const environment = await exchange(organization);
    const stubs = 'function global:Set-SendConnector { throw "sent" }';
    const { codes, lines } = await run(environment, same, ['apply', 'undo'], { origin, stubs });
    expect([codes, lines.filter((line) => line.includes('expected'))]).toEqual([[0, 0], []]);

    // Each value is seen to differ: by case, by order, by one item more.
    const changed = (values: Values): Values => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, different(value)]));
    const [otherReceives, otherSends] = [changed(receives), changed(sends)];
    const differing = planOf(
      [
        callStep('Get-ReceiveConnector', `${connector.server}\\${connector.name}`, { before: otherReceives, after: otherReceives }),
        callStep('Get-SendConnector', sending.name, { before: otherSends, after: otherSends }),
      ],
      { policy: { onFailure: 'goOn', canary: null } },
    );
    const found = await run(environment, differing, ['apply'], { origin, stubs });
    expect(found.codes).toEqual([3]);
    expect(found.lines.filter((line) => line.includes(': expected')).map((line) => line.trim().split(':')[0])).toEqual([
      ...Object.keys(receives),
      ...Object.keys(sends),
    ]);
    expect(sent(found)).toEqual([]);
  });
});

/** Another value: in another case, in another order, or with one item more. */
const different = (value: Value): Value => {
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  if (typeof value === 'string') return value === value.toUpperCase() ? `${value}x` : value.toUpperCase();
  return value.length > 1 ? [...value].reverse() : [...value, 'x'];
};

describe('an object that is not as it was reviewed', () => {
  const foreign = '<I>CN=Somebody<S>CN=else';
  const changedBySomebody = (organization: OrganizationFile, name = foreign): OrganizationFile => ({
    ...organization,
    receiveConnectors: organization.receiveConnectors.map((connector) =>
      connector.name === 'Default Frontend EX02' ? { ...connector, tlsCertificateName: name } : connector,
    ),
  });
  const reviewed = async (): Promise<string> => String(valuesOf(await renewal(), 'EX02')['TlsCertificateName']);

  it.each([
    ['has another value', () => Promise.resolve(foreign)],
    ['has the value in another case', async () => (await reviewed()).toUpperCase()],
    ['has a character more that cannot be seen', async () => `${await reviewed()}\u00ad`],
  ])('is left alone where it %s, and so is what comes after it', async (_, nameOf) => {
    const [organization, name] = [await renewal(), await nameOf()];
    const environment = await exchange(changedBySomebody(organization, name));
    const { codes, lines } = await run(environment, reset(organization), ['apply', 'undo']);
    expect(codes).toEqual([3, 3]);
    const [, second, third] = allValuesOf(organization);
    expect(await current(environment)).toEqual([cleared, { ...second, TlsCertificateName: name }, third]);
    expect(lines).toContainEqual(`    TlsCertificateName: expected '${await reviewed()}', found '${name.replace('\u00ad', ' ')}'`);
    expect(lines).not.toContainEqual(expect.stringContaining('Run the Hybrid Configuration Wizard now'));
  });

  it('is left alone while the others go on, where the plan says so', async () => {
    const organization = await renewal();
    const environment = await exchange(changedBySomebody(organization));
    const plan = reset(organization, { policy: { onFailure: 'goOn', canary: null } });
    const applied = await run(environment, plan, ['apply']);
    expect(applied.codes).toEqual([3]);
    expect((await current(environment)).map(({ TlsCertificateName }) => TlsCertificateName)).toEqual([null, foreign, null]);
    expect(applied.lines).not.toContainEqual(expect.stringContaining('Run the Hybrid Configuration Wizard now'));
    expect((await run(environment, plan, ['undo'])).codes).toEqual([3]);
    expect(await current(environment)).toEqual(allValuesOf(changedBySomebody(organization)));
  });

  it('is one with another Guid', async () => {
    const organization = await renewal();
    const environment = await exchange(organization);
    const { lines } = await runInSession(
      environment,
      `foreach ($server in 'EX01', 'EX02') { [string] (Invoke-Exchange Get-ReceiveConnector @{ Identity = "$server\\Default Frontend $server" }).Guid }`,
    );
    const [first, second] = lines;
    if (first === undefined || second === undefined) throw new Error('no Guid');
    // The second step names the first object's Guid, as if the second object had been deleted and made anew.
    const plan = planOf([resetStep(organization, 'EX01', first.toUpperCase()), resetStep(organization, 'EX02', first)]);
    const applied = await run(environment, plan, ['apply']);
    expect(applied.codes).toEqual([3]);
    expect(applied.lines).toContainEqual(`    Guid: expected ${first}, found ${second} (the object was made anew)`);
    expect(await current(environment)).toEqual([cleared, ...allValuesOf(organization).slice(1)]);
  });
});

describe('a cmdlet', () => {
  const fails = (cmdlet: string, terminating: boolean): OrganizationFile['faults'] => [
    {
      cmdlet,
      after: 0,
      match: { parameter: 'Identity', value: identityOf('EX02') },
      fault: {
        kind: 'error',
        message: 'Active Directory is not available.',
        category: 'NotSpecified',
        id: 'ADTransientException',
        terminating,
      },
    },
  ];

  it.each([
    ['Set-ReceiveConnector', false],
    ['Set-ReceiveConnector', true],
    ['Get-ReceiveConnector', false],
  ] as const)('%s that fails (terminating: %s) ends the run', async (cmdlet, terminating) => {
    const organization = await renewal();
    const environment = await exchange({ ...organization, faults: fails(cmdlet, terminating) });
    const { codes, lines } = await run(environment, reset(organization), ['apply']);
    expect(codes).toEqual([4]);
    expect(lines).toContainEqual(expect.stringContaining('Active Directory is not available.'));
    expect(await current(environment)).toEqual([cleared, ...allValuesOf(organization).slice(1)]);
  });

  it('that takes the session with it after its effect is not sent again by the next run', async () => {
    const organization = await renewal();
    const lost: OrganizationFile['faults'] = [{ cmdlet: 'Set-ReceiveConnector', after: 1, fault: { kind: 'sessionLost', effect: true } }];
    const environment = await exchange({ ...organization, faults: lost });
    const first = await run(environment, reset(organization), ['apply']);
    expect(first.codes).toEqual([4]);
    await environment.writeOrganization({ ...(await environment.readOrganization()), faults: [] });
    const second = await run(environment, reset(organization), ['apply']);
    expect(second.codes).toEqual([0]);
    expect(sent(second)).toHaveLength(1);
    expect(await current(environment)).toEqual([cleared, cleared, cleared]);
  });

  it('that has no effect is not taken for a success', async () => {
    const organization = await renewal();
    const environment = await exchange(organization);
    const stubs = 'function global:Set-ReceiveConnector { }\nfunction global:Start-Sleep { }';
    const { codes, lines } = await run(environment, reset(organization), ['apply'], { stubs });
    expect(codes).toEqual([5]);
    expect(lines.filter((line) => line.includes(': sending '))).toHaveLength(1);
    expect(await current(environment)).toEqual(allValuesOf(organization));
  });

  it('that the administrator may not call is found before anything is sent', async () => {
    const organization = await renewal();
    const environment = await exchange({
      ...organization,
      faults: [{ cmdlet: 'Set-HybridConfiguration', after: 0, fault: { kind: 'hidden' } }],
    });
    const plan = planOf([resetStep(organization, 'EX01'), nameStep(organization)]);
    const { codes, lines } = await run(environment, plan, ['apply', 'undo']);
    expect(codes).toEqual([2, 2]);
    expect(lines).toContain('Not available in this session: Set-HybridConfiguration');
    expect(await current(environment)).toEqual(allValuesOf(organization));
  });

  it('that is missing gives the exit code to who starts the file', async () => {
    const organization = await renewal();
    const environment = await exchange(organization);
    const script = applyScript(reset(organization), header);
    if (!script.ok) throw new Error('no script');
    const { code, lines, errors } = await runScript(environment, script.value);
    expect([code, errors]).toEqual([2, '']);
    expect(lines).toContain('Needed from Exchange on-premises: Get-ReceiveConnector, Set-ReceiveConnector');

    await writeScripts(environment, reset(organization));
    const dotted = `. '${environment.folder}/apply.ps1'; "exit:$LASTEXITCODE"; Test-Path Function:Invoke-Step; "$ErrorActionPreference"`;
    expect((await runScript(environment, dotted)).lines.slice(-3)).toEqual(['exit:2', 'False', 'Continue']);
  });
});

const newName = '<I>CN=New CA<S>CN=mail.contoso.com';
const nameStep = (organization: OrganizationFile): CallStep =>
  callStep('Get-HybridConfiguration', 'Hybrid Configuration', {
    before: { TlsCertificateName: organization.hybridConfiguration?.tlsCertificateName ?? null },
    after: { TlsCertificateName: newName },
  });

describe('the fix of the hybrid configuration', () => {
  it('is applied and undone', async () => {
    const organization = await renewal();
    const environment = await exchange(organization);
    const plan = planOf([nameStep(organization)], { purpose: 'fix', method: null });
    const applied = await run(environment, plan, ['apply', 'apply']);
    expect([applied.codes, sent(applied).length]).toEqual([[0, 0], 1]);
    expect((await environment.readOrganization()).hybridConfiguration?.tlsCertificateName).toBe(newName);
    const undone = await run(environment, plan, ['undo', 'undo']);
    expect([undone.codes, sent(undone).length]).toEqual([[0, 0], 1]);
    expect(await environment.readOrganization()).toEqual(organization);
  });

  it('finds that there is none any more', async () => {
    const organization = await renewal();
    const environment = await exchange({ ...organization, hybridConfiguration: null });
    const { codes, lines } = await run(environment, planOf([nameStep(organization)]), ['apply']);
    expect(codes).toEqual([3]);
    expect(lines).toContain('    expected one object, found 0');
  });
});

describe('a plan with a pause', () => {
  it('stops after the first server, and the next run goes on', async () => {
    const organization = await renewal();
    const environment = await exchange(organization);
    const plan = reset(organization, { policy: { onFailure: 'stop', canary: 'EX01' } });
    const { codes, lines } = await run(environment, plan, ['apply', 'apply']);
    expect(codes).toEqual([6, 0]);
    expect(lines).toContain('EX01 is done. Prove its mail flow, then run this script again for the other steps.');
    expect(await current(environment)).toEqual([cleared, cleared, cleared]);
  });

  it('stops at a handover that other steps follow', async () => {
    const organization = await renewal();
    const environment = await exchange(organization);
    const plan = planOf([resetStep(organization, 'EX01'), handover, nameStep(organization)]);
    const { codes, lines } = await run(environment, plan, ['apply']);
    expect(codes).toEqual([6]);
    expect(lines).toContain('Not carried out, since they come after it: Hybrid Configuration');
    expect(await environment.readOrganization()).toEqual({
      ...organization,
      receiveConnectors: (await environment.readOrganization()).receiveConnectors,
    });
    expect((await current(environment))[0]).toEqual(cleared);
  });
});

describe('a plan of both sides', () => {
  // Exchange Online's cmdlets are functions that return property bags with plain values.
  const online = `
    $global:inbound = [pscustomobject] @{ Name = 'Inbound from contoso'; TlsSenderCertificateName = 'old.contoso.com'; RequireTls = $true; Guid = 'b1f4bd0c-7c3a-4e2e-9f56-0d3f5e2a9d11' }
    function global:Get-InboundConnector { [CmdletBinding()] param([string] $Identity) $global:inbound.PSObject.Copy() }
    function global:Set-InboundConnector {
        [CmdletBinding()] param([string] $Identity, [string] $TlsSenderCertificateName)
        $global:inbound.TlsSenderCertificateName = $TlsSenderCertificateName
    }`;

  it('says what it needs of each, and changes both', async () => {
    const organization = await renewal();
    const environment = await exchange(organization);
    const sender = callStep('Get-InboundConnector', 'Inbound from contoso', {
      guid: 'b1f4bd0c-7c3a-4e2e-9f56-0d3f5e2a9d11',
      before: { TlsSenderCertificateName: 'old.contoso.com' },
      after: { TlsSenderCertificateName: 'mail.contoso.com' },
    });
    const plan = planOf([sender, resetStep(organization, 'EX01')], { method: 'direct' });
    const { codes, lines } = await run(environment, plan, ['apply', 'apply', 'undo', 'undo'], { stubs: online });
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(lines).toContain('Needed from Exchange on-premises: Get-ReceiveConnector, Set-ReceiveConnector');
    expect(lines).toContain('Needed from Exchange Online: Get-InboundConnector, Set-InboundConnector');
    expect(lines.filter((line) => line.includes(': sending '))).toHaveLength(4);
    expect(await environment.readOrganization()).toEqual(organization);

    const without = await run(environment, plan, ['apply']);
    expect(without.codes).toEqual([2]);
    expect(without.lines).toContain('Not available in this session: Get-InboundConnector, Set-InboundConnector');
  });
});

describe('an organization with names that are hard to carry', () => {
  it('is changed and changed back', async () => {
    const organization = hostileOrganization(await renewal());
    const steps = organization.receiveConnectors.map(({ server, name, tlsCertificateName, tlsDomainCapabilities }) =>
      callStep('Get-ReceiveConnector', `${server}\\${name}`, {
        server,
        before: { TlsCertificateName: tlsCertificateName, TlsDomainCapabilities: tlsDomainCapabilities },
        after: { TlsCertificateName: null, TlsDomainCapabilities: tlsDomainCapabilities.toReversed() },
      }),
    );
    const environment = await exchange(organization);
    const applied = await run(environment, planOf(steps), ['apply', 'apply']);
    expect([applied.codes, sent(applied).length]).toEqual([[0, 0], steps.length]);
    const changed = await environment.readOrganization();
    expect(changed.receiveConnectors.map(({ tlsDomainCapabilities }) => tlsDomainCapabilities)).toEqual(
      steps.map(({ after }) => after['TlsDomainCapabilities']),
    );
    const undone = await run(environment, planOf(steps), ['undo', 'undo']);
    expect([undone.codes, sent(undone).length]).toEqual([[0, 0], steps.length]);
    expect(await environment.readOrganization()).toEqual(organization);
  });
});
