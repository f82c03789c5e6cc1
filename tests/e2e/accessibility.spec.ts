/** No violation on any page, in any of the colors that Windows offers. */
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerHcw, endHcw, finish, gather, plan, fix, reset } from '../../scripts/tour/flow.ts';
import { colors, examiner } from './examiner.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { guidedFlow } from './guided-flow.ts';
import { rehearsalOn, resumed, saved } from './rehearsal.ts';
import { test } from './wizard.ts';

for (const language of ['en', 'ja'] as const) {
  test(`the whole flow (${language})`, async ({ open, folder }) => {
    test.slow();
    const window = await open({ language });
    const { look, found, seen } = examiner(window);
    await gather(window, { mode: 'practice' }, look);
    await plan(window, look);
    await reset(window, look);
    await answerHcw(window, 'notListed');
    await window.primary();
    await window.at('fix.ready');
    await look('not listed');
    await window.page.getByTestId('back').click();
    await window.at('hcw.ready');
    await answerHcw(window, 'notSelected');
    await look('not selected');
    await fix(window, look);
    await answerHcw(window, 'selected');
    await endHcw(window);
    await finish(window, join(folder, 'report.html'), look);
    expect(found).toEqual([]);
    expect(seen).toHaveLength(19 * colors.length);
  });
}

for (const language of ['en', 'ja'] as const) {
  test(`guided mode (${language})`, async ({ open, folder }) => {
    test.slow();
    const window = await open({ language });
    const { look, found, seen } = examiner(window);
    await guidedFlow(window, folder, look);
    expect(found).toEqual([]);
    expect(seen).toHaveLength(6 * colors.length);
  });
}

test('what goes wrong: a failed change, the rollback, unreadable data', async ({ open }) => {
  const organization = await practiceOrganization('renewal', new Date());
  const fault = {
    kind: 'error',
    message: 'Access to the object is denied.',
    category: 'PermissionDenied',
    id: 'Denied',
    terminating: false,
  } as const;
  const match = { parameter: 'Identity', value: 'EX02\\Default Frontend EX02' };
  const window = await open({
    data: rehearsalOn({ ...organization, faults: [{ cmdlet: 'Set-ReceiveConnector', match, after: 0, fault }] }),
  });
  const { look, found } = examiner(window);
  await resumed(window, 'collect.done');
  await plan(window);
  await window.primary();
  await expect(window.page.locator('h1')).toHaveText('Paused after the first server');
  await window.primary();
  await expect(window.page.locator('tr[data-state="notApplied"]')).toHaveAttribute('data-servers', 'EX02');
  await look('change failed');
  await window.secondary('SHOW_ROLLBACK');
  await window.at('change.rollbackReview');
  await look('restore review');
  await window.primary();
  await window.at('change.done');
  await look('rolledBack');
  expect(found).toEqual([]);
});

test('a resumed wizard, and servers that do not answer', async ({ open }) => {
  const first = await open();
  await gather(first, { mode: 'practice', scenario: 'serverDown' });
  const gathered = examiner(first);
  await gathered.look('server down');
  await first.primary();
  await first.at('certificate.ready');
  await gathered.look('certificates of two servers of three');
  await saved(first, 'certificate.ready');
  await first.kill();
  const second = await open({ data: first.data });
  await second.page.getByTestId('resume').waitFor();
  const resumed = examiner(second);
  await resumed.look('resume');
  expect([...gathered.found, ...resumed.found]).toEqual([]);
});
