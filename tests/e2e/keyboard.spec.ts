/** The whole flow without a mouse: Tab, arrows, Space and Enter. */
import { expect, type Page } from '@playwright/test';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { methods, type Method } from '../../shared/plan/plan.ts';
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

/** The pages after the plan until the HCW, or the post-checks where there is none. */
const afterPlan = {
  certificateOnly: ['hcw.ready'],
  // The pause after the first server, and then the others.
  reset: ['change.stopped', 'change.done', 'hcw.ready'],
  direct: ['change.stopped', 'change.done'],
} as const satisfies Record<Method, readonly string[]>;

for (const language of ['en', 'ja'] as const)
  for (const method of methods)
    test(`from the first page to the end by keyboard alone (${method}, ${language})`, async ({ open }) => {
      const window = await open({ language });
      const { page, at } = window;
      await at('start.ready');
      await tabTo(page, '[data-choice="renew"]');
      await page.keyboard.press('ArrowRight');
      await page.locator('[data-choice="check"]:focus').waitFor();
      await page.keyboard.press('ArrowRight');
      await page.locator('[data-choice="practice"]:focus').waitFor();
      await choosePressed(page, 'practice');
      await follow(window, ['before.ready', 'onPremises.ready', 'exchangeOnline.ready', 'collect.done', 'certificate.ready']);
      await tabTo(page, '[data-thumbprint]');
      await page.keyboard.press('Space');
      await page.locator('[data-verdict="qualifies"][data-state="checked"]').waitFor();
      await follow(window, ['preChecks.ready', 'plan.ready']);
      await chooseMethod(page, method);
      await follow(window, afterPlan[method]);
      if (method !== 'direct') await runHcw(page);
      await follow(window, ['postChecks.done', 'finish.ready']);
    });

async function follow(window: WizardWindow, places: readonly string[]): Promise<void> {
  for (const place of places) {
    await primary(window, place, window.at);
    await headingIsFocused(window.page);
  }
}

/** Ticks every step of the HCW, and says that it has selected the certificate. */
async function runHcw(page: Page): Promise<void> {
  for (const step of ['2-1', '2-2', '2-3', null, '2-5', '2-6']) {
    if (step === null) {
      await tabTo(page, '[data-choice="selected"]');
      await choosePressed(page, 'selected');
      continue;
    }
    await tabTo(page, `[data-step="${step}"] button`);
    await page.keyboard.press('Space');
    await page.locator(`[data-step="${step}"][data-ticked="true"]`).waitFor();
  }
}

async function choosePressed(page: Page, choice: string): Promise<void> {
  await page.keyboard.press('Space');
  await page.locator(`[data-choice="${choice}"][data-state="checked"]`).waitFor();
}

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
  await chooseMethod(page, 'reset');
  await primary(window, 'change.manual', at);
  await headingIsFocused(page);
});

/** The method that is preselected is the HCW's own; the others follow it. */
async function chooseMethod(page: Page, method: Method): Promise<void> {
  await tabTo(page, '[data-choice="certificateOnly"]');
  const order = ['certificateOnly', 'reset', 'direct'] as const;
  for (const next of order.slice(1, order.indexOf(method) + 1)) {
    await page.keyboard.press('ArrowRight');
    await page.locator(`[data-choice="${next}"]:focus`).waitFor();
  }
  await choosePressed(page, method);
}
