/** The keys that every Windows dialog has, in the real window: Enter, Alt with a letter or digit, Alt+Left, Esc, Ctrl+F, F1. */
import { expect, type Page } from '@playwright/test';
import { gather } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { colors, examiner } from './examiner.ts';
import { test } from './wizard.ts';

const press = ({ page }: WizardWindow, key: string): Promise<void> => page.keyboard.press(key);

async function enter(window: WizardWindow, places: readonly string[]): Promise<void> {
  for (const place of places) {
    await press(window, 'Enter');
    await window.at(place);
    await expect(window.page.locator('h1')).toBeFocused();
  }
}

/** What changes something: the first Enter shows the button, the second presses it. */
async function enterTwice(window: WizardWindow, place: string): Promise<void> {
  await press(window, 'Enter');
  await expect(window.page.getByTestId('primary')).toBeFocused();
  await enter(window, [place]);
}

const checked = (page: Page, selector: string): Promise<void> => page.locator(`${selector}[data-state="checked"]`).waitFor();

for (const language of ['en', 'ja'] as const)
  test(`from the first page to the end with Enter and Alt alone (${language})`, async ({ open }) => {
    test.slow();
    const window = await open({ language });
    const { page, at } = window;
    await at('start.ready');
    await press(window, 'Alt+3');
    await checked(page, '[data-choice="practice"]');
    await enter(window, ['before.ready', 'onPremises.ready']);
    await press(window, 'Alt+B');
    await at('before.ready');
    await press(window, 'Alt+N');
    await at('onPremises.ready');
    await enter(window, ['exchangeOnline.ready', 'collect.done', 'certificate.ready']);
    await press(window, 'Alt+1');
    await checked(page, '[data-thumbprint][data-verdict="qualifies"]');
    await enter(window, ['preChecks.ready', 'plan.ready']);
    await press(window, 'Alt+2');
    await checked(page, '[data-choice="reset"]');
    await enterTwice(window, 'change.stopped');
    await enterTwice(window, 'change.done');
    await enter(window, ['hcw.ready']);
    // Three steps, the question, and two steps: the answers come after all steps or between them, as the page has them.
    await page.keyboard.down('Alt');
    const digits = await page.evaluate<Record<string, string>>(
      `Object.fromEntries([...document.querySelectorAll('[data-digit]')].map((one) => [one.dataset.choice ?? one.closest('[data-step]').dataset.step, one.dataset.digit]))`,
    );
    await page.keyboard.up('Alt');
    await expect(page.locator('[data-digit]')).toHaveCount(0);
    for (const step of ['2-1', '2-2', '2-3', 'selected', '2-5', '2-6']) {
      await press(window, `Alt+${digits[step] ?? ''}`);
      await page.locator(`[data-step="${step}"][data-ticked="true"], [data-choice="${step}"][data-state="checked"]`).waitFor();
    }
    await enter(window, ['postChecks.done', 'finish.ready']);
  });

test('Enter from a field, and Alt+Left, which chooses no other certificate', async ({ open }) => {
  const window = await open();
  const { page, at } = window;
  await gather(window, { mode: 'practice' });
  await window.primary();
  await at('certificate.ready');
  const chosen = page.locator('[data-thumbprint][data-verdict="qualifies"]').first();
  await chosen.click();
  await checked(page, '[data-thumbprint][data-verdict="qualifies"]');
  const thumbprint = await page.locator('[data-thumbprint][data-state="checked"]').getAttribute('data-thumbprint');
  await chosen.focus();
  await press(window, 'Alt+ArrowRight');
  await press(window, 'Alt+ArrowLeft');
  await at('collect.done');
  await press(window, 'Enter');
  await at('certificate.ready');
  await expect(page.locator('[data-thumbprint][data-state="checked"]')).toHaveAttribute('data-thumbprint', thumbprint ?? '');
});

test('Ctrl+F finds in the page, Enter goes on, and Esc closes it', async ({ open }) => {
  const window = await open();
  const { page } = window;
  await gather(window, { mode: 'practice' });
  await press(window, 'Control+F');
  await expect(page.getByTestId('find')).toBeFocused();
  await page.keyboard.insertText('ex01');
  const status = page.locator('search [role="status"]');
  await expect(status).toHaveText(/^1 of [1-9]/);
  await press(window, 'Enter');
  await expect(status).toHaveText(/^(?:2|1) of [1-9]/);
  expect(await page.evaluate<number>(`CSS.highlights.get('found').size`)).toBeGreaterThan(0);
  await page.getByTestId('find').fill('no such text');
  await expect(status).toHaveText('Not found on this page');
  const { look, found } = examiner(window);
  await look('find');
  expect(found).toEqual([]);
  await press(window, 'Escape');
  await expect(page.getByTestId('find')).toHaveCount(0);
  await expect(page.locator('h1')).toBeFocused();
  expect(await page.evaluate<number>(`CSS.highlights.size`)).toBe(0);
});

for (const language of ['en', 'ja'] as const)
  test(`F1 opens the help of the page, and Esc closes it (${language})`, async ({ open }) => {
    const window = await open({ language });
    const { page, at } = window;
    await at('start.ready');
    await press(window, 'F1');
    const help = page.getByTestId('help');
    await expect(help).toContainText(language === 'en' ? 'Help: Start' : 'ヘルプ: 開始');
    const { look, found, seen } = examiner(window);
    await look('help');
    expect(found).toEqual([]);
    expect(seen).toHaveLength(colors.length);
    // The keys of the page behind it do nothing.
    await press(window, 'Alt+N');
    await press(window, 'Escape');
    await expect(help).toHaveCount(0);
    await at('start.ready');
  });

test('Esc closes the window when nothing is open', async ({ open }) => {
  const window = await open();
  await window.at('start.ready');
  const closed = window.app.waitForEvent('close');
  // The page may be gone before the key is answered.
  await Promise.all([closed, press(window, 'Escape').catch(() => undefined)]);
});
