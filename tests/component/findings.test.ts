import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { linkIds } from '../../shared/ipc/choices.ts';
import { unknown } from '../../shared/model/known.ts';
import { findingText } from '../../shared/messages/finding-text.ts';
import { about, couldNotCheck, finding, type Finding } from '../../shared/rules/finding.ts';
import { references, type Severity } from '../../shared/rules/rules.ts';
import { languages, type Language } from '../../shared/messages/language.ts';
import FindingList from '../../src-renderer/components/FindingList.svelte';
import Status from '../../src-renderer/components/Status.svelte';
import { all, find, textOf, textsOf, words } from './dom.ts';
import { iconsOf } from './icons.ts';
import { speak } from './window.ts';

const severities = [
  ['ok', 'checkmarkCircle', 'OK:', '正常:'],
  ['info', 'info', 'Information:', '情報:'],
  ['warn', 'warning', 'Warning:', '警告:'],
  ['block', 'dismissCircle', 'Problem:', '問題あり:'],
  ['unknown', 'questionCircle', 'Could not check:', '確認できません:'],
] as const;

const privateKey = (severity: Severity, evidence: Finding['evidence'] = {}): Finding => ({
  rule: 'certificate.privateKey',
  variant: severity === 'ok' || severity === 'unknown' ? severity : 'block',
  severity,
  subject: 'AB',
  evidence: { servers: 'EX02', ...evidence },
  source: 'blog-4420592',
});

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `EX${String(index + 1).padStart(2, '0')}`);

function show(findings: readonly Finding[], language: Language = 'en', titles = true): { readonly opened: string[] } {
  speak(language);
  const opened: string[] = [];
  render(FindingList, {
    findings,
    language,
    titles,
    onlink: (id: string) => {
      opened.push(id);
      return Promise.resolve(null);
    },
  });
  return { opened };
}

describe.each(severities)('%s', (severity, icon, english, japanese) => {
  it.each([
    ['en', english],
    ['ja', japanese],
  ] as const)('is an icon and words, never color alone (%s)', (language, word) => {
    speak(language);
    const { container } = render(Status, { severity, children: words('EX01') });
    expect(iconsOf(container)).toEqual([icon]);
    expect(textOf(container)).toBe(`${word} EX01`);
    expect(all('.visually-hidden', container)).toEqual([]);
  });

  it('keeps its words for those who do not see the icon where it is quiet', () => {
    speak('en');
    const { container } = render(Status, { severity, quiet: true, children: words('EX01') });
    expect(textsOf(all('.visually-hidden', container))).toEqual([english]);
    expect(textOf(container)).toBe(`${english} EX01`);
  });
});

describe('findings', () => {
  it('are a list of sentences with state, title and source', () => {
    show([privateKey('block'), privateKey('ok')]);
    expect(textsOf(screen.getAllByRole('listitem'))).toEqual([
      'Problem: Private key The private key is missing on EX02. Exchange Team Blog: TLS certificates in Exchange hybrid',
      'OK: Private key On every server that has the certificate, a private key is linked to it.',
    ]);
    expect(screen.getAllByRole('listitem').map(iconsOf)).toEqual([['dismissCircle'], ['checkmarkCircle']]);
  });

  it('are shown the most severe first', () => {
    show([privateKey('ok'), privateKey('unknown'), privateKey('block')], 'en', false);
    expect(screen.getAllByRole('listitem').flatMap(iconsOf)).toEqual(['dismissCircle', 'questionCircle', 'checkmarkCircle']);
  });

  const refers = (server: string): Finding =>
    finding(about('post.receiveName', server), 'ok', { connector: `${server}\\Default Frontend ${server}`, expected: 'a', found: 'a' });

  it.each([
    ['en', 'OK: EX01–EX40: Default Frontend refers to the new certificate.'],
    ['ja', '正常: EX01–EX40: Default Frontend に新しい証明書が設定されています。'],
  ] as const)('are one sentence where they say the same of several servers (%s)', (language, sentence) => {
    show(numbered(40).map(refers), language, false);
    expect(textsOf(screen.getAllByRole('listitem'))).toEqual([sentence]);
    expect(screen.queryByRole('group')).toBeNull();
  });

  it.each([
    ['en', 'The following could not be checked. Reason: the signed-in user is not permitted to read it.'],
    ['ja', '次の項目は確認できませんでした。'],
  ] as const)('say once why several things could not be checked (%s)', (language, head) => {
    const why = unknown('denied');
    const first = couldNotCheck(about('rights.reset'), why, { cmdlet: 'A' });
    const second = couldNotCheck(about('server.listed', 'EX01'), why, { server: 'EX01' });
    const other = couldNotCheck(about('server.listed', 'EX02'), unknown('timedOut', '30 s'), { server: 'EX02' });
    show([first, second, other], language, false);
    const block = find('.unchecked').parentElement;
    expect(textOf(block)).toContain(head);
    expect(textsOf(all('.unchecked > li > span:not(.secondary)'))).toEqual(
      [first, second].map((one) => findingText({ ...one, evidence: { ...one.evidence, reason: '' } }, language)),
    );
    expect(textOf(block)).not.toContain('EX02');
    expect(textOf(block?.parentElement ?? null)).toContain(findingText(other, language));
  });

  it('can be opened one by one where the sentence does not name all servers', () => {
    const scattered = numbered(40).filter((_, index) => index % 2 === 0);
    show(scattered.map(refers), 'en', false);
    const each = textsOf(all('details li'));
    expect(each).toHaveLength(20);
    for (const server of scattered) expect(each.some((sentence) => sentence.includes(server))).toBe(true);
    expect(textOf(find('summary'))).toBe('One by one (20)');
  });

  it.each([
    [
      'en',
      'Could not check: Whether the private key is present could not be checked on EX02. Reason: the server did not return it: HasPrivateKey.',
    ],
    ['ja', '理由: サーバーが値を返しませんでした: HasPrivateKey。'],
  ] as const)('that could not be checked say why (%s)', (language, sentence) => {
    show([privateKey('unknown', { reason: 'notReturned', detail: 'HasPrivateKey' })], language, false);
    expect(textOf(screen.getByRole('listitem'))).toContain(sentence);
  });

  it('leave out their titles where each sentence stands for itself', () => {
    show([privateKey('ok')], 'en', false);
    expect(textOf(screen.getByRole('listitem'))).toBe('OK: On every server that has the certificate, a private key is linked to it.');
  });

  it('open their source by its name, and only where there is a page of it', async () => {
    const { opened } = show(references.map((source) => ({ ...privateKey('block'), source })));
    const links = screen.getAllByRole('button');
    expect(textsOf(links)).toContain('KB 2989382');
    expect(textOf(screen.getByRole('list'))).toContain('Microsoft Exchange support article (Japan)');
    for (const link of links) await fireEvent.click(link);
    expect(opened).toEqual(references.filter((source) => linkIds.some((id) => id === source)));
  });

  it.each(languages)('are text, never markup (%s)', (language) => {
    show([privateKey('block', { servers: '<img src=x>' })], language);
    expect(screen.getByRole('listitem').querySelector('img')).toBeNull();
    expect(textOf(screen.getByRole('listitem'))).toContain('<img src=x>');
  });
});
