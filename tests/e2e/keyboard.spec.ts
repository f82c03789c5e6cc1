/** The whole flow without a mouse: Tab, arrows, Space and Enter. */
import { expect, type Page } from '@playwright/test';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { tabTo } from './tab-to.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { collected } from './guided-flow.ts';
import { test } from './wizard.ts';

async function primary({ page }: WizardWindow, place: string, at: WizardWindow['at']): Promise<void> {
  await tabTo(page, '[data-testid="primary"]');
  await page.keyboard.press('Enter');
  await at(place);
}

/** The heading of a new page has the focus, so that screen readers read it first. */
const headingIsFocused = (page: Page): Promise<void> => expect(page.locator('h1')).toBeFocused();

test('from the first page to the end by keyboard alone', async ({ open }) => {
  const window = await open();
  const { page, at } = window;
  await at('start.ready');
  await tabTo(page, '[data-choice="connected"]');
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-choice="guided"]:focus').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-choice="practice"]:focus').waitFor();
  await page.keyboard.press('Space');
  await page.locator('[data-choice="practice"][data-state="checked"]').waitFor();
  for (const place of ['before.ready', 'onPremises.ready', 'exchangeOnline.ready', 'collect.done', 'certificate.ready']) {
    await primary(window, place, at);
    await headingIsFocused(page);
  }
  await tabTo(page, '[data-thumbprint]');
  await page.keyboard.press('Space');
  await page.locator('[data-verdict="qualifies"][data-state="checked"]').waitFor();
  for (const place of ['preChecks.ready', 'plan.ready']) {
    await primary(window, place, at);
    await headingIsFocused(page);
  }
  await chooseReset(page);
  // The pause after the first server, and then the others.
  for (const place of ['change.stopped', 'change.done', 'hcw.ready']) {
    await primary(window, place, at);
    await headingIsFocused(page);
  }
  for (const step of ['2-1', '2-2', '2-3']) {
    await tabTo(page, `[data-step="${step}"] button`);
    await page.keyboard.press('Space');
    await page.locator(`[data-step="${step}"][data-ticked="true"]`).waitFor();
  }
  await tabTo(page, '[data-choice="selected"]');
  await page.keyboard.press('Space');
  await page.locator('[data-choice="selected"][data-state="checked"]').waitFor();
  for (const step of ['2-5', '2-6']) {
    await tabTo(page, `[data-step="${step}"] button`);
    await page.keyboard.press('Space');
    await page.locator(`[data-step="${step}"][data-ticked="true"]`).waitFor();
  }
  for (const place of ['postChecks.done', 'finish.ready']) {
    await primary(window, place, at);
    await headingIsFocused(page);
  }
});

test('guided mode from the collected files to the commands by keyboard alone', async ({ open, folder }) => {
  const window = await open();
  const { page, at } = window;
  const [onPremises = '', online = ''] = await collected(folder, 'before', await practiceOrganization('renewal', new Date()));
  await at('start.ready');
  await tabTo(page, '[data-choice="connected"]');
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-choice="guided"]:focus').waitFor();
  await page.keyboard.press('Space');
  await page.locator('[data-choice="guided"][data-state="checked"]').waitFor();
  for (const place of ['before.ready', 'onPremises.ready']) await primary(window, place, at);
  for (const [path, place] of [
    [onPremises, 'exchangeOnline.ready'],
    [online, 'collect.done'],
  ] as const) {
    const opened = await page.locator('[data-source]').count();
    await window.choose([path]);
    await tabTo(page, '[data-testid="open-file"]');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-source]')).toHaveCount(opened + 1);
    await primary(window, place, at);
    await headingIsFocused(page);
  }
  await primary(window, 'certificate.ready', at);
  await tabTo(page, '[data-thumbprint]');
  await page.keyboard.press('Space');
  await page.locator('[data-verdict="qualifies"][data-state="checked"]').waitFor();
  for (const place of ['preChecks.ready', 'plan.ready']) {
    await primary(window, place, at);
    await headingIsFocused(page);
  }
  await chooseReset(page);
  await primary(window, 'change.manual', at);
  await headingIsFocused(page);
});

/** The method that is preselected is the HCW's own; the next one is the reset. */
async function chooseReset(page: Page): Promise<void> {
  await tabTo(page, '[data-choice="certificateOnly"]');
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-choice="reset"]:focus').waitFor();
  await page.keyboard.press('Space');
  await page.locator('[data-choice="reset"][data-state="checked"]').waitFor();
}
