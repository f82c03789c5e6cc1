/** The guided adapter, on what was collected of the organization files of every other adapter. */
import { describe, expect, it } from 'vitest';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { cmdletTable, type CmdletName } from '../../../shared/commands/table.ts';
import { type OrganizationFile, practiceScenarios } from '../../../shared/model/sample-organization.ts';
import type { HybridServer } from '../../../shared/model/organization.ts';
import { readOne, type Exchange } from '../../../src-main/exchange/port.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { openPractice } from '../../contract/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { organizationOf } from '../../bench/organization-of.ts';
import { collect } from '../../contract/collect.ts';
import { contractTime, inventoryOf, readingContract } from '../../contract/exchange-contract.ts';
import { onPremises } from '../../contract/observe.ts';
import { throughout } from '../../contract/throughout.ts';
import { collectionOf, openGuided } from './opened.ts';

async function openCollected(organization: OrganizationFile): Promise<Exchange> {
  const files = await collect(organization, contractTime);
  return openGuided(await collectionOf(Object.fromEntries(files.map(({ name, text }) => [`${name}.xml`, text]))));
}

readingContract('guided adapter', async (organization) => {
  const exchange = await openCollected(organization);
  return { exchange, dispose: () => exchange.close() };
});

describe('guided adapter: the inventory', () => {
  it.each(practiceScenarios)('finds every call answered in what was collected of %s', async (scenario) => {
    const exchange = await openCollected(await practiceOrganization(scenario, contractTime));
    const unanswered: CmdletCall[] = [];
    const watched = throughout(exchange, async (call, send) => {
      const result = await send();
      if (!result.ok && result.error.code.startsWith('guided.')) unanswered.push(call);
      return result;
    });
    const result = await collectOrganization(watched, { now: () => contractTime, onProgress: () => undefined });
    expect(result.ok).toBe(true);
    expect(unanswered).toEqual([]);
  });

  it('is the same as from the organization itself when one call returns many servers', async () => {
    const file = await organizationOf(6, 2, contractTime);
    const [guided, practice] = [await openCollected(file), await openPractice(file)];
    const read = async (exchange: Exchange): Promise<readonly HybridServer[]> => (await inventoryOf(exchange)).hybridServers;
    expect(await read(guided)).toEqual(await read(practice));
    expect((await read(guided)).filter((server) => server.internalTransportCertificateThumbprint.known)).toHaveLength(6);
  });

  it('says that Exchange Online was not connected when only the on-premises file was opened', async () => {
    const file = await practiceOrganization('renewal', contractTime);
    const [onPremisesFile] = await collect(file, contractTime);
    const organization = await inventoryOf(await openGuided(await collectionOf({ 'a.xml': onPremisesFile?.text ?? '' })));
    expect(organization.exchangeOnline.inboundConnectors).toEqual({ known: false, reason: 'notConnected', evidence: '' });
    expect(organization.hybridServers.length).toBeGreaterThan(0);
  });
});

describe('guided adapter: changes', () => {
  const examples: Readonly<Record<string, CmdletCall>> = {
    'Set-ReceiveConnector': onPremises('Set-ReceiveConnector', {
      Identity: 'EX01\\Default Frontend EX01',
      TlsCertificateName: null,
      TlsDomainCapabilities: null,
    }),
    'Set-SendConnector': onPremises('Set-SendConnector', { Identity: 'a', SmartHosts: null }),
    'Set-HybridConfiguration': onPremises('Set-HybridConfiguration', { TlsCertificateName: '<I>CN=a<S>CN=b' }),
    'Remove-ExchangeCertificate': onPremises('Remove-ExchangeCertificate', { Server: 'EX01', Thumbprint: 'A1' }),
    'Set-InboundConnector': {
      side: 'exchangeOnline',
      cmdlet: 'Set-InboundConnector',
      parameters: { Identity: 'a', TlsSenderCertificateName: '*.contoso.com' },
    },
    'Set-OutboundConnector': { side: 'exchangeOnline', cmdlet: 'Set-OutboundConnector', parameters: { Identity: 'a', UseMXRecord: false } },
  };
  // Object.keys forgets that the keys are those of the table.
  const changeCmdlets = (Object.keys(cmdletTable) as CmdletName[]).filter((name) => cmdletTable[name].effect === 'change');

  it.each(changeCmdlets)('%s is refused, with its text, and nothing is another than before', async (cmdlet) => {
    const exchange = await openCollected(await practiceOrganization('renewal', contractTime));
    const before = await inventoryOf(exchange);
    const call = examples[cmdlet];
    if (call === undefined) throw new Error(`There is no example of ${cmdlet}`);
    expect(await exchange.change(call)).toEqual({
      ok: false,
      error: {
        code: 'guided.runByHand',
        effect: 'none',
        details: { cmdlet, command: expect.stringContaining(`${cmdlet} -`) as string },
      },
    });
    expect(await inventoryOf(exchange)).toEqual(before);
  });

  it('answers nothing once it is closed', async () => {
    const exchange = await openCollected(await practiceOrganization('renewal', contractTime));
    await exchange.close();
    expect(exchange.sides.size).toBe(0);
    expect(await readOne(exchange, onPremises('Get-ExchangeServer'))).toMatchObject({ ok: false, error: { code: 'session.notConnected' } });
  });
});
