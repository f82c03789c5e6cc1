/** `Get-ExchangeCertificate`. */
import { createHash } from 'node:crypto';
import { psBoolean, psBytes, psInt32, psObject, psString, type PsObject } from '../../../../shared/clixml/value.ts';
import type { OrganisationFile } from '../../../../shared/model/organisation-file.ts';
import { readSampleCertificate } from './certificate-names.ts';
import { deserialized, enumeration, multiValuedTexts } from './shapes.ts';

type SampleCertificate = OrganisationFile['servers'][number]['certificates'][number];

const management = 'Microsoft.Exchange.Management.SystemConfigurationTasks';
const services = { None: 0, IMAP: 1, POP: 2, UM: 4, IIS: 8, SMTP: 16, Federation: 32, UMCallRouter: 64 };
const statuses = { Unknown: 0, Valid: 1, Revoked: 2, DateInvalid: 3, Untrusted: 4, Invalid: 5, RevocationCheckFailure: 6, PendingRequest: 7 };
const rootCATypes = { None: 0, ThirdParty: 1, Enterprise: 2, Registry: 3, GroupPolicy: 4, Unknown: 5 };

/**
 * A certificate as it arrives: the client makes a live X509Certificate2 of it, of which only RawData
 * is left when it is serialised again. `onServer`: the object before it is sent, for Select-Object.
 */
export function exchangeCertificate(certificate: SampleCertificate, onServer: boolean): { readonly thumbprint: string; readonly object: PsObject } {
  const rawData = Buffer.from(certificate.rawData, 'base64');
  const thumbprint = createHash('sha1').update(rawData).digest('hex').toUpperCase();
  return { thumbprint, object: onServer ? serverObject(certificate, rawData, thumbprint) : arrivedObject(rawData) };
}

const x509Types = ['System.Security.Cryptography.X509Certificates.X509Certificate2', 'System.Security.Cryptography.X509Certificates.X509Certificate', 'System.Object'];

const arrivedObject = (rawData: Uint8Array): PsObject => psObject({ RawData: psBytes(new Uint8Array(rawData)) }, x509Types);

function serverObject(certificate: SampleCertificate, rawData: Uint8Array, thumbprint: string): PsObject {
  const read = readSampleCertificate(new Uint8Array(rawData));
  return psObject(
    {
      RawData: psBytes(new Uint8Array(rawData)),
      Thumbprint: psString(thumbprint),
      Subject: psString(read.subject),
      Issuer: psString(read.issuer),
      SerialNumber: psString(read.serialNumber),
      NotBefore: { type: 'dateTime', value: read.notBefore },
      NotAfter: { type: 'dateTime', value: read.notAfter },
      CertificateDomains: multiValuedTexts('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', read.names),
      FriendlyName: psString(certificate.friendlyName),
      HasPrivateKey: psBoolean(certificate.hasPrivateKey),
      IsSelfSigned: psBoolean(certificate.isSelfSigned),
      PublicKeySize: psInt32(read.keySize),
      Services: enumeration(`${management}.AllowedServices`, services, certificate.services),
      Status: enumeration(`${management}.CertificateStatus`, statuses, certificate.status),
      RootCAType: enumeration(`${management}.RootCertificateAuthorityType`, rootCATypes, certificate.rootCAType),
    },
    deserialized(`${management}.ExchangeCertificate`, ...x509Types),
  );
}
