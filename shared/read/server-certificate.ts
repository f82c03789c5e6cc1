/** `Get-ExchangeCertificate`: the certificate itself from RawData, the server's view of it from a `Select-Object` on the server. */
import { propertyOf, type PsValue } from '../clixml/value.ts';
import { readCertificate } from '../certificates/read-der.ts';
import { fail, ok, type Result } from '../errors.ts';
import { certificateStatuses, rootCATypes, type CertificateFacts, type ServerCertificate } from '../model/certificate.ts';
import { knownOr, unknown, type Known, type UnknownReason } from '../model/known.ts';
import { servicesOf } from './certificate-services.ts';
import { readBoolean, readEnum, readText, readWith, textOf } from './property.ts';
import { readAll, unreadable } from './required.ts';

type Sha1 = Parameters<typeof readCertificate>[1];

/** The rows of the `Select-Object`, or why there are none. */
export type SelectedRows = { readonly rows: readonly PsValue[] } | { readonly reason: UnknownReason; readonly evidence: string };

/**
 * Every certificate of one server. `raw`: the objects as remoting rebuilds them, of which only
 * RawData is true (their HasPrivateKey is falsely False, Services, Status and RootCAType are
 * absent); `selected`: rows with what only the server knows, matched by thumbprint. What no row
 * tells is unknown. Fails when a certificate cannot be read, so that none is lost in silence.
 */
export function readServerCertificates(raw: readonly PsValue[], selected: SelectedRows, sha1: Sha1): Result<ServerCertificate[]> {
  return readAll(raw, (object) => {
    const facts = readFacts(object, sha1);
    if (!facts.ok) return facts;
    const row = rowOf(facts.value.thumbprint, selected);
    return ok({ facts: withWordsOfServer(facts.value, row), ...detailsOf(facts.value.thumbprint, selected, row) });
  });
}

const rowOf = (thumbprint: string, selected: SelectedRows): PsValue | undefined =>
  'rows' in selected ? selected.rows.find((row) => thumbprintOf(row) === thumbprint.toUpperCase()) : undefined;

/**
 * Issuer and subject in the server's own words where they came: a TlsCertificateName is built from
 * those (Article), and Windows' names of rare attributes are known only to Windows.
 */
function withWordsOfServer(facts: CertificateFacts, row: PsValue | undefined): CertificateFacts {
  if (row === undefined) return facts;
  const [subject, issuer] = [readText(row, 'Subject'), readText(row, 'Issuer')];
  return { ...facts, subject: knownOr(subject, facts.subject), issuer: knownOr(issuer, facts.issuer) };
}

function readFacts(object: PsValue, sha1: Sha1): Result<CertificateFacts> {
  const der = propertyOf(object, 'RawData');
  if (der?.type !== 'bytes') return fail(unreadable('certificate', 'RawData'));
  const facts = readCertificate(der.value, sha1);
  return facts.ok
    ? facts
    : fail({ ...unreadable('certificate', 'RawData'), details: { ...facts.error.details, object: 'certificate', property: 'RawData' } });
}

type Details = Omit<ServerCertificate, 'facts'>;

function detailsOf(thumbprint: string, selected: SelectedRows, row: PsValue | undefined): Details {
  if ('reason' in selected) return everyDetail(unknown(selected.reason, selected.evidence));
  if (row === undefined) return everyDetail(unknown('notReturned', thumbprint));
  return {
    services: returned(row, 'Services', () => readWith(row, 'Services', servicesOf)),
    status: returned(row, 'Status', () => oneOf(readEnum(row, 'Status', statusNames), certificateStatuses, 'Status')),
    rootCAType: returned(row, 'RootCAType', () => oneOf(readEnum(row, 'RootCAType', rootCATypeNames), rootCATypes, 'RootCAType')),
    hasPrivateKey: returned(row, 'HasPrivateKey', () => readBoolean(row, 'HasPrivateKey')),
    friendlyName: returned(row, 'FriendlyName', () => readWith(row, 'FriendlyName', textOf)),
  };
}

/** `Select-Object` gives `$null` for a property that its input does not have. */
const returned = <T>(row: PsValue, name: string, read: () => Known<T>): Known<T> =>
  propertyOf(row, name)?.type === 'null' ? unknown('notReturned', name) : read();

const everyDetail = (value: Known<never>): Details => ({
  services: value,
  status: value,
  rootCAType: value,
  hasPrivateKey: value,
  friendlyName: value,
});

function thumbprintOf(row: PsValue): string | undefined {
  const value = propertyOf(row, 'Thumbprint');
  return value === undefined ? undefined : textOf(value)?.toUpperCase();
}

/** Numbers of the enums, from the public metadata of Exchange's assemblies. */
const rootCATypeNames = new Map(rootCATypes.map((name, number) => [number, name]));
const statusNames = new Map<number, (typeof certificateStatuses)[number]>([
  [0, 'Unknown'],
  [1, 'Valid'],
  [2, 'Revoked'],
  [3, 'DateInvalid'],
  [4, 'Untrusted'],
  [5, 'Invalid'],
  [6, 'RevocationCheckFailure'],
  [7, 'PendingRequest'],
]);

function oneOf<T extends string>(value: Known<string>, allowed: readonly T[], property: string): Known<T> {
  if (!value.known) return value;
  const found = allowed.find((name) => name === value.value);
  return found === undefined ? unknown('unreadable', `${property}: ${value.value}`) : { known: true, value: found };
}
