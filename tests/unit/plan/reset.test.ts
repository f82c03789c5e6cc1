/** What the methods plan that end with the HCW: exactly the calls, with the values that a rollback needs, and everything that is left out by name. */
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { callSteps, isUnchanged } from '../../../shared/plan/plan.ts';
import { capability, hybridServer, newName, oldName, organization, receiveConnector } from '../rules/sample.ts';
import { certificate, ids, plan, policy, renewing } from './made-plans.ts';

const onEx01 = (connector: Parameters<typeof receiveConnector>[1]): Organization =>
  organization({ hybridServers: [hybridServer('EX01', { receiveConnectors: known([receiveConnector('EX01', connector)]) })] });

describe('the reset', () => {
  it('sets both values to $null on every hybrid server, one step each, in the order of the servers, then hands over', () => {
    const { steps, ...rest } = plan(organization(), 'reset');
    expect(rest).toEqual({ format: 1, id: 'plan-1', purpose: 'apply', of: null, method: 'reset', policy, leftOut: [] });
    expect(steps.map(({ kind }) => kind)).toEqual(['call', 'call', 'handover']);
    expect(steps.slice(0, 2)).toMatchObject(
      ['EX01', 'EX02'].map((server) => {
        const identity = `${server}\\Default Frontend ${server}`;
        return {
          id: `reset ${server}`,
          server,
          object: identity,
          guid: null,
          reason: 'clearForHcw',
          read: { side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: { Identity: identity } },
          before: { TlsCertificateName: oldName, TlsDomainCapabilities: [capability] },
          call: {
            side: 'onPremises',
            cmdlet: 'Set-ReceiveConnector',
            parameters: { Identity: identity, TlsCertificateName: null, TlsDomainCapabilities: null },
          },
          after: { TlsCertificateName: null, TlsDomainCapabilities: [] },
          undo: {
            side: 'onPremises',
            cmdlet: 'Set-ReceiveConnector',
            parameters: { Identity: identity, TlsCertificateName: oldName, TlsDomainCapabilities: [capability] },
          },
        };
      }),
    );
  });

  it('weakens mail from Exchange Online, server by server, until the HCW has written', () => {
    expect(plan(renewing(certificate), 'reset').steps.map(({ forecast, weakens }) => ({ ...forecast, weakens }))).toEqual([
      { toOnPremises: 'waits', toExchangeOnline: 'internal', weakens: [{ direction: 'toOnPremises', server: 'EX01' }] },
      {
        toOnPremises: 'waits',
        toExchangeOnline: 'internal',
        weakens: ['EX01', 'EX02'].map((server) => ({ direction: 'toOnPremises', server })),
      },
      { toOnPremises: 'internal', toExchangeOnline: 'internal', weakens: [] },
    ]);
  });

  it('puts an empty list back as $null: Exchange does not take @()', () => {
    const [step] = callSteps(plan(onEx01({ tlsDomainCapabilities: known([]) }), 'reset'));
    expect(step?.before).toEqual({ TlsCertificateName: oldName, TlsDomainCapabilities: [] });
    expect(step?.undo?.parameters['TlsDomainCapabilities']).toBeNull();
  });

  it('puts an empty name back as $null', () => {
    const [step] = callSteps(plan(onEx01({ tlsCertificateName: known(null) }), 'reset'));
    expect(step?.undo?.parameters['TlsCertificateName']).toBeNull();
  });

  it('sends nothing to a connector that is reset already', () => {
    const cleared = plan(onEx01({ tlsCertificateName: known(null), tlsDomainCapabilities: known([]) }), 'reset');
    expect(callSteps(cleared).map(isUnchanged)).toEqual([true]);
    expect(callSteps(plan(onEx01({ tlsCertificateName: known(null) }), 'reset')).map(isUnchanged)).toEqual([false]);
  });

  it.each([
    ['TlsCertificateName', { tlsCertificateName: unknown('notReturned', 'a detail') }, 'notReturned'],
    ['TlsDomainCapabilities', { tlsDomainCapabilities: unknown('unreadable', 'TlsDomainCapabilities') }, 'unreadable'],
    ['the connectors', null, 'timedOut'],
  ] as const)('names a server that is left out because %s is unknown, and plans the others', (what, connector, reason) => {
    const ex01 =
      connector === null
        ? hybridServer('EX01', { receiveConnectors: unknown('timedOut', '60 s') })
        : hybridServer('EX01', { receiveConnectors: known([receiveConnector('EX01', connector)]) });
    const made = plan(organization({ hybridServers: [ex01, hybridServer('EX02')] }), 'reset');
    expect(ids(made)).toEqual(['reset EX02', 'hcw']);
    expect(made.leftOut).toEqual([{ server: 'EX01', reason, evidence: connector === null ? '60 s' : what }]);
  });

  it('names a server without such a connector', () => {
    const made = plan(organization({ hybridServers: [hybridServer('EX01', { receiveConnectors: known([]) })] }), 'reset');
    expect(callSteps(made)).toEqual([]);
    expect(made.leftOut).toEqual([{ server: 'EX01', reason: 'notReturned', evidence: 'EX01\\Default Frontend EX01' }]);
  });
});

describe('the HCW alone', () => {
  it('is one handover, that says what is expected of it', () => {
    const { steps } = plan(organization(), 'certificateOnly');
    expect(steps).toEqual([
      {
        kind: 'handover',
        id: 'hcw',
        server: '',
        object: '',
        reason: 'hcwWrites',
        forecast: { toOnPremises: 'internal', toExchangeOnline: 'internal' },
        weakens: [],
        expects: [
          { cmdlet: 'Get-SendConnector', object: 'Outbound to Office 365', values: { TlsCertificateName: newName } },
          { cmdlet: 'Get-ReceiveConnector', object: 'EX01\\Default Frontend EX01', values: { TlsCertificateName: newName } },
          { cmdlet: 'Get-ReceiveConnector', object: 'EX02\\Default Frontend EX02', values: { TlsCertificateName: newName } },
          { cmdlet: 'Get-HybridConfiguration', object: 'Hybrid Configuration', values: { TlsCertificateName: newName } },
        ],
      },
    ]);
  });

  it('of the reset is expected to write more: what the full HCW writes, on both sides', () => {
    const [hcw] = plan(organization(), 'reset').steps.filter(({ kind }) => kind === 'handover');
    if (hcw?.kind !== 'handover') throw new Error('There is no handover.');
    expect(hcw.expects.map(({ cmdlet, object }) => `${cmdlet} ${object}`)).toEqual([
      'Get-SendConnector Outbound to Office 365',
      'Get-ReceiveConnector EX01\\Default Frontend EX01',
      'Get-ReceiveConnector EX02\\Default Frontend EX02',
      'Get-HybridConfiguration Hybrid Configuration',
      'Get-InboundConnector Inbound from 1',
      'Get-OutboundConnector Outbound to 1',
    ]);
    expect(hcw.expects[1]?.values).toEqual({
      TlsCertificateName: newName,
      TlsDomainCapabilities: [capability],
      Bindings: ['[::]:25', '0.0.0.0:25'],
      AuthMechanism: 'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
      PermissionGroups: 'AnonymousUsers, ExchangeServers, ExchangeLegacyServers',
    });
  });
});
