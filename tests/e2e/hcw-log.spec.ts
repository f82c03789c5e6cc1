/** The HCW is run beside the window: what it logs is read on its page. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { examiner } from './examiner.ts';
import { guidedToHcw } from './guided-flow.ts';
import { test } from './wizard.ts';

const head = (context: string, level = '       '): string => `2099.01.01 09:12:00.000 ${level} 10276 [Client=UX, ${context}Thread=7] `;
const command = 'Session=OnPremises, Cmdlet=Set-HybridConfiguration, ';
const sets = (name: string): string => `${head(command)}START Set-HybridConfiguration -TLSCertificateName '${name}'\r\n`;
const finished = `${head(command)}FINISH Time=9.0ms Results=\r\n`;

for (const language of ['en', 'ja'] as const)
  test(`a log that grows: a wrong certificate is named, then the steps follow the log (${language})`, async ({ open, folder }) => {
    const data = join(folder, 'appdata');
    const logs = join(data, 'Microsoft', 'Exchange Hybrid Configuration');
    mkdirSync(logs, { recursive: true });
    giveTo(data);
    const window = await open({ language, env: { APPDATA: data } });
    const { page } = window;
    await guidedToHcw(window, folder, () => Promise.resolve());
    const step = (name: string) => page.locator(`[data-step="${name}"]`);
    const ticked = (name: string, is: boolean) => expect(step(name)).toHaveAttribute('data-ticked', String(is));
    const log = page.locator('[data-log="followed"]');
    const alert = page.getByRole('alert');

    const path = join(logs, '20990101_091000.log');
    writeFileSync(path, `${head('')}Hybrid Configuration Wizard\r\n`);
    await ticked('2-2', true);
    await ticked('2-3', false);

    appendFileSync(path, sets('<I>CN=Another CA<S>CN=mail.contoso.com'));
    await expect(alert).toContainText('<I>CN=Another CA<S>CN=mail.contoso.com');
    await expect(alert).toContainText(language === 'en' ? 'before you click Update' : '[更新] をクリックする前に');

    const facts = (await step('2-4').locator('.facts').innerText()).split('·').map((part) => part.trim());
    const [subject = '', issuer = ''] = facts;
    appendFileSync(path, `${finished}${sets(`<I>${issuer}<S>${subject}`)}${finished}`);
    await ticked('2-5', true);
    await ticked('2-6', false);
    await expect(page.locator('[data-choice="selected"]')).toHaveAttribute('data-state', 'checked');
    await expect(alert).toHaveCount(0);

    appendFileSync(path, `${head('', '*ERROR*')}HCW8010 Default Receive Connector cannot be found on server EX02.\r\n`);
    await expect(log.locator('[data-message="receiveConnector"]')).toContainText('HCW8010');
    await page.getByTestId('use-logged-message').click();
    await expect(page.getByTestId('hcw-message')).toHaveValue(/HCW8010/);
    await expect(page.locator('[data-meaning="receiveConnector"]')).toBeVisible();

    await step('2-5').locator('button.mark').click();
    await ticked('2-5', false);
    appendFileSync(path, `${head('').replace('09:12:00', '09:13:00')}Something else\r\n`);
    await expect(log).toContainText('2099.01.01 09:13:00.000');
    await ticked('2-5', false);
  });

/** Width, and whether it is above all others. */
const shape = (electron: ElectronApplication): Promise<{ readonly width: number; readonly onTop: boolean }> =>
  electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { width: window?.getBounds().width ?? 0, onTop: window?.isAlwaysOnTop() ?? false };
  });

for (const language of ['en', 'ja'] as const)
  test(`a small window beside the HCW follows the log, and gives way to the whole one (${language})`, async ({ open, folder }) => {
    const data = join(folder, 'appdata');
    const logs = join(data, 'Microsoft', 'Exchange Hybrid Configuration');
    mkdirSync(logs, { recursive: true });
    giveTo(data);
    const window = await open({ language, env: { APPDATA: data } });
    const { page, app } = window;
    const { look, found } = examiner(window);
    await guidedToHcw(window, folder, () => Promise.resolve());
    const whole = await shape(app);
    expect(whole.onTop).toBe(false);
    const thumbprint = await page.locator('[data-step="2-4"] code').innerText();

    await page.getByTestId('compact-on').press('Enter');
    const compact = page.getByTestId('compact');
    await expect(compact).toContainText(thumbprint);
    await expect(compact.locator('h1')).toContainText('2-1');
    await expect.poll(() => shape(app)).toMatchObject({ onTop: true });
    expect((await shape(app)).width).toBeLessThan(whole.width / 2);
    await expect(page.locator('.frame')).toBeHidden();
    // Nothing is wider than the small window.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    await compact.locator('button.primary').press('Enter');
    await expect(compact.locator('h1')).toContainText('2-2');
    const path = join(logs, '20990101_091000.log');
    writeFileSync(path, `${head('')}Hybrid Configuration Wizard\r\n`);
    await expect(compact.locator('h1')).toContainText('2-3');
    appendFileSync(path, sets('<I>CN=Another CA<S>CN=mail.contoso.com'));
    await expect(compact.getByRole('alert')).toContainText('<I>CN=Another CA<S>CN=mail.contoso.com');
    await look('small window');
    expect(found).toEqual([]);
    if (process.env['HCW_PICTURES'] !== undefined)
      await page.screenshot({ path: `${process.env['HCW_PICTURES']}/compact-${language}.png` });

    await compact.getByTestId('full').press('Enter');
    await expect(page.locator('.frame')).toBeVisible();
    await expect.poll(() => shape(app)).toEqual(whole);
  });
