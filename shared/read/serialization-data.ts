/**
 * `SerializationData`, the byte array that Exchange attaches to a certificate which it sends: a
 * BinaryFormatter stream of its ExchangeCertificate, with all that remoting loses. Read as data,
 * never deserialized. Members and numbers were measured on captures of Exchange 2016 and 2019
 * (domain.md section 9); the layout of a signed payload (since the November 2023 SU) is not known.
 */
import { readSerializedCertificate } from '../certificates/serialized-certificate.ts';
import { certificateStatuses, rootCATypes, type ServerCertificate } from '../model/certificate.ts';
import { known, unknown, type Known } from '../model/known.ts';
import { readNrbf } from '../nrbf/read.ts';
import { objectOf, type NrbfDocument, type NrbfValue } from '../nrbf/value.ts';
import { servicesOfNumber } from './certificate-services.ts';

export interface SerializationData extends Pick<
  ServerCertificate,
  'services' | 'status' | 'rootCAType' | 'isSelfSigned' | 'privateKeyExportable' | 'keyProvider' | 'friendlyName'
> {
  /** DER */
  readonly certificate: Known<Uint8Array>;
  /** SHA-1 in upper-case hex, as the server's store has it */
  readonly thumbprint: Known<string>;
}

export const exchangeCertificateClass = 'Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate';

/** First byte of the header record, root id 1, header id -1: how every stream of BinaryFormatter begins. */
const header = [0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff];
/** A signed payload may hold the stream behind or within something else; more beginnings than these are no payload. */
const mostBeginnings = 8;
/** The object identifier of CMS signed data (RFC 5652), 1.2.840.113549.1.7.2, in DER. */
const signedData = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/**
 * What the payload says. Of a payload in another form, everything is `unreadable`, with its length
 * and first bytes as evidence, so that a report tells what came. Never throws.
 */
export function readSerializationData(bytes: Uint8Array): SerializationData {
  const found = findCertificate(bytes);
  if ('fault' in found) return everything(unknown('unreadable', `SerializationData: ${describe(bytes)}; ${found.fault}`));
  const { document, members } = found;
  return {
    ...storeOf(document, members.get('CertData')),
    services: readEnum(document, members, 'Services', servicesOfNumber),
    status: readEnum(document, members, 'Status', (number) => certificateStatuses[number]),
    rootCAType: readEnum(document, members, 'RootCAType', (number) => rootCATypes[number]),
    isSelfSigned: readBoolean(members, 'SelfSigned'),
    privateKeyExportable: readBoolean(members, 'PrivateKeyExportable'),
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
  return { fault: fault ?? (indexOf(bytes.subarray(0, 64), signedData, 0) < 0 ? 'no NRBF header' : 'CMS signed data, no NRBF header') };
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
function readEnum<T>(document: NrbfDocument, members: Members, name: string, meaning: (number: number) => T | undefined): Known<T> {
  const member = members.get(name);
  if (member === undefined) return notSent(name);
  const object = objectOf(document, member);
  const number = object?.type === 'class' ? object.members.get('value__') : undefined;
  if (number?.type !== 'int32') return unknown('unreadable', `SerializationData: ${name}`);
  const value = meaning(number.value);
  return value === undefined ? unknown('unreadable', `SerializationData: ${name} ${number.value}`) : known(value);
}

function readBoolean(members: Members, name: string): Known<boolean> {
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

/** Length and first bytes: enough to tell one layout from another, without the certificate itself. */
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
