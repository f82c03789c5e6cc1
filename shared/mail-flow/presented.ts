/** Which certificate a server presents on a connector: by the connector's TlsCertificateName, else by its FQDN. */
import type { ServerCertificate } from '../model/certificate.ts';
import { flatMap, known, map, unknown, type Known } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { sameServer, shortName } from '../model/server-name.ts';
import { selectByFqdn } from '../rules/fqdn-selection.ts';
import { selectByName } from '../rules/presented.ts';
import { isThumbprint, parseCertificateName } from '../x509/certificate-name.ts';
import { remembering } from './remember.ts';

export type NoCertificate = 'noMatch' | 'noPrivateKey' | 'nameInvalid' | 'nameIsThumbprint' | 'noneForFqdn';

/** What a server presents, and what decided it: `text` is the certificate name, or the FQDN. */
export type Presented =
  | {
      readonly by: 'name' | 'fqdn';
      readonly text: string;
      readonly certificate: ServerCertificate;
      /** The one that Microsoft Learn's order of selection names, where the blog's names another */
      readonly competing: ServerCertificate | null;
    }
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
      const copyOf = (thumbprint: string | null): ServerCertificate | undefined =>
        certificates.find(({ facts }) => facts.thumbprint === thumbprint);
      const certificate = copyOf(selected.thumbprint);
      if (certificate === undefined) return { by: 'name', text, certificate: null, reason: 'noMatch' };
      return { by: 'name', text, certificate, competing: copyOf(selected.competing) ?? null };
    }),
  );
}

const byFqdn = (
  organization: Organization,
  server: string,
  fqdn: Known<string | null>,
  store: Known<readonly ServerCertificate[]>,
): Known<Presented> =>
  map(selectByFqdn(organization, server, fqdn, store), ({ fqdn: text, certificate }): Presented =>
    certificate === null ? { by: 'fqdn', text, certificate, reason: 'noneForFqdn' } : { by: 'fqdn', text, certificate, competing: null },
  );
