/** A certificate file is opened or dropped, and its password asked. */
import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { appError, ok } from '../../shared/model/error.ts';
import { fixturePath, password } from '../unit/pki/fixture.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { dialog, enter, examination, examinedOf, examineRequests, field, handlers, open, press, show } from './examined-file.ts';
import { eventually } from './patience.ts';
import { refused } from './window.ts';

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
    expect(examineRequests(window)).toEqual([{ token: fixturePath('mail.der.cer'), password: null }]);
    expect(all('.over')).toEqual([]);
  });

  it.each([
    ['several files', [new File([], 'a.cer'), new File([], 'b.cer')], 'Drop one file at a time.'],
    ['what is no file', [new File([], '')], 'What you dropped is not a file on this computer.'],
  ])('%s are not taken, and that is said', async (_, files, words) => {
    const window = await show({});
    await drop(files);
    await eventually(() => textOf(within(screen.getByTestId('drop')).getByRole('status'))).toBe(words);
    expect(examineRequests(window)).toEqual([]);
  });

  it('text that is dragged is none of it', async () => {
    const window = await show({});
    await fireEvent.dragOver(document.body, { dataTransfer: { types: ['text/plain'] } });
    await drop([], ['text/plain']);
    expect([all('.over'), examineRequests(window)]).toEqual([[], []]);
  });

  it.each([
    ['en', 'README.md', 'This file contains no certificate'],
    ['ja', 'README.md', 'このファイルには証明書がありません'],
    ['en', 'request.csr', 'This file is a certificate request (CSR), not a certificate'],
    ['ja', 'kinds/archive.zip', 'このファイルは、名前にかかわらず ZIP ファイルです'],
    ['en', 'kinds/pkcs8-encrypted.key', 'This file contains a private key, but no certificate'],
  ] as const)('what is no certificate is named above the list, which stays (%s, %s)', async (language, name, words) => {
    await show({ language, opened: fixturePath(name) });
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
          request.token === 'slow.pem'
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
    // Until everything that follows from that answer has been done.
    await new Promise(setImmediate);
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
    ['en', 'Password of the file', 'The password is incorrect'],
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
      const token = fixturePath('rsa-aes256-sha256.pfx');
      expect(examineRequests(window)).toEqual([
        { token, password: null },
        { token, password: 'wrong' },
        { token, password },
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
