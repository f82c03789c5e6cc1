/** The HCW is run beside the window: what it logs is read on its page. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { giveTo } from '../../scripts/runtime/ordinary-user.ts';
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
    await expect(alert).toContainText(language === 'en' ? 'before you press Update' : '[更新] をクリックする前に');

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
