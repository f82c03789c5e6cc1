import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '../../shared/model/error.ts';
import { redactionCategories } from '../../shared/redaction/categories.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import ShareOutside from '../../src-renderer/panels/ShareOutside.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { viewAt } from './journeys.ts';
import { openWindow, speak, type TestWindow } from './window.ts';

let start: WizardView;
beforeAll(async () => {
  start = await viewAt('start.ready');
});
afterEach(cleanup);
afterAll(removeFolders);

async function show(
  language: 'en' | 'ja' = 'en',
  replaced = [{ category: 'servers', original: 'EX01', token: 'server-1' } as const],
): Promise<TestWindow> {
  const window = await openWindow(start, {
    'share:preview': () => Promise.resolve(ok(replaced)),
    'share:save': () => Promise.resolve(ok({ path: 'C:\\shared.zip' })),
  });
  speak(language);
  render(ShareOutside, { id: '0001' });
  return window;
}
const preview = (): HTMLElement => screen.getByRole('button', { name: 'Show what is replaced' });

describe('sharing a run outside', () => {
  it('shows what is replaced by what before anything can be saved', async () => {
    const { asked } = await show();
    expect(screen.queryByRole('button', { name: /^Save/ })).toBeNull();
    await fireEvent.click(preview());
    await waitFor(() => screen.getByRole('row', { name: 'EX01 server-1 Servers' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Save redacted ticket pack…' }));
    await waitFor(() => screen.getByText('Saved: C:\\shared.zip'));
    expect(asked).toEqual([
      ['share:preview', { id: '0001', categories: [...redactionCategories] }],
      ['share:save', { id: '0001', categories: [...redactionCategories], kind: 'zip' }],
    ]);
  });

  it('asks for another preview after another choice', async () => {
    const { asked } = await show();
    await fireEvent.click(preview());
    await waitFor(() => screen.getByRole('button', { name: 'Save redacted report…' }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Servers' }));
    expect(screen.queryByRole('button', { name: /^Save/ })).toBeNull();
    await fireEvent.click(preview());
    await waitFor(() => screen.getByRole('button', { name: 'Save redacted PDF…' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Save redacted PDF…' }));
    const rest = redactionCategories.filter((category) => category !== 'servers');
    expect(asked.at(-1)).toEqual(['share:save', { id: '0001', categories: rest, kind: 'pdf' }]);
  });

  it('saves nothing without a category', async () => {
    await show();
    for (const box of screen.getAllByRole('checkbox')) await fireEvent.click(box);
    expect(screen.getByText('Select at least one category.')).toBeTruthy();
    expect(screen.queryAllByRole('button')).toEqual([]);
  });

  it('says so when nothing of the run would be replaced', async () => {
    await show('en', []);
    await fireEvent.click(preview());
    await waitFor(() => screen.getByText('The run contains nothing in these categories.'));
  });

  it('speaks Japanese', async () => {
    await show('ja');
    expect(screen.getByRole('group', { name: '置き換える対象' })).toBeTruthy();
    expect(screen.getAllByRole('checkbox')).toHaveLength(redactionCategories.length);
  });
});
