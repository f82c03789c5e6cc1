/** The log of the send connector: offered on the page of the plan, and ended by a command of the last page. */
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { known } from '../../shared/model/known.ts';
import type { SendingLog } from '../../shared/plan/sending-log.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Finish from '../../src-renderer/pages/finish/Finish.svelte';
import PlanPage from '../../src-renderer/pages/plan/PlanPage.svelte';
import { goTo } from '../unit/wizard-main/administrator.ts';
import { collectOnEdge, edgeHandlers, goTo as goToOverEdge } from '../unit/wizard-main/edge-administrator.ts';
import { newFolder, removeFolders, startProgram } from '../unit/wizard-main/program.ts';
import { all, textsOf } from './dom.ts';
import { practicing, say } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

const logsSending = { type: 'SET_POLICY', onFailure: 'stop', canary: null, logsSending: true } as const;
let plan: WizardView;
let logging: WizardView;
let loggingOnly: WizardView;
let loggingOverEdge: WizardView;
let finish: WizardView;
let rolledBack: WizardView;

beforeAll(async () => {
  const here = await practicing();
  plan = await goTo(here, 'plan.ready');
  await say(here, { type: 'CHOOSE_METHOD', method: 'certificateOnly' });
  loggingOnly = await say(here, logsSending);
  logging = await say(here, { type: 'CHOOSE_METHOD', method: 'reset' });
  const edge = await startProgram(await newFolder());
  await goToOverEdge(edge, 'collect.done');
  await collectOnEdge(edge, edgeHandlers(edge));
  await goToOverEdge(edge, 'plan.ready');
  loggingOverEdge = await say(edge, logsSending);
  const done = await practicing();
  await goTo(done, 'plan.ready');
  await say(done, { type: 'CHOOSE_METHOD', method: 'direct' }, logsSending);
  finish = await goTo(done, 'finish.ready');
  const review = await say(done, { type: 'SHOW_ROLLBACK' });
  await say(done, { type: 'COMMIT', plan: review.context.plans.rollback?.id ?? '' });
  rolledBack = done.view();
});
afterAll(removeFolders);

async function show(page: Component<{ view: WizardView }>, view: WizardView): Promise<TestWindow> {
  cleanup();
  const window = await openWindow(view, {});
  render(page, { view });
  return window;
}
const title = 'Protocol log of the send connector';
const commands = (): string | null => screen.getByRole('region', { name: 'Commands' }).textContent;
const notes = (): readonly string[] => textsOf(screen.getAllByRole('note'));
const withLog = (change: Partial<SendingLog>, mode = plan.context.mode): WizardView =>
  plan.methods === null
    ? plan
    : {
        ...plan,
        context: { ...plan.context, mode },
        methods: { ...plan.methods, sendingLog: { ...plan.methods.sendingLog, ...change } },
      };

describe('on the page of the plan', () => {
  it('is off until it is chosen, and then a command of the plan that is numbered in the forecast too', async () => {
    const { sent } = await show(PlanPage, plan);
    expect(within(screen.getByRole('radiogroup', { name: title })).getByRole('radio', { checked: true })).toBe(
      screen.getByRole('radio', { name: 'Leave it as it is' }),
    );
    expect(commands()).not.toContain('ProtocolLoggingLevel');
    await fireEvent.click(screen.getByRole('radio', { name: /Switch the log on/ }));
    expect(sent).toEqual([{ type: 'SET_POLICY', onFailure: 'stop', canary: 'EX01', logsSending: true }]);
    await show(PlanPage, logging);
    expect(commands()).toMatch(/^Set-SendConnector -Identity 'Outbound to Office 365 - .*' -ProtocolLoggingLevel 'Verbose'/);
    expect(logging.methods?.methods.map(({ stepCount }) => stepCount)).toEqual(
      plan.methods?.methods.map(({ method, stepCount }) => (method === 'direct' ? stepCount : stepCount + 1)),
    );
  });

  it('can be left as it is again', async () => {
    const { sent } = await show(PlanPage, logging);
    await fireEvent.click(screen.getByRole('radio', { name: 'Leave it as it is' }));
    expect(sent).toEqual([{ type: 'SET_POLICY', onFailure: 'stop', canary: 'EX01' }]);
  });

  it('is told apart from what the HCW and the administrator do', async () => {
    await show(PlanPage, loggingOnly);
    expect(notes()).toContainEqual(expect.stringContaining('The steps here only switch on the log'));
    expect(commands()).toContain('ProtocolLoggingLevel');
    // It is on no server.
    expect(screen.getByRole('heading', { name: '1 step for the organization' })).toBeTruthy();
    // The wizard itself sends it: nothing is left to be run manually.
    for (const view of [loggingOnly, loggingOverEdge]) expect(view.buttons.find(({ primary }) => primary)?.label).toBe('carry_out');
    expect(logging.buttons.find(({ primary }) => primary)?.label).toBe('reset');
    await show(PlanPage, loggingOverEdge);
    expect(notes()).toContainEqual(expect.stringContaining('A step here switches on the log of the send connector. The others are yours'));
  });

  it('would fail without the right, which is not known of whoever runs the commands of guided mode', async () => {
    const denied = /^You do not have permission to run Set-SendConnector/;
    await show(PlanPage, withLog({ offered: known(false) }));
    expect(screen.getByText(denied)).toBeTruthy();
    await show(PlanPage, withLog({ offered: known(false) }, 'guided'));
    expect(screen.queryByText(denied)).toBeNull();
    await show(PlanPage, plan);
    expect(screen.queryByText(denied)).toBeNull();
  });

  it('is not offered where it was not read, and not spoken of where it is on', async () => {
    await show(PlanPage, withLog({ silent: [], unread: ['Outbound'] }));
    expect(screen.queryByRole('radiogroup', { name: title })).toBeNull();
    expect(screen.getByText(/^Whether a log of Outbound is kept was not read/)).toBeTruthy();
    await show(PlanPage, withLog({ silent: [], unread: [] }));
    expect(screen.queryByRole('heading', { name: title })).toBeNull();
  });
});

describe('on the last page', () => {
  const end: unknown = expect.stringMatching(
    /^Set-SendConnector -Identity 'Outbound to Office 365 - [\da-f-]+' -ProtocolLoggingLevel 'None'$/,
  );

  it('is ended by the command that gives it its former level, where this run has switched it on', async () => {
    await show(Finish, finish);
    expect(textsOf(all('p code'))).toContainEqual(end);
  });

  it('is not spoken of once a rollback has ended it', async () => {
    expect(rolledBack.context.runs.rollback?.isFinished).toBe(true);
    await show(Finish, rolledBack);
    expect(screen.queryByRole('heading', { name: 'The protocol log' })).toBeNull();
  });
});
