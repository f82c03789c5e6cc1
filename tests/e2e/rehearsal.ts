/** Rehearsals on organizations of the test: as a saved session that is resumed, and changed from outside while the wizard is closed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { freshContext, persistedPart, type WizardContext } from '../../shared/wizard/context.ts';
import { currentFormat } from '../../shared/wizard/migrations.ts';
import { wizardStepOf } from '../../shared/wizard/pages.ts';
import type { PersistedWizard } from '../../src-main/wizard/persisted-wizard.ts';
import { dataWith } from './wizard.ts';

/** A data folder with a session that goes on to collect the data of that organization. */
export function rehearsalOn(organization: OrganizationFile, language: Language = 'en'): string {
  const session: PersistedWizard = {
    format: currentFormat,
    savedAt: new Date().toISOString(),
    value: { collect: 'running' },
    context: persistedPart({ ...freshContext(language), mode: 'practice' }),
    practice: organization,
    rehearsal: null,
  };
  return dataWith('wizard.json', JSON.stringify(session));
}

/** The organization of the saved session. */
export function organizationIn(data: string): OrganizationFile {
  const { practice } = sessionIn(data);
  if (practice === null) throw new Error('The session has no organization.');
  return practice;
}

/** Changes the organization of the saved session, as somebody else would in the meantime. */
export function changeOutside(data: string, change: (organization: OrganizationFile) => OrganizationFile): void {
  const session = { ...sessionIn(data), practice: change(organizationIn(data)) };
  writeFileSync(join(data, 'wizard.json'), JSON.stringify(session));
}

const sessionIn = (data: string): PersistedWizard => JSON.parse(readFileSync(join(data, 'wizard.json'), 'utf8')) as PersistedWizard;

/** Waits until the saved session is at that place, with that method: what is not yet on disk is lost when the program is killed. */
export async function saved({ data }: WizardWindow, place: string, method?: WizardContext['method']): Promise<void> {
  await expect
    .poll(() => {
      const { value, context } = sessionIn(data);
      const { page, phase } = wizardStepOf(value);
      return { place: `${page}.${phase}`, method: context.method };
    })
    .toMatchObject({ place, ...(method === undefined ? {} : { method }) });
}

export async function resumed({ page, at }: WizardWindow, place: string): Promise<void> {
  await page.getByTestId('resume').click();
  await at(place);
}

/** The state of a page in the list of pages, e.g. `not needed`. */
export async function stateInList({ page }: WizardWindow, name: string): Promise<string> {
  const text = await page.locator('nav li', { hasText: new RegExp(name) }).innerText();
  return /\(([^)]*)\)\s*$/.exec(text)?.[1] ?? '';
}
