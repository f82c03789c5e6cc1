/** The fix page and the last page. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError, ok } from '../../shared/model/error.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import { known, map, unknown } from '../../shared/model/known.ts';
import type { Mode } from '../../shared/model/mode.ts';
import type { HybridConfiguration, Organization } from '../../shared/model/organization.ts';
import { chosenCertificate } from '../../shared/wizard/derived.ts';
import { hcwHelp } from '../../shared/wizard/hcw-help.ts';
import type { Language } from '../../shared/messages/language.ts';
import { dateText } from '../../shared/messages/dates.ts';
import { outcomeOf } from '../../shared/wizard/outcome.ts';
import { noRuns } from '../../shared/wizard/context.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Finish from '../../src-renderer/pages/finish/Finish.svelte';
import Fix from '../../src-renderer/pages/fix/Fix.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { iconsOf } from './icons.ts';
import { fixed, placeOf, viewAt } from './journeys.ts';
import { eventually } from './patience.ts';
import { openWindow, refused, type TestWindow } from './window.ts';

let views: readonly WizardView[];
let finish: WizardView;

beforeAll(async () => {
  views = await fixed();
  finish = await viewAt('finish.ready');
});
afterAll(removeFolders);

const pages = { Fix, Finish } as const;

async function show(
  page: keyof typeof pages,
  view: WizardView | undefined,
  { language = 'en', answers = {} }: { readonly language?: Language; readonly answers?: Partial<Handlers> } = {},
): Promise<TestWindow> {
  if (view === undefined) throw new Error('that view never came');
  const shown = { ...view, context: { ...view.context, language } };
  const window = await openWindow(shown, answers);
  render(pages[page], { view: shown });
  return window;
}

const at = (place: string): WizardView | undefined => views.findLast((view) => placeOf(view) === place);
const heading = (): string => textOf(screen.getByRole('heading', { level: 1 }));
const name = '<I>CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US<S>CN=mail.contoso.com, O=Contoso, L=Redmond, S=Washington, C=US';

describe('a certificate that is listed but not selected', () => {
  it.each([
    ['en', 'The certificate is listed but not selected'],
    ['ja', '証明書は一覧にあるが、選択されていない'],
  ] as const)('is remedied by three commands, with the certificate written into them (%s)', async (language, title) => {
    const view = at('fix.ready');
    await show('Fix', view, { language });
    expect(heading()).toBe(title);
    const [article] = screen.getAllByRole('region').map(({ textContent }) => textContent);
    expect(article).toBe(
      [
        'Get-ExchangeCertificate | FL Subject, Thumbprint',
        `$cert = Get-ExchangeCertificate -Thumbprint ${view?.context.certificate ?? ''}`,
        'Set-HybridConfiguration -TlsCertificateName: "<I>$($cert.Issuer)<S>$($cert.Subject)"',
      ].join('\n'),
    );
  });

  it('is remedied by the wizard with the same, written out', async () => {
    await show('Fix', at('fix.ready'));
    const [, runs] = screen.getAllByRole('region').map(({ textContent }) => textContent);
    expect(runs).toBe(`Set-HybridConfiguration -TlsCertificateName '${name}'`);
    expect(textsOf(all('code'))).toContain(name);
    expect(textsOf(all('td.state'))).toEqual(['not started']);
  });

  it.each([
    ['en', 'Mail flow has been worse than before the change for'],
    ['ja', 'メール フローが変更前より悪化してからの時間'],
  ] as const)('says for how long mail is not trusted, by the clock of a command alone (%s)', async (language, words) => {
    const view = at('fix.ready');
    await show('Fix', view, { language });
    expect(textsOf(screen.getAllByRole('note'))[0]).toContain(words);
    if (!view?.weakened) throw new Error('mail flow is not weaker');
    cleanup();
    await show('Fix', { ...view, weakened: { ...view.weakened, hasClock: false } }, { language });
    expect(screen.queryAllByRole('note')).toEqual([]);
  });

  it('says in guided mode that the commands are the same', async () => {
    const view = at('fix.ready');
    if (view === undefined) throw new Error('that view never came');
    await show('Fix', { ...view, context: { ...view.context, mode: 'guided' } });
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toContain('The same change with the value filled in');
    expect(document.body.textContent).not.toContain('The command that the wizard runs');
  });

  it('is left to the administrator where the value of now could not be read, and says why', async () => {
    const view = at('fix.ready');
    if (view === undefined) throw new Error('that view never came');
    const { fix } = view.context.plans;
    if (fix === null) throw new Error('no plan');
    const leftOut = [{ server: '', reason: 'denied' as const, evidence: 'Access is denied.' }];
    await show('Fix', { ...view, context: { ...view.context, plans: { ...view.context.plans, fix: { ...fix, steps: [], leftOut } } } });
    const error = all('.bar.error').map(textOf).join();
    expect(error).toContain('the signed-in user is not permitted to read it: Access is denied)');
    expect(screen.getAllByRole('region')).toHaveLength(1);
  });
});

const order = ['found', 'notChecked', 'ruledOut'];

/** The page of the fix, as it helps after that report. */
function helping(hcw: Partial<WizardView['context']['hcw']>, change: (value: Organization) => Organization = (value) => value): WizardView {
  const view = at('fix.ready');
  const collected = view?.context.organization ?? null;
  if (view === undefined || collected === null) throw new Error('that view never came');
  const organization = change(collected);
  const chosen = chosenCertificate(organization, view.context.certificate);
  if (chosen === undefined) throw new Error('the certificate is not there');
  const context = { ...view.context, organization, hcw: { ...view.context.hcw, ...hcw } };
  return { ...view, chosen, context, hcwHelp: hcwHelp(organization, chosen, context.hcw) };
}

const withoutCertificate =
  (server: string) =>
  (value: Organization): Organization => ({
    ...value,
    hybridServers: value.hybridServers.map((one) => (one.name === server ? { ...one, certificates: known([]) } : one)),
  });
const causeItem = (id: string): HTMLElement => find(`[data-cause="${id}"]`);

describe('a certificate that is listed but not selected, where the hybrid configuration', () => {
  const lead = (): string => textOf(find('h1').parentElement);
  it.each([
    ['refers to another one', (value: Organization): Organization => value, 'Set the new certificate there, then run the HCW again'],
    [
      'refers to it already',
      (value: Organization): Organization => ({ ...value, hybridConfiguration: map(value.hybridConfiguration, naming) }),
      'so that is not why it is not selected. Select it in the HCW',
    ],
    [
      'could not be read',
      (value: Organization): Organization => ({ ...value, hybridConfiguration: unknown('denied') }),
      'Whether that is this one could not be read.',
    ],
  ])('%s, has a page that says so', async (_, change, said) => {
    await show('Fix', helping({ answer: 'notSelected' }, change));
    expect(lead()).toContain(said);
  });
  const naming = (configuration: HybridConfiguration | null): HybridConfiguration | null =>
    configuration === null ? null : { ...configuration, tlsCertificateName: known(name) };
});

describe('a certificate that is not listed', () => {
  it('has the causes found here first, each with what was seen, its remedy, its commands and its source', async () => {
    await show('Fix', helping({ answer: 'notListed', referenceServer: 'EX02' }, withoutCertificate('EX02')));
    expect(heading()).toBe('The certificate is not listed');
    const states = all('[data-cause]').map((item) => item.getAttribute('data-state') ?? '');
    expect(states).toEqual([...states].sort((one, other) => order.indexOf(one) - order.indexOf(other)));
    expect(new Set(states)).toEqual(new Set(order));
    const missing = textOf(causeItem('missing'));
    for (const part of [
      'Missing on EX02, which is the reference server in the HCW',
      'Installed on: EX01, EX03.',
      'select a reference server that has the certificate',
      'Source: Microsoft Learn: create a hybrid deployment',
    ])
      expect(missing).toContain(part);
    const commands = textsOf(all('pre', causeItem('missing'))).join(' ');
    expect(commands).toContain("Import-ExchangeCertificate -Server 'EX02'");
    expect(commands).not.toMatch(/-Force|'EX03'/);
    expect(textOf(causeItem('root'))).toContain('only after the certificate is installed on the reference server');
    expect(textOf(causeItem('commonName'))).toContain('mail.contoso.com');
  });

  it('asks which server is the reference server, among those that can be it', async () => {
    const { sent } = await show('Fix', helping({ answer: 'notListed' }, withoutCertificate('EX02')));
    const choice = screen.getByRole('combobox', { name: 'Which server is selected as the reference server in the HCW?' });
    expect(textsOf(all('option', choice))).toEqual(['Not known', 'EX01', 'EX02', 'EX03']);
    expect(textOf(causeItem('missing'))).toContain('This depends on the reference server');
    expect(causeItem('missing').dataset['state']).toBe('notChecked');
    await fireEvent.change(choice, { target: { value: 'EX02' } });
    await fireEvent.change(choice, { target: { value: '' } });
    expect(sent).toEqual([
      { type: 'CHOOSE_REFERENCE_SERVER', server: 'EX02' },
      { type: 'CHOOSE_REFERENCE_SERVER', server: null },
    ]);
  });

  it('finds the stopped service in the message of the HCW, with its commands once', async () => {
    await show(
      'Fix',
      helping({ answer: 'notListed', message: '「No valid certificate exists for the\n> Hub Transport server(s).」と表示' }),
    );
    expect(causeItem('serviceHost').dataset['state']).toBe('found');
    expect(all('[data-meaning]').map((item) => item.dataset['meaning'])).toEqual(['serviceHost']);
    expect(textsOf(all('pre')).filter((text) => text.includes('Start-Service -Name MSExchangeServiceHost'))).toHaveLength(1);
  });

  it.each([
    ['en', 'Not known', 'None of the known causes was found.'],
    ['ja', '不明', '既知の原因は見つかりませんでした。'],
  ] as const)('does not guess where nothing is found (%s)', async (language, notKnown, nothing) => {
    await show('Fix', helping({ answer: 'notListed', message: 'something else' }), { language });
    expect(textOf(find('option'))).toBe(notKnown);
    expect(all('[data-state="found"]')).toEqual([]);
    expect(textsOf(all('.bar.info')).join()).toContain(nothing);
  });
});

describe('the end', () => {
  const save = (): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name: 'Save report' }));
  const inMode = (mode: Mode): WizardView => ({ ...finish, context: { ...finish.context, mode } });
  const said = (): string => screen.getAllByRole('status').map(textOf).join('');

  it.each([
    ['en', 'Configured, not yet proven in mail flow'],
    ['ja', '設定済み (メール フローは未確認)'],
  ] as const)('claims only the configuration when nothing is open (%s)', async (language, title) => {
    await show('Finish', inMode('connected'), { language });
    expect(heading()).toBe(title);
    expect([all('.bar'), all('li').flatMap(iconsOf)]).toEqual([[], []]);
  });

  it.each([
    ['practice', 'en', 'Configured, not yet proven in mail flow', 'Nothing was changed in a real organization.'],
    ['rehearsal', 'en', 'The copy has the expected settings; nothing real was changed', 'None of it happened in the organization.'],
    ['rehearsal', 'ja', '複製は期待どおりの設定です (実際の組織は変更されていません)', '実際の組織では何も行われていません。'],
  ] as const)('says that nothing real was changed (%s, %s), and a rehearsal asks for no proof', async (mode, language, title, notice) => {
    await show('Finish', inMode(mode), { language });
    expect(heading()).toBe(title);
    expect(textsOf(all('.bar.info')).join()).toContain(notice);
    expect(all('code').some((code) => textOf(code) === 'X-CrossPremisesHeadersPromoted')).toBe(mode === 'practice');
  });

  it.each([
    [
      'en',
      'Not yet proven: mail flow in each direction',
      ['From Exchange Online to on-premises: send ', 'From on-premises to Exchange Online: send '],
      'Both headers must be there, the first with the name of a server of the receiving side:',
    ],
    [
      'ja',
      'まだ確認されていないこと: 両方向のメール フロー',
      ['Exchange Online からオンプレミス: ', 'オンプレミスから Exchange Online: '],
      '次の 2 つのヘッダーが必要です。1 つ目の値は受信側のサーバー名です:',
    ],
  ] as const)('says what is not proven, and how to prove it in each direction (%s)', async (language, title, ways, headers) => {
    await show('Finish', finish, { language });
    const card = screen.getByRole('heading', { level: 2, name: title }).closest('section');
    if (card === null) throw new Error('no card');
    const items = textsOf(all('li', card));
    expect(items.slice(0, 2).map((item, index) => item.startsWith(ways[index] ?? '-'))).toEqual([true, true]);
    expect(items.slice(2)).toEqual(['X-CrossPremisesHeadersPromoted', 'X-MS-Exchange-Organization-AuthAs: Internal']);
    expect(textOf(card)).toContain(headers);
  });

  it.each([
    ['en', 'Open items remain, and mail flow is not yet proven', 'Open items'],
    ['ja', '未解決の項目あり (メール フローは未確認)', '未解決の項目'],
  ] as const)('names the open points, the most severe first (%s)', async (language, title, list) => {
    const [first, second, ...others] = finish.postChecks ?? [];
    if (first === undefined || second === undefined) throw new Error('no finding');
    const postChecks = [{ ...first, severity: 'warn' as const }, { ...second, severity: 'block' as const }, ...others];
    await show('Finish', { ...finish, postChecks, outcome: outcomeOf(postChecks, finish.outcome?.health ?? []) }, { language });
    expect(heading()).toBe(title);
    const card = screen.getByRole('heading', { level: 2, name: list }).closest('section');
    expect(all('li', card ?? document).flatMap(iconsOf)).toEqual(['dismissCircle', 'warning']);
  });

  it('is not called complete with a server that was left out', async () => {
    const { plans } = finish.context;
    if (plans.apply === null) throw new Error('no plan');
    const leftOut = [{ server: 'EX04', reason: 'failed' as const, evidence: 'RPC' }];
    await show('Finish', { ...finish, context: { ...finish.context, plans: { ...plans, apply: { ...plans.apply, leftOut } } } });
    expect(heading()).toBe('Open items remain, and mail flow is not yet proven');
    expect(textsOf(all('pre'))).toEqual([
      "Get-ReceiveConnector -Identity 'EX04\\Default Frontend EX04' | Format-List Identity,TlsCertificateName,TlsDomainCapabilities",
      // The proof of mail flow shows a command of its own.
      expect.stringMatching(/^Validate-OutboundConnector /),
    ]);
    expect(textsOf(all('.bar.error'))).toEqual([
      expect.stringMatching(/^Left out: EX04 The receive connector of EX04 could not be read \(reading failed: RPC\)\./),
    ]);
  });

  it('saves the report in the language of the wizard, says where, and shows the folder', async () => {
    const { asked } = await show('Finish', finish, { answers: { 'report:save': () => Promise.resolve(ok({ path: 'C:\\report.html' })) } });
    expect(screen.queryByRole('button', { name: 'Show in folder' })).toBeNull();
    await save();
    await eventually(said).toBe('Saved: C:\\report.html');
    await fireEvent.click(screen.getByRole('button', { name: 'Show in folder' }));
    expect(asked).toEqual([
      ['report:save', 'html'],
      ['report:show', undefined],
    ]);
  });

  it('saves the same as PDF, the pack of its run, and the next renewal, each said where its button is', async () => {
    const saved = (path: string) => () => Promise.resolve(ok({ path }));
    const { asked } = await show('Finish', finish, {
      answers: { 'report:save': saved('C:\\r.pdf'), 'pack:save': saved('C:\\p.zip'), 'calendar:save': saved('C:\\n.ics') },
    });
    const cardOf = (button: string): string => textOf(screen.getByRole('button', { name: button }).closest('section') ?? document.body);
    for (const [button, path] of [
      ['Save as PDF…', 'C:\\r.pdf'],
      ['Save ticket pack…', 'C:\\p.zip'],
      ['Save calendar entry…', 'C:\\n.ics'],
    ] as const) {
      await fireEvent.click(screen.getByRole('button', { name: button }));
      await eventually(() => cardOf(button)).toContain(`Saved: ${path}`);
      expect(screen.getAllByRole('button', { name: 'Show in folder' })).toHaveLength(1);
    }
    expect(asked).toEqual([
      ['report:save', 'pdf'],
      ['pack:save', { id: finish.context.runs.apply?.id, report: 'session' }],
      ['calendar:save', undefined],
    ]);
  });

  it.each([
    ['en', 'Save ticket pack: Renewal…', 'Save ticket pack: Fix…'],
    ['ja', '変更チケット用に保存: 証明書の更新…', '変更チケット用に保存: 対処…'],
  ] as const)('names each run where there are several, and offers no pack without one (%s)', async (language, renewal, fix) => {
    const { runs } = finish.context;
    if (runs.apply === null) throw new Error('no run');
    const withRuns = (changed: typeof runs) => ({ ...finish, context: { ...finish.context, runs: changed } });
    const { asked } = await show('Finish', withRuns({ ...runs, fix: { ...runs.apply, id: '0002' } }), { language });
    await fireEvent.click(screen.getByRole('button', { name: fix }));
    await fireEvent.click(screen.getByRole('button', { name: renewal }));
    expect(asked).toEqual([
      ['pack:save', { id: '0002', report: 'session' }],
      ['pack:save', { id: runs.apply.id, report: 'session' }],
    ]);
    cleanup();
    await show('Finish', withRuns(noRuns), { language });
    expect(screen.queryByRole('button', { name: /ticket pack|変更チケット用に保存/ })).toBeNull();
  });

  it.each([
    ['the dialog is closed', {}],
    ['the file cannot be written', { 'report:save': refused(appError('file.notWritten')) }],
  ])('does not call the report saved when %s', async (_, answers) => {
    const { asked } = await show('Finish', finish, { answers });
    await save();
    await eventually(() => asked).toHaveLength(1);
    expect(said()).toBe('');
    expect(screen.queryByRole('button', { name: 'Show in folder' })).toBeNull();
  });

  it('lists every command that changed something, as it was sent, with its result', async () => {
    const [first, ...others] = finish.context.commands.filter(({ call }) => call.cmdlet.startsWith('Set-'));
    if (first === undefined) throw new Error('no command');
    const commands = [{ ...first, error: 'InvalidOperation', message: 'no' }, ...others];
    await show('Finish', { ...finish, context: { ...finish.context, commands } });
    expect(textsOf(all('td code'))).toEqual(
      ['EX01', 'EX02', 'EX03'].map(
        (server) =>
          `Set-ReceiveConnector -Identity '${server}\\Default Frontend ${server}' -TlsCertificateName $null -TlsDomainCapabilities $null -DomainController 'dc01.contoso.com'`,
      ),
    );
    expect(all('tbody tr').map((row) => textOf(row.lastElementChild))).toEqual(['InvalidOperation no', 'succeeded', 'succeeded']);
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toContain('Commands that were sent (3)');
  });

  it('says so where no command changed anything, without a list of none', async () => {
    await show('Finish', { ...finish, context: { ...finish.context, commands: [] } });
    expect(document.body.textContent).toContain('The wizard ran no command that changes anything.');
    expect(document.body.textContent).not.toContain('(0)');
  });

  it('names the day on which the certificate expires, and that of the next renewal', async () => {
    await show('Finish', finish);
    const { notAfter } = finish.chosen?.facts ?? { notAfter: '' };
    expect(document.body.textContent).toContain(`This certificate is valid until ${dateText(notAfter, 'en')}. Renew it by `);
  });
});
