/** The wizard as it is persisted between two starts. */
import * as v from 'valibot';
import type { Result } from '../../shared/model/error.ts';
import { organizationFileSchema } from '../../shared/model/sample-organization.ts';
import { rehearsalSchema } from '../../shared/rehearsal/rehearsal.ts';
import { freshContext, persistedContextSchema, type StoredSession, type WizardContext } from '../../shared/wizard/context.ts';
import { currentFormat } from '../../shared/wizard/migrations.ts';
import { phasesOf, pages, wizardStepOf } from '../../shared/wizard/pages.ts';
import type { PersistedFormat } from '../files/persisted-file.ts';

/** A state value of the machine: a page with one phase stands alone, every other one with its phase. */
const stateValueSchema = v.pipe(
  v.union([v.picklist(pages), v.record(v.string(), v.string())]),
  v.check((value) => (typeof value === 'string' ? phasesOf(value).length === 1 : isPageWithPhase(value))),
);

export const persistedWizardSchema = v.object({
  format: v.literal(currentFormat),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  value: stateValueSchema,
  context: persistedContextSchema,
  /** The sample organization as it is now; `null` in the other modes */
  practice: v.nullable(organizationFileSchema),
  /** What a rehearsal has written into its copy; `null` in the other modes */
  rehearsal: v.optional(v.nullable(rehearsalSchema), null),
});
export type PersistedWizard = v.InferOutput<typeof persistedWizardSchema>;

export const persistedWizardFormat: PersistedFormat<typeof persistedWizardSchema> = {
  current: currentFormat,
  migrations: {
    // Format 5 counted the tasks; a field that is not in the schema is left out when it is read.
    5: (value) => ({ ...value, format: 6 }),
  },
  schema: persistedWizardSchema,
};

/** The session with its runs as their folders say; the id of one that cannot be read is kept, so that resuming names it. */
export function sessionOf({ savedAt, value, context }: PersistedWizard, runs: WizardContext['runs']): StoredSession {
  const runIds = {
    apply: runs.apply?.id ?? context.runIds.apply,
    fix: runs.fix?.id ?? context.runIds.fix,
    removal: runs.removal?.id ?? context.runIds.removal,
    rollback: runs.rollback?.id ?? context.runIds.rollback,
  };
  return { savedAt, step: wizardStepOf(value), context: { ...freshContext(context.language), ...context, runs, runIds } };
}

/** A session persisted on the first page has nothing worth resuming. */
export const worthResuming = (stored: PersistedWizard): boolean => wizardStepOf(stored.value).page !== 'start';

function isPageWithPhase(value: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) return false;
  const [page, phase] = entry;
  const known = pages.find((name) => name === page);
  return known !== undefined && phasesOf(known).length > 1 && phasesOf(known).some((name) => name === phase);
}

/** Where the wizard is persisted. */
export interface WizardStore {
  write(persisted: PersistedWizard): Promise<Result<null>>;
  /** Archives the persisted wizard before another run begins, so that nothing is lost. */
  archive(): Promise<Result<null>>;
}
