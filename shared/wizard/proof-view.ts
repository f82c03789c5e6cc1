/** The proof of mail flow as the pages show it. */
import type { Seal } from '../proof/seal.ts';
import { isProven, sealsOf, wordsOf, type MadeWord } from '../proof/seals.ts';
import { proofTargets, type ProofTargets } from '../proof/targets.ts';
import type { Mode } from '../model/mode.ts';
import type { Organization } from '../model/organization.ts';
import type { RunView } from '../run/run-view.ts';
import type { WizardContext } from './context.ts';
import { mailFlowOf, onceFor } from './derived.ts';
import type { Outcome } from './outcome.ts';

export interface ProofView {
  readonly seals: readonly Seal[];
  readonly isProven: boolean;
  readonly targets: ProofTargets;
  /** Thumbprint of the certificate that is to be presented */
  readonly wanted: string;
  /** Of the test messages */
  readonly words: readonly MadeWord[];
}

const targetsOf = onceFor((organization: Organization) => proofTargets(organization, mailFlowOf(organization)));
const viewIn = onceFor((organization: Organization) =>
  onceFor((run: RunView) => {
    // The runs beside it change rarely: their moment is compared, not remembered.
    let last: { readonly given: string; readonly view: ProofView } | null = null;
    return (wanted: string, elsewhere: string | null, isOnlineSkipped: boolean): ProofView => {
      const given = JSON.stringify([wanted, elsewhere, isOnlineSkipped]);
      if (last?.given !== given) {
        const targets = targetsOf(organization);
        const { evidence, changed } = run;
        const input = { wanted, targets, evidence, changed, changedElsewhere: elsewhere, isOnlineSkipped };
        const seals = sealsOf(input);
        last = { given, view: { seals, isProven: isProven(seals), targets, wanted, words: wordsOf(input) } };
      }
      return last.view;
    };
  }),
);

/**
 * The organization whose servers have to prove it: as the post-checks read it, or, of a run that was opened from the list, as it was
 * collected since. `null`: neither was read, or there is nothing to prove, since the run is rolled back or the HCW has not returned.
 */
export function proofOrganization({ mode, verified, organization, openedRun, runs, rollbackOf }: WizardContext): Organization | null {
  // No server of the copy presents anything.
  if (mode === 'rehearsal') return null;
  const { apply, rollback } = runs;
  const isRolledBack = rollbackOf === 'apply' && rollback !== null && rollback.changed !== null;
  if (apply === null || apply.closed === 'rolledBack' || isRolledBack) return null;
  if (!openedRun) return verified;
  return apply.isFinished && apply.handover !== 'begun' ? organization : null;
}

/** Of the renewal; `null` while `proofOrganization` is, and where the run does not say which certificate it is about. */
export function proofView(context: WizardContext): ProofView | null {
  const { runs, certificate, openedRun } = context;
  const organization = proofOrganization(context);
  // Stryker disable next-line OptionalChaining: without a renewal there is no organization either
  const wanted = openedRun ? (runs.apply?.certificate ?? null) : certificate;
  if (organization === null || runs.apply === null || wanted === null) return null;
  return viewIn(organization)(runs.apply)(wanted, changedElsewhere(context, runs.apply.id), context.onlineSkipped);
}

/** When another run may have changed something last. Of one that only the list names it is known when it was begun. */
function changedElsewhere({ runs, openedRun, runList }: WizardContext, own: string): string | null {
  const open = [runs.fix, runs.removal, runs.rollback].flatMap((run) => {
    const at = run?.changed?.at;
    return at === undefined ? [] : [at];
  });
  const listed = openedRun ? runList.runs.filter(({ id, state }) => id > own && state !== 'untouched').map(({ openedAt }) => openedAt) : [];
  return [...open, ...listed].sort().at(-1) ?? null;
}

/**
 * What can be said at the end. `ok`: the settings are as expected, and mail flow is not proven. `failed`: evidence speaks against mail flow,
 * also a queue or the validation of Exchange Online where everything else is proven.
 * `openProven`: mail flow is proven, and something else is open. `rehearsed`: the settings of a copy are as expected.
 */
export type Conclusion = 'proven' | 'openProven' | 'failed' | 'ok' | 'rehearsed' | 'open';

export function conclusionOf(mode: Mode | null, outcome: Outcome | null, hasLeftOut: boolean, proof: ProofView | null): Conclusion {
  if (proof?.seals.some(({ state }) => state === 'failed') === true) return 'failed';
  const isConfigured = outcome?.verdict === 'asExpected' && !hasLeftOut;
  if (proof?.isProven === true) return isConfigured ? 'proven' : 'openProven';
  return !isConfigured ? 'open' : mode === 'rehearsal' ? 'rehearsed' : 'ok';
}
