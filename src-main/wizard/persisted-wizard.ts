/** The wizard as it is kept on disk between two starts. */
import * as v from 'valibot';
import type { Result } from '../../shared/model/error.ts';
import { organizationFileSchema } from '../../shared/model/sample-organization.ts';
import { wizardContextSchema } from '../../shared/wizard/context.ts';
import { phases, pages } from '../../shared/wizard/pages.ts';

/** A state value of the machine: a page that has one phase stands alone, every other one with its phase. */
const stateValueSchema = v.pipe(
  v.union([v.picklist(pages), v.record(v.string(), v.string())]),
  v.check((value) => (typeof value === 'string' ? phases[value].length === 1 : isPlace(value))),
);

export const persistedWizardSchema = v.object({
  format: v.literal(1),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  value: stateValueSchema,
  context: wizardContextSchema,
  /** The sample organization as it is now; `null` unless practiced on */
  practice: v.nullable(organizationFileSchema),
});
export type PersistedWizard = v.InferOutput<typeof persistedWizardSchema>;

function isPlace(value: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) return false;
  const [page, phase] = entry;
  const known = pages.find((name) => name === page);
  return known !== undefined && phases[known].length > 1 && phases[known].some((name) => name === phase);
}

/** Where the wizard is kept. */
export interface WizardStore {
  write(stored: PersistedWizard): Promise<Result<null>>;
  /** Puts the kept wizard aside, so that nothing is lost when another is begun. */
  archive(): Promise<Result<null>>;
}
