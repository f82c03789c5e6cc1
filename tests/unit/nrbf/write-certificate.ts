/** What Exchange attaches to a certificate that it sends: its ExchangeCertificate, and in it the store's element. */
import type { NrbfObject, NrbfValue } from '../../../shared/nrbf/value.ts';
import { byteWriter, joined, type Written } from './write-bytes.ts';
import { writeNrbf, type NrbfSource } from './write-nrbf.ts';

export interface StoreElement {
  readonly id: number;
  readonly data: Uint8Array;
  readonly encoding?: number;
  /** What the element says of its length, where that is not true */
  readonly length?: number;
}

/** Elements of Windows' serialised certificate, one after the other. */
export function writeStoreElements(elements: readonly StoreElement[]): Written {
  const writer = byteWriter();
  for (const { id, data, encoding = 1, length = data.length } of elements) {
    writer.cut();
    for (const number of [id, encoding, length]) writer.int32(number);
    writer.raw(data);
  }
  return writer.written();
}

export const utf16 = (text: string): Uint8Array =>
  Uint8Array.from(
    [...Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)), 0].flatMap((unit) => [unit & 0xff, unit >> 8]),
  );

/** CRYPT_KEY_PROV_INFO; a provider of `undefined` is offset 0. */
export function keyProviderInfo(container: string, provider: string | undefined, type: number): Uint8Array {
  const writer = byteWriter();
  const texts = [utf16(container), ...(provider === undefined ? [] : [utf16(provider)])];
  const providerAt = provider === undefined ? 0 : 28 + (texts[0]?.length ?? 0);
  for (const number of [28, providerAt, type, 0x20, 0, 0, 1]) writer.int32(number);
  return joined(writer.written().bytes, ...texts);
}

export interface CertDataParts {
  readonly der: Uint8Array;
  readonly provider?: Uint8Array | undefined;
  readonly thumbprint?: Uint8Array | undefined;
  readonly friendlyName?: string | undefined;
}

function certDataElements({ der, provider, thumbprint, friendlyName }: CertDataParts): StoreElement[] {
  return [
    // Properties that nobody here reads stand among the others
    { id: 92, data: Uint8Array.of(0, 8, 0, 0) },
    ...(provider === undefined ? [] : [{ id: 2, data: provider }]),
    ...(thumbprint === undefined ? [] : [{ id: 3, data: thumbprint }]),
    ...(friendlyName === undefined ? [] : [{ id: 11, data: utf16(friendlyName) }]),
    { id: 32, data: der },
  ];
}

export const writeCertData = (parts: CertDataParts): Written => writeStoreElements(certDataElements(parts));

export interface ExchangeCertificateParts {
  readonly certData: Uint8Array;
  readonly selfSigned: boolean;
  readonly status: number;
  readonly rootCAType: number;
  readonly services: number;
  readonly privateKeyExportable: boolean;
}

const namespace = 'Microsoft.Exchange.Management.SystemConfigurationTasks';
const library = 'Microsoft.Exchange.Management, Version=15.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35';

const reference = (id: number): NrbfValue => ({ type: 'reference', id });
const classOf = (name: string, members: Readonly<Record<string, NrbfValue>>, assembly: string | undefined = library): NrbfObject => ({
  type: 'class',
  name,
  library: assembly,
  members: new Map(Object.entries(members)),
});
const enumOf = (name: string, value: number): NrbfObject => classOf(`${namespace}.${name}`, { value__: { type: 'int32', value } });

/** The objects of such a stream, under the ids that captures have. */
export function exchangeCertificate(parts: ExchangeCertificateParts): NrbfSource {
  const objects = new Map<number, NrbfObject>([
    [
      1,
      classOf(`${namespace}.ExchangeCertificate`, {
        CertData: reference(3),
        SelfSigned: { type: 'boolean', value: parts.selfSigned },
        Status: reference(-4),
        RootCAType: reference(-5),
        Services: reference(-6),
        IISServices: reference(7),
        PrivateKeyExportable: { type: 'boolean', value: parts.privateKeyExportable },
        Identity: reference(8),
      }),
    ],
    [-4, enumOf('CertificateStatus', parts.status)],
    [-5, enumOf('CertificateAuthorityType', parts.rootCAType)],
    [-6, enumOf('AllowedServices', parts.services)],
    [8, { type: 'text', value: 'EX01.contoso.com\\00' }],
    [3, { type: 'bytes', value: parts.certData }],
    [
      7,
      classOf(
        'System.Collections.Generic.List`1',
        { _items: reference(9), _size: { type: 'int32', value: 1 }, _version: { type: 'int32', value: 1 } },
        undefined,
      ),
    ],
    [9, { type: 'array', lengths: [4], values: [reference(10), { type: 'null' }, { type: 'null' }, { type: 'null' }] }],
    [10, classOf(`${namespace}.IisService`, { serviceName: reference(11), internalUrl: { type: 'null' } })],
    [11, { type: 'text', value: 'IIS://EX01/W3SVC/1' }],
  ]);
  return { rootId: 1, objects };
}

export const writeExchangeCertificate = (parts: ExchangeCertificateParts): Written => writeNrbf(exchangeCertificate(parts));
