/** Rehearsals on organizations of the test: as a saved session that is resumed, and changed from outside while the wizard is closed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { freshContext } from '../../shared/wizard/context.ts';
import { currentFormat } from '../../shared/wizard/migrations.ts';
import type { PersistedWizard } from '../../src-main/wizard/persisted-wizard.ts';
import { dataWith } from './wizard.ts';

/** A data folder with a session that goes on to collect the data of that organization. */
export function rehearsalOn(organization: OrganizationFile): string {
  const session: PersistedWizard = {
    format: currentFormat,
    savedAt: new Date().toISOString(),
    value: { collect: 'running' },
    context: { ...freshContext('en'), mode: 'practice' },
    practice: organization,
  };
  return dataWith('wizard.json', JSON.stringify(session));
}

/** Changes the organization of the saved session, as somebody else would in the meantime. */
export function changeOutside(data: string, change: (organization: OrganizationFile) => OrganizationFile): void {
  const path = join(data, 'wizard.json');
  const session = JSON.parse(readFileSync(path, 'utf8')) as PersistedWizard;
  if (session.practice === null) throw new Error('The session has no organization.');
  writeFileSync(path, JSON.stringify({ ...session, practice: change(session.practice) }));
}

export async function resumed({ page, at }: WizardWindow, place: string): Promise<void> {
  await page.getByTestId('resume').click();
  await at(place);
}

/** The state of a page in the list of pages, e.g. `not needed`. */
export async function stateInList({ page }: WizardWindow, name: string): Promise<string> {
  const text = await page.locator('nav li', { hasText: name }).innerText();
  return /\(([^)]*)\)\s*$/.exec(text)?.[1] ?? '';
}
