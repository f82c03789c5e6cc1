import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unknown } from '../../shared/model/known.ts';
import type { Language } from '../../shared/messages/language.ts';
import { navigationOf } from '../../shared/wizard/navigation.ts';
import { pages } from '../../shared/wizard/pages.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Navigation from '../../src-renderer/components/Navigation.svelte';
import { timeText } from '../../shared/messages/dates.ts';
import { goTo } from '../unit/wizard-main/administrator.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { practicing, say } from './journeys.ts';
import { iconsOf } from './icons.ts';
import { speak } from './window.ts';

/** The short path has a page of its own. */
const listed = pages.filter((page) => page !== 'renewAgain');
let before: WizardView;
let plan: WizardView;
let withoutOnline: WizardView;

beforeAll(async () => {
  const program = await practicing();
  before = await goTo(program, 'before.ready');
  plan = await goTo(program, 'plan.ready');
  const other = await practicing();
  await goTo(other, 'exchangeOnline.ready');
  withoutOnline = await say(other, { type: 'SKIP_EXCHANGE_ONLINE' });
});
afterAll(removeFolders);

/** What the buttons beside the title open */
const corners = { onabout: () => undefined, onhelp: () => undefined };

function show(view: WizardView, language: Language = 'en'): void {
  speak(language);
  render(Navigation, { ...corners, view: { ...view, context: { ...view.context, language } } });
}

const items = (): readonly HTMLElement[] => screen.getAllByRole('listitem');
const foot = (): readonly string[] => textsOf(find('.foot').querySelectorAll('p'));

describe('where the wizard is', () => {
  it.each([
    ['en', 'Steps', 'Pre-checks (done)', 'Method and plan (current page)', 'Finish (later)'],
    ['ja', '手順', '事前チェック (完了)', '方法の選択と計画 (現在のページ)', '完了 (未実施)'],
  ] as const)('is a list with every page, done, now or later in words (%s)', (language, name, done, now, later) => {
    show(plan, language);
    const list = within(screen.getByRole('navigation', { name })).getByRole('list');
    expect(within(list).getAllByRole('listitem')).toHaveLength(listed.length);
    expect(textsOf(items())).toEqual(expect.arrayContaining([done, now, later]));
  });

  it('has a drawing for each: done before, this one now, the others later', () => {
    show(plan);
    const position = listed.indexOf('plan');
    const expected = listed.map((_, index) => (index < position ? 'checkmarkCircle' : index === position ? 'record' : 'circle'));
    expect(items().flatMap(iconsOf)).toEqual(expected);
  });

  it.each([
    ['en', 'Exchange Online (skipped)', 'Change (not needed)'],
    ['ja', 'Exchange Online (スキップ)', '変更の実行 (不要)'],
  ] as const)('says what was skipped and what is not needed, to everybody (%s)', (language, skipped, notNeeded) => {
    const { page, context } = plan;
    const { apply } = context.plans;
    if (apply === null) throw new Error('no plan');
    const alone = { ...apply, steps: apply.steps.filter(({ kind }) => kind === 'handover') };
    const navigation = navigationOf(page, { ...context, onlineSkipped: true, plans: { ...context.plans, apply: alone } });
    show({ ...plan, navigation }, language);
    expect(textsOf(items())).toEqual(expect.arrayContaining([skipped, notNeeded]));
    expect(textsOf(all('.state'))).toEqual([skipped, notNeeded].map((text) => text.replace(/^.* (?=\()/, '')));
    expect(items().flatMap(iconsOf)).toEqual(expect.arrayContaining(['next', 'circleOff']));
  });

  it('is told to screen readers as the current step, once', () => {
    show(plan);
    expect(
      items()
        .filter((item) => item.getAttribute('aria-current') === 'step')
        .map(textOf),
    ).toEqual(['Method and plan (current page)']);
    expect(items().filter((item) => item.hasAttribute('aria-current'))).toHaveLength(1);
  });

  it('cannot be changed there', () => {
    show(plan);
    const list = within(screen.getByRole('list'));
    expect([list.queryAllByRole('button'), screen.queryAllByRole('link')]).toEqual([[], []]);
  });
});

describe('of which organization it speaks', () => {
  it('names the sample before anything was read', () => {
    show(before);
    expect(foot()).toEqual(['Practice', 'Three servers, the issuer changes']);
  });

  it('says nothing before the mode is chosen', () => {
    show({ ...before, context: { ...before.context, mode: null } });
    expect(foot()).toEqual([]);
  });

  it.each([
    ['en', 'Practice', '3 hybrid servers', 'Exchange Online read', 'Collected on '],
    ['ja', '練習', 'ハイブリッド サーバー 3 台', 'Exchange Online 読み取り済み', '収集日時 '],
  ] as const)('names organization, mode, servers and the time of the data (%s)', (language, mode, servers, online, gathered) => {
    show(plan, language);
    const time = timeText(plan.context.organization?.gatheredAt ?? '', language).replace(/\s/g, ' ');
    expect(foot()).toEqual([`contoso.com · ${mode}`, servers, online, `${gathered}${time}`]);
  });

  it('says when Exchange Online was skipped', () => {
    show(withoutOnline);
    expect(foot()).toContain('Exchange Online not read');
  });

  it('does without a name that could not be read', () => {
    const { organization } = plan.context;
    if (organization === null) throw new Error('nothing was read');
    show({ ...plan, context: { ...plan.context, organization: { ...organization, acceptedDomains: unknown('failed') } } });
    expect(foot()[0]).toBe('Practice');
  });
});

describe('practice', () => {
  it.each([
    ['en', 'Practice: nothing real is read or changed.'],
    ['ja', '練習: 実際の環境は読み取らず、変更もしません。'],
  ] as const)('is said on every page (%s)', (language, text) => {
    show(before, language);
    expect(textsOf(all('.practice'))).toEqual([text]);
  });

  it('is said in no other mode', () => {
    show({ ...plan, context: { ...plan.context, mode: 'guided' } });
    expect(all('.practice')).toEqual([]);
  });
});

describe('in a narrow window', () => {
  it.each([
    ['en', 'Step 8 of {count} Method and plan'],
    ['ja', '手順 8/{count} 方法の選択と計画'],
  ] as const)('the list is one line with the number of the page (%s)', (language, words) => {
    show(plan, language);
    expect(textOf(find('[data-testid="steps"]'))).toBe(words.replace('{count}', String(plan.navigation.length)));
    expect(textOf(find('.mode'))).toBe(language === 'en' ? 'Practice' : '練習');
  });

  it('the list opens on request, and closes with the page', async () => {
    speak('en');
    const { rerender } = render(Navigation, { ...corners, view: plan });
    const line = (): HTMLElement => find('[data-testid="steps"]');
    expect(line().getAttribute('aria-expanded')).toBe('false');
    await fireEvent.click(line());
    expect(line().getAttribute('aria-expanded')).toBe('true');
    await rerender({ view: before });
    expect(line().getAttribute('aria-expanded')).toBe('false');
  });
});
