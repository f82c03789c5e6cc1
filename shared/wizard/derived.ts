/** What follows from what was read. Computed once for each organization, since it is asked at every transition. */
import { healthFindings, mailFlow } from '../mail-flow/mail-flow.ts';
import { judgeCertificates, type JudgedCertificate } from '../rules/judge-certificates.ts';
import { buildTable } from '../rules/exchange-builds.ts';
import type { Finding } from '../rules/finding.ts';
import { lifetimeFindings } from '../rules/lifetime.ts';
import { compareNames, type NameChange } from '../rules/name-change.ts';
import { certificateReferences, type CertificateReference } from '../rules/references.ts';
import { summarize, type MethodSummary } from '../plan/forecast-summary.ts';
import { methodForecasts, suggestMethod, type Suggestion } from '../plan/methods.ts';
import type { Policy } from '../plan/plan.ts';
import { sendingLog, type SendingLog } from '../plan/sending-log.ts';
import { internalTransport, postChecks, type EdgeSynchronization, type SavedTransportCertificate } from '../rules/post-checks.ts';
import { preChecks } from '../rules/pre-checks.ts';
import { presentedFindings } from '../rules/presented-findings.ts';
import { predictPresented, type Prediction } from '../rules/presented.ts';
import type { Organization } from '../model/organization.ts';

/** Computes once for each object: the same result, and the same object, as long as what was read is the same. */
export function onceFor<K extends object, T>(compute: (key: K) => T): (key: K) => T {
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
const preChecksOf = onceFor((organization: Organization) => preChecks(organization, buildTable));
const noFindings: readonly Finding[] = [];
const noCertificates: readonly JudgedCertificate[] = [];

/** The judgment of every certificate of the hybrid servers; none while nothing was read. */
export const judged = (organization: Organization | null): readonly JudgedCertificate[] =>
  organization === null ? noCertificates : judgedOf(organization);

/** What the pre-checks find; nothing while nothing was read. */
export const preCheckFindings = (organization: Organization | null): readonly Finding[] =>
  organization === null ? noFindings : preChecksOf(organization);

/** What mail flow does in both directions, by what was read. */
export const mailFlowOf = onceFor(mailFlow);

const healthOf = onceFor((organization: Organization) => healthFindings(organization, mailFlowOf(organization)));

/** The health of the mail flow: both directions first, then the most severe reasons; nothing while nothing was read. */
export const health = (organization: Organization | null): readonly Finding[] =>
  organization === null ? noFindings : healthOf(organization);

const postChecksIn = onceFor((before: Organization) =>
  onceFor((after: Organization) =>
    onceFor((certificate: JudgedCertificate) =>
      onceFor((saved: readonly SavedTransportCertificate[]) =>
        onceFor((edgeSync: readonly EdgeSynchronization[]) => postChecks({ before, after, certificate, saved, edgeSync })),
      ),
    ),
  ),
);
/** What the post-checks find of `after`, compared with `before`, with what the snapshot of the run saved, and with its steps of EdgeSync. */
export const postCheckFindings = (
  before: Organization,
  after: Organization,
  chosen: JudgedCertificate,
  { saved, edgeSync }: { readonly saved: readonly SavedTransportCertificate[]; readonly edgeSync: readonly EdgeSynchronization[] },
): readonly Finding[] => postChecksIn(before)(after)(chosen)(saved)(edgeSync);

/** Whether the internal transport certificates are the saved ones. */
export const transportFindings = onceFor((saved: readonly SavedTransportCertificate[]) =>
  onceFor((after: Organization) => internalTransport(saved, after)),
);

/** What the choice of a certificate means for this organization. */
export interface ChosenDetails {
  readonly nameChange: NameChange;
  readonly presented: readonly Prediction[];
  readonly presentedFindings: readonly Finding[];
  readonly references: readonly CertificateReference[];
  readonly lifetime: readonly Finding[];
}

/** A certificate that was judged belongs to the organization that it was judged in. */
const detailsIn = onceFor((organization: Organization) =>
  onceFor((chosen: JudgedCertificate): ChosenDetails => {
    const { name, facts } = chosen;
    return {
      nameChange: compareNames(organization, facts),
      presented: predictPresented(organization, name),
      presentedFindings: presentedFindings(organization, chosen),
      references: certificateReferences(organization, { name, facts }),
      lifetime: lifetimeFindings(facts, organization.gatheredAt),
    };
  }),
);

/** What each method would do to mail flow here, and which one is suggested. */
export interface MethodComparison {
  readonly methods: readonly MethodSummary[];
  readonly suggestion: Suggestion;
  readonly sendingLog: SendingLog;
}

const comparisonsIn = (logsSending: boolean) =>
  onceFor((organization: Organization) =>
    onceFor((chosen: JudgedCertificate): MethodComparison => {
      const forecasts = methodForecasts(organization, chosen, logsSending);
      return {
        methods: forecasts.map((one) => summarize(mailFlowOf(organization), one)),
        suggestion: suggestMethod(organization, chosen, forecasts),
        sendingLog: sendingLog(organization),
      };
    }),
  );
const comparisons = { plain: comparisonsIn(false), logging: comparisonsIn(true) };
/** A forecast for every step of a large organization takes time, so it is computed only where it is shown. */
export const methodComparison = (
  organization: Organization,
  chosen: JudgedCertificate,
  { logsSending }: Pick<Policy, 'logsSending'>,
): MethodComparison => comparisons[logsSending === true ? 'logging' : 'plain'](organization)(chosen);

export const chosenDetails = (organization: Organization, chosen: JudgedCertificate): ChosenDetails => detailsIn(organization)(chosen);

/** The judgment of the chosen certificate. */
export const chosenCertificate = (organization: Organization | null, thumbprint: string | null): JudgedCertificate | undefined =>
  judged(organization).find((certificate) => certificate.thumbprint === thumbprint);
