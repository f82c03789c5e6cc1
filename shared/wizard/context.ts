/** Everything that the wizard remembers: answers, what was read, what was planned and done. Kept on disk. */
import * as v from 'valibot';
import { appErrorSchema } from '../model/error.ts';
import { commandRecordSchema } from '../commands/call.ts';
import { gatherProgressSchema, organizationSchema } from '../model/organization.ts';
import { persistedPlanSchema } from '../plan/persisted-plan.ts';
import { methods, policySchema, purposes } from '../plan/plan.ts';
import { signedPlanSchema, signOffDifferenceSchema } from '../plan/sign-off.ts';
import type { HandoverReading } from '../run/handover.ts';
import type { RollbackValue } from '../run/rollback.ts';
import { profileSchema } from '../run/profile.ts';
import type { RunView } from '../run/run-view.ts';
import { practiceScenarios } from '../model/sample-organization.ts';
import { rehearsalFaults } from '../rehearsal/rehearsal.ts';
import { collectedFileSchema } from '../collected/collected-file.ts';
import { emptyExchangeOnlineForm, emptyOnPremisesForm, exchangeOnlineFormSchema, onPremisesFormSchema } from '../model/sign-in.ts';
import { noHcwLogs, type HcwLogs } from './hcw-log.ts';
import { languages, type Language } from '../messages/language.ts';
import { modes } from '../model/mode.ts';
import { hcwAnswers, hcwSteps, validationCodes, type WizardStep } from './pages.ts';
import { noRunList, type RunList } from './run-list.ts';

/** What a run is for: the renewal itself, what the HCW needs to show it, removing the old certificate, or putting back what a run wrote. */
export const runKinds = purposes;
export type RunKind = (typeof runKinds)[number];

const ofRuns = <const S extends v.GenericSchema>(value: S) => v.object({ apply: value, fix: value, removal: value, rollback: value });

const signedOffSchema = v.object({
  /** SHA-256 of the signed part of the plan, in hexadecimal digits */
  digest: v.string(),
  plan: v.nullable(signedPlanSchema),
});
export type SignedOff = v.InferOutput<typeof signedOffSchema>;

/** The part that is kept: answers, what was read, and which runs there are. What became of a run is in its own folder. */
export const persistedContextSchema = v.object({
  language: v.picklist(languages),
  mode: v.nullable(v.picklist(modes)),
  scenario: v.picklist(practiceScenarios),
  /** What goes wrong in a rehearsal on what was collected */
  fault: v.optional(v.picklist(rehearsalFaults), 'none'),
  onPremises: onPremisesFormSchema,
  exchangeOnline: exchangeOnlineFormSchema,
  onlineSkipped: v.boolean(),
  /** The renewal that this one begins with; `null` on the ordinary path */
  again: v.optional(
    v.nullable(
      v.object({
        run: v.string(),
        /** When it was begun, ISO 8601, UTC */
        at: v.string(),
        organization: v.string(),
        method: v.picklist(methods),
        policy: policySchema,
        profile: profileSchema,
        /** Whether what has changed since was shown */
        isCompared: v.boolean(),
      }),
    ),
    null,
  ),
  /** What was collected by hand, in the order in which it was opened; a later one counts before an earlier one */
  sources: v.array(collectedFileSchema),
  /** The sources before this position are older than the last change: they say nothing of the state after it */
  freshFrom: v.number(),
  progress: v.nullable(gatherProgressSchema),
  organization: v.nullable(organizationSchema),
  /** The hybrid server that is read again, while it is */
  serverToRead: v.optional(v.nullable(v.string()), null),
  /** The organization as it was when the first change was committed: what post-checks compare with */
  baseline: v.nullable(organizationSchema),
  /** Thumbprint of the chosen certificate */
  certificate: v.nullable(v.string()),
  method: v.picklist(methods),
  /** What a second person has signed off, where the commit needs it; `plan` where their file was opened */
  signedOff: v.optional(v.nullable(signedOffSchema), null),
  /** How the plan differs from it, when the commit was last refused */
  signOffDifferences: v.optional(v.array(signOffDifferenceSchema), []),
  /** Counts the plans made, so that each has an id of its own */
  plansMade: v.number(),
  plans: ofRuns(v.nullable(persistedPlanSchema)),
  runIds: ofRuns(v.nullable(v.string())),
  /** The plan of the rollback that may have put something back, while another one is reviewed */
  halfDoneRollback: v.optional(v.nullable(persistedPlanSchema), null),
  /** The one that the page of the change shows */
  active: v.picklist(runKinds),
  /** Whether the run was opened from the list: only what it wrote is worked on, without a certificate that is chosen */
  openedRun: v.optional(v.boolean(), false),
  /** The run that a rollback puts back */
  rollbackOf: v.picklist(['apply', 'fix', 'removal']),
  /** The page that asked for the rollback */
  rollbackFrom: v.picklist(['change', 'hcw', 'postChecks']),
  hcw: v.object({
    /** How often the HCW was begun, from 1 */
    round: v.number(),
    ticked: v.array(v.picklist(hcwSteps)),
    answer: v.nullable(v.picklist(hcwAnswers)),
    /** The server selected in the HCW's field *Select a reference server*; `null` while nobody has said which one */
    referenceServer: v.nullable(v.string()),
    /** What the HCW said or logged, as it was pasted; '' when nothing is at hand */
    message: v.string(),
    /** When the page was first shown in this round, ISO 8601, UTC: a log of the HCW belongs to it only when it was begun later */
    shownAt: v.optional(v.nullable(v.string()), null),
    /** Steps that a log has proven. Each was ticked then, once: what a person does with the tick later stays. */
    inLog: v.optional(v.array(v.picklist(hcwSteps)), []),
  }),
  /** Whether the HCW has written since the organization was last read */
  hcwUnread: v.optional(v.boolean(), false),
  /** Thumbprint of the old certificate that is to be removed, and what was typed to confirm it */
  oldCertificate: v.optional(v.nullable(v.string()), null),
  typedThumbprint: v.optional(v.string(), ''),
  /** Whether the HCW was begun again because of a fix, by the wizard or by the administrator */
  fixApplied: v.optional(v.boolean(), false),
  /** The organization as the post-checks found it */
  verified: v.nullable(organizationSchema),
  commands: v.array(commandRecordSchema),
  problem: v.nullable(appErrorSchema),
  validation: v.nullable(v.picklist(validationCodes)),
});
export type PersistedContext = v.InferOutput<typeof persistedContextSchema>;

/** With what is read from the folders of the runs, or from Exchange, whenever it is needed. */
export interface WizardContext extends PersistedContext {
  readonly runs: Readonly<Record<RunKind, RunView | null>>;
  /** What the HCW left otherwise than Microsoft describes; `null` before that was read */
  readonly handover: HandoverReading | null;
  /** What a rollback would do, value by value; `null` before it was read */
  readonly review: readonly RollbackValue[] | null;
  /** What the administrator decided about values that are not the ones of the run, by `rollbackKey` */
  readonly rollbackDecisions: Readonly<Record<string, 'putBack' | 'keep'>>;
  /** What was read of logs of the HCW in this round */
  readonly hcwLogs: HcwLogs;
  /** The session found on disk, until it is resumed or archived; nothing is written over it meanwhile */
  readonly stored: StoredSession | null;
  /** The runs on the disk, when they were last read */
  readonly runList: RunList;
  /** Random, of this start of the program: no plan of another start has the id of one of this */
  readonly planPrefix: string;
}

/** A session as it was kept, with its runs as their folders say. */
export interface StoredSession {
  /** ISO 8601, UTC */
  readonly savedAt: string;
  readonly step: WizardStep;
  readonly context: WizardContext;
}

const persistedFields: ReadonlySet<string> = new Set(Object.keys(persistedContextSchema.entries));

/** Without what is not kept. */
export const persistedPart = (context: WizardContext): PersistedContext =>
  // Object.fromEntries forgets which keys the entries had; they are those of the schema.
  Object.fromEntries(Object.entries(context).filter(([name]) => persistedFields.has(name))) as PersistedContext;

export const noRuns = { apply: null, fix: null, removal: null, rollback: null } as const;

/** Nothing is known of a run of the HCW before it is begun. */
export const firstHcwRound: WizardContext['hcw'] = {
  round: 1,
  ticked: [],
  answer: null,
  referenceServer: null,
  message: '',
  shownAt: null,
  inLog: [],
};

/** What an earlier run of the HCW showed says nothing of the next one. */
export const nextHcwRound = ({ round }: WizardContext['hcw']): WizardContext['hcw'] => ({ ...firstHcwRound, round: round + 1 });

/** The context of a fresh wizard. */
export const freshContext = (language: Language): WizardContext => ({
  language,
  mode: null,
  scenario: 'renewal',
  fault: 'none',
  onPremises: emptyOnPremisesForm,
  exchangeOnline: emptyExchangeOnlineForm,
  onlineSkipped: false,
  again: null,
  sources: [],
  freshFrom: 0,
  progress: null,
  organization: null,
  serverToRead: null,
  baseline: null,
  certificate: null,
  method: 'certificateOnly',
  signedOff: null,
  signOffDifferences: [],
  plansMade: 0,
  plans: noRuns,
  runIds: noRuns,
  halfDoneRollback: null,
  runs: noRuns,
  active: 'apply',
  handover: null,
  review: null,
  rollbackDecisions: {},
  openedRun: false,
  rollbackOf: 'apply',
  rollbackFrom: 'change',
  hcw: firstHcwRound,
  hcwUnread: false,
  oldCertificate: null,
  typedThumbprint: '',
  fixApplied: false,
  verified: null,
  commands: [],
  problem: null,
  validation: null,
  hcwLogs: noHcwLogs,
  stored: null,
  runList: noRunList,
  planPrefix: 'plan',
});
