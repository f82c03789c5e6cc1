/** The whole flow on the practice organization, in both languages. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerHcw, endHcw, finish, gather, plan, fix, reset } from '../../scripts/tour/flow.ts';
import { root } from '../../scripts/root.ts';
import { test } from './wizard.ts';

const topic = (name: string, language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `shared/messages/${name}.${language}.json`), 'utf8')) as Record<string, string>;
const words = (language: string): Record<string, string> => ({ ...topic('pages', language), ...topic('hcw', language) });

const titles = [
  'start_title',
  'before_title',
  'onPremises_title',
  'online_title',
  'collect_title',
  'certificate_title',
  'preChecks_title_warnings',
  'plan_title',
  'change_title_canary',
  'change_title_done',
  'fix_title_notSelected',
  'hcw_title',
  'postChecks_title_asExpected',
  'finish_title_ok',
];

for (const language of ['en', 'ja'] as const) {
  test(`from the first page to the report, with a certificate that is listed but not selected (${language})`, async ({ open, folder }) => {
    const window = await open({ language });
    const seen: string[] = [];
    const look = async (): Promise<void> => {
      const heading = await window.page.locator('h1').innerText();
      if (!seen.includes(heading)) seen.push(heading);
    };
    await gather(window, { mode: 'practice' }, look);
    await plan(window, look);
    await reset(window, look);
    await answerHcw(window, 'notSelected');
    await fix(window, look);
    await answerHcw(window, 'selected');
    await endHcw(window);
    const report = join(folder, 'report.html');
    await finish(window, report, look);

    expect(seen).toEqual(titles.map((key) => words(language)[key]));
    const text = await readFile(report, 'utf8');
    expect(text).toContain('Set-ReceiveConnector');
    expect(text).toContain('Set-HybridConfiguration');
    expect(text).toContain(words(language)['finish_title_ok']);
    expect(text).not.toMatch(/(?:src|href)="https?:/);
  });
}
