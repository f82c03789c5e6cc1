/** What the HCW writes with a new certificate: its name alone, or all of the values that the full HCW sets. */
import type { Change, ObjectChange } from '../mail-flow/forecast.ts';
import { flatMap, isKnownTrue, known, map, partition, type Known } from '../model/known.ts';
import type { InboundConnector, OutboundConnector, ReceiveConnector } from '../model/connector.ts';
import { transportServers, type Organization } from '../model/organization.ts';
import { senderNameFor } from '../rules/accepted-domains.ts';
import { subjectNamesOf } from '../rules/certificate-names.ts';
import { cloudCapability, cloudDomain, defaultFrontendConnector, hybridSendConnectors } from '../rules/hybrid-connectors.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import type { NewCertificate } from './draft.ts';

const newName = ({ name }: NewCertificate): Known<string | null> => known(formatCertificateName(name));

export const sendChanges = (organization: Organization, certificate: NewCertificate): readonly ObjectChange[] =>
  partition([hybridSendConnectors(organization)], (list) => list).known.flatMap(({ value }) =>
    value.map(({ identity }): ObjectChange => ({ kind: 'sendConnector', identity, values: { tlsCertificateName: newName(certificate) } })),
  );

const nameChange = ({ identity }: ReceiveConnector, certificate: NewCertificate): Change => ({
  kind: 'receiveConnector',
  identity,
  values: { tlsCertificateName: newName(certificate) },
});

export const receiveChanges = (organization: Organization, certificate: NewCertificate): readonly Change[] =>
  partition(transportServers(organization), defaultFrontendConnector).known.map(({ value }) => nameChange(value, certificate));

export const configurationChange = (certificate: NewCertificate): Change => ({
  kind: 'hybridConfiguration',
  values: { tlsCertificateName: newName(certificate) },
});

/** What the full HCW writes (docs/domain.md, "What the HCW writes"); connectors that it did not make stay as they are. */
export function fullHcw(organization: Organization, certificate: NewCertificate): readonly Change[] {
  const { facts } = certificate;
  const host = commonNameOf(facts.subject);
  const sender = senderOf(host === undefined ? subjectNamesOf(facts) : [host], organization);
  const sources = partition([organization.hybridConfiguration], (one) => one).known.flatMap(({ value }) =>
    value === null ? [] : [...value.sendingTransportServers, ...value.edgeTransportServers],
  );
  const sending = sendChanges(organization, certificate).map((change): Change =>
    change.kind !== 'sendConnector'
      ? change
      : {
          ...change,
          values: {
            ...change.values,
            smartHosts: known([]),
            sourceTransportServers: known([...sources]),
            requireTls: known(true),
            tlsAuthLevel: known('DomainValidation'),
            tlsDomain: known(cloudDomain(organization)),
          },
        },
  );
  const receiving = partition(transportServers(organization), defaultFrontendConnector).known.map(({ value: { identity } }): Change => ({
    kind: 'receiveConnector',
    identity,
    values: {
      tlsCertificateName: newName(certificate),
      tlsDomainCapabilities: known([cloudCapability(organization)]),
      bindings: known(['[::]:25', '0.0.0.0:25']),
      authMechanism: known(['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer']),
      permissionGroups: known(['AnonymousUsers', 'ExchangeServers', 'ExchangeLegacyServers']),
    },
  }));
  return [...sending, ...receiving, configurationChange(certificate), ...hcwOnline(organization, host, sender)];
}

/** The HCW writes the connectors of Exchange Online that it made, whatever became of them since. */
function hcwOnline({ exchangeOnline }: Organization, host: string | undefined, sender: string | undefined): readonly Change[] {
  const made = <C extends InboundConnector | OutboundConnector>(connectors: Known<readonly C[]>): readonly C[] =>
    partition([connectors], (list) => list).known.flatMap(({ value }) =>
      value.filter(({ connectorSource }) => isKnownTrue(map(connectorSource, (source) => source.toLowerCase() === 'hybridwizard'))),
    );
  const common = { connectorType: known('OnPremises'), cloudServicesMailEnabled: known(true) };
  return [
    ...made(exchangeOnline.inboundConnectors).map(({ identity }): Change => ({
      kind: 'inboundConnector',
      identity,
      values: { ...common, requireTls: known(true), ...(sender === undefined ? {} : { tlsSenderCertificateName: known(sender) }) },
    })),
    ...made(exchangeOnline.outboundConnectors).map(({ identity }): Change => ({
      kind: 'outboundConnector',
      identity,
      values: { ...common, tlsSettings: known('DomainValidation'), ...(host === undefined ? {} : { tlsDomain: known(host) }) },
    })),
  ];
}

/** The name that Exchange Online is to know the sender by. `undefined` where no value would be right, or it is not known which. */
export function senderOf(names: readonly string[], { exchangeOnline }: Organization): string | undefined {
  const [sender] = partition([flatMap(exchangeOnline.acceptedDomains, (domains) => senderNameFor(names, domains))], (one) => one).known;
  return sender?.value;
}
