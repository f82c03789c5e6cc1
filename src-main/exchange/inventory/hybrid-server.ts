/** What is asked of one hybrid server. */
import { createHash } from 'node:crypto';
import { propertyOf, type PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall, CallOutcome } from '../../../shared/commands/call.ts';
import { unknown, type Known } from '../../../shared/model/known.ts';
import type { HybridServer } from '../../../shared/model/organization.ts';
import { readReceiveConnector, readTransportService } from '../../../shared/read/on-premises.ts';
import { readServerCertificates, type SelectedRows } from '../../../shared/read/certificate.ts';
import { completeObjects, listOf, readObjects } from './answers.ts';
import type { Answers, Calls } from './asker.ts';

/** How many `callsOf` gives. */
export const callsOfHybridServer = 3;

/** What only the server knows of a certificate; asked for by a Select-Object on the server. */
export const certificateDetails = [
  'Thumbprint',
  'Subject',
  'Issuer',
  'Services',
  'Status',
  'RootCAType',
  'IsSelfSigned',
  'HasPrivateKey',
  'PrivateKeyExportable',
  'FriendlyName',
];
/** Of these, what Exchange's class adds to Windows' X509Certificate2. */
const ofExchange = ['Services', 'Status', 'RootCAType', 'IsSelfSigned'];

export const callsOf = (name: string): Calls<'receiveConnectors' | 'certificates' | 'certificateDetails'> => ({
  receiveConnectors: onPremises('Get-ReceiveConnector', { Server: name }),
  certificates: onPremises('Get-ExchangeCertificate', { Server: name }),
  certificateDetails: { ...onPremises('Get-ExchangeCertificate', { Server: name }), select: certificateDetails },
});

export const transportServiceOf = (name: string): Calls<'transportService'> => ({
  transportService: onPremises('Get-TransportService', { Identity: name }),
});

type Asked = Answers<keyof ReturnType<typeof callsOf>>;

/** All but what Get-TransportService tells, as soon as the rest is there. */
export const readHybridServer = (name: string, answers: Asked): ((transportService: Known<CallOutcome>) => HybridServer) => {
  const read = {
    name,
    receiveConnectors: listOf(answers.receiveConnectors, readReceiveConnector),
    certificates: readObjects(answers.certificates, (objects) =>
      readServerCertificates(objects, selectedRows(answers.certificateDetails), sha1),
    ),
  };
  return (transportService) => ({ ...read, internalTransportCertificateThumbprint: internalTransport(transportService) });
};

const onPremises = (cmdlet: CmdletCall['cmdlet'], parameters: CmdletCall['parameters']): CmdletCall => ({
  side: 'onPremises',
  cmdlet,
  parameters,
});

/**
 * Rows are matched one by one, so those that came are of use even when the cmdlet reported an error.
 * A row without any value of Exchange's was made of what a broken server had left of the
 * certificate: its HasPrivateKey is False and its FriendlyName empty, whatever is true.
 */
function selectedRows(outcome: Known<CallOutcome>): SelectedRows {
  if (!outcome.known) return outcome;
  const { objects, errors } = outcome.value;
  const [error] = errors;
  const rows = objects.filter((row) => isGiven(row, 'Thumbprint') && ofExchange.some((name) => isGiven(row, name)));
  return rows.length === 0 && error !== undefined ? { reason: 'failed', evidence: error.message } : { rows };
}

const isGiven = (row: PsValue, name: string): boolean => (propertyOf(row, name)?.type ?? 'null') !== 'null';

function internalTransport(outcome: Known<CallOutcome>): HybridServer['internalTransportCertificateThumbprint'] {
  const objects = completeObjects(outcome);
  if (!objects.known) return objects;
  const [object] = objects.value;
  if (object === undefined) return unknown('notReturned', 'Get-TransportService');
  return readTransportService(object).internalTransportCertificateThumbprint;
}

/** SHA-1 is what Windows calls the thumbprint; it identifies, it protects nothing. */
const sha1 = (data: Uint8Array): string => createHash('sha1').update(data).digest('hex').toUpperCase();
