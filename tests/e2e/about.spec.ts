/** Language and colors on any page, the folders of the program, and what the system is told while something runs. */
import { expect } from '@playwright/test';
import { gather, plan } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { colors, examiner } from './examiner.ts';
import { reacher } from './reach.ts';
import { test } from './wizard.ts';

const isDark = ({ page }: WizardWindow): Promise<boolean> => page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`);
const choice = ({ page }: WizardWindow, position: number) => page.getByTestId('about').locator('select').nth(position);

test('language and colors are changed on a later page, and kept', async ({ open }) => {
  const window = await open();
  const { page, at } = window;
  await page.emulateMedia({ colorScheme: null });
  await gather(window, { mode: 'practice' });
  await page.getByTestId('open-about').click();
  await choice(window, 0).selectOption('ja');
  await expect(page.getByTestId('about')).toContainText('バージョン');
  await choice(window, 1).selectOption('dark');
  await expect.poll(() => isDark(window)).toBe(true);
  await page.getByTestId('close-panel').click();
  await at('collect.done');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await window.close();
  const next = await open({ data: window.data });
  expect(await next.app.evaluate(({ nativeTheme }) => [nativeTheme.themeSource, nativeTheme.shouldUseDarkColors])).toEqual(['dark', true]);
});

for (const language of ['en', 'ja'] as const)
  test(`the panel of the program: version, folders, licenses (${language})`, async ({ open }) => {
    const window = await open({ language });
    const { app, page } = window;
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openPath = (path) => {
        opened.push(path);
        return Promise.resolve(path.endsWith('.txt') ? 'No program opens it.' : '');
      };
    });
    await page.getByTestId('open-about').click();
    await expect(page.getByTestId('about')).toContainText(/0\.1\.0/);
    await expect(page.getByTestId('data-folder')).toHaveText(window.data);
    for (const place of ['runs', 'logs', 'licenses']) await page.getByTestId(`open-${place}`).click();
    const opened = await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
    expect(opened.map((path) => path.split('/').at(-1))).toEqual(['runs', 'logs', 'THIRD-PARTY-NOTICES.txt']);
    const { look, found, seen } = examiner(window);
    await look('about');
    expect(found).toEqual([]);
    expect(seen).toHaveLength(colors.length);
    const small = reacher(window);
    await small.look('about');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('about')).toHaveCount(0);
    await page.keyboard.press('F1');
    await small.look('help');
    expect(small.found).toEqual([]);
  });

test('the taskbar shows what runs, and the computer does not sleep while a change runs', async ({ open }) => {
  const window = await open();
  const { app, primary, page } = window;
  await app.evaluate(({ BrowserWindow, powerSaveBlocker }) => {
    const noted: string[] = [];
    Object.assign(globalThis, { noted });
    for (const one of BrowserWindow.getAllWindows())
      one.setProgressBar = (part) => noted.push(part < 0 ? 'none' : part > 1 ? 'running' : 'part');
    const start = powerSaveBlocker.start.bind(powerSaveBlocker);
    powerSaveBlocker.start = (type) => {
      noted.push(type);
      return start(type);
    };
    const stop = powerSaveBlocker.stop.bind(powerSaveBlocker);
    powerSaveBlocker.stop = (id) => {
      noted.push('may sleep');
      return stop(id);
    };
  });
  const noted = (): Promise<string[]> => app.evaluate(() => (globalThis as unknown as { noted: string[] }).noted);
  await gather(window, { mode: 'practice' });
  expect(await noted()).toContain('part');
  expect((await noted()).at(-1)).toBe('none');
  await plan(window);
  await primary();
  await page.locator('main[data-step="change.stopped"]').waitFor();
  expect((await noted()).filter((one) => one === 'prevent-app-suspension' || one === 'may sleep')).toEqual([
    'prevent-app-suspension',
    'may sleep',
  ]);
});

test('the text of buttons has the font and the color of the page', async ({ open }) => {
  const { page } = await open();
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const property of ['font-family', 'color'])
    expect(
      await page.evaluate<boolean>(
        `[...document.querySelectorAll('[data-choice], select')].every((one) => getComputedStyle(one)['${property}'] === getComputedStyle(document.body)['${property}'])`,
      ),
      property,
    ).toBe(true);
});
