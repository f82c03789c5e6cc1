import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findingText } from '../../shared/messages/finding-text.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import CertificatePage from '../../src-renderer/pages/certificate/CertificatePage.svelte';
import { known } from '../../shared/model/known.ts';
import { about, finding } from '../../shared/rules/finding.ts';
import type { RuleId } from '../../shared/rules/rules.ts';
import { isRenewalDue } from '../../shared/rules/validity.ts';
import { goTo, newCertificate } from '../unit/wizard-main/administrator.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { iconsOf } from './icons.ts';
import { viewAt, practicing, say } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

let views: ReadonlyMap<string, WizardView>;
let difficult: WizardView;

beforeAll(async () => {
  // A window in which the whole list is in sight.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(10_000);
  const program = await practicing();
  const first = await goTo(program, 'certificate.ready');
  const chosen = new Map<string, WizardView>();
  for (const { thumbprint } of first.certificates) chosen.set(thumbprint, await say(program, { type: 'SELECT_CERTIFICATE', thumbprint }));
  views = new Map([['', first], ...chosen]);
  difficult = await viewAt('certificate.ready', 'difficultNames');
});
afterAll(removeFolders);

const viewOf = (thumbprint: string): WizardView => views.get(thumbprint) ?? difficult;
const first = (): WizardView => viewOf('');

async function show(view: WizardView, language: Language = 'en'): Promise<TestWindow> {
  const shown = { ...view, context: { ...view.context, language } };
  const window = await openWindow(shown);
  render(CertificatePage, { view: shown });
  return window;
}

const cards = (): readonly HTMLElement[] => screen.getAllByRole('radio');
const card = (thumbprint: string): HTMLElement => find(`[data-thumbprint="${thumbprint}"]`);

describe('the certificates', () => {
  it('are one group of radio buttons, those that qualify first', async () => {
    await show(first());
    expect(within(screen.getByRole('radiogroup', { name: 'Choose the transport certificate' })).getAllByRole('radio')).toEqual(cards());
    expect(cards().map(({ dataset }) => dataset['verdict'])).toEqual([
      'qualifies',
      'qualifies',
      ...cards()
        .slice(2)
        .map(() => 'doesNotQualify'),
    ]);
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toEqual([
      'Qualifies (1)',
      'In use now (1)',
      `Does not qualify (${cards().length - 2})`,
      'Exchange’s own certificates, not for this purpose (4)',
    ]);
  });

  it('that Exchange made for itself are one line, until it is opened, they are searched for, or one is chosen', async () => {
    await show(first());
    const own = first().certificates.filter(({ facts }) => /^CN=(?:EX0\d|Microsoft Exchange Server Auth Certificate)$/.test(facts.subject));
    expect(own).toHaveLength(4);
    expect(cards()).toHaveLength(first().certificates.length - 4);
    const fold = screen.getByTestId('own');
    expect(fold.getAttribute('aria-expanded')).toBe('false');
    await fireEvent.click(fold);
    expect(fold.getAttribute('aria-expanded')).toBe('true');
    expect(cards()).toHaveLength(first().certificates.length);
    cleanup();
    await show(viewOf(own[0]?.thumbprint ?? ''));
    expect(card(own[0]?.thumbprint ?? '').getAttribute('aria-checked')).toBe('true');
  });

  it.each([
    ['en', '3 of 3 servers · Services: IIS, SMTP'],
    ['ja', '3 台中 3 台 · サービス: IIS, SMTP'],
  ] as const)('say whose they are, where they are installed and what for (%s)', async (language, words) => {
    await show(first(), language);
    const text = textOf(card(newCertificate(first())));
    expect(text).toContain('mail.contoso.com');
    expect(text).toContain(`Fabrikam Trust TLS RSA CA 2026 · ${words}`);
    expect(text).toContain(newCertificate(first()));
  });

  it.each([
    ['Does not cover the names that Exchange Online connects to (1)', 'certificate.names', 'warn', { hosts: 'a', names: 'b' }],
    [
      'Expires before the certificate in use (1)',
      'certificate.renewal',
      'endsEarlier',
      { notAfter: '2026-12-01', inUse: 'A1', inUseUntil: '2027-01-01' },
    ],
  ] as const)('are not offered as equal: %s', async (heading, rule, variant, evidence) => {
    const thumbprint = newCertificate(first());
    const warned = finding(about<RuleId>(rule, thumbprint), variant, evidence);
    const certificates = first().certificates.map((one) =>
      one.thumbprint === thumbprint ? { ...one, findings: [warned, ...one.findings.filter((other) => other.rule !== rule)] } : one,
    );
    await show({ ...first(), certificates });
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toEqual([
      'In use now (1)',
      heading,
      `Does not qualify (${cards().length - 2})`,
      'Exchange’s own certificates, not for this purpose (4)',
    ]);
    expect(textOf(card(thumbprint))).toContain(findingText(warned, 'en'));
  });

  it('say how long they last, and mark those whose renewal is due with icon and word, not by color alone', async () => {
    await show(first());
    await fireEvent.click(screen.getByTestId('own'));
    const due = first().certificates.filter(({ facts }) => isRenewalDue(facts, first().context.organization?.gatheredAt ?? ''));
    expect(due.length).toBeGreaterThan(0);
    for (const { thumbprint, daysLeft } of first().certificates) {
      const badge = find('.badge', card(thumbprint));
      const isDue = due.some((one) => one.thumbprint === thumbprint);
      expect(textOf(badge)).toBe(isDue ? `Warning: ${daysLeft} days left` : `${daysLeft} days left`);
      expect(iconsOf(badge)).toEqual(isDue ? ['warning'] : []);
    }
  });

  it('name the most telling reason of those that do not qualify, and how many more there are', async () => {
    await show(first());
    await fireEvent.click(screen.getByTestId('own'));
    for (const { thumbprint, findings } of first().certificates.filter(({ verdict }) => verdict === 'doesNotQualify')) {
      const reasons = findings.filter(({ severity }) => severity === 'block' || severity === 'unknown');
      const [reason] = reasons;
      if (reason === undefined) throw new Error(`${thumbprint} has no reason`);
      const text = textOf(card(thumbprint));
      expect(text).toContain(findingText(reason, 'en'));
      expect(/more reasons?/.test(text)).toBe(reasons.length > 1);
      if (reasons.length > 1) expect(text).toContain(reasons.length === 2 ? 'and 1 more reason' : `and ${reasons.length - 1} more reasons`);
    }
  });

  it('are told to the wizard when they are chosen', async () => {
    const { sent } = await show(first());
    await fireEvent.click(card(newCertificate(first())));
    expect(sent).toEqual([{ type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(first()) }]);
  });

  it('have a name also where the subject is empty', async () => {
    await show(difficult);
    const empty = difficult.certificates.find(({ facts }) => facts.subject === '');
    expect(textOf(find('strong', card(empty?.thumbprint ?? '')))).toBe(empty?.facts.names[0] ?? '(empty subject)');
  });

  it('that are none are said to be none', async () => {
    await show({ ...first(), certificates: [] });
    expect(screen.queryAllByRole('radio')).toEqual([]);
    expect(textOf(screen.getByRole('radiogroup'))).toBe('No certificates were found on the hybrid servers, or none could be read.');
  });
});

describe('the chosen certificate', () => {
  const shown = (): string => textOf(find('.detail'));

  it('is asked for while none is chosen', async () => {
    await show(first());
    expect(shown()).toBe('Choose a certificate to see what it changes and the results of all checks.');
  });

  it('is checked in the list, and shown with every check and every reason', async () => {
    for (const { thumbprint, findings } of first().certificates) {
      cleanup();
      await show(viewOf(thumbprint));
      expect(cards().filter((one) => one.getAttribute('aria-checked') === 'true')).toEqual([card(thumbprint)]);
      expect(all('[data-part="checks"] li')).toHaveLength(findings.length);
      for (const finding of findings) expect(shown()).toContain(findingText(finding, 'en'));
    }
  });

  it('shows the reasons that block before everything else', async () => {
    const blocked = first().certificates.find(({ verdict }) => verdict === 'doesNotQualify');
    await show(viewOf(blocked?.thumbprint ?? ''));
    const states = all('.detail li .status').map(({ classList }) => classList[1]);
    expect(states[0]).toBe('block');
    expect(states.lastIndexOf('block')).toBe(states.filter((state) => state === 'block').length - 1);
  });

  it.each([
    ['en', 'The issuer changes, so every connector that refers to the old certificate must be updated.'],
    ['ja', '発行者が変わる'],
  ] as const)('warns when its issuer is another one, and marks what differs (%s)', async (language, words) => {
    await show(viewOf(newCertificate(first())), language);
    expect(textOf(find('.detail .warning strong'))).toContain(words);
    expect(all('.detail del').map(textOf)).toEqual(['2025']);
    expect(all('.detail ins').map(textOf)).toEqual(['2026']);
  });

  it('says that nothing changes where issuer and subject stay the same', async () => {
    await show(viewOf(first().certificates.find(({ inUse }) => inUse.known && inUse.value)?.thumbprint ?? ''));
    expect(textOf(find('.detail .info strong'))).toBe('The issuer and the subject stay the same');
    expect([...all('.detail del'), ...all('.detail ins')]).toEqual([]);
  });

  it('has its thumbprint where it can be selected', async () => {
    const thumbprint = newCertificate(first());
    await show(viewOf(thumbprint));
    const selectable = all('code').filter((code) => code.closest('button') === null);
    expect(selectable.map(textOf)).toContain(thumbprint);
  });

  it('has a button beside thumbprint, name and alternative names that copies each whole', async () => {
    const thumbprint = newCertificate(first());
    const { asked } = await show(viewOf(thumbprint));
    const chosen = first().certificates.find((one) => one.thumbprint === thumbprint);
    for (const button of within(find('.detail')).getAllByRole('button', { name: /^Copy: / })) await fireEvent.click(button);
    const copied = asked.filter(([channel]) => channel === 'clipboard:write').map(([, text]) => text);
    const { issuer, subject, names } = chosen?.facts ?? { issuer: '', subject: '', names: [] };
    expect(copied).toEqual([thumbprint, `<I>${issuer}<S>${subject}`, names.join('\n')]);
  });
});

describe('the matrix of servers and references', () => {
  let forty: WizardView;
  beforeAll(async () => {
    const program = await practicing('fortyServers');
    const view = await goTo(program, 'certificate.ready');
    forty = await say(program, { type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(view) });
  });
  const rows = (): readonly HTMLElement[] => all('[data-testid="matrix"] tbody tr');
  const cells = (row: HTMLElement | undefined): readonly string[] => (row === undefined ? [] : textsOf(all('th, td', row)));

  it.each([
    [
      'en',
      ['EX01–EX30', 'Information: Default Frontend must change', 'none', /^[0-9A-F]{8}, until /, /^OK: the chosen one, until /],
      'OK: Relay another certificate',
    ],
    [
      'ja',
      ['EX01–EX30', '情報: Default Frontend 変更が必要', 'なし', /^[0-9A-F]{8} \(/, /^正常: 選択した証明書 \(/],
      '正常: Relay 別の証明書',
    ],
  ] as const)('has one row for servers with the same values, whatever their number (%s)', async (language, expected, relay) => {
    await show(forty, language);
    const [first, second, ...others] = rows();
    expect(others).toEqual([]);
    expect(cells(first)).toHaveLength(expected.length);
    for (const [index, text] of expected.entries()) {
      if (typeof text === 'string') expect(cells(first)[index]).toBe(text);
      else expect(cells(first)[index]).toMatch(text);
    }
    expect(cells(second).slice(0, 3)).toEqual(['EX31–EX40', expected[1], relay]);
    expect(first?.dataset['servers']?.split(' ')).toHaveLength(30);
  });

  it('has what belongs to no server below it, once', async () => {
    await show(forty);
    expect(all('li[data-place]').map(({ dataset }) => dataset['place'])).toEqual([
      'sendConnector',
      'hybridConfiguration',
      'inboundConnector',
      'outboundConnector',
    ]);
  });

  it('puts a server that presents none after the change first, and says so', async () => {
    const { chosenDetails } = forty;
    if (chosenDetails === null) throw new Error('nothing is chosen');
    const presented = chosenDetails.presented.map((one) =>
      one.server === 'EX33' ? { ...one, after: known({ kind: 'none', reason: 'noPrivateKey' } as const) } : one,
    );
    await show({ ...forty, chosenDetails: { ...chosenDetails, presented } });
    const [first, ...others] = rows();
    expect(cells(first).at(-1)).toBe('Problem: none: the private key is missing');
    expect(first?.dataset['servers']).toBe('EX33');
    expect(others.map((row) => cells(row)[0])).toEqual(['EX01–EX30', 'EX31, EX32, EX34–EX40']);
  });
});
