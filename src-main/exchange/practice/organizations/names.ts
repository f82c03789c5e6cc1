/** Names on the sample certificates: as they are encoded, and the text that Windows (and so Exchange) prints of them. */
import { formatCertificateName } from '../../../../shared/x509/certificate-name.ts';
import type { SampleName } from './issue.ts';

export interface SampleIdentity {
  readonly name: SampleName;
  /** As in `<I>…<S>…` */
  readonly text: string;
}

/** The text of a connector's TlsCertificateName. */
export const certificateName = (issuer: SampleIdentity, subject: SampleIdentity): string =>
  formatCertificateName({ issuer: issuer.text, subject: subject.text });

export const authority2025: SampleIdentity = {
  name: [
    ['C', 'US'],
    ['O', 'Fabrikam Trust'],
    ['CN', 'Fabrikam Trust TLS RSA CA 2025'],
  ],
  text: 'CN=Fabrikam Trust TLS RSA CA 2025, O=Fabrikam Trust, C=US',
};

export const authority2026: SampleIdentity = {
  name: [
    ['C', 'US'],
    ['O', 'Fabrikam Trust'],
    ['CN', 'Fabrikam Trust TLS RSA CA 2026'],
  ],
  text: 'CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US',
};

export const authority2027: SampleIdentity = {
  name: [
    ['C', 'US'],
    ['O', 'Fabrikam Trust'],
    ['CN', 'Fabrikam Trust TLS RSA CA 2027'],
  ],
  text: 'CN=Fabrikam Trust TLS RSA CA 2027, O=Fabrikam Trust, C=US',
};

/** An authority of the organization's own, whose root was put into Trusted Root by hand. */
export const ownAuthority: SampleIdentity = {
  name: [
    ['O', 'Contoso'],
    ['CN', 'Contoso Issuing CA 1'],
  ],
  text: 'CN=Contoso Issuing CA 1, O=Contoso',
};

export const mailSubject: SampleIdentity = {
  name: [
    ['C', 'US'],
    ['ST', 'Washington'],
    ['L', 'Redmond'],
    ['O', 'Contoso'],
    ['CN', 'mail.contoso.com'],
  ],
  text: 'CN=mail.contoso.com, O=Contoso, L=Redmond, S=Washington, C=US',
};

/** The subject of an older certificate, which had a name of its own for the hybrid deployment. */
export const hybridSubject: SampleIdentity = {
  name: [
    ['C', 'US'],
    ['O', 'Contoso'],
    ['CN', 'hybrid.contoso.com'],
  ],
  text: 'CN=hybrid.contoso.com, O=Contoso, C=US',
};

export const subjectWithoutCommonName: SampleIdentity = {
  name: [
    ['C', 'US'],
    ['O', 'Contoso'],
  ],
  text: 'O=Contoso, C=US',
};

export const emptySubject: SampleIdentity = { name: [], text: '' };

/** Every character that Windows quotes, and those that PowerShell takes for quotes. */
export const difficultSubject: SampleIdentity = {
  name: [
    ['C', 'JP'],
    ['O', 'Contoso "日本", ‘Tōkyō’ + $(Get-Date); Inc.'],
    ['CN', 'mail.contoso.com'],
  ],
  text: 'CN=mail.contoso.com, O="Contoso ""日本"", ‘Tōkyō’ + $(Get-Date); Inc.", C=JP',
};

/** The subject of a certificate that a server made for itself. */
export const serverSubject = (server: string): SampleIdentity => ({ name: [['CN', server]], text: `CN=${server}` });

export const authSubject: SampleIdentity = serverSubject('Microsoft Exchange Server Auth Certificate');
