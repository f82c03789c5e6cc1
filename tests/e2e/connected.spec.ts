/** The flow against real PowerShell remoting: real sessions, calls, and errors of a simulated organization. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerHcw, endHcw, finish, gather, plan, fix, reset } from '../../scripts/tour/flow.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { listedCertificates, runHybridConfigurationWizard } from '../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import type { ExchangeEnvironment } from '../powershell/environment/create-exchange.ts';
import { reachedBy, test } from './wizard.ts';

const manner = { mode: 'connected', server: 'ex01.contoso.com', user: 'admin@contoso.com' } as const;

/** What the HCW does to the organization when the certificate chosen in the wizard is chosen there as well. */
async function updateByHcw(exchange: ExchangeEnvironment, thumbprint: string): Promise<OrganizationFile> {
  const updated = runHybridConfigurationWizard(await exchange.readOrganization(), thumbprint);
  await exchange.writeOrganization(updated);
  return updated;
}

const frontendOf = (organization: OrganizationFile): readonly (string | null)[] =>
  organization.receiveConnectors
    .filter(({ name }) => name.startsWith('Default Frontend'))
    .map(({ tlsCertificateName }) => tlsCertificateName);

for (const answer of ['selected', 'notSelected'] as const) {
  test(`from the first page to the report over remoting, the certificate is ${answer}`, async ({ open, reach, folder }) => {
    const exchange = await reach(await practiceOrganization('renewal', new Date()));
    const before = await exchange.readOrganization();
    const window = await open({ env: reachedBy(exchange) });
    await gather(window, manner);
    await plan(window);
    const shown = await window.page.locator('pre').first().innerText();
    await reset(window);
    expect(frontendOf(await exchange.readOrganization()).every((name) => name === null)).toBe(true);
    expect(shown.split('\n').filter((line) => line.startsWith('Set-ReceiveConnector'))).toHaveLength(frontendOf(before).length);

    const chosen = await window.page.locator('[data-step="2-4"] code').innerText();
    if (answer === 'notSelected') {
      await answerHcw(window, 'notSelected');
      await fix(window);
      expect(listedCertificates(await exchange.readOrganization()).selected).toBe(chosen);
    }
    await answerHcw(window, 'selected');
    const after = await updateByHcw(exchange, chosen);
    expect(frontendOf(after)).not.toEqual(frontendOf(before));
    await endHcw(window);
    const report = join(folder, 'report.html');
    await finish(window, report);
    await expect(window.page.locator('h1')).toHaveText('Configured, not yet proven in mail flow');
    // Where a line may break is no part of what it says.
    const text = (await readFile(report, 'utf8')).replaceAll(/<\/?(?:wbr|span)>/g, '');
    expect(text).toContain(chosen);
    for (const line of shown.split('\n').filter((each) => each.startsWith('Set-ReceiveConnector'))) expect(text).toContain(escaped(line));
  });
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

test('without Exchange Online: every page that needs it says so, and the rest of the flow works', async ({ open, reach }) => {
  const exchange = await reach(await practiceOrganization('renewal', new Date()));
  const window = await open({ env: reachedBy(exchange) });
  await gather(window, { ...manner, user: null });
  await expect(window.page.getByText(/Exchange Online.*not read/i).first()).toBeVisible();
});
