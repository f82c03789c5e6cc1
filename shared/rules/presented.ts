/** Which certificate will each server present, now and once the connectors name the chosen one? */

import type { SendConnector } from '../model/connector.ts';
import { knownOr, unknown, type Known, known } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { type CertificateName, parseCertificateName, sameCertificateName } from '../x509/certificate-name.ts';
import { defaultFrontendConnector, hybridSendConnectors, sameServer } from './hybrid-connectors.ts';
import type { ServerCertificate } from '../model/certificate.ts';

// Which certificate of one server's store a certificate name selects.

/**
 * Why the certificate that is selected may not serve. `expired`: every match has expired; STARTTLS is
 * offered with it all the same (STARTTLS selection). `notYetValid`: whether Exchange passes over it is not confirmed
 * by Microsoft. `withoutSmtp`: it is selected, but STARTTLS selection says that TLS then fails later.
 * `order`: STARTTLS selection sorts by the newest start of validity, Exchange Team Blog 4420592 by the latest expiry, and here the
 * two name different certificates.
 */
export type Doubt = 'expired' | 'notYetValid' | 'withoutSmtp' | 'order';

/** What a server presents. */
export type Presented =
  | {
      readonly kind: 'certificate';
      readonly thumbprint: string;
      readonly notBefore: string;
      readonly notAfter: string;
      readonly doubts: readonly Doubt[];
      /** With the doubt `order`, the one that the order of STARTTLS selection names */
      readonly rival: string | null;
    }
  /** No certificate name is set: Exchange goes by the FQDN of the connector, and this is not predicted */
  | { readonly kind: 'byFqdn'; readonly fqdn: string | null }
  /** Nothing can be presented: no match, only matches without a private key, or a text that is no certificate name (e.g. a thumbprint) */
  | { readonly kind: 'none'; readonly reason: 'noMatch' | 'noPrivateKey' | 'nameInvalid' };

/** What a certificate name presents: never by FQDN. */
export type PresentedByName = Exclude<Presented, { readonly kind: 'byFqdn' }>;

/** What the text of a TlsCertificateName selects; empty goes by the FQDN. */
function selectByText(text: string | null, fqdn: string | null, store: Known<readonly ServerCertificate[]>, at: string): Known<Presented> {
  if (text === null || text.trim() === '') return known({ kind: 'byFqdn', fqdn });
  const name = parseCertificateName(text);
  return name === undefined ? known({ kind: 'none', reason: 'nameInvalid' }) : selectByName(name, store, at);
}

/**
 * Issuer and subject select among the certificates of the machine store; of several the one that
 * expires last wins (Exchange Team Blog 4420592), whatever services it is enabled for. One without a private key is not
 * eligible (STARTTLS selection); where that was not read of a
 * certificate that would win, nothing can be said. That one which has expired or is not valid yet
 * is passed over is not confirmed by Microsoft, so it stays in and is a doubt. `at`: ISO 8601.
 */
export function selectByName(name: CertificateName, store: Known<readonly ServerCertificate[]>, at: string): Known<PresentedByName> {
  if (!store.known) return store;
  const matches = store.value.filter(({ facts }) => sameCertificateName(facts, name)).sort(byExpiry);
  if (matches.length === 0) return known({ kind: 'none', reason: 'noMatch' });
  const winner = matches.find(({ hasPrivateKey }) => !hasPrivateKey.known || hasPrivateKey.value);
  if (winner === undefined) return known({ kind: 'none', reason: 'noPrivateKey' });
  if (!winner.hasPrivateKey.known) return winner.hasPrivateKey;
  const eligible = matches.filter(({ hasPrivateKey }) => !hasPrivateKey.known || hasPrivateKey.value);
  const rival = rivalOf(winner, eligible);
  const { thumbprint, notBefore, notAfter } = winner.facts;
  return known({ kind: 'certificate', thumbprint, notBefore, notAfter, doubts: doubtsOf(winner, rival, at), rival });
}

/** Latest expiry first; of two that expire together the one that is valid from later, then by thumbprint, so that the result is always the same. */
const byExpiry = ({ facts: a }: ServerCertificate, { facts: b }: ServerCertificate): number =>
  Date.parse(b.notAfter) - Date.parse(a.notAfter) ||
  Date.parse(b.notBefore) - Date.parse(a.notBefore) ||
  (a.thumbprint < b.thumbprint ? -1 : 1);

/** The certificate that is valid from later than the winner, latest first. */
function rivalOf(winner: ServerCertificate, eligible: readonly ServerCertificate[]): string | null {
  const newest = eligible.reduce((best, one) => (Date.parse(one.facts.notBefore) > Date.parse(best.facts.notBefore) ? one : best), winner);
  return newest === winner ? null : newest.facts.thumbprint;
}

function doubtsOf({ facts, services }: ServerCertificate, rival: string | null, at: string): readonly Doubt[] {
  const found: Doubt[] = [];
  if (Date.parse(at) > Date.parse(facts.notAfter)) found.push('expired');
  if (Date.parse(at) < Date.parse(facts.notBefore)) found.push('notYetValid');
  if (services.known && !services.value.includes('SMTP')) found.push('withoutSmtp');
  if (rival !== null) found.push('order');
  return found;
}

/** One connector on one server. */
export interface Prediction {
  readonly direction: 'receive' | 'send';
  /** '' when the source servers of a send connector are not known */
  readonly server: string;
  /** Identity; '' when the connector is not known */
  readonly connector: string;
  readonly now: Known<Presented>;
  /** With the name of the chosen certificate set */
  readonly after: Known<PresentedByName>;
}

/**
 * The Default Frontend connector of every hybrid server, then every hybrid send connector on each of
 * its source servers. A server whose store was not read gives unknown, and so does a source server
 * that is no hybrid server (an Edge server for example). Source:
 * docs/domain.md, "Which certificate is presented".
 */
export const predictPresented = (organization: Organization, chosen: CertificateName): Prediction[] => [
  ...organization.hybridServers.map((server) => receiving(server, chosen, organization.gatheredAt)),
  ...sending(organization, chosen),
];

function receiving(server: HybridServer, chosen: CertificateName, at: string): Prediction {
  const connector = defaultFrontendConnector(server);
  const row = { direction: 'receive', server: server.name } as const;
  if (!connector.known) return { ...row, connector: '', now: connector, after: connector };
  const { identity, tlsCertificateName: text, fqdn } = connector.value;
  return {
    ...row,
    connector: identity,
    now: text.known ? selectByText(text.value, knownOr(fqdn, null), server.certificates, at) : text,
    after: selectByName(chosen, server.certificates, at),
  };
}

function sending(organization: Organization, chosen: CertificateName): Prediction[] {
  const connectors = hybridSendConnectors(organization);
  if (!connectors.known) return [{ direction: 'send', server: '', connector: '', now: connectors, after: connectors }];
  return connectors.value.flatMap((connector) => fromSources(connector, organization, chosen));
}

function fromSources(connector: SendConnector, { hybridServers, gatheredAt }: Organization, chosen: CertificateName): Prediction[] {
  const { identity, sourceTransportServers: sources, tlsCertificateName: text } = connector;
  if (!sources.known) return [{ direction: 'send', server: '', connector: identity, now: sources, after: sources }];
  return sources.value.map((source) => {
    const server = hybridServers.find(({ name }) => sameServer(name, source));
    const store = server?.certificates ?? unknown('notReturned', source);
    return {
      direction: 'send',
      server: server?.name ?? source,
      connector: identity,
      now: text.known ? selectByText(text.value, null, store, gatheredAt) : text,
      after: selectByName(chosen, store, gatheredAt),
    };
  });
}
