/** The old certificate after the renewal: which ones could be removed, who still uses one, and what stands against its removal. */
import type { InstalledFacts } from '../model/certificate.ts';
import { partition, type Known } from '../model/known.ts';
import { transportServers, type Organization } from '../model/organization.ts';
import { openSources, type OpenSources } from '../plan/removal.ts';
import { sameButServer } from '../model/same-values.ts';
import { certificateUsage, type CertificateUsage, type CertificateUse } from '../rules/certificate-usage.ts';
import { installedCertificates } from '../rules/installed-certificates.ts';
import { parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import type { WizardContext } from './context.ts';
import { chosenCertificate, onceFor } from './derived.ts';
import { postChecksOutcome } from './outcome.ts';

/**
 * `oldName`: it has the name that the connectors and the hybrid configuration had before the renewal. `sameName`: it shares issuer and
 * subject with the chosen certificate.
 */
export type Relation = 'oldName' | 'sameName' | 'other';

export interface OldCertificate {
  readonly thumbprint: string;
  readonly name: CertificateName;
  readonly facts: InstalledFacts;
  readonly relation: Relation;
  /** The servers from which it would be removed */
  readonly servers: readonly string[];
  /** Servers that have it, and from which the wizard does not remove it: no hybrid mail goes over their connectors, or no session reaches them */
  readonly elsewhere: readonly string[];
}

export type UseRow = CertificateUse & { readonly server: string };
export type NotKnownRow = CertificateUsage['notKnown'][number] & { readonly server: string };
/** Uses that differ in nothing but the server. */
export type Group<T> = readonly [T, ...T[]];

/**
 * `use`: nothing takes it over. `notKnown`: whether it is used, or what takes its place, could not be told. `openSources`: mail would leave
 * without the certificate name. `notAsExpected`: the newest post-checks are not all passed.
 */
export type Obstacle =
  | { readonly kind: 'use'; readonly rows: Group<UseRow> }
  | { readonly kind: 'notKnown'; readonly rows: Group<NotKnownRow> }
  | { readonly kind: 'openTakeOver'; readonly rows: Group<UseRow> }
  | ({ readonly kind: 'openSources' } & OpenSources)
  | { readonly kind: 'notAsExpected' };

export interface OldCertificateView {
  /** Those with the old name or the new one first */
  readonly certificates: readonly OldCertificate[];
  readonly chosen: OldCertificate | null;
  readonly uses: readonly Group<UseRow>[];
  readonly notKnown: readonly Group<NotKnownRow>[];
  readonly obstacles: readonly Obstacle[];
}

const order: readonly Relation[] = ['oldName', 'sameName', 'other'];

/** Every certificate of the servers that carry hybrid mail but the chosen one, by the newest reading of both sides. */
export const oldCertificates = ({ verified, organization, baseline, certificate }: WizardContext): readonly OldCertificate[] => {
  const chosen = chosenCertificate(organization, certificate);
  const before = baseline ?? organization;
  return verified === null || before === null || chosen === undefined ? none : oldIn(verified)(before)(chosen);
};

const none: readonly OldCertificate[] = [];

const oldIn = onceFor((now: Organization) =>
  onceFor((before: Organization) =>
    onceFor(({ thumbprint: kept, name: newName }: { readonly thumbprint: string; readonly name: CertificateName }) => {
      const oldNames = namesIn(before).filter((name) => !sameCertificateName(name, newName));
      const removedFrom = new Set(transportServers(now).map(({ name }) => name));
      return installedCertificates(now)
        .filter(({ facts }) => facts.thumbprint !== kept)
        .map(({ facts, name, copies }): OldCertificate => {
          const servers = copies.map(({ server }) => server);
          return {
            thumbprint: facts.thumbprint,
            name,
            facts,
            relation: sameCertificateName(name, newName)
              ? 'sameName'
              : oldNames.some((one) => sameCertificateName(one, name))
                ? 'oldName'
                : 'other',
            servers: servers.filter((server) => removedFrom.has(server)),
            elsewhere: servers.filter((server) => !removedFrom.has(server)),
          };
        })
        .filter(({ servers }) => servers.length > 0)
        .toSorted((a, b) => order.indexOf(a.relation) - order.indexOf(b.relation));
    }),
  ),
);

/** The certificate names that the connectors and the hybrid configuration carry, as far as they were read. */
function namesIn({ sendConnectors, hybridConfiguration, hybridServers }: Organization): readonly CertificateName[] {
  const connectors: readonly Known<readonly { readonly tlsCertificateName: Known<string | null> }[]>[] = [
    sendConnectors,
    ...hybridServers.map(({ receiveConnectors }) => receiveConnectors),
  ];
  const texts = [
    ...partition(connectors, (list) => list).known.flatMap(({ value }) => value.map(({ tlsCertificateName }) => tlsCertificateName)),
    ...partition([hybridConfiguration], (one) => one).known.flatMap(({ value }) => (value === null ? [] : [value.tlsCertificateName])),
  ];
  return partition(texts, (text) => text).known.flatMap(({ value }) => parseCertificateName(value ?? '') ?? []);
}

/** Who uses a certificate: uses that differ in nothing but the server are one. */
export interface GroupedUsage {
  readonly uses: readonly Group<UseRow>[];
  readonly notKnown: readonly Group<NotKnownRow>[];
}

export const usageIn = onceFor((organization: Organization) =>
  onceFor(({ thumbprint, servers }: Pick<OldCertificate, 'thumbprint' | 'servers'>): GroupedUsage => {
    const all = servers.map((server) => ({ server, usage: certificateUsage(organization, server, thumbprint) }));
    const serverOf = ({ server }: { readonly server: string }): string => server;
    return {
      uses: sameButServer(
        all.flatMap(({ server, usage }) => usage.uses.map((use): UseRow => ({ ...use, server }))),
        serverOf,
        ({ user, by, takenOverBy }) => [user, by, takenOverBy],
      ),
      notKnown: sameButServer(
        all.flatMap(({ server, usage }) => usage.notKnown.map((one): NotKnownRow => ({ ...one, server }))),
        serverOf,
        ({ user, why }) => [user, why],
      ),
    };
  }),
);

/**
 * What stands against the removal; nothing: it may be planned. That a certificate is enabled for SMTP does not: connectors use it by name
 * or FQDN, and each of these is a use of its own.
 */
export function obstaclesOf(context: WizardContext, old: OldCertificate): readonly Obstacle[] {
  const { verified } = context;
  if (verified === null || postChecksOutcome(context)?.verdict !== 'asExpected') return [{ kind: 'notAsExpected' }];
  const { uses, notKnown } = usageIn(verified)(old);
  return [
    ...openSources(verified, old).map((one): Obstacle => ({ kind: 'openSources', ...one })),
    ...notKnown.map((rows): Obstacle => ({ kind: 'notKnown', rows })),
    ...uses.flatMap((rows): Obstacle[] => {
      const [{ user, takenOverBy }] = rows;
      if (user.kind === 'service' && user.service === 'SMTP') return [];
      if (!takenOverBy.known) return [{ kind: 'openTakeOver', rows }];
      return takenOverBy.value === null ? [{ kind: 'use', rows }] : [];
    }),
  ];
}

export function oldCertificateView(context: WizardContext): OldCertificateView {
  const certificates = oldCertificates(context);
  const chosen = certificates.find(({ thumbprint }) => thumbprint === context.oldCertificate) ?? null;
  if (chosen === null || context.verified === null) return { certificates, chosen, uses: [], notKnown: [], obstacles: [] };
  return { certificates, chosen, ...usageIn(context.verified)(chosen), obstacles: obstaclesOf(context, chosen) };
}
