/** The proof of mail flow as the pages show it. */
import { isProven, sealsOf, type Seal } from '../proof/seals.ts';
import { proofTargets, type ProofTargets } from '../proof/targets.ts';
import type { Organization } from '../model/organization.ts';
import type { RunView } from '../run/run-view.ts';
import type { WizardContext } from './context.ts';
import { mailFlowOf, onceFor } from './derived.ts';
import type { Outcome } from './outcome.ts';

export interface ProofView {
  readonly seals: readonly Seal[];
  readonly isProven: boolean;
  readonly targets: ProofTargets;
}

const targetsOf = onceFor((organization: Organization) => proofTargets(organization, mailFlowOf(organization)));
const viewIn = onceFor((organization: Organization) =>
  onceFor((run: RunView) => {
    // The runs beside it change rarely: their moment is compared, not remembered.
    let last: { readonly wanted: string; readonly elsewhere: string | null; readonly view: ProofView } | null = null;
    return (wanted: string, elsewhere: string | null): ProofView => {
      if (last?.wanted !== wanted || last.elsewhere !== elsewhere) {
        const targets = targetsOf(organization);
        const seals = sealsOf({ wanted, targets, evidence: run.evidence, changed: run.changed, changedElsewhere: elsewhere });
        last = { wanted, elsewhere, view: { seals, isProven: isProven(seals), targets } };
      }
      return last.view;
    };
  }),
);

/** Of the renewal, by what the post-checks have read; `null` before that, and where no run would keep it. */
export function proofView({ verified, runs, certificate }: WizardContext): ProofView | null {
  if (verified === null || runs.apply === null || certificate === null) return null;
  const elsewhere = [runs.fix, runs.removal, runs.rollback]
    .flatMap((run) => {
      const at = run?.changed?.at;
      return at === undefined ? [] : [at];
    })
    .sort();
  return viewIn(verified)(runs.apply)(certificate, elsewhere.at(-1) ?? null);
}

/**
 * What can be said at the end. `ok`: the settings are as expected, and mail flow is not proven. `failed`: evidence speaks against mail flow.
 * `openProven`: mail flow is proven, and something else is open.
 */
export type Conclusion = 'proven' | 'openProven' | 'failed' | 'ok' | 'open';

export function conclusionOf(outcome: Outcome | null, hasLeftOut: boolean, proof: ProofView | null): Conclusion {
  if (proof?.seals.some(({ state }) => state === 'failed') === true) return 'failed';
  const isConfigured = outcome?.verdict === 'asExpected' && !hasLeftOut;
  if (proof?.isProven === true) return isConfigured ? 'proven' : 'openProven';
  return isConfigured ? 'ok' : 'open';
}
