/** The short path of a second renewal: what the last one left, what has changed since, and which page comes next. */
import { flatMap, isKnownTrue, map, partition, unknown, type Known } from '../model/known.ts';
import { mailServers, organizationName, transportServers, type Organization } from '../model/organization.ts';
import { sameButServer } from '../model/same-values.ts';
import { sameServer } from '../model/server-name.ts';
import { defaultPolicy } from '../plan/make-plan.ts';
import type { Method, Policy } from '../plan/plan.ts';
import type { Finding } from '../rules/finding.ts';
import type { JudgedCertificate } from '../rules/judge-certificates.ts';
import { isIncomplete } from '../rules/pre-checks.ts';
import { predictPresented } from '../rules/presented.ts';
import { certificateReferences, type NewCertificate } from '../rules/references.ts';
import type { ProfileObject, RenewalProfile } from '../run/profile.ts';
import { parseCertificateName, sameCertificateName } from '../x509/certificate-name.ts';
import type { WizardContext } from './context.ts';
import { chosenCertificate, chosenDetails, health, judged, onceFor, preCheckFindings } from './derived.ts';
import { usageIn, type Group, type GroupedUsage } from './old-certificate.ts';

type Again = NonNullable<WizardContext['again']>;

// What a renewal leaves for the next one.

/** `undefined` where the post-checks have not read what it left, as of a run that was opened from the list. */
export function profileOf(context: WizardContext): RenewalProfile | undefined {
  const { verified, organization, baseline, scenario, onPremises, exchangeOnline, onlineSkipped } = context;
  const chosen = chosenCertificate(organization, context.certificate);
  const before = baseline ?? organization;
  // Stryker disable next-line ConditionalExpression: what was chosen is of an organization
  if (before === null) return undefined;
  if (verified === null || chosen === undefined) return undefined;
  const { thumbprint, name, facts } = chosen;
  return {
    scenario,
    onPremises,
    exchangeOnline,
    onlineSkipped,
    certificate: { thumbprint, issuer: name.issuer, subject: name.subject, notAfter: facts.notAfter },
    replaced: presentedNow(before).filter((one) => one !== thumbprint),
    servers: serversOf(verified),
    objects: objectsOf(verified, chosen),
  };
}

const noName = { issuer: '', subject: '' };
/** Thumbprints of what the connectors present, as far as that is known. */
const presentedNow = (organization: Organization): readonly string[] => [
  ...new Set(
    partition(predictPresented(organization, noName), ({ now }) => now).known.flatMap(({ value }) =>
      'thumbprint' in value ? [value.thumbprint] : [],
    ),
  ),
];

const serversOf = (organization: Organization): RenewalProfile['servers'] =>
  mailServers(organization).map(({ name }) => ({ name, build: buildOf(organization, name) }));

const buildOf = ({ servers }: Organization, server: string): Known<string> =>
  flatMap(
    servers,
    (list) =>
      list.find(({ name, fqdn }) => sameServer(name, server) || sameServer(fqdn, server))?.version ?? unknown('notReturned', server),
  );

const objectsOf = (organization: Organization, certificate: NewCertificate): ProfileObject[] =>
  certificateReferences(organization, certificate).map(({ kind, server, object, property, current }) => ({
    kind,
    server,
    object,
    property,
    value: current,
  }));

// What has changed since.

/** `from`: as the last renewal left it; `null`: there was no such object. `to`: as it is read now; `null`: there is none any more. */
export interface ObjectChange extends Omit<ProfileObject, 'value'> {
  readonly from: Known<string | null> | null;
  readonly to: Known<string | null> | null;
}

export interface InUse {
  readonly certificate: JudgedCertificate;
  /** `last`: the last renewal brought it into use. `sameName`: another one with its issuer and subject */
  readonly relation: 'last' | 'sameName' | 'other';
}

/** A certificate that the last renewal replaced, and that is still installed. */
export interface StillInstalled extends GroupedUsage {
  readonly certificate: JudgedCertificate;
}

export interface Changes {
  /** The first accepted domain, where it is another one, or not known */
  readonly organization: { readonly from: string; readonly to: string | null } | null;
  readonly added: readonly string[];
  readonly gone: readonly string[];
  /** Servers whose builds went the same way. `to` unknown: it could not be read */
  readonly builds: readonly Group<{ readonly server: string; readonly from: Known<string>; readonly to: Known<string> }>[];
  readonly objects: readonly Group<ObjectChange>[];
  readonly inUse: readonly InUse[];
  readonly stillInstalled: readonly StillInstalled[];
}

export const hasChanged = ({ organization, added, gone, builds, objects }: Changes): boolean =>
  organization !== null || [added, gone, builds, objects].some(({ length }) => length > 0);

const changesIn = onceFor((organization: Organization) => onceFor((again: Again) => changesSince(again, organization)));

export function changesSince({ organization: name, profile }: Again, organization: Organization): Changes {
  const now = serversOf(organization);
  const isIn = (servers: readonly { readonly name: string }[], wanted: string): boolean =>
    servers.some((server) => sameServer(server.name, wanted));
  const nameNow = organizationName(organization) ?? null;
  const certificates = judged(organization);
  return {
    organization: nameNow === name ? null : { from: name, to: nameNow },
    added: now.filter((server) => !isIn(profile.servers, server.name)).map((server) => server.name),
    gone: profile.servers.filter((server) => !isIn(now, server.name)).map((server) => server.name),
    builds: sameButServer(
      now.flatMap((server) => {
        const before = profile.servers.find((one) => sameServer(one.name, server.name));
        return before === undefined || isEqual(before.build, server.build, (was, is) => was === is)
          ? []
          : [{ server: server.name, from: before.build, to: server.build }];
      }),
      ({ server }) => server,
      ({ from, to }) => [from, to],
    ),
    objects: sameButServer(
      objectChanges(profile.objects, objectsNow(organization, profile)),
      ({ server }) => server,
      ({ kind, object, property, from, to }) => [kind, object, property, from, to],
    ),
    inUse: presentedNow(organization).flatMap((thumbprint) =>
      certificates
        .filter((one) => one.thumbprint === thumbprint)
        .map((certificate) => ({ certificate, relation: relationTo(profile, certificate) })),
    ),
    stillInstalled: certificates
      .filter(({ thumbprint }) => profile.replaced.includes(thumbprint))
      .map((certificate) => ({ certificate, ...usageIn(organization)(certificate) })),
  };
}

const relationTo = ({ certificate: last }: RenewalProfile, { thumbprint, name }: JudgedCertificate): InUse['relation'] =>
  thumbprint === last.thumbprint ? 'last' : sameCertificateName(name, last) ? 'sameName' : 'other';

/** What the objects carry does not depend on the certificate that they are compared with. */
const objectsNow = (organization: Organization, { certificate: { issuer, subject } }: RenewalProfile): readonly ProfileObject[] =>
  objectsOf(organization, { name: { issuer, subject }, facts: { subject, names: [] } });

const keyOf = ({ kind, server, object, property }: Omit<ProfileObject, 'value'>): string =>
  JSON.stringify([kind, server.toLowerCase(), object.toLowerCase(), property]);

function objectChanges(before: readonly ProfileObject[], now: readonly ProfileObject[]): readonly ObjectChange[] {
  const earlier = new Map(before.map((one) => [keyOf(one), one]));
  const later = new Set(now.map(keyOf));
  const change = ({ kind, server, object, property }: ProfileObject, from: ObjectChange['from'], to: ObjectChange['to']): ObjectChange => ({
    kind,
    server,
    object,
    property,
    from,
    to,
  });
  return [
    ...now.flatMap((one) => {
      const was = earlier.get(keyOf(one));
      return was !== undefined && isEqual(was.value, one.value, isSameText) ? [] : [change(one, was?.value ?? null, one.value)];
    }),
    ...before.filter((one) => !later.has(keyOf(one))).map((one) => change(one, one.value, null)),
  ];
}

/** What is not known is never the same. */
const isEqual = <T>(a: Known<T>, b: Known<T>, same: (a: T, b: T) => boolean): boolean =>
  isKnownTrue(flatMap(a, (one) => map(b, (other) => same(one, other))));

function isSameText(a: string | null, b: string | null): boolean {
  const [one, other] = [(a ?? '').trim(), (b ?? '').trim()];
  const [name, otherName] = [parseCertificateName(one), parseCertificateName(other)];
  if (name !== undefined && otherName !== undefined) return sameCertificateName(name, otherName);
  return one.toLowerCase() === other.toLowerCase();
}

// The new certificate, and what comes next.

/** Its own outcomes say whether a certificate renews the one in use. */
const isOutcome = ({ findings }: JudgedCertificate, rule: Finding['rule'], variant: Finding['variant']): boolean =>
  findings.some((one) => one.rule === rule && one.variant === variant);

/**
 * Every certificate that may be the new one: nothing rules it out, and it ends no earlier than the one in use. One that is in use already is
 * new when the last renewal did not bring it: with the same issuer and subject it went live with its import.
 */
export const newCertificates = (
  certificates: readonly JudgedCertificate[],
  { certificate }: RenewalProfile,
): readonly JudgedCertificate[] =>
  certificates.filter(
    (one) =>
      one.verdict !== 'doesNotQualify' &&
      one.thumbprint !== certificate.thumbprint &&
      !isOutcome(one, 'certificate.renewal', 'endsEarlier') &&
      !(isOutcome(one, 'certificate.renewal', 'inUse') && isOutcome(one, 'certificate.dates', 'due')),
  );

/** The only one that it can be; of several the administrator chooses, and one that could not be judged may be the one. */
export function suggestedCertificate({ again, organization }: WizardContext): string | null {
  if (again === null) return null;
  const [first, ...others] = newCertificates(judged(organization), again.profile);
  return first?.verdict === 'qualifies' && others.length === 0 ? first.thumbprint : null;
}

/** `choose`: the new certificate is not chosen yet. The others are pages; the plan comes only when none of them has something to say. */
export type NextAfterChanges = 'collect' | 'certificate' | 'choose' | 'preChecks' | 'plan';

const isFine = ({ severity }: Finding): boolean => severity === 'ok' || severity === 'info';

/** What the pages of the ordinary path would say, in their order. */
export function nextAfterChanges(context: WizardContext): NextAfterChanges {
  const { again, organization } = context;
  if (again === null || organization === null || lacksReading(organization)) return 'collect';
  if (changesIn(organization)(again).organization !== null) return 'certificate';
  const chosen = chosenCertificate(organization, context.certificate);
  if (chosen === undefined) return newCertificates(judged(organization), again.profile).length > 0 ? 'choose' : 'certificate';
  if (!certificateFindings(organization, chosen).every(isFine)) return 'certificate';
  return [...preCheckFindings(organization), ...health(organization)].every(isFine) ? 'plan' : 'preChecks';
}

const lacksReading = ({ hybridServers, hybridConfiguration }: Organization): boolean =>
  hybridServers.length === 0 || !isKnownTrue(map(hybridConfiguration, (one) => one !== null)) || hybridServers.some(isIncomplete);

/** Everything that the page of the certificate says of it. */
function certificateFindings(organization: Organization, chosen: JudgedCertificate): readonly Finding[] {
  const { presentedFindings, lifetime } = chosenDetails(organization, chosen);
  return [...chosen.findings, ...presentedFindings, ...lifetime];
}

export interface RenewAgainView {
  readonly changes: Changes;
  readonly candidates: readonly JudgedCertificate[];
  readonly next: NextAfterChanges;
  /** Every check of the pages that are passed over, with its outcome */
  readonly checked: readonly Finding[];
}

export function renewAgainView(context: WizardContext): RenewAgainView | null {
  const { again, organization } = context;
  if (again === null || organization === null) return null;
  const chosen = chosenCertificate(organization, context.certificate);
  return {
    changes: changesIn(organization)(again),
    candidates: newCertificates(judged(organization), again.profile),
    next: nextAfterChanges(context),
    checked: [
      ...(chosen === undefined ? [] : certificateFindings(organization, chosen)),
      ...preCheckFindings(organization),
      ...health(organization),
    ],
  };
}

/** The policy of the last renewal where it still fits: a first server that is gone, or more than two servers where there was nothing to choose, need another. */
export function policyAsLast({ policy, profile }: Again, organization: Organization, method: Method): Policy {
  const fresh = defaultPolicy(organization, method);
  const { canary, logsSending } = policy;
  const fits =
    canary === null
      ? fresh.canary === null || profile.servers.length > 2
      : transportServers(organization).some(({ name }) => name === canary);
  return { onFailure: policy.onFailure, canary: fits ? canary : fresh.canary, ...(logsSending && { logsSending }) };
}
