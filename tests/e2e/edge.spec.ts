/** An organization whose mail goes over two Edge servers, from the first page to the last, and its rollback. */
import { expect, type Page } from '@playwright/test';
import { answerHcw, endHcw, gather } from '../../scripts/tour/flow.ts';
import { test } from './wizard.ts';

const edges = ['EDGE01', 'EDGE02'] as const;
type Window = Parameters<typeof gather>[0];

async function collect(page: Page): Promise<void> {
  for (const server of edges) {
    await page.getByTestId(`collect-${server}`).click();
    await page.locator(`[data-edge="${server}"][data-read="true"]`).waitFor();
  }
}

const needs = (page: Page, server: string): Promise<string[]> =>
  page.locator(`[data-edge="${server}"] [data-task]`).evaluateAll((tasks) => tasks.map((task) => task.getAttribute('data-need') ?? ''));

/** To the plan of that method, with what was collected on both Edge servers. */
async function plan(window: Window, method: 'certificateOnly' | 'direct'): Promise<void> {
  const { page, at, primary } = window;
  await gather(window, { mode: 'practice', scenario: 'edge' });
  await expect(page.locator('[data-edge][data-read="false"]')).toHaveCount(2);
  await collect(page);
  await primary();
  await at('certificate.ready');
  await page.locator('[data-thumbprint][data-verdict="qualifies"]').first().click();
  await primary();
  await at('preChecks.ready');
  await primary();
  await at('plan.ready');
  await page.locator(`[data-choice="${method}"]`).click();
  await page.locator(`[data-choice="${method}"][data-state="checked"]`).waitFor();
  expect(await needs(page, 'EDGE01')).toEqual(['needed', 'needed', 'needed']);
  expect(await needs(page, 'EDGE02')).toEqual(['done', 'needed', 'needed']);
}

/** Takes the step that the page shows: its commands, what is collected after them, and the proof. */
async function takeStep({ page, primary }: Window, on: string, isOnEdge: boolean): Promise<void> {
  if (isOnEdge) await page.getByTestId(`collect-${on}`).waitFor();
  else await expect(page.locator('main[data-step="change.stopped"]')).toContainText(on);
  await page.getByTestId('practice-step').click();
  if (isOnEdge) {
    const opened = page.locator('li[data-source="file"]');
    const before = await opened.count();
    await page.getByTestId(`collect-${on}`).click();
    await expect.poll(() => opened.count()).toBeGreaterThan(before);
  }
  await primary();
}

for (const language of ['en', 'ja'] as const) {
  test(`two Edge servers: their steps before and after the HCW, and the proof from what is collected on them (${language})`, async ({
    open,
  }) => {
    const window = await open({ language });
    const { page, at, primary } = window;
    await plan(window, 'certificateOnly');
    const text = (await page.locator('main').textContent()) ?? '';
    const set = "Set-ReceiveConnector -Identity 'EDGE01\\Default internal receive connector EDGE01'";
    expect(text.split(set)).toHaveLength(2);
    await primary();
    for (const server of edges) await takeStep(window, server, true);
    await at('change.done');
    await primary();
    await at('hcw.ready');
    await answerHcw(window, 'selected');
    await endHcw(window);
    await primary();
    for (const server of edges) await takeStep(window, server, true);
    for (const server of edges) await takeStep(window, `Start-EdgeSynchronization -TargetServer '${server}'`, false);
    await at('change.done');
    await primary();
    await at('postChecks.done');
    await expect(page.locator('[data-edge][data-read="false"]')).toHaveCount(2);
    await collect(page);
    for (const server of edges) expect(await needs(page, server)).toEqual(['done', 'done', 'done']);
    await primary();
    await at('finish.ready');
  });
}

test('two Edge servers by the direct method, and the rollback: the connectors of both sides, then EdgeSync again', async ({ open }) => {
  const window = await open({ language: 'en' });
  const { page, at, primary } = window;
  await plan(window, 'direct');
  await primary();
  await takeStep(window, 'EDGE01', true);
  // Nothing was collected after the commands were shown.
  await page.getByTestId('collect-EDGE02').waitFor();
  await page.getByTestId('practice-step').click();
  await primary();
  await expect(page.getByTestId('not-read')).toBeVisible();
  for (const server of ['EDGE02', ...edges]) await takeStep(window, server, true);
  for (const server of edges) await takeStep(window, `Start-EdgeSynchronization -TargetServer '${server}'`, false);
  await at('change.done');
  await window.secondary('SHOW_ROLLBACK');
  await at('change.rollbackReview');
  await expect(page.getByTestId('rollback-review')).toContainText('EDGE01\\Default internal receive connector EDGE01');
  await primary();
  for (const server of [...edges].reverse()) await takeStep(window, server, true);
  for (const server of edges) await takeStep(window, `Start-EdgeSynchronization -TargetServer '${server}'`, false);
  await at('change.done');
});
