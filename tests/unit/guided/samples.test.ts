/** A folder of Export-Clixml files of a real server, opened as it is. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { known } from '../../../shared/model/known.ts';
import { answersWithObjects, describeCollection } from '../../../shared/collected/collection.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { readOne } from '../../../src-main/exchange/port.ts';
import { collectionReader } from '../../../src-main/exchange/guided/collection-reader.ts';
import { readCollection } from '../../../src-main/exchange/guided/read-collection.ts';
import { inventoryOf } from '../../contract/exchange-contract.ts';
import { onPremises } from '../../contract/observe.ts';
import { factsOf, readAndUnknown } from './facts.ts';
import { options, valueOf } from './opened.ts';

const folder = fileURLToPath(new URL('../../../../shared/samples/exchange-2019', import.meta.url));
const hasFolder = existsSync(folder);
if (!hasFolder) console.warn(`SKIPPED: tests against captured files, since ${folder} is absent.`);

describe.skipIf(!hasFolder)('captured files of Exchange 2019', () => {
  const opened = async () => valueOf(await readCollection([folder], options));

  it('are all used, but for the license', async () => {
    const collection = await opened();
    expect(Object.fromEntries(describeCollection(collection).map(({ side, cmdlet, objects }) => [`${side} ${cmdlet}`, objects]))).toEqual({
      'onPremises Get-AcceptedDomain': 3,
      'onPremises Get-ExchangeCertificate': 3,
      'onPremises Get-ExchangeServer': 1,
      'onPremises Get-HybridConfiguration': 1,
      'onPremises Get-OrganizationConfig': 1,
      'onPremises Get-ReceiveConnector': 5,
      'onPremises Get-SendConnector': 1,
    });
    expect(collection.unused.map(({ source, error }) => [basename(source), error.code])).toEqual([
      ['LICENSE.txt', 'collection.nothingKnown'],
    ]);
  });

  it('have nothing that is unknown, in any of their objects', async () => {
    for (const part of (await opened()).parts) {
      for (const { cmdlet, objects } of answersWithObjects(part)) {
        for (const object of objects) expect({ cmdlet, ...readAndUnknown(factsOf(cmdlet, object)) }).toMatchObject({ cmdlet, unknown: [] });
      }
    }
  });

  it('make an organization, whose hybrid server is not the one of the files: of that nothing is claimed', async () => {
    const organization = await inventoryOf(collectionReader(await opened()));
    expect(organization).toMatchObject({
      servers: { value: [{ name: 'SOLO-E19A' }] },
      sendConnectors: { value: [{ name: 'Mail to O365', tlsCertificateName: known('<I>CN=localhost<S>CN=localhost') }] },
      acceptedDomains: { known: true },
      rights: { known: false, reason: 'failed' },
      exchangeOnline: { inboundConnectors: { known: false, reason: 'notConnected' } },
      hybridServers: [{ name: 'ex-02', receiveConnectors: { known: false }, certificates: { known: false } }],
    });
  });

  it('answer for the server that the connectors name, and for no store: the hybrid configuration names another server', async () => {
    const exchange = collectionReader(await opened());
    const count = async (call: CmdletCall) => valueOf(await readOne(exchange, call)).objects.length;
    expect(await readOne(exchange, onPremises('Get-ExchangeCertificate', { Server: 'Solo-E19A.Solo.com' }))).toMatchObject({ ok: false });
    expect(await count(onPremises('Get-ReceiveConnector', { Server: 'WIN-CTD3L0RGEN4' }))).toBe(5);
    expect(await count(onPremises('Get-ReceiveConnector', { Identity: 'WIN-CTD3L0RGEN4\\Default WIN-CTD3L0RGEN4' }))).toBe(1);
  });
});
