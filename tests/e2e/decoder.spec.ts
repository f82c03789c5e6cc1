/** "I have an error" in the real window: from the first page, pasted and opened, by keyboard, without a violation. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { colors, examiner } from './examiner.ts';
import { tabTo } from './tab-to.ts';
import { test } from './wizard.ts';

const mismatch =
  'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected\nSubject: *.contoso.com. Presented Subject: CN=ExchangeServer01. Thumbprint:\nD0AC2FC63B9C5798828B45D849BE8D33.] [LastAttemptedServerName=mail.contoso.com]\n[LastAttemptedIP=192.0.2.70:25] [SmtpSecurity=-1;-1]';
const words = {
  en: { door: 'I have an error…', known: 'This is a known error', none: 'This error is not known' },
  ja: { door: 'エラーを調べる…', known: '既知のエラーです', none: '未知のエラーです' },
} as const;

for (const language of ['en', 'ja'] as const) {
  test(`an error is looked up from the first page (${language})`, async ({ open, folder }) => {
    const window = await open({ language });
    const { page } = window;
    const { look, found, seen } = examiner(window);
    await expect(page.getByTestId('have-error')).toHaveText(words[language].door);
    await tabTo(page, '[data-testid="have-error"]');
    await page.keyboard.press('Enter');
    await expect(page.locator('h1')).toBeFocused();
    await tabTo(page, '[data-testid="error-text"]');
    await page.keyboard.insertText(mismatch);
    await tabTo(page, '[data-testid="decode"]');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('decoded').locator('h2').first()).toHaveText(words[language].known);
    await expect(page.locator('[data-match]')).toHaveAttribute('data-match', 'subjectMismatch');
    await look('decoded');

    const file = join(folder, 'error.txt');
    writeFileSync(file, '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found', 'utf16le');
    giveTo(file);
    await page.locator('input[type="file"]').setInputFiles(file);
    await expect(page.getByTestId('decoded').locator('h2').first()).toHaveText(words[language].none);
    await look('not known');
    await page.getByTestId('close-decoder').click();
    await expect(page.getByTestId('have-error')).toBeFocused();
    expect(found).toEqual([]);
    expect(seen).toHaveLength(2 * colors.length);
  });
}
