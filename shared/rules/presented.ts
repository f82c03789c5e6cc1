/** Which certificate will each server present, now and once the connectors name the chosen one? */
import type { ServerCertificate } from '../model/certificate.ts';
import type { SendConnector } from '../model/connector.ts';
import { flatMap, isKnownTrue, known, map, not, partition, unknown, type Known, type Unknown } from '../model/known.ts';
import { mailServers, type HybridServer, type Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { selectByFqdn, type SelectedByFqdn } from './fqdn-selection.ts';
import { defaultFrontendConnector, hybridSendConnectorsInUse } from './hybrid-connectors.ts';
import { isPkiValid } from './installed-certificates.ts';
import { isWithinDates } from './validity.ts';

/**
 * Why the certificate that is selected may not serve. `expired`: every match has expired; STARTTLS is
 * offered with it all the same (Microsoft Learn). `notYetValid`: whether Exchange passes over it is not confirmed
 * by Microsoft. `invalid`: no match is valid on the server. `statusUnread`: whether it is valid there is not known. `withoutSmtp`: it is selected, but Microsoft Learn says that TLS then fails later.
 * `servicesUnread`: whether it is enabled for SMTP is not known.
 * `order`: Microsoft Learn sorts by the newest start of validity, Exchange Team Blog 4420592 by the latest expiry, and here the
 * two name different certificates.
 */
export const uncertainties = ['expired', 'notYetValid', 'invalid', 'statusUnread', 'withoutSmtp', 'servicesUnread', 'order'] as const;
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

/** `byFqdn`: no certificate name is set, and Exchange selects this one by the FQDN. `noneByFqdn`: none covers the FQDN. */
export type Presented =
  | PresentedByName
  | {
      readonly kind: 'byFqdn';
      readonly fqdn: string;
      readonly thumbprint: string;
      readonly notBefore: string;
      readonly notAfter: string;
    }
  | { readonly kind: 'noneByFqdn'; readonly fqdn: string };

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
 * that is no hybrid server. Source: Exchange Team Blog 4420592; Microsoft Learn, Selection of inbound
 * STARTTLS certificates. That a send connector selects in the same way is stated by the blog alone.
 */
export const predictPresented = (organization: Organization, chosen: CertificateName): Prediction[] => [
  ...mailServers(organization).map((server) => receiving(server, chosen, organization)),
  ...sending(organization, chosen),
];

function receiving(server: HybridServer, chosen: CertificateName, organization: Organization): Prediction {
  const connector = defaultFrontendConnector(server);
  const row = { direction: 'receive', server: server.name } as const;
  if (!connector.known) return { ...row, connector: '', now: connector, after: connector };
  const { identity } = connector.value;
  return {
    ...row,
    connector: identity,
    now: presentedNow(connector.value, server.name, server.certificates, organization),
    after: selectByName(chosen, server.certificates, organization.gatheredAt),
  };
}

function sending(organization: Organization, chosen: CertificateName): Prediction[] {
  const connectors = hybridSendConnectorsInUse(organization);
  if (!connectors.known) return [{ direction: 'send', server: '', connector: '', now: connectors, after: connectors }];
  return connectors.value.flatMap((connector) => fromSources(connector, organization, chosen));
}

function fromSources(connector: SendConnector, organization: Organization, chosen: CertificateName): Prediction[] {
  const { identity, sourceTransportServers: sources } = connector;
  if (!sources.known) return [{ direction: 'send', server: '', connector: identity, now: sources, after: sources }];
  return sources.value.map((source) => {
    const server = organization.hybridServers.find(({ name }) => sameServer(name, source));
    const store = server?.certificates ?? unknown('notReturned', source);
    return {
      direction: 'send',
      server: server?.name ?? source,
      connector: identity,
      now: presentedNow(connector, server?.name ?? source, store, organization),
      after: selectByName(chosen, store, organization.gatheredAt),
    };
  });
}

/** What the TlsCertificateName of a connector selects; an empty one goes by the FQDN. */
const presentedNow = (
  { tlsCertificateName, fqdn }: Pick<SendConnector, 'tlsCertificateName' | 'fqdn'>,
  server: string,
  store: Known<readonly ServerCertificate[]>,
  organization: Organization,
): Known<Presented> =>
  flatMap(tlsCertificateName, (text): Known<Presented> => {
    if (text === null || text.trim() === '') return map(selectByFqdn(organization, server, fqdn, store), byFqdn);
    const name = parseCertificateName(text);
    return name === undefined ? known({ kind: 'none', reason: 'nameInvalid' }) : selectByName(name, store, organization.gatheredAt);
  });

function byFqdn({ fqdn, certificate }: SelectedByFqdn): Presented {
  if (certificate === null) return { kind: 'noneByFqdn', fqdn };
  const { thumbprint, notBefore, notAfter } = certificate.facts;
  return { kind: 'byFqdn', fqdn, thumbprint, notBefore, notAfter };
}

/**
 * Issuer and subject select among the certificates of the machine store, whatever services they are enabled for. Of several the
 * one that expires last wins (Exchange Team Blog 4420592), or the one that is valid from latest (Microsoft Learn, Selection of
 * inbound STARTTLS certificates): both in this order, and the uncertainty `order` where the winners differ. Learn takes the first
 * one that is valid in the sense of PKI, so a revoked or invalid one does not win, and an expired one only when nothing else
 * matches; one without a private key is not eligible. Where what was not read could decide, nothing can be said. `at`: ISO 8601.
 */
export const selectByName = (name: CertificateName, store: Known<readonly ServerCertificate[]>, at: string): Known<PresentedByName> =>
  flatMap(store, (certificates): Known<PresentedByName> => {
    const matches = certificates.filter(({ facts }) => sameCertificateName(facts, name));
    if (matches.length === 0) return known({ kind: 'none', reason: 'noMatch' });
    const withKey = matches.filter(({ hasPrivateKey }) => !isKnownTrue(not(hasPrivateKey)));
    const [winner, ...others] = possibleWinners([...withKey].sort(byExpiry), at);
    if (winner === undefined) return known({ kind: 'none', reason: 'noPrivateKey' });
    const open = whyOpen([winner, ...others]);
    if (open !== undefined) return open;
    const competing = possibleWinners([...withKey].sort(byStart), at).find((one) => one !== winner)?.facts.thumbprint ?? null;
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

/** Those that may be presented, in their order: one that is certainly valid ends the search. */
function possibleWinners(ordered: readonly ServerCertificate[], at: string): readonly ServerCertificate[] {
  const candidates = ordered.filter((one) => validityOf(one, at) !== 'invalid');
  const firstValid = candidates.findIndex((one) => validityOf(one, at) === 'valid');
  if (firstValid >= 0) return candidates.slice(0, firstValid + 1);
  // Without one that is valid the first of all is offered, and none of these has to be.
  return [...new Set([...ordered.slice(0, 1), ...candidates])];
}

/** Why it is not known which of the possible winners is presented; `undefined` when it is known. */
function whyOpen(winners: readonly ServerCertificate[]): Unknown | undefined {
  const [keyless] = partition(winners, ({ hasPrivateKey }) => hasPrivateKey).unknown;
  if (keyless !== undefined) return keyless.why;
  const { known: read, unknown: unread } = partition(winners, ({ status }) => status);
  // One status of all of them means the same for each, whatever it means: then the order decides.
  if (winners.length === 1 || (unread.length === 0 && new Set(read.map(({ value }) => value)).size === 1)) return undefined;
  return partition(winners, isPkiValid).unknown[0]?.why;
}

/** Valid in the sense of PKI, as far as the status that the server reports and the expiry show it. */
function validityOf(certificate: ServerCertificate, at: string): 'valid' | 'invalid' | 'open' {
  if (Date.parse(at) > Date.parse(certificate.facts.notAfter)) return 'invalid';
  const isValid = isPkiValid(certificate);
  if (isKnownTrue(not(isValid))) return 'invalid';
  return isKnownTrue(isValid) ? 'valid' : 'open';
}

/** Latest expiry first; of two that expire together the one that is valid from later, then by thumbprint, so that the result is always the same. */
const byExpiry = (a: ServerCertificate, b: ServerCertificate): number => byDates(a, b, 'notAfter', 'notBefore');

/** Latest start of validity first. */
const byStart = (a: ServerCertificate, b: ServerCertificate): number => byDates(a, b, 'notBefore', 'notAfter');

const byDates = ({ facts: a }: ServerCertificate, { facts: b }: ServerCertificate, first: DateName, second: DateName): number =>
  Date.parse(b[first]) - Date.parse(a[first]) || Date.parse(b[second]) - Date.parse(a[second]) || (a.thumbprint < b.thumbprint ? -1 : 1);

type DateName = 'notBefore' | 'notAfter';

function uncertaintiesOf(certificate: ServerCertificate, competing: string | null, at: string): readonly Uncertainty[] {
  const { facts, services } = certificate;
  const found: Uncertainty[] = [];
  if (Date.parse(at) > Date.parse(facts.notAfter)) found.push('expired');
  if (Date.parse(at) < Date.parse(facts.notBefore)) found.push('notYetValid');
  if (isWithinDates(facts, at) && isKnownTrue(not(isPkiValid(certificate)))) found.push('invalid');
  if (!certificate.status.known) found.push('statusUnread');
  if (!services.known) found.push('servicesUnread');
  else if (!services.value.includes('SMTP')) found.push('withoutSmtp');
  if (competing !== null) found.push('order');
  return found;
}
