/** The report on paper: printed by Chromium, for an organization with three servers. */
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerHcw, endHcw, finish, fix, gather, plan, reset } from '../../scripts/tour/flow.ts';
import { print } from './printed.ts';
import { test } from './wizard.ts';

for (const language of ['en', 'ja'] as const) {
  test(`is at most four pages, in one language, without a broken word (${language})`, async ({ open, folder }) => {
    test.slow();
    const window = await open({ language });
    await gather(window, { mode: 'practice' });
    await plan(window);
    await reset(window);
    await answerHcw(window, 'notSelected');
    await fix(window);
    await answerHcw(window, 'selected');
    await endHcw(window);
    const path = join(folder, 'report.html');
    await finish(window, path);
    const printed = await print(window.app, path);
    expect(printed.pages).toBeLessThanOrEqual(4);
    expect([printed.broken, printed.isTooWide]).toEqual([[], false]);
    expect(printed.text).toContain('EX01–EX03');
    expect(printed.text).toContain({ en: 'Configured, not yet proven in mail flow', ja: '設定済み (メール フローは未確認)' }[language]);
    expect(/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(printed.text)).toBe(language === 'ja');
  });
}
