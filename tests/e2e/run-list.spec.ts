/** A change of last month, on another computer: only its folder is there, and it is rolled back from it. */
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { carryOut, gather, plan } from '../../scripts/tour/flow.ts';
import { giveTo } from '../../scripts/runtime/ordinary-user.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { runsOf } from './runs.ts';
import { dataWith, reachedBy, test } from './wizard.ts';

const manner = { mode: 'connected', server: 'ex01.contoso.com', user: 'admin@contoso.com' } as const;
const namesOf = ({ receiveConnectors }: OrganizationFile): readonly (string | null)[] =>
  receiveConnectors.filter(({ name }) => name.startsWith('Default Frontend')).map(({ tlsCertificateName }) => tlsCertificateName);

for (const language of ['en', 'ja'] as const) {
  test(`a run is opened from its folder, reviewed against what is there now, and rolled back (${language})`, async ({
    open,
    reach,
    folder,
  }) => {
    const exchange = await reach(await practiceOrganization('renewal', new Date()));
    const before = namesOf(await exchange.readOrganization());
    const env = reachedBy(exchange);
    const first = await open({ env });
    await gather(first, manner);
    await plan(first);
    await carryOut(first);
    const runs = join(mkdtempSync(join(tmpdir(), 'hcw-runs-')), 'runs');
    cpSync(join(first.data, 'runs'), runs, { recursive: true });
    await first.kill();
    expect(namesOf(await exchange.readOrganization())).toEqual([null, null, null]);

    const data = dataWith('window.json', '{}');
    cpSync(runs, join(data, 'runs'), { recursive: true });
    giveTo(data);
    const second = await open({ env, data, language });
    const { page, at } = second;
    await at('start.ready');
    await expect(page.getByTestId('resume')).toHaveCount(0);
    const [run = ''] = runsOf(data);
    const row = page.locator(`tr[data-run="${run}"]`);
    await expect(row).toContainText('contoso.com');
    await expect(row).toContainText(language === 'en' ? 'open' : '未終了');
    const report = join(folder, 'run.html');
    await second.saveTo(report);
    await row.getByRole('button', { name: language === 'en' ? /^Save report/ : /^レポートを保存/ }).click();
    await expect(row).toContainText(report);
    const written = readFileSync(report, 'utf8');
    for (const words of [
      run,
      'TlsCertificateName',
      { en: 'What the folder does not contain', ja: 'フォルダーに含まれていない情報' }[language],
    ])
      expect(written).toContain(words);
    await row.locator('button').first().click();
    await at('onPremises.ready');
    await page.getByTestId('server').fill(manner.server);
    await second.primary();
    await at('exchangeOnline.ready');
    await page.getByTestId('user').fill(manner.user);
    await second.primary();
    await at('collect.done');
    await second.primary();
    await at('change.done');
    await second.secondary('SHOW_ROLLBACK');
    await at('change.rollbackReview');
    await expect(page.locator('tr[data-kind="putBack"]')).toHaveCount(6);
    await second.primary();
    await at('change.done');
    expect(namesOf(await exchange.readOrganization())).toEqual(before);
    const journal = readFileSync(join(data, 'runs', run, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('"outcome":"rolledBack"');
  });
}
