/** Which certificate will each server present, now and once the connectors name the chosen one? */
import type { SendConnector } from '../../model/connector.ts';
import { knownOr, unknown, type Known } from '../../model/known.ts';
import type { HybridServer, Organization } from '../../model/organization.ts';
import type { CertificateName } from '../../names/certificate-name.ts';
import { defaultFrontendConnector, hybridSendConnectors, sameServer } from '../hybrid-connectors.ts';
import { selectByName, selectByText, type Presented, type PresentedByName } from './select.ts';

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
 * that is no hybrid server (an Edge server for example). Source: Blog; learn, Selection of inbound
 * STARTTLS certificates. That a send connector selects in the same way is said by the Blog alone.
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
