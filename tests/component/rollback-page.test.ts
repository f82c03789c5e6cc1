import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCall } from '../../shared/commands/render.ts';
import { known, unknown } from '../../shared/model/known.ts';
import { synchronizeStep } from '../../shared/plan/person-steps.ts';
import { callSteps, type Plan } from '../../shared/plan/plan.ts';
import { rollbackKey, type RollbackValue } from '../../shared/run/rollback.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { lostAndRolledBack, rolledBackInTwo } from './journeys.ts';
import { at, commands, heading, lead, sayings, show, states, stepsOf } from './shown-change.ts';

let lost: readonly WizardView[];
let inTwo: readonly WizardView[];
beforeAll(async () => {
  [lost, inTwo] = await Promise.all([lostAndRolledBack(), rolledBackInTwo()]);
});
afterAll(removeFolders);

const edgeSyncOnly = (): Plan['steps'] => {
  const { planned } = synchronizeStep('EDGE01');
  if (planned.kind !== 'person') throw new Error('no step of a person');
  return [{ ...planned, forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' }, weakens: [] }];
};

describe('the rollback before it is begun', () => {
  const review = (): WizardView => {
    const [view] = at(lost, 'change.rollbackReview rollback');
    if (view === undefined) throw new Error('that view never came');
    return view;
  };
  const value = (of: Partial<RollbackValue>): RollbackValue => ({
    cmdlet: 'Get-ReceiveConnector',
    object: 'EX02\\Default Frontend EX02',
    server: 'EX02',
    guid: null,
    parameter: 'TlsCertificateName',
    original: 'old',
    now: known('other'),
    kind: 'conflict',
    ...of,
  });
  const reviewed = (values: readonly RollbackValue[] | null, decisions: WizardView['context']['rollbackDecisions'] = {}): WizardView => ({
    ...review(),
    context: {
      ...review().context,
      review: values,
      rollbackDecisions: decisions,
      plans: { ...review().context.plans, rollback: null },
    },
  });
  const rows = (): readonly string[] =>
    all('[data-testid="rollback-review"] tbody tr').map((row) => [...row.children].map(textOf).join(' '));
  const kinds = (): readonly (string | undefined)[] => all('[data-kind]').map((row) => row.dataset['kind']);

  it('has each value as it was and as it is, and the commands that put it back', async () => {
    await show(review());
    const old = String(stepsOf(lost)[0]?.before['TlsCertificateName']);
    expect(rows()).toEqual(
      ['EX01', 'EX02'].flatMap((server) => [
        `${server}\\Default Frontend ${server} TlsCertificateName ${old} (empty) is rolled back`,
        `${server}\\Default Frontend ${server} TlsDomainCapabilities mail.protection.outlook.com:AcceptCloudServicesMail (empty) is rolled back`,
      ]),
    );
    const plan = review().context.plans.rollback;
    expect(commands('Rollback commands')).toBe(
      plan === null
        ? ''
        : callSteps(plan)
            .map(({ call }) => renderCall(call))
            .join('\n'),
    );
    expect(commands('Rollback commands')).toContain('EX02');
    expect(commands('Rollback commands')).not.toContain('EX03');
    expect(all('.bar').filter((bar) => !bar.textContent.includes('worse than before'))).toEqual([]);
  });

  /** A review of a run that has EdgeSync as a step, with that step as the rollback or without one. */
  const withEdgeSync = (view: WizardView, isPlanned: boolean): WizardView => {
    const { apply } = view.context.plans;
    if (apply === null) throw new Error('nothing was planned');
    const steps = edgeSyncOnly();
    const plans = { ...view.context.plans, apply: { ...apply, steps }, rollback: { ...apply, steps: isPlanned ? steps : [] } };
    return { ...view, context: { ...view.context, plans } };
  };

  it.each([
    [
      'en',
      'Every value that was read is as before, so there is nothing to roll back.',
      /^Whether EdgeSync has brought .* still to be tested/,
    ],
    ['ja', '読み取った値は', /^EdgeSync が送信コネクタを.*まだ確認していません/],
  ] as const)(
    'says that EdgeSync is still to be tested where every value is as before (%s)',
    async (language, nothing, synchronization) => {
      await show(withEdgeSync(reviewed([value({ kind: 'unchanged', now: known('old') })]), true), language);
      const [first, second] = textsOf(all('.bar.info p'));
      expect(first).toContain(nothing);
      expect(second).toMatch(synchronization);
      expect(commands(language === 'en' ? 'Rollback commands' : '変更前の値に戻すコマンド')).toContain(
        "Start-EdgeSynchronization -TargetServer 'EDGE01'",
      );
    },
  );

  it.each([
    ['en', 'conflict', 'If an earlier rollback ended before EdgeSync', 'Nothing is rolled back unless you decide so for a value below.'],
    [
      'en',
      'unread',
      'If an earlier rollback ended before EdgeSync',
      'Nothing that was read has to be rolled back, and what could not be read is left alone. Read the values again.',
    ],
    ['ja', 'unread', '以前に変更前の値に戻す処理が EdgeSync の前に終わった場合', '読み取った範囲では、戻すものはありません。'],
  ] as const)('offers no rollback by EdgeSync alone, only its commands (%s, %s)', async (language, kind, title, words) => {
    const now = kind === 'unread' ? unknown('failed') : known('other');
    await show(withEdgeSync(reviewed([value({ kind, now })]), false), language);
    expect(textOf(find('.bar.info'))).toContain(words);
    expect(commands(title)).toBe("# On a Mailbox server\nStart-EdgeSynchronization -TargetServer 'EDGE01'");
  });

  it.each([
    ['en', 'was not written by this change: is kept', 'Roll back', 'Nothing is rolled back unless you decide so for a value below.'],
    ['ja', 'この変更で書き込んだ値ではない: 維持する', '戻す', '以下の値について [戻す] を選択しない限り、何も戻しません。'],
  ] as const)('keeps a value of somebody else unless it is decided otherwise (%s)', async (language, words, button, nothing) => {
    const conflict = value({});
    const { sent } = await show(reviewed([conflict]), language);
    expect(rows()[0]).toContain(words);
    expect(textsOf(all('.bar.info'))).toEqual([nothing]);
    await fireEvent.click(screen.getByRole('button', { name: button }));
    expect(sent).toEqual([{ type: 'DECIDE', key: rollbackKey(conflict), decision: 'putBack' }]);
  });

  it.each([
    ['en', 'was not written by this change: is rolled back', 'Keep'],
    ['ja', 'この変更で書き込んだ値ではない: 変更前の値に戻す', '維持する'],
  ] as const)('can keep again what was to be put back (%s)', async (language, words, button) => {
    const conflict = value({});
    const { sent } = await show(reviewed([conflict], { [rollbackKey(conflict)]: 'putBack' }), language);
    expect(rows()[0]).toContain(words);
    expect(textsOf(all('.bar.warning')).filter((text) => /not as before|変更前と異なり/.test(text))).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: button }));
    expect(sent).toEqual([{ type: 'DECIDE', key: rollbackKey(conflict), decision: 'keep' }]);
  });

  it.each([
    [
      'en',
      'could not be read: is left alone',
      'Values that are kept or cannot be rolled back are not as before; values that could not be read may not be.',
    ],
    [
      'ja',
      '読み取れないため、変更しない',
      '維持する値と変更前に戻せない値は、変更前と異なります。読み取れなかった値も、変更前と異なる可能性があります。',
    ],
  ] as const)('names what could not be read, and why (%s)', async (language, words, open) => {
    await show(reviewed([value({ kind: 'unread', now: unknown('notReturned', 'RPC server') })]), language);
    expect(rows()[0]).toContain('RPC server');
    expect(rows()[0]).toContain(words);
    expect(textsOf(all('.bar.warning'))).toContain(open);
    expect(all('[data-testid="rollback-review"] button')).toEqual([]);
  });

  it('has first what must be decided, last what is as before', async () => {
    await show(
      reviewed([
        value({ kind: 'unchanged', object: 'a', now: known('old') }),
        value({ kind: 'putBack', object: 'b' }),
        value({ kind: 'unread', object: 'c', now: unknown('failed') }),
        value({ object: 'd' }),
      ]),
    );
    expect(kinds()).toEqual(['conflict', 'unread', 'putBack', 'unchanged']);
    expect(rows().at(-1)).toContain('is as before');
  });

  it.each([
    ['en', 'Of what was read, nothing is left that can be rolled back. What the table calls “cannot be rolled back” stays as it is.'],
    ['ja', '読み取った範囲では、変更前の値に戻せるものは残っていません。「変更前の値に戻せない」と表示されている値は、現在のままです。'],
  ] as const)('does not call as before what cannot be rolled back (%s)', async (language, words) => {
    await show(reviewed([value({ kind: 'irreversible' })]), language);
    expect(textsOf(all('.bar.info'))).toEqual([words]);
  });

  it.each([
    ['en', 'Every value that was read is as before, so there is nothing to roll back.'],
    ['ja', '読み取った値はすべて変更前と同じため、戻すものはありません。'],
  ] as const)('says so where there is nothing to put back (%s)', async (language, words) => {
    for (const values of [[], [value({ kind: 'unchanged', now: known('old') })]]) {
      const { sent } = await show(reviewed(values), language);
      expect(textsOf(all('.bar.info'))).toEqual([words]);
      expect([screen.queryByRole('region'), sent]).toEqual([null, []]);
      cleanup();
    }
  });

  it.each([
    ['en', 'The current values could not be read, so nothing is rolled back. Read them again.'],
    ['ja', '現在の値を読み取れなかったため、何も戻しません。再読み取りしてください。'],
  ] as const)('claims nothing of what was not read (%s)', async (language, words) => {
    await show(reviewed(null), language);
    expect(textsOf(all('.bar.warning'))).toContain(words);
    expect(all('.bar.info')).toEqual([]);
  });
});

describe('the rollback', () => {
  it('counts what is put back, and only what was changed', async () => {
    expect(await sayings(at(lost, 'change.running rollback'))).toEqual([
      '0 of 2: EX02\\Default Frontend EX02 [0/2]',
      '1 of 2: EX01\\Default Frontend EX01 [1/2]',
      'Rolling back to the original values [2/2]',
    ]);
  });

  it.each([
    ['en', 'The rollback is not complete', 'This page shows which objects have their original values again, and which do not.'],
    ['ja', '変更前の値に戻す処理が完了していません', '変更前の値に戻ったオブジェクトと、戻っていないオブジェクトを以下に示します。'],
  ] as const)('that stopped says so, and why (%s)', async (language, title, words) => {
    const view = at(inTwo, 'change.stopped rollback')[0];
    await show(view, language);
    expect(heading()).toBe(title);
    expect(lead()).toContain(words);
    expect(textOf(screen.getByTestId('stop'))).toContain('EX01\\Default Frontend EX01');
    expect(states().join()).toContain('Access is denied.');
    expect(view?.buttons.map(({ label }) => label)).toEqual(['change_rest', 'read_again', 'show_rollback']);
  });

  it.each([
    ['en', ['Before the rollback', 'Original value', 'Current value'], 'The rollback is verified'],
    ['ja', ['戻す前の値', '変更前の値', '現在の値'], '変更前の値に戻したことを確認しました'],
  ] as const)(
    'ends with the original values, read back, below headings that say which is which (%s)',
    async (language, headings, title) => {
      await show(at(lost, 'change.done rollback')[0], language);
      expect(heading()).toBe(title);
      expect(all('.bar')).toEqual([]);
      expect(textsOf(screen.getAllByRole('columnheader')).slice(-3)).toEqual(headings);
      const [, original] = all('tbody tr:first-child code').map(textOf);
      expect(original).toBe(stepsOf(lost)[0]?.before['TlsCertificateName']);
      // What a rollback plans are the original values.
      expect(textOf(find('tbody tr').lastElementChild)).toBe(language === 'en' ? 'as planned' : '計画どおり');
    },
  );

  it.each([
    [
      'en',
      /^EdgeSync is verified Nothing was left that could be rolled back, and the Edge servers have the send connectors of the organization\./,
    ],
    [
      'ja',
      /^EdgeSync の反映を確認しました 変更前の値に戻せるものは残っていませんでした。エッジ サーバーには組織の送信コネクタが反映されています。/,
    ],
  ] as const)('that only tested EdgeSync does not say that values were put back (%s)', async (language, words) => {
    const [view] = at(lost, 'change.done rollback');
    const made = view?.context.plans.rollback ?? null;
    if (view === undefined || made === null) throw new Error('that view never came');
    const rollback = { ...made, steps: edgeSyncOnly() };
    await show({ ...view, context: { ...view.context, plans: { ...view.context.plans, rollback } } }, language);
    expect(lead()).toMatch(words);
    // Nobody has read before the rollback whether EdgeSync was up to date.
    expect(textsOf(all('tbody tr:first-child td')).slice(2, 4)).toEqual(['–', '–']);
  });

  it('names what still carries the new name, and what is not known after the HCW', async () => {
    const view = at(lost, 'change.done rollback')[0];
    if (view === undefined) throw new Error('that view never came');
    await show({ ...view, afterRollback: { objects: ['Outbound to Office 365', 'Hybrid Configuration'], open: 'hcwRan' } });
    expect(textsOf(all('.bar.warning'))).toEqual([
      'The new certificate name is still set on: Outbound to Office 365, Hybrid Configuration. The rollback does not change these objects.',
      'The HCW has run since the organization was read. Where else the new certificate name is set is not known until the data is collected again.',
    ]);
  });
});
