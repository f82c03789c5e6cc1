/** The old certificate is removed by the documented procedure, although Exchange refuses it while a send connector carries its name. */
import { expect } from '@playwright/test';
import { gather } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { examiner } from './examiner.ts';
import { planRenewed } from './plan-renewed.ts';
import { tabTo } from './tab-to.ts';
import { organizationIn } from './rehearsal.ts';
import { test } from './wizard.ts';

/** From the first page to the finish, with nothing to send: the old and the new certificate have the same name. */
async function toFinish(window: WizardWindow): Promise<void> {
  const { page, primary, at } = window;
  await gather(window, { mode: 'practice', scenario: 'oldStays' });
  await planRenewed(window);
  await page.locator('[data-choice="direct"]').click();
  await page.locator('[data-choice="direct"][data-state="checked"]').waitFor();
  for (const place of ['change.done', 'postChecks.done', 'finish.ready']) {
    await primary();
    await at(place);
  }
}

const press = async ({ page }: WizardWindow, selector: string): Promise<void> => {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
};

for (const language of ['en', 'ja'] as const)
  test(`old certificate removed, by keyboard (${language})`, async ({ open }) => {
    test.slow();
    const window = await open({ language });
    const { page, at } = window;
    const { look, found } = examiner(window);
    await toFinish(window);
    await press(window, '[data-testid="secondary-SHOW_OLD_CERTIFICATE"]');
    await at('oldCertificate.ready');
    await tabTo(page, '[data-choice]');
    await page.keyboard.press('Space');
    await page.locator('[data-choice][data-state="checked"]').first().waitFor();
    const thumbprint = (await page.locator('[data-choice][data-state="checked"]').getAttribute('data-choice')) ?? '';
    await expect(page.getByTestId('obstacles')).toHaveCount(0);
    await expect(page.getByTestId('plan-steps').locator('tbody tr')).toHaveCount(6);
    await look('old certificate');

    await tabTo(page, '[data-testid="typed-thumbprint"]');
    await page.keyboard.type('A'.repeat(40));
    await press(window, '[data-testid="primary"]');
    await expect(page.locator('footer [role="status"]')).not.toHaveText('');
    await at('oldCertificate.ready');
    await tabTo(page, '[data-testid="typed-thumbprint"]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(thumbprint.toLowerCase().replaceAll(/(..)/g, '$1 ').trim());
    await press(window, '[data-testid="primary"]');
    await at('change.stopped');
    await look('a step for a person');

    // Said to be done, and it was not.
    await press(window, '[data-testid="primary"]');
    await expect(page.getByTestId('not-yet')).toContainText('EX01\\MSExchangeTransport');
    for (const object of ['stop EX01', 'stop EX02', 'stop EX03', 'start EX01', 'start EX02', 'start EX03']) {
      const [verb = '', server = ''] = object.split(' ');
      const commands = page.locator('pre').filter({ hasText: new RegExp(`^${verb}-Service`, 'i') });
      await expect(page.locator('main')).toContainText(server);
      await expect(commands).toHaveCount(1);
      await expect(page.locator('h2, h3').filter({ hasText: server }).first()).toBeVisible();
      await press(window, '[data-testid="practice-step"]');
      await expect(page.locator('.practice [role="status"]')).not.toHaveText('');
      await press(window, '[data-testid="primary"]');
    }
    await at('change.done');
    await look('removed');
    for (const place of ['postChecks.done', 'finish.ready']) {
      await press(window, '[data-testid="primary"]');
      await at(place);
    }
    expect(found).toEqual([]);
    await window.close();
    const { sendConnectors, servers } = organizationIn(window.data);
    expect(sendConnectors.filter(({ tlsCertificateName }) => tlsCertificateName !== null)).toHaveLength(2);
    expect(servers.flatMap(({ stoppedServices }) => stoppedServices)).toEqual([]);
  });
