/** What is asked of one hybrid server. */
import { createHash } from 'node:crypto';
import { propertyOf } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { CallOutcome } from '../../../shared/commands/outcome.ts';
import { unknown, type Known } from '../../../shared/model/known.ts';
import type { HybridServer } from '../../../shared/model/organisation.ts';
import { readReceiveConnector } from '../../../shared/read/receive-connector.ts';
import { readServerCertificates, type SelectedRows } from '../../../shared/read/server-certificate.ts';
import { readTransportService } from '../../../shared/read/transport-service.ts';
import { completeObjects, listOf, readObjects } from './answers.ts';
import type { Asker } from './asker.ts';

/** Calls that `gatherHybridServer` makes. */
export const callsOfHybridServer = 4;

/** What only the server knows of a certificate; asked for by a Select-Object on the server. */
const certificateDetails = [
  'Thumbprint',
  'Subject',
  'Issuer',
  'Services',
  'Status',
  'RootCAType',
  'IsSelfSigned',
  'HasPrivateKey',
  'FriendlyName',
];

export async function gatherHybridServer(name: string, asker: Asker): Promise<HybridServer> {
  const receiveConnectors = listOf(
    await asker.ask('receiveConnectors', name, onPremises('Get-ReceiveConnector', { Server: name })),
    readReceiveConnector,
  );
  const certificates = await asker.ask('certificates', name, onPremises('Get-ExchangeCertificate', { Server: name }));
  const details = await asker.ask('certificateDetails', name, {
    ...onPremises('Get-ExchangeCertificate', { Server: name }),
    select: certificateDetails,
  });
  const transportService = await asker.ask('transportService', name, onPremises('Get-TransportService', { Identity: name }));
  return {
    name,
    receiveConnectors,
    certificates: readObjects(certificates, (objects) => readServerCertificates(objects, selectedRows(details), sha1)),
    internalTransportCertificateThumbprint: internalTransport(transportService),
  };
}

const onPremises = (cmdlet: CmdletCall['cmdlet'], parameters: CmdletCall['parameters']): CmdletCall => ({
  side: 'onPremises',
  cmdlet,
  parameters,
});

/** Rows are matched one by one, so those that came are of use even when the cmdlet reported an error. */
function selectedRows(outcome: Known<CallOutcome>): SelectedRows {
  if (!outcome.known) return outcome;
  const { objects, errors } = outcome.value;
  const [error] = errors;
  const rows = objects.filter((object) => propertyOf(object, 'Thumbprint') !== undefined);
  return rows.length === 0 && error !== undefined ? { reason: 'failed', evidence: error.message } : { rows };
}

function internalTransport(outcome: Known<CallOutcome>): HybridServer['internalTransportCertificateThumbprint'] {
  const objects = completeObjects(outcome);
  if (!objects.known) return objects;
  const [object] = objects.value;
  if (object === undefined) return unknown('notReturned', 'Get-TransportService');
  return readTransportService(object).internalTransportCertificateThumbprint;
}

/** SHA-1 is what Windows calls the thumbprint; it identifies, it protects nothing. */
const sha1 = (data: Uint8Array): string => createHash('sha1').update(data).digest('hex').toUpperCase();
