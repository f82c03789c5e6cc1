/** The wizard as it is kept on disk between two starts. */
import * as v from 'valibot';
import type { Result } from '../../shared/errors.ts';
import { organisationFileSchema } from '../../shared/model/organisation-file.ts';
import { wizardContextSchema } from '../../shared/wizard/context.ts';
import { phases } from '../../shared/wizard/phases.ts';
import { pages, type Page } from '../../shared/wizard/pages.ts';

/** A page alone, or a page with its phase: a state value of the machine. */
const stateValueSchema = v.pipe(
  v.union([v.picklist(pages), v.record(v.string(), v.string())]),
  v.check((value) => typeof value === 'string' || isPlace(value)),
);

export const storedWizardSchema = v.object({
  format: v.literal(1),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  value: stateValueSchema,
  context: wizardContextSchema,
  /** The sample organisation as it is now; `null` unless practised on */
  practice: v.nullable(organisationFileSchema),
});
export type StoredWizard = v.InferOutput<typeof storedWizardSchema>;

function isPlace(value: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) return false;
  const [page, phase] = entry;
  return pages.some((name) => name === page) && phases[page as Page].some((name) => name === phase);
}

/** Where the wizard is kept. */
export interface WizardStore {
  write(stored: StoredWizard): Promise<Result<null>>;
  /** Puts the kept wizard aside, so that nothing is lost when another is begun. */
  setAside(): Promise<Result<null>>;
}
