/** What the wizard says is true: each sentence that was once false over a real state of an organization, in the window. */
import { expect, type Locator } from '@playwright/test';
import { askedBy } from './asked-by.ts';
import { answerHcw, carryOut, endHcw, fix, gather, plan, reset } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { runHybridConfigurationWizard } from '../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { thumbprintOf, type SampleCertificate } from '../../src-main/exchange/practice/objects/certificate.ts';
import { expiring, relay, renewed } from '../../src-main/exchange/practice/organizations/certificates.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { changeOutside, rehearsalOn, resumed, saved, stateInList } from './rehearsal.ts';
import { journalsOf } from './runs.ts';
import { test } from './wizard.ts';

const now = new Date();
const practice = { mode: 'practice' } as const;

const heading = ({ page }: WizardWindow): Locator => page.locator('h1');
const primaryOf = ({ page }: WizardWindow): Locator => page.getByTestId('primary');
const validation = ({ page }: WizardWindow): Locator => page.locator('.validation');
const strip = ({ page }: WizardWindow, direction: 'toOnPremises' | 'toExchangeOnline'): Locator =>
  page.locator(`[data-direction="${direction}"][data-verdict]`);
const question = ({ page }: WizardWindow): Locator => page.getByRole('alertdialog');

/** Chooses a certificate and goes on as far as the wizard does. */
async function choose({ page, primary }: WizardWindow, thumbprint: string): Promise<void> {
  await page.locator(`[data-thumbprint="${thumbprint}"]`).click();
  await page.locator(`[data-thumbprint="${thumbprint}"][data-state="checked"]`).waitFor();
  await primary();
}

/** From the collected data to the HCW, by its own option to update the certificate. */
async function withoutReset(window: WizardWindow, thumbprint: string): Promise<void> {
  await window.primary();
  await window.at('certificate.ready');
  await choose(window, thumbprint);
  await window.at('preChecks.ready');
  await window.primary();
  await window.at('plan.ready');
  await window.primary();
  await window.at('hcw.ready');
}

const withRelayEverywhere = (organization: OrganizationFile, certificate: SampleCertificate): OrganizationFile => ({
  ...organization,
  servers: organization.servers.map((server) => ({
    ...server,
    certificates: [...server.certificates.filter(({ rawData }) => rawData !== certificate.rawData), certificate],
  })),
});

/** Exchange Online connects to a name that no certificate has, by a connector that the HCW did not make. */
const withForeignOutbound = (organization: OrganizationFile): OrganizationFile => ({
  ...organization,
  exchangeOnline: {
    ...organization.exchangeOnline,
    outboundConnectors: organization.exchangeOnline.outboundConnectors.map((connector) => ({
      ...connector,
      connectorSource: 'Default',
      tlsDomain: 'owa.contoso.com',
    })),
  },
});

test('one that covers other names stands in a group of its own, and the worst warning on its card', async ({ open }) => {
  const window = await open({ data: rehearsalOn(withRelayEverywhere(await practiceOrganization('renewal', now), await relay(now))) });
  const { page, at, primary } = window;
  await resumed(window, 'collect.done');
  await primary();
  await at('certificate.ready');
  const rows = (await page.locator('[role="radiogroup"]').innerText()).split('\n');
  const headingAbove = (thumbprint: string): string | undefined =>
    rows.slice(0, rows.indexOf(thumbprint)).findLast((row) => /\(\d+\)$/.test(row));
  expect(headingAbove(thumbprintOf(await renewed(now)))).toMatch(/^Qualifies/);
  const other = thumbprintOf(await relay(now));
  expect(headingAbove(other)).toMatch(/^Does not cover the names/);
  await expect(page.locator(`[data-thumbprint="${other}"]`)).toContainText('does not cover mail.contoso.com');
});

test('the certificate in use cannot be renewed to; the list says done only of what was done; the end is not called complete', async ({
  open,
}) => {
  const window = await open();
  const { page, at, primary } = window;
  await gather(window, practice);
  await primary();
  await at('certificate.ready');
  await choose(window, thumbprintOf(await expiring(now)));
  await expect(validation(window)).toContainText('already in use and has to be renewed itself');
  await at('certificate.ready');
  await choose(window, thumbprintOf(await renewed(now)));
  await at('preChecks.ready');
  await primary();
  await at('plan.ready');
  expect(await stateInList(window, 'Change')).toBe('not needed');
  await primary();
  await at('hcw.ready');
  await answerHcw(window, 'notSelected');
  await primary();
  await at('fix.ready');
  expect(await stateInList(window, 'Run the HCW')).toBe('later');
  await page.getByTestId('back').click();
  await at('hcw.ready');
  await answerHcw(window, 'selected');
  await endHcw(window);
  await primary();
  await at('postChecks.done');
  expect(await stateInList(window, 'Fix')).toBe('not needed');
  expect(await stateInList(window, 'Run the HCW')).toBe('done');
  await primary();
  await at('finish.ready');
  await expect(heading(window)).toHaveText('Configured, not yet proven in mail flow');
  await expect(page.locator('main')).not.toContainText(/renewal is complete|successfully/i);
});

test('a certificate that ends before the one in use cannot be renewed to', async ({ open }) => {
  const [old, next] = [await expiring(now), await renewed(now)];
  const organization = runHybridConfigurationWizard(await practiceOrganization('renewal', now), thumbprintOf(next));
  const window = await open({ data: rehearsalOn(organization) });
  const { page, at, primary } = window;
  await resumed(window, 'collect.done');
  await primary();
  await at('certificate.ready');
  await choose(window, thumbprintOf(old));
  await expect(validation(window)).toContainText('expires before the one in use');
  await choose(window, thumbprintOf(next));
  await at('preChecks.ready');
  await primary();
  await at('plan.ready');
  await expect(page.getByTestId('suggestion')).toContainText('there is nothing to change');
});

test('post-checks with failures say so in their heading, lead back to the HCW, and finish only after a question', async ({ open }) => {
  const window = await open({ data: rehearsalOn(withForeignOutbound(await practiceOrganization('renewal', now))) });
  const { page, at, primary } = window;
  await resumed(window, 'collect.done');
  await expect(strip(window, 'toOnPremises')).toHaveAttribute('data-verdict', 'waits');
  await withoutReset(window, thumbprintOf(await renewed(now)));
  await answerHcw(window, 'notSelected');
  await primary();
  await at('fix.ready');
  await page.getByTestId('back').click();
  await at('hcw.ready');
  await answerHcw(window, 'selected');
  await endHcw(window);
  await primary();
  await at('postChecks.done');
  await expect(heading(window)).toHaveText('Post-checks: problems found');
  await expect(primaryOf(window)).toHaveText('Run the HCW again');
  await expect(page.getByText('All checked values are as expected')).toHaveCount(0);

  await window.secondary('FINISH_WITH_OPEN_ITEMS');
  await question(window).getByRole('button', { name: 'Stay on this page' }).click();
  await at('postChecks.done');
  await primary();
  await at('hcw.ready');
  await answerHcw(window, 'selected');
  await endHcw(window);
  await primary();
  await at('postChecks.done');
  // The fix page was only looked at.
  expect(await stateInList(window, 'Fix')).toBe('not needed');
  await window.secondary('FINISH_WITH_OPEN_ITEMS');
  await question(window).getByRole('button', { name: 'Finish with open items' }).click();
  await at('finish.ready');
  await expect(heading(window)).toHaveText('Open items remain, and mail flow is not yet proven');
});

test('the page shows what hides in a text, whatever brings it there', async ({ open }) => {
  const { page } = await open();
  const seen = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const added = Object.assign(document.createElement('p'), { textContent: 'a\u202Eb' });
        document.body.append(added);
        // The observer of the page runs before the next task.
        setTimeout(() => {
          resolve(added.textContent);
        });
      }),
  );
  expect(seen).toBe('a\uFFFDb');
});

test('leaving while mail flow is or may be weaker asks by every way, says since when, and leads to the rollback', async ({ open }) => {
  const weaker = 'Practice: Mail flow is worse than before the change';
  const notKnown = 'Practice: Whether mail flow is as before the change is not known';
  const first = await open();
  await gather(first, practice);
  await plan(first);
  await reset(first);
  await first.page.getByTestId('cancel').click();
  await expect(question(first)).toContainText(weaker);
  await expect(question(first)).toContainText(/Since .*\d{1,2}:\d{2}/);
  await question(first).getByRole('button', { name: 'Stay' }).click();
  const { texts, prevented } = await askedBy(first, 'query-session-end', 0);
  const [message, detail, , , rollBack] = texts;
  expect([message, rollBack, prevented]).toEqual([weaker, 'Roll back to the original values…', true]);
  expect(detail).toMatch(/Since .*\d{1,2}:\d{2}/);
  await answerHcw(first, 'selected');
  await endHcw(first);
  expect((await askedBy(first, 'close', 0)).texts[0]).toBe(notKnown);
  // While both sides are read the rollback is offered, too.
  await first.primary();
  await first.at('postChecks.running');
  expect((await askedBy(first, 'close', 2)).texts[0]).toBe(notKnown);
  await first.at('change.rollbackReview');
  await first.page.getByTestId('back').click();
  await first.at('hcw.ready');
  await saved(first, 'hcw.ready');
  await first.kill();

  changeOutside(first.data, withForeignOutbound);
  const second = await open({ data: first.data });
  await second.page.getByTestId('resume').waitFor();
  await expect(second.page.getByTestId('resume-weakened')).toContainText(notKnown);
  for (const leave of [() => second.page.getByTestId('start-over').click(), () => second.primary()]) {
    await leave();
    await expect(question(second)).toContainText(notKnown);
    await question(second).getByRole('button', { name: 'Stay' }).click();
    await expect(question(second)).toHaveCount(0);
  }
  await second.page.getByTestId('start-over').click();
  await question(second).getByRole('button', { name: 'Continue the saved session' }).click();
  await second.at('hcw.ready');
  await second.primary();
  await second.at('postChecks.done');
  await second.secondary('FINISH_WITH_OPEN_ITEMS');
  await question(second).getByRole('button', { name: 'Finish with open items' }).click();
  await second.at('finish.ready');
  await second.secondary('START_OVER');
  await expect(question(second)).toContainText(weaker);
  await question(second).getByRole('button', { name: 'Roll back to the original values…' }).click();
  await second.at('change.rollbackReview');
});

for (const [language, weaker, since, stay, rollBack] of [
  ['en', 'Practice: Mail flow is worse than before the change', 'Since', 'Keep the wizard open', 'Roll back to the original values…'],
  ['ja', '練習: メール フローが変更前より悪化しています', '以降', 'ウィザードを開いたままにする', '変更前の値に戻す…'],
] as const)
  test(`closing the window while mail flow is weaker asks, and staying keeps it open (${language})`, async ({ open }) => {
    const window = await open({ language });
    await gather(window, practice);
    await plan(window);
    await reset(window);
    const [message, detail, first, , third] = (await askedBy(window, 'close', 0)).texts;
    expect([message, first, third]).toEqual([weaker, stay, rollBack]);
    expect(detail).toContain(since);
    expect(detail).toMatch(/\d{1,2}:\d{2}/);
    await window.at('hcw.ready');
    const closed = window.app.waitForEvent('close');
    await Promise.allSettled([askedBy(window, 'close', 1), closed]);
    await closed;
  });

test('connectors that are found reset are a finding with its remedy, and mail flow is not called sound', async ({ open }) => {
  const organization = await practiceOrganization('renewal', now);
  const interrupted = {
    ...organization,
    receiveConnectors: organization.receiveConnectors.map((connector) =>
      connector.name.startsWith('Default Frontend') ? { ...connector, tlsCertificateName: null, tlsDomainCapabilities: [] } : connector,
    ),
  };
  const window = await open({ data: rehearsalOn(interrupted) });
  const { page, at, primary } = window;
  await resumed(window, 'collect.done');
  await expect(strip(window, 'toOnPremises')).toHaveAttribute('data-verdict', 'waits');
  await expect(page).toHaveTitle(/waits in the queue/);
  await primary();
  await at('certificate.ready');
  await choose(window, thumbprintOf(await renewed(now)));
  await at('preChecks.ready');
  await expect(page.locator('main')).toContainText('has neither a certificate name nor TlsDomainCapabilities, as after a reset');
  await expect(page.locator('main')).toContainText('run the full HCW');
  await primary();
  await at('plan.ready');
  await page.locator('[data-choice="reset"]').click();
  await expect(page.getByText('Every object already has the wanted values, so no command is sent.')).toBeVisible();
  await primary();
  await at('change.done');
  await expect(page.locator('tr[data-state]')).toHaveCount(1);
  await expect(page.locator('tr[data-state="unchanged"]')).toHaveAttribute('data-servers', 'EX01 EX02 EX03');
  expect(journalsOf(window.data)).not.toContain('"by":"wizard"');
  await primary();
  await at('hcw.ready');
  expect(await stateInList(window, 'Change')).toBe('not needed');
});

test('only the servers that were reset are called reset; the others are named with their commands', async ({ open }) => {
  const window = await open();
  const { page } = window;
  await gather(window, { ...practice, scenario: 'serverDown' });
  await plan(window, undefined, 'unknown');
  await carryOut(window);
  await expect(heading(window)).toHaveText('The result of every command is verified');
  await expect(page.locator('tr[data-state="applied"]')).toHaveAttribute('data-servers', 'EX01 EX02');
  await expect(page.getByText('Left out: EX03')).toBeVisible();
  const commands = page.locator('pre', { hasText: 'EX03' });
  await expect(commands).toContainText("Get-ReceiveConnector -Identity 'EX03\\Default Frontend EX03' | Format-List");
  await expect(commands).toContainText(
    "Set-ReceiveConnector -Identity 'EX03\\Default Frontend EX03' -TlsCertificateName $null -TlsDomainCapabilities $null",
  );
  await expect(page.locator('main')).not.toContainText(/every server|all servers/i);
});

test('after the rollback the page says what was verified, and what still carries the new name', async ({ open }) => {
  const window = await open();
  const { page, at, primary } = window;
  await gather(window, practice);
  await plan(window);
  await reset(window);
  await answerHcw(window, 'notSelected');
  await fix(window);
  await window.secondary('SHOW_ROLLBACK');
  await at('change.rollbackReview');
  await primary();
  await at('change.done');
  await expect(heading(window)).toHaveText('The rollback is verified');
  await expect(page.getByText('The new certificate name is still set on: Hybrid Configuration.')).toBeVisible();
  await expect(strip(window, 'toOnPremises')).toHaveAttribute('data-verdict', 'internal');
  const closed = window.app.waitForEvent('close');
  await Promise.allSettled([page.getByTestId('cancel').click(), closed]);
  await closed;
});
