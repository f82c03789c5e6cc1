/** The direct method: each connector gets its new value by a command, mail flow stays internal, and the HCW has no part in it. */
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { carryOut, finish, gather, plan } from '../../scripts/tour/flow.ts';
import { organizationIn, stateInList } from './rehearsal.ts';
import { test } from './wizard.ts';

const words = {
  en: { hcw: 'Run the HCW', fix: 'Fix', notNeeded: 'not needed', end: 'Configured, not yet proven in mail flow' },
  ja: { hcw: 'HCW の実行', fix: '対処', notNeeded: '不要', end: '設定済み (メール フローは未確認)' },
} as const;

/** Notes every page with every verdict that the strip shows on it, from now on: `plan.ready internal`. */
async function watched(page: Page): Promise<() => Promise<readonly string[]>> {
  const seen = await page.evaluateHandle(() => {
    const all = new Set<string>();
    const note = (): void => {
      const step = document.querySelector<HTMLElement>('main[data-step]')?.dataset['step'] ?? '';
      for (const one of document.querySelectorAll<HTMLElement>('[data-direction][data-verdict]')) {
        all.add(`${step} ${one.dataset['verdict'] ?? ''}`);
      }
    };
    note();
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    return all;
  });
  return () => seen.evaluate((all) => [...all]);
}

for (const language of ['en', 'ja'] as const) {
  test(`from the plan to the end mail flow is never weaker, and nothing of the HCW is shown (${language})`, async ({ open, folder }) => {
    const window = await open({ language });
    const { page, at, primary } = window;
    const { hcw, fix, notNeeded, end } = words[language];
    await gather(window, { mode: 'practice' });
    await plan(window);
    await page.locator('[data-choice="direct"]').click();
    await page.locator('[data-choice="direct"][data-state="checked"]').waitFor();
    for (const name of [hcw, fix]) expect(await stateInList(window, name)).toBe(notNeeded);
    await expect(page.getByTestId('forecast').locator('td[data-verdict]:not([data-verdict="internal"])')).toHaveCount(0);
    const seen = await watched(page);

    await carryOut(window);
    await expect(page.locator('tr[data-state]')).not.toHaveCount(0);
    await expect(page.locator('tr[data-state]:not([data-state="applied"])')).toHaveCount(0);
    for (const name of [hcw, fix]) expect(await stateInList(window, name)).toBe(notNeeded);
    await primary();
    await at('postChecks.done');
    await expect(page.locator('[data-severity="block"], [data-severity="unknown"]')).toHaveCount(0);
    await page.getByTestId('back').click();
    await at('change.done');
    await finish(window, join(folder, 'report.html'));
    await expect(page.locator('h1')).toHaveText(end);
    for (const name of [hcw, fix]) expect(await stateInList(window, name)).toBe(notNeeded);

    const everything = await seen();
    const pages = new Set(everything.map((one) => one.split(' ')[0]));
    expect([...pages]).toEqual(expect.arrayContaining(['plan.ready', 'change.running', 'change.stopped', 'change.done', 'finish.ready']));
    expect([...pages].filter((name) => /^(?:hcw|fix)\./.test(name ?? ''))).toEqual([]);
    // A reading from before a command no longer says what mail flow is; until the post-checks read again it is called unknown.
    const notInternal = everything.filter((one) => !one.endsWith(' internal'));
    expect(notInternal.filter((one) => !/^(?:change\.\w+|postChecks\.running) unknown$/.test(one))).toEqual([]);
    const { receiveConnectors } = organizationIn(window.data);
    const names = receiveConnectors
      .filter(({ name }) => name.startsWith('Default Frontend'))
      .map(({ tlsCertificateName }) => tlsCertificateName);
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toMatch(/^<I>.*<S>/);
  });
}

test('leaving it in the middle asks nothing: mail flow is as before', async ({ open }) => {
  const window = await open();
  await gather(window, { mode: 'practice' });
  await plan(window);
  await window.page.locator('[data-choice="direct"]').click();
  await window.page.locator('[data-choice="direct"][data-state="checked"]').waitFor();
  await window.primary();
  await window.at('change.stopped');
  const closed = window.app.waitForEvent('close');
  // The answer to the click is lost with the window.
  await Promise.allSettled([window.page.getByTestId('cancel').click(), closed]);
  await closed;
});
