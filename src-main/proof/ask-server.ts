/** What a mail server presents with STARTTLS, and how far its chain reaches by what the organization and the public roots know. */
import type { Organization } from '../../shared/model/organization.ts';
import type { Handshake } from '../../shared/proof/evidence.ts';
import { protocolName, type ServerAnswerFile } from '../../shared/proof/server-script.ts';
import type { MailServer } from '../../shared/x509/verification.ts';
import { chainOfServer } from '../pki/chain.ts';
import { certificateOf, knownCertificates } from '../pki/known-certificates.ts';
import { probeStarttls, type StarttlsOptions, type StarttlsResult } from '../pki/starttls.ts';

/** Asks the server. Never throws, and ends in time whatever the server does. No mail is sent. */
export async function askServer({ host }: MailServer, organization: Organization, at: Date, options: StarttlsOptions): Promise<Handshake> {
  const found = await probeStarttls(host, options);
  return found.state === 'presented' ? judged(found, organization, at) : found;
}

/** As the server has asked itself. */
export function handshakeOf(answer: ServerAnswerFile, organization: Organization, at: Date): Handshake {
  const { state, detail, certificates, protocol, answersInTls } = answer;
  if (state === 'notOffered') return { state };
  if (state === 'failed') return { state, fault: 'tlsFailed', detail };
  const bytes = certificates.map((one) => new Uint8Array(Buffer.from(one, 'base64')));
  return judged({ certificates: bytes, protocol: protocolName(protocol), answersInTls }, organization, at);
}

type Presented = Pick<Extract<StarttlsResult, { readonly state: 'presented' }>, 'certificates' | 'protocol' | 'answersInTls'>;

function judged({ certificates, protocol, answersInTls }: Presented, organization: Organization, now: Date): Handshake {
  const [own, ...rest] = certificates.map(certificateOf).filter((one) => one !== undefined);
  if (own === undefined) return { state: 'failed', fault: 'noCertificate', detail: '' };
  const { material } = knownCertificates([own, ...rest], organization);
  const { state, chain } = chainOfServer([own, ...rest], material, now);
  const { thumbprint, subject, notAfter } = own.facts;
  return {
    state: 'presented',
    thumbprint,
    subject,
    notAfter,
    // Whether Exchange Online trusts a root that is on no public list is not known here.
    chain: state === 'complete' && chain.end !== 'publicRoot' ? 'issuerUnknown' : state,
    protocol,
    answersInTls,
  };
}
