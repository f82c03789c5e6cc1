import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { momentText } from '../../shared/messages/dates.ts';
import type { Language } from '../../shared/messages/language.ts';
import { hcwSteps, type HcwAnswer, type HcwStep } from '../../shared/wizard/pages.ts';
import { longestHcwMessage } from '../../shared/wizard/events.ts';
import { hcwHelp } from '../../shared/wizard/hcw-help.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Hcw from '../../src-renderer/pages/hcw/Hcw.svelte';
import HcwCompact from '../../src-renderer/pages/hcw/HcwCompact.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { iconsOf } from './icons.ts';
import { viewAt } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

let hcw: WizardView;
beforeAll(async () => {
  hcw = await viewAt('hcw.ready');
});
afterAll(removeFolders);

interface Done {
  readonly ticked?: HcwStep[];
  readonly answer?: HcwAnswer;
  readonly round?: number;
}

const after = ({ ticked = [], answer, round = 1 }: Done, language: Language = 'en'): WizardView => ({
  ...hcw,
  context: { ...hcw.context, language, hcw: { ...hcw.context.hcw, ticked, round, answer: answer ?? null } },
});

async function show(view: WizardView): Promise<TestWindow & { readonly rerender: (view: WizardView) => Promise<void> }> {
  const window = await openWindow(view);
  const { rerender } = render(Hcw, { view });
  return { ...window, rerender: (next) => rerender({ view: next }) };
}

const step = (name: HcwStep): HTMLElement => find(`[data-step="${name}"]`);
const drawing = (): string => textOf(find('figure'));

describe('the steps of the HCW', () => {
  it.each([
    ['en', 'Steps of the HCW', 'Step 2-1 completed'],
    ['ja', 'HCW の手順', '手順 2-1 を完了'],
  ] as const)('are a list; each but the question is ticked by hand (%s)', async (language, list, box) => {
    await show(after({}, language));
    expect(within(screen.getByRole('list', { name: list })).getAllByRole('listitem')).toHaveLength(hcwSteps.length);
    expect(screen.getAllByRole('checkbox')).toHaveLength(5);
    expect(within(step('2-1')).getByRole('checkbox').getAttribute('aria-label')).toContain(box);
    expect(within(step('2-4')).queryByRole('checkbox')).toBeNull();
  });

  it('tell the wizard what is ticked, and what is not any more', async () => {
    const { sent } = await show(after({ ticked: ['2-1'] }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Step 2-2 completed' }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Step 2-1 completed' }));
    expect(sent).toEqual([
      { type: 'TICK', step: '2-2', ticked: true },
      { type: 'TICK', step: '2-1', ticked: false },
    ]);
  });

  it('show what is ticked as icon and as state', async () => {
    await show(after({ ticked: ['2-1'] }));
    expect([iconsOf(step('2-1')), iconsOf(step('2-2'))]).toEqual([['checkmarkCircle'], ['circle']]);
    expect(screen.getByRole('checkbox', { name: 'Step 2-1 completed' }).getAttribute('aria-checked')).toBe('true');
    expect(screen.getByRole('checkbox', { name: 'Step 2-2 completed' }).getAttribute('aria-checked')).toBe('false');
  });

  it.each([
    ['en', 'Reported by you, not read'],
    ['ja', '管理者の報告 (値は未確認)'],
  ] as const)('that were ticked by hand are marked as reported, not read (%s)', async (language, mark) => {
    const view = after({ ticked: ['2-1', '2-2'] }, language);
    await show({ ...view, context: { ...view.context, hcw: { ...view.context.hcw, inLog: ['2-2'] } } });
    expect(all('[data-testid="reported"]').map((one) => [one.closest('[data-step]')?.getAttribute('data-step'), textOf(one)])).toEqual([
      ['2-1', mark],
    ]);
  });

  it('say which comes next, and draw what is seen there', async () => {
    const { rerender } = await show(after({}));
    const seen: [string | undefined, string][] = [];
    for (let done = 0; done <= hcwSteps.length; done += 1) {
      await rerender(after({ ticked: hcwSteps.slice(0, done) }));
      const [current, ...others] = all('[aria-current="step"]');
      expect(others).toEqual([]);
      seen.push([current?.dataset['step'], drawing()]);
    }
    expect(seen.map(([current]) => current)).toEqual([...hcwSteps, '2-6']);
    expect(seen[3]?.[1]).toContain(hcw.context.certificate);
    expect(seen[4]?.[1]).toContain('Organization FQDN');
    expect(seen[5]?.[1]).toContain('A message says that the configuration has completed.');
    expect(new Set(seen.map(([, shown]) => shown)).size).toBe(hcwSteps.length);
  });

  it.each([
    ['en', 'Transport Certificate', 'Select a reference server', 'Select a certificate', 'Names as in Microsoft’s English documentation.'],
    [
      'ja',
      'トランスポート証明書',
      '参照サーバーの選択',
      '証明書を選択する',
      '現在の HCW が日本語で表示されるかどうかは確認されていません。',
    ],
  ] as const)(
    'have both fields of the page of the certificate, as they are called there (%s)',
    async (language, page, reference, certificate, note) => {
      await show(after({ ticked: ['2-1', '2-2', '2-3'] }, language));
      expect(drawing()).toContain(`${page} ${reference} EX01 ▾ ${certificate} mail.contoso.com ▾`);
      // Said once, beside the drawing, at every step.
      expect(document.body.textContent.split(note)).toHaveLength(2);
    },
  );

  it('show the reference server that is selected in the HCW, and name those that have the certificate', async () => {
    const view = after({ ticked: ['2-1', '2-2', '2-3'] });
    await show({ ...view, context: { ...view.context, hcw: { ...view.context.hcw, referenceServer: 'EX02' } } });
    expect(drawing()).toContain('EX02 ▾');
    expect(textOf(step('2-4'))).toContain('(EX01–EX03)');
  });

  it('have a drawing in which nothing can be clicked', async () => {
    await show(after({}));
    expect(all('button, a, input, select', find('figure'))).toEqual([]);
  });

  it('name the choice in the HCW where it replaces only the certificate', async () => {
    const view = after({});
    await show({ ...view, context: { ...view.context, method: 'certificateOnly' } });
    expect(textOf(step('2-3'))).toContain('Update Secure Mail Certificate for Connectors');
  });

  it('say which round it is from the second on', async () => {
    const { rerender } = await show(after({}));
    expect(document.body.textContent).not.toContain('Round');
    await rerender(after({ round: 2 }));
    expect(document.body.textContent).toContain('HCW run 2');
  });
});

describe('the question', () => {
  it('stands beside the certificate by which it is recognized', async () => {
    await show(after({}));
    expect(textOf(step('2-4'))).toContain('CN=mail.contoso.com');
    expect(textOf(step('2-4'))).toContain('CN=Fabrikam Trust TLS RSA CA 2026');
    expect(textsOf(all('code', step('2-4')))).toEqual([hcw.context.certificate]);
  });

  it.each([
    ['en', ['Selected', 'Listed but not selected', 'Not listed']],
    ['ja', ['選択済み', '一覧にあるが未選択', '一覧にない']],
  ] as const)('has three answers (%s)', async (language, answers) => {
    await show(after({}, language));
    expect(textsOf(screen.getAllByRole('radio'))).toEqual(answers);
  });

  it('tells the wizard the answer', async () => {
    const { sent } = await show(after({}));
    await fireEvent.click(screen.getByRole('radio', { name: 'Not listed' }));
    expect(sent).toEqual([{ type: 'ANSWER', answer: 'notListed' }]);
  });
});

describe('the message of the HCW', () => {
  const box = (): HTMLElement => screen.getByRole('textbox', { name: 'If the HCW shows an error, paste its message' });
  const withMessage = (message: string, language: Language = 'en'): WizardView => {
    const view = after({}, language);
    const { organization } = view.context;
    if (organization === null || view.chosen === null) throw new Error('nothing was collected');
    const context = { ...view.context, hcw: { ...view.context.hcw, message } };
    return { ...view, context, hcwHelp: hcwHelp(organization, view.chosen, context.hcw) };
  };

  it('is looked up when the button is pressed, as it was pasted', async () => {
    const { sent } = await show(after({}));
    expect(screen.queryByRole('button', { name: 'Look up the message' })).toBeNull();
    await fireEvent.input(box(), { target: { value: 'HCW8010' } });
    expect(sent).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: 'Look up the message' }));
    expect(sent).toEqual([{ type: 'PASTE_HCW_MESSAGE', text: 'HCW8010' }]);
  });

  it('is not sent when it is longer than what is taken, and the page says so', async () => {
    await show(after({}));
    await fireEvent.input(box(), { target: { value: 'x'.repeat(longestHcwMessage + 1) } });
    expect(screen.queryByRole('button', { name: 'Look up the message' })).toBeNull();
    expect(textsOf(all('.bar.error'))).toEqual(['The text is too long: paste only the message and the lines around it.']);
  });

  it.each([
    ['en', 'HCW8010: the HCW cannot find the default receive connector', 'add the binding [::]:25', 'Source: KB 3087159'],
    ['ja', 'HCW8010: あるサーバーの既定の受信コネクタが HCW で見つかりません。', 'バインド [::]:25', '出典: KB 3087159'],
  ] as const)('is explained when it is known, with what to do and the source (%s)', async (language, ...parts) => {
    await show(withMessage('HCW8010 Default Receive Connector cannot be found on server EX02', language));
    expect(all('[data-meaning]').map((item) => item.dataset['meaning'])).toEqual(['receiveConnector']);
    const item = textOf(find('[data-meaning]'));
    for (const part of parts) expect(item).toContain(part);
    expect(textsOf(all('pre', find('[data-meaning]'))).join()).toContain("Get-ReceiveConnector 'EX02\\Default Frontend EX02'");
  });

  it('is said not to be recognized when it is not', async () => {
    await show(withMessage('何かのエラー'));
    expect(all('[data-meaning]')).toEqual([]);
    expect(textsOf(all('.bar.info')).filter((text) => text.startsWith('This message'))).toEqual([
      'This message is not recognized, so the wizard draws no conclusion from it.',
    ]);
  });

  it('can be taken away', async () => {
    const { sent } = await show(withMessage('HCW8010'));
    await fireEvent.click(screen.getByRole('button', { name: 'Remove the message' }));
    expect(sent).toEqual([{ type: 'PASTE_HCW_MESSAGE', text: '' }]);
  });
});

describe('the clock of the exposure', () => {
  it('runs', async () => {
    vi.useFakeTimers({ now: Date.parse(hcw.weakened?.since ?? '') + 3_599_000 });
    try {
      await show(after({}));
      expect(textOf(screen.getAllByRole('note')[0] ?? null)).toContain('Mail flow has been worse than before the change for 59 min');
      await vi.advanceTimersByTimeAsync(1000);
      expect(textOf(screen.getAllByRole('note')[0] ?? null)).toContain('Mail flow has been worse than before the change for 1 hr 0 min');
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ['en', 'Reported by you', 'Shown by the log', 'Last read on'],
    ['ja', '管理者の報告', 'ログによる確認', '最終読み取り'],
  ] as const)('says apart what was reported and what was read (%s)', async (language, reported, logged, read) => {
    const ticked = after({ ticked: ['2-5'] }, language);
    const withUnread = (inLog: HcwStep[]): WizardView => ({
      ...ticked,
      context: { ...ticked.context, hcwUnread: true, hcw: { ...ticked.context.hcw, inLog } },
    });
    const { rerender } = await show(withUnread([]));
    expect(textOf(screen.getByTestId('exposure-reported'))).toContain(reported);
    const time = momentText(hcw.mailFlow?.readAt ?? '', language).replace(/\s/g, ' ');
    expect(textOf(screen.getByTestId('exposure-read'))).toContain(read);
    expect(textOf(screen.getByTestId('exposure-read'))).toContain(time);
    await rerender(withUnread(['2-5']));
    expect(textOf(screen.getByTestId('exposure-reported'))).toContain(logged);
    await rerender({ ...after({}, language), mailFlow: null });
    expect(screen.queryByTestId('exposure-reported')).toBeNull();
    expect(textOf(screen.getByTestId('exposure-read'))).not.toContain(read);
  });

  it('is not there where nothing is exposed', async () => {
    const view = after({});
    await show({ ...view, weakened: null });
    expect(document.body.textContent).not.toMatch(/worse than before the change/);
  });

  it('is not there where no command began what may be weaker', async () => {
    const view = after({});
    if (view.weakened === null) throw new Error('mail flow is not weaker');
    await show({ ...view, weakened: { ...view.weakened, hasClock: false } });
    expect(document.body.textContent).not.toMatch(/worse than before the change/);
  });
});

describe('the small window beside the HCW', () => {
  const showCompact = async (view: WizardView): Promise<TestWindow> => {
    const window = await openWindow(view);
    render(HcwCompact, { view });
    return window;
  };

  it.each(['en', 'ja'] as const)(
    'has the step, the certificate and the answer to the question about the default certificate (%s)',
    async (language) => {
      await showCompact(after({ ticked: ['2-1', '2-2', '2-3', '2-4'] }, language));
      const text = textOf(find('[data-testid="compact"]'));
      expect(text).toContain('2-5');
      expect(text).toContain(hcw.chosen?.thumbprint);
      expect(text).toContain(hcw.chosen?.facts.issuer);
      expect(text).toContain(language === 'en' ? 'answer No' : '[いいえ]');
    },
  );

  it('checks off the step, but leaves the question about the certificate to the whole window', async () => {
    const { sent } = await showCompact(after({}));
    await fireEvent.click(find('button.primary'));
    expect(sent).toEqual([{ type: 'TICK', step: '2-1', ticked: true }]);
    document.body.replaceChildren();
    const { sent: later, asked } = await showCompact(after({ ticked: ['2-1', '2-2', '2-3'] }));
    await fireEvent.click(find('button.primary'));
    expect(later).toEqual([]);
    expect(asked).toContainEqual(['window:compact', false]);
  });
});
