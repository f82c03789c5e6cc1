import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { appError, errorCodes, type AppError, type Effect } from '../../shared/model/error.ts';
import { languages, type Language } from '../../shared/messages/language.ts';
import ProblemBar from '../../src-renderer/components/ProblemBar.svelte';
import Problems from '../../src-renderer/components/Problems.svelte';
import { allMessages } from '../unit/messages/topics.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { iconsOf } from './icons.ts';
import { eventually } from './patience.ts';
import { speak } from './window.ts';

function show(error: AppError, language: Language = 'en', copied = true): { readonly copies: string[] } {
  speak(language);
  const copies: string[] = [];
  render(ProblemBar, {
    error,
    oncopy: (text: string) => {
      copies.push(text);
      return Promise.resolve(copied);
    },
  });
  return { copies };
}

const message = (language: Language, key: string): string => allMessages[language][key] ?? `no message ${key}`;
const cases = languages.flatMap((language) => errorCodes.map((code) => [language, code] as const));

describe('a problem', () => {
  it.each(cases)('in %s says of %s what happened, what state things are in, and what to do next', (language, code) => {
    show(appError(code), language);
    const key = code.replace('.', '_');
    const alert = screen.getByRole(code === 'powershell.canceled' ? 'status' : 'alert');
    expect(textOf(find('strong', alert))).toBe(message(language, `error_${key}_title`));
    expect(textsOf(alert.querySelectorAll('p'))).toEqual([message(language, 'effect_none'), message(language, `error_${key}_action`)]);
  });

  it.each(languages.flatMap((language) => (['none', 'unknown', 'partial'] as const).map((effect) => [language, effect] as const)))(
    'in %s words the effect %s',
    (language, effect: Effect) => {
      show({ code: 'session.lost', effect, details: {} }, language);
      expect(screen.getByRole('alert').textContent).toContain(message(language, `effect_${effect}`));
    },
  );

  it('has an icon beside the words', () => {
    show(appError('session.lost'));
    expect(iconsOf(screen.getByRole('alert'))).toEqual(['dismissCircle']);
  });

  it.each(
    languages.flatMap((language) => [[language, 'none', 'status', 'info'] as const, [language, 'unknown', 'alert', 'warning'] as const]),
  )('in %s is no error when the administrator stopped it (effect %s)', (language, effect, role, icon) => {
    show(appError('powershell.canceled', {}, effect), language);
    const bar = screen.getByRole(role);
    expect(textOf(find('strong', bar))).toBe(message(language, 'error_powershell_canceled_title'));
    expect(iconsOf(bar)).toEqual([icon]);
    expect(all('.error')).toEqual([]);
  });

  it.each([
    ['en', { path: 'C:\\in\\a.xml', line: '12', column: '3' }, ': a.xml, line 12, column 3'],
    ['ja', { path: 'C:\\in\\a.xml', line: '12', column: '3' }, ': a.xml (12 行 3 列目)'],
    ['en', { path: '/in/a.xml', line: '12' }, ': a.xml, line 12'],
    ['ja', { path: '/in/a.xml' }, ': a.xml'],
    ['en', { path: '', line: '12' }, ''],
  ] as const)('in %s names the file and the place in it, where they are known: %j', (language, details, place) => {
    show(appError('collection.notClixml', details), language);
    expect(textOf(find('strong', screen.getByRole('alert')))).toBe(`${message(language, 'error_collection_notClixml_title')}${place}`);
  });

  it("shows the server's own words as text, never as markup", () => {
    show(appError('cmdlet.failed', { object: 'EX01\\Default', message: '<img src=x> denied', empty: '' }));
    const details = screen.getByRole('group');
    expect(textOf(find('summary', details))).toBe('Details for the change ticket');
    expect(find('pre', details).textContent).toBe('object: EX01\\Default\nmessage: <img src=x> denied');
    expect(details.querySelector('img')).toBeNull();
  });

  it('has no details to open where there are none', () => {
    show(appError('session.lost', { message: '' }));
    expect(screen.queryByRole('group')).toBeNull();
  });

  it.each([
    ['says that they are copied', true, 'Copied'],
    ['does not say so when they are not', false, ''],
  ])('copies code and details for a ticket, and %s', async (_, copied, words) => {
    const { copies } = show(appError('cmdlet.failed', { message: 'no' }), 'en', copied);
    await fireEvent.click(within(find('details')).getByText('Copy'));
    await eventually(() => copies).toEqual(['cmdlet.failed\nmessage: no']);
    await eventually(() => textOf(find('details [role="status"]'))).toBe(words);
  });
});

describe('errors of several files', () => {
  const errors = [
    appError('collection.notClixml', { path: '/in/a.xml', line: '12', column: '3' }),
    appError('file.unreadable', { path: '/in/b.xml' }),
    appError('collection.secret', { path: '/in/c.xml', line: '7', column: '1' }),
  ];
  const title = (): string => textOf(find('strong', screen.getByRole('alert')));

  it.each([
    ['en', 'Error 1 of 3', 'Next error', [/: a\.xml, line 12, column 3$/, /: b\.xml$/, /: c\.xml, line 7, column 1$/]],
    ['ja', 'エラー 1/3', '次のエラー', [/: a\.xml \(12 行 3 列目\)$/, /: b\.xml$/, /: c\.xml \(7 行 1 列目\)$/]],
  ] as const)('are shown one at a time in %s, and the first one again after the last', async (language, position, next, titles) => {
    speak(language);
    render(Problems, { errors, oncopy: () => Promise.resolve(true) });
    expect(screen.getByRole('alert').textContent).toContain(position);
    for (const expected of [...titles, titles[0]]) {
      expect(title()).toMatch(expected);
      await fireEvent.click(screen.getByRole('button', { name: next }));
    }
  });

  it('have no position where there is one, and are nothing where there is none', () => {
    speak('en');
    const { unmount } = render(Problems, { errors: errors.slice(0, 1), oncopy: () => Promise.resolve(true) });
    expect(screen.queryByTestId('next-problem')).toBeNull();
    unmount();
    render(Problems, { errors: [], oncopy: () => Promise.resolve(true) });
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
