/** What each source says of one certificate beyond the certificate itself. */

import { propertyOf, type PsValue } from '../clixml/value.ts';
import { certificateStatuses, rootCATypes, type CertificateSource, type ServerCertificate } from '../model/certificate.ts';
import { known, unknown, type Known } from '../model/known.ts';
import { readBoolean, readEnum, readWith, textOf, enumNumber } from './property.ts';
import { readSerializedCertificate } from '../x509/windows-serialized.ts';
import { readNrbf } from '../nrbf/read.ts';
import { objectOf, type NrbfDocument, type NrbfValue } from '../nrbf/value.ts';

// The services that a certificate is enabled for.

/** Bits of the enum, from the public metadata of Exchange's assemblies. */
const bits: readonly (readonly [number, string])[] = [
  [1, 'IMAP'],
  [2, 'POP'],
  [4, 'UM'],
  [8, 'IIS'],
  [16, 'SMTP'],
  [32, 'Federation'],
  [64, 'UMCallRouter'],
];
const everyBit = bits.reduce((sum, [bit]) => sum + bit, 0);

/**
 * The names of the services: from the number where it came along, else from a text such as
 * `IMAP, POP, IIS, SMTP`. `None` is the empty list. `undefined`: a bit or a form that is not understood.
 */
function servicesOf(value: PsValue): string[] | undefined {
  const number = enumNumber(value);
  if (number !== undefined) return servicesOfNumber(number);
  const text = textOf(value)?.trim();
  if (text === undefined || text === '') return undefined;
  if (text === 'None') return [];
  const names = text.split(',').map((name) => name.trim());
  return names.every((name) => bits.some(([, known]) => known === name)) ? names : undefined;
}

/** The names of the bits; `undefined` when one has no name. */
const servicesOfNumber = (number: number): string[] | undefined =>
  Number.isInteger(number) && number >= 0 && number <= everyBit
    ? bits.filter(([bit]) => (number & bit) !== 0).map(([, name]) => name)
    : undefined;

// `SerializationData`, the byte array that Exchange attaches to a certificate which it sends: a
// BinaryFormatter stream of its ExchangeCertificate, with all that remoting loses. Read as data,
// never deserialized. Members and numbers were measured on captures of Exchange 2016 and 2019
// (docs/domain.md, "Certificates over remoting"). Since the November 2023 SU the payload is signed: `#sig#`, four bytes, then the stream.

export interface SerializationData extends Pick<
  ServerCertificate,
  'services' | 'status' | 'rootCAType' | 'isSelfSigned' | 'privateKeyExportable' | 'keyProvider' | 'friendlyName'
> {
  /** DER */
  readonly certificate: Known<Uint8Array>;
  /** SHA-1 in upper-case hex, as the server's store has it */
  readonly thumbprint: Known<string>;
}

const exchangeCertificateClass = 'Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate';

/** First byte of the header record, root id 1, header id -1: how every stream of BinaryFormatter begins. */
const header = [0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff];
/** A signed payload has something before the stream, and perhaps behind it; more beginnings than these are no payload. */
const mostBeginnings = 8;

/**
 * What the payload says. Of a payload in another form, everything is `unreadable`, with its length
 * and first bytes as evidence, so that a report shows what arrived. Never throws.
 */
export function readSerializationData(bytes: Uint8Array): SerializationData {
  const found = findCertificate(bytes);
  if ('fault' in found) return everything(unknown('unreadable', `SerializationData: ${describe(bytes)}; ${found.fault}`));
  const { document, members } = found;
  return {
    ...storeOf(document, members.get('CertData')),
    services: memberEnum(document, members, 'Services', servicesOfNumber),
    status: memberEnum(document, members, 'Status', (number) => certificateStatuses[number]),
    rootCAType: memberEnum(document, members, 'RootCAType', (number) => rootCATypes[number]),
    isSelfSigned: memberBoolean(members, 'SelfSigned'),
    privateKeyExportable: memberBoolean(members, 'PrivateKeyExportable'),
  };
}

type Members = ReadonlyMap<string, NrbfValue>;
type Found = { readonly document: NrbfDocument; readonly members: Members } | { readonly fault: string };

function findCertificate(bytes: Uint8Array): Found {
  let fault: string | undefined;
  for (const start of beginnings(bytes)) {
    const document = readNrbf(bytes.subarray(start));
    if (!document.ok) {
      fault ??= `${document.error.reason} ${document.error.what} at ${start + document.error.offset}`;
      continue;
    }
    const { root } = document.value;
    if (root.type === 'class' && root.name === exchangeCertificateClass) return { document: document.value, members: root.members };
    fault ??= root.type === 'class' ? `class ${root.name.slice(0, 100)}` : root.type;
  }
  return { fault: fault ?? 'no NRBF header' };
}

function beginnings(bytes: Uint8Array): number[] {
  const offsets: number[] = [];
  for (let at = indexOf(bytes, header, 0); at >= 0 && offsets.length < mostBeginnings; at = indexOf(bytes, header, at + 1))
    offsets.push(at);
  return offsets;
}

function indexOf(bytes: Uint8Array, wanted: readonly number[], from: number): number {
  for (let at = from; at <= bytes.length - wanted.length; at += 1) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

/** An enum is an object whose only member is its number. */
function memberEnum<T>(document: NrbfDocument, members: Members, name: string, meaning: (number: number) => T | undefined): Known<T> {
  const member = members.get(name);
  if (member === undefined) return notSent(name);
  const object = objectOf(document, member);
  const number = object?.type === 'class' ? object.members.get('value__') : undefined;
  if (number?.type !== 'int32') return unknown('unreadable', `SerializationData: ${name}`);
  const value = meaning(number.value);
  return value === undefined ? unknown('unreadable', `SerializationData: ${name} ${number.value}`) : known(value);
}

function memberBoolean(members: Members, name: string): Known<boolean> {
  const member = members.get(name);
  if (member === undefined) return notSent(name);
  return member.type === 'boolean' ? known(member.value) : unknown('unreadable', `SerializationData: ${name}`);
}

type Store = Pick<SerializationData, 'certificate' | 'keyProvider' | 'friendlyName' | 'thumbprint'>;

function storeOf(document: NrbfDocument, member: NrbfValue | undefined): Store {
  if (member === undefined) return everyStoreValue(notSent('CertData'));
  const data = objectOf(document, member);
  if (data?.type !== 'bytes') return everyStoreValue(unknown('unreadable', 'SerializationData: CertData'));
  const store = readSerializedCertificate(data.value);
  if (!store.ok)
    return everyStoreValue(unknown('unreadable', `CertData: ${describe(data.value)}; ${store.error.reason} at ${store.error.offset}`));
  const { der, keyProvider, friendlyName, thumbprint } = store.value;
  return { certificate: known(der), keyProvider, friendlyName, thumbprint };
}

const notSent = (member: string): Known<never> => unknown('notReturned', `SerializationData: ${member}`);

/** Length and first bytes: enough to distinguish layouts without including the certificate. */
const describe = (bytes: Uint8Array): string =>
  `${bytes.length} bytes, ${Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')}`;

const everyStoreValue = (value: Known<never>): Store => ({
  certificate: value,
  keyProvider: value,
  friendlyName: value,
  thumbprint: value,
});

const everything = (value: Known<never>): SerializationData => ({
  ...everyStoreValue(value),
  services: value,
  status: value,
  rootCAType: value,
  isSelfSigned: value,
  privateKeyExportable: value,
});

export const toldProperties = [
  'services',
  'status',
  'rootCAType',
  'isSelfSigned',
  'hasPrivateKey',
  'privateKeyExportable',
  'keyProvider',
  'friendlyName',
] as const;
export type Told = Pick<ServerCertificate, (typeof toldProperties)[number]>;

/** What a source does not say is unknown in its account. */
export interface Account {
  readonly source: CertificateSource;
  readonly told: Told;
}

/** A row of the Select-Object on the server: it saw the certificate in the store. */
export const accountOfRow = (row: PsValue): Account => ({ source: 'selected', told: propertiesOf(row) });

/** The payload on an object; `undefined` when it has none. One that is not bytes is as unreadable as one of no bytes. */
export function payloadOf(object: PsValue): SerializationData | undefined {
  const payload = propertyOf(object, 'SerializationData');
  if (payload === undefined || payload.type === 'null') return undefined;
  return readSerializationData(payload.type === 'bytes' ? payload.value : new Uint8Array());
}

/** A key provider in the store is what Windows itself makes HasPrivateKey of. */
export function accountOfPayload(payload: SerializationData): Account {
  const { services, status, rootCAType, isSelfSigned, privateKeyExportable, keyProvider, friendlyName } = payload;
  const hasPrivateKey = keyProvider.known ? known(keyProvider.value.kind !== 'none') : keyProvider;
  return {
    source: 'serializationData',
    told: { services, status, rootCAType, isSelfSigned, hasPrivateKey, privateKeyExportable, keyProvider, friendlyName },
  };
}

/** Properties that Exchange's class adds to Windows' X509Certificate2. */
const ownProperties = ['Services', 'Status', 'RootCAType', 'IsSelfSigned'];

/**
 * Whether the object's own properties came from Exchange. A client that rebuilds an
 * X509Certificate2 from RawData fills in properties of its own (HasPrivateKey is falsely False,
 * FriendlyName empty), and type data of Exchange can still put Exchange's name on it. But it cannot
 * invent what Exchange's class adds: so both are asked for, the class's name and a value of at
 * least one of its own properties. They crossed together with all the others.
 */
export const hasOwnProperties = (object: PsValue): boolean =>
  object.type === 'object' &&
  object.typeNames.some((name) => name === exchangeCertificateClass || name.endsWith(`.${exchangeCertificateClass}`)) &&
  ownProperties.some((name) => (propertyOf(object, name)?.type ?? 'null') !== 'null');

export const accountOfObject = (object: PsValue): Account => ({ source: 'object', told: propertiesOf(object) });

const propertiesOf = (object: PsValue): Told => ({
  services: returned(object, 'Services', () => readWith(object, 'Services', servicesOf)),
  status: returned(object, 'Status', () => oneOf(readEnum(object, 'Status', statusNames), certificateStatuses, 'Status')),
  rootCAType: returned(object, 'RootCAType', () => oneOf(readEnum(object, 'RootCAType', rootCATypeNames), rootCATypes, 'RootCAType')),
  isSelfSigned: returned(object, 'IsSelfSigned', () => readBoolean(object, 'IsSelfSigned')),
  hasPrivateKey: returned(object, 'HasPrivateKey', () => readBoolean(object, 'HasPrivateKey')),
  privateKeyExportable: returned(object, 'PrivateKeyExportable', () => readBoolean(object, 'PrivateKeyExportable')),
  // No Exchange property contains it
  keyProvider: unknown('notReturned', 'SerializationData'),
  friendlyName: returned(object, 'FriendlyName', () => readWith(object, 'FriendlyName', textOf)),
});

/** `Select-Object` gives `$null` for a property that its input does not have. */
const returned = <T>(object: PsValue, name: string, read: () => Known<T>): Known<T> =>
  propertyOf(object, name)?.type === 'null' ? unknown('notReturned', name) : read();

/** Numbers of the enums, from the public metadata of Exchange's assemblies. */
const rootCATypeNames = new Map<number, string>(rootCATypes.entries());
const statusNames = new Map<number, string>(certificateStatuses.entries());

function oneOf<T extends string>(value: Known<string>, allowed: readonly T[], property: string): Known<T> {
  if (!value.known) return value;
  const found = allowed.find((name) => name === value.value);
  return found === undefined ? unknown('unreadable', `${property}: ${value.value}`) : { known: true, value: found };
}
