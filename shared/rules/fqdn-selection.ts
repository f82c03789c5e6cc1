/** Which certificate a server presents on a connector without a certificate name: Exchange goes by the FQDN. */
import type { ServerCertificate } from '../model/certificate.ts';
import { and, flatMap, isKnownTrue, known, map, not, partition, unknown, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { matchesHostName } from '../x509/host-name.ts';
import { hostNamesOf } from './certificate-names.ts';
import { isWithinDates } from './validity.ts';

export interface SelectedByFqdn {
  /** The FQDN that decided: the one of the connector, or of the server */
  readonly fqdn: string;
  /** `null`: no certificate of the server covers it */
  readonly certificate: ServerCertificate | null;
}

/**
 * The certificate that is selected by the FQDN of a connector; an empty one is the server's own. Unknown where the FQDN or the
 * certificates of the server were not read. `store`: the certificates of the server.
 * Source: Microsoft Learn, Selection of inbound STARTTLS certificates.
 */
export function selectByFqdn(
  organization: Organization,
  server: string,
  fqdn: Known<string | null>,
  store: Known<readonly ServerCertificate[]>,
): Known<SelectedByFqdn> {
  const host = flatMap(fqdn, (own) => (own === null ? fqdnOf(organization, server) : known(own)));
  return flatMap(host, (name) =>
    flatMap(store, (certificates) =>
      map(covering(name, certificates, organization.gatheredAt), (certificate) => ({ fqdn: name, certificate })),
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
function covering(fqdn: string, certificates: readonly ServerCertificate[], at: string): Known<ServerCertificate | null> {
  const candidates = certificates.filter(({ facts }) => hostNamesOf(facts).some((name) => matchesHostName(name, fqdn)));
  const { known: ranked, unknown: unranked } = partition(candidates, (certificate) => rankOf(certificate, at));
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
