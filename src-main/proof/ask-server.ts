/** Asks a mail server with STARTTLS what it presents, and judges the chain by what the organization and the public roots know. */
import type { Organization } from '../../shared/model/organization.ts';
import type { Handshake } from '../../shared/proof/evidence.ts';
import type { MailServer } from '../../shared/x509/verification.ts';
import { chainOfServer } from '../pki/chain.ts';
import { certificateOf, knownCertificates } from '../pki/known-certificates.ts';
import { probeStarttls, type StarttlsOptions } from '../pki/starttls.ts';

/** Never throws, and ends in time whatever the server does. No mail is sent. */
export async function askServer({ host }: MailServer, organization: Organization, at: Date, options: StarttlsOptions): Promise<Handshake> {
  const found = await probeStarttls(host, options);
  if (found.state !== 'presented') return found;
  const [own, ...rest] = found.certificates.map(certificateOf).filter((one) => one !== undefined);
  if (own === undefined) return { state: 'failed', fault: 'noCertificate', detail: '' };
  const { material } = knownCertificates([own, ...rest], organization);
  const { state, chain } = chainOfServer([own, ...rest], material, at);
  const { thumbprint, subject, notAfter } = own.facts;
  return {
    state: 'presented',
    thumbprint,
    subject,
    notAfter,
    // Whether Exchange Online trusts a root that is on no public list is not known here.
    chain: state === 'complete' && chain.end !== 'publicRoot' ? 'issuerUnknown' : state,
    protocol: found.protocol,
    answersInTls: found.answersInTls,
  };
}
