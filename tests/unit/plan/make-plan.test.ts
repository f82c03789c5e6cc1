/** What a plan contains: exactly the calls, with the values that a rollback needs, and everything that is left out by name. */
import { callOf, undoOf } from './script-plans.ts';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkCall } from '../../../shared/commands/call.ts';
import { renderCall } from '../../../shared/commands/render.ts';
import { isWorse } from '../../../shared/mail-flow/forecast.ts';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { directions } from '../../../shared/mail-flow/verdict.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { transportServers, type Organization } from '../../../shared/model/organization.ts';
import type { OrganizationFile, PracticeScenario } from '../../../shared/model/sample-organization.ts';
import { planSelection } from '../../../shared/plan/fix.ts';
import { defaultPolicy, makePlan, manualReset } from '../../../shared/plan/make-plan.ts';
import { readingText } from '../../../shared/plan/step-text.ts';
import type { NewCertificate } from '../../../shared/plan/draft.ts';
import { callSteps, isUnchanged, methods, planSchema, setObject, type Method, type Plan } from '../../../shared/plan/plan.ts';
import type { JudgedCertificate } from '../../../shared/rules/judge-certificates.ts';
import { readValues } from '../../../src-main/change/read-values.ts';
import type { PracticeExchange } from '../../../src-main/exchange/practice/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../../contract/practice.ts';
import {
  acceptedDomain,
  capability,
  certificate as copyOf,
  facts,
  hybridConfiguration,
  hybridServer,
  inbound,
  issuer,
  newName,
  oldIssuer,
  oldName,
  organization,
  outbound,
  receiveConnector,
  sendConnector,
  subject,
} from '../rules/sample.ts';
import { now, qualifying, read, renewed } from './practice-organizations.ts';

const certificate: NewCertificate = { name: { issuer, subject }, facts: facts() };
const policy = { onFailure: 'stop', canary: null } as const;
const plan = (value: Organization, method: Method, of = certificate): Plan => makePlan(value, of, method, { id: 'plan-1', policy });
/** Each step in one line, as it is shown. */
const sent = ({ steps }: Plan): readonly string[] => steps.map((step) => (step.kind === 'call' ? renderCall(step.call) : step.id));
const ids = ({ steps }: Plan): readonly string[] => steps.map(({ id }) => id);

const onEx01 = (connector: Parameters<typeof receiveConnector>[1]): Organization =>
  organization({ hybridServers: [hybridServer('EX01', { receiveConnectors: known([receiveConnector('EX01', connector)]) })] });

/** Both certificates are installed, and mail is internal in both directions. */
const renewing = ({ facts: next }: NewCertificate, changes: Partial<Organization> = {}): Organization => {
  const certificates = known([copyOf({ facts: facts({ thumbprint: 'B2', issuer: oldIssuer }) }), copyOf({ facts: facts(next) })]);
  return organization({ hybridServers: ['EX01', 'EX02'].map((server) => hybridServer(server, { certificates })), ...changes });
};

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

describe('the direct method', () => {
  const set = (cmdlet: string, identity: string, name = newName): string =>
    `${cmdlet} -Identity '${identity}' -TlsCertificateName '${name}'`;

  it('goes from the old name straight to the new one: send connectors, receive connectors, hybrid configuration', () => {
    const made = plan(organization(), 'direct');
    expect(sent(made)).toEqual([
      set('Set-SendConnector', 'Outbound to Office 365'),
      set('Set-ReceiveConnector', 'EX01\\Default Frontend EX01'),
      set('Set-ReceiveConnector', 'EX02\\Default Frontend EX02'),
      `Set-HybridConfiguration -TlsCertificateName '${newName}'`,
    ]);
    expect(callSteps(made).map(({ before, after, undo }) => [before, after, undo?.parameters['TlsCertificateName']])).toEqual(
      Array.from({ length: 4 }, () => [{ TlsCertificateName: oldName }, { TlsCertificateName: newName }, oldName]),
    );
    expect(made.steps.map(({ reason }) => reason)).toEqual([
      'nameOnSendConnector',
      'nameOnReceiveConnector',
      'nameOnReceiveConnector',
      'nameInHybridConfiguration',
    ]);
    expect(made.steps.flatMap(({ weakens }) => weakens)).toEqual([]);
  });

  it('sends nothing where the name is the same already', () => {
    const made = plan(
      organization({
        hybridConfiguration: known(hybridConfiguration(newName)),
        sendConnectors: known([sendConnector({ tlsCertificateName: known(newName) })]),
      }),
      'direct',
    );
    expect(callSteps(made).map((step) => [step.id, isUnchanged(step)])).toEqual([
      ['send Outbound to Office 365', true],
      ['receive EX01', false],
      ['receive EX02', false],
      ['configuration', true],
    ]);
  });

  it('names what is left out: send connectors that were not read, one whose name is unknown, the hybrid configuration', () => {
    const left = (changes: Partial<Organization>): Plan['leftOut'] => plan(organization(changes), 'direct').leftOut;
    expect(left({ sendConnectors: unknown('timedOut', '60 s') })).toEqual([
      { server: '', reason: 'timedOut', evidence: 'Get-SendConnector' },
    ]);
    expect(left({ sendConnectors: known([sendConnector({ tlsCertificateName: unknown('unreadable', 'x') })]) })).toEqual([
      { server: '', reason: 'unreadable', evidence: 'Outbound to Office 365' },
    ]);
    expect(left({ hybridConfiguration: unknown('failed', 'x') }).filter(({ evidence }) => evidence === 'Get-HybridConfiguration')).toEqual([
      { server: '', reason: 'failed', evidence: 'Get-HybridConfiguration' },
    ]);
    expect(left({ hybridServers: [hybridServer('EX01', { receiveConnectors: unknown('denied', 'x') }), hybridServer('EX02')] })).toEqual([
      { server: 'EX01', reason: 'denied', evidence: 'x' },
    ]);
  });

  describe('on Exchange Online', () => {
    const online = (changes: Parameters<typeof inbound>[0], others: Parameters<typeof outbound>[0] = {}): Organization => ({
      ...organization(),
      exchangeOnline: {
        ...organization().exchangeOnline,
        inboundConnectors: known([inbound(changes)]),
        outboundConnectors: known([outbound(others)]),
      },
    });
    /** The certificate of another host: its names match nothing that is there. */
    const elsewhere: NewCertificate = {
      name: { issuer, subject: 'CN=smtp.contoso.com' },
      facts: facts({ subject: 'CN=smtp.contoso.com', names: ['smtp.contoso.com'] }),
    };

    it('sets nothing while the names match', () => {
      expect(plan(online({}), 'direct').steps).toHaveLength(4);
      expect(plan(online({}, { tlsDomain: known('*.contoso.com') }), 'direct').steps).toHaveLength(4);
    });

    it('sets nothing where no name is set', () => {
      expect(plan(online({ tlsSenderCertificateName: known(null) }, { tlsDomain: known(null) }), 'direct').steps).toHaveLength(4);
    });

    it('sets the host name that is demanded where it no longer matches', () => {
      const made = plan(online({}), 'direct', elsewhere);
      const [step] = callSteps(made).filter(({ reason }) => reason === 'tlsDomain');
      expect(step).toMatchObject({
        id: 'outbound Outbound to 1',
        server: '',
        before: { TlsDomain: 'mail.contoso.com' },
        call: {
          side: 'exchangeOnline',
          cmdlet: 'Set-OutboundConnector',
          parameters: { Identity: 'Outbound to 1', TlsDomain: 'smtp.contoso.com' },
        },
        after: { TlsDomain: 'smtp.contoso.com' },
      });
    });

    it('sets the name of the sender where it no longer identifies one', () => {
      const made = plan(online({ tlsSenderCertificateName: known('mail.fabrikam.com') }), 'direct');
      const [step] = callSteps(made).filter(({ reason }) => reason === 'senderName');
      expect(step).toMatchObject({
        id: 'inbound Inbound from 1',
        server: '',
        before: { TlsSenderCertificateName: 'mail.fabrikam.com' },
        call: { side: 'exchangeOnline', cmdlet: 'Set-InboundConnector' },
      });
      expect(step?.after['TlsSenderCertificateName']).toMatch(/contoso\.com$/);
    });

    // Mail from Exchange Online demands the host name of what the receive connectors present.
    it('comes after the on-premises steps where it keeps mail flow no better before them', () => {
      const made = plan(renewing(elsewhere), 'direct', elsewhere);
      expect(ids(made).at(-1)).toBe('outbound Outbound to 1');
      expect(made.steps.map(({ weakens }) => weakens.length)).toEqual([0, 1, 2, 2, 0]);
    });

    // Mail to Exchange Online is identified by what the send connector presents: it is the next step.
    it('comes before them where only the next step is still missing then', () => {
      const partner: NewCertificate = {
        name: { issuer, subject: 'CN=mail.fabrikam.com' },
        facts: facts({ subject: 'CN=mail.fabrikam.com', names: ['mail.fabrikam.com'] }),
      };
      const domains = known(['contoso.com', 'fabrikam.com'].map((domain) => acceptedDomain(domain)));
      const value = renewing(partner, {
        acceptedDomains: domains,
        exchangeOnline: {
          acceptedDomains: domains,
          inboundConnectors: known([inbound()]),
          outboundConnectors: known([outbound({ tlsDomain: known(null) })]),
        },
      });
      const made = plan(value, 'direct', partner);
      expect(ids(made)[0]).toBe('inbound Inbound from 1');
      expect(made.steps.map(({ weakens }) => weakens.length > 0)).toEqual([true, false, false, false, false]);
    });

    it('is left out by name where a value is unknown', () => {
      expect(plan(online({ tlsSenderCertificateName: unknown('denied', 'x') }), 'direct').leftOut).toEqual([
        { server: '', reason: 'denied', evidence: 'Get-InboundConnector Inbound from 1' },
      ]);
    });
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

describe('the policy', () => {
  const servers = (count: number): Organization =>
    organization({ hybridServers: Array.from({ length: count }, (_, index) => hybridServer(`EX0${String(index + 1)}`)) });

  it.each([
    [1, null],
    [2, null],
    [3, 'EX01'],
  ])('of %i servers has the canary %s', (count, canary) => {
    for (const method of ['reset', 'direct'] as const) expect(defaultPolicy(servers(count), method)).toEqual({ onFailure: 'stop', canary });
  });

  it('has no canary where the wizard changes nothing itself', () => {
    expect(defaultPolicy(servers(3), 'certificateOnly')).toEqual({ onFailure: 'stop', canary: null });
  });

  it.each(['reset', 'direct'] as const)('puts the connector of the canary before those of the other servers (%s)', (method) => {
    const made = makePlan(servers(4), certificate, method, { id: 'plan-1', policy: { onFailure: 'goOn', canary: 'EX03' } });
    expect(made.policy).toEqual({ onFailure: 'goOn', canary: 'EX03' });
    expect(callSteps(made).flatMap(({ server }) => (server === '' ? [] : [server]))).toEqual(['EX03', 'EX01', 'EX02', 'EX04']);
  });
});

interface Sample {
  readonly file: OrganizationFile;
  readonly organization: Organization;
  readonly thumbprint: string;
  readonly plans: Readonly<Record<Method, Plan>>;
}

/** A server that does not answer may lack the certificate, so that none qualifies: it is the one of the same organization. */
async function chosenFor(scenario: PracticeScenario, value: Organization): Promise<JudgedCertificate> {
  if (scenario !== 'serverDown') return qualifying(value, scenario === 'sameName' ? 'inUse' : 'new');
  return renewed(await read(await openPractice(await practiceOrganization('renewal', now))));
}

async function sampleOf(scenario: PracticeScenario): Promise<Sample> {
  const file = await practiceOrganization(scenario, now);
  const value = await read(await openPractice(file));
  const chosen = await chosenFor(scenario, value);
  const of = (method: Method): Plan => makePlan(value, chosen, method, { id: 'plan-1', policy: defaultPolicy(value, method) });
  return {
    file,
    organization: value,
    thumbprint: chosen.thumbprint,
    plans: { certificateOnly: of('certificateOnly'), reset: of('reset'), direct: of('direct') },
  };
}

describe.each(['renewal', 'sameName', 'edge', 'serverDown', 'difficultNames', 'fortyServers'] as const)(
  'a plan for the practice organization %s',
  (scenario) => {
    let sample: Sample;
    beforeAll(async () => {
      sample = await sampleOf(scenario);
    });

    it.each(methods)('is one that can be kept, and has only calls of the table, each with what undoes it (%s)', (method) => {
      const made = sample.plans[method];
      expect(v.parse(planSchema, JSON.parse(JSON.stringify(made)))).toEqual(made);
      expect(new Set(ids(made)).size).toBe(made.steps.length);
      for (const step of callSteps(made)) {
        const { read: reading, call, object, before, after } = step;
        const undo = undoOf(step);
        for (const one of [reading, call, undo]) expect(checkCall(one), object).toMatchObject({ ok: true });
        expect(Object.keys(after)).toEqual(Object.keys(before));
        expect(undo).toEqual({ ...call, parameters: { ...call.parameters, ...undo.parameters } });
      }
    });

    it.each(['reset', 'direct'] as const)('changes the connector of every transport server, or names it (%s)', (method) => {
      const { steps, leftOut } = sample.plans[method];
      const named = [...steps.map(({ server }) => server), ...leftOut.map(({ server }) => server)].filter((server) => server !== '');
      expect(named.sort()).toEqual(
        transportServers(sample.organization)
          .map(({ name }) => name)
          .sort(),
      );
    });
  },
);

describe('on the practice organization', () => {
  it('serverDown the server that does not answer is left out of every method that sends, by name', async () => {
    const { plans } = await sampleOf('serverDown');
    for (const method of ['reset', 'direct'] as const) {
      expect(plans[method].leftOut.map(({ server }) => server)).toEqual(['EX03']);
      expect(callSteps(plans[method]).flatMap(({ server }) => (server === '' ? [] : [server]))).toEqual(['EX01', 'EX02']);
    }
  });

  it('sameName there is nothing to send with the direct method', async () => {
    const { plans } = await sampleOf('sameName');
    expect(callSteps(plans.direct).every(isUnchanged)).toBe(true);
    expect(callSteps(plans.direct).length).toBeGreaterThan(0);
  });

  it('edge no step is on an Edge server: neither the wizard nor the HCW reaches it', async () => {
    const { plans } = await sampleOf('edge');
    expect(callSteps(plans.direct).map(({ call }) => call.cmdlet)).toEqual(['Set-SendConnector', 'Set-HybridConfiguration']);
    expect(ids(plans.reset)).toEqual(['hcw']);
  });

  const valuesOf = async (exchange: PracticeExchange, step: Parameters<typeof readValues>[0]): Promise<unknown> => {
    const found = await readValues(step, exchange);
    return found.ok ? found.value.values : found.error;
  };

  it.each([
    ['renewal', 'reset'],
    ['renewal', 'direct'],
    ['renewal', 'certificateOnly'],
    ['difficultNames', 'reset'],
    ['difficultNames', 'direct'],
  ] as const)('%s the method %s reads, sends and undoes what it says, with the mail flow that it says', async (scenario, method) => {
    const { file, organization: value, thumbprint, plans } = await sampleOf(scenario);
    const exchange = await openPractice(file);
    const made = plans[method];
    for (const step of made.steps) {
      if (step.kind === 'handover') {
        await exchange.runHcw(thumbprint);
        for (const { cmdlet, object, values } of step.expects) {
          const { side, parameters } = setObject(cmdlet, object, {});
          const reading = { object, read: { side, cmdlet, parameters }, parameters: Object.keys(values) };
          expect([object, await valuesOf(exchange, reading)]).toEqual([object, values]);
        }
      } else {
        const reading = { ...step, parameters: Object.keys(step.before) };
        expect(await valuesOf(exchange, reading)).toEqual(step.before);
        expect((await exchange.change(callOf(step))).ok).toBe(true);
        expect(await valuesOf(exchange, reading)).toEqual(step.after);
      }
      const flow = mailFlow(await read(exchange));
      for (const direction of directions) expect([step.id, flow[direction].verdict]).toEqual([step.id, step.forecast[direction]]);
      expect([step.id, step.weakens.length > 0]).toEqual([step.id, isWorse(flow, mailFlow(value))]);
    }
    for (const step of [...callSteps(made)].reverse()) {
      expect((await exchange.change(undoOf(step))).ok).toBe(true);
      expect(await valuesOf(exchange, { ...step, parameters: Object.keys(step.before) })).toEqual(step.before);
    }
  });
});

describe('the plan that fixes', () => {
  const name = { issuer, subject };

  it('names the new certificate in the hybrid configuration', () => {
    const set = (value: string): unknown => ({
      side: 'onPremises',
      cmdlet: 'Set-HybridConfiguration',
      parameters: { TlsCertificateName: value },
    });
    expect(planSelection(renewing(certificate), name, 'plan-2')).toEqual({
      format: 1,
      id: 'plan-2',
      purpose: 'fix',
      of: null,
      method: null,
      policy: { onFailure: 'stop', canary: null },
      leftOut: [],
      steps: [
        {
          kind: 'call',
          id: 'fix',
          server: '',
          object: 'Hybrid Configuration',
          guid: null,
          reason: 'nameInHybridConfiguration',
          forecast: { toOnPremises: 'internal', toExchangeOnline: 'internal' },
          weakens: [],
          read: { side: 'onPremises', cmdlet: 'Get-HybridConfiguration', parameters: {} },
          before: { TlsCertificateName: oldName },
          call: set(newName),
          after: { TlsCertificateName: newName },
          undo: set(oldName),
        },
      ],
    });
  });

  it('plans nothing where there is no hybrid configuration', () => {
    expect(planSelection(organization({ hybridConfiguration: known(null) }), name, 'plan-2')).toMatchObject({ steps: [], leftOut: [] });
  });

  it.each([
    ['the configuration', unknown('failed', 'no answer'), { reason: 'failed', evidence: 'no answer' }],
    [
      'its certificate name',
      known({ ...hybridConfiguration(), tlsCertificateName: unknown('unreadable', 'x') }),
      { reason: 'unreadable', evidence: 'x' },
    ],
  ] as const)('plans nothing while %s is unknown, since it could not be rolled back, and says why', (_, configuration, why) => {
    expect(planSelection(organization({ hybridConfiguration: configuration }), name, 'plan-2')).toMatchObject({
      purpose: 'fix',
      steps: [],
      leftOut: [{ server: '', ...why }],
    });
  });
});

describe('the commands for the administrator', () => {
  it('list what identifies the object before the values that changed, wide enough for a certificate name', () => {
    const [send, receive, , configuration] = callSteps(plan(organization(), 'direct'));
    const [reset] = callSteps(plan(organization(), 'reset'));
    expect([reset, send, receive, configuration].map((step) => (step === undefined ? '' : readingText(step)))).toEqual([
      "Get-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' | Format-List Identity,Name,Server,Bindings,TlsCertificateName,TlsDomainCapabilities | Out-String -Width 4096",
      expect.stringMatching(/Format-List Identity,Name,AddressSpaces,SourceTransportServers,TlsCertificateName \| Out-String -Width 4096$/),
      "Get-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' | Format-List Identity,Name,Server,Bindings,TlsCertificateName | Out-String -Width 4096",
      'Get-HybridConfiguration | Format-List SendingTransportServers,ReceivingTransportServers,EdgeTransportServers,Domains,TlsCertificateName | Out-String -Width 4096',
    ]);
  });

  it('reset a server that is left out: first the values to note, then the command', () => {
    expect(manualReset('EX03.contoso.com')).toEqual([
      "Get-ReceiveConnector -Identity 'EX03\\Default Frontend EX03' | Format-List Identity,TlsCertificateName,TlsDomainCapabilities",
      "Set-ReceiveConnector -Identity 'EX03\\Default Frontend EX03' -TlsCertificateName $null -TlsDomainCapabilities $null",
    ]);
  });
});
