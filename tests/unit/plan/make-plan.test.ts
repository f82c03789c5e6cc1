/** What a plan contains: exactly the calls, with the values that a rollback needs, and every server that is left out by name. */
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { planFix, planReset, readingText } from '../../../shared/plan/make-plan.ts';
import {
  capability,
  hybridConfiguration,
  hybridServer,
  newName,
  oldName,
  organization,
  receiveConnector,
  subject,
  issuer,
} from '../rules/sample.ts';

const onEx01 = (connector: Parameters<typeof receiveConnector>[1]): Organization =>
  organization({ hybridServers: [hybridServer('EX01', { receiveConnectors: known([receiveConnector('EX01', connector)]) })] });

describe('planReset', () => {
  it('sets both values to $null on every hybrid server, one step each, in the order of the servers', () => {
    expect(planReset(organization(), 'plan-7')).toEqual({
      id: 'plan-7',
      kind: 'reset',
      leftOut: [],
      steps: ['EX01', 'EX02'].map((server) => {
        const identity = `${server}\\Default Frontend ${server}`;
        return {
          id: `reset ${server}`,
          server,
          object: identity,
          read: { side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: { Identity: identity } },
          before: { TlsCertificateName: oldName, TlsDomainCapabilities: [capability] },
          call: {
            side: 'onPremises',
            cmdlet: 'Set-ReceiveConnector',
            parameters: { Identity: identity, TlsCertificateName: null, TlsDomainCapabilities: null },
          },
          after: { TlsCertificateName: null, TlsDomainCapabilities: [] },
          rollback: {
            side: 'onPremises',
            cmdlet: 'Set-ReceiveConnector',
            parameters: { Identity: identity, TlsCertificateName: oldName, TlsDomainCapabilities: [capability] },
          },
        };
      }),
    });
  });

  it('puts an empty list back as $null: Exchange does not take @()', () => {
    const [step] = planReset(onEx01({ tlsDomainCapabilities: known([]) }), 'plan-1').steps;
    expect(step?.before).toEqual({ TlsCertificateName: oldName, TlsDomainCapabilities: [] });
    expect(step?.rollback.parameters['TlsDomainCapabilities']).toBeNull();
  });

  it('puts an empty name back as $null', () => {
    const [step] = planReset(onEx01({ tlsCertificateName: known(null) }), 'plan-1').steps;
    expect(step?.rollback.parameters['TlsCertificateName']).toBeNull();
  });

  it.each([
    ['TlsCertificateName', { tlsCertificateName: unknown('notReturned', 'TlsCertificateName') }, 'notReturned'],
    ['TlsDomainCapabilities', { tlsDomainCapabilities: unknown('unreadable', 'TlsDomainCapabilities') }, 'unreadable'],
    ['the connectors', null, 'timedOut'],
  ] as const)('names a server that is left out because %s is unknown, and plans the others', (what, connector, reason) => {
    const ex01 =
      connector === null
        ? hybridServer('EX01', { receiveConnectors: unknown('timedOut', '60 s') })
        : hybridServer('EX01', { receiveConnectors: known([receiveConnector('EX01', connector)]) });
    const plan = planReset(organization({ hybridServers: [ex01, hybridServer('EX02')] }), 'plan-1');
    expect(plan.steps.map(({ server }) => server)).toEqual(['EX02']);
    expect(plan.leftOut.map(({ server, reason: why }) => [server, why])).toEqual([['EX01', reason]]);
    expect(plan.leftOut[0]?.evidence).toBe(connector === null ? '60 s' : what);
  });

  it('names a server without such a connector', () => {
    const plan = planReset(organization({ hybridServers: [hybridServer('EX01', { receiveConnectors: known([]) })] }), 'plan-1');
    expect(plan.steps).toEqual([]);
    expect(plan.leftOut).toEqual([{ server: 'EX01', reason: 'notReturned', evidence: 'EX01\\Default Frontend EX01' }]);
  });
});

describe('planFix', () => {
  const name = { issuer, subject };

  it('names the new certificate in the hybrid configuration', () => {
    const set = (value: string): unknown => ({
      side: 'onPremises',
      cmdlet: 'Set-HybridConfiguration',
      parameters: { TlsCertificateName: value },
    });
    expect(planFix(organization(), name, 'plan-2')).toEqual({
      id: 'plan-2',
      kind: 'fix',
      leftOut: [],
      steps: [
        {
          id: 'fix',
          server: '',
          object: 'Hybrid Configuration',
          read: { side: 'onPremises', cmdlet: 'Get-HybridConfiguration', parameters: {} },
          before: { TlsCertificateName: oldName },
          call: set(newName),
          after: { TlsCertificateName: newName },
          rollback: set(oldName),
        },
      ],
    });
  });

  it('plans nothing where there is no hybrid configuration', () => {
    expect(planFix(organization({ hybridConfiguration: known(null) }), name, 'plan-2')).toEqual({
      id: 'plan-2',
      kind: 'fix',
      steps: [],
      leftOut: [],
    });
  });

  it.each([
    ['the configuration', unknown('failed', 'no answer'), { reason: 'failed', evidence: 'no answer' }],
    [
      'its certificate name',
      known({ ...hybridConfiguration(), tlsCertificateName: unknown('unreadable', 'x') }),
      { reason: 'unreadable', evidence: 'x' },
    ],
  ] as const)('plans nothing while %s is unknown, since it could not be rolled back, and says why', (_, read, why) => {
    expect(planFix(organization({ hybridConfiguration: read }), name, 'plan-2')).toEqual({
      id: 'plan-2',
      kind: 'fix',
      steps: [],
      leftOut: [{ server: '', ...why }],
    });
  });
});

describe('readingText', () => {
  it('lists what identifies the object before the values that changed, wide enough for a certificate name', () => {
    const [reset] = planReset(organization(), 'plan-1').steps;
    const [fix] = planFix(organization(), { issuer, subject }, 'plan-2').steps;
    expect([reset, fix].map((step) => (step === undefined ? '' : readingText(step)))).toEqual([
      "Get-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' | Format-List Identity,Name,Server,Bindings,TlsCertificateName,TlsDomainCapabilities | Out-String -Width 4096",
      'Get-HybridConfiguration | Format-List SendingTransportServers,ReceivingTransportServers,EdgeTransportServers,Domains,TlsCertificateName | Out-String -Width 4096',
    ]);
  });
});
