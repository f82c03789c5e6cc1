/** The work on Edge servers as steps of a plan: only what was read, in an order that never names a certificate that is not there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import {
  isOnEdge,
  isSynchronization,
  methods,
  objectSteps,
  openSteps,
  stepsInTurn,
  type HandoverState,
  type Method,
  type Plan,
} from '../../../shared/plan/plan.ts';
import { applyScript, undoScript } from '../../../shared/plan/script.ts';
import { placedTexts } from '../../../shared/plan/step-text.ts';
import type { Result } from '../../../shared/model/error.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../../contract/practice.ts';
import { now, read, renewed } from './practice-organizations.ts';
import { header } from './script-plans.ts';

let organization: Organization;
beforeAll(async () => {
  organization = await read(await openPractice(await practiceOrganization('edge', now)));
});
const planOf = (method: Method, value = organization): Plan =>
  makePlan(value, renewed(organization), method, { id: 'plan-1', policy: { onFailure: 'stop', canary: null } });
const idsOf = ({ steps }: Plan): readonly string[] => steps.map(({ id }) => id);
const withServer = (name: string, changes: Partial<Organization['hybridServers'][number]>): Organization => ({
  ...organization,
  hybridServers: organization.hybridServers.map((server) => (server.name === name ? { ...server, ...changes } : server)),
});
const certificates = ['install EDGE01', 'enable EDGE02'];
const connectors = ['receive EDGE01', 'receive EDGE02'];
const synchronized = ['synchronize EDGE01', 'synchronize EDGE02'];

describe('the steps on Edge servers', () => {
  it.each(methods)('put the certificate there first, then name it, and bring the send connectors last (%s)', (method) => {
    const between = method === 'direct' ? ['send Outbound to Office 365', 'configuration'] : ['hcw'];
    expect(idsOf(planOf(method))).toEqual([
      ...certificates,
      expect.stringContaining(between[0] ?? ''),
      ...between.slice(1),
      ...connectors,
      ...synchronized,
    ]);
  });

  it('have their exact commands, and those of the connectors are undone with the original values', () => {
    const { name, thumbprint } = renewed(organization);
    const [install, enable, first] = planOf('direct').steps.filter(isOnEdge);
    expect(install?.commands).toEqual([
      '# On a Mailbox server; then copy the file',
      expect.stringContaining("Export-ExchangeCertificate -Server 'EX01'"),
      '# On this server',
      expect.stringMatching(/^Import-ExchangeCertificate -FileData /),
      `Enable-ExchangeCertificate -Thumbprint '${thumbprint}' -Services 'SMTP'`,
    ]);
    expect([install?.before, install?.after]).toEqual([
      { Installed: false, HasPrivateKey: false, EnabledForSmtp: false },
      { Installed: true, HasPrivateKey: true, EnabledForSmtp: true },
    ]);
    expect([enable?.object, enable?.before, enable?.undo]).toEqual([
      `EDGE02\\${thumbprint}`,
      { Installed: true, EnabledForSmtp: false },
      null,
    ]);
    const text = `<I>${name.issuer}<S>${name.subject}`;
    const set = "Set-ReceiveConnector -Identity 'EDGE01\\Default internal receive connector EDGE01' -TlsCertificateName";
    expect(first?.commands).toEqual([`${set} '${text}'`]);
    expect(first?.undo).toEqual([`${set} '${String(first?.before['TlsCertificateName'])}'`]);
    expect(first?.after).toEqual({ TlsCertificateName: text });
  });

  it.each([
    [
      'an empty TlsDomainCapabilities, and empty it again when they are undone',
      [],
      "@('mail.protection.outlook.com:AcceptCloudServicesMail')",
      '-TlsDomainCapabilities $null',
    ],
    [
      'TlsDomainCapabilities without losing what a partner has there',
      ['partner.example:AcceptOorgProtocol'],
      "'partner.example:AcceptOorgProtocol','mail.protection.outlook.com:AcceptCloudServicesMail'",
      "-TlsDomainCapabilities @('partner.example:AcceptOorgProtocol')",
    ],
  ])('fill %s', (_, capabilities, set, undone) => {
    const [edge] = organization.hybridServers.filter(({ name }) => name === 'EDGE01');
    const { receiveConnectors } = edge ?? { receiveConnectors: unknown('notReturned') };
    const value = withServer('EDGE01', {
      receiveConnectors: receiveConnectors.known
        ? {
            ...receiveConnectors,
            value: receiveConnectors.value.map((one) => ({ ...one, tlsDomainCapabilities: { known: true, value: capabilities } })),
          }
        : receiveConnectors,
    });
    const step = planOf('direct', value)
      .steps.filter(isOnEdge)
      .find(({ id }) => id === 'receive EDGE01');
    expect(step?.before).toMatchObject({ TlsDomainCapabilities: capabilities });
    expect(step?.commands.join()).toContain(`-TlsDomainCapabilities ${set}`);
    expect(step?.undo?.join()).toContain(undone);
  });

  it.each(methods)('are not planned on a server of which something is not known, and it is named (%s)', (method) => {
    const made = planOf(method, withServer('EDGE01', { receiveConnectors: unknown('notConnected', 'EDGE01') }));
    expect(made.steps.filter(isOnEdge).map(({ server }) => server)).toEqual(['EDGE02', 'EDGE02']);
    expect(made.leftOut).toContainEqual({ server: 'EDGE01', reason: 'notConnected', evidence: 'EDGE01' });
    // EdgeSync brings it the send connectors all the same.
    expect(idsOf(made).slice(-2)).toEqual(synchronized);
  });

  it('are named under the place where they are run', () => {
    expect(placedTexts(objectSteps(planOf('certificateOnly')).slice(-2))).toEqual([
      '# On a Mailbox server',
      "Start-EdgeSynchronization -TargetServer 'EDGE01'",
      '# On a Mailbox server',
      "Start-EdgeSynchronization -TargetServer 'EDGE02'",
    ]);
  });

  it('are proven by a full comparison of the Edge server that EdgeSync brings the send connectors to', () => {
    const [step] = objectSteps(planOf('direct')).filter(isSynchronization);
    expect([step?.object, step?.server, step?.undo, step?.read.parameters]).toEqual([
      'EDGE01\\EdgeSync',
      '',
      null,
      { TargetServer: 'EDGE01', FullCompareMode: true, ExcludeRecipientTest: true },
    ]);
  });

  it('are taken before the HCW is begun, or once it has returned', () => {
    const made = planOf('reset');
    const turn = (state: HandoverState): readonly string[] => stepsInTurn(made, state).map(({ id }) => id);
    expect(turn('none')).toEqual(certificates);
    expect(turn('begun')).toEqual([]);
    expect(turn('returned')).toEqual([...connectors, ...synchronized]);
  });

  it('are shown up to EdgeSync, which needs the proof of those before it', () => {
    const made = planOf('reset');
    expect(openSteps(made, 'returned', () => false).map(({ id }) => id)).toEqual(connectors);
    expect(openSteps(made, 'returned', (step) => !isSynchronization(step)).map(({ id }) => id)).toEqual(synchronized);
  });
});

describe('the scripts of a plan with steps on Edge servers', () => {
  const linesOf = (script: Result<string>): readonly string[] => (script.ok ? script.value.split('\r\n').map((line) => line.trim()) : []);
  const confirmed = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => /^Confirm-Step .* -Name '([^']+)'/.exec(line)?.slice(1) ?? []);

  it('take the word of a person for them, by their names, and read none of them', () => {
    const lines = linesOf(applyScript(planOf('direct'), header));
    expect(confirmed(lines)).toEqual([...certificates, ...connectors]);
    expect(lines).toContain('param([string[]] $Confirmed = @())');
    expect(lines.at(-2)).toBe('} @args');
    expect(lines.filter((line) => line.startsWith('Get-') && line.includes('EDGE'))).toEqual(
      ['EDGE01', 'EDGE02'].map(
        (name) =>
          `Get-SynchronizationState @(Test-EdgeSynchronization -TargetServer '${name}' -FullCompareMode -ExcludeRecipientTest -ErrorAction Stop) '${name}'`,
      ),
    );
    expect(lines.find((line) => line.startsWith('Assert-Cmdlet'))).not.toContain('ReceiveConnector');
    expect(lines.join('\n')).toContain('Confirmed by a person, not read: ');
  });

  it('put the connectors back, then ask for EdgeSync again, and name what cannot be taken back', () => {
    const lines = linesOf(undoScript(planOf('direct'), header));
    expect(confirmed(lines)).toEqual([...connectors].reverse());
    expect(lines.filter((line) => line.includes('-Ask')).slice(-2)).toEqual(
      ['EDGE01', 'EDGE02'].map((name) => `} -On 'a Mailbox server' -Ask @('Start-EdgeSynchronization -TargetServer ''${name}''')`),
    );
    expect(lines.filter((line) => line.startsWith('# Cannot be taken back'))).toHaveLength(2);
  });

  it('have no parameter where no step is on an Edge server', () => {
    const made = planOf('direct');
    const lines = linesOf(applyScript({ ...made, steps: made.steps.filter((step) => !isOnEdge(step)) }, header));
    expect([lines.includes('param([string[]] $Confirmed = @())'), lines.at(-2)]).toEqual([false, '}']);
  });
});
