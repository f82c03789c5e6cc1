/** The HCW does not list the certificate: what it shows is said in the window, and the causes follow from it. */
import { expect } from '@playwright/test';
import { answerHcw, gather, plan, reset } from '../../scripts/tour/flow.ts';
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
  await expect(cause('serviceHost')).toContainText('Start-Service -Name MSExchangeServiceHost');

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
