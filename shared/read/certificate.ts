/**
 * `Get-ExchangeCertificate`: the certificate itself from RawData, and the server's view of it from
 * up to three sources. In order of trust: a `Select-Object` on the server (it saw the store and its
 * rows are plain values), the SerializationData payload (what the server attached when it sent the
 * object), and the object's own properties where they are Exchange's.
 */

import { propertyOf, type PsValue } from '../clixml/value.ts';
import { readCertificate } from '../x509/certificate.ts';
import { fail, ok, type Result } from '../model/error.ts';
import {
  onlyRawData,
  type CertificateFacts,
  type InstalledFacts,
  type Disagreement,
  type ServerCertificate,
  comparedProperties,
  type KeyProvider,
} from '../model/certificate.ts';
import { known, orElse, partition, unknown, type Known, type UnknownReason } from '../model/known.ts';
import {
  accountOfObject,
  accountOfPayload,
  accountOfRow,
  hasOwnProperties,
  payloadOf,
  type Account,
  type SerializationData,
  toldProperties,
  type Told,
} from './certificate-evidence.ts';
import { readAll, readNullableText, readText, readTexts, textOf, unreadable } from './property.ts';
import { isPastedText } from './text-value.ts';
import { isThumbprint } from '../x509/certificate-name.ts';

/** What only the server knows of a certificate (docs/domain.md, "Certificates over remoting"), and what identifies it: a Select-Object there asks for it. */
export const certificateProperties: readonly string[] = [
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
  'CertificateDomains',
];

// Several sources describe one certificate: the first that knows a value wins, and contradictions are recorded.

export type Merged = Told & Pick<ServerCertificate, 'sources' | 'disagreements'>;

/**
 * `accounts`, the most trusted first; `otherwise` is what to say where no source says more than that
 * a value was not sent.
 */
function mergeAccounts(accounts: readonly Account[], otherwise: Known<never> | undefined): Merged {
  const pick = <K extends keyof Told>(property: K): Told[K] =>
    firstKnown(accounts.map(({ told }) => told[property]) as Told[K][], otherwise);
  return {
    services: pick('services'),
    status: pick('status'),
    rootCAType: pick('rootCAType'),
    isSelfSigned: pick('isSelfSigned'),
    hasPrivateKey: pick('hasPrivateKey'),
    privateKeyExportable: pick('privateKeyExportable'),
    keyProvider: pick('keyProvider'),
    friendlyName: pick('friendlyName'),
    sources: accounts
      .filter(({ told }) => partition<keyof Told, unknown>(toldProperties, (property) => told[property]).known.length > 0)
      .map(({ source }) => source),
    disagreements: comparedProperties.flatMap((property) => (property === 'thumbprint' ? [] : disagreementsOf(property, accounts))),
  };
}

/** What was not understood says more than what was not sent. */
function firstKnown<T extends Known<unknown>>(values: readonly T[], otherwise: Known<never> | undefined): T {
  const isNotSent = (value: Known<unknown>): boolean => !value.known && value.reason === 'notReturned';
  const [first, ...others] = [
    ...values.filter((value) => !isNotSent(value)),
    ...(otherwise === undefined ? [] : [otherwise]),
    ...values.filter(isNotSent),
  ];
  return orElse(first as Known<unknown>, ...others) as T;
}

type Comparable = Exclude<Extract<Told[keyof Told], { readonly known: true }>['value'], KeyProvider>;

function disagreementsOf(property: Exclude<Disagreement['property'], 'thumbprint'>, accounts: readonly Account[]): Disagreement[] {
  const said = partition(accounts, ({ told }): Known<Comparable> => told[property]).known.map(({ item, value }) => ({
    source: item.source,
    value: evidenceText(value),
  }));
  const [a, ...others] = said;
  return a === undefined ? [] : others.filter(({ value }) => value !== a.value).map((b) => ({ property, a, b }));
}

/** Services are a set: sources list them in different orders. */
const evidenceText = (value: Comparable): string => (Array.isArray(value) ? [...value].sort().join(', ') : String(value));

type Sha1 = Parameters<typeof readCertificate>[1];

/** The rows of the `Select-Object`, or why there are none. */
export type SelectedRows = { readonly rows: readonly PsValue[] } | { readonly reason: UnknownReason; readonly evidence: string };

/**
 * Every certificate of one server. `raw`: the objects as they came; `selected`: rows with what only
 * the server knows, matched by thumbprint. What no source tells is unknown, never false; where two
 * contradict each other, the certificate says so. When nothing but the certificate itself came, the
 * evidence is `onlyRawData`. Fails when a certificate cannot be read, so that none is lost in silence.
 */
export function readServerCertificates(raw: readonly PsValue[], selected: SelectedRows, sha1: Sha1): Result<ServerCertificate[]> {
  return readAll(raw, (object) => {
    if (isOnlyText(object)) return certificateOfText(object, selected);
    const payload = payloadOf(object);
    const der = derOf(object, payload);
    if (!der.known) return fail(unreadable('certificate', 'RawData'));
    const facts = readFacts(der.value, sha1);
    return facts.ok ? ok(serverCertificate(object, der.value, facts.value, { payload, selected, sha1 })) : facts;
  });
}

// A certificate of which only text came: what Format-List shows of it.

const isOnlyText = (object: PsValue): boolean =>
  propertyOf(object, 'RawData') === undefined &&
  propertyOf(object, 'SerializationData') === undefined &&
  object.type === 'object' &&
  [...object.properties.values()].some(isPastedText);

function certificateOfText(object: PsValue, selected: SelectedRows): Result<ServerCertificate> {
  const facts = factsOfText(object);
  if (!facts.ok) return facts;
  const row = rowOf(facts.value.thumbprint, selected);
  const accounts = [...(row === undefined ? [] : [accountOfRow(row)]), accountOfObject(object)];
  return ok({ ...mergeAccounts(accounts, undefined), facts: facts.value });
}

/** Issuer and subject are in the server's own words, as in a certificate name. A text has no time zone: a date may be off by some hours. */
function factsOfText(object: PsValue): Result<InstalledFacts> {
  const lacks = (property: string): Result<never> => {
    const thumbprint = thumbprintOf(object) ?? '';
    return fail(unreadable('certificate', `${thumbprint} ${property}`.trim()));
  };
  const thumbprint = thumbprintOf(object);
  if (thumbprint === undefined || !isThumbprint(thumbprint)) return lacks('Thumbprint');
  const [subject, issuer] = [readNullableText(object, 'Subject'), readText(object, 'Issuer')];
  if (!subject.known) return lacks('Subject');
  if (!issuer.known) return lacks('Issuer');
  const names = readTexts(object, 'CertificateDomains');
  if (!names.known) return lacks('CertificateDomains');
  const [notBefore, notAfter] = [momentOf(object, 'NotBefore'), momentOf(object, 'NotAfter')];
  if (notBefore === undefined) return lacks('NotBefore');
  if (notAfter === undefined) return lacks('NotAfter');
  const shown = { thumbprint, subject: subject.value ?? '', issuer: issuer.value };
  const [serialNumber] = partition([readText(object, 'SerialNumber')], (one) => one).known;
  return ok({
    ...shown,
    names: names.value,
    notBefore,
    notAfter,
    selfSigned: shown.subject.toLowerCase() === shown.issuer.toLowerCase(),
    ...(serialNumber !== undefined && { serialNumber: serialNumber.value.toUpperCase() }),
  });
}

function momentOf(object: PsValue, property: string): string | undefined {
  const value = propertyOf(object, property);
  return value?.type === 'dateTime' ? `${value.value}.000Z` : undefined;
}

interface Sources {
  readonly payload: SerializationData | undefined;
  readonly selected: SelectedRows;
  readonly sha1: Sha1;
}

function serverCertificate(
  object: PsValue,
  der: Uint8Array,
  facts: CertificateFacts,
  { payload, selected, sha1 }: Sources,
): ServerCertificate {
  const row = rowOf(facts.thumbprint, selected);
  const own = hasOwnProperties(object) ? object : undefined;
  const other = payload === undefined ? undefined : otherThumbprint(payload, der, sha1);
  const accounts: Account[] = [
    ...(row === undefined ? [] : [accountOfRow(row)]),
    ...(payload === undefined ? [] : [other === undefined ? accountOfPayload(payload) : accountOfAnother]),
    ...(own === undefined ? [] : [accountOfObject(own)]),
  ];
  const merged = mergeAccounts(accounts, whyNotSent(selected, accounts));
  const ownThumbprints = partition(payload === undefined ? [] : [payload.thumbprint], (one) => one).known.map(({ value }) => value);
  const thumbprints = [...(other === undefined ? [] : [other]), ...ownThumbprints];
  return {
    ...merged,
    facts: inWordsOfServer(facts, row ?? own),
    disagreements: [...merged.disagreements, ...thumbprintDisagreements(facts.thumbprint, thumbprints)],
  };
}

const rowOf = (thumbprint: string, selected: SelectedRows): PsValue | undefined =>
  'rows' in selected ? selected.rows.find((row) => thumbprintOf(row) === thumbprint) : undefined;

/** Why a value that no source tells was not sent; `undefined` where the accounts say it better, by its name. */
function whyNotSent(selected: SelectedRows, accounts: readonly Account[]): Known<never> | undefined {
  if ('reason' in selected) return unknown(selected.reason, selected.evidence);
  return accounts.length === 0 ? unknown('notReturned', onlyRawData) : undefined;
}

/**
 * Issuer and subject in the server's own words where they came: a TlsCertificateName is built from
 * those (docs/domain.md, "Names as Windows prints them"), and Windows' names of rare attributes are known only to Windows.
 */
function inWordsOfServer(facts: CertificateFacts, object: PsValue | undefined): CertificateFacts {
  if (object === undefined) return facts;
  const text = (property: string): string | undefined => {
    const value = propertyOf(object, property);
    const shown = value === undefined ? undefined : textOf(value);
    return shown === '' ? undefined : shown;
  };
  return { ...facts, subject: text('Subject') ?? facts.subject, issuer: text('Issuer') ?? facts.issuer };
}

/** RawData; where it did not come, the same certificate out of the payload. */
function derOf(object: PsValue, payload: SerializationData | undefined): Known<Uint8Array> {
  const raw = propertyOf(object, 'RawData');
  if (raw?.type === 'bytes') return known(raw.value);
  const came = raw !== undefined && raw.type !== 'null';
  return came || payload === undefined ? unknown('unreadable', 'RawData') : payload.certificate;
}

function readFacts(der: Uint8Array, sha1: Sha1): Result<CertificateFacts> {
  const facts = readCertificate(der, sha1);
  return facts.ok
    ? facts
    : fail({ ...unreadable('certificate', 'RawData'), details: { ...facts.error.details, object: 'certificate', property: 'RawData' } });
}

/** The thumbprint of the certificate in the payload when it is not the one of RawData. */
function otherThumbprint({ certificate }: SerializationData, der: Uint8Array, sha1: Sha1): string | undefined {
  const [read] = partition([certificate], (one) => one).known;
  return read === undefined || sameBytes(read.value, der) ? undefined : sha1(read.value).toUpperCase();
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, index) => byte === b[index]);

const ofAnother = unknown('unreadable', 'SerializationData: another certificate');
/** What a payload says of another certificate says nothing of this one. */
const accountOfAnother: Account = {
  source: 'serializationData',
  told: {
    services: ofAnother,
    status: ofAnother,
    rootCAType: ofAnother,
    isSelfSigned: ofAnother,
    hasPrivateKey: ofAnother,
    privateKeyExportable: ofAnother,
    keyProvider: ofAnother,
    friendlyName: ofAnother,
  },
};

const thumbprintDisagreements = (thumbprint: string, others: readonly string[]): Disagreement[] =>
  [...new Set(others)]
    .filter((other) => other !== thumbprint)
    .map((other) => ({
      property: 'thumbprint',
      a: { source: 'rawData', value: thumbprint },
      b: { source: 'serializationData', value: other },
    }));

function thumbprintOf(row: PsValue): string | undefined {
  const value = propertyOf(row, 'Thumbprint');
  return value === undefined ? undefined : textOf(value)?.toUpperCase();
}
