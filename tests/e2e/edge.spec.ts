/** An organization whose mail goes over two Edge servers, from the first page to the last. */
import { expect } from '@playwright/test';
import { answerHcw, endHcw, gather } from '../../scripts/tour/flow.ts';
import { test } from './wizard.ts';

const edges = ['EDGE01', 'EDGE02'] as const;

for (const language of ['en', 'ja'] as const) {
  test(`two Edge servers: the work on them, the HCW, and the proof from what is collected on them (${language})`, async ({ open }) => {
    const window = await open({ language });
    const { page, at, primary } = window;
    const collect = async (): Promise<void> => {
      for (const server of edges) {
        await page.getByTestId(`collect-${server}`).click();
        await page.locator(`[data-edge="${server}"][data-read="true"]`).waitFor();
      }
    };
    const needs = (server: string): Promise<string[]> =>
      page.locator(`[data-edge="${server}"] [data-task]`).evaluateAll((tasks) => tasks.map((task) => task.getAttribute('data-need') ?? ''));

    await gather(window, { mode: 'practice', scenario: 'edge' });
    await expect(page.locator('[data-edge][data-read="false"]')).toHaveCount(2);
    await collect();
    await primary();
    await at('certificate.ready');
    await page.locator('[data-thumbprint][data-verdict="qualifies"]').first().click();
    await primary();
    await at('preChecks.ready');
    await primary();
    await at('plan.ready');
    expect(await needs('EDGE01')).toEqual(['needed', 'needed', 'needed']);
    expect(await needs('EDGE02')).toEqual(['done', 'needed', 'needed']);
    await expect(page.getByTestId('edge')).toContainText(
      "Set-ReceiveConnector -Identity 'EDGE01\\Default internal receive connector EDGE01'",
    );
    await primary();
    await at('hcw.ready');
    for (const server of edges) await page.getByTestId(`work-${server}`).click();
    await answerHcw(window, 'selected');
    await endHcw(window);
    await primary();
    await at('postChecks.done');
    await expect(page.locator('[data-edge][data-read="false"]')).toHaveCount(2);
    await collect();
    for (const server of edges) expect(await needs(server)).toEqual(['done', 'done', 'done']);
    await primary();
    await at('finish.ready');
  });
}
