import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handlers } from '../../shared/ipc/channels.ts';
import { appError, ok } from '../../shared/model/error.ts';
import type { ListedRun, RunList } from '../../shared/wizard/run-list.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Start from '../../src-renderer/pages/start/Start.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { openWindow, speak, type TestWindow } from './window.ts';

let start: WizardView;
beforeAll(async () => {
  start = await viewAt('start.ready');
});
afterAll(removeFolders);

const run = (id: string, changes: Partial<ListedRun> = {}): ListedRun => ({
  id,
  purpose: 'apply',
  method: 'reset',
  organization: 'contoso.com',
  mode: 'connected',
  openedAt: '2026-11-20T09:00:00.000Z',
  state: 'open',
  notKnown: [],
  exposedSince: null,
  policy: { onFailure: 'stop', canary: null },
  profile: null,
  ...changes,
});

async function show(runList: RunList, language: 'en' | 'ja' = 'en', answers: Partial<Handlers> = {}): Promise<TestWindow> {
  const view = { ...start, runList, context: { ...start.context, language } };
  const window = await openWindow(view, answers);
  speak(language);
  render(Start, { view });
  return window;
}

describe('the changes on the start page', () => {
  it('are not mentioned where there are none', async () => {
    await show({ runs: [], unread: [] });
    expect(screen.queryByRole('region', { name: 'Changes on this computer' })).toBeNull();
  });

  it('have open ones in sight, with what is known of them, and ended ones folded', async () => {
    await show({
      runs: [run('0003', { state: 'inDoubt' }), run('0001', { purpose: 'rollback', method: null, state: 'rolledBack' })],
      unread: [],
    });
    const cells = (id: string): readonly string[] => textsOf(all('td', find(`tr[data-run="${id}"]`))).slice(1, 4);
    expect(cells('0003')).toEqual([
      'Renewal – Reset, then full HCW',
      'contoso.com (Connected mode)',
      'open: whether a command took effect is unknown',
    ]);
    expect(cells('0001')).toEqual(['Rollback', 'contoso.com (Connected mode)', 'rolled back']);
    expect(find('tr[data-run="0003"]').closest('details')).toBeNull();
    expect(find('tr[data-run="0001"]').closest('details')).not.toBeNull();
  });

  it('are opened or left by buttons that say which one', async () => {
    const { sent } = await show({ runs: [run('0003')], unread: [] });
    const row = within(find('tr[data-run="0003"]'));
    await fireEvent.click(row.getByRole('button', { name: /^Open: Renewal – Reset, then full HCW on / }));
    await fireEvent.click(row.getByRole('button', { name: /^Leave as it is: Renewal/ }));
    expect(sent).toEqual([
      { type: 'OPEN_RUN', id: '0003' },
      { type: 'LEAVE_RUN', id: '0003' },
    ]);
  });

  it('offer the report of each, ended ones too, from its folder', async () => {
    const { asked } = await show({ runs: [run('0003'), run('0001', { state: 'finished' })], unread: [] });
    for (const id of ['0003', '0001'])
      await fireEvent.click(within(find(`tr[data-run="${id}"]`)).getByRole('button', { name: /^Save report/, hidden: true }));
    expect(asked).toEqual([
      ['report:saveRun', { id: '0003', kind: 'html' }],
      ['report:saveRun', { id: '0001', kind: 'html' }],
    ]);
  });

  it('offer the PDF and the ticket pack of each beside it, and say where it was saved', async () => {
    const { asked } = await show({ runs: [run('0003'), run('0001', { state: 'finished' })], unread: [] }, 'en', {
      'pack:save': () => Promise.resolve(ok({ path: 'C:\\pack.zip' })),
    });
    const row = within(find('tr[data-run="0003"]'));
    await fireEvent.click(row.getByRole('button', { name: /^Save PDF…: Renewal – Reset, then full HCW on / }));
    await fireEvent.click(row.getByRole('button', { name: /^Save ticket pack…: Renewal/ }));
    await waitFor(() => {
      expect(textOf(find('tr[data-run="0003"]'))).toContain('Saved: C:\\pack.zip');
    });
    await fireEvent.click(within(find('tr[data-run="0001"]')).getByRole('button', { name: /^Save ticket pack/, hidden: true }));
    expect(asked).toEqual([
      ['report:saveRun', { id: '0003', kind: 'pdf' }],
      ['pack:save', { id: '0003', report: 'run' }],
      ['pack:save', { id: '0001', report: 'run' }],
    ]);
  });

  it('are copied as one line or Markdown, by buttons that say which one', async () => {
    const { asked } = await show({ runs: [run('0003')], unread: [] });
    const row = within(find('tr[data-run="0003"]'));
    await fireEvent.click(row.getByRole('button', { name: /^Copy as one line: Renewal – Reset, then full HCW on / }));
    await fireEvent.click(row.getByRole('button', { name: /^Copy as Markdown: Renewal/ }));
    expect(asked).toEqual([
      ['clipboard:write', expect.stringMatching(/^Change of the transport certificate · .*Name of the run: 0003$/)],
      ['clipboard:write', expect.stringMatching(/^\*\*Change of the transport certificate\*\*\n\n- Purpose: Renewal\n/)],
    ]);
  });

  it.each([
    ['mail flow that is weaker', { exposedSince: '2026-11-20T09:30:00.000Z' }, /Since .*9:30.* worse than before this change/],
    [
      'objects that are not known',
      { state: 'inDoubt', notKnown: ['EX01\\Default', 'EX02\\Default'] },
      /not known: EX01\\Default, EX02\\Default/,
    ],
  ] as const)('are left only after a question that says what is open: %s', async (_, changes, words) => {
    const { sent } = await show({ runs: [run('0003', changes)], unread: [] });
    const leave = within(find('tr[data-run="0003"]')).getByRole('button', { name: /^Leave as it is/ });
    await fireEvent.click(leave);
    const question = await screen.findByRole('alertdialog');
    expect(textOf(question)).toMatch(words);
    await fireEvent.click(within(question).getByRole('button', { name: 'Stay' }));
    expect(sent).toEqual([]);
    await fireEvent.click(leave);
    await fireEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Leave as it is' }));
    expect(sent).toEqual([{ type: 'LEAVE_RUN', id: '0003' }]);
  });

  it('say of one that was rolled back when its journal does not show that mail flow is as before', async () => {
    const since = '2026-11-20T09:30:00.000Z';
    await show({ runs: [run('0001', { state: 'rolledBack', exposedSince: since }), run('0002', { state: 'rolledBack' })], unread: [] });
    const words = 'the journal does not show that it is as before again';
    expect(textOf(find('tr[data-run="0001"]'))).toContain(words);
    expect(textOf(find('tr[data-run="0002"]'))).not.toContain(words);
  });

  it.each([
    ['en', 'A newer version of the wizard wrote this run'],
    ['ja', '新しいバージョンのウィザード'],
  ] as const)('say why one cannot be used (%s)', async (language, words) => {
    await show({ runs: [], unread: [{ id: '0002 20261120T090000Z apply', error: appError('run.newer') }] }, language);
    expect(textOf(find('.bar.warning'))).toContain('0002 20261120T090000Z apply');
    expect(textOf(find('.bar.warning'))).toContain(words);
  });
});
