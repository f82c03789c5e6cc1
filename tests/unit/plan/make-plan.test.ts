/** Plans as they are kept, shown and carried out: their policy, what they do to a practice organization, and their commands as text. */
import { callOf, undoOf } from './script-plans.ts';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkCall } from '../../../shared/commands/call.ts';
import { isWorse } from '../../../shared/mail-flow/forecast.ts';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { directions } from '../../../shared/mail-flow/verdict.ts';
import { transportServers, type Organization } from '../../../shared/model/organization.ts';
import type { OrganizationFile, PracticeScenario } from '../../../shared/model/sample-organization.ts';
import { defaultPolicy, makePlan, manualReset } from '../../../shared/plan/make-plan.ts';
import { readingText } from '../../../shared/plan/step-text.ts';
import { callSteps, isOnEdge, isUnchanged, methods, planSchema, setObject, type Method, type Plan } from '../../../shared/plan/plan.ts';
import type { JudgedCertificate } from '../../../shared/rules/judge-certificates.ts';
import { readValues } from '../../../src-main/change/read-values.ts';
import type { PracticeExchange } from '../../../src-main/exchange/practice/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { unknown } from '../../../shared/model/known.ts';
import { openPractice } from '../../contract/practice.ts';
import { hybridServer, organization } from '../rules/sample.ts';
import { now, qualifying, read, renewed } from './practice-organizations.ts';
import { certificate, ids, plan } from './made-plans.ts';

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

describe('a canary that is left out', () => {
  const withUnread = (...unread: readonly number[]): Organization =>
    organization({
      hybridServers: [1, 2, 3, 4].map((number) =>
        hybridServer(`EX0${String(number)}`, unread.includes(number) ? { receiveConnectors: unknown('failed', '60 s') } : {}),
      ),
    });
  const made = (canary: string | null, ...unread: readonly number[]): Plan =>
    makePlan(withUnread(...unread), certificate, 'reset', { id: 'plan-1', policy: { onFailure: 'goOn', canary } });

  it.each<[string | null, string | null, readonly number[]]>([
    ['EX02', 'EX01', [1]],
    ['EX03', 'EX01', [1, 2]],
    ['EX01', 'EX03', [3]],
    // Of one server there is no first one.
    [null, 'EX01', [1, 2, 3]],
    [null, null, [1]],
    ['EX02', 'EX02', [1]],
  ])('makes room for the first server that has a step: %s for %s without %o', (canary, chosen, unread) => {
    const { policy, leftOut, steps } = made(chosen, ...unread);
    expect(policy).toEqual({ onFailure: 'goOn', canary });
    expect(leftOut.map(({ server }) => server)).toEqual(unread.map((number) => `EX0${String(number)}`));
    if (canary !== null) expect(steps[0]).toMatchObject({ server: canary });
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
      const reached = steps.filter((step) => !isOnEdge(step));
      const named = [...reached.map(({ server }) => server), ...leftOut.map(({ server }) => server)].filter((server) => server !== '');
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

  it('edge no command is sent to an Edge server: neither the wizard nor the HCW reaches it', async () => {
    const { plans } = await sampleOf('edge');
    expect(callSteps(plans.direct).map(({ call }) => call.cmdlet)).toEqual(['Set-SendConnector', 'Set-HybridConfiguration']);
    expect(callSteps(plans.reset)).toEqual([]);
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
