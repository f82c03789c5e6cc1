/** Mail flow is proven in both directions, by keyboard: until then the last page says that it is not. */
import { expect } from '@playwright/test';
import { carryOut, gather, plan } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { examiner } from './examiner.ts';
import { tabTo } from './tab-to.ts';
import { test } from './wizard.ts';

const press = async ({ page }: WizardWindow, selector: string): Promise<void> => {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
};

/** The direct method, to the post-checks. */
async function toPostChecks(window: WizardWindow): Promise<void> {
  const { page, primary, at } = window;
  await gather(window, { mode: 'practice' });
  await plan(window);
  await page.locator('[data-choice="direct"]').click();
  await page.locator('[data-choice="direct"][data-state="checked"]').waitFor();
  await carryOut(window);
  await primary();
  await at('postChecks.done');
}

/** The four points that decide, from wherever they are shown. */
async function proveAll(window: WizardWindow): Promise<void> {
  const { page } = window;
  await press(window, '[data-testid="prove-servers"]');
  await page.locator('[data-direction="toOnPremises"] [data-seal="presented"][data-state="proven"]').waitFor();
  const logs = page.locator('[data-direction="toExchangeOnline"] [data-testid^="log-"]');
  while ((await logs.count()) > 0) {
    const before = await logs.count();
    await press(window, `[data-testid="${(await logs.first().getAttribute('data-testid')) ?? ''}"]`);
    await expect(logs).toHaveCount(before - 1);
  }
  for (const direction of ['toOnPremises', 'toExchangeOnline'] as const) {
    await press(window, `[data-testid="word-${direction}"]`);
    await expect(page.getByTestId(`subject-${direction}`)).toHaveText(/^HCW-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    await press(window, `[data-testid="receive-${direction}"]`);
    await page.locator(`[data-direction="${direction}"] [data-seal="trusted"][data-state="proven"]`).waitFor();
  }
}

for (const language of ['en', 'ja'] as const)
  test(`proven by evidence in both directions (${language})`, async ({ open }) => {
    test.slow();
    const window = await open({ language });
    const { page, primary, at } = window;
    const { look, found } = examiner(window);
    await toPostChecks(window);
    const states = (): Promise<(string | null)[]> =>
      page.locator('[data-seal]').evaluateAll((seals) => seals.map((seal) => seal.getAttribute('data-state')));
    expect(await states()).toEqual(Array.from({ length: 6 }, () => 'notYet'));
    await expect(page.getByTestId('strip-proof')).toContainText({ en: '0 of 4 proven', ja: '4 点中 0 点' }[language]);
    await look('nothing proven yet');

    await proveAll(window);
    await expect(page.getByTestId('strip-proof')).toContainText({ en: '4 of 4 proven', ja: '4 点中 4 点' }[language]);

    // What Exchange itself says: a message is sent only after its command was shown and the question was answered.
    await press(window, '[data-testid="read-queues"]');
    await page.locator('[data-direction="toExchangeOnline"] [data-seal="validated"][data-state="proven"]').waitFor();
    await press(window, '[data-testid="find-delayed"]');
    await press(window, '[data-testid="validate"]');
    await look('asks before it sends');
    await press(window, '.dialog .buttons button:last-child');
    await page.getByTestId('validation-lines').waitFor({ state: 'attached' });
    await press(window, 'details:has([data-testid="validation-lines"]) summary');
    await look('result of the validation');
    await press(window, '[data-testid="validation-succeeded"]');
    await page.locator('[data-direction="toOnPremises"] [data-seal="validated"][data-state="proven"]').waitFor();
    await press(window, '[data-testid="find-toExchangeOnline"]');
    await page.getByTestId('found-toExchangeOnline').waitFor({ state: 'attached' });
    expect(await page.getByTestId('found-toExchangeOnline').textContent()).toContain('SEND');
    expect(await states()).toEqual(Array.from({ length: 6 }, () => 'proven'));
    await look('everything proven');

    await primary();
    await at('finish.ready');
    await expect(page.locator('h1')).toHaveText(
      { en: 'Proven in mail flow in both directions', ja: '両方向のメール フローを確認済み' }[language],
    );
    await look('proven finish');
    expect(found).toEqual([]);
  });

test('proof is added the next day: the run is opened from the list', async ({ open }) => {
  test.slow();
  const first = await open();
  await toPostChecks(first);
  await first.primary();
  await first.at('finish.ready');
  await expect(first.page.locator('h1')).toHaveText('Configured, not yet proven in mail flow');
  const { data } = first;
  await first.close();

  const second = await open({ data });
  const { page, primary, at } = second;
  await at('start.ready');
  await page.locator('details:has(tr[data-run]) > summary').click();
  await page.locator('tr[data-run] button').first().click();
  await at('onPremises.ready');
  await primary();
  await at('exchangeOnline.ready');
  await primary();
  await at('collect.done');
  await primary();
  await at('change.done');
  await proveAll(second);
  await expect(page.getByTestId('strip-proof')).toContainText('4 of 4 proven');
  const { look, found } = examiner(second);
  await look('proven the next day');
  expect(found).toEqual([]);
});
