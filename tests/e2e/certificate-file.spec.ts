/** A certificate file before import, in the real window: dropping or opening it, the password, the judgment, the commands. */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { root } from '../../scripts/root.ts';
import { giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { gather } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { drop } from './drop.ts';
import { colors, examiner } from './examiner.ts';
import { tabTo } from './tab-to.ts';
import { test } from './wizard.ts';

const password = 'Fixture-1!';
const thumbprint = /\b[0-9A-F]{40}\b/;

/** Copies a fixture to a folder that the window's user may read. */
function fileFor(folder: string, fixture: string, name: string): string {
  const path = join(folder, name);
  copyFileSync(join(root, 'tests/unit/pki/fixtures', fixture), path);
  giveTo(path);
  return path;
}

async function toCertificates(window: WizardWindow): Promise<void> {
  await gather(window, { mode: 'practice' });
  await window.primary();
  await window.at('certificate.ready');
}

/** The text copied last. The test replaces the clipboard, because all windows of the machine share the real one. */
async function recordCopies({ app }: WizardWindow): Promise<() => Promise<string>> {
  await app.evaluate(({ clipboard }) => {
    clipboard.writeText = (text) => {
      process.env['HCW_COPIED'] = text;
      return Promise.resolve();
    };
  });
  return () => app.evaluate(() => process.env['HCW_COPIED'] ?? '');
}

/** The files below the folder that contain the text in any encoding that a program or the browser would write. */
function filesWith(folder: string, text: string): readonly string[] {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return forms.some((form) => bytes.includes(form));
    });
}

const words = {
  en: { title: 'Before import: mail 2026.pfx', wrong: 'The password is incorrect', copied: 'Copied', answer: 'answer No' },
  ja: {
    title: 'インポート前の確認: mail 2026.pfx',
    wrong: 'パスワードが正しくありません',
    copied: 'コピーしました',
    answer: '[いいえ] と答えます',
  },
} as const;

for (const language of ['en', 'ja'] as const) {
  test(`a dropped .pfx asks for its password, shows the judgment, and offers the commands to copy (${language})`, async ({
    open,
    folder,
  }) => {
    test.slow();
    const window = await open({ language });
    const { page } = window;
    const path = fileFor(folder, 'rsa-aes256-sha256.pfx', 'mail 2026.pfx');
    await toCertificates(window);
    const copied = await recordCopies(window);
    const { look, found, seen } = examiner(window);

    await drop(page, [path]);
    const field = page.getByTestId('password');
    await expect(field).toBeFocused();
    await look('password');
    await field.fill('not the password');
    await page.getByTestId('read-file').click();
    await expect(page.getByRole('alert')).toContainText(words[language].wrong);
    await expect(field).toHaveValue('');
    await expect(field).toBeFocused();
    await look('wrong password');
    await field.fill(password);
    await page.getByTestId('read-file').click();

    await expect(page.locator('h1')).toHaveText(words[language].title);
    await expect(page.locator('h1')).toBeFocused();
    await expect(page.getByTestId('password-dialog')).toHaveCount(0);
    await expect(page.getByTestId('examination')).toHaveAttribute('data-verdict', 'asFarAsItTells');
    await expect(page.getByTestId('new-name')).toHaveText(
      /^<I>CN=Fabrikam rsa TLS CA, .*<S>CN=mail\.contoso\.com, O=コントソ株式会社, C=JP$/,
    );
    await expect(page.locator('[data-decision="change"]').first()).toBeVisible();
    await look('examination');

    const commands = page.getByTestId('file-commands');
    await expect(commands).toContainText(words[language].answer);
    const enable = commands.locator('section').last();
    // Each command asks whether to overwrite the default certificate, so each is copied separately.
    const lines: string[] = [];
    for (const row of await enable.getByRole('listitem').all()) {
      await row.getByRole('button').click();
      await expect(row.getByRole('status')).toHaveText(words[language].copied);
      lines.push(await copied());
    }
    expect(lines.map((line) => line.replace(thumbprint, '…'))).toEqual(
      ['EX01', 'EX02', 'EX03'].map((server) => `Enable-ExchangeCertificate -Server '${server}' -Thumbprint '…' -Services 'SMTP'`),
    );
    const imports = join(folder, 'import.ps1');
    await window.saveTo(imports);
    await commands.locator('section').nth(1).getByRole('button').first().click();
    await page.getByText(imports).waitFor();
    const saved = readFileSync(imports, 'utf8');
    expect(saved.split('\n')).toHaveLength(3);
    expect([saved.includes(path), saved.includes('-Force'), saved.includes(password)]).toEqual([true, false, false]);

    await page.getByTestId('back-to-list').click();
    await expect(page.getByTestId('examine-file')).toBeFocused();
    await look('list');
    expect(found).toEqual([]);
    expect(seen).toHaveLength(4 * colors.length);

    await window.close();
    expect(filesWith(window.data, 'certificate.ready').length + filesWith(window.data, 'mail.contoso.com').length).toBeGreaterThan(0);
    expect(filesWith(window.data, password)).toEqual([]);
  });
}

test('by keyboard alone: open, cancel, open again, read, copy, and go back', async ({ open, folder }) => {
  const window = await open();
  const { page } = window;
  await toCertificates(window);
  const copied = await recordCopies(window);
  await window.choose([fileFor(folder, 'rsa-tripledes-sha1.pfx', 'mail 2026.pfx')]);

  await tabTo(page, '[data-testid="examine-file"]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('password')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('examine-file')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.getByTestId('password')).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toBeFocused();
  await tabTo(page, '[data-testid="file-commands"] section:last-of-type li button');
  await page.keyboard.press('Enter');
  await expect.poll(copied).toContain('Enable-ExchangeCertificate');
  await tabTo(page, '[data-testid="back-to-list"]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('examine-file')).toBeFocused();
  await tabTo(page, '[data-thumbprint]');
});

test('a file without a password is shown immediately; a file that is not a certificate is reported as such', async ({ open, folder }) => {
  const window = await open();
  const { page } = window;
  await toCertificates(window);
  await window.choose([fileFor(folder, 'request.csr', 'request.csr')]);
  await page.getByTestId('examine-file').click();
  await expect(page.getByRole('alert')).toContainText('This file is a certificate request (CSR)');
  await drop(page, [fileFor(folder, 'mail.der.cer', 'mail.cer')]);
  await expect(page.getByTestId('missing-issuer')).toContainText('CN=Fabrikam rsa TLS CA');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByTestId('file-commands')).toContainText('only complete a certificate request');
});
