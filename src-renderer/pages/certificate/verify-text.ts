/** What a check of chain and revocation found, as sentences. */
import type {
  Address,
  CertificateBrief,
  Chain,
  ChainLink,
  FailedAddress,
  Revocation,
  ServerAnswer,
  ServerChain,
} from '../../../shared/x509/verification.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { textOf } from '../../../shared/messages/labels.ts';
import type { Severity } from '../../../shared/rules/rules.ts';
import { commonNameOf } from '../../../shared/x509/distinguished-name.ts';
import type { Language } from '../../../shared/messages/language.ts';
import { momentText } from '../../../shared/messages/dates.ts';

export interface Statement {
  readonly severity: Severity;
  readonly text: string;
}
export const addressKindLabel = (kind: Address['kind']): string => textOf(`verify_kind_${kind}`);

const shortName = (name: string): string => commonNameOf(name) ?? name;
export const nameOf = ({ subject, thumbprint }: CertificateBrief): string => (subject === '' ? thumbprint : shortName(subject));

/** What a server answered: the certificate it presents first. */
export function answerText(answer: ServerAnswer): readonly Statement[] {
  const { server, host } = answer;
  if (answer.state === 'notOffered') return [{ severity: 'warn', text: m.verify_notOffered({ server }) }];
  if (answer.state === 'failed') {
    const text = m.verify_failed({ server, host, reason: textOf(`verify_server_${answer.fault}`) });
    return [{ severity: 'unknown', text: answer.detail === '' ? text : `${text} (${m.verify_detail({ detail: answer.detail })})` }];
  }
  const subject = answer.certificate.subject || answer.certificate.thumbprint;
  const presented: Statement = {
    chosen: { severity: 'ok', text: m.verify_presented_chosen({ server }) } as const,
    inUse: { severity: 'info', text: m.verify_presented_inUse({ server, subject }) } as const,
    other: { severity: 'warn', text: m.verify_presented_other({ server, subject }) } as const,
  }[answer.is];
  return answer.answersInTls ? [presented] : [presented, { severity: 'warn', text: m.verify_notInTls({ server }) }];
}

/** Whether what a server presents is complete. */
export function serverChainText({ server, state, chain }: ServerChain): Statement {
  const issuer = shortName(chain.missing ?? '');
  switch (state) {
    case 'complete':
      return { severity: 'ok', text: m.verify_chain_complete({ root: nameOf(chain.links.at(-1)?.issuer ?? chain.leaf) }) };
    case 'intermediateMissing':
      return { severity: 'warn', text: m.verify_chain_intermediateMissing({ server, issuer }) };
    case 'issuerUnknown':
      return chain.links.length === 0
        ? { severity: 'warn', text: m.verify_chain_alone({ server, issuer }) }
        : { severity: 'unknown', text: m.verify_chain_issuerUnknown({ server, issuer }) };
    case 'broken':
      return { severity: 'warn', text: m.verify_chain_broken({ server }) };
  }
}

const linkSeverities = { ok: 'ok', bad: 'warn', unknown: 'unknown' } as const;

/** Every link of a chain, and how it ends. */
export const chainText = ({ links, end, missing }: Chain): readonly Statement[] => [
  ...links.map(({ subject, issuer, state, faults }: ChainLink): Statement => {
    const names = { subject: nameOf(subject), issuer: nameOf(issuer) };
    const reasons = faults.map((fault) => textOf(`verify_link_${fault}`)).join(', ');
    return { severity: linkSeverities[state], text: state === 'ok' ? m.verify_link_ok(names) : m.verify_link_other({ ...names, reasons }) };
  }),
  chainEndText(end, shortName(missing ?? '')),
];

function chainEndText(end: Chain['end'], issuer: string): Statement {
  switch (end) {
    case 'publicRoot':
      return { severity: 'ok', text: m.verify_end_publicRoot() };
    case 'otherRoot':
      return { severity: 'info', text: m.verify_end_otherRoot() };
    case 'issuerMissing':
      return { severity: 'unknown', text: m.verify_end_issuerMissing({ issuer }) };
    case 'keyDiffers':
      return { severity: 'warn', text: m.verify_end_keyDiffers({ issuer }) };
    case 'wrongSignature':
      return { severity: 'warn', text: m.verify_end_wrongSignature({ issuer }) };
  }
}

/** Whether a certificate is revoked; where that is unknown, why each address gave no answer. */
export function revocationText(certificate: CertificateBrief, found: Revocation, language: Language): readonly Statement[] {
  const subject = nameOf(certificate);
  if (found.state === 'good') {
    const time = momentText(found.thisUpdate, language);
    return [{ severity: 'ok', text: m.verify_good({ subject, by: addressKindLabel(found.by), time }) }];
  }
  if (found.state === 'revoked') {
    const time = momentText(found.revokedAt, language);
    return [{ severity: 'block', text: m.verify_revoked({ subject, time, reason: textOf(`verify_reason_${found.reason}`) }) }];
  }
  return found.failed.map((failed) => ({
    severity: 'unknown',
    text: m.verify_unknown({ subject, reason: failedAddressText(failed, language) }),
  }));
}

function failedAddressText({ url, fault, detail }: FailedAddress, language: Language): string {
  // The detail of an answer that is out of date is the moment at which it ended; the others are the responder's own words.
  const shown = fault === 'outOfDate' && detail !== '' ? momentText(detail, language) : detail;
  const why = textOf(`verify_revocation_${fault}`);
  const reason = shown === '' ? why : `${why} (${shown})`;
  return url === '' ? reason : m.verify_address_failed({ url, reason });
}
