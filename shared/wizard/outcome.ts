/** What the post-checks mean for what comes next. */
import { mostSevereFirst, type Finding } from '../rules/finding.ts';
import type { WizardContext } from './context.ts';
import type { SavedTransportCertificate } from '../rules/post-checks.ts';
import { synchronizationsOf } from './edge-sync.ts';
import { chosenCertificate, health, onceFor, postCheckFindings, transportFindings } from './derived.ts';

/**
 * `failed`: a value is not as expected, or mail flow is not internal in a direction. `open`: nothing of that is known, but
 * something could not be checked or needs attention. `asExpected`: every check passed; that is no proof of mail flow.
 */
export type OutcomeVerdict = 'failed' | 'open' | 'asExpected';

export interface Outcome {
  readonly verdict: OutcomeVerdict;
  /** The health of the mail flow as the post-checks read it: both directions first */
  readonly health: readonly Finding[];
  /** What is not as it should be, or could not be checked: the most severe first */
  readonly openItems: readonly Finding[];
}

const needsAttention = ({ severity }: Finding): boolean => severity !== 'ok' && severity !== 'info';
/** Running the HCW again would not fix connectors that carry no hybrid mail, nor an internal transport certificate: they are named. */
const isFailure = ({ rule, severity }: Finding): boolean =>
  severity === 'block' && rule !== 'mail.connectorName' && rule !== 'post.internalTransport';

export function outcomeOf(postChecks: readonly Finding[], healthAfter: readonly Finding[]): Outcome {
  const all = [...healthAfter, ...postChecks];
  const openItems = mostSevereFirst(all.filter(needsAttention));
  const verdict = all.some(isFailure) ? 'failed' : openItems.length > 0 ? 'open' : 'asExpected';
  return { verdict, health: healthAfter, openItems };
}

/** The findings of the post-checks; `null` before they have read the organization. */
export function findingsAfter(context: WizardContext): readonly Finding[] | null {
  const chosen = chosenCertificate(context.organization, context.certificate);
  const before = context.baseline ?? context.organization;
  return context.verified === null || before === null || chosen === undefined
    ? null
    : postCheckFindings(before, context.verified, chosen, {
        saved: context.runs.apply?.internalTransport ?? noneSaved,
        edgeSync: synchronizationsOf(context),
      });
}

const noneSaved: readonly SavedTransportCertificate[] = [];

/**
 * The internal transport certificates of a run that was opened from the list, compared with its snapshot by what was collected since;
 * none for another run, whose post-checks compare them.
 */
export function transportAfterOpening({ openedRun, organization, active, runs, rollbackOf }: WizardContext): readonly Finding[] {
  const run = runs[active === 'rollback' ? rollbackOf : active];
  return !openedRun || organization === null || run === null ? noFindings : transportFindings(run.internalTransport)(organization);
}
const noFindings: readonly Finding[] = [];

const outcomeIn = onceFor((findings: readonly Finding[]) => onceFor((healthAfter: readonly Finding[]) => outcomeOf(findings, healthAfter)));

/** The outcome of the post-checks; `null` before they have read the organization. The same object for the same findings. */
export function postChecksOutcome(context: WizardContext): Outcome | null {
  const findings = findingsAfter(context);
  return findings === null ? null : outcomeIn(findings)(health(context.verified));
}
