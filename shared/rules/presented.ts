/** Which certificate will each server present, now and once the connectors name the chosen one? */
import type { ServerCertificate } from '../model/certificate.ts';
import type { SendConnector } from '../model/connector.ts';
import { flatMap, known, partition, unknown, type Known } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { defaultFrontendConnector, hybridSendConnectors } from './hybrid-connectors.ts';

/**
 * Why the certificate that is selected may not serve. `expired`: every match has expired; STARTTLS is
 * offered with it all the same (Microsoft Learn). `notYetValid`: whether Exchange passes over it is not confirmed
 * by Microsoft. `withoutSmtp`: it is selected, but Microsoft Learn says that TLS then fails later.
 * `servicesUnread`: whether it is enabled for SMTP is not known.
 * `order`: Microsoft Learn sorts by the newest start of validity, Exchange Team Blog 4420592 by the latest expiry, and here the
 * two name different certificates.
 */
export const uncertainties = ['expired', 'notYetValid', 'withoutSmtp', 'servicesUnread', 'order'] as const;
export type Uncertainty = (typeof uncertainties)[number];

/**
 * Why nothing can be presented: no match, only matches without a private key, or a text that is no
 * certificate name (a thumbprint for example).
 */
export const reasonsForNone = ['noMatch', 'noPrivateKey', 'nameInvalid'] as const;

/** What a certificate name selects. */
export type PresentedByName =
  | {
      readonly kind: 'certificate';
      readonly thumbprint: string;
      readonly notBefore: string;
      readonly notAfter: string;
      readonly uncertainties: readonly Uncertainty[];
      /** With the uncertainty `order`, the certificate that Microsoft Learn's order names */
      readonly competing: string | null;
    }
  | { readonly kind: 'none'; readonly reason: (typeof reasonsForNone)[number] };

/** `byFqdn`: no certificate name is set. Exchange goes by the FQDN of the connector, and this is not predicted. */
export type Presented = PresentedByName | { readonly kind: 'byFqdn'; readonly fqdn: Known<string | null> };

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
 * that is no hybrid server (an Edge server for example). Source: Exchange Team Blog 4420592; Microsoft Learn, Selection of inbound
 * STARTTLS certificates. That a send connector selects in the same way is stated by the blog alone.
 */
export const predictPresented = (organization: Organization, chosen: CertificateName): Prediction[] => [
  ...organization.hybridServers.map((server) => receiving(server, chosen, organization.gatheredAt)),
  ...sending(organization, chosen),
];

function receiving(server: HybridServer, chosen: CertificateName, at: string): Prediction {
  const connector = defaultFrontendConnector(server);
  const row = { direction: 'receive', server: server.name } as const;
  if (!connector.known) return { ...row, connector: '', now: connector, after: connector };
  const { identity, tlsCertificateName, fqdn } = connector.value;
  return {
    ...row,
    connector: identity,
    now: flatMap(tlsCertificateName, (text) => selectByText(text, fqdn, server.certificates, at)),
    after: selectByName(chosen, server.certificates, at),
  };
}

function sending(organization: Organization, chosen: CertificateName): Prediction[] {
  const connectors = hybridSendConnectors(organization);
  if (!connectors.known) return [{ direction: 'send', server: '', connector: '', now: connectors, after: connectors }];
  return connectors.value.flatMap((connector) => fromSources(connector, organization, chosen));
}

function fromSources(connector: SendConnector, { hybridServers, gatheredAt }: Organization, chosen: CertificateName): Prediction[] {
  const { identity, sourceTransportServers: sources, tlsCertificateName } = connector;
  if (!sources.known) return [{ direction: 'send', server: '', connector: identity, now: sources, after: sources }];
  return sources.value.map((source) => {
    const server = hybridServers.find(({ name }) => sameServer(name, source));
    const store = server?.certificates ?? unknown('notReturned', source);
    return {
      direction: 'send',
      server: server?.name ?? source,
      connector: identity,
      now: flatMap(tlsCertificateName, (text) => selectByText(text, known(null), store, gatheredAt)),
      after: selectByName(chosen, store, gatheredAt),
    };
  });
}

/** What the text of a TlsCertificateName selects; empty goes by the FQDN. */
function selectByText(
  text: string | null,
  fqdn: Known<string | null>,
  store: Known<readonly ServerCertificate[]>,
  at: string,
): Known<Presented> {
  if (text === null || text.trim() === '') return known({ kind: 'byFqdn', fqdn });
  const name = parseCertificateName(text);
  return name === undefined ? known({ kind: 'none', reason: 'nameInvalid' }) : selectByName(name, store, at);
}

/**
 * Issuer and subject select among the certificates of the machine store; of several the one that
 * expires last wins (Exchange Team Blog 4420592), whatever services it is enabled for. One without a private key is not
 * eligible (Microsoft Learn, Selection of inbound STARTTLS certificates); where that was not read of a
 * certificate that would win, nothing can be said. That one which has expired or is not valid yet
 * is passed over is not confirmed by Microsoft, so it stays in and is an uncertainty. `at`: ISO 8601.
 */
export const selectByName = (name: CertificateName, store: Known<readonly ServerCertificate[]>, at: string): Known<PresentedByName> =>
  flatMap(store, (certificates): Known<PresentedByName> => {
    const matches = certificates.filter(({ facts }) => sameCertificateName(facts, name)).sort(byExpiry);
    if (matches.length === 0) return known({ kind: 'none', reason: 'noMatch' });
    // A match behind the first one that certainly has its key cannot win.
    const { known: read, unknown: unread } = partition(matches, ({ hasPrivateKey }) => hasPrivateKey);
    const winner = read.find(({ value }) => value)?.item;
    const open = unread.find(({ item }) => winner === undefined || matches.indexOf(item) < matches.indexOf(winner));
    if (open !== undefined) return open.why;
    if (winner === undefined) return known({ kind: 'none', reason: 'noPrivateKey' });
    const keyless = read.filter(({ value }) => !value).map(({ item }) => item);
    const competing = competingWith(
      winner,
      matches.filter((match) => !keyless.includes(match)),
    );
    const { thumbprint, notBefore, notAfter } = winner.facts;
    return known({
      kind: 'certificate',
      thumbprint,
      notBefore,
      notAfter,
      uncertainties: uncertaintiesOf(winner, competing, at),
      competing,
    });
  });

/** Latest expiry first; of two that expire together the one that is valid from later, then by thumbprint, so that the result is always the same. */
const byExpiry = ({ facts: a }: ServerCertificate, { facts: b }: ServerCertificate): number =>
  Date.parse(b.notAfter) - Date.parse(a.notAfter) ||
  Date.parse(b.notBefore) - Date.parse(a.notBefore) ||
  (a.thumbprint < b.thumbprint ? -1 : 1);

/** The certificate that is valid from later than the winner, latest first; one whose key was not read may compete too. */
function competingWith(winner: ServerCertificate, eligible: readonly ServerCertificate[]): string | null {
  const newest = eligible.reduce((best, one) => (Date.parse(one.facts.notBefore) > Date.parse(best.facts.notBefore) ? one : best), winner);
  return newest === winner ? null : newest.facts.thumbprint;
}

function uncertaintiesOf({ facts, services }: ServerCertificate, competing: string | null, at: string): readonly Uncertainty[] {
  const found: Uncertainty[] = [];
  if (Date.parse(at) > Date.parse(facts.notAfter)) found.push('expired');
  if (Date.parse(at) < Date.parse(facts.notBefore)) found.push('notYetValid');
  if (!services.known) found.push('servicesUnread');
  else if (!services.value.includes('SMTP')) found.push('withoutSmtp');
  if (competing !== null) found.push('order');
  return found;
}
