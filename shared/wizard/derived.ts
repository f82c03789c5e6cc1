/** What follows from what was read. Computed once for each organisation, since it is asked at every transition. */
import { judgeCertificates, type JudgedCertificate } from '../checks/judge-certificates.ts';
import { buildTable } from '../builds/builds.ts';
import { lifetimeFindings } from '../checks/lifetime-findings.ts';
import { compareNames, type NameChange } from '../checks/name-change.ts';
import { causesOfNotListed, type Cause } from '../checks/not-listed.ts';
import { namePlaces, type NamePlace } from '../checks/places/name-places.ts';
import { preChecks } from '../checks/pre-checks.ts';
import { presentedFindings } from '../checks/presented/findings.ts';
import { predictPresented, type Prediction } from '../checks/presented/predict.ts';
import type { Finding } from '../model/finding.ts';
import type { Organisation } from '../model/organisation.ts';

/** Computes once for each object: the same result, and the same object, as long as what was read is the same. */
function onceFor<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const cache = new WeakMap<K, { readonly value: T }>();
  return (key) => {
    const existing = cache.get(key);
    if (existing !== undefined) return existing.value;
    const value = compute(key);
    cache.set(key, { value });
    return value;
  };
}

const judgedOf = onceFor(judgeCertificates);
const preChecksOf = onceFor((organisation: Organisation) => preChecks(organisation, buildTable));
const noFindings: readonly Finding[] = [];
const noCertificates: readonly JudgedCertificate[] = [];

/** The judgement of every certificate of the hybrid servers; none while nothing was read. */
export const judged = (organisation: Organisation | null): readonly JudgedCertificate[] =>
  organisation === null ? noCertificates : judgedOf(organisation);

/** What the pre-checks find; nothing while nothing was read. */
export const preCheckFindings = (organisation: Organisation | null): readonly Finding[] =>
  organisation === null ? noFindings : preChecksOf(organisation);

/** What the choice of a certificate means for this organisation. */
export interface ChosenDetails {
  readonly nameChange: NameChange;
  readonly presented: readonly Prediction[];
  readonly presentedFindings: readonly Finding[];
  readonly places: readonly NamePlace[];
  readonly lifetime: readonly Finding[];
  /** Why the HCW may not list it, the most likely first */
  readonly causes: readonly Cause[];
}

/** A certificate that was judged belongs to the organisation that it was judged in. */
const detailsIn = onceFor((organisation: Organisation) =>
  onceFor((chosen: JudgedCertificate): ChosenDetails => {
    const { name, facts, thumbprint } = chosen;
    return {
      nameChange: compareNames(organisation, name),
      presented: predictPresented(organisation, name),
      presentedFindings: presentedFindings(organisation, chosen),
      places: namePlaces(organisation, { name, facts }),
      lifetime: lifetimeFindings(facts, organisation.gatheredAt),
      causes: causesOfNotListed(organisation, thumbprint, ''),
    };
  }),
);
export const chosenDetails = (organisation: Organisation, chosen: JudgedCertificate): ChosenDetails => detailsIn(organisation)(chosen);

/** The judgement of the chosen certificate. */
export const chosenCertificate = (organisation: Organisation | null, thumbprint: string | null): JudgedCertificate | undefined =>
  judged(organisation).find((certificate) => certificate.thumbprint === thumbprint);
