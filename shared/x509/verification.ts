/** Results of a check of chain and revocation: what servers present, how far chains reach, and what authorities answered. */
import type { CertificateFacts } from '../model/certificate.ts';
import type { RevocationReason } from './revocation-reason.ts';

export type CertificateBrief = Pick<CertificateFacts, 'thumbprint' | 'subject' | 'issuer' | 'notBefore' | 'notAfter'>;

/** One server to connect to, on port 25. */
export interface MailServer {
  readonly server: string;
  readonly host: string;
}

/** Why a server did not come so far as to present a certificate. */
export const starttlsFaults = [
  'hostInvalid',
  'notFound',
  'refused',
  'unreachable',
  'timedOut',
  'canceled',
  'closedEarly',
  'notSmtp',
  'replyTooLong',
  'greetingRefused',
  'injected',
  'starttlsRefused',
  'tlsFailed',
  'noCertificate',
] as const;
export type StarttlsFault = (typeof starttlsFaults)[number];

export type ServerAnswer = MailServer &
  (
    | {
        readonly state: 'presented';
        readonly certificate: CertificateBrief;
        /** The chosen one, one that the connectors name now, or another */
        readonly is: 'chosen' | 'inUse' | 'other';
        /** How many certificates were presented, its own included */
        readonly count: number;
        /** e.g. `TLSv1.2` */
        readonly protocol: string;
        readonly cipher: string;
        /** Whether it goes on with SMTP once TLS stands */
        readonly answersInTls: boolean;
      }
    | { readonly state: 'notOffered' }
    /** `detail`: the text of the server or of the system */
    | { readonly state: 'failed'; readonly fault: StarttlsFault; readonly detail: string }
  );

/** Why a link of a chain is wrong, or could not be checked (the first two). */
export const linkFaults = [
  'bytesMissing',
  'algorithmUnknown',
  'expired',
  'notYetValid',
  'notAuthority',
  'mayNotSign',
  'pathTooLong',
] as const;
export type LinkFault = (typeof linkFaults)[number];

export interface ChainLink {
  readonly subject: CertificateBrief;
  readonly issuer: CertificateBrief;
  readonly state: 'ok' | 'bad' | 'unknown';
  readonly faults: readonly LinkFault[];
}

export interface Chain {
  readonly leaf: CertificateBrief;
  /** From the leaf upwards */
  readonly links: readonly ChainLink[];
  /**
   * `publicRoot`: a root of Mozilla's list. `otherRoot`: another self-signed certificate.
   * `keyDiffers`: a certificate of the issuer's name is known, and has another key. `wrongSignature`: it did not sign.
   */
  readonly end: 'publicRoot' | 'otherRoot' | 'issuerMissing' | 'keyDiffers' | 'wrongSignature';
  /** The issuer that is missing; `null` when it ends with a root */
  readonly missing: string | null;
}

/**
 * Whether a server presents all that a client needs. `intermediateMissing`: the issuer is known from elsewhere and
 * no root. `issuerUnknown`: it is known nowhere, so it may also be a root that is not on Mozilla's list.
 */
export interface ServerChain extends MailServer {
  readonly state: 'complete' | 'intermediateMissing' | 'issuerUnknown' | 'broken';
  readonly chain: Chain;
}

export interface Address {
  readonly kind: 'issuer' | 'ocsp' | 'crl';
  readonly url: string;
}

/** A certificate whose revocation can be checked, and the addresses that a check would connect to. */
export interface RevocationQuestion {
  readonly certificate: CertificateBrief;
  readonly addresses: readonly Address[];
}

export interface ChainCheck {
  readonly chosen: Chain;
  readonly servers: readonly ServerChain[];
  readonly questions: readonly RevocationQuestion[];
}

/** Why an address did not answer whether a certificate is revoked. */
export const revocationFaults = [
  'noAddress',
  'issuerMissing',
  'issuerNotProven',
  'addressRefused',
  'unreachable',
  'timedOut',
  'canceled',
  'httpStatus',
  'redirectRefused',
  'tooLarge',
  'malformed',
  'responderRefused',
  'otherCertificate',
  'statusUnknown',
  'wrongSignature',
  'algorithmUnknown',
  'notAuthorized',
  'notYetValid',
  'outOfDate',
  'otherScope',
  'notUnderstood',
] as const;
export type RevocationFault = (typeof revocationFaults)[number];

export interface FailedAddress {
  /** `''`: no address was asked */
  readonly url: string;
  readonly fault: RevocationFault;
  readonly detail: string;
}

interface AnswerSource {
  readonly by: 'ocsp' | 'crl';
  readonly url: string;
  /** Of when the information is, and until when it counts; ISO 8601 */
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
}

/** `failed`: the addresses that were asked before, or all. */
export type Revocation = (
  | (AnswerSource & { readonly state: 'good' })
  | (AnswerSource & { readonly state: 'revoked'; readonly revokedAt: string; readonly reason: RevocationReason })
  | { readonly state: 'unknown' }
) & { readonly failed: readonly FailedAddress[] };
