/** Moves through a page by keyboard. */
import type { Page } from '@playwright/test';

/** Presses Tab until `selector` has the focus; fails when the focus has gone once around the page without reaching it. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}
