/** Bad input and faults as the administrator sees them: what happened, the current state, the safe next action. */
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { gather, plan, reset } from '../../scripts/tour/flow.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { runsOf } from './runs.ts';
import { dataWith, reachedBy, test } from './wizard.ts';

const connected = { mode: 'connected', server: 'ex01.contoso.com', user: 'admin@contoso.com' } as const;
const practice = (scenario: string): { readonly mode: 'practice'; readonly scenario: string } => ({ mode: 'practice', scenario });

for (const scenario of ['empty', 'noHybrid']) {
  test(`an organization without a hybrid configuration (${scenario}) stays on the collection page and says why`, async ({ open }) => {
    const window = await open();
    await gather(window, practice(scenario));
    await window.primary();
    await expect(window.page.getByRole('status')).toContainText('There is no hybrid configuration');
    await window.at('collect.done');
  });
}

test('a server that does not answer: its data is unknown with the reason, the plan leaves it out by name, the others are changed', async ({
  open,
}) => {
  const window = await open();
  await gather(window, practice('serverDown'));
  await expect(window.page.getByRole('row', { name: /EX03/ }).filter({ hasText: 'RPC server is unavailable' })).toHaveCount(2);
  await plan(window, undefined, 'unknown');
  await expect(window.page.getByText('Left out: EX03')).toBeVisible();
  await reset(window);
});

test('a missing right to a cmdlet blocks before anything is sent', async ({ open }) => {
  const window = await open();
  await gather(window, practice('denied'));
  await window.primary();
  await window.page.locator('[data-verdict="qualifies"]').first().click();
  await window.page.locator('[data-verdict="qualifies"][data-state="checked"]').waitFor();
  await window.primary();
  await window.at('preChecks.ready');
  await expect(window.page.getByText('The signed-in user does not have permission to run Set-ReceiveConnector')).toBeVisible();
  await window.primary();
  await expect(window.page.getByRole('status')).toContainText('A problem prevents the change');
  await window.at('preChecks.ready');
});

test('names with quotes, brackets, $ and Japanese, two send connectors, a certificate without a subject: over remoting', async ({
  open,
  reach,
}) => {
  const exchange = await reach(await practiceOrganization('difficultNames', new Date()));
  const window = await open({ env: reachedBy(exchange) });
  await gather(window, connected);
  await expect(window.page.getByRole('row', { name: /^Send connectors/ })).toContainText('3');
  await window.primary();
  await window.at('certificate.ready');
  await expect(window.page.locator('[data-verdict="doesNotQualify"]', { hasText: 'The subject is empty' })).toHaveCount(1);
  await window.page.getByTestId('back').click();
  await window.at('collect.done');
  await plan(window);
  await expect(window.page.locator('pre').first()).toContainText("-Identity 'EX$日本\\受信 \"O''Brien’’s\" [$(Get-Date)] `; #1'");
  await reset(window);
  const { receiveConnectors } = await exchange.readOrganization();
  expect(
    receiveConnectors.filter(({ name }) => /^Default Frontend|^受信/.test(name)).map(({ tlsCertificateName }) => tlsCertificateName),
  ).toEqual([null, null]);
});

test('a damaged state file is archived with a message, and the wizard starts fresh', async ({ open }) => {
  const text = '{"format":1,"savedAt":"2026-';
  const window = await open({ data: dataWith('wizard.json', text) });
  await window.at('start.ready');
  const banner = window.page.getByRole('alert');
  await expect(banner).toContainText('wizard.json');
  const aside = readdirSync(window.data).filter(
    (name) => name.startsWith('wizard') && readFileSync(join(window.data, name), 'utf8') === text,
  );
  expect(aside).toHaveLength(1);
  await gather(window, { mode: 'practice' });
});

test('a read-only data folder: the wizard says so, sends nothing to Exchange, and continues once it can write', async ({ open }) => {
  const window = await open();
  await gather(window, { mode: 'practice' });
  chmodSync(window.data, 0o555);
  await plan(window);
  await expect(window.page.getByRole('alert').first()).toContainText('EACCES');
  await window.primary();
  await window.at('change.stopped');
  await expect(window.page.locator('tr[data-state]').first()).toHaveAttribute('data-state', 'waiting');
  expect(runsOf(window.data)).toEqual([]);
  chmodSync(window.data, 0o755);
  await window.primary();
  await expect(window.page.locator('h1')).toHaveText('Paused after the first server');
  expect(runsOf(window.data)).toHaveLength(1);
  await window.primary();
  await window.at('change.done');
  await window.primary();
  await window.at('hcw.ready');
  await expect(window.page.getByText('EACCES')).toHaveCount(0);
});

test('a second instance shows the window of the first and exits', async ({ open }) => {
  const first = await open();
  await gather(first, { mode: 'practice' });
  expect(await first.startAgain()).toBe(0);
  await first.at('collect.done');
});
