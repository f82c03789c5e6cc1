/** What the pages say in a rehearsal: of the copy, in both languages, and nothing of the organization. */
import { cleanup, render } from '@testing-library/svelte';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../shared/messages/language.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Before from '../../src-renderer/pages/before/Before.svelte';
import Hcw from '../../src-renderer/pages/hcw/Hcw.svelte';
import OnPremises from '../../src-renderer/pages/onPremises/OnPremises.svelte';
import PostChecks from '../../src-renderer/pages/postChecks/PostChecks.svelte';
import Start from '../../src-renderer/pages/start/Start.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { eventually } from './patience.ts';
import { openWindow, type TestWindow } from './window.ts';

const pages = { Start, Before, OnPremises, Hcw, PostChecks } as const;
const places = {
  Start: 'start.ready',
  Before: 'before.ready',
  OnPremises: 'onPremises.ready',
  Hcw: 'hcw.ready',
  PostChecks: 'postChecks.done',
} as const;
let views: Readonly<Record<keyof typeof pages, WizardView>>;

beforeAll(async () => {
  const found: [string, WizardView][] = [];
  for (const [page, place] of Object.entries(places)) found.push([page, await viewAt(place)]);
  // Object.fromEntries forgets which keys the entries had.
  views = Object.fromEntries(found) as typeof views;
});
afterEach(cleanup);
afterAll(removeFolders);

async function show(page: keyof typeof pages, language: Language, context: Partial<WizardView['context']> = {}): Promise<TestWindow> {
  const view = { ...views[page], proof: null, context: { ...views[page].context, mode: 'rehearsal' as const, language, ...context } };
  const window = await openWindow(view);
  render(pages[page], { view });
  return window;
}

describe('a rehearsal', () => {
  it.each([
    ['en', 'It happens once in each rehearsal, at the first step that it can affect'],
    ['ja', 'リハーサルごとに 1 回だけ、計画の該当する手順で発生します'],
  ] as const)('is chosen beside the samples, with what goes wrong (%s)', async (language, text) => {
    const { sent } = await show('Start', language, { fault: 'refused' });
    expect(find('[data-choice="copy"]').dataset['state']).toBe('checked');
    expect(textOf(find('main, body'))).toContain(text);
    find('[data-choice="sample"]').click();
    await eventually(() => sent).toEqual([{ type: 'CHOOSE_MODE', mode: 'practice' }]);
  });

  it('says nothing of a fault where none is chosen', async () => {
    await show('Start', 'en', { fault: 'none' });
    expect(textOf(find('body'))).not.toContain('It happens once');
  });

  it.each([
    ['Before', 'en', 'you need only the files that the collection script writes'],
    ['Before', 'ja', '複製を使うリハーサルです'],
    ['OnPremises', 'en', 'The rehearsal changes a copy in this program; your files stay as they are.'],
    ['OnPremises', 'ja', 'リハーサルではこのプログラム内の複製だけを変更し'],
    ['PostChecks', 'en', 'No server is asked and no message is sent, so a rehearsal proves nothing of mail flow.'],
    ['PostChecks', 'ja', 'リハーサルではメール フローについて何も確認されません'],
  ] as const)('%s, %s: %s', async (page, language, text) => {
    await show(page, language);
    expect(textOf(find('body'))).toContain(text);
  });

  it('asks for no form and no server, but for files', async () => {
    await show('OnPremises', 'en');
    expect(all('[data-testid="server"]')).toEqual([]);
    expect(all('[data-testid="open-file"]')).toHaveLength(1);
  });

  it('does not say that the organization was read again', async () => {
    await show('PostChecks', 'en');
    expect(textOf(find('header'))).not.toContain('The organization was read again.');
  });

  it.each(['en', 'ja'] as const)(
    'says at the head of the page that the HCW is not to be run, and opens no log of it (%s)',
    async (language) => {
      await show('Hcw', language);
      expect(textOf(all('.bar')[0] ?? find('body'))).toContain(language === 'en' ? 'do not run the HCW' : 'HCW は実行しないでください');
      expect(all('[data-testid="open-hcw-log"]')).toEqual([]);
    },
  );
});
