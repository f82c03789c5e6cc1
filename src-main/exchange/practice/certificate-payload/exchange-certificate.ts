/**
 * The BinaryFormatter stream ([MS-NRBF]) that Exchange attaches to a certificate which it sends: its
 * ExchangeCertificate, byte for byte as captures of Exchange 2019 have it. It is written only, by
 * this one layout: nothing of it could be made into an object here.
 */

/** Bytes as Windows and .NET write them. */

export const int32 = (...values: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setInt32(index * 4, value, true);
  return bytes;
};

/** UTF-16 with its NUL. */
export const utf16 = (text: string): Uint8Array =>
  Uint8Array.from([...Array.from(text.split(''), (unit) => unit.charCodeAt(0)), 0].flatMap((unit) => [unit & 0xff, unit >> 8]));

/** Length in 7-bit groups, then UTF-8, as BinaryWriter writes texts. */
export function lengthPrefixed(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const groups: number[] = [];
  let rest = bytes.length;
  while (rest >= 0x80) {
    groups.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return joined(Uint8Array.from([...groups, rest]), bytes);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export interface ExchangeCertificateParts {
  readonly certData: Uint8Array;
  readonly selfSigned: boolean;
  readonly status: number;
  readonly rootCAType: number;
  readonly services: number;
  readonly privateKeyExportable: boolean;
  /** e.g. `IIS://EX01/W3SVC/1`, the sites that are bound to it */
  readonly sites: readonly string[];
  /** `SERVER\thumbprint` */
  readonly identity: string;
}

const namespace = 'Microsoft.Exchange.Management.SystemConfigurationTasks';
const assembly = 'Microsoft.Exchange.Management, Version=15.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35';
const systemAssembly = 'System, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089';
const list = `System.Collections.Generic.List\`1[[${namespace}.IisService, ${assembly}]]`;

/** Record types and the ids of objects and libraries, in the order of their appearance. */
const record = {
  classWithId: 1,
  systemClass: 4,
  class: 5,
  text: 6,
  array: 7,
  reference: 9,
  null: 10,
  end: 11,
  library: 12,
  nulls: 13,
  bytes: 15,
};
const id = {
  certificate: 1,
  library: 2,
  certData: 3,
  status: -4,
  rootCAType: -5,
  services: -6,
  sites: 7,
  identity: 8,
  items: 9,
  firstSite: 10,
};
const type = { primitive: 0, text: 1, systemClass: 3, class: 4, bytes: 7 };
const primitive = { boolean: 1, byte: 2, int32: 8 };

const byte = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const tagged = (tag: number, ...numbers: readonly number[]): Uint8Array => joined(byte(tag), int32(...numbers));
const texts = (...all: readonly string[]): Uint8Array => joined(...all.map(lengthPrefixed));
const inLibrary = (name: string): Uint8Array => joined(texts(name), int32(id.library));
const named = (name: string): string => `${namespace}.${name}`;
const flag = (value: boolean): Uint8Array => byte(value ? 1 : 0);

/** An enum is an object whose only member is its number. */
const enumObject = (objectId: number, name: string, value: number): Uint8Array =>
  joined(
    tagged(record.class, objectId),
    texts(named(name)),
    int32(1),
    texts('value__'),
    byte(type.primitive, primitive.int32),
    int32(id.library, value),
  );

export const writeExchangeCertificate = (parts: ExchangeCertificateParts): Uint8Array =>
  joined(
    tagged(0, id.certificate, -1, 1, 0),
    tagged(record.library, id.library),
    texts(assembly),
    certificateObject(parts),
    tagged(record.bytes, id.certData, parts.certData.length),
    byte(primitive.byte),
    parts.certData,
    siteList(parts.sites),
    byte(record.end),
  );

const certificateObject = (parts: ExchangeCertificateParts): Uint8Array =>
  joined(
    tagged(record.class, id.certificate),
    texts(named('ExchangeCertificate')),
    int32(8),
    texts('CertData', 'SelfSigned', 'Status', 'RootCAType', 'Services', 'IISServices', 'PrivateKeyExportable', 'Identity'),
    byte(type.bytes, type.primitive, type.class, type.class, type.class, type.systemClass, type.primitive, type.text),
    byte(primitive.byte, primitive.boolean),
    inLibrary(named('CertificateStatus')),
    inLibrary(named('CertificateAuthorityType')),
    inLibrary(named('AllowedServices')),
    texts(list),
    byte(primitive.boolean),
    int32(id.library),
    tagged(record.reference, id.certData),
    flag(parts.selfSigned),
    enumObject(id.status, 'CertificateStatus', parts.status),
    enumObject(id.rootCAType, 'CertificateAuthorityType', parts.rootCAType),
    enumObject(id.services, 'AllowedServices', parts.services),
    tagged(record.reference, id.sites),
    flag(parts.privateKeyExportable),
    tagged(record.text, id.identity),
    texts(parts.identity),
  );

/** A List<IisService>: its array has room for four at least, once there is one. */
function siteList(sites: readonly string[]): Uint8Array {
  const capacity = sites.length === 0 ? 0 : Math.max(4, sites.length);
  return joined(
    tagged(record.systemClass, id.sites),
    texts(list),
    int32(3),
    texts('_items', '_size', '_version'),
    byte(type.class, type.primitive, type.primitive),
    inLibrary(named('IisService[]')),
    byte(primitive.int32, primitive.int32),
    tagged(record.reference, id.items),
    int32(sites.length, 1),
    tagged(record.array, id.items),
    byte(0),
    int32(1, capacity),
    byte(type.class),
    inLibrary(named('IisService')),
    ...sites.map((_, index) => tagged(record.reference, id.firstSite + index)),
    nulls(capacity - sites.length),
    siteObjects(sites),
  );
}

const nulls = (count: number): Uint8Array => (count === 0 ? byte() : count === 1 ? byte(record.null) : byte(record.nulls, count));

/** The sites, without addresses. The first describes the class and its enum, the others name it. */
function siteObjects(sites: readonly string[]): Uint8Array {
  const libraryId = id.firstSite + sites.length;
  const [firstText, validation] = [libraryId + 1, -(libraryId + 2)];
  const uri = joined(texts('System.Uri'), int32(libraryId));
  const ofEnum = inLibrary(named('UrlValidation'));
  const description = joined(
    texts(named('IisService')),
    int32(5),
    texts('serviceName', 'internalUrl', 'internalUrlValid', 'externalUrl', 'externalUrlValid'),
    byte(type.text, type.class, type.class, type.class, type.class),
    uri,
    ofEnum,
    uri,
    ofEnum,
    int32(id.library),
  );
  return joined(
    ...sites.flatMap((site, index) => {
      const text = firstText + index * 3;
      const again = (objectId: number): Uint8Array => tagged(record.classWithId, objectId, validation, 0);
      const first = index === 0;
      return [
        ...(first ? [tagged(record.library, libraryId), texts(systemAssembly), tagged(record.class, id.firstSite), description] : []),
        ...(first ? [] : [tagged(record.classWithId, id.firstSite + index, id.firstSite)]),
        tagged(record.text, text),
        texts(site),
        byte(record.null),
        first ? enumObject(validation, 'UrlValidation', 0) : again(-(text + 1)),
        byte(record.null),
        again(-(text + 2)),
      ];
    }),
  );
}
