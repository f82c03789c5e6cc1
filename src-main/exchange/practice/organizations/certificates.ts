/** The certificates that the sample organizations have in their machine stores. */
import { schannelProvider } from '../../../../shared/model/sample-organization.ts';
import type { SampleCertificate } from '../objects/certificate.ts';
import { issueSampleCertificate } from './issue.ts';
import {
  authority2025,
  authority2026,
  authSubject,
  emptySubject,
  mailSubject,
  ownAuthority,
  serverSubject,
  subjectWithoutCommonName,
  type SampleIdentity,
} from './names.ts';

/** Where Exchange's setup makes keys: the default provider of TLS keys. */
const setupProvider = (container: string): SampleCertificate['keyProvider'] => ({ ...schannelProvider, name: '', container });
/** Where a request made with certreq or the certificates console may put the key. */
const keyStorageProvider = { type: 0, name: 'Microsoft Software Key Storage Provider', container: 'te-5b0c37ad' };

const publicNames: readonly string[] = ['mail.contoso.com', 'autodiscover.contoso.com'];

/** A certificate of a trusted third-party authority, in use for SMTP and IIS. */
async function thirdParty(
  now: Date,
  issue: {
    readonly issuer: SampleIdentity;
    readonly subject: SampleIdentity;
    readonly names?: readonly string[];
    readonly serialNumber: string;
    readonly fromDay: number;
    readonly toDay: number;
  },
  server: Partial<Omit<SampleCertificate, 'rawData'>> = {},
): Promise<SampleCertificate> {
  const { issuer, subject, names = publicNames, serialNumber, fromDay, toDay } = issue;
  return {
    rawData: await issueSampleCertificate({ subject: subject.name, issuer: issuer.name, names, serialNumber, fromDay, toDay }, now),
    services: 'IIS, SMTP',
    status: 'Valid',
    rootCAType: 'ThirdParty',
    isSelfSigned: false,
    hasPrivateKey: true,
    privateKeyExportable: true,
    friendlyName: '',
    keyProvider: { ...schannelProvider, container: `te-${serialNumber}` },
    ...server,
  };
}

/** The certificate in use: 12 days are left. */
export const expiring = (now: Date, subject = mailSubject, issuer = authority2025, names = publicNames): Promise<SampleCertificate> =>
  thirdParty(
    now,
    { issuer, subject, names, serialNumber: '2501a4f0c3', fromDay: -187, toDay: 12 },
    { friendlyName: `${names[0] ?? ''} (2025)` },
  );

/** The new certificate, installed two days ago on every server. */
export const renewed = (now: Date, subject = mailSubject, issuer = authority2026): Promise<SampleCertificate> =>
  thirdParty(now, { issuer, subject, serialNumber: '2601b7e219', fromDay: -2, toDay: 197 }, { friendlyName: 'mail.contoso.com (2026)' });

/** A certificate for relaying only, which one server can lack, or have without its private key. */
export const relay = (now: Date, hasPrivateKey = true): Promise<SampleCertificate> =>
  thirdParty(
    now,
    {
      issuer: authority2026,
      subject: serverSubject('relay.contoso.com'),
      names: ['relay.contoso.com'],
      serialNumber: '26012c88d1',
      fromDay: -20,
      toDay: 179,
    },
    { services: 'SMTP', hasPrivateKey, privateKeyExportable: hasPrivateKey },
  );

/** As `relay`, for another name. */
export const submission = (now: Date): Promise<SampleCertificate> =>
  thirdParty(
    now,
    {
      issuer: authority2026,
      subject: serverSubject('smtp.contoso.com'),
      names: ['smtp.contoso.com'],
      serialNumber: '26012c9a07',
      fromDay: -20,
      toDay: 179,
    },
    { services: 'SMTP' },
  );

/** From the organization's own authority: RootCAType is Registry, so the HCW does not offer it. */
export const ownAuthorityIssued = (now: Date): Promise<SampleCertificate> =>
  thirdParty(
    now,
    { issuer: ownAuthority, subject: mailSubject, serialNumber: '1f000000037b', fromDay: -60, toDay: 305 },
    { rootCAType: 'Registry', friendlyName: 'Contoso internal' },
  );

/** Its subject has no CN: TlsCertificateName cannot be built from it. */
export const withoutCommonName = (now: Date): Promise<SampleCertificate> =>
  thirdParty(now, { issuer: authority2026, subject: subjectWithoutCommonName, serialNumber: '26013d0e55', fromDay: -5, toDay: 194 });

/** Its subject is empty, all its names are in the subject alternative name; its key is in a CNG provider. */
export const withEmptySubject = (now: Date): Promise<SampleCertificate> =>
  thirdParty(
    now,
    { issuer: authority2026, subject: emptySubject, serialNumber: '26013d1f60', fromDay: -5, toDay: 194 },
    { keyProvider: keyStorageProvider, friendlyName: '日本 ‘CNG’ $x', privateKeyExportable: false },
  );

/** The certificate that Exchange's setup makes for a server: the internal transport certificate. */
export const selfSigned = async (now: Date, server: string, fqdn: string, serialNumber: string): Promise<SampleCertificate> => ({
  rawData: await issueSampleCertificate(
    { subject: serverSubject(server).name, names: [server, fqdn], serialNumber, fromDay: -700, toDay: 1125 },
    now,
  ),
  services: 'IIS, SMTP',
  status: 'Valid',
  rootCAType: 'None',
  isSelfSigned: true,
  hasPrivateKey: true,
  privateKeyExportable: false,
  friendlyName: 'Microsoft Exchange',
  keyProvider: setupProvider(`5961786b-55fe-4611-8f90-${serialNumber.slice(-12)}`),
});

/** The OAuth certificate, the same on every server; the renewal does not touch it. */
export const auth = async (now: Date): Promise<SampleCertificate> => ({
  rawData: await issueSampleCertificate(
    { subject: authSubject.name, names: [], serialNumber: '5b17779cd30310a94f', fromDay: -700, toDay: 1100 },
    now,
  ),
  services: 'SMTP',
  status: 'Valid',
  rootCAType: 'None',
  isSelfSigned: true,
  hasPrivateKey: true,
  privateKeyExportable: true,
  friendlyName: 'Microsoft Exchange Server Auth Certificate',
  keyProvider: setupProvider('8de84f7e-f403-4215-b774-b934d6bb2670'),
});
