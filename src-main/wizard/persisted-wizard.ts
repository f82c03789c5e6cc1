/** The wizard as it is persisted between two starts. */
import * as v from 'valibot';
import type { Result } from '../../shared/model/error.ts';
import { organizationFileSchema } from '../../shared/model/sample-organization.ts';
import { persistedContextSchema } from '../../shared/wizard/context.ts';
import { currentFormat } from '../../shared/wizard/migrations.ts';
import { phasesOf, pages } from '../../shared/wizard/pages.ts';
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
});
export type PersistedWizard = v.InferOutput<typeof persistedWizardSchema>;

export const persistedWizardFormat: PersistedFormat<typeof persistedWizardSchema> = {
  current: currentFormat,
  migrations: {},
  schema: persistedWizardSchema,
};

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
