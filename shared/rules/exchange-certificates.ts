/** The certificates that Exchange makes for itself: no renewal ever chooses one of them. */
import { sameServer } from '../model/server-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import type { JudgedCertificate } from './judge-certificates.ts';

/** Setup makes one for OAuth; the federation trust and Windows' management service have their own. */
const ownNames = /^(?:Microsoft Exchange Server Auth Certificate|Federation|WMSvc\b.*)$/i;

/** Whether it is self-signed, and named for its server or for one of Exchange's own services. Source: docs/domain.md, "Terms". */
export function isMadeByExchange({ facts, servers, findings }: Pick<JudgedCertificate, 'facts' | 'servers' | 'findings'>): boolean {
  const isSelfSigned = findings.some(({ rule, variant }) => rule === 'certificate.selfSigned' && variant === 'block');
  const name = commonNameOf(facts.subject);
  return isSelfSigned && name !== undefined && (ownNames.test(name) || servers.some((server) => sameServer(server, name)));
}
