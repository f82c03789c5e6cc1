/** Three servers and forty: the part of a page that is decided on is as long for the one as for the other. */
import { expect } from '@playwright/test';
import { answerHcw, endHcw, fix, gather, plan, reset, type Look } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { test } from './wizard.ts';

const sizes = [
  [1280, 800],
  [1120, 760],
  [880, 600],
] as const;
/** "3 of 3" is shorter than "40 of 40", so a line may break elsewhere. */
const line = 20;

interface Measured {
  readonly page: string;
  readonly width: number;
  /** Pixels from the beginning of the page to the end of what is decided on */
  readonly length: number;
  /** Whether it is seen without scrolling */
  readonly fits: boolean;
}

/** On the page of the certificates, those that can be chosen are what is decided on. */
const decisive = '[data-part="decision"], [data-thumbprint][data-verdict="qualifies"]';

async function measure({ app, page }: WizardWindow, name: string): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const [width, height] of sizes) {
    await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), {
      width,
      height,
    });
    await page.waitForFunction((expected) => innerWidth === expected.width && innerHeight === expected.height, { width, height });
    const main = page.locator('main');
    const length = await page
      .locator(decisive)
      .evaluateAll((parts) =>
        Math.round(
          Math.max(...parts.map((part) => part.getBoundingClientRect().bottom)) -
            (document.querySelector('main')?.getBoundingClientRect().top ?? 0),
        ),
      );
    for (const part of [main, page.locator('nav')])
      expect(await part.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), `${name} at ${String(width)}`).toBe(0);
    measured.push({ page: name, width, length, fits: length <= (await main.evaluate(({ clientHeight }) => clientHeight)) });
  }
  return measured;
}

async function walk(window: WizardWindow, scenario: string): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  const look: Look = async (name) => {
    measured.push(...(await measure(window, name)));
  };
  await gather(window, { mode: 'practice', scenario });
  await plan(window, look);
  await reset(window, look);
  await answerHcw(window, 'notSelected');
  await fix(window);
  await answerHcw(window, 'selected');
  await endHcw(window);
  await window.primary();
  await window.at('postChecks.done');
  await look('post-checks');
  await window.primary();
  await window.at('finish.ready');
  await look('finish');
  return measured;
}

test('the decision of every page is as long with forty servers as with three, and is seen without scrolling', async ({ open }) => {
  test.slow();
  const three = await walk(await open(), 'renewal');
  const forty = await walk(await open(), 'fortyServers');
  expect(three.map(({ page }) => page)).toEqual(forty.map(({ page }) => page));
  const longer = forty.filter(({ length }, index) => Math.abs(length - (three[index]?.length ?? 0)) > line);
  expect(longer).toEqual([]);
  expect([...three, ...forty].filter(({ width, fits }) => width >= 1120 && !fits)).toEqual([]);
});
