/** The proof of mail flow on the last pages: what is said of each seal, and what the administrator does for it. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handlers, MessageAnswer } from '../../shared/ipc/channels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { ok } from '../../shared/model/error.ts';
import type { Evidence, KeptEvidence } from '../../shared/proof/evidence.ts';
import type { Seal, SealPart } from '../../shared/proof/seal.ts';
import { judgeTrust } from '../../shared/proof/trusted.ts';
import type { ProofView } from '../../shared/wizard/proof-view.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Proof from '../../src-renderer/proof/Proof.svelte';
import { healthyToServer, text, toOnPremises, word } from '../unit/proof/messages.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { eventually } from './patience.ts';
import { openWindow, type TestWindow } from './window.ts';

let finish: WizardView;
beforeAll(async () => {
  finish = await viewAt('finish.ready');
});
afterAll(removeFolders);

const part = (of: string, reason: SealPart['reason'], state: SealPart['state'] = 'notYet'): SealPart => ({ of, state, reason, at: null });
const seal = (kind: Seal['kind'], direction: Seal['direction'], ...parts: readonly SealPart[]): Seal => ({
  kind,
  direction,
  state: parts.some(({ state }) => state === 'failed') ? 'failed' : parts.every(({ state }) => state === 'proven') ? 'proven' : 'notYet',
  parts,
  search: null,
});
const proofOf = (...seals: readonly Seal[]): ProofView => ({
  seals,
  wanted: 'A'.repeat(40),
  isProven: false,
  targets: {
    receiving: ['EX01', 'EX02'].map((server) => ({ server, host: `${server.toLowerCase()}.contoso.com` })),
    areSmartHostsKnown: true,
    sending: ['EX01'],
    connectors: { toOnPremises: [], toExchangeOnline: [] },
    transport: ['EX01', 'EX02'],
    edge: [],
    outbound: [{ name: 'Outbound to contoso', domains: ['contoso.com'] }],
  },
  words: [],
});

async function show(
  proof: ProofView,
  {
    language = 'en',
    answers = {},
    mode = 'guided',
    evidence = [],
    onlineSkipped = false,
  }: {
    readonly language?: Language;
    readonly answers?: Partial<Handlers>;
    readonly mode?: 'guided' | 'connected';
    readonly evidence?: readonly KeptEvidence[];
    readonly onlineSkipped?: boolean;
  } = {},
): Promise<TestWindow> {
  const { runs } = finish.context;
  const apply = runs.apply === null ? null : { ...runs.apply, evidence };
  const context = { ...finish.context, mode, language, onlineSkipped, runs: { ...runs, apply } };
  const view: WizardView = { ...finish, proof, context };
  const window = await openWindow(view, answers);
  render(Proof, { view, proof });
  return window;
}
const linesOf = (kind: string): readonly string[] => textsOf(all(`[data-seal="${kind}"] .details > ul:not(.places) li`));

describe('what is presented', () => {
  it.each([
    ['en', ['EX01, EX02: not queried yet'], 'New certificate presented: not proven yet'],
    ['ja', ['EX01, EX02: まだ確認していません'], '新しい証明書の提示: 未確認'],
  ] as const)('says equal things once (%s)', async (language, lines, label) => {
    const open = { kind: 'notAsked' } as const;
    await show(proofOf(seal('presented', 'toOnPremises', part('EX01', open), part('EX02', open))), { language });
    expect(linesOf('presented')).toEqual(lines);
    expect(textOf(find('[data-seal="presented"] strong'))).toBe(label);
  });

  it('names what is wrong, and where the log is that can show more', async () => {
    await show(
      proofOf(
        seal(
          'presented',
          'toOnPremises',
          part('EX01', { kind: 'presentsOther', subject: 'CN=device', thumbprint: 'B'.repeat(40) }, 'failed'),
          part('EX02', { kind: 'noAnswer', fault: 'timedOut', detail: '' }),
        ),
      ),
    );
    expect(linesOf('presented')).toEqual([
      `EX01: presents another certificate: CN=device, thumbprint ${'B'.repeat(40)}. If no Exchange server has it, a device in front of the server presents it.`,
      'EX02: could not be queried from this computer: no response in time',
    ]);
    expect(textsOf(all('[data-testid^="log-"]'))).toEqual(['Open the protocol logs of EX02']);
    expect(find('[data-seal="presented"]').dataset['state']).toBe('failed');
  });

  it('asks each server that it has listed, and stops at a refusal', async () => {
    const asked: string[] = [];
    const answers: Partial<Handlers> = {
      'proof:askServer': (server) => {
        asked.push(server);
        return Promise.resolve(ok(null));
      },
      'proof:cancel': () => Promise.resolve(ok(null)),
    };
    await show(proofOf(seal('presented', 'toOnPremises', part('EX01', { kind: 'notAsked' }))), { answers });
    expect(textsOf(all('.places li'))).toEqual(['ex01.contoso.com:25', 'ex02.contoso.com:25']);
    expect(asked).toEqual([]);
    await fireEvent.click(screen.getByTestId('prove-servers'));
    await eventually(() => asked).toEqual(['EX01', 'EX02']);
  });
});

describe('what Exchange itself says', () => {
  const open = (reason: SealPart['reason'], of = '') => seal('validated', 'toOnPremises', part(of, reason));
  const toServers = open({ kind: 'validationNotRun' }, 'Outbound to contoso');
  const toCloud = seal('validated', 'toExchangeOnline', part('EX01', { kind: 'queuesNotRead' }));

  it('is asked only on request', async () => {
    const done = () => Promise.resolve(ok(null));
    const { asked } = await show(proofOf(toServers, toCloud), {
      mode: 'connected',
      answers: { 'proof:queues': done, 'proof:delayed': done },
    });
    expect(asked).toEqual([]);
    await fireEvent.click(screen.getByTestId('read-queues'));
    await eventually(() => asked).toEqual([['proof:queues', undefined]]);
    await fireEvent.click(await screen.findByTestId('find-delayed'));
    await eventually(() => asked).toContainEqual(['proof:delayed', undefined]);
  });

  it('sends a message only after its command was shown and the question was answered', async () => {
    const { asked } = await show(proofOf(toServers), { mode: 'connected', answers: { 'proof:validate': () => Promise.resolve(ok(null)) } });
    expect(screen.queryByTestId('validate')).toBeNull();
    await fireEvent.input(screen.getByTestId('validation-recipient'), { target: { value: 'local@contoso.com' } });
    expect(document.body.textContent).toContain(
      "Validate-OutboundConnector -Identity 'Outbound to contoso' -Recipients @('local@contoso.com') -Confirm:$false",
    );
    await fireEvent.click(screen.getByTestId('validate'));
    await fireEvent.click(await screen.findByText('Do not send'));
    expect(asked).toEqual([]);
    await fireEvent.click(screen.getByTestId('validate'));
    await fireEvent.click(await screen.findByText('Send and validate'));
    await eventually(() => asked).toContainEqual(['proof:validate', { connector: 'Outbound to contoso', recipient: 'local@contoso.com' }]);
  });

  it('has its result read by a person, with every line', async () => {
    const at = '2026-11-28T12:00:00.000Z';
    const evidence: Evidence = {
      kind: 'validation',
      connector: 'Outbound to contoso',
      recipient: 'local@contoso.com',
      result: { state: 'answered', says: 'succeeded', readBy: 'wizard', lines: ['Status: Succeeded', 'Details: x'] },
    };
    const reason = { kind: 'validationSucceeded', recipient: 'local@contoso.com' } as const;
    const { asked } = await show(proofOf(seal('validated', 'toOnPremises', { ...part('Outbound to contoso', reason), at })), {
      mode: 'connected',
      evidence: [{ n: 90, at, evidence }],
      answers: { 'proof:validationRead': () => Promise.resolve(ok(null)) },
    });
    expect(linesOf('validated')[0]).toContain('How to read that result is not published, so this is not confirmed');
    expect(textsOf(all('[data-testid="validation-lines"] li'))).toEqual(['Status: Succeeded', 'Details: x']);
    await fireEvent.click(screen.getByTestId('validation-failed'));
    expect(asked).toContainEqual(['proof:validationRead', { connector: 'Outbound to contoso', says: 'failed' }]);
  });

  it.each([
    ['en', 'not available here', 'Exchange Online was left out of this session. Connect to it to have this checked.'],
    ['ja', 'ここでは確認不可', 'このセッションでは Exchange Online を省略しています。確認するには接続してください。'],
  ] as const)('says why it cannot be had, and asks nothing (%s)', async (language, label, line) => {
    const cannot: Seal = { ...seal('validated', 'toOnPremises', part('', { kind: 'onlineSkipped' }, 'cannot')), state: 'cannot' };
    await show(proofOf(cannot), { language, mode: 'connected', onlineSkipped: true });
    expect(textOf(find('[data-seal="validated"] strong'))).toContain(label);
    expect(linesOf('validated')).toEqual([line]);
    expect(screen.queryByTestId('find-delayed')).toBeNull();
    expect(screen.queryByTestId('validation-recipient')).toBeNull();
  });

  it('is pasted without a connection, and what was printed before the change is refused with its time', async () => {
    const { asked } = await show(proofOf(toServers, toCloud), {
      answers: { 'proof:pasteMail': () => Promise.resolve(ok({ kind: 'older', at: '2026-11-28T12:00:00.000Z' })) },
    });
    expect(screen.queryByTestId('read-queues')).toBeNull();
    const shown = textOf(screen.getByTestId('paste-mail'));
    expect(shown).toContain("foreach ($server in 'EX01','EX02')");
    await fireEvent.input(screen.getByTestId('printed-mail'), { target: { value: '{}' } });
    await fireEvent.click(screen.getByTestId('read-printed'));
    await eventually(() => textOf(screen.getByTestId('printed-said'))).toContain('before the last change');
    expect(asked).toContainEqual(['proof:pasteMail', '{}']);
  });
});

describe('a test message', () => {
  it('that was found shows its route and what that does not show', async () => {
    const found: Seal = {
      ...seal('trusted', 'toOnPremises', part('', { kind: 'messageAwaited', word })),
      search: {
        kind: 'search',
        direction: 'toOnPremises',
        word,
        foundAt: '2026-11-28T12:00:00.000Z',
        servers: [
          {
            server: 'EX01',
            result: {
              state: 'read',
              events: [{ at: null, event: 'RECEIVE', source: 'SMTP', connector: 'Default Frontend EX01', detail: '250 OK' }],
            },
          },
          { server: 'EX02', result: { state: 'read', events: [] } },
          { server: 'EX03', result: { state: 'unread', code: 'cmdlet.timedOut', detail: '60 s' } },
        ],
        online: { state: 'read', messages: [] },
      },
    };
    await show(proofOf(found), { mode: 'connected' });
    const lines = textsOf(all('[data-testid="found-toOnPremises"] li'));
    expect(lines[1]).toBe('EX01: RECEIVE (SMTP), connector Default Frontend EX01, time not known: 250 OK');
    expect(lines[2]).toContain('EX03: could not be read, so it is not known whether the message passed it');
    expect(lines.slice(3)).toEqual([
      'No trace of it on EX02.',
      'Message trace does not show it yet.',
      'This shows the route of the message. It does not show that it counts as internal (AuthAs), nor which certificate was presented: the headers show the first, the certificate above the second.',
    ]);
  });

  const awaited = proofOf(seal('trusted', 'toOnPremises', part('', { kind: 'messageAwaited', word })));
  const judged = judgeTrust(text(healthyToServer), toOnPremises);

  it('has its subject before there is a draft, which needs a whole address', async () => {
    const { asked } = await show(awaited, { answers: { 'proof:draft': () => Promise.resolve(ok(null)) } });
    expect(textOf(screen.getByTestId('subject-toOnPremises'))).toBe(word);
    const field = screen.getByTestId('recipient-toOnPremises');
    for (const address of ['local', 'local@contoso', 'a@contoso.com?bcc=b@fabrikam.com', 'a b@contoso.com']) {
      await fireEvent.input(field, { target: { value: address } });
      expect(screen.queryByText('Open a draft')).toBeNull();
    }
    await fireEvent.input(field, { target: { value: 'local@contoso.com' } });
    await fireEvent.click(screen.getByText('Open a draft'));
    expect(asked).toContainEqual(['proof:draft', { direction: 'toOnPremises', recipient: 'local@contoso.com' }]);
  });

  it.each<[string, MessageAnswer, string]>([
    ['is no message', { kind: 'refused', refusal: 'notHeaders' }, 'The text has no message headers.'],
    [
      'proves nothing now',
      { kind: 'judged', isKept: false, proof: judged.ok ? { ...judged.value, verdict: 'notProven' } : ({} as never) },
      'This message proves nothing about mail flow now, so it was not written down.',
    ],
  ])('says of a text that it %s', async (_, answer, words) => {
    const { asked } = await show(awaited, { answers: { 'proof:message': () => Promise.resolve(ok(answer)) } });
    await fireEvent.input(screen.getByTestId('headers-toOnPremises'), { target: { value: 'Received: x' } });
    await fireEvent.click(screen.getByTestId('judge-toOnPremises'));
    await eventually(() => textOf(find('.message > [role="status"]'))).toContain(words);
    expect(asked).toContainEqual(['proof:message', { direction: 'toOnPremises', text: 'Received: x' }]);
  });

  it('shows the lines that prove it, and what it does not show', async () => {
    if (!judged.ok) throw new Error(judged.error);
    await show(proofOf(seal('trusted', 'toOnPremises', part('', { kind: 'message', word, proof: judged.value }, 'proven'))));
    const shown = textOf(screen.getByTestId('shown-toOnPremises'));
    expect(shown).toContain('X-CrossPremisesHeadersPromoted: EX01.contoso.com');
    expect(shown).toContain('Seen in public messages; not documented by Microsoft.');
    expect(textsOf(all('.open li'))).toContain('Which certificate was presented, and whether it was checked: no header says it');
  });
});
