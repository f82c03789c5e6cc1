/** Do both sides carry the new certificate name, and is everything else as it was? */
import type { CertificateFacts } from '../model/certificate.ts';
import type { Finding } from '../model/finding.ts';
import type { Organization } from '../model/organization.ts';
import type { CertificateName } from '../names/certificate-name.ts';
import { inboundSender, outbound } from './post/exchange-online.ts';
import { hybridName, internalTransport, receiveConnector, sendNames, serversToCheck } from './post/on-premises.ts';

export interface PostCheckInput {
  /** The organization before the first change: whose saved values count */
  readonly before: Organization;
  readonly after: Organization;
  readonly certificate: { readonly name: CertificateName; readonly facts: CertificateFacts };
}

/** Every finding has `expected` and `found` in its evidence where there is something to compare ('' is empty). */
export const postChecks = ({ before, after, certificate }: PostCheckInput): Finding[] => [
  ...serversToCheck(before, after).flatMap((server) => receiveConnector(server, before, after, certificate.name)),
  ...sendNames(after, certificate.name),
  hybridName(after, certificate.name),
  ...inboundSender(after, certificate.facts),
  ...outbound(after, certificate.facts),
  ...before.hybridServers.map((server) => internalTransport(server, after)),
];
