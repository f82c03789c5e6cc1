/** Everything that the wizard remembers: answers, what was read, what was planned and done. Kept on disk. */
import * as v from 'valibot';
import { appErrorSchema } from '../model/error.ts';
import { commandRecordSchema } from '../commands/call.ts';
import { gatherProgressSchema, organizationSchema } from '../model/organization.ts';
import { changePlanSchema, stepResultSchema } from '../plan/plan.ts';
import { practiceScenarios } from '../model/sample-organization.ts';
import { collectedFileSchema } from '../collected/collected-file.ts';
import { emptyExchangeOnlineForm, emptyOnPremisesForm, exchangeOnlineFormSchema, onPremisesFormSchema } from './forms.ts';
import { languages, type Language } from '../messages/language.ts';
import { offeredMethods } from '../plan/methods.ts';
import { hcwAnswers, hcwSteps, modes, validationCodes } from './pages.ts';

export const wizardContextSchema = v.object({
  language: v.picklist(languages),
  mode: v.nullable(v.picklist(modes)),
  scenario: v.picklist(practiceScenarios),
  onPremises: onPremisesFormSchema,
  exchangeOnline: exchangeOnlineFormSchema,
  onlineSkipped: v.boolean(),
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
  method: v.picklist(offeredMethods),
  /** Counts the plans made, so that each has an id of its own */
  plansMade: v.number(),
  plan: v.nullable(changePlanSchema),
  results: v.array(stepResultSchema),
  /** The script with the commands that put the saved values back */
  rollbackScript: v.nullable(v.string()),
  /** ISO 8601: since when mail from Exchange Online is no longer trusted as internal */
  exposedSince: v.nullable(v.string()),
  /** The page that asked to roll back the saved values */
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
  }),
  /** Whether the HCW has written since the organization was last read */
  hcwUnread: v.optional(v.boolean(), false),
  fix: v.nullable(changePlanSchema),
  fixResults: v.array(stepResultSchema),
  /** Whether the HCW was begun again because of a fix, by the wizard or by the administrator */
  fixApplied: v.optional(v.boolean(), false),
  /** The organization as the post-checks found it */
  verified: v.nullable(organizationSchema),
  commands: v.array(commandRecordSchema),
  problem: v.nullable(appErrorSchema),
  validation: v.nullable(v.picklist(validationCodes)),
  /** Counts the tasks begun, so that a late answer to an earlier one is recognized */
  run: v.number(),
});
export type WizardContext = v.InferOutput<typeof wizardContextSchema>;

/** Nothing is known of a run of the HCW before it is begun. */
export const firstHcwRound: WizardContext['hcw'] = { round: 1, ticked: [], answer: null, referenceServer: null, message: '' };

/** What an earlier run of the HCW showed says nothing of the next one. */
export const nextHcwRound = ({ round }: WizardContext['hcw']): WizardContext['hcw'] => ({ ...firstHcwRound, round: round + 1 });

/** The context of a fresh wizard. */
export const freshContext = (language: Language): WizardContext => ({
  language,
  mode: null,
  scenario: 'renewal',
  onPremises: emptyOnPremisesForm,
  exchangeOnline: emptyExchangeOnlineForm,
  onlineSkipped: false,
  sources: [],
  freshFrom: 0,
  progress: null,
  organization: null,
  serverToRead: null,
  baseline: null,
  certificate: null,
  method: 'certificateOnly',
  plansMade: 0,
  plan: null,
  results: [],
  rollbackScript: null,
  exposedSince: null,
  rollbackFrom: 'change',
  hcw: firstHcwRound,
  hcwUnread: false,
  fix: null,
  fixResults: [],
  fixApplied: false,
  verified: null,
  commands: [],
  problem: null,
  validation: null,
  run: 0,
});
