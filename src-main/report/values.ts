/** The values that the renewal touches or proves, before and after; servers with the same values share a row. */
import {
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
} from '../../shared/rules/hybrid-connectors.ts';
import { all, isKnownTrue, map, partition, type Known, type Unknown } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { grouped, markServer, serverMark, withoutMark } from '../../shared/model/same-values.ts';
import { serverSetText } from '../../shared/model/server-set.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { unknownText } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { code, element, type Html } from './html.ts';

/** `null`: the value is empty. */
export type ReportValue = Known<string | null>;

/** Where a row is looked for: of a server, its receive connector or its own values; else a list of the organization. */
type ListName = 'receive' | 'server' | 'send' | 'configuration' | 'inbound' | 'outbound';

export interface ValueRow {
  /** The server that has it; `null` for an object of the organization or of Exchange Online */
  readonly server: string | null;
  readonly list: ListName;
  readonly object: string;
  readonly value: string;
  readonly content: ReportValue;
  /** Whether it stands for a list that could not be read, so that nobody knows which rows there would be */
  readonly isUnreadList: boolean;
}

/** The rows of an organization; `unreadServers`: why not every hybrid server is known by name. */
export interface ReportValues {
  readonly rows: readonly ValueRow[];
  readonly unreadServers: Unknown | null;
}

const joined = (value: Known<readonly string[]>): ReportValue =>
  value.known ? { known: true, value: value.value.length === 0 ? null : value.value.join(', ') } : value;

/** Connectors and hybrid configuration of both sides, in the order of the report. */
export function valuesOf(organization: Organization, language: Language): ReportValues {
  const locale = { locale: language };
  const { hybridConfiguration } = organization;
  const of = (list: ListName, object: string, value: string, content: ReportValue, server: string | null = null): ValueRow => ({
    server,
    list,
    object,
    value,
    content,
    isUnreadList: false,
  });
  const rows = [
    ...organization.hybridServers.flatMap((server) => {
      const connector = defaultFrontendConnector(server);
      if (!connector.known) return [{ ...of('receive', server.name, 'TlsCertificateName', connector, server.name), isUnreadList: true }];
      const { identity, tlsCertificateName, tlsDomainCapabilities } = connector.value;
      return [
        of('receive', identity, 'TlsCertificateName', tlsCertificateName, server.name),
        of('receive', identity, 'TlsDomainCapabilities', joined(tlsDomainCapabilities), server.name),
      ];
    }),
    ...organization.hybridServers.map(({ name, internalTransportCertificateThumbprint }) =>
      of('server', name, 'InternalTransportCertificateThumbprint', internalTransportCertificateThumbprint, name),
    ),
    ...listOf('send', hybridSendConnectors(organization), m.topic_sendConnectors({}, locale), (item) => [
      of('send', item.identity, 'TlsCertificateName', item.tlsCertificateName),
    ]),
    of(
      'configuration',
      'Hybrid Configuration',
      'TlsCertificateName',
      !hybridConfiguration.known ? hybridConfiguration : (hybridConfiguration.value?.tlsCertificateName ?? { known: true, value: null }),
    ),
    ...listOf('inbound', hybridInboundConnectors(organization), m.topic_inboundConnectors({}, locale), (item) => [
      of('inbound', item.identity, 'TlsSenderCertificateName', item.tlsSenderCertificateName),
    ]),
    ...listOf('outbound', hybridOutboundConnectors(organization), m.topic_outboundConnectors({}, locale), (item) => [
      of('outbound', item.identity, 'TlsSettings', item.tlsSettings),
      of('outbound', item.identity, 'TlsDomain', item.tlsDomain),
    ]),
  ];
  return { rows, unreadServers: unreadServersOf(organization) };
}

/** The hybrid configuration names them; over Edge servers the list of all servers names the Mailbox servers beside them. */
function unreadServersOf({ hybridConfiguration, servers }: Organization): Unknown | null {
  if (!hybridConfiguration.known) return hybridConfiguration;
  const isOverEdge = (hybridConfiguration.value?.edgeTransportServers ?? []).length > 0;
  const [unread] = isOverEdge ? partition([servers], (list) => list).unknown : [];
  return unread?.why ?? null;
}

const listOf = <T>(
  list: ListName,
  found: Known<readonly T[]>,
  object: string,
  rowsOf: (item: T) => readonly ValueRow[],
): readonly ValueRow[] =>
  found.known ? found.value.flatMap(rowsOf) : [{ server: null, list, object, value: '', content: found, isUnreadList: true }];

/** A value before and after; `null` where the object was not there. */
export interface Comparison {
  readonly server: string | null;
  readonly object: string;
  readonly value: string;
  readonly before: ReportValue | null;
  readonly after: ReportValue | null;
}

/**
 * Every value of either side, in the order of the first. What a side does not have is unknown there while its list, or the servers,
 * could not be read.
 */
export function compareValues(before: ReportValues, after: ReportValues): readonly Comparison[] {
  const [old, current] = [shownBeside(before, after), shownBeside(after, before)];
  return [
    ...old.map((row) => ({ ...place(row), before: row.content, after: contentIn(after, row) })),
    ...current
      .filter((row) => !before.rows.some(isSame(row)))
      .map((row) => ({ ...place(row), before: contentIn(before, row), after: row.content })),
  ];
}

const place = ({ server, object, value }: ValueRow): Pick<Comparison, 'server' | 'object' | 'value'> => ({ server, object, value });

const isSame =
  (row: ValueRow) =>
  (other: ValueRow): boolean =>
    row.object === other.object && row.value === other.value;

const isOfSameList =
  (row: ValueRow) =>
  (other: ValueRow): boolean =>
    row.list === other.list && row.server === other.server;

/** A list that could not be read needs no row of its own where the other side has its rows: each says so. */
const shownBeside = ({ rows }: ReportValues, other: ReportValues): readonly ValueRow[] =>
  rows.filter((row) => !row.isUnreadList || !other.rows.some((one) => !one.isUnreadList && isOfSameList(row)(one)));

function contentIn({ rows, unreadServers }: ReportValues, row: ValueRow): ReportValue | null {
  const found = rows.find(isSame(row)) ?? rows.find((other) => other.isUnreadList && isOfSameList(row)(other));
  if (found !== undefined) return found.content;
  return row.server === null || rows.some(({ server }) => server === row.server) ? null : unreadServers;
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
