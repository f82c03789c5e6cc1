/** The frame around the pages, over the program as it really runs. */
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError, ok } from '../../shared/model/error.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import { momentText } from '../../shared/messages/dates.ts';
import { about, finding } from '../../shared/rules/finding.ts';
import { buttonsOf } from '../../shared/wizard/buttons.ts';
import type { DirectionReading } from '../../shared/wizard/mail-flow-reading.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { wizard } from '../../src-renderer/state/wizard.svelte.ts';
import App from '../../src-renderer/App.svelte';
// Read before it is wanted, so that no test waits for its compiler.
import '../../src-renderer/pages/later-pages.ts';
import { wizardStepName } from '../unit/wizard-main/administrator.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf } from './dom.ts';
import { everyWizardStep } from './journeys.ts';
import { eventually } from './patience.ts';
import { openWindow, refused, type TestWindow } from './window.ts';

let views: ReadonlyMap<string, WizardView>;
beforeAll(async () => {
  views = await everyWizardStep();
});
afterAll(removeFolders);

function at(place: string): WizardView {
  const view = views.get(place);
  if (view === undefined) throw new Error(`${place} was not reached`);
  return view;
}

async function open(view: WizardView, answers: Partial<Handlers> = {}): Promise<TestWindow> {
  const window = await openWindow(view, answers);
  render(App);
  await eventually(() => document.activeElement?.tagName).toBe('H1');
  return window;
}

const place = (): string | undefined => screen.getByRole('main').dataset['step'];
const press = (name: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));
const title = (alert: HTMLElement): string => textOf(find('strong', alert));

describe('a page', () => {
  it.each(['start.ready', 'plan.ready', 'change.stopped', 'finish.ready'])('%s comes with the focus on its heading', async (name) => {
    await open(at(name));
    expect(place()).toBe(name);
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });

  it('that follows takes the focus; one that only changes leaves it', async () => {
    const window = await open(at('before.ready'));
    screen.getByRole('button', { name: 'Next' }).focus();
    window.show({ ...at('before.ready'), canGoBack: false });
    await eventually(() => screen.queryByRole('button', { name: 'Back' })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Next' }));
    window.show(at('onPremises.ready'));
    await eventually(place).toBe('onPremises.ready');
    await eventually(() => document.activeElement === screen.getByRole('heading', { level: 1 })).toBe(true);
  });

  it('has the language of the wizard, also when it changes', async () => {
    const view = at('before.ready');
    const window = await open(view);
    expect([document.documentElement.lang, document.title]).toEqual(['en', 'Practice – Hybrid Certificate Wizard']);
    window.show({ ...view, context: { ...view.context, language: 'ja' } });
    await eventually(() => document.documentElement.lang).toBe('ja');
    expect(textOf(screen.getByRole('heading', { level: 1 }))).toBe('始める前に');
    expect(document.title).toBe('練習 – ハイブリッド証明書ウィザード');
  });
});

describe('mail flow', () => {
  const lines = (): readonly (readonly [string | undefined, string])[] =>
    all('[data-direction]').map((line) => [line.dataset['verdict'], textOf(line)]);
  const isProminent = (): boolean => find('.strip').classList.contains('prominent');
  const withFlow = (view: WizardView, changes: Partial<DirectionReading>): WizardView => {
    if (view.mailFlow === null) throw new Error('nothing was read');
    const [first, ...others] = view.mailFlow.directions;
    if (first === undefined) throw new Error('no direction');
    return { ...view, mailFlow: { ...view.mailFlow, directions: [{ ...first, ...changes }, ...others] } };
  };

  it('is said above the page, quietly while it is internal, with the time of the reading', async () => {
    const view = at('preChecks.ready');
    await open(view);
    expect(lines()).toEqual([
      ['internal', 'OK: Mail from Exchange Online to on-premises: internal'],
      ['internal', 'OK: Mail from on-premises to Exchange Online: internal'],
    ]);
    expect(isProminent()).toBe(false);
    const time = momentText(view.mailFlow?.readAt ?? '', 'en');
    expect(textOf(screen.getByRole('region', { name: 'Mail flow by the settings' }))).toContain(`Read on ${time}`.replace(/\s/g, ' '));
    expect(document.title).toBe('contoso.com (Practice) – Hybrid Certificate Wizard');
  });

  it.each([
    ['en', 'weaker', 'Worse than before the change since Nov 20, 2026, 9:00 AM at the latest'],
    ['ja', 'notKnown', '2026/11/20 9:00 から変更前と同じかどうか不明'],
  ] as const)('says since when it is or may be weaker (%s, %s)', async (language, kind, text) => {
    const view = at('preChecks.ready');
    const since = new Date(2026, 10, 20, 9).toISOString();
    await open({ ...view, weakened: { kind, since, hasClock: true, mode: 'connected' }, context: { ...view.context, language } });
    expect(textOf(find('.strip p'))).toContain(text);
  });

  it.each([
    ['en', 'external', 'Problem: Mail from Exchange Online to on-premises: treated as external'],
    ['en', 'waits', 'Problem: Mail from Exchange Online to on-premises: waits in the queue'],
    ['ja', 'fails', '問題あり: Exchange Online からオンプレミスへのメール: 届かない'],
  ] as const)('stands out when it is not internal, also in the title (%s, %s)', async (language, verdict, said) => {
    const view = withFlow(at('preChecks.ready'), { verdict });
    await open({ ...view, context: { ...view.context, language } });
    expect(lines()[0]).toEqual([verdict, said]);
    expect(isProminent()).toBe(true);
    expect(document.title.startsWith(said.replace(/^.+?: /, ''))).toBe(true);
  });

  it('is unknown with the first reason', async () => {
    const { directions } = at('preChecks.ready').mailFlow ?? { directions: [] };
    const reason = finding(about('mail.outbound'), 'unknown', { reason: 'denied', detail: '' });
    await open(withFlow(at('preChecks.ready'), { verdict: 'unknown', reason }));
    expect(directions).toHaveLength(2);
    expect(lines()[0]).toEqual([
      'unknown',
      'Could not check: Mail from Exchange Online to on-premises: unknown – The outbound connectors of Exchange Online could not be read. ' +
        'Reason: the signed-in user is not permitted to read it.',
    ]);
  });

  it('is unknown while connectors are reset, because of the change', async () => {
    await open(at('change.done'));
    expect(lines().map(([verdict]) => verdict)).toEqual(['unknown', 'internal']);
    expect(lines()[0]?.[1]).toContain('– Settings were changed after this reading.');
  });

  it('is not shown before anything was collected', async () => {
    await open(at('onPremises.ready'));
    expect(screen.queryByRole('region', { name: 'Mail flow by the settings' })).toBeNull();
  });
});

describe('what went wrong', () => {
  it('on the page is said at once', async () => {
    await open(at('collect.failed'));
    expect(title(screen.getByRole('alert'))).toBe('The session with Exchange was lost');
  });

  it.each([
    ['state.damaged', { reason: 'JSON', archivedAs: 'C:\\old.json' }, 'The file was kept as C:\\old.json'],
    ['state.damaged', { reason: 'JSON', archivedAs: '' }, 'its file could not be moved'],
    ['state.newer', { path: 'C:\\wizard.json' }, 'written by a newer version of this program. It was left as it is: C:\\wizard.json'],
    ['state.notSaved', { message: 'disk full', path: 'C:\\wizard.json' }, 'disk full'],
  ] as const)('with the saved wizard is said on every page (%s)', async (code, details, words) => {
    await open({ ...at('before.ready'), banners: [{ code, details }] });
    expect(textOf(screen.getByRole('alert'))).toContain(words);
  });

  it('with a request is said, until the next one succeeds', async () => {
    let refuses = true;
    const no = appError('ipc.notNow');
    await open(at('before.ready'), { 'wizard:send': () => Promise.resolve(refuses ? { ok: false, error: no } : ok(null)) });
    await press('Next');
    expect(title(await screen.findByRole('alert'))).toBe('This is not possible right now');
    refuses = false;
    await press('Next');
    await eventually(() => screen.queryByRole('alert')).toBeNull();
  });

  it('with some of several files is said one at a time, and from the first one on when files are opened again', async () => {
    const [first, second] = [appError('file.unreadable', { path: '/in/a.xml' }), appError('collection.secret', { path: '/in/b.xml' })];
    await open(at('before.ready'), { 'collection:open': () => Promise.resolve(ok([first, second])) });
    await wizard.openCollected('file');
    expect(title(await screen.findByRole('alert'))).toContain('a.xml');
    await press('Next error');
    expect(title(screen.getByRole('alert'))).toContain('b.xml');
    await wizard.openCollected('file');
    await eventually(() => title(screen.getByRole('alert'))).toContain('a.xml');
    await press('Next');
    await eventually(() => screen.queryByRole('alert')).toBeNull();
  });

  it('with copying is said, and nothing is called copied', async () => {
    await open(at('plan.ready'), { 'clipboard:write': refused(appError('ipc.failed', { message: 'no clipboard' })) });
    await press('Copy');
    expect(title(await screen.findByRole('alert'))).toBe('An error occurred in the wizard');
    expect(document.body.textContent).not.toContain('Copied');
  });

  it('with a folder or a page to open is said', async () => {
    await open(at('preChecks.ready'), { 'links:open': refused(appError('ipc.failed')) });
    const [source] = within(screen.getByRole('main')).getAllByRole('button');
    if (source === undefined) throw new Error('no source can be opened');
    await fireEvent.click(source);
    expect(title(await screen.findByRole('alert'))).toBe('An error occurred in the wizard');
  });

  it('stays while it is copied for a ticket', async () => {
    const { asked } = await open(at('before.ready'), { 'wizard:send': refused(appError('ipc.notNow', { event: 'NEXT' })) });
    await press('Next');
    const alert = await screen.findByRole('alert');
    await fireEvent.click(within(alert).getByText('Copy'));
    await eventually(() => textOf(within(alert).getByRole('status', { hidden: true }))).toBe('Copied');
    expect(asked).toEqual([['clipboard:write', 'ipc.notNow\nevent: NEXT']]);
    expect(title(screen.getByRole('alert'))).toBe('This is not possible right now');
  });
});

describe('a button that asks', () => {
  const failed = (): WizardView => {
    const view = at('finish.ready');
    const context = { ...view.context, verified: view.context.organization };
    const shown = { ...view, page: 'postChecks', phase: 'done' } as const;
    return { ...shown, context, buttons: buttonsOf(shown, context) };
  };
  it.each([
    ['Stay on this page', []],
    ['Finish with open items', [{ type: 'FINISH_WITH_OPEN_ITEMS' }]],
  ] as const)('sends its event only after the answer: %s', async (answer, events) => {
    const window = await open(failed());
    await press('Finish with open items…');
    await screen.findByRole('alertdialog', { name: 'Finish with open items?' });
    expect(window.sent).toEqual([]);
    await press(answer);
    await eventually(() => screen.queryByRole('alertdialog')).toBeNull();
    expect(window.sent).toEqual(events);
  });
});

describe('cancel', () => {
  it('closes at once where nothing is in flight', async () => {
    const { asked } = await open(at('plan.ready'));
    await press('Cancel');
    expect(asked).toEqual([['app:quit', undefined]]);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it.each(['collect.running'])('closes at once while %s, which only reads', async (name) => {
    const { asked } = await open(at(name));
    await press('Cancel');
    expect(asked).toEqual([['app:quit', undefined]]);
  });

  it.each(['change.running', 'change.running rollback', 'change.running fix'])('asks first while %s', async (name) => {
    const { asked } = await open(at(name));
    await press('Cancel');
    await screen.findByRole('alertdialog', { name: 'A change is in progress' });
    await press('Keep waiting');
    await eventually(() => screen.queryByRole('alertdialog')).toBeNull();
    expect(asked).toEqual([]);
    await press('Cancel');
    await screen.findByRole('alertdialog');
    await press('Close anyway');
    expect(asked).toEqual([['app:quit', undefined]]);
  });

  it.each(['hcw.ready', 'postChecks.failed'])('does not call mail flow weaker at %s, where the HCW has written unread', async (name) => {
    await open(at(name));
    await press('Cancel');
    await screen.findByRole('alertdialog', { name: 'Practice: Whether mail flow is as before the change is not known' });
  });

  it.each(['change.done', 'change.stopped', 'change.rollbackReview rollback', 'fix.ready'])(
    'asks at %s, while connectors are reset, says since when, and offers the rollback',
    async (name) => {
      const view = at(name);
      const window = await open(view);
      await press('Cancel');
      const dialog = await screen.findByRole('alertdialog', { name: 'Practice: Mail flow is worse than before the change' });
      const since = momentText(view.weakened?.since ?? '', 'en').replace(/\s/g, ' ');
      expect(textOf(dialog)).toContain(`Since ${since}, mail may be treated as external`);
      await press('Stay');
      await eventually(() => screen.queryByRole('alertdialog')).toBeNull();
      expect([window.asked, window.sent]).toEqual([[], []]);
      await press('Cancel');
      await screen.findByRole('alertdialog');
      await fireEvent.click(within(screen.getByRole('alertdialog')).getByText('Roll back to the original values…'));
      await eventually(() => window.sent).toEqual([{ type: 'SHOW_ROLLBACK' }]);
      await press('Cancel');
      await screen.findByRole('alertdialog');
      await press('Leave anyway');
      expect(window.asked).toEqual([['app:quit', undefined]]);
    },
  );

  it('does not ask after the rollback, nor after post-checks that found mail internal', async () => {
    for (const name of ['change.done rollback', 'finish.ready']) {
      const { asked } = await open(at(name));
      await press(name === 'finish.ready' ? 'Close' : 'Cancel');
      expect([name, asked]).toEqual([name, [['app:quit', undefined]]]);
      cleanup();
    }
  });

  it.each([
    ['Start over', { type: 'START_OVER' }],
    ['Next', { type: 'NEXT' }],
  ] as const)('asks before the saved session is abandoned by %s, and offers to continue it', async (name, event) => {
    const since = '2026-11-20T09:00:00.000Z';
    const weakened = { kind: 'weaker', since, hasClock: true, mode: 'connected' } as const;
    const resumable = { page: 'hcw', savedAt: since, mode: 'connected', changeInFlight: false, weakened } as const;
    const window = await open({ ...at('start.ready'), resumable });
    await press(name);
    await screen.findByRole('alertdialog', { name: 'Mail flow is worse than before the change' });
    expect(window.sent).toEqual([]);
    await press('Continue the saved session');
    await eventually(() => window.sent).toEqual([{ type: 'RESUME' }]);
    await press(name);
    await screen.findByRole('alertdialog');
    await press('Leave anyway');
    await eventually(() => window.sent).toEqual([{ type: 'RESUME' }, event]);
  });

  it('abandons a saved session without a question where mail flow is not weaker', async () => {
    const resumable = {
      page: 'hcw',
      savedAt: '2026-11-20T09:00:00.000Z',
      mode: 'connected',
      changeInFlight: false,
      weakened: null,
    } as const;
    const window = await open({ ...at('start.ready'), resumable });
    await press('Start over');
    expect(window.sent).toEqual([{ type: 'START_OVER' }]);
  });

  it('asks before another renewal is started while mail flow is worse than in the baseline', async () => {
    const window = await open({
      ...at('finish.ready'),
      weakened: { kind: 'weaker', since: '2026-11-20T09:00:00.000Z', hasClock: false, mode: 'connected' },
      canRollBack: false,
    });
    await press('Start another renewal');
    await screen.findByRole('alertdialog');
    expect(screen.queryByText('Roll back to the original values…')).toBeNull();
    await press('Leave anyway');
    await eventually(() => window.sent).toEqual([{ type: 'START_OVER' }]);
  });

  it('does not ask any more once the change has ended', async () => {
    const window = await open(at('change.running'));
    await press('Cancel');
    await screen.findByRole('alertdialog');
    window.show(at('change.done'));
    await eventually(() => screen.queryByRole('alertdialog')).toBeNull();
    expect(wizardStepName(at('change.done'))).toBe(place());
    window.show(at('change.running'));
    await eventually(place).toBe('change.running');
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });
});
