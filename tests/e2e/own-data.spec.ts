/** A rehearsal on what was collected: with a fault, to the end, and its plan is the one that the real renewal needs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerHcw, endHcw, finish, plan, reset } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import type { RehearsalFault } from '../../shared/rehearsal/rehearsal.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { examiner } from './examiner.ts';
import { beginGuided, collected, openFiles } from './guided-flow.ts';
import { test } from './wizard.ts';

const collectedIn = async (folder: string): Promise<readonly string[]> =>
  collected(folder, 'collected', await practiceOrganization('renewal', new Date()));

/** From the first page to the one on which collected files are opened. */
async function beginRehearsal({ page, at, primary }: WizardWindow, fault: RehearsalFault): Promise<void> {
  await at('start.ready');
  await page.locator('[data-choice="practice"]').click();
  await page.locator('[data-choice="copy"]').click();
  await page.locator('[data-choice="copy"][data-state="checked"]').waitFor();
  await page.locator('select').last().selectOption(fault);
  await primary();
  await at('before.ready');
  await primary();
  await at('onPremises.ready');
}

/** From there to the plan of the reset. */
async function toPlan(window: WizardWindow, files: readonly string[]): Promise<void> {
  const { at, primary } = window;
  await openFiles(window, files.slice(0, 1));
  await primary();
  await at('exchangeOnline.ready');
  await openFiles(window, files.slice(1));
  await primary();
  await at('collect.done');
  await plan(window);
}

for (const language of ['en', 'ja'] as const) {
  test(`what goes wrong is rehearsed on what was collected (${language})`, async ({ open, folder }) => {
    const window = await open({ language });
    const { page, at, primary } = window;
    const { look, found } = examiner(window);
    await beginRehearsal(window, 'overwritten');
    await toPlan(window, await collectedIn(folder));
    await primary();
    // Somebody else has changed the value right after the first command: nothing is written over it.
    await at('change.stopped');
    await page.getByTestId('stop').waitFor();
    await window.secondary('SHOW_ROLLBACK');
    await at('change.rollbackReview');
    await expect(page.locator('main')).toContainText('changed.invalid');
    await look('rollback');
    expect(found).toEqual([]);
  });

  test(`the plan of a rehearsal is signed off, and is that of the organization (${language})`, async ({ open, folder }) => {
    const files = await collectedIn(folder);
    const window = await open({ language });
    const { page, data } = window;
    await beginRehearsal(window, 'none');
    await toPlan(window, files);
    const signedOff = join(folder, 'plan.txt');
    await window.saveTo(signedOff);
    await page.locator('details:has([data-testid="save-plan"]) > summary').press('Enter');
    await page.getByTestId('save-plan').press('Enter');
    await page.getByText(signedOff).waitFor();
    await reset(window);
    await answerHcw(window, 'selected');
    await endHcw(window);
    const report = join(folder, 'report.html');
    await finish(window, report);
    expect(readFileSync(report, 'utf8')).toContain(language === 'en' ? 'Rehearsal on a copy' : 'リハーサル');
    // Nothing is proven of the organization, and nothing offers to prove it.
    await expect(page.locator('[data-seal]')).toHaveCount(0);
    expect(readFileSync(join(data, 'wizard.json'), 'utf8')).toContain('"rehearsal":{"fault":"none"');

    const guided = await open({ language });
    await beginGuided(guided);
    await toPlan(guided, files);
    await guided.choose([signedOff]);
    await guided.page.locator('details:has([data-testid="open-signed-off"]) > summary').press('Enter');
    await guided.page.getByTestId('open-signed-off').press('Enter');
    await guided.page.getByTestId('signed-off').waitFor();
    await guided.primary();
    await guided.at('change.manual');
  });
}
