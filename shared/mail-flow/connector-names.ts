/** Every certificate name on any connector must select an installed certificate, whether it is a hybrid connector or not. */
import { isKnownTrue, known, map, not, partition, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { about, couldNotCheck, couldNotCheckAs, finding, type Finding } from '../rules/finding.ts';
import { presentedOn } from './presented.ts';
import { directions, type MailFlow } from './verdict.ts';

interface Named {
  /** Unknown: the source servers of a send connector were not read */
  readonly server: Known<string>;
  readonly connector: string;
  readonly kind: 'Receive' | 'Send';
  readonly enabled: Known<boolean>;
  readonly tlsCertificateName: Known<string | null>;
}

/** Only of connectors that the mail flow does not already speak of: relay connectors, Client Frontend, other send connectors. */
export function connectorNames(organization: Organization, flow: MailFlow): Finding[] {
  const spokenOf = new Set(
    directions.flatMap((direction) => flow[direction].servers.map(({ server, connector }) => `${server}\0${connector}`)),
  );
  return namedConnectors(organization)
    .filter(({ server, connector }) => !spokenOf.has(`${nameOf(server)}\0${connector}`))
    .flatMap((named) => nameFindings(named, organization));
}

/** The mail flow writes a server that is not known as ''. */
const nameOf = (server: Known<string>): string => partition([server], (one) => one).known[0]?.value ?? '';

function namedConnectors({ hybridServers, sendConnectors }: Organization): readonly Named[] {
  // Lists that are not known are said by the mail flow.
  const receiving = partition(hybridServers, ({ receiveConnectors }) => receiveConnectors).known.flatMap(({ item, value }) =>
    value.map(({ identity, enabled, tlsCertificateName }): Named => ({
      server: known(item.name),
      connector: identity,
      kind: 'Receive',
      enabled,
      tlsCertificateName,
    })),
  );
  const sending = partition([sendConnectors], (list) => list).known.flatMap(({ value }) =>
    value.flatMap(({ identity, enabled, tlsCertificateName, sourceTransportServers: sources }) => {
      const servers = sources.known ? sources.value.map((server) => known(server)) : [sources];
      return servers.map((server): Named => ({ server, connector: identity, kind: 'Send', enabled, tlsCertificateName }));
    }),
  );
  return [...receiving, ...sending];
}

function nameFindings({ server, connector, kind, enabled, tlsCertificateName }: Named, organization: Organization): Finding[] {
  const context = about('mail.connectorName', connector);
  const isNamed = map(tlsCertificateName, (text) => text !== null && text.trim() !== '');
  if (isKnownTrue(not(isNamed))) return [];
  if (!server.known) return [couldNotCheckAs(context, 'sourcesUnknown', server, { connector })];
  const evidence = { server: server.value, connector };
  if (!isNamed.known) return [couldNotCheck(context, isNamed, evidence)];
  const presented = presentedOn(organization, server.value, { tlsCertificateName, fqdn: known(null) });
  if (!presented.known) return [couldNotCheck(context, presented, evidence)];
  if (presented.value.certificate !== null) return [];
  const name = { ...evidence, name: presented.value.text };
  if (isKnownTrue(not(enabled))) return [finding(context, 'disabled', name)];
  const { reason } = presented.value;
  if (reason === 'nameInvalid' || reason === 'nameIsThumbprint') return [finding(context, reason, name)];
  return [finding(context, `missing${kind}`, name)];
}
