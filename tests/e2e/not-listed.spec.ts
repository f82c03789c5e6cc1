/** The HCW does not list the certificate: what it shows is said in the window, and the causes follow from it. */
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerHcw, endHcw, finish, gather, plan, reset } from '../../scripts/tour/flow.ts';
import { test } from './wizard.ts';

test('the reference server and the pasted message decide what is found; the next run of the HCW begins anew', async ({ open }) => {
  const window = await open();
  const { page } = window;
  await gather(window, { mode: 'practice' });
  await plan(window);
  await reset(window);
  await answerHcw(window, 'notListed');
  await window.primary();
  await window.at('fix.ready');
  const cause = (id: string) => page.locator(`[data-cause="${id}"]`);
  await expect(cause('serviceHost')).toHaveAttribute('data-state', 'notChecked');

  await page.locator('select').selectOption('EX02');
  await expect(cause('missing')).toContainText('Installed on EX02, which is the reference server');
  await page.getByTestId('hcw-message').fill('「> No valid certificate exists for the\n> Hub Transport server(s).」');
  await page.getByTestId('read-hcw-message').click();
  await expect(cause('serviceHost')).toHaveAttribute('data-state', 'found');
  // Its command is in the plan, and stands on the page once for each server.
  await expect(cause('serviceHost')).not.toContainText('Start-Service');
  await expect(page.locator('pre').filter({ hasText: 'Start-Service -Name MSExchangeServiceHost' })).toHaveCount(1);

  await page.getByTestId('hcw-message').fill('エラーが発生しました。');
  await page.getByTestId('read-hcw-message').click();
  await expect(cause('serviceHost')).toHaveAttribute('data-state', 'notChecked');
  await expect(page.getByText('This message is not recognized')).toBeVisible();

  await window.primary();
  await window.at('hcw.ready');
  await expect(page.getByTestId('hcw-message')).toHaveValue('');
  await answerHcw(window, 'notListed');
  await window.primary();
  await window.at('fix.ready');
  await expect(page.locator('select')).toHaveValue('');
});

for (const language of ['en', 'ja'] as const)
  test(`not listed fixed: a person starts the service, and the HCW lists the certificate (${language})`, async ({ open, folder }) => {
    const window = await open({ language });
    const { page, primary, at } = window;
    await gather(window, { mode: 'practice', scenario: 'serviceHost' });
    await plan(window);
    await reset(window);
    await answerHcw(window, 'notListed');
    await primary();
    await at('fix.ready');
    await page.getByTestId('hcw-message').fill('No valid certificate exists for the Hub Transport server(s)');
    await page.getByTestId('read-hcw-message').click();
    await expect(page.getByTestId('plan-steps')).toContainText('MSExchangeServiceHost');
    await primary();
    await at('change.stopped');
    await expect(page.locator('h2, h3').filter({ hasText: 'EX02' }).first()).toBeVisible();
    // Not yet done: the reading shows it.
    await primary();
    await expect(page.getByTestId('not-yet')).toContainText('EX02\\MSExchangeServiceHost');
    await page.getByTestId('practice-step').click();
    await expect(page.locator('.practice [role="status"]')).not.toHaveText('');
    await primary();
    await at('change.done');
    await primary();
    await at('hcw.ready');
    await answerHcw(window, 'selected');
    await endHcw(window);
    await finish(window, join(folder, 'report.html'));
  });
