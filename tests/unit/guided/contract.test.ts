/** The guided gateway, on what was collected of the organization files of every other gateway. */
import { describe, expect, it } from 'vitest';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { cmdletTable, type CmdletName } from '../../../shared/commands/table.ts';
import { type OrganizationFile, practiceScenarios } from '../../../shared/model/sample-organization.ts';
import type { HybridServer } from '../../../shared/model/organization.ts';
import type { ExchangeGateway } from '../../../src-main/exchange/port.ts';
import { guidedGateway, type GuidedGateway } from '../../../src-main/exchange/guided/gateway.ts';
import { gatherOrganization } from '../../../src-main/exchange/inventory/gather.ts';
import { practiceGateway } from '../../../src-main/exchange/practice/gateway.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { organizationOf } from '../../bench/organization-of.ts';
import { collect } from '../../contract/collect.ts';
import { contractTime, gathered, readingContract } from '../../contract/gateway-contract.ts';
import { onPremises } from '../../contract/observe.ts';
import { collectionOf } from './opened.ts';

async function openGuided(organization: OrganizationFile): Promise<GuidedGateway> {
  const files = await collect(practiceGateway(organization), contractTime);
  return guidedGateway(await collectionOf(Object.fromEntries(files.map(({ side, text }) => [`${side}.xml`, text]))));
}

readingContract('guided gateway', async (organization) => {
  const gateway = await openGuided(organization);
  return { gateway, dispose: () => gateway.close() };
});

describe('guided gateway: the inventory', () => {
  it.each(practiceScenarios)('finds every call answered in what was collected of %s', async (scenario) => {
    const gateway = await openGuided(await practiceOrganization(scenario, contractTime));
    const unanswered: CmdletCall[] = [];
    const watched = {
      ...gateway,
      sides: gateway.sides,
      invoke: async (call: CmdletCall) => {
        const result = await gateway.invoke(call);
        if (!result.ok && result.error.code.startsWith('guided.')) unanswered.push(call);
        return result;
      },
    };
    const result = await gatherOrganization(watched, { now: () => contractTime, onProgress: () => undefined });
    expect(result.ok).toBe(true);
    expect(unanswered).toEqual([]);
  });

  it('is the same as of the organization itself where one call tells of many servers', async () => {
    const file = await organizationOf(6, 2, contractTime);
    const [guided, practice] = [await openGuided(file), practiceGateway(file)];
    const read = async (gateway: ExchangeGateway): Promise<readonly HybridServer[]> => (await gathered(gateway)).hybridServers;
    expect(await read(guided)).toEqual(await read(practice));
    expect((await read(guided)).filter((server) => server.internalTransportCertificateThumbprint.known)).toHaveLength(6);
  });

  it('says that Exchange Online was not connected when only the on-premises file was opened', async () => {
    const file = await practiceOrganization('renewal', contractTime);
    const [onPremisesFile] = await collect(practiceGateway(file), contractTime);
    const organization = await gathered(guidedGateway(await collectionOf({ 'a.xml': onPremisesFile?.text ?? '' })));
    expect(organization.exchangeOnline.inboundConnectors).toEqual({ known: false, reason: 'notConnected', evidence: '' });
    expect(organization.hybridServers.length).toBeGreaterThan(0);
  });
});

describe('guided gateway: changes', () => {
  const examples: Readonly<Record<string, CmdletCall>> = {
    'Set-ReceiveConnector': onPremises('Set-ReceiveConnector', {
      Identity: 'EX01\\Default Frontend EX01',
      TlsCertificateName: null,
      TlsDomainCapabilities: null,
    }),
    'Set-HybridConfiguration': onPremises('Set-HybridConfiguration', { TlsCertificateName: '<I>CN=a<S>CN=b' }),
  };
  // Object.keys forgets that the keys are those of the table.
  const changeCmdlets = (Object.keys(cmdletTable) as CmdletName[]).filter((name) => cmdletTable[name].effect === 'change');

  it.each(changeCmdlets)('%s is refused, with its text, and nothing is another than before', async (cmdlet) => {
    const gateway = await openGuided(await practiceOrganization('renewal', contractTime));
    const before = await gathered(gateway);
    const call = examples[cmdlet];
    if (call === undefined) throw new Error(`There is no example of ${cmdlet}`);
    expect(await gateway.invoke(call)).toEqual({
      ok: false,
      error: {
        code: 'guided.runByHand',
        effect: 'none',
        details: { cmdlet, command: expect.stringContaining(`${cmdlet} -`) as string },
      },
    });
    expect(await gathered(gateway)).toEqual(before);
  });

  it('answers nothing once it is closed', async () => {
    const gateway = await openGuided(await practiceOrganization('renewal', contractTime));
    await gateway.close();
    expect(gateway.sides.size).toBe(0);
    expect(await gateway.invoke(onPremises('Get-ExchangeServer'))).toMatchObject({ ok: false, error: { code: 'session.notConnected' } });
  });
});
