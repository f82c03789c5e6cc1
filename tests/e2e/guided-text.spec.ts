/** Guided mode with nothing but text that was copied from a PowerShell window: no script, no file. */
import { expect } from '@playwright/test';
import { answerHcw, endHcw, plan } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { renderCall } from '../../shared/commands/render.ts';
import { sides } from '../../shared/commands/table.ts';
import { runHybridConfigurationWizard } from '../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { thumbprintOf } from '../../src-main/exchange/practice/objects/certificate.ts';
import { renewed } from '../../src-main/exchange/practice/organizations/certificates.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { shellResults, shellTexts } from '../contract/shell-text.ts';
import { afterCalls, beginGuided, resetOf } from './guided-flow.ts';
import { test } from './wizard.ts';

const now = new Date();
const servers = ['EX01', 'EX02', 'EX03'];

async function paste({ page }: WizardWindow, text: string): Promise<void> {
  const before = await page.locator('[data-source="pasted"]').count();
  if (!(await page.getByTestId('pasted-text').isVisible())) await page.getByTestId('paste').click();
  // Typing so long a text takes Chromium seconds.
  await page.getByTestId('pasted-text').evaluate((area: HTMLTextAreaElement, value) => {
    area.value = value;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
  await page.getByTestId('read-pasted').click();
  await expect(page.locator('[data-source="pasted"]')).toHaveCount(before + 1);
}

/** The lines of the commands with that title. */
const commandsOf = async ({ page }: WizardWindow, title: string): Promise<readonly string[]> =>
  (await page.getByRole('region', { name: title }).innerText()).split('\n');

test('from pasted text to the last page, with every command run by hand', async ({ open }) => {
  const window = await open();
  const { page, at, primary } = window;
  const organization = await practiceOrganization('renewal', now);
  const thumbprint = thumbprintOf(await renewed(now));
  await beginGuided(window);
  const before = await shellTexts(organization, now);
  await paste(window, before.onPremises);
  await primary();
  await at('exchangeOnline.ready');
  await paste(window, before.exchangeOnline);
  await primary();
  await at('collect.done');
  await expect(page.locator('[data-direction="toOnPremises"]')).toHaveAttribute('data-verdict', 'internal');
  await expect(page.locator('[data-direction="toExchangeOnline"]')).toHaveAttribute('data-verdict', 'internal');
  await plan(window);
  await primary();
  await at('change.manual');

  const block = await commandsOf(window, 'Run this block: it changes the settings, then prints the result');
  expect(block.slice(0, servers.length)).toEqual(servers.map((server) => renderCall(resetOf(server))));
  const isReset = await afterCalls(organization, servers.map(resetOf));
  await paste(window, await shellResults(isReset, block.slice(servers.length)));
  await primary();
  await at('change.done');
  await primary();
  await at('hcw.ready');
  await answerHcw(window, 'selected');
  await endHcw(window);
  await primary();
  await at('postChecks.collect');
  const updated = runHybridConfigurationWizard(isReset, thumbprint);
  const after = await shellTexts(updated, now);
  for (const side of sides) await paste(window, after[side]);
  await primary();
  await at('postChecks.done');
  await expect(page.locator('h1')).toHaveText('Post-checks: values as expected, mail flow not yet proven');
  await primary();
  await at('finish.ready');
  await expect(page.locator('h1')).toHaveText('Configured, not yet proven in mail flow');
});
