/** What mail flow says that a server presents is what a real server presents, before and after a change, in every practice organization. */
import { afterEach, describe, expect, it } from 'vitest';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import type { ServerFlow } from '../../../shared/mail-flow/verdict.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { practiceScenarios, type OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { sameServer } from '../../../shared/model/server-name.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import { callSteps, methods } from '../../../shared/plan/plan.ts';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { askServer } from '../../../src-main/proof/ask-server.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice, organizationIn } from '../../contract/practice.ts';
import { now, read } from '../plan/practice-organizations.ts';
import { endServers, serve } from '../pki/smtp-server.ts';
import { mailServer, shownByClient, withKeys } from './practice-servers.ts';

afterEach(endServers);

/** Thumbprint; `null`: nothing is presented; `undefined`: it is not known */
const saidOf = ({ presented }: ServerFlow): string | null | undefined =>
  presented.known ? (presented.value.certificate?.facts.thumbprint ?? null) : undefined;

interface Compared {
  readonly place: string;
  readonly said: string | null;
  readonly shown: string | null;
}

/** Every server of both directions of which mail flow says what it presents. */
async function compared(organization: Organization, file: OrganizationFile): Promise<readonly Compared[]> {
  const flow = mailFlow(organization);
  const all: Compared[] = [];
  for (const one of flow.toOnPremises.servers) {
    const [said, server] = [saidOf(one), file.servers.find(({ name }) => sameServer(name, one.server))];
    if (said === undefined || server === undefined) continue;
    const answer = mailServer(file, server, now);
    if (answer === undefined) continue;
    const port = await serve(answer);
    const found = await askServer({ server: one.server, host: '127.0.0.1' }, organization, now, { port, timeoutMs: 20_000 });
    if (found.state === 'failed') throw new Error(`${one.server}: ${found.fault}`);
    all.push({ place: `to ${one.server}`, said, shown: found.state === 'presented' ? found.thumbprint : null });
  }
  for (const one of flow.toExchangeOnline.servers) {
    const [said, server] = [saidOf(one), file.servers.find(({ name }) => sameServer(name, one.server))];
    if (said === undefined || server === undefined) continue;
    all.push({ place: `from ${one.server}`, said, shown: await shownByClient(file, server, one.connector, now) });
  }
  return all;
}

let handshakes = 0;
const places = new Set<string>();

describe.each(practiceScenarios)('%s', (scenario) => {
  it('presents what was computed, as it is and after each method', async () => {
    const file = withKeys(await practiceOrganization(scenario, now));
    // What goes wrong while an organization is read or changed is the subject of other tests.
    const calm: OrganizationFile = { ...file, faults: [] };
    const before = await read(await openPractice(calm));
    const states = [{ organization: before, file: calm }];
    const chosen = judgeCertificates(before).find(({ inUse, verdict }) => inUse.known && !inUse.value && verdict === 'qualifies');
    for (const method of chosen === undefined ? [] : methods) {
      const exchange = await openPractice(calm);
      const plan = makePlan(before, chosen ?? fail(), method, { id: method, policy: { onFailure: 'stop', canary: null } });
      for (const { call } of callSteps(plan)) await exchange.change(call);
      states.push({ organization: await read(exchange), file: organizationIn(exchange) });
    }
    for (const state of states) {
      const results = await compared(state.organization, state.file);
      expect(results.map(({ place, shown }) => `${place}: ${shown ?? 'nothing'}`)).toEqual(
        results.map(({ place, said }) => `${place}: ${said ?? 'nothing'}`),
      );
      handshakes += results.length;
      for (const { place, shown } of results) places.add(`${scenario} ${place.split(' ')[0] ?? ''} ${shown === null ? 'nothing' : 'one'}`);
    }
  });
});

function fail(): never {
  throw new Error('no certificate to renew with');
}

it('was compared in both directions of every organization with a hybrid deployment', () => {
  console.log(`${String(handshakes)} handshakes`);
  expect(handshakes).toBeGreaterThan(100);
  for (const scenario of practiceScenarios.filter((one) => one !== 'empty' && one !== 'noHybrid' && one !== 'denied'))
    for (const direction of ['to', 'from']) expect(places).toContain(`${scenario} ${direction} one`);
});
