/** Nothing is out of reach in a window of 640 × 480, nor at 200 %; and the window is enlarged by the keys of every browser. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerHcw, endHcw, finish, fix, gather, plan, reset } from '../../scripts/tour/flow.ts';
import { giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { beginGuided, guidedFlow } from './guided-flow.ts';
import { planRenewed } from './plan-renewed.ts';
import { reacher, resize, sizes } from './reach.ts';
import { test } from './wizard.ts';

for (const language of ['en', 'ja'] as const) {
  test(`the whole flow in small windows (${language})`, async ({ open, folder }) => {
    test.slow();
    const window = await open({ language });
    const { look, found, seen } = reacher(window);
    await window.page.getByTestId('have-error').click();
    await look('decoder');
    await window.page.getByTestId('close-decoder').click();
    await window.page.getByTestId('examine-door').click();
    await look('examiner');
    await window.page.getByTestId('close-examiner').click();
    await expect(window.page.getByTestId('examine-door')).toBeFocused();
    await gather(window, { mode: 'practice' }, look);
    await plan(window, look);
    await reset(window, look);
    await window.secondary('SHOW_ROLLBACK');
    await window.at('change.rollbackReview');
    await look('rollback');
    await window.page.getByTestId('back').click();
    await window.at('hcw.ready');
    await answerHcw(window, 'notListed');
    await look('not listed');
    await window.primary();
    await window.at('fix.ready');
    await look('fix of a certificate that is not listed');
    await window.page.getByTestId('back').click();
    await window.at('hcw.ready');
    await answerHcw(window, 'notSelected');
    await fix(window, look);
    await answerHcw(window, 'selected');
    await endHcw(window);
    await finish(window, join(folder, 'report.html'), look);
    expect(found).toEqual([]);
    expect(seen).toHaveLength(22 * sizes.length);
  });

  test(`guided mode in small windows (${language})`, async ({ open, folder }) => {
    test.slow();
    const window = await open({ language });
    const { look, found, seen } = reacher(window);
    await guidedFlow(window, folder, look);
    expect(found).toEqual([]);
    expect(seen).toHaveLength(6 * sizes.length);
  });

  test(`the old certificate and an open run in small windows (${language})`, async ({ open }) => {
    test.slow();
    const window = await open({ language });
    const { page, at, primary } = window;
    const { look, found, seen } = reacher(window);
    await gather(window, { mode: 'practice', scenario: 'oldStays' });
    await planRenewed(window);
    await page.locator('[data-choice="direct"]').click();
    await page.locator('[data-choice="direct"][data-state="checked"]').waitFor();
    for (const place of ['change.done', 'postChecks.done', 'finish.ready']) {
      await primary();
      await at(place);
    }
    await window.secondary('SHOW_OLD_CERTIFICATE');
    await at('oldCertificate.ready');
    await page.locator('[data-choice]').first().click();
    await page.getByTestId('plan-steps').waitFor();
    await look('old certificate');
    await page.getByTestId('typed-thumbprint').fill((await page.locator('[data-choice]').first().getAttribute('data-choice')) ?? '');
    await primary();
    await at('change.stopped');
    await look('a step for a person');
    await window.kill();

    const next = await open({ language, data: window.data });
    const after = reacher(next);
    await next.at('start.ready');
    await after.look('first page with runs');
    expect([...found, ...after.found]).toEqual([]);
    expect([...seen, ...after.seen]).toHaveLength(3 * sizes.length);
  });

  test(`Edge servers, the direct method and the window beside the HCW in small windows (${language})`, async ({ open }) => {
    test.slow();
    const window = await open({ language });
    const { page, at, primary } = window;
    const { look, found, seen } = reacher(window);
    await gather(window, { mode: 'practice', scenario: 'edge' });
    await look('Edge servers to collect on');
    for (const server of ['EDGE01', 'EDGE02']) {
      await page.getByTestId(`collect-${server}`).click();
      await page.locator(`[data-edge="${server}"][data-read="true"]`).waitFor();
    }
    await plan(window);
    await primary();
    await at('change.stopped');
    await look('a step on an Edge server');
    await window.close();

    const second = await open({ language });
    const after = reacher(second);
    await gather(second, { mode: 'practice' });
    await plan(second);
    const suggested = (await second.page.locator('[data-choice][data-state="checked"]').first().getAttribute('data-choice')) ?? '';
    await second.page.locator('[data-choice="direct"]').click();
    await second.page.locator('[data-choice="direct"][data-state="checked"]').waitFor();
    await second.page.locator('details:has([data-testid="save-plan"]) > summary').press('Enter');
    await second.page.getByTestId('save-plan').waitFor();
    await after.look('direct method, signing off');
    await second.page.locator(`[data-choice="${suggested}"]`).click();
    await second.page.locator(`[data-choice="${suggested}"][data-state="checked"]`).waitFor();
    await reset(second);
    await second.page.getByTestId('compact-on').click();
    await second.page.getByTestId('compact').waitFor();
    await after.look('compact');
    expect([...found, ...after.found]).toEqual([]);
    expect([...seen, ...after.seen]).toHaveLength(4 * sizes.length);
  });
}

test('in a narrow window the list of pages is one line, which opens and closes', async ({ open }) => {
  const window = await open();
  const { page } = window;
  await expect(page.getByTestId('steps')).toBeHidden();
  await resize(window, { width: 640, height: 480, zoom: 1 });
  await expect(page.getByTestId('steps')).toContainText('Step 1 of ');
  await expect(page.locator('nav ol')).toBeHidden();
  await page.getByTestId('steps').click();
  await expect(page.locator('nav ol')).toBeVisible();
  await page.getByTestId('steps').click();
  await expect(page.locator('nav ol')).toBeHidden();
});

test('Ctrl with plus, minus and zero zooms, and the next window has the same zoom', async ({ open }) => {
  const window = await open();
  const { app } = window;
  const zoom = (of = app): Promise<number> =>
    of.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0);
  const press = async (key: string, factor: number): Promise<void> => {
    // As from the system: Playwright's own keys reach the page alone.
    await app.evaluate(({ BrowserWindow }, keyCode) => {
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers: ['control'] });
    }, key);
    await expect.poll(() => zoom()).toBeCloseTo(factor);
  };
  await press('=', 1.1);
  await press('-', 1);
  await press('-', 0.9);
  await press('0', 1);
  await press('+', 1.1);
  await press('+', 1.25);
  await window.close();
  const next = await open({ data: window.data });
  await expect.poll(() => zoom(next.app)).toBeCloseTo(1.25);
});

test('the size that the window had when the program quit is that of the next window', async ({ open }) => {
  const window = await open();
  const size = { width: 900, height: 700 };
  await window.app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setSize(width, height);
  }, size);
  // By `app.quit()`: no window is closed by a person.
  await window.close();
  const next = await open({ data: window.data });
  expect(await next.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())).toEqual([size.width, size.height]);
});

test('in a low window what went wrong is in sight, although it stands below the page', async ({ open, folder }) => {
  const window = await open();
  await resize(window, { width: 640, height: 480, zoom: 1 });
  await beginGuided(window);
  const path = join(folder, 'notes.txt');
  writeFileSync(path, 'no cmdlet wrote this');
  giveTo(folder);
  await window.choose([path]);
  await window.page.getByTestId('open-file').click();
  await expect(window.page.getByRole('alert')).toContainText('notes.txt');
  await expect(window.page.getByRole('alert')).toBeInViewport({ ratio: 0.5 });
});

test('the window is never smaller than 640 × 480', async ({ open }) => {
  const { app } = await open();
  const { height, width } = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setSize(100, 100);
    return window?.getBounds() ?? { width: 0, height: 0 };
  });
  expect([width, height]).toEqual([640, 480]);
});
