/** Going through a page without a mouse. */
import type { Page } from '@playwright/test';

/** Presses Tab until `selector` has the focus; fails when a round of the page did not find it. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}
