/** The process is killed in the middle of a change: completed work is recognized, and nothing is done twice. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { gather, plan, reset } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { reachedBy, test } from './wizard.ts';

const manner = { mode: 'connected', server: 'ex01.contoso.com', user: 'admin@contoso.com' } as const;
/** A server's row in the table of changes, which it may share with others. */
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
  const env = reachedBy(exchange);
  const first = await open({ env });
  await gather(first, manner);
  await plan(first);
  await first.primary();
  await first.at('change.running');
  await expect(stepOf(first, 'EX02')).toHaveAttribute('data-state', 'running');
  await first.kill();

  // No answer arrived, so the wizard cannot know whether the call took effect. In this test it did not.
  await exchange.writeOrganization({ ...(await exchange.readOrganization()), faults: [] });
  const second = await open({ env, data: first.data });
  await expect(second.page.getByTestId('resume')).toBeVisible();
  await second.page.getByTestId('resume').click();
  await second.at('change.failed');
  await expect(stepOf(second, 'EX01')).toHaveAttribute('data-state', 'done');
  await expect(stepOf(second, 'EX02')).toHaveAttribute('data-state', 'waiting');
  const saved = await readdir(join(first.data, 'changes'));
  expect(saved.some((name) => name.endsWith('.ps1'))).toBe(true);

  await reset(second);
  const after = await exchange.readOrganization();
  const names = after.receiveConnectors.filter(({ name }) => name.startsWith('Default Frontend'));
  expect(names.map(({ tlsCertificateName }) => tlsCertificateName)).toEqual(names.map(() => null));
});

test('a session lost during the reset leaves a list of what was done and what was not, and the rollback', async ({ open, reach }) => {
  const exchange = await reach(await practiceOrganization('sessionLost', new Date()));
  const window = await open({ env: reachedBy(exchange) });
  await gather(window, manner);
  await plan(window);
  await window.primary();
  await window.at('change.failed');
  await expect(stepOf(window, 'EX01')).toHaveAttribute('data-state', 'done');
  await expect(stepOf(window, 'EX02')).toHaveAttribute('data-state', 'unknown');
  await expect(window.page.getByRole('alert').first()).toContainText('session');
  await expect(window.page.locator('pre', { hasText: '-TlsCertificateName' }).last()).toBeVisible();
});
