/** The pages that show what was read: gather, pre-checks, post-checks. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unknown } from '../../shared/model/known.ts';
import type { Language } from '../../shared/messages/language.ts';
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
    expect(row('Hybrid servers')).toBe('EX01, EX02, EX03');
    expect(row('Certificate name in the hybrid configuration')).toContain('CN=Fabrikam Trust TLS RSA CA 2025');
    expect(row('Certificates on EX02')).toBe('7');
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
    expect(row('Hybrid servers')).toBe('EX01, EX02, EX03');
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
    await show('PreChecks', { ...skipped, preChecks: severities.map((severity) => ({ ...finding, severity })) });
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toEqual(['Needs attention (4)', 'No action needed (2)']);
    expect(all('li').flatMap(iconsOf)).toEqual(['dismissCircle', 'questionCircle', 'warning', 'warning', 'checkmarkCircle', 'info']);
  });

  it('say what was not checked because Exchange Online was skipped', async () => {
    await show('PreChecks', skipped);
    const items = textsOf(screen.getAllByRole('listitem'));
    expect(items.filter((item) => item.startsWith('Could not check:') && item.includes('Reason: skipped or not connected.'))).not.toEqual(
      [],
    );
  });

  it('have no heading for what there is not', async () => {
    await show('PreChecks', { ...skipped, preChecks: skipped.preChecks.filter(({ severity }) => severity === 'ok') });
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

describe('post-checks', () => {
  const done = (): WizardView => at('postChecks.done');

  it('have both sides, each check with what was expected and what was found', async () => {
    await show('PostChecks', done());
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toEqual(['On-premises', 'Exchange Online']);
    expect(all('tr[data-rule]')).toHaveLength(done().postChecks?.length ?? 0);
    const [, expected, found] = all('tr[data-rule="post.hybridName"] > *').map(textOf);
    expect(expected).toContain('CN=Fabrikam Trust TLS RSA CA 2026');
    expect(found).toBe(expected);
    expect(notes()[0]).toBe('All checked values are as expected.');
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
