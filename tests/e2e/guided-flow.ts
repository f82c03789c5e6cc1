/** Guided mode as an administrator uses it: the wizard shows commands, and the organization is changed by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { answerHcw, endHcw, plan, type Look } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { openPractice, organizationIn } from '../contract/practice.ts';
import { runHybridConfigurationWizard } from '../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { writeCollection } from '../contract/collect.ts';

/** Runs the collection scripts in the organization and returns the file of each side. */
export async function collected(folder: string, name: string, organization: OrganizationFile): Promise<readonly string[]> {
  const paths = await writeCollection(join(folder, name), organization, new Date());
  giveTo(join(folder, name));
  return paths;
}

/** From the first page to the one on which collected files are opened. */
export async function beginGuided(window: WizardWindow): Promise<void> {
  await window.at('start.ready');
  await window.page.locator('[data-choice="guided"]').click();
  await window.page.locator('[data-choice="guided"][data-state="checked"]').waitFor();
  await window.primary();
  await window.at('before.ready');
  await window.primary();
  await window.at('onPremises.ready');
}

export async function openFiles(window: WizardWindow, paths: readonly string[]): Promise<void> {
  const before = await window.page.locator('[data-source]').count();
  await window.choose(paths);
  await window.page.getByTestId('open-file').click();
  await expect(window.page.locator('[data-source]')).toHaveCount(before + paths.length);
}

export const resetOf = (server: string): CmdletCall => ({
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: `${server}\\Default Frontend ${server}`, TlsCertificateName: null, TlsDomainCapabilities: null },
});

/** The organization after the administrator ran these commands. */
export async function afterCalls(organization: OrganizationFile, calls: readonly CmdletCall[]): Promise<OrganizationFile> {
  const exchange = await openPractice(organization);
  for (const call of calls) expect((await exchange.change(call)).ok).toBe(true);
  return organizationIn(exchange);
}

/** From the first page to the one of the HCW; gives the organization as it is then. */
export async function guidedToHcw(window: WizardWindow, folder: string, look: Look): Promise<OrganizationFile> {
  const { page, at, primary } = window;
  const organization = await practiceOrganization('renewal', new Date());
  await beginGuided(window);
  await expect(page.locator('pre').first()).toContainText('Get-HybridConfiguration');
  await look('guided-collect');
  const [onPremises = '', online = ''] = await collected(folder, 'before', organization);
  await openFiles(window, [onPremises]);
  await look('guided-opened');
  await primary();
  await at('exchangeOnline.ready');
  await openFiles(window, [online]);
  await look('guided-online');
  await primary();
  await at('collect.done');
  await plan(window);
  await look('guided-plan');
  await primary();
  await at('change.manual');
  const commands = await page.locator('pre').first().innerText();
  expect(commands.split('\n').filter((line) => line.startsWith('Set-ReceiveConnector -Identity'))).toHaveLength(3);

  const isReset = await afterCalls(organization, ['EX01', 'EX02', 'EX03'].map(resetOf));
  await primary();
  await expect(page.locator('.validation')).toContainText(/\S/);
  await look('guided-commands');
  await openFiles(window, (await collected(folder, 'reset', isReset)).slice(0, 1));
  await primary();
  await at('change.done');
  await primary();
  await at('hcw.ready');
  return isReset;
}

/** Runs the whole flow and returns the text of the report. */
export async function guidedFlow(window: WizardWindow, folder: string, look: Look): Promise<string> {
  const { page, at, primary } = window;
  const isReset = await guidedToHcw(window, folder, look);
  const thumbprint = /[0-9A-F]{40}/.exec(await page.locator('main').innerText())?.[0] ?? '';
  await answerHcw(window, 'selected');
  await endHcw(window);
  await primary();
  await at('postChecks.collect');
  await look('guided-verify');
  await openFiles(window, await collected(folder, 'after', runHybridConfigurationWizard(isReset, thumbprint)));
  await primary();
  await at('postChecks.done');
  await expect(page.locator('[data-severity="block"], [data-severity="unknown"]')).toHaveCount(0);
  await primary();
  await at('finish.ready');
  const report = join(folder, 'report.html');
  await window.saveTo(report);
  await page.getByTestId('save-report').click();
  await page.getByText(report).waitFor();
  return readFileSync(report, 'utf8');
}
