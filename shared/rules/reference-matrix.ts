/** Servers × references: what names a certificate on each server, and which one the server presents; servers with the same values in one row. */
import { flatMap, known, partition, type Known } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { sameButServer } from '../model/same-values.ts';
import { sameServer } from '../model/server-name.ts';
import { parseCertificateName, sameCertificateName } from '../x509/certificate-name.ts';
import type { Prediction } from './presented.ts';
import type { CertificateReference } from './references.ts';
import { severities, type Severity } from './rules.ts';

/** A connector that names a certificate and that the renewal does not change. */
export interface OtherReference {
  /** Identity */
  readonly connector: string;
  /** `old`: a name that the renewal replaces elsewhere; it has to be changed there, too. `new`: that of the chosen certificate. */
  readonly names: 'old' | 'new' | 'other';
}

export interface ServerReferences {
  readonly server: string;
  readonly references: readonly CertificateReference[];
  readonly others: Known<readonly OtherReference[]>;
  readonly presented: readonly Prediction[];
}

export interface MatrixRow {
  readonly servers: readonly string[];
  /** The values of one of the servers, which are those of all of them */
  readonly values: ServerReferences;
  readonly severity: Severity;
}

/** `chosen`: thumbprint of the new certificate. The most severe rows first. What belongs to no server is in no row. */
export function referenceMatrix(
  { hybridServers }: Organization,
  references: readonly CertificateReference[],
  presented: readonly Prediction[],
  chosen: string,
): readonly MatrixRow[] {
  const names = [...references, ...presented].map(({ server }) => server).filter((server) => server !== '');
  const rows = [...new Set(names)].map((server): ServerReferences => ({
    server,
    references: references.filter((one) => one.server === server),
    others: othersOf(
      hybridServers.find(({ name }) => sameServer(name, server)),
      references,
    ),
    presented: presented.filter((one) => one.server === server),
  }));
  const values = ({ references: own, others, presented: predictions }: ServerReferences): unknown => [own, others, predictions];
  return sameButServer(rows, ({ server }) => server, values)
    .map((group) => ({ servers: group.map(({ server }) => server), values: group[0], severity: severityOf(group[0], chosen) }))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** Every other receive connector of the server that names a certificate. An Edge server has none that was read. */
function othersOf(server: HybridServer | undefined, references: readonly CertificateReference[]): Known<readonly OtherReference[]> {
  if (server === undefined) return known([]);
  const changed = new Set(references.map(({ object }) => object.toLowerCase()));
  return flatMap(server.receiveConnectors, (connectors): Known<readonly OtherReference[]> => {
    const unchanged = connectors.filter(({ identity }) => !changed.has(identity.toLowerCase()));
    const { known: read, unknown: unread } = partition(unchanged, ({ tlsCertificateName }) => tlsCertificateName);
    if (unread[0] !== undefined) return unread[0].why;
    const naming = read.filter(({ value }) => value !== null && value.trim() !== '');
    return known(naming.map(({ item: { identity }, value }) => ({ connector: identity, names: nameKind(value ?? '', references) })));
  });
}

function nameKind(text: string, references: readonly CertificateReference[]): OtherReference['names'] {
  const name = parseCertificateName(text);
  const isOf = (other: string): boolean => {
    const parsed = parseCertificateName(other);
    return name !== undefined && parsed !== undefined && sameCertificateName(name, parsed);
  };
  const changes = references.flatMap(({ decision }) => (decision.kind === 'change' ? [decision] : []));
  if (changes.some(({ to }) => isOf(to))) return 'new';
  return changes.some(({ from }) => isOf(from)) ? 'old' : 'other';
}

/** How a reference stands to the renewal. */
export const severityOfReference = {
  change: 'info',
  keep: 'ok',
  noValue: 'warn',
  unknown: 'unknown',
} as const satisfies Readonly<Record<CertificateReference['decision']['kind'], Severity>>;

/** What a server presents: none stops mail, another than the chosen one is what the renewal is about. */
export function severityOfPresented(presented: Prediction['now'], isAfter: boolean, chosen: string): Severity {
  if (!presented.known) return 'unknown';
  const { value } = presented;
  if (value.kind === 'none') return isAfter ? 'block' : 'warn';
  if (value.kind === 'byFqdn' || value.kind === 'noneByFqdn') return 'warn';
  return isAfter && value.thumbprint !== chosen ? 'warn' : 'ok';
}

function severityOf({ references, others, presented }: ServerReferences, chosen: string): Severity {
  const all: readonly Severity[] = [
    ...references.map(({ decision }) => severityOfReference[decision.kind]),
    ...partition([others], (list) => list).known.flatMap(({ value }) => value.map(({ names }) => (names === 'old' ? 'warn' : 'ok'))),
    ...partition([others], (list) => list).unknown.map((): Severity => 'unknown'),
    ...presented.flatMap(({ now, after }) => [severityOfPresented(now, false, chosen), severityOfPresented(after, true, chosen)]),
  ];
  return severities.find((severity) => all.includes(severity)) ?? 'ok';
}
