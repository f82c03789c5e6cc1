/** Guided mode: results of the collection script, a folder of exported files, pasted text, dropped files. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { root } from '../../scripts/root.ts';
import { giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { writeClixml } from '../../shared/clixml/write.ts';
import { openPractice } from '../contract/practice.ts';
import { readOne } from '../../src-main/exchange/port.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { drop } from './drop.ts';
import { beginGuided, collected, guidedFlow } from './guided-flow.ts';
import { healthyToServer, text } from '../unit/proof/messages.ts';
import { test } from './wizard.ts';

const captured = join(root, '../shared/samples/exchange-2019');

for (const language of ['en', 'ja'] as const) {
  test(`from the collected files to the report, with every command run by hand (${language})`, async ({ open, folder }) => {
    const window = await open({ language });
    const report = await guidedFlow(window, folder, () => Promise.resolve());
    expect(report).toContain('mail.contoso.com');

    // The headers of a message that arrived before are refused; those of the test message prove it.
    const { page } = window;
    await page.getByTestId('word-toOnPremises').click();
    const word = await page.getByTestId('subject-toOnPremises').textContent();
    const headers = text(healthyToServer).replaceAll(/HCW-\w+/g, word ?? '');
    const arriving = new Date(Date.now() + 60_000).toUTCString().replace('GMT', '+0000');
    const seal = page.locator('[data-direction="toOnPremises"] [data-seal="trusted"]');
    for (const [message, state] of [
      [headers, 'notYet'],
      [headers.replaceAll(/Sat, 28 Nov 2026 [\d:]+ [+-]\d{4}/g, arriving), 'proven'],
    ] as const) {
      await page.getByTestId('headers-toOnPremises').fill(message);
      await page.getByTestId('judge-toOnPremises').click();
      await expect(page.getByTestId('headers-toOnPremises')).toHaveValue('');
      await expect(seal).toHaveAttribute('data-state', state);
    }
    await expect(page.locator('h1')).not.toHaveText(
      { en: 'Proven in mail flow in both directions', ja: '両方向のメール フローを確認済み' }[language],
    );
  });
}

test('a folder of Export-Clixml files captured from real servers: up to the plan', async ({ open, folder }) => {
  test.skip(!existsSync(captured), 'The captured samples (../shared/samples) are not here.');
  const copy = join(folder, 'captured');
  mkdirSync(copy);
  cpSync(captured, copy, { recursive: true });
  // The captures come from three organizations: renaming the servers to one name makes them fit together.
  for (const name of ['GetHybridConfiguration.xml', 'GetReceiveConnector.xml', 'GetExchangeServer.xml', 'GetSendConnector.xml']) {
    const text = readFileSync(join(captured, name), 'utf8');
    writeFileSync(join(copy, name), text.replaceAll(/ex-02|WIN-CTD3L0RGEN4|SOLO-E19A/gi, 'EX01'));
  }
  // All captured certificates are self-signed, so one that qualifies is added.
  const sample = await openPractice(await practiceOrganization('renewal', new Date()));
  const certificates = await readOne(sample, { side: 'onPremises', cmdlet: 'Get-ExchangeCertificate', parameters: { Server: 'EX01' } });
  if (!certificates.ok) throw new Error(certificates.error.code);
  writeFileSync(join(copy, 'GetExchangeCertificate-renewed.xml'), writeClixml(certificates.value.objects));
  giveTo(folder);

  const window = await open();
  await beginGuided(window);
  await window.choose([copy]);
  await window.page.getByTestId('open-folder').click();
  await window.page.locator('[data-source="folder"]').waitFor();
  await window.primary();
  await window.at('exchangeOnline.ready');
  await window.secondary('SKIP_EXCHANGE_ONLINE');
  await window.at('collect.done');
  await window.primary();
  await window.at('certificate.ready');
  // SerializationData says what the captured certificates are, so each shows why it cannot be used.
  // Exchange's own certificates are folded. Only the cards in sight exist, and this one is the last of the list.
  const refused = window.page.locator('[data-verdict="doesNotQualify"]');
  const own = window.page.getByTestId('own');
  const scrollTo = (place: 'top' | 'bottom'): Promise<void> =>
    window.page.locator('main').evaluate((main, where) => {
      main.scrollTop = where === 'top' ? 0 : main.scrollHeight;
    }, place);
  const countAtBottom = async (locator: typeof own): Promise<number> => {
    await scrollTo('bottom');
    return locator.count();
  };
  await expect.poll(() => countAtBottom(own)).toBe(1);
  await own.click();
  await expect.poll(() => countAtBottom(refused.filter({ hasText: 'WMSvc' }))).toBe(1);
  await expect(refused.filter({ hasText: 'WMSvc' })).toContainText('self-signed');
  await scrollTo('top');
  await window.page.getByRole('radio', { name: /196 days left/ }).click();
  await window.primary();
  await window.at('preChecks.ready');
  await window.primary();
  await window.at('plan.ready');
  await window.page.locator('[data-choice="reset"]').click();
  await expect(window.page.locator('pre').first()).toContainText("Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01'");
});

test('pasted text and dropped files; what cannot be used is named', async ({ open, folder }) => {
  const window = await open();
  const { page } = window;
  await beginGuided(window);
  await page.getByTestId('paste').click();
  await page.getByTestId('pasted-text').fill('This is not the output of a cmdlet.');
  await page.getByTestId('read-pasted').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.locator('[data-source]')).toHaveCount(0);
  await page
    .getByTestId('pasted-text')
    .fill('[PS] C:\\>Get-AcceptedDomain | fl\n\n\nDomainName : contoso.com\nName       : contoso.com\nDefault    : True\n');
  await page.getByTestId('read-pasted').click();
  await expect(page.locator('[data-source="pasted"]')).toHaveCount(1);

  const [onPremises = ''] = await collected(folder, 'dropped', await practiceOrganization('renewal', new Date()));
  await drop(page, [onPremises]);
  await expect(page.locator('[data-source="file"]')).toHaveCount(1);
});
