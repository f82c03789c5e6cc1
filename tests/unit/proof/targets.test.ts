import { expect, it } from 'vitest';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { proofTargets } from '../../../shared/proof/targets.ts';
import { flowCases } from '../mail-flow/cases.ts';

it('asks a server once, however many of its connectors Exchange Online may reach', () => {
  const several = flowCases.flatMap(({ organization }) => {
    const flow = mailFlow(organization);
    const servers = flow.toOnPremises.servers.map(({ server }) => server);
    return new Set(servers).size < servers.length ? [proofTargets(organization, flow)] : [];
  });
  expect(several.length).toBeGreaterThan(0);
  for (const { receiving } of several) {
    const servers = receiving.map(({ server }) => server);
    expect(servers).toEqual([...new Set(servers)]);
  }
});
