/** The pages that show what was read: gather, pre-checks, post-checks. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unknown } from '../../shared/model/known.ts';
import type { Language } from '../../shared/messages/language.ts';
import { about, finding } from '../../shared/rules/finding.ts';
import { outcomeOf } from '../../shared/wizard/outcome.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Collect from '../../src-renderer/pages/collect/Collect.svelte';
import PostChecks from '../../src-renderer/pages/postChecks/PostChecks.svelte';
import PreChecks from '../../src-renderer/pages/preChecks/PreChecks.svelte';
import { goTo, wizardStepName } from '../unit/wizard-main/administrator.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { practicing, say, viewAt } from './journeys.ts';
import { iconsOf } from './icons.ts';
import { openWindow, type TestWindow } from './window.ts';

let views: readonly WizardView[];
let serverDown: WizardView;
let skipped: WizardView;

beforeAll(async () => {
  const program = await practicing();
  await goTo(program, 'finish.ready');
  views = program.views;
  serverDown = await viewAt('collect.done', 'serverDown');
  const other = await practicing();
  await goTo(other, 'exchangeOnline.ready');
  await say(other, { type: 'SKIP_EXCHANGE_ONLINE' });
  skipped = await goTo(other, 'preChecks.ready');
});
afterAll(removeFolders);

const pages = { Collect, PreChecks, PostChecks } as const;

function at(place: string, holds: (view: WizardView) => boolean = () => true): WizardView {
  const found = views.find((view) => wizardStepName(view) === place && holds(view));
  if (found === undefined) throw new Error(`${place} never came`);
  return found;
}

async function show(page: keyof typeof pages, view: WizardView, language: Language = 'en'): Promise<TestWindow> {
  const shown = { ...view, context: { ...view.context, language } };
  const window = await openWindow(shown);
  render(pages[page], { view: shown });
  return window;
}

const row = (name: string): string => textOf(screen.getByRole('rowheader', { name }).nextElementSibling);
const notes = (): readonly string[] => textsOf(screen.getAllByRole('note'));

describe('gathering', () => {
  it('says what is read and how far it is', async () => {
    const view = at('collect.running', ({ context }) => context.progress?.what === 'certificates');
    await show('Collect', view);
    const { done, total, subject } = view.context.progress ?? { done: -1, total: -1, subject: '' };
    const bar = screen.getByRole('progressbar', { name: `Reading: Certificates on ${subject}` });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual([String(done), String(total)]);
  });

  it('says that it starts before there is anything to count', async () => {
    await show(
      'Collect',
      at('collect.running', ({ context }) => context.progress === null),
    );
    expect(textOf(screen.getByRole('status'))).toBe('Starting…');
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('shows what was found', async () => {
    await show('Collect', at('collect.done'));
    expect(row('Hybrid servers')).toBe('EX01–EX03');
    expect(row('Certificate name in the hybrid configuration')).toContain('CN=Fabrikam Trust TLS RSA CA 2025');
    expect(row('Certificates on EX02')).toBe('7');
    expect(row('Certificates on EX01, EX03')).toBe('8');
    expect(row('Receive connectors on EX01–EX03')).toBe('3');
  });

  it.each([
    ['en', 'Certificates on EX03', 'Could not check: reading failed: '],
    ['ja', 'EX03 の証明書', '確認できません: 読み取りに失敗しました'],
  ] as const)("calls unknown what was not read, with the server's own words (%s)", async (language, name, words) => {
    await show('Collect', serverDown, language);
    expect(row(name)).toContain(words);
    expect(row(name)).toContain("couldn't be contacted");
    expect(iconsOf(find('td'))).toEqual([]);
  });

  it.each([
    ['en', 'Read EX03 again'],
    ['ja', 'EX03 を再読み取り'],
  ] as const)('reads again the one server of which something is unknown (%s)', async (language, name) => {
    const { sent } = await show('Collect', serverDown, language);
    expect(textsOf(screen.getAllByRole('button'))).toEqual([name]);
    await fireEvent.click(screen.getByRole('button', { name }));
    expect(sent).toEqual([{ type: 'COLLECT_SERVER', server: 'EX03' }]);
  });

  it('while a server is read again, says how far it is, keeps what was found, and offers no other', async () => {
    const progress = { done: 1, total: 4, what: 'certificates', subject: 'EX03', others: 0 } as const;
    const context = { ...serverDown.context, serverToRead: 'EX03', progress };
    await show('Collect', { ...serverDown, page: 'collect', phase: 'readingServer', context });
    expect(screen.getByRole('progressbar', { name: 'Reading: Certificates on EX03' }).getAttribute('max')).toBe('4');
    expect(row('Hybrid servers')).toBe('EX01–EX03');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('offers no reading where everything is known, nor in guided mode', async () => {
    await show('Collect', at('collect.done'));
    expect(screen.queryByRole('button')).toBeNull();
    await show('Collect', { ...serverDown, context: { ...serverDown.context, mode: 'guided' } });
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says how many more are read at the same time', async () => {
    const view = at('collect.running', ({ context }) => context.progress?.what === 'certificates');
    const progress = view.context.progress && { ...view.context.progress, subject: 'EX01', others: 3 };
    await show('Collect', { ...view, context: { ...view.context, progress } });
    expect(textOf(screen.getByRole('status'))).toBe('Reading: Certificates on EX01 (and 3 more at the same time)');
  });

  it('shows nothing of an earlier time after a failure', async () => {
    await show('Collect', { ...at('collect.done'), page: 'collect', phase: 'failed' });
    expect([screen.queryByRole('table'), screen.queryByRole('status')]).toEqual([null, null]);
  });
});

describe('pre-checks', () => {
  it('put what needs attention first: what blocks, what could not be checked, warnings', async () => {
    const [finding] = skipped.preChecks;
    if (finding === undefined) throw new Error('no finding');
    const severities = ['ok', 'warn', 'unknown', 'info', 'block', 'warn'] as const;
    await show('PreChecks', { ...skipped, health: [], preChecks: severities.map((severity) => ({ ...finding, severity })) });
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toEqual(['Needs attention (3)', 'No action needed (2)']);
    expect(all('li').flatMap(iconsOf)).toEqual(['dismissCircle', 'questionCircle', 'warning', 'info', 'checkmarkCircle']);
  });

  it.each([
    ['en', 'Mail flow is not internal in both directions now, or it could not be checked.', 'Mail flow by the settings (2)'],
    ['ja', '現在、両方向のメールが内部メールとして扱われているとは確認できません。', 'メール フロー (設定から判断) (2)'],
  ] as const)('warn of mail flow that is not internal before the change, worst first (%s)', async (language, warning, title) => {
    const health = [finding(about('mail.toOnPremises'), 'unknown'), finding(about('mail.toExchangeOnline'), 'fails')];
    await show('PreChecks', { ...skipped, health }, language);
    expect(textOf(find('.bar.warning strong'))).toBe(warning);
    const card = screen.getByRole('heading', { level: 2, name: title }).closest('section');
    expect(all('li', card ?? document).flatMap(iconsOf)).toEqual(['dismissCircle', 'questionCircle']);
  });

  it('say nothing of mail flow that is internal, except that it is', async () => {
    await show('PreChecks', at('preChecks.ready'));
    expect(all('.bar')).toEqual([]);
    expect(textsOf(all('li'))).toContain(
      'OK: By the settings that were read, mail from Exchange Online to the on-premises servers is accepted and counts as internal.',
    );
  });

  it('say what was not checked because Exchange Online was skipped', async () => {
    await show('PreChecks', skipped);
    const items = textsOf(screen.getAllByRole('listitem'));
    expect(items.filter((item) => item.startsWith('Could not check:') && item.includes('Reason: skipped or not connected.'))).not.toEqual(
      [],
    );
  });

  it('have no heading for what there is not', async () => {
    await show('PreChecks', { ...skipped, health: [], preChecks: skipped.preChecks.filter(({ severity }) => severity === 'ok') });
    expect(screen.getAllByRole('heading', { level: 2 })).toHaveLength(1);
  });

  it('open a source in the browser by its id', async () => {
    const { asked } = await show('PreChecks', skipped);
    const [link] = screen.getAllByRole('button');
    if (link === undefined) throw new Error('no source can be opened');
    await fireEvent.click(link);
    expect(asked.map(([channel]) => channel)).toEqual(['links:open']);
  });
});

describe('the heading of the pre-checks', () => {
  const [block, warn, unknown, ok] = [
    finding(about('rights.reset'), 'block', { cmdlet: 'A' }),
    finding(about('server.buildTable'), 'warn', { date: '2026-01-01', days: '300' }),
    finding(about('rights.reset'), 'unknown', { cmdlet: 'A' }),
    finding(about('rights.reset'), 'ok', { cmdlet: 'A' }),
  ];
  const external = finding(about('mail.toOnPremises'), 'waits');
  it.each([
    ['en', [ok, warn, unknown, block], [], 'Pre-checks: something blocks the change'],
    ['en', [ok, warn], [], 'Pre-checks: warnings to read first'],
    // What is wrong with mail flow does not block the change, which may repair it.
    ['en', [ok], [external], 'Pre-checks: warnings to read first'],
    ['en', [ok, unknown], [], 'Pre-checks: not everything could be checked'],
    ['en', [ok, warn, unknown], [], 'Pre-checks: warnings, and not everything could be checked'],
    ['en', [ok], [], 'Pre-checks: no problem found'],
    ['ja', [ok, block], [], '事前チェック: 変更を妨げる問題があります'],
    ['ja', [ok], [], '事前チェック: 変更を妨げる問題は見つかりませんでした'],
  ] as const)('has the verdict (%s, %#)', async (language, preChecks, health, title) => {
    await show('PreChecks', { ...skipped, preChecks, health }, language);
    expect(textOf(screen.getByRole('heading', { level: 1 }))).toBe(title);
  });
});

describe('post-checks', () => {
  const done = (): WizardView => at('postChecks.done');

  it('have both sides, each check with what was expected and what was found', async () => {
    await show('PostChecks', done());
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toEqual([
      'On-premises',
      'Exchange Online',
      'What else the HCW has changed',
      'Mail flow by the settings: no action needed (3)',
      'Proof of mail flow',
      'Command that sends one message',
      'What does this error mean?',
    ]);
    expect(
      all('tr[data-rule]')
        .map(({ dataset }) => dataset['rule'])
        .sort(),
    ).toEqual([...new Set(done().postChecks?.map(({ rule }) => rule))].sort());
    const [, expected, found] = all('tr[data-rule="post.hybridName"] > *').map(textOf);
    expect(expected).toContain('CN=Fabrikam Trust TLS RSA CA 2026');
    expect(found).toBe('as expected');
    expect(notes()[0]).toBe('All checked values are as expected.');
  });

  const blocked = finding(about('mail.toOnPremises'), 'waits');
  const unread = finding(about('mail.toOnPremises'), 'unknown');
  it.each([
    ['en', [], 'Post-checks: values as expected, mail flow not yet proven'],
    ['ja', [], '事後チェック: 値は期待どおりです (メール フローは未確認)'],
    ['en', [unread], 'Post-checks: open items remain'],
    ['ja', [unread], '事後チェック: 未解決の項目があります'],
    ['en', [unread, blocked], 'Post-checks: problems found'],
    ['ja', [unread, blocked], '事後チェック: 問題が見つかりました'],
  ] as const)('have the verdict in the heading, and the health of the mail flow worst first (%s, %s)', async (language, health, title) => {
    await show('PostChecks', { ...done(), outcome: outcomeOf(done().postChecks ?? [], health) }, language);
    expect(textOf(screen.getByRole('heading', { level: 1 }))).toBe(title);
    expect(all('li').flatMap(iconsOf)).toEqual(
      [...health].reverse().map(({ severity }) => (severity === 'block' ? 'dismissCircle' : 'questionCircle')),
    );
  });

  it('put the checks of the cloud under Exchange Online', async () => {
    await show('PostChecks', done());
    const [onPremises, online] = all('table').map((table) => all('tr[data-rule]', table).map(({ dataset }) => dataset['rule']));
    expect(new Set(online)).toEqual(new Set(['post.inboundSender', 'post.outboundTls', 'post.outboundDomain']));
    expect(onPremises?.some((rule) => online?.includes(rule))).toBe(false);
  });

  it.each([
    ['en', '1 value is not as expected.', '1 check could not be completed.'],
    ['ja', '1', '1'],
  ] as const)('count what is wrong and what could not be checked, and call nothing in order then (%s)', async (language, wrong, open) => {
    const postChecks = (done().postChecks ?? []).map((finding, index) =>
      index === 0
        ? ({ ...finding, severity: 'block' } as const)
        : index === 1
          ? { ...finding, severity: 'unknown' as const, evidence: { ...finding.evidence, ...unknown('denied'), detail: '' } as never }
          : finding,
    );
    await show('PostChecks', { ...done(), postChecks }, language);
    expect(notes()[0]).toContain(wrong);
    expect(notes()[1]).toContain(open);
    expect(all('.bar.success')).toEqual([]);
    expect(
      all('.bar')
        .slice(0, 2)
        .map(({ classList }) => classList[1]),
    ).toEqual(['error', 'warning']);
    expect(
      all('tbody tr')
        .slice(0, 2)
        .map(({ dataset }) => dataset['severity']),
    ).toEqual(['block', 'unknown']);
  });

  it('call nothing in order when all that is open could not be checked', async () => {
    const postChecks = (done().postChecks ?? []).map((finding) => ({ ...finding, severity: 'unknown' as const }));
    await show('PostChecks', { ...done(), postChecks });
    expect([all('.bar.success'), all('.bar.error')]).toEqual([[], []]);
    expect(textsOf(all('.bar.warning'))).toEqual([`${postChecks.length} checks could not be completed.`]);
  });

  it('say what is read while it is', async () => {
    await show(
      'PostChecks',
      at('postChecks.running', ({ context }) => context.progress !== null),
    );
    expect(screen.getByRole('progressbar').getAttribute('aria-label')).toBe(textOf(screen.getByRole('status')));
  });

  it('show nothing of an earlier time after a failure', async () => {
    await show('PostChecks', { ...done(), page: 'postChecks', phase: 'failed' });
    expect([screen.queryByRole('table'), screen.queryByRole('note')]).toEqual([null, null]);
  });
});
