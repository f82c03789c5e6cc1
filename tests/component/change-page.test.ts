import { commandTexts, readingText } from '../../shared/plan/step-text.ts';
import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCall } from '../../shared/commands/render.ts';
import { stopReasons, type StopReason } from '../../shared/run/next.ts';
import { buttonsOf } from '../../shared/wizard/buttons.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { goTo } from '../unit/wizard-main/administrator.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { fixed, lostAndRolledBack, manual, practicing } from './journeys.ts';
import { at, commands, heading, lead, sayings, show, states, stepsOf } from './shown-change.ts';

let lost: readonly WizardView[];
let fix: readonly WizardView[];
let byHand: readonly WizardView[];
let whole: readonly WizardView[];

beforeAll(async () => {
  [lost, fix, byHand] = await Promise.all([lostAndRolledBack(), fixed(), manual()]);
  const program = await practicing();
  await goTo(program, 'change.done');
  whole = program.views;
});
afterAll(removeFolders);

const stopped = (views: readonly WizardView[], why: StopReason): WizardView => {
  const found = views.find(({ phase, context: { runs, active } }) => phase === 'stopped' && runs[active]?.stop?.why === why);
  if (found === undefined) throw new Error(`nothing stopped with ${why}`);
  return found;
};

describe('a plan that is carried out', () => {
  it('says which server is changed, and how far it is', async () => {
    expect(await sayings(at(whole, 'change.running'))).toEqual([
      '0 of 3: EX01\\Default Frontend EX01 [0/3]',
      '1 of 3: EX02\\Default Frontend EX02 [1/3]',
      '2 of 3: EX03\\Default Frontend EX03 [2/3]',
      'Carrying out the plan [3/3]',
    ]);
  });

  it('calls the command that is on its way sent, not unknown', async () => {
    await show(at(whole, 'change.running').find(({ context }) => context.runs.apply?.steps['reset EX02']?.state === 'doubt'));
    expect(states()).toEqual(['command sent…', 'not started', 'changed and verified']);
  });

  it('offers no commands to copy while it runs, and says no reason why it would not go on', async () => {
    await show(at(whole, 'change.running').at(-1));
    expect(screen.queryByRole('region')).toBeNull();
    expect(screen.queryByTestId('stop')).toBeNull();
  });
});

describe('a plan that is done', () => {
  it("shows each server's result as it was read back, and where the run is kept", async () => {
    const view = at(whole, 'change.done')[0];
    await show(view);
    expect(states()).toEqual(['changed and verified']);
    expect(textOf(screen.getByRole('rowheader'))).toBe('EX01–EX03 Default Frontend');
    expect(all('tbody tr').map((row) => textOf(row.lastElementChild))).toEqual(['as planned', 'as planned']);
    const path = view?.context.runs.apply?.path ?? '-';
    expect(path).toContain('runs');
    expect(textOf(find('p.secondary:last-child'))).toBe(`Saved values, journal and scripts of this change: ${path}`);
    expect(screen.queryByTestId('stop')).toBeNull();
  });

  it.each([
    ['en', 'Run the HCW now, without delay.'],
    ['ja', '続けてすぐに HCW を実行してください。'],
  ] as const)('sends to the HCW only where the HCW comes next (%s)', async (language, words) => {
    const view = at(whole, 'change.done')[0];
    await show(view, language);
    expect(lead()).toContain(words);
    cleanup();
    const run = view?.context.runs.apply ?? null;
    if (view === undefined || run === null) throw new Error('that view never came');
    await show(
      { ...view, context: { ...view.context, runs: { ...view.context.runs, apply: { ...run, stop: null, isFinished: true } } } },
      language,
    );
    expect(lead()).not.toContain('HCW');
  });

  it('names the servers that were left out, and what to run for each', async () => {
    const view = at(whole, 'change.done')[0];
    const plan = view?.context.plans.apply ?? null;
    if (view === undefined || plan === null) throw new Error('that view never came');
    const leftOut = ['EX04', 'EX05'].map((server) => ({ server, reason: 'failed' as const, evidence: `${server}: RPC` }));
    await show({ ...view, context: { ...view.context, plans: { ...view.context.plans, apply: { ...plan, leftOut } } } });
    expect(textsOf(all('.bar.error')).at(-1)).toMatch(/^Left out: EX04, EX05 The receive connector of EX04, EX05 could not be read/);
    expect(commands('To run in the Exchange Management Shell')?.split('\n')).toEqual(
      ['EX04', 'EX05'].flatMap((server) => [
        `Get-ReceiveConnector -Identity '${server}\\Default Frontend ${server}' | Format-List Identity,TlsCertificateName,TlsDomainCapabilities`,
        `Set-ReceiveConnector -Identity '${server}\\Default Frontend ${server}' -TlsCertificateName $null -TlsDomainCapabilities $null`,
      ]),
    );
  });

  it('names a send connector that was left out, and shows no reset for it', async () => {
    const view = at(whole, 'change.done')[0];
    const plan = view?.context.plans.apply ?? null;
    if (view === undefined || plan === null) throw new Error('that view never came');
    const leftOut = [{ server: '', reason: 'timedOut' as const, evidence: 'Outbound to Office 365' }];
    await show({ ...view, context: { ...view.context, plans: { ...view.context.plans, apply: { ...plan, leftOut } } } });
    expect(textsOf(all('.bar.error')).at(-1)).toMatch(
      /^Left out: Outbound to Office 365 Outbound to Office 365: its values could not be read/,
    );
    expect(screen.queryByRole('region', { name: 'To run in the Exchange Management Shell' })).toBeNull();
  });

  it('says for how long mail is not trusted, by the clock of a command and of nothing else', async () => {
    const view = at(whole, 'change.done')[0];
    await show(view);
    expect(screen.getAllByRole('note').map(textOf)[0]).toMatch(
      /^Mail flow has been worse than before the change for [\d,]+ (?:sec|min|hr)/,
    );
    if (!view?.weakened) throw new Error('mail flow is not weaker');
    cleanup();
    await show({ ...view, weakened: { ...view.weakened, hasClock: false } });
    expect(document.body.textContent).not.toContain('worse than before the change');
  });

  it.each([
    ['en', 'The hybrid configuration now refers to the new certificate. Run the HCW again from step 2-1.'],
    ['ja', 'ハイブリッド構成に新しい証明書が設定されました。手順 2-1 から HCW を再実行してください。'],
  ] as const)('says what comes next after the fix (%s)', async (language, words) => {
    await show(at(fix, 'change.done fix')[0], language);
    expect(lead()).toContain(words);
    expect(textOf(find('tbody tr').lastElementChild)).toBe(language === 'en' ? 'as planned' : '計画どおり');
  });

  it('says what was read back when nobody ran the command of the fix', async () => {
    await show(at(fix, 'change.stopped fix')[0]);
    expect(states()).toEqual(['not started']);
    expect(textOf(find('tbody tr').lastElementChild)).toBe('as before');
    expect(heading()).toBe('The change is not complete');
  });
});

const object = 'EX02\\Default Frontend EX02';
/** What each reason says, and the button that is the safe next action. Of the others the heading says it. */
const reasons: Readonly<Record<Exclude<StopReason, 'handover' | 'canary' | 'person'>, readonly [en: string, ja: string, primary: string]>> =
  {
    asked: [
      'The change was stopped. No further command is sent until you continue.',
      '変更を停止しました。続行するまで、コマンドは送信しません。',
      'change_rest',
    ],
    differs: [
      `${object} no longer has the values that were reviewed. No command was sent to it. Compare the values below. It can go on when the object has those values again. You can also roll back.`,
      `${object} の値が、確認した値と異なります。コマンドは送信していません。以下の値を比較してください。このオブジェクトが確認した値に戻れば、続行できます。 変更前の値に戻すこともできます。`,
      'read_again',
    ],
    unread: [
      `${object} could not be read, so no command was sent to it. Read it again, or continue when it can be reached.`,
      `${object} を読み取れなかったため、コマンドは送信していません。再読み取りするか、接続できるようになってから続行してください。`,
      'read_again',
    ],
    doubt: [
      `Whether the command for ${object} was carried out is not known. Read it again before anything else.`,
      `${object} のコマンドが実行されたかどうかは不明です。まず再読み取りしてください。`,
      'read_again',
    ],
    failed: [
      `The command for ${object} had no effect. Continue to try again. You can also roll back.`,
      `${object} のコマンドは効果がありませんでした。続行すると再試行します。 変更前の値に戻すこともできます。`,
      'change_rest',
    ],
    foreign: [
      `${object} has neither the original nor the wanted values. Compare the values below, then roll back.`,
      `${object} は、変更前の値でも変更後の値でもありません。以下の値を比較してから、変更前の値に戻してください。`,
      'change_rest',
    ],
  };

/** The page where the first server is done, and stopped at the second one for that reason. */
function stoppedAt(why: StopReason, more: Partial<WizardView> = {}): WizardView {
  const view = stopped(lost, 'canary');
  const run = view.context.runs.apply;
  if (run === null) throw new Error('nothing was begun');
  const context = { ...view.context, runs: { ...view.context.runs, apply: { ...run, stop: { why, step: 'reset EX02' } } } };
  const step = { page: 'change', phase: 'stopped' } as const;
  return { ...view, ...more, ...step, context, buttons: buttonsOf(step, context) };
}

describe('a run that stopped', () => {
  it('has a text for every reason but those that the heading says, and the handover', () => {
    expect([...Object.keys(reasons), 'canary', 'person', 'handover'].sort()).toEqual([...stopReasons].sort());
  });

  it.each(Object.entries(reasons).flatMap(([why, texts]) => (['en', 'ja'] as const).map((language) => [why, language, texts] as const)))(
    'says why (%s, %s)',
    async (why, language, [en, ja, primary]) => {
      const reason = stopReasons.find((one) => one === why) ?? 'handover';
      const view = stoppedAt(reason);
      await show(view, language);
      expect(textOf(screen.getByTestId('stop'))).toBe(language === 'en' ? en : ja);
      expect(view.buttons.filter((button) => button.primary).map(({ label }) => label)).toEqual([primary]);
      expect(find('.bar:has([data-testid="stop"])').classList.contains(why === 'asked' ? 'info' : 'warning')).toBe(true);
    },
  );

  it.each(['differs', 'failed'] as const)('names only ways that the page offers (%s)', async (why) => {
    await show(stoppedAt(why, { canRollBack: false, canGoBack: true }));
    expect(textOf(screen.getByTestId('stop'))).toMatch(/You can also go back and collect the data again\.$/);
    cleanup();
    await show(stoppedAt(why, { canRollBack: false, canGoBack: false }));
    expect(textOf(screen.getByTestId('stop'))).not.toMatch(/roll back|go back/);
  });

  it.each([
    ['en', 'Paused after the first server', 'The change is not complete'],
    ['ja', '最初のサーバーの後で一時停止しています', '変更が完了していません'],
  ] as const)('after the first server asks for the proof, and calls nothing a failure (%s)', async (language, first, later) => {
    const view = stopped(lost, 'canary');
    await show(view, language);
    expect(heading()).toBe(first);
    expect(document.querySelector('[data-testid="stop"]')).toBeNull();
    expect(textOf(find('h1 + p'))).toMatch(language === 'en' ? /Check now that mail flow/ : /確認してください/);
    expect(view.buttons.filter((button) => button.primary).map(({ label }) => label)).toEqual(['go_on']);
    expect(all('.bar.error')).toEqual([]);
    cleanup();
    await show(stopped(lost, 'doubt'), language);
    expect(heading()).toBe(later);
  });

  it('shows what was done, what is not known, what was not done', async () => {
    await show(stopped(lost, 'doubt'));
    expect(states()).toEqual([expect.stringMatching(/^unknown The session with Exchange was lost/), 'not started', 'changed and verified']);
    expect(stopped(lost, 'doubt').buttons.map(({ label, primary }) => [label, primary])).toEqual([
      ['read_again', true],
      ['change_rest', false],
      ['show_rollback', false],
    ]);
  });

  it('ends the doubt when it is read again', async () => {
    await show(stopped(lost, 'asked'));
    expect(states()).toEqual(['not started', 'changed and verified', 'changed and verified The session with Exchange was lost']);
  });

  it('has the commands that would still run, to copy', async () => {
    const { asked } = await show(stopped(lost, 'doubt'));
    const [, second, third] = stepsOf(lost);
    if (second === undefined || third === undefined) throw new Error('three servers were expected');
    expect(commands('Remaining commands')).toBe(`${renderCall(second.call)}\n${renderCall(third.call)}`);
    for (const button of screen.getAllByRole('button', { name: 'Copy' })) await fireEvent.click(button);
    expect(asked.map(([, text]) => text)).toEqual(all('pre').map(({ textContent }) => textContent));
  });

  it('calls nothing sent that nothing works on', async () => {
    const running = at(lost, 'change.running').find(({ context }) => context.runs.apply?.steps['reset EX01']?.state === 'doubt');
    if (running === undefined) throw new Error('no such view');
    // As it is found when the program was ended during a change and the server cannot be reached any more.
    await show({ ...stopped(lost, 'doubt'), context: running.context });
    expect(states()).toEqual(['unknown', 'not started']);
  });

  it('is read back without a claim of how far that is', async () => {
    expect(await sayings(at(lost, 'change.readingBack'))).toEqual(['Reading the objects again']);
  });
});

describe('commands that the administrator runs', () => {
  it.each([
    ['change.manual', 'en', 'Run the commands in the Exchange Management Shell', 'The original values are saved.'],
    ['change.manual', 'ja', 'Exchange 管理シェルでコマンドを実行する', '変更前の値を保存しました。'],
    [
      'change.manual rollback',
      'en',
      'Run the rollback in the Exchange Management Shell',
      'Run these commands, then collect the objects again',
    ],
    [
      'change.manual fix',
      'en',
      'Run the commands in the Exchange Management Shell',
      'The original value is saved. Run the command, then collect the hybrid',
    ],
  ] as const)('are on their page with what to do afterwards (%s, %s)', async (place, language, title, words) => {
    await show(at(byHand, place)[0], language);
    expect(heading()).toBe(title);
    expect(lead()).toContain(words);
    expect(screen.queryByTestId('stop')).toBeNull();
  });

  it.each(['change.manual', 'change.manual rollback'])(
    'are those that are still to be run, with what prints their result (%s)',
    async (place) => {
      const [view] = at(byHand, place);
      await show(view);
      const calls = view?.stepsToDo.flatMap(commandTexts) ?? [];
      expect(calls.length).toBeGreaterThan(0);
      const readings = view?.stepsToDo.map(readingText) ?? [];
      expect(commands('Run this block: it changes the settings, then prints the result')).toBe([...calls, ...readings].join('\n'));
      expect(textOf(find('p.secondary:last-child'))).toContain(view?.context.runs[view.context.active]?.path ?? '-');
    },
  );

  it('are called neither run nor not run before their result is read', async () => {
    await show(at(byHand, 'change.manual')[0]);
    expect(states()).toEqual(['unknown']);
    expect(screen.getAllByRole('note').map(textOf)[0]).toMatch(/^Mail flow may have been worse than before the change for/);
  });
});
