/** Who still uses a certificate on a server: what has to be settled before it is removed there. Nothing is judged by it, and nothing changed. */
import type { ServerCertificate } from '../model/certificate.ts';
import { flatMap, isKnownTrue, known, map, not, partition, unknown, type Known, type Unknown } from '../model/known.ts';
import type { AuthConfig, HybridServer, Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { selectByFqdn } from './fqdn-selection.ts';
import { selectByName, type Uncertainty } from './presented.ts';

/** Something that can use a certificate. `connector` is the identity. */
export type CertificateUser =
  /** `isSource`: whether the server sends for it. Where it does not, the connector prevents the removal all the same */
  | { readonly kind: 'sendConnector'; readonly connector: string; readonly isSource: Known<boolean> }
  | { readonly kind: 'receiveConnector'; readonly connector: string }
  | { readonly kind: 'hybridConfiguration' }
  /** The certificate that encrypts mail between the servers of the organization */
  | { readonly kind: 'internalTransport' }
  /** Server-to-server authentication */
  | { readonly kind: 'authConfig'; readonly which: keyof AuthConfig }
  /** e.g. `IIS`, `SMTP`, `POP`, `IMAP`, `Federation`: the certificate is enabled for it */
  | { readonly kind: 'service'; readonly service: string };

/** Where it is not even known which ones there are. */
export type UsersNotKnown = { readonly kind: 'sendConnectors' } | { readonly kind: 'receiveConnectors' } | { readonly kind: 'services' };

/**
 * `name`: by the certificate's issuer and subject. `fqdn`: no name is set, and Exchange selects the certificate by the FQDN.
 * `thumbprint`: exactly this certificate. `enabled`: the certificate itself says so.
 */
export type UsedBy = 'name' | 'fqdn' | 'thumbprint' | 'enabled';

export interface CertificateUse {
  readonly user: CertificateUser;
  readonly by: UsedBy;
  /**
   * The thumbprint of the other certificate of the same name that this server presents in its place today; `null` where there is none. Only a
   * name can be taken over: by a thumbprint or a service nothing else is meant, and the FQDN has selected this certificate.
   */
  readonly takenOverBy: Known<string | null>;
}

export interface CertificateUsage {
  readonly uses: readonly CertificateUse[];
  /** What may use it, and could not be told */
  readonly notKnown: readonly { readonly user: CertificateUser | UsersNotKnown; readonly why: Unknown }[];
}

/**
 * Who uses the certificate of that thumbprint on that server. A user that is in neither list is known not to use it.
 *
 * The connectors of Exchange Online are left out: they name a domain, and the private key of this certificate is never used there. What
 * they need of the name is said by the rules about them. Send connectors with the certificate's name count whatever their source servers are, since Exchange
 * refuses the removal because of any of them (docs/domain.md, "Removing the old certificate"). Disabled connectors count too:
 * they use it again when they are enabled. Which certificate takes a name over: docs/domain.md, "Which certificate is presented".
 */
export function certificateUsage(organization: Organization, server: string, thumbprint: string): CertificateUsage {
  const on = organization.hybridServers.find(({ name }) => sameServer(name, server));
  const place: Place = {
    organization,
    thumbprint,
    server: on?.name ?? server,
    store: on?.certificates ?? unknown('notReturned', server),
    name: nameOf(organization, on, thumbprint),
  };
  const answers = [
    ...sendConnectors(place),
    ...receiveConnectors(place, on?.receiveConnectors ?? unknown('notReturned', server)),
    byName(
      place,
      { kind: 'hybridConfiguration' },
      flatMap(organization.hybridConfiguration, (one) => one?.tlsCertificateName ?? known(null)),
    ),
    byThumbprint(place, { kind: 'internalTransport' }, on?.internalTransportCertificateThumbprint ?? unknown('notReturned', server)),
    ...authConfigs.map((which) =>
      byThumbprint(
        place,
        { kind: 'authConfig', which },
        flatMap(organization.authConfig, (config) => config[which]),
      ),
    ),
    ...services(place),
  ];
  return {
    uses: answers.flatMap((answer) => (answer !== null && 'by' in answer ? [answer] : [])),
    notKnown: answers.flatMap((answer) => (answer !== null && 'why' in answer ? [answer] : [])),
  };
}

const authConfigs = ['current', 'previous', 'next'] as const;

/** `null`: it does not use the certificate. */
type Answer = CertificateUse | CertificateUsage['notKnown'][number] | null;

interface Place {
  readonly organization: Organization;
  readonly thumbprint: string;
  readonly server: string;
  readonly store: Known<readonly ServerCertificate[]>;
  readonly name: Known<CertificateName>;
}

const isThis = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The thumbprint identifies it, so any server that has it tells its name. Unknown for the reason for which this server's own store is. */
function nameOf({ hybridServers }: Organization, on: HybridServer | undefined, thumbprint: string): Known<CertificateName> {
  const [found] = partition(hybridServers, ({ certificates }) => certificates).known.flatMap(({ value }) =>
    value.filter(({ facts }) => isThis(facts.thumbprint, thumbprint)),
  );
  if (found !== undefined) return known({ issuer: found.facts.issuer, subject: found.facts.subject });
  return on?.certificates.known === false ? on.certificates : unknown('notReturned', thumbprint);
}

function sendConnectors(place: Place): Answer[] {
  const { organization, server } = place;
  if (!organization.sendConnectors.known) return [{ user: { kind: 'sendConnectors' }, why: organization.sendConnectors }];
  return organization.sendConnectors.value.map((connector) => {
    const isSource = map(connector.sourceTransportServers, (sources) => sources.some((source) => sameServer(source, server)));
    const user = { kind: 'sendConnector', connector: connector.identity, isSource } as const;
    // Without a name Exchange looks only where it sends, and nothing prevents the removal.
    const isElsewhere = isKnownTrue(not(isSource));
    return byConnector(place, user, connector, isElsewhere);
  });
}

function receiveConnectors(place: Place, connectors: HybridServer['receiveConnectors']): Answer[] {
  if (!connectors.known) return [{ user: { kind: 'receiveConnectors' }, why: connectors }];
  return connectors.value.map((connector) =>
    byConnector(place, { kind: 'receiveConnector', connector: connector.identity }, connector, false),
  );
}

interface NamingConnector {
  readonly tlsCertificateName: Known<string | null>;
  readonly fqdn: Known<string | null>;
}

function byConnector(place: Place, user: CertificateUser, connector: NamingConnector, isElsewhere: boolean): Answer {
  const named = connector.tlsCertificateName;
  if (!isKnownTrue(map(named, isEmpty))) return byName(place, user, named);
  if (isElsewhere) return null;
  const selected = selectByFqdn(place.organization, place.server, connector.fqdn, place.store);
  if (!selected.known) return { user, why: selected };
  const { certificate } = selected.value;
  return certificate !== null && isThis(certificate.facts.thumbprint, place.thumbprint)
    ? { user, by: 'fqdn', takenOverBy: known(null) }
    : null;
}

const isEmpty = (text: string | null): boolean => text === null || text.trim() === '';

function byName(place: Place, user: CertificateUser, text: Known<string | null>): Answer {
  if (!text.known) return { user, why: text };
  // A text of another form selects no certificate.
  const named = parseCertificateName(text.value ?? '');
  if (named === undefined) return null;
  if (!place.name.known) return { user, why: place.name };
  return sameCertificateName(named, place.name.value) ? { user, by: 'name', takenOverBy: takenOverBy(place, named) } : null;
}

/** What leaves open which certificate is presented, or whether with it STARTTLS works. Without SMTP or with services unread it is presented all the same. */
const opening: ReadonlySet<Uncertainty> = new Set<Uncertainty>(['expired', 'notYetValid', 'invalid', 'statusUnread', 'order']);

/** Known only of a certificate that is valid and certainly the one that is presented. */
const takenOverBy = ({ organization, thumbprint, store }: Place, name: CertificateName): Known<string | null> =>
  flatMap(selectByName(name, store, organization.gatheredAt), (presented): Known<string | null> => {
    if (presented.kind === 'none') return known(null);
    const open = presented.uncertainties.filter((one) => opening.has(one));
    if (isThis(presented.thumbprint, thumbprint) && presented.competing === null) return known(null);
    return open.length > 0 ? unknown('notReturned', open.join(', ')) : known(presented.thumbprint);
  });

function byThumbprint({ thumbprint }: Place, user: CertificateUser, named: Known<string | null>): Answer {
  if (!named.known) return { user, why: named };
  return named.value !== null && isThis(named.value, thumbprint) ? { user, by: 'thumbprint', takenOverBy: known(null) } : null;
}

function services({ store, thumbprint }: Place): Answer[] {
  const enabled = flatMap(
    store,
    (certificates): Known<readonly string[]> =>
      certificates.find(({ facts }) => isThis(facts.thumbprint, thumbprint))?.services ?? known([]),
  );
  if (!enabled.known) return [{ user: { kind: 'services' }, why: enabled }];
  return enabled.value.map((service) => ({ user: { kind: 'service', service }, by: 'enabled', takenOverBy: known(null) }));
}
