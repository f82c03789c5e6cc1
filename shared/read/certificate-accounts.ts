/** What each source says of one certificate beyond the certificate itself. */
import { propertyOf, type PsValue } from '../clixml/value.ts';
import { certificateStatuses, rootCATypes, type CertificateSource, type ServerCertificate } from '../model/certificate.ts';
import { known, unknown, type Known } from '../model/known.ts';
import { servicesOf } from './certificate-services.ts';
import { readBoolean, readEnum, readWith, textOf } from './property.ts';
import { exchangeCertificateClass, readSerializationData, type SerializationData } from './serialization-data.ts';

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
  // No property of Exchange's tells it
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
