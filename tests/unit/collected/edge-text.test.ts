/** Text and files from an Edge server belong to that server, and say nothing of the others. */
import { describe, expect, it } from 'vitest';
import { partition } from '../../../shared/model/known.ts';
import type { HybridServer } from '../../../shared/model/organization.ts';
import { collectionReader } from '../../../src-main/exchange/guided/collection-reader.ts';
import { readCollection } from '../../../src-main/exchange/guided/read-collection.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { ok } from '../../../shared/model/error.ts';

const now = (): Date => new Date('2026-11-26T09:00:00Z');
const certificateOf = (thumbprint: string): string =>
  `Thumbprint    : ${thumbprint}\nSubject       : CN=mail.contoso.com\nIssuer        : CN=Contoso CA\nNotBefore     : 11/01/2026 12:00:00 AM\nNotAfter      : 5/20/2027 12:00:00 AM\nCertificateDomains : {mail.contoso.com}\nHasPrivateKey : True\nIsSelfSigned  : False\nRootCAType    : ThirdParty\nServices      : SMTP\nStatus        : Valid\n`;
const mailbox = [
  '[PS] C:\\>Get-HybridConfiguration | fl',
  'EdgeTransportServers      : {EDGE01, EDGE02}',
  'ReceivingTransportServers : {}',
  'SendingTransportServers   : {}',
  'Domains                   : {contoso.com}',
  '',
  '[PS] C:\\>Get-ExchangeServer | fl Name,Fqdn,ServerRole',
  'Name       : EX01',
  'Fqdn       : EX01.contoso.com',
  'ServerRole : Mailbox',
  '',
  '[PS] C:\\>Get-ExchangeCertificate -Server EX01 | fl',
  certificateOf('A'.repeat(40)),
].join('\n');
const connectorOf = (server: string): string =>
  `[PS] C:\\>Get-ReceiveConnector | fl\nIdentity           : ${server}\\Default internal receive connector ${server}\nServer             : ${server}\nBindings           : {0.0.0.0:25}\nTlsCertificateName : <I>CN=Contoso CA<S>CN=mail.contoso.com\n`;
const certificates = `[PS] C:\\>Get-ExchangeCertificate | fl\n${certificateOf('B'.repeat(40))}`;

/** Texts are read in their order. */
async function servers(...texts: readonly string[]): Promise<readonly HybridServer[]> {
  const parts = [];
  for (const text of texts) {
    const read = await readCollection({ text }, { now });
    if (!read.ok) throw new Error(read.error.code);
    parts.push(...read.value.parts);
  }
  const reader = collectionReader({ parts, unused: [] });
  const collected = await collectOrganization(reader, {
    now,
    onProgress: () => undefined,
    collectedOnEdge: () => Promise.resolve(ok(reader)),
  });
  if (!collected.ok) throw new Error(collected.error.code);
  return collected.value.hybridServers;
}

const thumbprintsOf = (server: HybridServer | undefined): readonly string[] | string => {
  const [list] = partition(server === undefined ? [] : [server.certificates], (one) => one).known;
  return list?.value.map(({ facts }) => facts.thumbprint.slice(0, 1)) ?? 'not known';
};
const shown = (all: readonly HybridServer[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(all.map((server) => [`${server.role} ${server.name}`, thumbprintsOf(server)]));

describe('text from an Edge server', () => {
  it('is not there: nothing of the Edge servers is known', async () => {
    expect(shown(await servers(mailbox))).toEqual({ 'reference EX01': ['A'], 'edge EDGE01': 'not known', 'edge EDGE02': 'not known' });
  });

  it('is of the server whose receive connectors stand in it', async () => {
    expect(shown(await servers(mailbox, connectorOf('EDGE02') + certificates))).toEqual({
      'reference EX01': ['A'],
      'edge EDGE01': 'not known',
      'edge EDGE02': ['B'],
    });
  });

  it('is of no server for sure where the connectors of two stand in it', async () => {
    const both = await servers(mailbox, connectorOf('EDGE01') + connectorOf('EDGE02') + certificates);
    expect(shown(both)).toMatchObject({ 'edge EDGE01': 'not known', 'edge EDGE02': 'not known' });
  });

  it('does not take the place of the organization where it lists the Edge server alone', async () => {
    const edge = `[PS] C:\\>Get-ExchangeServer | fl Name,Fqdn,ServerRole\nName       : EDGE01\nFqdn       : edge01.contoso.com\nServerRole : Edge\n\n`;
    expect(shown(await servers(mailbox, edge + connectorOf('EDGE01') + certificates))).toEqual({
      'reference EX01': ['A'],
      'edge EDGE01': ['B'],
      'edge EDGE02': 'not known',
    });
  });
});
