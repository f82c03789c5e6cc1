/** The values that the renewal touches or proves, of one organization, as rows that can be put side by side. */

import {
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
} from '../../shared/rules/hybrid-connectors.ts';
import { all, isKnownTrue, map, type Known } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { unknownText } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { element, fragment, type Html } from './html.ts';

/** `null`: the value is empty. */
export type ReportValue = Known<string | null>;

export interface ValueRow {
  readonly object: string;
  readonly value: string;
  readonly content: ReportValue;
}

const joined = (value: Known<readonly string[]>): ReportValue =>
  value.known ? { known: true, value: value.value.length === 0 ? null : value.value.join(', ') } : value;

/** Connectors and hybrid configuration of both sides, in the order of the report. */
export function valuesOf(organization: Organization, language: Language): readonly ValueRow[] {
  const locale = { locale: language };
  const { hybridConfiguration } = organization;
  return [
    ...organization.hybridServers.flatMap((server) => {
      const connector = defaultFrontendConnector(server);
      if (!connector.known) return [{ object: server.name, value: 'TlsCertificateName', content: connector }];
      return [
        { object: connector.value.identity, value: 'TlsCertificateName', content: connector.value.tlsCertificateName },
        { object: connector.value.identity, value: 'TlsDomainCapabilities', content: joined(connector.value.tlsDomainCapabilities) },
      ];
    }),
    ...organization.hybridServers.map((server) => ({
      object: server.name,
      value: 'InternalTransportCertificateThumbprint',
      content: server.internalTransportCertificateThumbprint,
    })),
    ...listOf(hybridSendConnectors(organization), m.topic_sendConnectors({}, locale)).flatMap(({ item, row }) =>
      item === undefined ? [row] : [{ object: item.identity, value: 'TlsCertificateName', content: item.tlsCertificateName }],
    ),
    {
      object: 'Hybrid Configuration',
      value: 'TlsCertificateName',
      content: !hybridConfiguration.known
        ? hybridConfiguration
        : (hybridConfiguration.value?.tlsCertificateName ?? { known: true, value: null }),
    },
    ...listOf(hybridInboundConnectors(organization), m.topic_inboundConnectors({}, locale)).flatMap(({ item, row }) =>
      item === undefined ? [row] : [{ object: item.identity, value: 'TlsSenderCertificateName', content: item.tlsSenderCertificateName }],
    ),
    ...listOf(hybridOutboundConnectors(organization), m.topic_outboundConnectors({}, locale)).flatMap(({ item, row }) =>
      item === undefined
        ? [row]
        : [
            { object: item.identity, value: 'TlsSettings', content: item.tlsSettings },
            { object: item.identity, value: 'TlsDomain', content: item.tlsDomain },
          ],
    ),
  ];
}

interface Listed<T> {
  readonly item: T | undefined;
  readonly row: ValueRow;
}

function listOf<T>(list: Known<readonly T[]>, object: string): readonly Listed<T>[] {
  if (!list.known) return [{ item: undefined, row: { object, value: '', content: list } }];
  return list.value.map((item) => ({ item, row: { object, value: '', content: { known: true, value: null } } }));
}

// A value in a table of the report.

export const code = (value: string): Html => (value === '' ? fragment() : element('code', {}, value));

/** A value; an empty and an unknown one are named as such. */
export function shown(value: ReportValue, language: Language): Html {
  const locale = { locale: language };
  if (!value.known) return element('em', {}, `${m.value_unknown({}, locale)} (${unknownText(value.reason, value.evidence, language)})`);
  return value.value === null || value.value === '' ? element('em', {}, m.value_empty({}, locale)) : code(value.value);
}

// Whether two values of the report are known and the same; an unknown one is never the same as anything.

export const sameValuesText = (before: ReportValue, after: ReportValue): boolean =>
  isKnownTrue(map(all([before, after]), ([one, other]) => (one ?? '') === (other ?? '')));
