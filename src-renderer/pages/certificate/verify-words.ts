/** Words for what a check of chain and revocation found. Each list is complete by its type. */
import type {
  Address,
  CertificateBrief,
  Chain,
  ChainLink,
  FailedAddress,
  LinkFault,
  Revocation,
  RevocationFault,
  ServerAnswer,
  ServerChain,
  StarttlsFault,
} from '../../../shared/x509/verification.ts';
import type { RevocationReason } from '../../../shared/x509/revocation-reason.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import type { Severity } from '../../../shared/rules/rules.ts';
import { commonNameOf } from '../../../shared/x509/distinguished-name.ts';
import type { Language } from '../../../shared/wizard/pages.ts';
import { momentText } from '../../../shared/messages/dates.ts';

export interface Said {
  readonly severity: Severity;
  readonly text: string;
}
type Words<K extends string> = Readonly<Record<K, () => string>>;

const serverWords: Words<StarttlsFault> = {
  hostInvalid: m.verify_server_hostInvalid,
  notFound: m.verify_server_notFound,
  refused: m.verify_server_refused,
  unreachable: m.verify_server_unreachable,
  timedOut: m.verify_server_timedOut,
  canceled: m.verify_server_canceled,
  closedEarly: m.verify_server_closedEarly,
  notSmtp: m.verify_server_notSmtp,
  replyTooLong: m.verify_server_replyTooLong,
  greetingRefused: m.verify_server_greetingRefused,
  injected: m.verify_server_injected,
  starttlsRefused: m.verify_server_starttlsRefused,
  tlsFailed: m.verify_server_tlsFailed,
  noCertificate: m.verify_server_noCertificate,
};

const linkWords: Words<LinkFault> = {
  bytesMissing: m.verify_link_bytesMissing,
  algorithmUnknown: m.verify_link_algorithmUnknown,
  expired: m.verify_link_expired,
  notYetValid: m.verify_link_notYetValid,
  notAuthority: m.verify_link_notAuthority,
  mayNotSign: m.verify_link_mayNotSign,
  pathTooLong: m.verify_link_pathTooLong,
};

const revocationWords: Words<RevocationFault> = {
  noAddress: m.verify_revocation_noAddress,
  issuerMissing: m.verify_revocation_issuerMissing,
  issuerNotProven: m.verify_revocation_issuerNotProven,
  addressRefused: m.verify_revocation_addressRefused,
  unreachable: m.verify_revocation_unreachable,
  timedOut: m.verify_revocation_timedOut,
  canceled: m.verify_revocation_canceled,
  httpStatus: m.verify_revocation_httpStatus,
  redirectRefused: m.verify_revocation_redirectRefused,
  tooLarge: m.verify_revocation_tooLarge,
  malformed: m.verify_revocation_malformed,
  responderRefused: m.verify_revocation_responderRefused,
  otherCertificate: m.verify_revocation_otherCertificate,
  statusUnknown: m.verify_revocation_statusUnknown,
  wrongSignature: m.verify_revocation_wrongSignature,
  algorithmUnknown: m.verify_revocation_algorithmUnknown,
  notAuthorized: m.verify_revocation_notAuthorized,
  notYetValid: m.verify_revocation_notYetValid,
  outOfDate: m.verify_revocation_outOfDate,
  otherScope: m.verify_revocation_otherScope,
  notUnderstood: m.verify_revocation_notUnderstood,
};

const reasonWords: Words<RevocationReason> = {
  unspecified: m.verify_reason_unspecified,
  keyCompromise: m.verify_reason_keyCompromise,
  cACompromise: m.verify_reason_cACompromise,
  affiliationChanged: m.verify_reason_affiliationChanged,
  superseded: m.verify_reason_superseded,
  cessationOfOperation: m.verify_reason_cessationOfOperation,
  certificateHold: m.verify_reason_certificateHold,
  removeFromCRL: m.verify_reason_removeFromCRL,
  privilegeWithdrawn: m.verify_reason_privilegeWithdrawn,
  aACompromise: m.verify_reason_aACompromise,
};

const kindWords: Words<Address['kind']> = { issuer: m.verify_kind_issuer, ocsp: m.verify_kind_ocsp, crl: m.verify_kind_crl };
export const kindWord = (kind: Address['kind']): string => kindWords[kind]();

const shortName = (name: string): string => commonNameOf(name) ?? name;
export const nameOf = ({ subject, thumbprint }: CertificateBrief): string => (subject === '' ? thumbprint : shortName(subject));

/** What a server answered, the most telling first. */
export function answerWords(answer: ServerAnswer): readonly Said[] {
  const { server, host } = answer;
  if (answer.state === 'notOffered') return [{ severity: 'warn', text: m.verify_notOffered({ server }) }];
  if (answer.state === 'failed') {
    const text = m.verify_failed({ server, host, reason: serverWords[answer.fault]() });
    return [{ severity: 'unknown', text: answer.detail === '' ? text : `${text} (${m.verify_detail({ detail: answer.detail })})` }];
  }
  const subject = answer.certificate.subject || answer.certificate.thumbprint;
  const presented: Said = {
    chosen: { severity: 'ok', text: m.verify_presented_chosen({ server }) } as const,
    inUse: { severity: 'info', text: m.verify_presented_inUse({ server, subject }) } as const,
    other: { severity: 'warn', text: m.verify_presented_other({ server, subject }) } as const,
  }[answer.is];
  return answer.answersInTls ? [presented] : [presented, { severity: 'warn', text: m.verify_notInTls({ server }) }];
}

/** Whether what a server presents is complete. */
export function serverChainWords({ server, state, chain }: ServerChain): Said {
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
export const chainWords = ({ links, end, missing }: Chain): readonly Said[] => [
  ...links.map(({ subject, issuer, state, faults }: ChainLink): Said => {
    const names = { subject: nameOf(subject), issuer: nameOf(issuer) };
    const reasons = faults.map((fault) => linkWords[fault]()).join(', ');
    return { severity: linkSeverities[state], text: state === 'ok' ? m.verify_link_ok(names) : m.verify_link_other({ ...names, reasons }) };
  }),
  endWords(end, shortName(missing ?? '')),
];

function endWords(end: Chain['end'], issuer: string): Said {
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

/** Whether a certificate is revoked; where that is unknown, why each address did not tell. */
export function revocationSaid(certificate: CertificateBrief, found: Revocation, language: Language): readonly Said[] {
  const subject = nameOf(certificate);
  if (found.state === 'good') {
    const time = momentText(found.thisUpdate, language);
    return [{ severity: 'ok', text: m.verify_good({ subject, by: kindWord(found.by), time }) }];
  }
  if (found.state === 'revoked') {
    const time = momentText(found.revokedAt, language);
    return [{ severity: 'block', text: m.verify_revoked({ subject, time, reason: reasonWords[found.reason]() }) }];
  }
  return found.failed.map((failed) => ({
    severity: 'unknown',
    text: m.verify_unknown({ subject, reason: failedWords(failed, language) }),
  }));
}

function failedWords({ url, fault, detail }: FailedAddress, language: Language): string {
  // The detail of an answer that is out of date is the moment at which it ended; the others are the responder's own words.
  const shown = fault === 'outOfDate' && detail !== '' ? momentText(detail, language) : detail;
  const reason = shown === '' ? revocationWords[fault]() : `${revocationWords[fault]()} (${shown})`;
  return url === '' ? reason : m.verify_address_failed({ url, reason });
}
