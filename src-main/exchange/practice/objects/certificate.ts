/** `Get-ExchangeCertificate`. */
import { createHash } from 'node:crypto';
import { readCertificate } from '../../../../shared/x509/certificate.ts';
import { psBoolean, psBytes, psInt32, psNull, psObject, psString, type PsObject, type PsValue } from '../../../../shared/clixml/value.ts';
import type { CertificateFacts } from '../../../../shared/model/certificate.ts';
import type { OrganizationFile } from '../../../../shared/model/sample-organization.ts';
import { deserialized, enumeration, multiValuedTexts } from './shapes.ts';

export type SampleCertificate = OrganizationFile['servers'][number]['certificates'][number];

const management = 'Microsoft.Exchange.Management.SystemConfigurationTasks';
const serviceNumbers = { None: 0, IMAP: 1, POP: 2, UM: 4, IIS: 8, SMTP: 16, Federation: 32, UMCallRouter: 64 };
const statusNumbers = {
  Unknown: 0,
  Valid: 1,
  Revoked: 2,
  DateInvalid: 3,
  Untrusted: 4,
  Invalid: 5,
  RevocationCheckFailure: 6,
  PendingRequest: 7,
};
const rootCATypeNumbers = { None: 0, ThirdParty: 1, Enterprise: 2, Registry: 3, GroupPolicy: 4, Unknown: 5 };
/** The enums of Exchange's class, each with its type and numbers. */
export const certificateEnums = {
  services: { type: `${management}.AllowedServices`, numbers: serviceNumbers },
  status: { type: `${management}.CertificateStatus`, numbers: statusNumbers },
  rootCAType: { type: `${management}.CertificateAuthorityType`, numbers: rootCATypeNumbers },
};
const enumOf = (name: keyof typeof certificateEnums, text: string): PsObject =>
  enumeration(certificateEnums[name].type, certificateEnums[name].numbers, text);

export const exchangeCertificateType = `${management}.ExchangeCertificate`;
/** Type names of Windows' own class. */
export const x509Types = [
  'System.Security.Cryptography.X509Certificates.X509Certificate2',
  'System.Security.Cryptography.X509Certificates.X509Certificate',
  'System.Object',
];

/** A certificate before it is sent: what a Select-Object on the server sees. */
export const certificateOnServer = (certificate: SampleCertificate): PsObject =>
  psObject(
    {
      RawData: psBytes(rawDataOf(certificate)),
      Thumbprint: psString(thumbprintOf(certificate)),
      ...namesOf(factsOf(certificate)),
      ...propertiesOf(factsOf(certificate)),
      FriendlyName: psString(certificate.friendlyName),
      HasPrivateKey: psBoolean(certificate.hasPrivateKey),
      IsSelfSigned: psBoolean(certificate.isSelfSigned),
      PrivateKeyExportable: psBoolean(certificate.privateKeyExportable),
      Services: enumOf('services', certificate.services),
      Status: enumOf('status', certificate.status),
      RootCAType: enumOf('rootCAType', certificate.rootCAType),
    },
    deserialized(exchangeCertificateType, ...x509Types),
  );

/** The same where the server is left with Windows' own object, made of RawData: no key belongs to that. */
export const bareCertificateOnServer = (certificate: SampleCertificate): PsObject =>
  psObject(
    {
      RawData: psBytes(rawDataOf(certificate)),
      Thumbprint: psString(thumbprintOf(certificate)),
      ...namesOf(factsOf(certificate)),
      FriendlyName: psString(''),
      HasPrivateKey: psBoolean(false),
    },
    deserialized(...x509Types),
  );

/** SHA-1 of the DER, as Windows shows it. */
export const thumbprintOf = (certificate: SampleCertificate): string => sha1(rawDataOf(certificate));

/** What the certificate says of itself; `undefined` when its DER is damaged. */
export function factsOf(certificate: SampleCertificate): CertificateFacts | undefined {
  const facts = readCertificate(rawDataOf(certificate), sha1);
  return facts.ok ? facts.value : undefined;
}

const namesOf = (facts: CertificateFacts | undefined): Record<string, PsValue> => ({
  Subject: facts === undefined ? psNull : psString(facts.subject),
  Issuer: facts === undefined ? psNull : psString(facts.issuer),
});

function propertiesOf(facts: CertificateFacts | undefined): Record<string, PsValue> {
  if (facts === undefined) return {};
  return {
    SerialNumber: psString(facts.serialNumber),
    NotBefore: { type: 'dateTime', value: facts.notBefore },
    NotAfter: { type: 'dateTime', value: facts.notAfter },
    CertificateDomains: multiValuedTexts('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', facts.names),
    PublicKeySize: psInt32(facts.keySize),
  };
}

export const rawDataOf = (certificate: SampleCertificate): Uint8Array => new Uint8Array(Buffer.from(certificate.rawData, 'base64'));
const sha1 = (data: Uint8Array): string => createHash('sha1').update(data).digest('hex').toUpperCase();
