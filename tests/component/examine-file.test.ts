/** A certificate file before its import: real files, read by the handlers of the main process. */
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError, ok } from '../../shared/errors.ts';
import type { FileExamination } from '../../shared/checks/file/examination.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import { findingText } from '../../shared/messages/finding-text.ts';
import type { Language } from '../../shared/wizard/pages.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { certificateFileHandlers } from '../../src-main/certificate-file/handlers.ts';
import CertificatePage from '../../src-renderer/pages/certificate/CertificatePage.svelte';
import { fixturePath, password } from '../unit/certificate-file/fixture.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { eventually } from './patience.ts';
import { openWindow, refused, type TestWindow } from './window.ts';

let view: WizardView;
beforeAll(async () => {
  view = await viewAt('certificate.shown');
});
afterAll(removeFolders);

interface Shown {
  readonly language?: Language;
  /** What is chosen in the dialog of the system */
  readonly opened?: string;
  readonly answers?: Partial<Handlers>;
}

const handlers = (opened?: string): ReturnType<typeof certificateFileHandlers> =>
  certificateFileHandlers({
    askToOpen: () => Promise.resolve(opened === undefined ? [] : [opened]),
    organisation: () => view.context.organisation,
    now: () => new Date('2026-11-26T00:00:00Z'),
  });

async function show({ language = 'en', opened, answers = {} }: Shown): Promise<TestWindow> {
  const shown = { ...view, context: { ...view.context, language } };
  const window = await openWindow(shown, { ...handlers(opened), ...answers });
  render(CertificatePage, { view: shown });
  return window;
}
const press = (testId: string): Promise<boolean> => fireEvent.click(screen.getByTestId(testId));
const examination = (): Promise<HTMLElement> => screen.findByTestId('examination');
const dialog = (): HTMLElement | null => screen.queryByRole('dialog');
const field = (): HTMLInputElement => screen.getByTestId('password');

/** Opens the file and gives what is shown of it. */
async function open(name: string, language: Language = 'en'): Promise<{ readonly window: TestWindow; readonly shown: HTMLElement }> {
  const window = await show({ language, opened: fixturePath(name) });
  await press('examine-file');
  return { window, shown: await examination() };
}
async function enter(text: string): Promise<void> {
  await screen.findByTestId('password');
  await fireEvent.input(field(), { target: { value: text } });
  await press('read-file');
}
const examinedOf = async (name: string, secret: string | null = null): Promise<FileExamination> => {
  const result = await handlers()['certificateFile:examine']({ path: fixturePath(name), password: secret });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const examineRequests = ({ asked }: TestWindow): readonly unknown[] =>
  asked.filter(([channel]) => channel === 'certificateFile:examine').map(([, request]) => request);

describe('opening and dropping', () => {
  it('a file that is opened stands in the place of the list, and its heading has the focus', async () => {
    const { shown } = await open('chain.p7b');
    expect(document.activeElement).toBe(find('h1', shown));
    expect(textsOf(all('h1'))).toEqual(['Before import: chain.p7b']);
    expect(find('.columns[hidden]').contains(screen.getByRole('radiogroup', { hidden: true }))).toBe(true);
  });

  it('nothing happens when the dialog of the system is closed', async () => {
    const window = await show({});
    await press('examine-file');
    await eventually(() => window.asked).toHaveLength(1);
    expect([screen.queryByTestId('examination'), dialog(), examineRequests(window)]).toEqual([null, null, []]);
  });

  const drop = (files: readonly File[], types: readonly string[] = ['Files']): Promise<boolean> =>
    fireEvent.drop(screen.getByTestId('drop'), { dataTransfer: { files, types } });

  it('a file that is dropped anywhere on the window is examined', async () => {
    const window = await show({});
    await fireEvent.dragOver(document.body, { dataTransfer: { types: ['Files'] } });
    expect(textOf(find('.over'))).toBe('Drop the certificate file to examine it');
    await drop([new File([], fixturePath('mail.der.cer'))]);
    await examination();
    expect(examineRequests(window)).toEqual([{ path: fixturePath('mail.der.cer'), password: null }]);
    expect(all('.over')).toEqual([]);
  });

  it.each([
    ['several files', [new File([], 'a.cer'), new File([], 'b.cer')], 'Drop one file at a time.'],
    ['what is no file', [new File([], '')], 'What you dropped is no file of this computer.'],
  ])('%s are not taken, and that is said', async (_, files, words) => {
    const window = await show({});
    await drop(files);
    expect(textOf(within(screen.getByTestId('drop')).getByRole('status'))).toBe(words);
    expect(examineRequests(window)).toEqual([]);
  });

  it('text that is dragged is none of it', async () => {
    const window = await show({});
    await fireEvent.dragOver(document.body, { dataTransfer: { types: ['text/plain'] } });
    await drop([], ['text/plain']);
    expect([all('.over'), examineRequests(window)]).toEqual([[], []]);
  });

  it.each([
    ['en', 'There is no certificate in this file'],
    ['ja', 'このファイルには証明書がありません'],
  ] as const)('what is no certificate is said above the list, which stays (%s)', async (language, words) => {
    await show({ language, opened: fixturePath('request.csr') });
    await press('examine-file');
    expect(textOf(await screen.findByRole('alert'))).toContain(words);
    expect([screen.queryByTestId('examination'), dialog()]).toEqual([null, null]);
    expect(all('.columns[hidden]')).toEqual([]);
  });

  it('of two files the later one is shown, also when the earlier one takes longer', async () => {
    const earlier = await examinedOf('chain.pem');
    const waiting: (() => void)[] = [];
    const later = handlers()['certificateFile:examine'];
    await show({
      answers: {
        'certificateFile:examine': (request) =>
          request.path === 'slow.pem'
            ? new Promise((resolve) => {
                waiting.push(() => {
                  resolve(ok(earlier));
                });
              })
            : later(request),
      },
    });
    await drop([new File([], 'slow.pem')]);
    await drop([new File([], fixturePath('mail.der.cer'))]);
    await examination();
    for (const answer of waiting) answer();
    await Promise.resolve();
    expect(textOf(find('h1'))).toBe('Before import: mail.der.cer');
  });
});

describe('the password', () => {
  it.each(['mail.der.cer', 'mail.pem.crt', 'chain.pem', 'chain.p7b', 'with-key.pem', 'dotnet-no-password.pfx'])(
    'is not asked for %s',
    async (name) => {
      await open(name);
      expect(dialog()).toBeNull();
    },
  );

  it.each([
    ['en', 'Password of the file', 'The password does not open this file'],
    ['ja', 'ファイルのパスワード', 'パスワードが正しくありません'],
  ] as const)(
    'is asked in a dialog; a wrong one says so and can be tried again; the field is empty each time (%s)',
    async (language, name, words) => {
      const window = await show({ language, opened: fixturePath('rsa-aes256-sha256.pfx') });
      await press('examine-file');
      const asked = await screen.findByRole('dialog', { name });
      expect(textOf(asked)).toContain('rsa-aes256-sha256.pfx');
      expect([field().type, field().autocomplete]).toEqual(['password', 'off']);
      await eventually(() => document.activeElement).toBe(field());

      await fireEvent.input(field(), { target: { value: 'wrong' } });
      await press('read-file');
      expect(field().value).toBe('');
      expect(textOf(await screen.findByRole('alert'))).toContain(words);
      expect(field().getAttribute('aria-describedby')).toBe(screen.getByRole('alert').id);
      await eventually(() => document.activeElement).toBe(field());

      await enter(password);
      const shown = await examination();
      await eventually(dialog).toBeNull();
      expect(document.activeElement).toBe(find('h1', shown));
      const path = fixturePath('rsa-aes256-sha256.pfx');
      expect(examineRequests(window)).toEqual([
        { path, password: null },
        { path, password: 'wrong' },
        { path, password },
      ]);
      expect(document.documentElement.outerHTML).not.toContain(password);
    },
  );

  it('goes by Enter', async () => {
    await show({ opened: fixturePath('rsa-aes256-sha256.pfx') });
    await press('examine-file');
    await screen.findByTestId('password');
    await fireEvent.input(field(), { target: { value: password } });
    await fireEvent.submit(find('form'));
    await examination();
  });

  it.each([
    ['Escape', () => fireEvent.keyDown(field(), { key: 'Escape' })],
    ['Cancel', () => fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))],
  ])('%s gives up: the field is empty, nothing is asked, the button has the focus', async (_, act) => {
    const window = await show({ opened: fixturePath('rsa-aes256-sha256.pfx') });
    await press('examine-file');
    await screen.findByTestId('password');
    const input = field();
    await fireEvent.input(input, { target: { value: password } });
    await act();
    await eventually(dialog).toBeNull();
    expect(input.value).toBe('');
    expect(examineRequests(window)).toHaveLength(1);
    await eventually(() => document.activeElement).toBe(screen.getByTestId('examine-file'));
  });

  it('while the file is read that is said, and it is not sent again', async () => {
    const window = await show({
      opened: 'slow.pfx',
      answers: {
        'certificateFile:examine': ({ password: given }) =>
          given === null ? refused(appError('certificateFile.passwordNeeded'))() : new Promise(() => undefined),
      },
    });
    await press('examine-file');
    await enter('first');
    await enter('second');
    expect(textOf(within(find('[role="dialog"]')).getByRole('status'))).toBe('Reading slow.pfx…');
    expect(examineRequests(window)).toHaveLength(2);
  });
});

describe('what is shown', () => {
  it.each([
    ['en', 'Certificates with key (PKCS #12, .pfx)', 'RSA, 2048 bits', 'In the file', 'Nothing in the file rules it out'],
    [
      'ja',
      'キー付きの証明書 (PKCS #12、.pfx)',
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
    expect(text).toContain(expected.path);
    for (const { subject } of chain) expect(text).toContain(subject.slice(3).split(',')[0]);
    for (const finding of [...expected.checks, ...expected.afterImport, ...expected.name, ...expected.enable]) {
      expect(text).toContain(findingText(finding, language).replace(/\s+/g, ' '));
    }
    expect(textOf(screen.getByTestId('new-name'))).toBe(expected.nameText);
    expect(all('del').length).toBeGreaterThan(0);
    expect(all('[data-decision="change"]').length).toBeGreaterThan(0);
    const regions = all('[data-testid="file-commands"] pre').map(({ textContent }) => textContent);
    const texts = (kind: 'import' | 'enable'): string =>
      expected.commands
        .filter((one) => one.kind === kind)
        .map(({ text: one }) => one)
        .join('\n');
    expect(regions.slice(1)).toEqual([texts('import'), texts('enable')]);
    expect(regions.join()).not.toContain('-Force');
    expect(window.sent).toEqual([]);
  });

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
              checks: [
                { rule: 'certificate.commonName', severity: 'block', subject: '', evidence: {}, source: 'article' } as const,
                ...blocked.checks,
              ],
            }),
          ),
      },
    });
    await press('examine-file');
    const shown = await examination();
    expect(textOf(find('.error strong', shown))).toBe('It does not qualify as the transport certificate');
    expect(textOf(find('.badge', shown))).toBe('expired');
    expect(textOf(screen.getByTestId('file-commands'))).toContain('do not import it for the hybrid connectors');
  });

  it.each([
    ['en', 'mail.der.cer', 'Not in the file: CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US'],
    ['ja', 'mail.der.cer', 'ファイルに含まれていません: CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US'],
    ['en', 'with-key.pem', 'Not in the file: CN=Fabrikam rsa Root, O=Fabrikam Trust, C=US'],
    ['en', 'impostor.pem', 'The file has a certificate with the name CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US that did not sign it'],
  ] as const)('which issuer is missing (%s, %s)', async (language, name, words) => {
    await open(name, language);
    expect(textOf(screen.getByTestId('missing-issuer'))).toContain(words);
  });

  it.each([
    ['chain.p7b', 'Without its key this file only completes a request'],
    ['with-key.pem', 'Exchange imports a private key only from a PFX'],
  ])('what has to be done before the import (%s)', async (name, words) => {
    await open(name);
    expect(textOf(screen.getByTestId('file-commands'))).toContain(words);
  });

  it('servers that have it already need no command', async () => {
    const base = await examinedOf('mail.der.cer');
    const commands = base.commands.map((one) => (one.server === 'EX01' ? { ...one, need: 'alreadySo' as const } : one));
    await show({ opened: 'a.cer', answers: { 'certificateFile:examine': () => Promise.resolve(ok({ ...base, commands })) } });
    await press('examine-file');
    await examination();
    const text = textOf(screen.getByTestId('file-commands'));
    expect(text).toContain('Import on every hybrid server: Already so on EX01.');
    expect(text).not.toContain("'EX01'");
    expect(text).toContain("'EX02'");
  });

  it('names, commands and thumbprint are copied whole; commands are saved', async () => {
    const { window, shown } = await open('chain.p7b');
    const { nameText, file, commands } = await examinedOf('chain.p7b');
    for (const button of within(shown).getAllByRole('button', { name: 'Copy' })) await fireEvent.click(button);
    const copied = window.asked.filter(([channel]) => channel === 'clipboard:write').map(([, text]) => text);
    const enable = commands.filter(({ kind }) => kind === 'enable').map(({ text }) => text);
    expect(copied).toEqual(expect.arrayContaining([nameText, file.leaf.thumbprint, enable.join('\n')]));
    for (const button of within(shown).getAllByRole('button', { name: 'Save as .ps1' })) await fireEvent.click(button);
    expect(window.asked.filter(([channel]) => channel === 'commands:save')).toHaveLength(2);
  });

  it('the way back: the list is there again, and the button has the focus', async () => {
    await open('chain.p7b');
    await press('back-to-list');
    expect([screen.queryByTestId('examination'), all('.columns[hidden]')]).toEqual([null, []]);
    await eventually(() => document.activeElement).toBe(screen.getByTestId('examine-file'));
    expect(textOf(find('h1'))).toBe('Choose the transport certificate');
  });
});
