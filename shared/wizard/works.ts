/** Everything that the machine lets the main process do while it is in a phase, with what each gets. The machine itself does no work. */
import { fromCallback, type EventObject, type InputFrom } from 'xstate';
import type { RenewalProfile } from '../run/profile.ts';
import type { RunEnd } from './events.ts';
import type { Plan } from '../plan/plan.ts';
import type { Expectation } from '../run/rollback.ts';
import type { SignedOff, WizardContext } from './context.ts';
import type { Evidence } from '../proof/evidence.ts';

/** Provided by the main process; without it, it never answers. */
const work = <Input>() => fromCallback<EventObject, Input>(() => undefined);

export const works = {
  connectOnPremises: work<WizardContext>(),
  connectExchangeOnline: work<WizardContext>(),
  collect: work<WizardContext>(),
  collectServer: work<WizardContext>(),
  readEdge: work<WizardContext>(),
  carryOut: work<WizardContext>(),
  observe: work<WizardContext>(),
  reviewRollback: work<WizardContext>(),
  verify: work<WizardContext>(),
  // Effects that an event depends on: where one fails, the event is refused.
  /** Opens the runs of the stored session, and puts back in place what it practiced on. */
  resume: work<Pick<WizardContext, 'runIds' | 'scenario' | 'again'>>(),
  /**
   * Opens a run, and with a rollback the run that it is of; then the kept session is archived, where one is. `practiced`: what that
   * session practiced on, if the run is one of its runs: it is put back in place, since the run was carried out there.
   */
  openRun: work<{ readonly id: string; readonly archives: boolean; readonly practiced: Pick<WizardContext, 'scenario'> | null }>(),
  /** Ends runs as they are, a renewal with what the next one begins with; then the kept session is archived, where one is. */
  endRuns: work<{
    readonly runs: readonly string[];
    readonly outcome: RunEnd;
    readonly archives: boolean;
    readonly profile?: RenewalProfile;
  }>(),
  /** Writes evidence into the journal of the renewal. */
  keepEvidence: work<{ readonly run: string; readonly evidence: Evidence }>(),
  /** Compares the plan with what was signed off. */
  comparePlan: work<{ readonly plan: Plan | null; readonly signedOff: SignedOff | null }>(),
  /** Practice: writes what the HCW would write with that certificate, into a copy what the plan expects of it. */
  playHcw: work<Pick<WizardContext, 'mode'> & { readonly certificate: string; readonly expected: readonly Expectation[] }>(),
  /** Follows the log that the HCW writes on this computer; nothing depends on it. */
  followHcw: work<Pick<WizardContext, 'mode'> & Pick<WizardContext['hcw'], 'shownAt'>>(),
};

export type Work = keyof typeof works;
export type WorkInputs = { readonly [W in Work]: InputFrom<(typeof works)[W]> };
