/** What the person at the window can say to the wizard. Nothing else crosses from the renderer. */
import * as v from 'valibot';
import type { AppError } from '../model/error.ts';
import type { CommandRecord } from '../commands/call.ts';
import type { GatherProgress, HybridServer, Organization } from '../model/organization.ts';
import { methods, type Plan } from '../plan/plan.ts';
import type { SignOffDifference } from '../plan/sign-off.ts';
import type { HandoverReading } from '../run/handover.ts';
import type { RollbackValue } from '../run/rollback.ts';
import type { RunView } from '../run/run-view.ts';
import type { CollectedFile } from '../collected/collected-file.ts';
import { onPremisesFormSchema, exchangeOnlineFormSchema } from '../model/sign-in.ts';
import { languages } from '../messages/language.ts';
import type { RunKind, SignedOff, WizardContext } from './context.ts';
import type { HcwLogReading } from './hcw-log.ts';
import { modes, type Mode } from '../model/mode.ts';
import { hcwAnswers, hcwSteps } from './pages.ts';
import type { RunList } from './run-list.ts';
import type { Evidence } from '../proof/evidence.ts';
import { practiceScenarios } from '../model/sample-organization.ts';
import { rehearsalFaults } from '../rehearsal/rehearsal.ts';

const type = <const T extends string>(name: T) => v.literal(name);
const thumbprint = v.pipe(v.string(), v.regex(/^[0-9A-F]{40}$/));
/** A message of the HCW with the lines around it; not a whole log. */
export const longestHcwMessage = 100_000;
/** The plan whose commands were on the page when the button was pressed; another one is refused. */
const plan = v.pipe(v.string(), v.maxLength(64));

export const wizardEventSchema = v.variant('type', [
  v.object({ type: type('CHOOSE_LANGUAGE'), language: v.picklist(languages) }),
  v.object({ type: type('CHOOSE_MODE'), mode: v.picklist(modes) }),
  v.object({ type: type('CHOOSE_SCENARIO'), scenario: v.picklist(practiceScenarios) }),
  v.object({ type: type('CHOOSE_FAULT'), fault: v.picklist(rehearsalFaults) }),
  v.object({ type: type('RESUME') }),
  /** A run of the list, by the name of its folder: to work on it, or to leave it as it is */
  v.object({ type: type('OPEN_RUN'), id: v.pipe(v.string(), v.maxLength(128)) }),
  v.object({ type: type('LEAVE_RUN'), id: v.pipe(v.string(), v.maxLength(128)) }),
  /** A finished renewal of the list, by the name of its folder: the next one begins as it was done */
  v.object({ type: type('RENEW_AGAIN'), id: v.pipe(v.string(), v.maxLength(128)) }),
  /** From the short path to the pages of the ordinary one */
  v.object({ type: type('SHOW_EVERY_PAGE') }),
  v.object({ type: type('START_OVER') }),
  v.object({ type: type('NEXT') }),
  v.object({ type: type('BACK') }),
  v.object({ type: type('CANCEL_TASK') }),
  v.object({ type: type('EDIT_ON_PREMISES'), form: onPremisesFormSchema }),
  v.object({ type: type('EDIT_EXCHANGE_ONLINE'), form: exchangeOnlineFormSchema }),
  v.object({ type: type('CONNECT') }),
  v.object({ type: type('SKIP_EXCHANGE_ONLINE') }),
  v.object({ type: type('REMOVE_SOURCE'), digest: v.pipe(v.string(), v.maxLength(128)) }),
  v.object({ type: type('COLLECT_AGAIN') }),
  /** Reads the hybrid server of that name alone, and leaves the rest as it was read. */
  v.object({ type: type('COLLECT_SERVER'), server: v.pipe(v.string(), v.maxLength(256)) }),
  v.object({ type: type('SELECT_CERTIFICATE'), thumbprint }),
  v.object({ type: type('CHOOSE_METHOD'), method: v.picklist(methods) }),
  v.object({
    type: type('SET_POLICY'),
    onFailure: v.picklist(['stop', 'goOn']),
    canary: v.nullable(v.pipe(v.string(), v.maxLength(256))),
    logsSending: v.optional(v.literal(true)),
  }),
  /** The digest that a second person has signed off, which the commit then needs; `null`: it needs none */
  v.object({ type: type('REQUIRE_SIGN_OFF'), digest: v.nullable(v.pipe(v.string(), v.regex(/^[\da-f]{64}$/))) }),
  v.object({ type: type('COMMIT'), plan }),
  v.object({ type: type('SHOW_ROLLBACK') }),
  /** Leaves the change of this session as it is, so that another one can be planned: the administrator was asked. */
  v.object({ type: type('LEAVE_CHANGE') }),
  /** What becomes of a value that somebody else has changed; `key` names it in the review */
  v.object({ type: type('DECIDE'), key: v.pipe(v.string(), v.maxLength(1024)), decision: v.picklist(['putBack', 'keep']) }),
  v.object({ type: type('TICK'), step: v.picklist(hcwSteps), ticked: v.boolean() }),
  v.object({ type: type('ANSWER'), answer: v.picklist(hcwAnswers) }),
  /** The reference server that is selected in the HCW, one of those that the wizard offers; `null`: not known */
  v.object({ type: type('CHOOSE_REFERENCE_SERVER'), server: v.nullable(v.pipe(v.string(), v.maxLength(256))) }),
  /** What the HCW says or has logged */
  v.object({ type: type('PASTE_HCW_MESSAGE'), text: v.pipe(v.string(), v.maxLength(longestHcwMessage)) }),
  /** The old certificate that is to be removed, one of those that the wizard offers, and what is typed to confirm it */
  v.object({ type: type('CHOOSE_OLD_CERTIFICATE'), thumbprint }),
  v.object({ type: type('TYPE_THUMBPRINT'), text: v.pipe(v.string(), v.maxLength(256)) }),
  v.object({ type: type('SHOW_OLD_CERTIFICATE') }),
  v.object({ type: type('READ_BACK') }),
  v.object({ type: type('CHECK_AGAIN') }),
  /** A new round of the HCW, because the post-checks failed. */
  v.object({ type: type('RUN_HCW_AGAIN') }),
  /** Finishes although the post-checks are not as expected: the administrator was asked. */
  v.object({ type: type('FINISH_WITH_OPEN_ITEMS') }),
]);
export type WizardEvent = v.InferOutput<typeof wizardEventSchema>;

/** A run of a folder, as the wizard works on it. */
export interface OpenedRun {
  readonly kind: RunKind;
  readonly plan: Plan;
  readonly view: RunView;
}

/** What the work of a state sends to the machine, which stops that work when it leaves the state: then no answer comes any more. */
export type TaskEvent =
  | { readonly type: 'CONNECTED' }
  | { readonly type: 'PROGRESSED'; readonly progress: GatherProgress }
  | { readonly type: 'COLLECTED'; readonly organization: Organization }
  | { readonly type: 'SERVER_COLLECTED'; readonly server: HybridServer }
  /** The Edge servers as they were collected on them */
  | { readonly type: 'EDGE_COLLECTED'; readonly servers: readonly HybridServer[] }
  | { readonly type: 'RUN_CHANGED'; readonly kind: RunKind; readonly view: RunView }
  /** It is finished, stopped, or handed over: its view says which. */
  | { readonly type: 'CHANGE_ENDED' }
  | { readonly type: 'HANDOVER_READ'; readonly reading: HandoverReading }
  /** What is in the place of the values of a run now. */
  | { readonly type: 'ROLLBACK_REVIEWED'; readonly review: readonly RollbackValue[] }
  /** The runs of the stored session are open, as they are now. */
  | { readonly type: 'RESUMED'; readonly runs: WizardContext['runs'] }
  /** A run of the list was opened; of a rollback also the run that it is of. */
  | { readonly type: 'RUN_OPENED'; readonly mode: Mode; readonly runs: readonly OpenedRun[] }
  | { readonly type: 'RUNS_ENDED'; readonly outcome: RunEnd; readonly runList: RunList }
  /** The plan is compared with what was signed off: no difference lets the commit through. */
  | { readonly type: 'SIGN_OFF_COMPARED'; readonly differences: readonly SignOffDifference[] }
  | { readonly type: 'HCW_RAN' }
  /** The page of the HCW is shown for the first time in this round; `at` is ISO 8601, UTC */
  | { readonly type: 'HCW_SHOWN'; readonly at: string }
  /** A task failed, or an effect that an event depends on: then the event is refused. */
  | { readonly type: 'TASK_FAILED'; readonly error: AppError };

/** How the wizard ends a run: a rollback ends the other way, by what is read. */
export type RunEnd = 'finished' | 'left';

/** What comes to the machine from elsewhere. */
export type OutsideEvent =
  | { readonly type: 'COMMANDS_RAN'; readonly records: readonly CommandRecord[] }
  /** The administrator opened or pasted what was collected by hand. */
  | { readonly type: 'SOURCE_ADDED'; readonly source: CollectedFile }
  /** A log of the HCW was opened, or the one that is followed has grown. */
  | { readonly type: 'HCW_LOG_READ'; readonly reading: HcwLogReading }
  /** The plan file that a second person has signed off was opened. */
  | { readonly type: 'SIGNED_OFF_OPENED'; readonly signedOff: SignedOff }
  /** Something was found out about mail flow, on the administrator's request. */
  | { readonly type: 'EVIDENCE_FOUND'; readonly evidence: Evidence };

export type MachineEvent = WizardEvent | TaskEvent | OutsideEvent;
