/** What an open organization says about a decoded error: whether it has what the text names, and what its mail flow does. */
import { isExchangeOnlineHost, sameAddress } from '../mail-flow/addresses.ts';
import { mailFlow } from '../mail-flow/mail-flow.ts';
import { directions, reasonsOf, type Direction, type Verdict } from '../mail-flow/verdict.ts';
import { all, flatMap, known, map, partition, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import type { Finding } from '../rules/finding.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import type { TextFact } from './facts.ts';
import { knownErrors } from './known-errors.ts';
import type { DecodedError } from './recognize.ts';

export const lookedUpKinds = ['thumbprint', 'certificateName', 'host', 'address'] as const;

/**
 * What became of looking something up. `found`: `where` names servers, connectors or both. `notFound`: everything was read,
 * and nothing names it. `unknown`: nothing that was read names it, and `where` could not be read.
 */
export interface Lookup {
  readonly kind: (typeof lookedUpKinds)[number];
  readonly value: string;
  readonly result: 'found' | 'notFound' | 'unknown';
  readonly where: readonly string[];
}

export interface DirectionAdvice {
  readonly direction: Direction;
  readonly verdict: Verdict;
  /** The first reasons of the verdict */
  readonly reasons: readonly Finding[];
}

export interface Advice {
  /** ISO 8601: what is said here was so then */
  readonly readAt: string;
  readonly lookups: readonly Lookup[];
  /** The directions that the errors concern */
  readonly flow: readonly DirectionAdvice[];
}

const mostReasons = 4;

export function advise(organization: Organization, { matches, facts }: Pick<DecodedError, 'matches' | 'facts'>): Advice {
  const concerned = new Set(matches.map(({ id }) => knownErrors[id].direction));
  const flow = mailFlow(organization);
  return {
    readAt: organization.gatheredAt,
    lookups: facts.flatMap((fact) => lookUp(organization, fact)),
    flow: directions
      .filter((direction) => concerned.has('both') || concerned.has(direction))
      .map((direction) => ({
        direction,
        verdict: flow[direction].verdict,
        reasons: reasonsOf(flow[direction])
          .filter(({ effect }) => effect !== null)
          .slice(0, mostReasons)
          .map(({ finding }) => finding),
      })),
  };
}

function lookUp(organization: Organization, { kind, value, isWhole }: TextFact): Lookup[] {
  if (!isWhole) return [];
  switch (kind) {
    case 'thumbprint':
      return [{ kind, value, ...certificatesWith(organization, ({ thumbprint }) => isSameThumbprint(thumbprint, value)) }];
    case 'certificateName':
      return [{ kind, value, ...certificatesWith(organization, (facts) => lettersOf(formatCertificateName(facts)) === lettersOf(value)) }];
    case 'host':
      return isExchangeOnlineHost(value) ? [] : [{ kind, value, ...namedBy(organization, (name) => isSameHost(name, value)) }];
    case 'address':
      return [{ kind, value, ...namedBy(organization, (name) => sameAddress(name, value)) }];
    default:
      return [];
  }
}

/** Without what a console, a mail or a web page may have changed in the name. */
const lettersOf = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/[^\p{L}\p{N}=<>.*-]/gu, '')
    .toLowerCase();

/** Published texts shorten thumbprints, and a copy may lose a digit at the end; the beginning has to be the same. */
const isSameThumbprint = (thumbprint: string, text: string): boolean => {
  const [one, other] = [thumbprint.toUpperCase(), text.toUpperCase()];
  return one.startsWith(other) || other.startsWith(one);
};

const isSameHost = (name: string, host: string): boolean => name.toLowerCase() === host.toLowerCase() || sameServer(name, host);

type Outcome = Pick<Lookup, 'result' | 'where'>;

function certificatesWith(
  { servers, hybridServers }: Organization,
  test: (facts: { readonly thumbprint: string; readonly issuer: string; readonly subject: string }) => boolean,
): Outcome {
  const stores = partition(hybridServers, ({ certificates }) => certificates);
  const holders = stores.known.filter(({ value }) => value.some(({ facts }) => test(facts))).map(({ item }) => item.name);
  // Mail may reach, or come from, a server that takes no part in the hybrid deployment. Its certificates are not read.
  const others = partition([servers], (one) => one);
  const unread = [
    ...stores.unknown.map(({ item }) => item.name),
    ...others.known.flatMap(({ value }) =>
      value.map(({ name }) => name).filter((name) => !hybridServers.some((server) => sameServer(server.name, name))),
    ),
    ...(others.unknown.length > 0 ? ['Get-ExchangeServer'] : []),
  ];
  return outcome(holders, hybridServers.length === 0 ? ['Get-ExchangeCertificate'] : unread);
}

/** An object of the organization, and the host names and addresses that it names. */
interface Named {
  readonly by: string;
  readonly names: Known<readonly string[]>;
}

function namedBy(organization: Organization, test: (name: string) => boolean): Outcome {
  const things = partition(namesIn(organization), ({ names }) => names);
  const holders = things.known.filter(({ value }) => value.some((name) => test(bare(name)))).map(({ item }) => item.by);
  return outcome(
    holders,
    things.unknown.map(({ item }) => item.by),
  );
}

/** Smart hosts and bindings write an address in brackets, or with its port. */
const bare = (name: string): string =>
  name
    .trim()
    .replace(/^\[(.+)\](?::\d+)?$/, '$1')
    .replace(/^((?:\d{1,3}\.){3}\d{1,3}):\d+$/, '$1');

function namesIn({ servers, hybridServers, sendConnectors, hybridConfiguration, exchangeOnline }: Organization): readonly Named[] {
  const each = <T>(list: Known<readonly T[]>, source: string, named: (item: T) => Named): readonly Named[] => {
    const lists = partition([list], (one) => one);
    return [...lists.known.flatMap(({ value }) => value.map(named)), ...lists.unknown.map(({ why }) => ({ by: source, names: why }))];
  };
  const smartHost = flatMap(
    hybridConfiguration,
    (configuration): Known<string | null> => configuration?.onPremisesSmartHost ?? known(null),
  );
  return [
    ...each(servers, 'Get-ExchangeServer', ({ name, fqdn }) => ({ by: name, names: known([name, fqdn]) })),
    ...hybridServers.flatMap(({ name, receiveConnectors }) =>
      each(receiveConnectors, name, ({ identity, bindings, fqdn }) => ({
        by: identity,
        names: map(all([bindings, fqdn]), ([addresses, host]) => [...addresses, ...(host === null ? [] : [host])]),
      })),
    ),
    ...each(sendConnectors, 'Get-SendConnector', ({ identity, smartHosts }) => ({ by: identity, names: smartHosts })),
    { by: 'Get-HybridConfiguration', names: map(smartHost, (host) => (host === null ? [] : [host])) },
    ...each(exchangeOnline.outboundConnectors, 'Get-OutboundConnector', ({ identity, smartHosts }) => ({
      by: identity,
      names: smartHosts,
    })),
  ];
}

const outcome = (found: readonly string[], unread: readonly string[]): Outcome => {
  if (found.length > 0) return { result: 'found', where: [...new Set(found)] };
  return unread.length > 0 ? { result: 'unknown', where: [...new Set(unread)] } : { result: 'notFound', where: [] };
};
