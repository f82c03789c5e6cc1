/** `Get-ExchangeCertificate`: what becomes of a certificate on its way, by the shape in which its server sends it. */
import { psBytes, psObject, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import { serializationDataOf } from '../certificate-payload/payload.ts';
import {
  bareCertificateOnServer,
  certificateOnServer,
  exchangeCertificateType,
  rawDataOf,
  x509Types,
  type SampleCertificate,
} from './certificate.ts';
import { deserialized } from './shapes.ts';

type Server = OrganizationFile['servers'][number];

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
