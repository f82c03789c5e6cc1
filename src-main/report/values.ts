/** The values that the renewal touches or proves, before and after; servers with the same values share a row. */
import {
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
} from '../../shared/rules/hybrid-connectors.ts';
import { all, isKnownTrue, map, type Known } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { grouped, markServer, serverMark, withoutMark } from '../../shared/model/same-values.ts';
import { serverSetText } from '../../shared/model/server-set.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { unknownText } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { code, element, type Html } from './html.ts';

/** `null`: the value is empty. */
export type ReportValue = Known<string | null>;

export interface ValueRow {
  /** The server that has it; `null` for an object of the organization or of Exchange Online */
  readonly server: string | null;
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
  const of = (object: string, value: string, content: ReportValue, server: string | null = null): ValueRow => ({
    server,
    object,
    value,
    content,
  });
  return [
    ...organization.hybridServers.flatMap((server) => {
      const connector = defaultFrontendConnector(server);
      if (!connector.known) return [of(server.name, 'TlsCertificateName', connector, server.name)];
      const { identity, tlsCertificateName, tlsDomainCapabilities } = connector.value;
      return [
        of(identity, 'TlsCertificateName', tlsCertificateName, server.name),
        of(identity, 'TlsDomainCapabilities', joined(tlsDomainCapabilities), server.name),
      ];
    }),
    ...organization.hybridServers.map(({ name, internalTransportCertificateThumbprint }) =>
      of(name, 'InternalTransportCertificateThumbprint', internalTransportCertificateThumbprint, name),
    ),
    ...listOf(hybridSendConnectors(organization), m.topic_sendConnectors({}, locale)).flatMap(({ item, row }) =>
      item === undefined ? [row] : [of(item.identity, 'TlsCertificateName', item.tlsCertificateName)],
    ),
    of(
      'Hybrid Configuration',
      'TlsCertificateName',
      !hybridConfiguration.known ? hybridConfiguration : (hybridConfiguration.value?.tlsCertificateName ?? { known: true, value: null }),
    ),
    ...listOf(hybridInboundConnectors(organization), m.topic_inboundConnectors({}, locale)).flatMap(({ item, row }) =>
      item === undefined ? [row] : [of(item.identity, 'TlsSenderCertificateName', item.tlsSenderCertificateName)],
    ),
    ...listOf(hybridOutboundConnectors(organization), m.topic_outboundConnectors({}, locale)).flatMap(({ item, row }) =>
      item === undefined ? [row] : [of(item.identity, 'TlsSettings', item.tlsSettings), of(item.identity, 'TlsDomain', item.tlsDomain)],
    ),
  ];
}

interface Listed<T> {
  readonly item: T | undefined;
  readonly row: ValueRow;
}

function listOf<T>(found: Known<readonly T[]>, object: string): readonly Listed<T>[] {
  if (!found.known) return [{ item: undefined, row: { server: null, object, value: '', content: found } }];
  return found.value.map((item) => ({ item, row: { server: null, object, value: '', content: { known: true, value: null } } }));
}

/** A value before and after; `null` where the object was not there. */
export interface Comparison {
  readonly server: string | null;
  readonly object: string;
  readonly value: string;
  readonly before: ReportValue | null;
  readonly after: ReportValue | null;
}

/** Every value of either list, in the order of the first. */
export function compareValues(before: readonly ValueRow[], after: readonly ValueRow[]): readonly Comparison[] {
  const same = (row: ValueRow) => (other: ValueRow) => row.object === other.object && row.value === other.value;
  return [
    ...before.map((row) => ({ ...row, before: row.content, after: after.find(same(row))?.content ?? null })),
    ...after.filter((row) => !before.some(same(row))).map((row) => ({ ...row, before: null, after: row.content })),
  ];
}

/** Whether the value is known to be the same; an unknown one is never the same as anything. */
export const isUnchanged = ({ before, after }: Comparison): boolean => before !== null && after !== null && sameValuesText(before, after);

export const sameValuesText = (before: ReportValue, after: ReportValue): boolean =>
  isKnownTrue(map(all([before, after]), ([one, other]) => (one ?? '') === (other ?? '')));

/** Several servers with the same object, value before and value after; or one object. */
export interface SharedComparison {
  readonly object: string;
  readonly value: string;
  /** `differs`: each server has its own, which did not change */
  readonly before: ReportValue | 'differs' | null;
  readonly after: ReportValue | 'differs' | null;
}

/** Servers share a row where their values are the same, before and after, and where each kept its own. */
export const shareRows = (rows: readonly Comparison[]): readonly SharedComparison[] =>
  grouped(rows, (row) =>
    JSON.stringify([patternOf(row), row.value, row.server === null ? null : isOwn(row) ? 'own' : [row.before, row.after]]),
  ).map((group) => {
    const [first] = group;
    if (group.length === 1) return first;
    const servers = serverSetText(group.flatMap(({ server }) => server ?? []));
    const pattern = withoutMark(patternOf(first));
    const object = pattern === serverMark ? servers : `${servers}: ${pattern}`;
    const differs = group.some(({ before }) => JSON.stringify(before) !== JSON.stringify(first.before));
    return { object, value: first.value, before: differs ? 'differs' : first.before, after: differs ? 'differs' : first.after };
  });

/** The certificate that Exchange made for the server itself. */
const isOwn = (row: Comparison): boolean => row.value === 'InternalTransportCertificateThumbprint' && isUnchanged(row);

/** The object with a mark in the place of its server. */
const patternOf = ({ object, server }: Comparison): string => (server === null ? object : markServer(server)(object));

/** A value of the report; one that is empty, unknown or not there is named as such. */
export function shown(value: SharedComparison['before'], language: Language): Html {
  const locale = { locale: language };
  if (value === null) return element('em', {}, m.report_missing({}, locale));
  if (value === 'differs') return element('em', {}, m.group_differs({}, locale));
  if (!value.known) return element('em', {}, `${m.value_unknown({}, locale)} (${unknownText(value.reason, value.evidence, language)})`);
  return value.value === null || value.value === '' ? element('em', {}, m.value_empty({}, locale)) : code(value.value);
}
