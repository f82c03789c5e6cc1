/** What is shown of a certificate file before its import. */
import { about, finding } from '../../shared/rules/finding.ts';
import { cleanup, fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { ok } from '../../shared/model/error.ts';
import { findingText } from '../../shared/messages/finding-text.ts';
import { fixturePath, password } from '../unit/pki/fixture.ts';
import { all, find, textOf } from './dom.ts';
import { enter, examination, examinedOf, open, press, show } from './examined-file.ts';
import { eventually } from './patience.ts';

describe('what is shown', () => {
  it.each([
    ['en', 'Certificates with a private key (PKCS #12, .pfx)', 'RSA, 2048 bits', 'In the file', 'No problem was found in the file'],
    [
      'ja',
      '秘密キー付きの証明書 (PKCS #12、.pfx)',
      'RSA、2048 ビット',
      'ファイルに含まれています',
      'ファイルの内容に問題は見つかりませんでした',
    ],
  ] as const)('every part of a PFX (%s)', async (language, format, key, privateKey, verdict) => {
    const expected = await examinedOf('rsa-aes256-sha256.pfx', password);
    const window = await show({ language, opened: fixturePath('rsa-aes256-sha256.pfx') });
    await press('examine-file');
    await enter(password);
    const text = textOf(await examination());
    const { leaf, chain } = expected.file;
    for (const part of [format, key, privateKey, verdict, leaf.subject, leaf.issuer, leaf.thumbprint, leaf.serialNumber, ...leaf.names]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('Exchange 2026 メール');
    expect(text).toContain(expected.fileName);
    for (const { subject } of chain) expect(text).toContain(subject.slice(3).split(',')[0]);
    for (const finding of [...expected.checks, ...expected.afterImport, ...expected.name, ...expected.enable]) {
      expect(text).toContain(findingText(finding, language).replace(/\s+/g, ' '));
    }
    expect(textOf(screen.getByTestId('new-name'))).toBe(expected.nameText);
    expect(all('del').length).toBeGreaterThan(0);
    expect(all('[data-decision="change"]').length).toBeGreaterThan(0);
    const regions = all('[data-testid="file-commands"] pre').map(({ textContent }) => textContent);
    const texts = (kind: 'import' | 'enable'): readonly string[] =>
      expected.commands.filter((one) => one.kind === kind).map(({ text: one }) => one);
    expect(regions.slice(1)).toEqual([...texts('import'), ...texts('enable')]);
    expect(regions.join()).not.toContain('-Force');
    expect(window.sent).toEqual([]);
  });

  it.each([
    ['en', 'No blocking problem was found in the file, but there are warnings'],
    ['ja', 'ファイルの内容に使用を妨げる問題は見つかりませんでしたが、警告があります'],
  ] as const)('a file with warnings is not called one without a problem (%s)', async (language, verdict) => {
    const { shown } = await open('mail.der.cer', language);
    expect(textOf(shown)).toContain(verdict);
  });

  it.each([
    ['en', 'Provider of the key', 'RSA (RSASSA-PSS only), 2048 bits'],
    ['ja', 'キーのプロバイダー', 'RSA (RSASSA-PSS のみ)、2048 ビット'],
  ] as const)('the provider that a PFX names, and a key for RSASSA-PSS only (%s)', async (language, label, key) => {
    await show({ language, opened: fixturePath('kinds/ksp.pfx') });
    await press('examine-file');
    await enter(password);
    const text = textOf(await examination());
    for (const part of [`${label} Microsoft Software Key Storage Provider`, 'certutil -csp']) expect(text).toContain(part);
    cleanup();
    const { shown } = await open('kinds/pss-key.pem', language);
    expect(textOf(shown)).toContain(key);
  });

  it.each([
    ['en', 'Server on which the certificate request was made', '1. Import on this server'],
    ['ja', '証明書の要求を作成したサーバー', '1. このサーバーにインポートする'],
  ] as const)(
    'a file without its key has one import, on the server that is chosen, then its PFX for the others (%s)',
    async (language, label, title) => {
      const { answer } = await examinedOf('mail.der.cer');
      const { shown } = await open('mail.der.cer', language);
      const region = within(shown).getByTestId('file-commands');
      const texts = (): readonly string[] => all('pre', region).map(({ textContent }) => textContent);
      const imports = (): readonly string[] => texts().filter((text) => text.startsWith('Import-ExchangeCertificate'));
      expect(imports()).toEqual([]);
      await fireEvent.change(within(region).getByLabelText(label), { target: { value: 'EX02' } });
      expect(textOf(region)).toContain(title);
      const chosen = answer?.completes.find(({ server }) => server === 'EX02');
      expect(imports()).toEqual([
        chosen?.importText,
        ...['EX01', 'EX03'].map((server) => answer?.others.find((one) => one.server === server)?.text),
      ]);
      expect(texts()).toContain(chosen?.exportText);
      expect([chosen?.importText.includes('-Password'), chosen?.exportText.includes("-Server 'EX02'")]).toEqual([false, true]);
    },
  );

  it('the reasons that block come first, and it is said that it does not qualify', async () => {
    const blocked = await examinedOf('mail.der.cer');
    await show({
      opened: 'old.cer',
      answers: {
        'certificateFile:examine': () =>
          Promise.resolve(
            ok({
              ...blocked,
              verdict: 'doesNotQualify',
              daysLeft: -3,
              checks: [finding(about('certificate.commonName'), 'block', { subject: '' }), ...blocked.checks],
            }),
          ),
      },
    });
    await press('examine-file');
    const shown = await examination();
    expect(textOf(find('.error strong', shown))).toBe('This certificate does not qualify as the transport certificate');
    expect(textOf(find('.badge', shown))).toBe('expired');
    expect(textOf(screen.getByTestId('file-commands'))).toContain('Do not import it for the hybrid connectors');
  });

  it.each([
    ['en', 'mail.der.cer', 'Not in the file: CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US'],
    ['ja', 'mail.der.cer', 'ファイルに含まれていません: CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US'],
    ['en', 'with-key.pem', 'Not in the file: CN=Fabrikam rsa Root, O=Fabrikam Trust, C=US'],
    [
      'en',
      'impostor.pem',
      'The file contains a certificate named CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US that did not sign this certificate',
    ],
  ] as const)('which issuer is missing (%s, %s)', async (language, name, words) => {
    await open(name, language);
    expect(textOf(screen.getByTestId('missing-issuer'))).toContain(words);
  });

  it.each([
    ['chain.p7b', 'Without its private key, this file can only complete a certificate request'],
    ['with-key.pem', 'Exchange imports a private key only from a PFX'],
  ])('what has to be done before the import (%s)', async (name, words) => {
    await open(name);
    expect(textOf(screen.getByTestId('file-commands'))).toContain(words);
  });

  it('servers that have it already need no command', async () => {
    const base = await examinedOf('mail.der.cer');
    const commands = base.commands.map((one) => (one.server === 'EX01' ? { ...one, need: 'unchanged' as const } : one));
    await show({ opened: 'a.cer', answers: { 'certificateFile:examine': () => Promise.resolve(ok({ ...base, commands })) } });
    await press('examine-file');
    await examination();
    const text = textOf(screen.getByTestId('file-commands'));
    expect(text).toContain('Import on every hybrid server: already done on EX01.');
    expect(text).not.toContain("'EX01'");
    expect(text).toContain("'EX02'");
  });

  it('names, commands and thumbprint are copied whole; commands are saved', async () => {
    const { window, shown } = await open('chain.p7b');
    const { nameText, file, commands } = await examinedOf('chain.p7b');
    for (const button of within(shown).getAllByRole('button', { name: /^Copy( command \d+)?$/ })) await fireEvent.click(button);
    const copied = window.asked.filter(([channel]) => channel === 'clipboard:write').map(([, text]) => text);
    const enable = commands.filter(({ kind }) => kind === 'enable').map(({ text }) => text);
    expect(copied).toEqual(expect.arrayContaining([nameText, file.leaf.thumbprint, ...enable]));
    await fireEvent.change(within(shown).getByLabelText('Server on which the certificate request was made'), { target: { value: 'EX01' } });
    for (const button of within(shown).getAllByRole('button', { name: 'Save as .ps1' })) await fireEvent.click(button);
    expect(window.asked.filter(([channel]) => channel === 'commands:save')).toHaveLength(4);
  });

  it('the way back: the list is there again, and the button has the focus', async () => {
    await open('chain.p7b');
    await press('back-to-list');
    expect([screen.queryByTestId('examination'), all('.columns[hidden]')]).toEqual([null, []]);
    await eventually(() => document.activeElement).toBe(screen.getByTestId('examine-file'));
    expect(textOf(find('h1'))).toBe('Choose the transport certificate');
  });
});
