/** Builds SerializationData, for practice organizations and for the simulated endpoint of the tests. */

import type { OrganizationFile } from '../../../../shared/model/sample-organization.ts';
import {
  certificateEnums,
  rawDataOf,
  thumbprintOf,
  type SampleCertificate,
  bareCertificateOnServer,
  certificateOnServer,
  exchangeCertificateType,
  x509Types,
} from '../objects/certificate.ts';
import { enumNumber, deserialized } from '../objects/shapes.ts';
import { writeExchangeCertificate, joined, int32, utf16 } from './exchange-certificate.ts';
import { psBytes, psObject, type PsObject } from '../../../../shared/clixml/value.ts';

/** The beginning of a payload that is signed, as servers send it since the November 2023 SU. */
const signedMark = new TextEncoder().encode('#sig#');
/** What stands for the signature: the length of one with an RSA key of 2048 bits. */
const signature = new Uint8Array(256).fill(0x5a);

/**
 * `#sig#`, four bytes, the stream (verified; docs/domain.md, "Certificates over remoting"). That the four bytes are the length of the
 * stream and that the signature stands behind it is inferred.
 */
export const signedPayload = (stream: Uint8Array): Uint8Array => joined(signedMark, int32(stream.length), stream, signature);

// A certificate as Windows serializes an element of its store (wincrypt.h): properties, then the certificate.

export interface StoreElement {
  readonly id: number;
  readonly data: Uint8Array;
}

export interface StoredCertificate {
  readonly der: Uint8Array;
  /** CRYPT_KEY_PROV_INFO; absent where the store links no key */
  readonly provider?: Uint8Array | undefined;
  /** SHA-1 */
  readonly thumbprint?: Uint8Array | undefined;
  readonly friendlyName?: string | undefined;
}

const propertyId = { keyProvider: 2, thumbprint: 3, friendlyName: 11, certificate: 32, publicKeyLength: 92 } as const;
const keyBits = 2048;

/** The elements in the order in which a store may have them; the certificate is always the last. */
export const storeElementsOf = ({ der, provider, thumbprint, friendlyName }: StoredCertificate): StoreElement[] => [
  { id: propertyId.publicKeyLength, data: int32(keyBits) },
  ...(provider === undefined ? [] : [{ id: propertyId.keyProvider, data: provider }]),
  ...(thumbprint === undefined ? [] : [{ id: propertyId.thumbprint, data: thumbprint }]),
  ...(friendlyName === undefined ? [] : [{ id: propertyId.friendlyName, data: utf16(friendlyName) }]),
  { id: propertyId.certificate, data: der },
];

/** CertData: each element with its id, the number of X.509's encoding, and its length. */
export const certDataOf = (elements: readonly StoreElement[]): Uint8Array =>
  joined(...elements.flatMap(({ id, data }) => [int32(id, 1, data.length), data]));

const machineKeyset = 0x20;
const exchangeKey = 1;

/** CRYPT_KEY_PROV_INFO, with the zeros that stand behind it on servers; no name is the default provider of the type. */
export function keyProviderInfo(container: string, provider: string | undefined, type: number): Uint8Array {
  const head = 7 * 4;
  const name = utf16(container);
  const providerAt = provider === undefined ? 0 : head + name.length;
  return joined(int32(head, providerAt, type, machineKeyset, 0, 0, exchangeKey), name, utf16(provider ?? ''), int32(0));
}

type Server = OrganizationFile['servers'][number];

/** What the server attaches to the certificate; `undefined` where it attaches nothing. */
export function serializationDataOf(server: Server, certificate: SampleCertificate): Uint8Array | undefined {
  switch (server.certificateShape) {
    case 'serialized':
      return streamOf(server, certificate);
    case 'signed':
      return signedPayload(streamOf(server, certificate));
    default:
      return undefined;
  }
}

function streamOf(server: Server, certificate: SampleCertificate): Uint8Array {
  const { keyProvider, payloadSays = {} } = certificate;
  const said = <K extends keyof typeof payloadSays>(name: K) => payloadSays[name] ?? certificate[name];
  const { status, rootCAType, services } = certificateEnums;
  const thumbprint = thumbprintOf(certificate);
  return writeExchangeCertificate({
    certData: certDataOf(
      storeElementsOf({
        der: rawDataOf(certificate),
        provider: said('hasPrivateKey')
          ? keyProviderInfo(keyProvider.container, keyProvider.name || undefined, keyProvider.type)
          : undefined,
        thumbprint: new Uint8Array(Buffer.from(thumbprint, 'hex')),
        friendlyName: said('friendlyName') || undefined,
      }),
    ),
    selfSigned: said('isSelfSigned'),
    status: enumNumber(status.numbers, said('status')) ?? noSuchValue,
    rootCAType: enumNumber(rootCAType.numbers, said('rootCAType')) ?? noSuchValue,
    services: enumNumber(services.numbers, said('services')) ?? noSuchValue,
    privateKeyExportable: said('privateKeyExportable'),
    sites: said('services').split(', ').includes('IIS') ? [1, 2].map((site) => `IIS://${server.name}/W3SVC/${site}`) : [],
    identity: `${server.fqdn}\\${thumbprint}`,
  });
}

/** A text that is none of the enum's has a number that is none of them either. */
const noSuchValue = -1;

// `Get-ExchangeCertificate`: what becomes of a certificate on its way, by the shape in which its server sends it.

/**
 * As it arrives: the client makes a live X509Certificate2 of it, of which only RawData is left when
 * it is serialized again, and what was attached.
 */
export function arrivedCertificate(server: Server, certificate: SampleCertificate): PsObject {
  const payload = serializationDataOf(server, certificate);
  if (server.certificateShape === 'deserialized') return deserializedCertificate(certificate);
  return {
    ...rawData(certificate, x509Types),
    members: new Map(payload === undefined ? [] : [['SerializationData', psBytes(payload)]]),
  };
}

/** What a Select-Object on the server sees. */
export function selectableCertificate(server: Server, certificate: SampleCertificate): PsObject {
  if (server.certificateShape === 'deserialized') return deserializedCertificate(certificate);
  return server.certificateProperties ? certificateOnServer(certificate) : bareCertificateOnServer(certificate);
}

/** Another server had sent it to the one that answers: all but RawData was lost between those two. */
const deserializedCertificate = (certificate: SampleCertificate): PsObject =>
  rawData(certificate, deserialized(exchangeCertificateType, ...x509Types));

const rawData = (certificate: SampleCertificate, typeNames: readonly string[]): PsObject =>
  psObject({ RawData: psBytes(rawDataOf(certificate)) }, typeNames);
