/** Which certificate a server presents on a connector: by the connector's TlsCertificateName, else by its FQDN. */
import type { ServerCertificate } from '../model/certificate.ts';
import { and, flatMap, isKnownTrue, known, map, not, partition, unknown, type Known } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { sameServer, shortName } from '../model/server-name.ts';
import { hostNamesOf } from '../rules/certificate-names.ts';
import { selectByName } from '../rules/presented.ts';
import { isWithinDates } from '../rules/validity.ts';
import { isThumbprint, parseCertificateName } from '../x509/certificate-name.ts';
import { matchesHostName } from '../x509/host-name.ts';
import { remembering } from './remember.ts';

export type NoCertificate = 'noMatch' | 'noPrivateKey' | 'nameInvalid' | 'nameIsThumbprint' | 'noneForFqdn';

/** What a server presents, and what decided it: `text` is the certificate name, or the FQDN. */
export type Presented =
  | { readonly by: 'name' | 'fqdn'; readonly text: string; readonly certificate: ServerCertificate }
  | { readonly by: 'name' | 'fqdn'; readonly text: string; readonly certificate: null; readonly reason: NoCertificate };

/** The certificates of a server, by any of its names; unknown for a server that is not a hybrid server. */
function storeOf({ hybridServers }: Organization, server: string): Known<readonly ServerCertificate[]> {
  const found = candidates(hybridServers, server).find(({ name }) => sameServer(name, server));
  return found?.certificates ?? unknown('notReturned', server);
}

const serversByShortName = remembering<ReadonlyMap<string, readonly HybridServer[]>>();

/** Two names of one server always have the same short name. */
function candidates(hybridServers: readonly HybridServer[], server: string): readonly HybridServer[] {
  const byShortName = serversByShortName(hybridServers, '', [], () => {
    const groups = new Map<string, HybridServer[]>();
    for (const one of hybridServers) {
      const key = shortName(one.name).toLowerCase();
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return groups;
  });
  return byShortName.get(shortName(server).toLowerCase()) ?? [];
}

/**
 * The certificate that a server presents on a connector. Unknown where the certificates of the server, the name or the
 * FQDN were not read. `store`: the certificates of the server (`storeOf`).
 * Source: Microsoft Learn, Selection of inbound STARTTLS certificates; Exchange Team Blog 4420592.
 */
export function presentedOn(
  organization: Organization,
  server: string,
  connector: { readonly tlsCertificateName: Known<string | null>; readonly fqdn: Known<string | null> },
  store: Known<readonly ServerCertificate[]> = storeOf(organization, server),
): Known<Presented> {
  return flatMap(connector.tlsCertificateName, (text): Known<Presented> => {
    if (text === null || text.trim() === '') return byFqdn(organization, server, connector.fqdn, store);
    return byName(text, store, organization.gatheredAt);
  });
}

function byName(text: string, store: Known<readonly ServerCertificate[]>, at: string): Known<Presented> {
  const name = parseCertificateName(text);
  if (name === undefined)
    return known({ by: 'name', text, certificate: null, reason: isThumbprint(text) ? 'nameIsThumbprint' : 'nameInvalid' });
  return flatMap(store, (certificates) =>
    map(selectByName(name, known(certificates), at), (selected): Presented => {
      if (selected.kind === 'none') return { by: 'name', text, certificate: null, reason: selected.reason };
      const certificate = certificates.find(({ facts }) => facts.thumbprint === selected.thumbprint);
      return certificate === undefined ? { by: 'name', text, certificate: null, reason: 'noMatch' } : { by: 'name', text, certificate };
    }),
  );
}

/** An empty FQDN of a connector is the server's own. */
function byFqdn(
  organization: Organization,
  server: string,
  fqdn: Known<string | null>,
  store: Known<readonly ServerCertificate[]>,
): Known<Presented> {
  const host = flatMap(fqdn, (own) => (own === null ? fqdnOf(organization, server) : known(own)));
  return flatMap(host, (text) =>
    flatMap(store, (certificates) =>
      map(selectByFqdn(text, certificates, organization.gatheredAt), (certificate): Presented =>
        certificate === null ? { by: 'fqdn', text, certificate, reason: 'noneForFqdn' } : { by: 'fqdn', text, certificate },
      ),
    ),
  );
}

const fqdnOf = ({ servers }: Organization, server: string): Known<string> =>
  flatMap(servers, (list) => {
    const listed = list.find(({ name, fqdn }) => sameServer(name, server) || sameServer(fqdn, server));
    return listed === undefined ? unknown('notReturned', server) : known(listed.fqdn);
  });

/**
 * Steps 4 to 9 of Microsoft Learn: among the certificates with a private key whose names cover the FQDN, one of a
 * certification authority goes before a self-signed one, a valid one before an invalid one, and the one that is valid
 * from later before an older one. `null`: none covers it. Unknown as soon as a certificate that could win cannot be judged.
 */
function selectByFqdn(fqdn: string, certificates: readonly ServerCertificate[], at: string): Known<ServerCertificate | null> {
  const covering = certificates.filter(({ facts }) => hostNamesOf(facts).some((name) => matchesHostName(name, fqdn)));
  const { known: ranked, unknown: unranked } = partition(covering, (certificate) => rankOf(certificate, at));
  const [winner] = ranked
    .filter(({ value }) => value.hasKey)
    .sort(
      (a, b) =>
        Number(b.value.fromAuthority) - Number(a.value.fromAuthority) ||
        Number(b.value.valid) - Number(a.value.valid) ||
        Date.parse(b.item.facts.notBefore) - Date.parse(a.item.facts.notBefore) ||
        (a.item.facts.thumbprint < b.item.facts.thumbprint ? -1 : 1),
    );
  // A self-signed certificate never goes before one of an authority, whatever is not known of it.
  const rival = unranked.find(({ item }) => winner?.value.fromAuthority !== true || !item.facts.selfSigned);
  return rival === undefined ? known(winner?.item ?? null) : rival.why;
}

interface Rank {
  readonly hasKey: boolean;
  readonly fromAuthority: boolean;
  readonly valid: boolean;
}

/** Whether it is self-signed and within its dates is in the certificate; whether Windows finds it valid only the server says. */
function rankOf({ facts, hasPrivateKey, status }: ServerCertificate, at: string): Known<Rank> {
  const inTime = known(isWithinDates(facts, at));
  const valid = and(
    inTime,
    map(status, (text) => text === 'Valid'),
  );
  // A certificate without a key is out, whatever its status.
  if (isKnownTrue(not(hasPrivateKey))) return known({ hasKey: false, fromAuthority: !facts.selfSigned, valid: false });
  return flatMap(hasPrivateKey, (hasKey) => map(valid, (isValid) => ({ hasKey, fromAuthority: !facts.selfSigned, valid: isValid })));
}
