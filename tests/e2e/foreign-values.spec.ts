/** Somebody else changes a value: before the commit nothing is sent, and after it the rollback does not overwrite it unasked. */
import { expect, type Locator } from '@playwright/test';
import { carryOut, gather, plan } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { changeOutside, organizationIn, resumed, saved } from './rehearsal.ts';
import { journalsOf, runsOf } from './runs.ts';
import { tabTo } from './tab-to.ts';
import { test } from './wizard.ts';

const foreign = '<I>CN=Another Authority<S>CN=another.contoso.com';
const frontendOf = (organization: OrganizationFile): readonly OrganizationFile['receiveConnectors'][number][] =>
  organization.receiveConnectors.filter(({ name }) => name.startsWith('Default Frontend'));
const namesOf = (organization: OrganizationFile): readonly (string | null)[] =>
  frontendOf(organization).map(({ tlsCertificateName }) => tlsCertificateName);

/** As an administrator does who does not know of the wizard. */
const withForeignName =
  (server: string) =>
  (organization: OrganizationFile): OrganizationFile => ({
    ...organization,
    receiveConnectors: organization.receiveConnectors.map((connector) =>
      connector.name === `Default Frontend ${server}` ? { ...connector, tlsCertificateName: foreign } : connector,
    ),
  });

const texts = {
  en: { kept: 'was not written by this change: is kept', putBack: 'was not written by this change: is rolled back' },
  ja: { kept: 'この変更で書き込んだ値ではない: 維持する', putBack: 'この変更で書き込んだ値ではない: 変更前の値に戻す' },
} as const;
const conflicts = ({ page }: WizardWindow): Locator => page.locator('tr[data-kind="conflict"]');

for (const language of ['en', 'ja'] as const) {
  test(`a value that was changed after the change is a conflict that is kept, until the administrator decides (${language})`, async ({
    open,
  }) => {
    const first = await open({ language });
    await gather(first, { mode: 'practice' });
    const before = organizationIn(first.data);
    await plan(first);
    await carryOut(first);
    await saved(first, 'change.done');
    await first.kill();
    changeOutside(first.data, withForeignName('EX02'));

    const window = await open({ data: first.data, language });
    const { page, at } = window;
    await resumed(window, 'change.done');
    await window.secondary('SHOW_ROLLBACK');
    await at('change.rollbackReview');
    await expect(conflicts(window)).toHaveCount(1);
    await expect(conflicts(window)).toContainText('EX02\\Default Frontend EX02');
    await expect(conflicts(window)).toContainText('CN=another.contoso.com');
    await expect(conflicts(window)).toContainText(texts[language].kept);
    // It is the first row, and the commands have nothing of it.
    await expect(page.getByTestId('rollback-review').locator('tbody tr').first()).toHaveAttribute('data-kind', 'conflict');
    const commandOfEX02 = (): Promise<string | undefined> =>
      page
        .locator('pre')
        .first()
        .innerText()
        .then((text) => text.split('\n').find((line) => line.includes('EX02\\')));
    expect(await commandOfEX02()).not.toContain('-TlsCertificateName');

    for (const decision of ['putBack', 'kept', 'putBack'] as const) {
      await tabTo(page, 'tr[data-kind="conflict"] button');
      await page.keyboard.press('Enter');
      await expect(conflicts(window)).toContainText(texts[language][decision]);
    }
    expect(await commandOfEX02()).toContain('-TlsCertificateName');
    await window.primary();
    await at('change.done');
    await expect(page.locator('tr[data-state]:not([data-state="applied"])')).toHaveCount(0);
    await expect.poll(() => frontendOf(organizationIn(window.data))).toEqual(frontendOf(before));
    expect(runsOf(window.data).map((name) => name.split(' ').at(-1))).toEqual(['apply', 'rollback']);
    expect(journalsOf(window.data)).toContain('"outcome":"rolledBack"');
  });
}

test('a conflict that is kept stays, and the run is not called rolled back', async ({ open }) => {
  const first = await open();
  await gather(first, { mode: 'practice' });
  const [original] = namesOf(organizationIn(first.data));
  await plan(first);
  await carryOut(first);
  await saved(first, 'change.done');
  await first.kill();
  changeOutside(first.data, withForeignName('EX02'));

  const window = await open({ data: first.data });
  await resumed(window, 'change.done');
  await window.secondary('SHOW_ROLLBACK');
  await window.at('change.rollbackReview');
  await expect(
    window.page.getByText('Values that are kept or cannot be rolled back are not as before; values that could not be read may not be.'),
  ).toBeVisible();
  await window.primary();
  await window.at('change.done');
  await expect.poll(() => namesOf(organizationIn(window.data))).toEqual([original, foreign, original]);
  expect(journalsOf(window.data)).toContain('"outcome":"left"');
  expect(journalsOf(window.data)).not.toContain('"outcome":"rolledBack"');
});

for (const language of ['en', 'ja'] as const) {
  test(`a value that was changed between the plan and the commit: the change stops, and nothing is sent (${language})`, async ({
    open,
  }) => {
    const first = await open({ language });
    await gather(first, { mode: 'practice' });
    await plan(first);
    await saved(first, 'plan.ready', 'reset');
    await first.kill();
    changeOutside(first.data, withForeignName('EX01'));
    const before = organizationIn(first.data);

    const window = await open({ data: first.data, language });
    await resumed(window, 'plan.ready');
    await window.primary();
    await window.at('change.stopped');
    await expect(window.page.getByTestId('stop')).toContainText('EX01\\Default Frontend EX01');
    await expect(window.page.locator('tr[data-state="differs"]')).toHaveAttribute('data-servers', 'EX01');
    await expect(window.page.locator('tr[data-state="differs"]')).toContainText('CN=another.contoso.com');
    await expect(window.page.locator('tr[data-state="waiting"]')).toHaveAttribute('data-servers', 'EX02 EX03');
    expect(journalsOf(window.data)).toContain('"kind":"observed"');
    expect(journalsOf(window.data)).not.toContain('"kind":"announced"');
    expect(organizationIn(window.data)).toEqual(before);
    await window.page.getByTestId('back').click();
    await window.at('plan.ready');
  });
}
