/** The proof of mail flow on the last pages: what is said of each seal, and what the administrator does for it. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handlers, MessageAnswer } from '../../shared/ipc/channels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { ok } from '../../shared/model/error.ts';
import type { Seal, SealPart } from '../../shared/proof/seals.ts';
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
  { language = 'en', answers = {} }: { readonly language?: Language; readonly answers?: Partial<Handlers> } = {},
): Promise<TestWindow> {
  const view: WizardView = { ...finish, proof, context: { ...finish.context, mode: 'guided', language } };
  const window = await openWindow(view, answers);
  render(Proof, { view, proof });
  return window;
}
const linesOf = (kind: string): readonly string[] => textsOf(all(`[data-seal="${kind}"] .details > ul:not(.places) li`));

describe('what is presented', () => {
  it.each([
    ['en', ['EX01, EX02: not asked yet'], 'New certificate presented: not proven yet'],
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
      'EX02: could not be asked from this computer: no response in time',
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

describe('a test message', () => {
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
