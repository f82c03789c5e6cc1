/** What a presented certificate means for mail, where nobody can tell for certain which one is presented. */
import type { ServerCertificate } from '../model/certificate.ts';
import { couldNotCheckAs, finding, type Context } from '../rules/finding.ts';
import type { Presented } from './presented.ts';
import { verdictOf, type Reason } from './verdict.ts';

/**
 * The reasons of what is presented. Nobody can tell which certificate that is where the two orders of selection differ: where the
 * other one would lead elsewhere, that is all that is known. One that a name selects may not be enabled for SMTP, and TLS then fails later.
 * Source: docs/domain.md, "Which certificate is presented".
 */
export function reasonsOfChoice(
  { by, certificate, competing }: Extract<Presented, { readonly certificate: ServerCertificate }>,
  context: Context<'mail.presented' | 'mail.sendCertificate'>,
  place: { readonly server: string; readonly connector: string },
  judge: (certificate: ServerCertificate) => readonly Reason[],
): readonly Reason[] {
  const all = (one: ServerCertificate): readonly Reason[] => [...judge(one), ...(by === 'name' ? smtp(one, context, place) : [])];
  const reasons = all(certificate);
  if (competing === null || verdictOf(all(competing)) === verdictOf(reasons)) return reasons;
  const evidence = { ...place, thumbprint: certificate.facts.thumbprint, competing: competing.facts.thumbprint };
  return [{ finding: finding(context, 'order', evidence), effect: 'unknown' }];
}

function smtp(
  { facts, services }: ServerCertificate,
  context: Context<'mail.presented' | 'mail.sendCertificate'>,
  place: { readonly server: string; readonly connector: string },
): readonly Reason[] {
  const evidence = { ...place, thumbprint: facts.thumbprint };
  if (!services.known) return [{ finding: couldNotCheckAs(context, 'servicesUnread', services, evidence), effect: 'unknown' }];
  return services.value.includes('SMTP') ? [] : [{ finding: finding(context, 'withoutSmtp', evidence), effect: 'unknown' }];
}
