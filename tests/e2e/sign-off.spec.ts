/** A plan is saved for a second person, and the commit needs what they signed off. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { gather, plan } from '../../scripts/tour/flow.ts';
import { examiner } from './examiner.ts';
import { test } from './wizard.ts';

for (const language of ['en', 'ja'] as const)
  test(`nothing is sent unless the plan is the one that was signed off (${language})`, async ({ open, folder }) => {
    const window = await open({ language });
    const { page, at, primary, data } = window;
    const { look, found } = examiner(window);
    await gather(window, { mode: 'practice' });
    await plan(window);
    const path = join(folder, 'plan.txt');
    await window.saveTo(path);
    await page.locator('details:has([data-testid="save-plan"]) > summary').press('Enter');
    await page.getByTestId('save-plan').press('Enter');
    await page.getByText(path).waitFor();
    const [digest = ''] = /^[\da-f]{64}$/m.exec(readFileSync(path, 'utf8')) ?? [];
    expect(digest).not.toBe('');

    await page.getByTestId('sign-off-digest').fill(digest.toUpperCase());
    await page.getByTestId('require-sign-off').press('Enter');
    await expect(page.getByTestId('signed-off')).toContainText(digest);
    await page.locator('[data-choice=""]').click();
    await page.locator('[data-choice=""][data-state="checked"]').waitFor();
    await primary();
    await page.locator('[data-difference="unknown"]').waitFor();
    await page.getByTestId('no-sign-off').press('Enter');
    await window.choose([path]);
    await page.locator('details:has([data-testid="open-signed-off"]) > summary').press('Enter');
    await page.getByTestId('open-signed-off').press('Enter');
    await page.getByTestId('signed-off').waitFor();
    await primary();
    await page.locator('[data-difference="policy"]').waitFor();
    await look('another plan than was signed off');
    expect(existsSync(join(data, 'runs')) ? readdirSync(join(data, 'runs')) : []).toEqual([]);

    await page.locator('[data-choice="EX01"]').click();
    await page.locator('[data-choice="EX01"][data-state="checked"]').waitFor();
    await expect(page.locator('[data-difference]')).toHaveCount(0);
    await primary();
    await at('change.stopped');
    expect(found).toEqual([]);
  });
