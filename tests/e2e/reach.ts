/** Whether everything on the current page can be reached in a small or enlarged window. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Look } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';

/** A window and its zoom, as administrators have them: remote sessions, screens with a scale of 200 %, enlarged text. */
export const sizes = [
  { width: 640, height: 480, zoom: 1 },
  { width: 880, height: 600, zoom: 1 },
  { width: 880, height: 600, zoom: 2 },
  { width: 640, height: 480, zoom: 2 },
] as const;
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}
/** As the window opens: Playwright clicks where things are without zoom. */
const usual: Size = { width: 1120, height: 760, zoom: 1 };

const nameOf = ({ width, height, zoom }: Size): string => `${String(width)} × ${String(height)}, ${String(zoom * 100)} %`;

export async function resize({ app, page }: WizardWindow, { width, height, zoom }: Size): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setContentSize(size.width, size.height);
      window?.webContents.setZoomFactor(size.zoom);
    },
    { width, height, zoom },
  );
  await expect.poll(() => page.evaluate<number>('innerWidth')).toBe(width / zoom);
  await expect.poll(() => page.evaluate<number>('innerHeight')).toBe(height / zoom);
}

/** Scrolls each control into view; one line for each that is then not wholly in the width of the window, covered, or cut off. */
const outOfReach = `(() => {
  const found = [];
  const scope = document.querySelector('[role="dialog"], [role="alertdialog"]') ?? document;
  const controls = [...scope.querySelectorAll('button, a[href], input, select, textarea, summary, [tabindex="0"], h1')];
  for (const control of controls) {
    if (!control.checkVisibility({ visibilityProperty: true }) || control.closest('[aria-hidden="true"]') !== null) continue;
    control.scrollIntoView({ block: 'center', inline: 'nearest' });
    const box = control.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const name = control.tagName.toLowerCase() + ' "' + (control.getAttribute('aria-label') ?? control.innerText ?? '').replaceAll('\\n', ' ').slice(0, 60) + '"';
    if (box.left < 0 || box.right > innerWidth + 0.5) found.push(name + ': ' + Math.round(box.left) + ' to ' + Math.round(box.right) + ' of ' + innerWidth);
    const y = Math.min(Math.max((box.top + box.bottom) / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(Math.min(box.left + box.width / 2, innerWidth - 1), y);
    if (top === null || !(control.contains(top) || top.contains(control))) found.push(name + ': covered by ' + (top === null ? 'nothing' : top.tagName.toLowerCase() + '.' + top.className));
    if (control.matches('button, summary, a') && control.scrollWidth > control.clientWidth + 1 && getComputedStyle(control).display !== 'inline') found.push(name + ': its text is cut off');
  }
  const main = document.querySelector('main');
  const scrolls = (element) => element !== main && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const edge = main.getBoundingClientRect().left + main.clientWidth;
  for (const element of main.querySelectorAll('*')) {
    const { right, width } = element.getBoundingClientRect();
    // What is only read aloud has no place, and what scrolls by itself shows its end.
    if (right <= edge + 0.5 || width <= 1 || !element.checkVisibility() || scrolls(element.parentElement)) continue;
    if (![...element.children].some((child) => child.getBoundingClientRect().right > edge + 0.5))
      found.push(element.tagName.toLowerCase() + '.' + element.className + ' "' + element.textContent.trim().slice(0, 40) + '": beyond the edge by ' + Math.round(right - edge));
  }
  return found;
})()`;

const pictures = process.env['HCW_PICTURES'];

/** For a person to look at, where the environment names a folder for it. Of a page that is enlarged Playwright cuts off a part. */
async function picture({ app, page }: WizardWindow, name: string): Promise<void> {
  if (pictures === undefined) return;
  const language = await page.evaluate<string>('document.documentElement.lang');
  const png = await app.evaluate(async ({ BrowserWindow }) =>
    (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64'),
  );
  writeFileSync(join(pictures, `${language}, ${name}.png`), Buffer.from(png ?? '', 'base64'));
}

/** One line for each control that is out of reach on a page, in each of the sizes. */
export function reacher(window: WizardWindow): { readonly look: Look; readonly found: string[]; readonly seen: string[] } {
  const found: string[] = [];
  const seen: string[] = [];
  return {
    found,
    seen,
    look: async (name) => {
      for (const size of sizes) {
        await resize(window, size);
        const lines = await window.page.evaluate<string[]>(outOfReach);
        found.push(...lines.map((line) => `${name}, ${nameOf(size)}: ${line}`));
        seen.push(`${name}, ${nameOf(size)}`);
        await picture(window, `${name}, ${nameOf(size)}`);
      }
      await resize(window, usual);
    },
  };
}
