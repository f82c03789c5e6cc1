/** What others do while the wizard works, as the window shows it: on practice organizations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerHcw, carryOut, endHcw, gather, plan, reset } from '../../scripts/tour/flow.ts';
import { root } from '../../scripts/root.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { journalsOf } from './runs.ts';
import { planRenewed } from './plan-renewed.ts';
import { test } from './wizard.ts';

const words = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `shared/messages/pages.${language}.json`), 'utf8')) as Record<string, string>;

const announced = ({ data }: WizardWindow): readonly string[] =>
  (journalsOf(data).match(/"kind":"announced","step":"[^"]*EX0\d"/g) ?? []).map((line) => line.slice(-5, -1));
const differs = (language: string, server: string): string =>
  (words(language)['stop_differs'] ?? '').replace('{object}', `${server}\\Default Frontend ${server}`);

/** As `plan`, for the new certificate where it is not the first one: it lacks a name that Exchange Online requires. */
async function planNew(window: WizardWindow): Promise<void> {
  const { page } = window;
  await planRenewed(window);
  await page.locator('[data-choice="reset"]').click();
  await page.locator('[data-choice="reset"][data-state="checked"]').waitFor();
}

for (const language of ['en', 'ja'] as const) {
  test(`the HCW ran elsewhere after the review: nothing is sent, and the page says what differs (${language})`, async ({ open }) => {
    const window = await open({ language });
    await gather(window, { mode: 'practice', scenario: 'hcwElsewhere' });
    await plan(window);
    await window.primary();
    await window.at('change.stopped');
    await expect(window.page.getByTestId('stop')).toContainText(differs(language, 'EX01'));
    expect(announced(window)).toEqual([]);
  });

  test(`the HCW fails halfway: the post-checks find it, and the next run of the HCW ends it (${language})`, async ({ open }) => {
    const window = await open({ language });
    const { page, primary, at } = window;
    await gather(window, { mode: 'practice', scenario: 'hcwFails' });
    await planNew(window);
    await reset(window);
    await answerHcw(window, 'selected');
    await endHcw(window);
    await primary();
    await at('postChecks.done');
    await expect(page.locator('h1')).toHaveText(words(language)['postChecks_title_failed'] ?? '');
    await expect(page.locator('main')).toContainText('hybrid.contoso.com');
    await primary();
    await at('hcw.ready');
    await answerHcw(window, 'selected');
    await endHcw(window);
    await primary();
    await at('postChecks.done');
    await expect(page.locator('h1')).toHaveText(words(language)['postChecks_title_asExpected'] ?? '');
  });
}

test('somebody changes a connector meanwhile: the change stops before it and overwrites nothing', async ({ open }) => {
  const window = await open();
  await gather(window, { mode: 'practice', scenario: 'changedMeanwhile' });
  await plan(window);
  await window.primary();
  await expect(window.page.locator('h1')).toHaveText(words('en')['change_title_canary'] ?? '');
  await window.primary();
  await expect(window.page.getByTestId('stop')).toContainText(differs('en', 'EX02'));
  await expect(window.page.locator('main')).toContainText('Contoso Issuing CA 1');
  expect(announced(window)).toEqual(['EX01']);
});

test('the session is lost in the middle: its command is proven by a reading, and not sent again', async ({ open }) => {
  const window = await open();
  await gather(window, { mode: 'practice', scenario: 'sessionLost' });
  await plan(window);
  await carryOut(window);
  await expect(window.page.locator('h1')).toHaveText(words('en')['change_title_done'] ?? '');
  expect(journalsOf(window.data)).toContain('"session.lost"');
  expect(announced(window)).toEqual(['EX01', 'EX02', 'EX03']);
});
