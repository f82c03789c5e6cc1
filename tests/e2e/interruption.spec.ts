/** The process is killed in the middle of a change: completed work is recognized, and nothing is done twice. */
import { expect, type Locator } from '@playwright/test';
import { carryOut, gather, plan } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { journalsOf, runsOf } from './runs.ts';
import { reachedBy, test } from './wizard.ts';

const manner = { mode: 'connected', server: 'ex01.contoso.com', user: 'admin@contoso.com' } as const;
/** A server's row in the table of changes, which it may share with others. */
/** Long enough for an answer of PowerShell, and short enough to wait for. */
const limit = { HCW_TEST_CHANGE_LIMIT_MS: '20000' };
const stepOf = ({ page }: WizardWindow, server: string): Locator => page.locator(`tr[data-state][data-servers~="${server}"]`);
const frontend = (server: string): string => `${server}\\Default Frontend ${server}`;

test('killed while the second server is being changed: the wizard resumes, reads the values back, and continues', async ({
  open,
  reach,
}) => {
  const organization = await practiceOrganization('renewal', new Date());
  const exchange = await reach({
    ...organization,
    faults: [
      { cmdlet: 'Set-ReceiveConnector', match: { parameter: 'Identity', value: frontend('EX02') }, after: 0, fault: { kind: 'hang' } },
    ],
  });
  const env = { ...reachedBy(exchange), ...limit };
  const first = await open({ env });
  await gather(first, manner);
  await plan(first);
  await first.primary();
  await first.at('change.stopped');
  await expect(first.page.locator('h1')).toHaveText('Paused after the first server');
  await first.primary();
  await first.at('change.running');
  await expect(stepOf(first, 'EX02')).toContainText('command sent');
  expect(journalsOf(first.data)).toContain('"kind":"announced"');
  await first.kill();

  // No answer arrived, so the wizard cannot know whether the call took effect. In this test it did not.
  await exchange.writeOrganization({ ...(await exchange.readOrganization()), faults: [] });
  const second = await open({ env, data: first.data });
  await expect(second.page.getByTestId('resume')).toBeVisible();
  await second.page.getByTestId('resume').click();
  // The rest of its limit has to pass before a reading proves anything.
  await second.page.locator('main[data-step="change.stopped"]').waitFor({ timeout: 60_000 });
  await expect(stepOf(second, 'EX01')).toHaveAttribute('data-state', 'applied');
  await expect(stepOf(second, 'EX02')).toHaveAttribute('data-state', 'notApplied');
  await expect(stepOf(second, 'EX03')).toHaveAttribute('data-state', 'waiting');

  await second.primary();
  await second.at('change.done');
  const [run, ...others] = runsOf(first.data);
  expect(others).toEqual([]);
  expect(run).toMatch(/ apply$/);
  // EX01 was changed before, and is not changed again.
  const announced = journalsOf(first.data).match(/"kind":"announced","step":"[^"]*EX0\d"/g) ?? [];
  expect(announced.map((line) => line.slice(-5, -1))).toEqual(['EX01', 'EX02', 'EX02', 'EX03']);
  const after = await exchange.readOrganization();
  const names = after.receiveConnectors.filter(({ name }) => name.startsWith('Default Frontend'));
  expect(names.map(({ tlsCertificateName }) => tlsCertificateName)).toEqual(names.map(() => null));
});

test('killed while the second server is rolled back: the wizard resumes, proves what became of it, and ends the rollback', async ({
  open,
  reach,
}) => {
  test.slow();
  const organization = await practiceOrganization('renewal', new Date());
  const match = { parameter: 'Identity', value: frontend('EX02') };
  // The first such command is the change, the second one its rollback.
  const exchange = await reach({ ...organization, faults: [{ cmdlet: 'Set-ReceiveConnector', match, after: 1, fault: { kind: 'hang' } }] });
  const env = { ...reachedBy(exchange), ...limit };
  const first = await open({ env });
  await gather(first, manner);
  await plan(first);
  await carryOut(first);
  await first.secondary('SHOW_ROLLBACK');
  await first.at('change.rollbackReview');
  await first.primary();
  await first.at('change.running');
  // The last server comes first.
  await expect(stepOf(first, 'EX02')).toContainText('command sent');
  await expect(stepOf(first, 'EX03')).toHaveAttribute('data-state', 'applied');
  await first.kill();

  await exchange.writeOrganization({ ...(await exchange.readOrganization()), faults: [] });
  const second = await open({ env, data: first.data });
  await expect(second.page.getByTestId('resume-weakened')).toBeVisible();
  await second.page.getByTestId('resume').click();
  await second.page.locator('main[data-step="change.stopped"]').waitFor({ timeout: 60_000 });
  await expect(stepOf(second, 'EX03')).toHaveAttribute('data-state', 'applied');
  await expect(stepOf(second, 'EX02')).toHaveAttribute('data-state', 'notApplied');
  await expect(stepOf(second, 'EX01')).toHaveAttribute('data-state', 'waiting');

  await second.primary();
  await second.at('change.done');
  await expect(second.page.locator('h1')).toHaveText('The rollback is verified');
  expect(runsOf(first.data).map((name) => name.split(' ').at(-1))).toEqual(['apply', 'rollback']);
  expect(journalsOf(first.data)).toContain('"outcome":"rolledBack"');
  const { receiveConnectors } = await exchange.readOrganization();
  expect(receiveConnectors).toEqual(organization.receiveConnectors);
});

/** EX02 loses the session; `effect`: whether its command was carried out before that. */
async function losing(effect: boolean): Promise<OrganizationFile> {
  const match = { parameter: 'Identity', value: frontend('EX02') };
  const organization = await practiceOrganization('renewal', new Date());
  return { ...organization, faults: [{ cmdlet: 'Set-ReceiveConnector', match, after: 0, fault: { kind: 'sessionLost', effect } }] };
}

test('a session lost behind the effect of a command: a new one proves it by reading, and the run goes on', async ({ open, reach }) => {
  test.slow();
  const exchange = await reach(await losing(true));
  const window = await open({ env: { ...reachedBy(exchange), ...limit } });
  await gather(window, manner);
  await plan(window);
  await window.primary();
  await window.at('change.stopped');
  await window.primary();
  await window.page.locator('main[data-step="change.done"]').waitFor({ timeout: 90_000 });
  await expect(window.page.locator('tr[data-state="applied"]').first()).toBeVisible();
  expect(journalsOf(window.data).match(/"kind":"announced"/g)).toHaveLength(3 + 1);
  expect(journalsOf(window.data)).toContain('"session.lost"');
});

test('a session lost before the effect: proven, and a list of what was done and what was not, with the rollback', async ({
  open,
  reach,
}) => {
  test.slow();
  const exchange = await reach(await losing(false));
  const window = await open({ env: { ...reachedBy(exchange), ...limit } });
  await gather(window, manner);
  await plan(window);
  await window.primary();
  await window.at('change.stopped');
  await window.primary();
  await window.at('change.running');
  await window.page.locator('main[data-step="change.stopped"]').waitFor({ timeout: 90_000 });
  await expect(stepOf(window, 'EX01')).toHaveAttribute('data-state', 'applied');
  await expect(stepOf(window, 'EX02')).toHaveAttribute('data-state', 'notApplied');
  await expect(stepOf(window, 'EX02')).toContainText('session');
  await expect(stepOf(window, 'EX03')).toHaveAttribute('data-state', 'waiting');
  await expect(window.page.locator('pre', { hasText: '-TlsCertificateName' }).last()).not.toContainText('EX01');
  await window.secondary('SHOW_ROLLBACK');
  await window.at('change.rollbackReview');
  await expect(window.page.getByTestId('rollback-review')).toContainText('EX01');
});
