/** The forecast is what mail flow is after each step was carried out over real remoting, on what the simulated Exchange then holds. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forecast, type Step } from '../../shared/mail-flow/forecast.ts';
import { mailFlow } from '../../shared/mail-flow/mail-flow.ts';
import { directions } from '../../shared/mail-flow/verdict.ts';
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import type { Result } from '../../shared/model/error.ts';
import { known } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { draftOf } from '../../shared/plan/method-drafts.ts';
import { judgeCertificates } from '../../shared/rules/judge-certificates.ts';
import { formatCertificateName } from '../../shared/x509/certificate-name.ts';
import { collectOrganization } from '../../src-main/exchange/inventory/inventory.ts';
import { runHybridConfigurationWizard } from '../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { throughout } from '../contract/throughout.ts';
import { propertySeed, runs } from '../properties/seed.ts';
import { openConnectedExchange, type ConnectedExchange } from './open-exchange.ts';

const now = new Date('2026-11-20T09:00:00.000Z');
const gone = '<I>CN=Gone CA, O=Gone<S>CN=mail.contoso.com';
const cloud = 'mail.protection.outlook.com:AcceptCloudServicesMail';

/** On EX02 a certificate of an authority covers the FQDN, on the others only Exchange's own. */
const organization = async (): Promise<OrganizationFile> => {
  const file = await practiceOrganization('renewal', now);
  return {
    ...file,
    receiveConnectors: file.receiveConnectors.map((connector) =>
      connector.server === 'EX02' ? { ...connector, fqdn: 'mail.contoso.com' } : connector,
    ),
  };
};

const receive = fc.record({
  kind: fc.constant('receive' as const),
  server: fc.constantFrom('EX01', 'EX02', 'EX03'),
  name: fc.constantFrom<'old' | 'new' | 'gone' | 'none'>('old', 'new', 'gone', 'none'),
  capabilities: fc.constantFrom<string[]>([], [cloud], [cloud], ['<I>CN=A<S>CN=B:AcceptCloudServicesMail']),
});
const configuration = fc.record({ kind: fc.constant('configuration' as const), name: fc.constantFrom<'old' | 'new'>('old', 'new') });
const action = fc.oneof(
  { weight: 8, arbitrary: receive },
  { weight: 1, arbitrary: configuration },
  { weight: 1, arbitrary: fc.constant({ kind: 'hcw' as const }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

let exchange: ConnectedExchange;
beforeAll(async () => {
  exchange = await openConnectedExchange(await organization());
}, 120_000);
afterAll(() => exchange.dispose());

/** What no step changes is read once. */
const changing: readonly CmdletCall['cmdlet'][] = [
  'Get-HybridConfiguration',
  'Get-ReceiveConnector',
  'Get-SendConnector',
  'Get-InboundConnector',
  'Get-OutboundConnector',
];
const unchanged = new Map<string, Promise<Result<CallOutcome>>>();

async function read(): Promise<Organization> {
  const reader = throughout(exchange.exchange, (call, askExchange) => {
    if (changing.includes(call.cmdlet)) return askExchange();
    const key = JSON.stringify(call);
    const answer = unchanged.get(key) ?? askExchange();
    unchanged.set(key, answer);
    return answer;
  });
  const collected = await collectOrganization(reader, { now: () => now, onProgress: () => undefined });
  if (!collected.ok) throw new Error(collected.error.code);
  return collected.value;
}

it('is what mail flow is after each of many random steps', { timeout: 300_000 }, async () => {
  let before = await read();
  const certificate = judgeCertificates(before).find(({ inUse, verdict }) => inUse.known && !inUse.value && verdict === 'qualifies');
  if (certificate === undefined) throw new Error('No certificate can be chosen.');
  const oldName = before.hybridConfiguration.known ? before.hybridConfiguration.value?.tlsCertificateName : undefined;
  if (oldName?.known !== true) throw new Error('The hybrid configuration names no certificate.');
  const names = { old: oldName.value, new: formatCertificateName(certificate.name), gone, none: null };

  const stepOf = (chosen: Action): { readonly step: Step; readonly carryOut: () => Promise<void> } => {
    switch (chosen.kind) {
      case 'hcw': {
        const hcw = draftOf(before, certificate, 'reset').steps.at(-1)?.step;
        if (hcw === undefined) throw new Error('The HCW is the last step.');
        return {
          step: hcw,
          carryOut: async () => {
            const file = await exchange.environment.readOrganization();
            await exchange.environment.writeOrganization(runHybridConfigurationWizard(file, certificate.thumbprint));
          },
        };
      }
      case 'configuration': {
        const values = { tlsCertificateName: known(names[chosen.name]) };
        return {
          step: { kind: 'call', server: '', object: 'Hybrid Configuration', changes: [{ kind: 'hybridConfiguration', values }] },
          carryOut: () =>
            send({ side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: names[chosen.name] } }),
        };
      }
      case 'receive': {
        const identity = `${chosen.server}\\Default Frontend ${chosen.server}`;
        const [name, capabilities] = [names[chosen.name], chosen.capabilities];
        const values = { tlsCertificateName: known(name), tlsDomainCapabilities: known(capabilities) };
        const parameters = {
          Identity: identity,
          TlsCertificateName: name,
          TlsDomainCapabilities: capabilities.length === 0 ? null : [...capabilities],
        };
        return {
          step: { kind: 'call', server: chosen.server, object: identity, changes: [{ kind: 'receiveConnector', identity, values }] },
          carryOut: () => send({ side: 'onPremises', cmdlet: 'Set-ReceiveConnector', parameters }),
        };
      }
    }
  };

  const seen = new Set<string>();
  for (const chosen of fc.sample(action, { seed: propertySeed(), numRuns: runs(30) })) {
    const { step, carryOut } = stepOf(chosen);
    const [expected] = forecast(before, [step]);
    await carryOut();
    before = await read();
    const flow = mailFlow(before);
    expect([chosen, expected?.flow]).toEqual([chosen, flow]);
    seen.add(directions.map((direction) => flow[direction].verdict).join('/'));
  }
  // The steps lead to more than one verdict, else they would prove little.
  expect(seen.size).toBeGreaterThan(2);
});

async function send(call: CmdletCall): Promise<void> {
  const sent = await exchange.exchange.change(call);
  if (!sent.ok) throw new Error(sent.error.code);
}
