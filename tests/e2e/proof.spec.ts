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

for (const language of ['en', 'ja'] as const)
  test(`proven by evidence in both directions (${language})`, async ({ open }) => {
    test.slow();
    const window = await open({ language });
    const { page, primary, at } = window;
    const { look, found } = examiner(window);
    await toPostChecks(window);
    const states = (): Promise<(string | null)[]> =>
      page.locator('[data-seal]').evaluateAll((seals) => seals.map((seal) => seal.getAttribute('data-state')));
    expect(await states()).toEqual(['notYet', 'notYet', 'notYet', 'notYet']);
    await look('nothing proven yet');

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
    expect(await states()).toEqual(['proven', 'proven', 'proven', 'proven']);
    await look('everything proven');

    await primary();
    await at('finish.ready');
    await expect(page.locator('h1')).toHaveText(
      { en: 'Proven in mail flow in both directions', ja: '両方向のメール フローを確認済み' }[language],
    );
    await look('proven finish');
    expect(found).toEqual([]);
  });
