/** What is read of the hybrid servers. */
import { createHash } from 'node:crypto';
import { propertyOf, type PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall, CallOutcome } from '../../../shared/commands/call.ts';
import { flatMap, isKnownTrue, known, map, partition, unknown, type Known } from '../../../shared/model/known.ts';
import { unreadEdgeServer, type HybridServer } from '../../../shared/model/organization.ts';
import { readReceiveConnector, readTransportService } from '../../../shared/read/on-premises.ts';
import { certificateProperties, readServerCertificates, type SelectedRows } from '../../../shared/read/certificate.ts';
import { readText } from '../../../shared/read/property.ts';
import type { ErrorCode } from '../../../shared/model/error.ts';
import type { ExchangeReader } from '../port.ts';
import { completeObjects, inventoryReader, listOf, readObjects, reasonOfFailure, type InventoryReader } from './inventory-reader.ts';

/** Calls of `readServer` */
export const serverCallCount = 3;

/** Of `certificateProperties`, the ones that Exchange's class adds to Windows' X509Certificate2 */
const detailsOfExchange = ['Services', 'Status', 'RootCAType', 'IsSelfSigned'];

const onPremises = (cmdlet: CmdletCall['cmdlet'], parameters: CmdletCall['parameters'] = {}): CmdletCall => ({
  side: 'onPremises',
  cmdlet,
  parameters,
});

export type ReadServer = Omit<HybridServer, 'role' | 'internalTransportCertificateThumbprint'>;

/** Everything of one server but its transport service. */
export async function readServer(reader: InventoryReader, name: string): Promise<ReadServer> {
  const certificatesOf = onPremises('Get-ExchangeCertificate', { Server: name });
  const [receiveConnectors, certificates, details] = await Promise.all([
    reader.query('receiveConnectors', name, onPremises('Get-ReceiveConnector', { Server: name })),
    reader.query('certificates', name, certificatesOf),
    reader.query('certificateDetails', name, { ...certificatesOf, select: certificateProperties }),
  ]);
  return {
    name,
    receiveConnectors: listOf(receiveConnectors, readReceiveConnector),
    certificates: readObjects(certificates, (objects) => readServerCertificates(objects, selectedRows(details), sha1)),
  };
}

const notCollected: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['guided.notCollected', 'session.notConnected']);

/**
 * An Edge server keeps its connectors in a directory of its own, and no other server can read it: it is read from what was
 * collected on it. `collected`: that, or `undefined` where nothing was.
 */
export async function readEdgeServer(collected: ExchangeReader | undefined, name: string): Promise<HybridServer> {
  if (collected === undefined) return unreadEdgeServer(name);
  const unread = unknown('notConnected', name);
  const reader = inventoryReader(collected, {
    onProgress: () => undefined,
    reasonOf: (error) => (notCollected.has(error.code) ? unread : reasonOfFailure(error)),
  });
  const [server, [thumbprint = unread]] = await Promise.all([readServer(reader, name), readTransportServices(reader, [name])]);
  return { ...server, role: 'edge', internalTransportCertificateThumbprint: thumbprint };
}

/**
 * Rows are matched one by one, so those that came are of use even when the cmdlet reported an error.
 * A row without any value of Exchange's was made of what a broken server had left of the
 * certificate: its HasPrivateKey is False and its FriendlyName empty, whatever is true.
 */
function selectedRows(outcome: Known<CallOutcome>): SelectedRows {
  if (!outcome.known) return outcome;
  const { objects, errors } = outcome.value;
  const [error] = errors;
  const rows = objects.filter((row) => isGiven(row, 'Thumbprint') && detailsOfExchange.some((name) => isGiven(row, name)));
  return rows.length === 0 && error !== undefined ? { reason: 'failed', evidence: error.message } : { rows };
}

const isGiven = (row: PsValue, name: string): boolean => (propertyOf(row, name)?.type ?? 'null') !== 'null';

/** SHA-1 is what Windows calls the thumbprint; it identifies, it protects nothing. */
const sha1 = (data: Uint8Array): string => createHash('sha1').update(data).digest('hex').toUpperCase();

/** A large organization has other servers that do not matter here: up to this number, each hybrid server is read alone. */
const mostReadAlone = 4;

/** Calls of `readTransportServices`, unless one call does not answer for every server */
export const transportServiceCallCount = (servers: readonly string[]): number => (servers.length <= mostReadAlone ? servers.length : 1);

/**
 * The thumbprint of the internal transport certificate of each server, in their order. Exchange
 * keeps it in the directory, so one Get-TransportService answers for all servers. A server that the
 * answer does not name exactly once is read alone: its name may be written otherwise.
 */
export async function readTransportServices(
  reader: InventoryReader,
  servers: readonly string[],
): Promise<readonly HybridServer['internalTransportCertificateThumbprint'][]> {
  const readAlone = (server: string): Promise<Known<CallOutcome>> =>
    reader.query('transportService', server, onPremises('Get-TransportService', { Identity: server }));

  if (servers.length <= mostReadAlone) return (await Promise.all(servers.map(readAlone))).map(internalTransportOf);
  const all = await reader.query('transportServices', '', onPremises('Get-TransportService'));
  const found = servers.map((server) => ({ server, outcome: outcomeFor(server, all) }));
  reader.addToTotal(partition(found, ({ outcome }) => outcome).unknown.length);
  return Promise.all(found.map(async ({ server, outcome }) => internalTransportOf(outcome.known ? outcome : await readAlone(server))));
}

/** Exactly one object of that name, from a call that reported no error. */
const outcomeFor = (server: string, all: Known<CallOutcome>): Known<CallOutcome> =>
  flatMap(all, (outcome) => {
    const isOfServer = (name: string): boolean => name.toLowerCase() === server.toLowerCase();
    const objects = outcome.objects.filter((object) => isKnownTrue(map(readText(object, 'Name'), isOfServer)));
    return objects.length === 1 && outcome.errors.length === 0 ? known({ ...outcome, objects }) : unknown('notReturned', server);
  });

function internalTransportOf(outcome: Known<CallOutcome>): HybridServer['internalTransportCertificateThumbprint'] {
  const objects = completeObjects(outcome);
  if (!objects.known) return objects;
  const [object] = objects.value;
  return object === undefined
    ? unknown('notReturned', 'Get-TransportService')
    : readTransportService(object).internalTransportCertificateThumbprint;
}
