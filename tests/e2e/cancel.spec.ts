/** Cancel and close: immediately when no change is in flight, after a confirmation when one is. */
import { expect } from '@playwright/test';
import { carryOut, gather, plan } from '../../scripts/tour/flow.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { askedBy } from './asked-by.ts';
import { journalsOf } from './runs.ts';
import { reachedBy, test } from './wizard.ts';

test('Cancel closes the wizard immediately when no change is in flight', async ({ open }) => {
  const window = await open();
  await window.at('start.ready');
  const closed = window.app.waitForEvent('close');
  // The answer to the click is lost with the window.
  await Promise.allSettled([window.page.getByTestId('cancel').click(), closed]);
  await closed;
});

test('closing the window while connectors are reset asks first, and leads to the rollback', async ({ open }) => {
  const window = await open();
  await gather(window, { mode: 'practice' });
  await plan(window);
  await carryOut(window);
  const { texts } = await askedBy(window, 'close', 2);
  expect(texts).toEqual([
    'Practice: Mail flow is worse than before the change',
    expect.stringMatching(/^Since /),
    'Keep the wizard open',
    'Close anyway',
    'Roll back to the original values…',
  ]);
  await window.at('change.rollbackReview');
});

test('Cancel asks for confirmation during a change; stopping it proves what became of the command in flight, and sends no other', async ({
  open,
  reach,
}) => {
  const organization = await practiceOrganization('renewal', new Date());
  const exchange = await reach({ ...organization, faults: [{ cmdlet: 'Set-ReceiveConnector', after: 0, fault: { kind: 'hang' } }] });
  const window = await open({ env: { ...reachedBy(exchange), HCW_TEST_CHANGE_LIMIT_MS: '10000' } });
  await gather(window, { mode: 'connected', server: 'ex01.contoso.com', user: 'admin@contoso.com' });
  await plan(window);
  await window.primary();
  await window.at('change.running');
  // A step first reads its object: only after its announcement is a change in flight.
  await expect(window.page.locator('tr[data-state="doubt"]')).toContainText('command sent');
  expect(journalsOf(window.data)).toContain('"kind":"announced"');
  await window.page.getByTestId('cancel').click();
  const question = window.page.getByRole('alertdialog');
  await expect(question).toBeVisible();
  await window.page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  // Logging off waits, too: the command is in flight.
  const loggingOff = await askedBy(window, 'query-session-end', 0);
  expect([loggingOff.texts[0], loggingOff.prevented]).toEqual(['A change is in progress. Close the wizard now?', true]);
  await window.at('change.running');

  await window.secondary('CANCEL_TASK');
  // Its limit has to pass, its session is opened anew, and two readings agree.
  await window.page.locator('main[data-step="change.stopped"]').waitFor({ timeout: 60_000 });
  const [first, ...others] = organization.servers.map(({ name }) => name);
  await expect(window.page.locator('tr[data-state="notApplied"]')).toHaveAttribute('data-servers', first ?? '');
  await expect(window.page.locator('tr[data-state="waiting"]')).toHaveAttribute('data-servers', others.join(' '));
  expect(journalsOf(window.data).match(/"kind":"announced"/g)).toHaveLength(1);
  expect(journalsOf(window.data)).toContain('"kind":"fenced"');
});
