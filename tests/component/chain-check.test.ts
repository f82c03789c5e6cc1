import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  linkFaults,
  revocationFaults,
  starttlsFaults,
  type CertificateBrief,
  type Chain,
  type ChainCheck as Check,
  type Revocation,
  type ServerAnswer,
} from '../../shared/x509/verification.ts';
import { appError, ok } from '../../shared/model/error.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import ChainCheck from '../../src-renderer/pages/certificate/ChainCheck.svelte';
import { answerText, chainText, revocationText, serverChainText } from '../../src-renderer/pages/certificate/verify-text.ts';
import { goTo, newCertificate } from '../unit/wizard-main/administrator.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { practicing } from './journeys.ts';
import { eventually } from './patience.ts';
import { openWindow, refused, speak, type TestWindow } from './window.ts';

let practice: WizardView;
beforeAll(async () => {
  practice = await goTo(await practicing(), 'certificate.ready');
});
afterAll(removeFolders);

const brief = (name: string, issuer = 'Intermediate'): CertificateBrief => ({
  thumbprint: `${name} thumbprint`,
  subject: `CN=${name}`,
  issuer: `CN=${issuer}`,
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
});
const [leaf, intermediate, root] = [brief('mail.contoso.com'), brief('Intermediate', 'Root'), brief('Root', 'Root')];
const whole: Chain = {
  leaf,
  links: [
    { subject: leaf, issuer: intermediate, state: 'ok', faults: [] },
    { subject: intermediate, issuer: root, state: 'ok', faults: [] },
  ],
  end: 'publicRoot',
  missing: null,
};
const short: Chain = { leaf, links: [], end: 'issuerMissing', missing: 'CN=Intermediate' };
const hosts = ['ex01.contoso.com', 'ex02.contoso.com', 'ex03.contoso.com'];
const servers = ['EX01', 'EX02', 'EX03'].map((server, index) => ({ server, host: hosts[index] ?? '' }));
const [ex01, ex02, ex03] = servers;
const presented = {
  state: 'presented',
  certificate: leaf,
  is: 'chosen',
  count: 2,
  protocol: 'TLSv1.2',
  cipher: 'X',
  answersInTls: true,
} as const;
const check: Check = {
  chosen: whole,
  servers: [
    { server: 'EX01', host: 'ex01.contoso.com', state: 'complete', chain: whole },
    { server: 'EX02', host: 'ex02.contoso.com', state: 'intermediateMissing', chain: short },
  ],
  questions: [
    { certificate: leaf, addresses: [{ kind: 'ocsp', url: 'http://ocsp.test/' }] },
    { certificate: intermediate, addresses: [{ kind: 'crl', url: 'http://crl.test/root.crl' }] },
  ],
};
const good: Revocation = {
  state: 'good',
  by: 'ocsp',
  url: 'http://ocsp.test/',
  thisUpdate: '2026-11-20T08:00:00.000Z',
  nextUpdate: null,
  failed: [],
};
const answerOf = (server: string): ServerAnswer => {
  const target = servers.find((one) => one.server === server) ?? { server, host: server };
  if (server === 'EX03') return { ...target, state: 'notOffered' };
  return { ...target, ...presented, is: server === 'EX01' ? 'chosen' : 'other' };
};

async function show(mode: 'guided' | 'practice', language: Language = 'en', answers: Partial<Handlers> = {}): Promise<TestWindow> {
  const view = { ...practice, context: { ...practice.context, mode, language } };
  const window = await openWindow(view, {
    'verify:server': ({ server }) => Promise.resolve(ok(answerOf(server))),
    'verify:chain': () => Promise.resolve(ok(check)),
    'verify:revocation': () => Promise.resolve(ok(good)),
    ...answers,
  });
  render(ChainCheck, { thumbprint: newCertificate(practice), language });
  return window;
}
const press = (id: string): Promise<unknown> => fireEvent.click(screen.getByTestId(id));
const card = (): string => textOf(find('[data-testid="chain-check"]'));
const statuses = (within: string): readonly string[] => all(`${within} .status`).map(({ classList }) => classList[1] ?? '');
const channels = ({ asked }: TestWindow): readonly string[] => asked.map(([channel]) => channel);

describe('before a click', () => {
  it.each([
    ['en', 'The wizard has not connected to these servers yet.', 'Connect to 3 servers'],
    ['ja', 'まだ次のサーバーには接続していません。', '3 台のサーバーに接続する'],
  ] as const)('nothing is asked, and every server that will be connected to is named (%s)', async (language, lead, button) => {
    const window = await show('guided', language);
    expect(card()).toContain(lead);
    expect(textsOf(all('code'))).toEqual(hosts.map((host) => `${host}:25`));
    expect(screen.getByRole('button', { name: button })).toBeTruthy();
    expect(window.asked).toEqual([]);
  });

  it('there is nothing to click where no server is known', async () => {
    const view: WizardView = { ...practice, context: { ...practice.context, mode: 'guided', organization: null } };
    await openWindow(view);
    render(ChainCheck, { thumbprint: 'x', language: 'en' });
    expect(card()).toBe('There is no server to connect to.');
    expect(screen.queryAllByRole('button')).toEqual([]);
  });
});

describe('the servers', () => {
  it('are asked one after the other, and each tells what it presents', async () => {
    const window = await show('guided');
    await press('verify-connect');
    await eventually(() => all('.server').length).toBe(3);
    await eventually(card).toContain('3 of 3 servers checked.');
    expect(channels(window)).toEqual(['verify:server', 'verify:server', 'verify:server', 'verify:chain']);
    expect(statuses('[data-server="EX01"] > ul')).toEqual(['ok', 'ok']);
    expect(textOf(find('[data-server="EX01"]'))).toContain('The certificate chain is complete, up to Root.');
    expect(statuses('[data-server="EX02"] > ul')).toEqual(['warn', 'warn']);
    expect(textOf(find('[data-server="EX02"]'))).toContain('The intermediate certificate Intermediate is missing on EX02.');
    expect(textOf(find('[data-server="EX03"]'))).toContain('EX03 does not offer STARTTLS.');
    expect(statuses('[data-testid="verify-chosen"]')).toEqual(['ok', 'ok', 'ok']);
  });

  it('are followed by a bar that tells which one, of how many', async () => {
    let answer: (value: Awaited<ReturnType<Handlers['verify:server']>>) => void = () => undefined;
    const window = await show('guided', 'ja', { 'verify:server': () => new Promise((resolve) => (answer = resolve)) });
    await press('verify-connect');
    const bar = screen.getByRole('progressbar', { name: 'ex01.contoso.com のポート 25 に接続しています…' });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['0', '3']);
    answer(ok(answerOf('EX01')));
    await screen.findByRole('progressbar', { name: 'ex02.contoso.com のポート 25 に接続しています…' });
    await press('verify-cancel');
    answer(ok({ ...(ex02 ?? { server: '', host: '' }), state: 'failed', fault: 'canceled', detail: '' }));
    await eventually(() => screen.queryByRole('progressbar')).toBeNull();
    expect(channels(window)).toEqual(['verify:server', 'verify:server', 'verify:cancel', 'verify:chain']);
    expect(card()).toContain('3 台中 2 台のサーバーを確認しました。');
  });

  it('are asked no further when one is refused', async () => {
    const window = await show('guided', 'en', { 'verify:server': refused(appError('ipc.notNow')) });
    await press('verify-connect');
    await eventually(() => screen.queryByRole('progressbar')).toBeNull();
    expect(channels(window)).toEqual(['verify:server', 'verify:chain']);
  });

  it('are left when the certificate is no longer shown', async () => {
    const window = await show('guided', 'en', { 'verify:server': () => new Promise(() => undefined) });
    await press('verify-connect');
    cleanup();
    expect(channels(window)).toEqual(['verify:server', 'verify:cancel']);
  });
});

describe('revocation', () => {
  it('is asked only on a second click, of addresses that are named before', async () => {
    const window = await show('guided');
    await press('verify-connect');
    await screen.findByTestId('verify-revocation');
    expect(textsOf(all('.places li'))).toEqual(['http://ocsp.test/ OCSP responder', 'http://crl.test/root.crl revocation list (CRL)']);
    expect(channels(window)).not.toContain('verify:revocation');
    await press('verify-revocation');
    await eventually(card).toContain('Intermediate: not revoked (');
    expect(window.asked.filter(([channel]) => channel === 'verify:revocation').map(([, request]) => request)).toEqual(
      [leaf, intermediate].map((one) => ({ thumbprint: newCertificate(practice), certificate: one.thumbprint })),
    );
    expect(await screen.findByRole('button', { name: 'Check again' })).toBeTruthy();
    expect(all('.places li')).toEqual([]);
  });

  it('names what can be asked only now, when an answer brought it', async () => {
    let later = false;
    const [first] = check.questions;
    await show('guided', 'en', {
      'verify:chain': () => Promise.resolve(ok({ ...check, questions: later || first === undefined ? check.questions : [first] })),
    });
    await press('verify-connect');
    await screen.findByTestId('verify-revocation');
    later = true;
    await press('verify-revocation');
    await eventually(() => textsOf(all('.places li'))).toEqual(['http://crl.test/root.crl revocation list (CRL)']);
  });

  it('says so where no certificate names an address', async () => {
    await show('guided', 'ja', {
      'verify:chain': () => Promise.resolve(ok({ ...check, questions: [{ certificate: leaf, addresses: [] }] })),
    });
    await press('verify-connect');
    await eventually(card).toContain('HTTP で確認できるアドレスが、どの証明書にも記載されていません。');
    expect(screen.queryByTestId('verify-revocation')).toBeNull();
  });
});

describe('practice', () => {
  it.each([
    ['en', 'Practice connects to nothing: these servers do not exist.', 'Show the chain'],
    ['ja', '練習では何にも接続しません。', '証明書チェーンを表示する'],
  ] as const)('connects to nothing and says so (%s)', async (language, words, button) => {
    const window = await show('practice', language, {
      'verify:chain': () => Promise.resolve(ok({ chosen: short, servers: [], questions: [] })),
    });
    expect(card()).toContain(words);
    await fireEvent.click(screen.getByRole('button', { name: button }));
    await eventually(() => statuses('[data-testid="verify-chosen"]')).toEqual(['unknown']);
    expect(channels(window)).toEqual(['verify:chain']);
    expect(screen.queryByTestId('verify-revocation')).toBeNull();
  });
});

describe.each(['en', 'ja'] as const)('words (%s)', (language) => {
  const expectOwn = (texts: readonly string[]): void => {
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).not.toMatch(/undefined|[{}]|^\s*$/);
  };
  const target = ex03 ?? { server: '', host: '' };
  const at = ex01 ?? { server: '', host: '' };

  it('tell every answer of a server apart', () => {
    speak(language);
    const answers: readonly ServerAnswer[] = [
      ...starttlsFaults.map((fault) => ({ ...target, state: 'failed' as const, fault, detail: '' })),
      { ...target, state: 'failed', fault: 'tlsFailed', detail: 'alert' },
      { ...target, state: 'notOffered' },
      ...(['chosen', 'inUse', 'other'] as const).map((is) => ({ ...target, ...presented, is })),
    ];
    expectOwn(answers.map((answer) => answerText(answer)[0]?.text ?? ''));
    expect(answerText({ ...target, ...presented, answersInTls: false }).map(({ severity }) => severity)).toEqual(['ok', 'warn']);
  });

  it('tell every chain, link and end apart', () => {
    speak(language);
    const chains = [
      { ...at, state: 'complete', chain: whole },
      { ...at, state: 'intermediateMissing', chain: short },
      { ...at, state: 'issuerUnknown', chain: short },
      { ...at, state: 'issuerUnknown', chain: { ...whole, end: 'issuerMissing', missing: 'CN=Root' } },
      { ...at, state: 'broken', chain: whole },
    ] as const;
    expectOwn(chains.map((one) => serverChainText(one).text));
    expect(chains.map((one) => serverChainText(one).severity)).toEqual(['ok', 'warn', 'warn', 'unknown', 'warn']);
    const ends = (['publicRoot', 'otherRoot', 'issuerMissing', 'keyDiffers', 'wrongSignature'] as const).map((end) => ({ ...short, end }));
    expectOwn(ends.map((one) => chainText(one).at(-1)?.text ?? ''));
    const links = linkFaults.map((fault) => ({ subject: leaf, issuer: root, state: 'bad' as const, faults: [fault] }));
    expectOwn(chainText({ ...whole, links }).map(({ text }) => text));
  });

  it('tell every answer about revocation apart', () => {
    speak(language);
    const faults = revocationFaults.map((fault) => ({ url: '', fault, detail: '' }));
    expectOwn(revocationText(leaf, { state: 'unknown', failed: faults }, language).map(({ text }) => text));
    const revoked: Revocation = { ...good, state: 'revoked', revokedAt: '2026-11-19T00:00:00.000Z', reason: 'keyCompromise' };
    expect([good, revoked].flatMap((one) => revocationText(leaf, one, language)).map(({ severity }) => severity)).toEqual(['ok', 'block']);
  });
});
