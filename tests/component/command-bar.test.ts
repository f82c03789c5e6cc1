/** The buttons of every page and phase. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttonsOf, type Question } from '../../shared/wizard/buttons.ts';
import type { RunKind, WizardContext } from '../../shared/wizard/context.ts';
import type { WizardEvent } from '../../shared/wizard/events.ts';
import type { Language } from '../../shared/messages/language.ts';
import { unknown } from '../../shared/model/known.ts';
import { validationCodes } from '../../shared/wizard/pages.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import CommandBar from '../../src-renderer/components/CommandBar.svelte';
import { allMessages } from '../unit/messages/topics.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { everyWizardStep } from './journeys.ts';
import { speak } from './window.ts';

let views: ReadonlyMap<string, WizardView>;
beforeAll(async () => {
  views = await everyWizardStep();
});
afterAll(removeFolders);

function at(place: string): WizardView {
  const view = views.get(place);
  if (view === undefined) throw new Error(`${place} was not reached`);
  return view;
}

interface Shown {
  readonly sent: WizardEvent[];
  /** Questions that come before an event */
  readonly asked: (readonly [Question, WizardEvent])[];
  readonly canceled: () => number;
}

function show(view: WizardView, language: Language = 'en'): Shown {
  speak(language);
  const sent: WizardEvent[] = [];
  const asked: (readonly [Question, WizardEvent])[] = [];
  let canceled = 0;
  render(CommandBar, {
    view,
    onsend: (event: WizardEvent) => {
      sent.push(event);
      return Promise.resolve();
    },
    onask: (question: Question, event: WizardEvent) => {
      asked.push([question, event]);
    },
    oncancel: () => (canceled += 1),
  });
  return { sent, asked, canceled: () => canceled };
}

/** The view after other answers: its buttons come from the table. */
function answered(view: WizardView, answers: Partial<WizardContext>): WizardView {
  const context = { ...view.context, ...answers };
  return { ...view, context, buttons: buttonsOf(view, context) };
}

const press = (name: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));

const rollBack = 'Roll back to the original values…';
/** Left to right: ways out and back, Back, what the page is for, Cancel. */
const bars: readonly (readonly [place: string, left: readonly string[], back: boolean, primary: string | null])[] = [
  ['start.ready', [], false, 'Next'],
  ['before.ready', [], true, 'Next'],
  ['onPremises.ready', [], true, 'Connect'],
  ['onPremises.connecting', ['Stop'], false, null],
  ['exchangeOnline.ready', ['Skip'], true, 'Connect'],
  ['exchangeOnline.connecting', ['Stop'], false, null],
  ['collect.running', ['Stop'], false, null],
  ['collect.readingServer', ['Stop'], false, null],
  ['collect.failed', [], true, 'Try again'],
  ['collect.done', ['Collect again'], true, 'Next'],
  ['certificate.ready', [], true, 'Next'],
  ['preChecks.ready', ['Collect again'], true, 'Next'],
  ['plan.ready', [], true, 'Reset receive connectors'],
  ['change.running', ['Stop'], false, null],
  ['change.manual', [rollBack], false, 'Read the result'],
  ['change.readingBack', ['Stop', rollBack], false, null],
  ['change.stopped', ['Read again', rollBack], false, 'Continue with the other servers'],
  ['change.done', [rollBack], false, 'Continue to the HCW'],
  ['change.reviewing rollback', ['Stop'], false, null],
  ['change.rollbackReview rollback', ['Read again'], true, 'Roll back to the original values'],
  ['change.running rollback', ['Stop'], false, null],
  ['change.stopped rollback', ['Read again', rollBack], true, 'Continue with the remaining commands'],
  ['change.done rollback', [], false, 'Collect again'],
  ['fix.ready', ['I ran the commands: check the result', rollBack], true, 'Set the new certificate'],
  ['change.running fix', ['Stop'], false, null],
  ['change.readingBack fix', ['Stop', rollBack], false, null],
  ['change.stopped fix', ['Read again', rollBack], true, 'Continue with the remaining commands'],
  ['change.done fix', [rollBack], false, 'Run the HCW again'],
  ['postChecks.running', ['Stop', rollBack], false, null],
  ['postChecks.failed', [rollBack], true, 'Try again'],
  ['postChecks.done', ['Check again'], true, 'Finish'],
  ['finish.ready', ['Remove the old certificate…', 'Start another renewal'], true, null],
];

describe('the buttons of', () => {
  it.each(bars)('%s', (place, left, back, primary) => {
    show(at(place));
    const last = place === 'finish.ready' ? 'Close' : 'Cancel';
    expect(textsOf(all('button'))).toEqual([...left, ...(back ? ['Back'] : []), ...(primary === null ? [] : [primary]), last]);
    expect(textsOf(all('button.primary'))).toEqual(primary === null ? [] : [primary]);
  });

  it.each([
    ['selected', 'Continue to the post-checks'],
    ['notSelected', 'Show the fix'],
    ['notListed', 'Show the fix'],
  ] as const)('the HCW page follow the answer %s', (answer, primary) => {
    const view = at('hcw.ready');
    show(answered(view, { hcw: { ...view.context.hcw, answer } }));
    expect(textsOf(all('button.primary'))).toEqual([primary]);
  });

  it('failed post-checks lead back to the HCW, and ask before finishing', async () => {
    // Nothing was written by the HCW: the post-checks find the organization as it was before.
    const view = at('postChecks.done');
    const { asked, sent } = show(answered(view, { verified: view.context.organization }));
    expect(textsOf(all('button'))).toEqual([
      'Roll back to the original values…',
      'Check again',
      'Finish with open items…',
      'Back',
      'Run the HCW again',
      'Cancel',
    ]);
    expect(textsOf(all('button.primary'))).toEqual(['Run the HCW again']);
    await press('Finish with open items…');
    expect([asked, sent]).toEqual([[['finishOpen', { type: 'FINISH_WITH_OPEN_ITEMS' }]], []]);
    await press('Run the HCW again');
    expect(sent).toEqual([{ type: 'RUN_HCW_AGAIN' }]);
  });

  it('post-checks that could not be completed check again first', () => {
    const view = at('postChecks.done');
    const { verified } = view.context;
    if (verified === null) throw new Error('nothing was verified');
    show(answered(view, { verified: { ...verified, sendConnectors: unknown('failed', 'RPC') } }));
    expect(textsOf(all('button.primary'))).toEqual(['Check again']);
    expect(textsOf(all('button.subtle'))).toEqual(['Roll back to the original values…', 'Finish with open items…']);
  });

  it('the plan page commit a plan without commands where the HCW does it alone', async () => {
    const { context } = at('plan.ready');
    const apply = context.plans.apply;
    if (apply === null) throw new Error('no plan');
    const alone = { ...apply, id: 'alone', steps: apply.steps.filter(({ kind }) => kind === 'handover') };
    const { sent } = show(answered(at('plan.ready'), { method: 'certificateOnly', plans: { ...context.plans, apply: alone } }));
    await press('Continue to the HCW');
    expect(sent).toEqual([{ type: 'COMMIT', plan: 'alone' }]);
  });

  it.each([
    ['reset', 'Reset receive connectors'],
    ['direct', 'Set the new certificate name'],
  ] as const)('the plan page name what the method %s does', (method, primary) => {
    show(answered(at('plan.ready'), { method }));
    expect(textsOf(all('button.primary'))).toEqual([primary]);
  });

  it('the plan page lead to the post-checks where the direct method has nothing to send', () => {
    const { context } = at('plan.ready');
    const apply = context.plans.apply;
    if (apply === null) throw new Error('no plan');
    show(answered(at('plan.ready'), { method: 'direct', plans: { ...context.plans, apply: { ...apply, steps: [] } } }));
    expect(textsOf(all('button.primary'))).toEqual(['Continue to the post-checks']);
  });

  it('a rollback that would put nothing back only read again', () => {
    const view = at('change.rollbackReview rollback');
    const rollback = view.context.plans.rollback;
    if (rollback === null) throw new Error('no plan');
    show(answered(view, { plans: { ...view.context.plans, rollback: { ...rollback, steps: [] } } }));
    expect(textsOf(all('button.primary'))).toEqual([]);
    expect(textsOf(all('button.subtle'))).toEqual(['Read again']);
  });

  it('Exchange Online sign in where it is a real one', () => {
    const view = at('exchangeOnline.ready');
    show(answered(view, { mode: 'connected' }));
    expect(textsOf(all('button.primary'))).toEqual(['Sign in']);
  });

  it('a plan in Japanese', () => {
    show(at('plan.ready'), 'ja');
    expect(textsOf(all('button'))).toEqual(['戻る(B)', '受信コネクタをリセット(R)', 'キャンセル(C)']);
  });
});

describe('what a button says to the wizard', () => {
  const plan = (place: string, kind: RunKind = 'apply'): string => at(place).context.plans[kind]?.id ?? 'none';

  it.each<readonly [string, string, () => WizardEvent]>([
    ['before.ready', 'Next', () => ({ type: 'NEXT' })],
    ['before.ready', 'Back', () => ({ type: 'BACK' })],
    ['onPremises.ready', 'Connect', () => ({ type: 'CONNECT' })],
    ['exchangeOnline.ready', 'Skip', () => ({ type: 'SKIP_EXCHANGE_ONLINE' })],
    ['collect.running', 'Stop', () => ({ type: 'CANCEL_TASK' })],
    ['collect.failed', 'Try again', () => ({ type: 'COLLECT_AGAIN' })],
    ['plan.ready', 'Reset receive connectors', () => ({ type: 'COMMIT', plan: plan('plan.ready') })],
    ['change.stopped', 'Continue with the other servers', () => ({ type: 'COMMIT', plan: plan('change.stopped') })],
    ['change.stopped', 'Read again', () => ({ type: 'READ_BACK' })],
    ['change.done', 'Roll back to the original values…', () => ({ type: 'SHOW_ROLLBACK' })],
    [
      'change.rollbackReview rollback',
      'Roll back to the original values',
      () => ({ type: 'COMMIT', plan: plan('change.rollbackReview rollback', 'rollback') }),
    ],
    ['change.rollbackReview rollback', 'Read again', () => ({ type: 'SHOW_ROLLBACK' })],
    ['change.stopped fix', 'Continue with the remaining commands', () => ({ type: 'COMMIT', plan: plan('change.stopped fix', 'fix') })],
    ['change.done fix', 'Run the HCW again', () => ({ type: 'NEXT' })],
    ['fix.ready', 'Set the new certificate', () => ({ type: 'COMMIT', plan: plan('fix.ready', 'fix') })],
    ['fix.ready', 'I ran the commands: check the result', () => ({ type: 'READ_BACK' })],
    ['postChecks.failed', 'Try again', () => ({ type: 'CHECK_AGAIN' })],
    ['finish.ready', 'Start another renewal', () => ({ type: 'START_OVER' })],
  ])('%s: %s', async (place, name, event) => {
    const { sent, canceled } = show(at(place));
    await press(name);
    expect(sent).toEqual([event()]);
    expect(JSON.stringify(sent)).not.toContain('none');
    expect(canceled()).toBe(0);
  });

  it.each([
    ['plan.ready', 'Cancel'],
    ['change.running', 'Cancel'],
    ['finish.ready', 'Close'],
  ])('%s: %s asks the window, not the wizard', async (place, name) => {
    const { sent, canceled } = show(at(place));
    await press(name);
    expect([sent, canceled()]).toEqual([[], 1]);
  });
});

describe('why Next stayed', () => {
  it.each(validationCodes.flatMap((validation) => (['en', 'ja'] as const).map((language) => [validation, language] as const)))(
    '%s is said beside the buttons (%s)',
    (validation, language) => {
      const view = at('before.ready');
      show({ ...view, context: { ...view.context, validation } }, language);
      expect(textOf(screen.getByRole('status'))).toBe(allMessages[language][`validation_${validation.replace('.', '_')}`]);
    },
  );

  it('has its place before there is anything to say, so that it is read out when it comes', () => {
    show(at('before.ready'));
    expect(textOf(find('[role="status"]'))).toBe('');
  });

  it('leaves no button disabled', () => {
    const view = at('before.ready');
    show({ ...view, context: { ...view.context, validation: 'start.modeMissing' } });
    expect(all('button:disabled')).toEqual([]);
  });
});
