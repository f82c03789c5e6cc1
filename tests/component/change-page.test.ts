import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCall } from '../../shared/commands/render.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Change from '../../src-renderer/pages/change/Change.svelte';
import { goTo, wizardStepName } from '../unit/wizard-main/administrator.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { lostAndRolledBack, practicing } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

let lost: readonly WizardView[];
let whole: readonly WizardView[];

beforeAll(async () => {
  lost = await lostAndRolledBack();
  const program = await practicing();
  await goTo(program, 'change.done');
  whole = program.views;
});
afterAll(removeFolders);

async function show(view: WizardView | undefined): Promise<TestWindow> {
  if (view === undefined) throw new Error('that view never came');
  const window = await openWindow(view);
  render(Change, { view });
  return window;
}

const at = (views: readonly WizardView[], place: string): readonly WizardView[] => views.filter((view) => wizardStepName(view) === place);
const states = (): readonly string[] => textsOf(all('td.state'));
const commands = (name: string): string | null => screen.getByRole('region', { name }).textContent;
const steps = (): NonNullable<WizardView['context']['plan']>['steps'] => lost.at(-1)?.context.plan?.steps ?? [];

/** Each saying of the progress bar in the order in which it comes, once. */
async function sayings(views: readonly WizardView[]): Promise<readonly string[]> {
  const said: string[] = [];
  for (const view of views) {
    await openWindow(view);
    const { container, unmount } = render(Change, { view });
    const bar = within(container).queryByRole('progressbar');
    const text = textOf(within(container).getByRole('status'));
    said.push(bar === null ? text : `${text} [${bar.getAttribute('value') ?? ''}/${bar.getAttribute('max') ?? ''}]`);
    unmount();
  }
  return said.filter((text, index) => text !== said[index - 1]);
}

describe('a reset under way', () => {
  it('says which server is changed, and how far it is', async () => {
    expect(await sayings(at(whole, 'change.running'))).toEqual([
      'Resetting the receive connectors [0/3]',
      '0 of 3: EX01\\Default Frontend EX01 [0/3]',
      'Resetting the receive connectors [1/3]',
      '1 of 3: EX02\\Default Frontend EX02 [1/3]',
      'Resetting the receive connectors [2/3]',
      '2 of 3: EX03\\Default Frontend EX03 [2/3]',
      'Resetting the receive connectors [3/3]',
    ]);
  });

  it('offers no commands to copy while it runs', async () => {
    await show(at(whole, 'change.running').at(-1));
    expect(screen.queryByRole('region')).toBeNull();
  });
});

describe('a reset that is done', () => {
  it("shows each server's result as it was read back, and the way back", async () => {
    const view = at(whole, 'change.done')[0];
    await show(view);
    expect(states()).toEqual(['changed and verified']);
    expect(textOf(screen.getByRole('rowheader'))).toBe('EX01–EX03 Default Frontend');
    expect(all('tbody tr').map((row) => textOf(row.lastElementChild))).toEqual(['(empty)', '(empty)']);
    expect(commands('Rollback commands')).toBe(
      [...steps()]
        .reverse()
        .map((step) => renderCall(step.rollback))
        .join('\n'),
    );
    expect(textOf(find('p.secondary'))).toBe(`The same commands are saved in ${view?.context.rollbackScript ?? ''}.`);
  });

  it('names the servers that were left out, and what to run for each', async () => {
    const view = at(whole, 'change.done')[0];
    const plan = view?.context.plan ?? null;
    if (view === undefined || plan === null) throw new Error('that view never came');
    const leftOut = ['EX04', 'EX05'].map((server) => ({ server, reason: 'failed' as const, evidence: `${server}: RPC` }));
    await show({ ...view, context: { ...view.context, plan: { ...plan, leftOut } } });
    expect(textsOf(all('.bar.error')).at(-1)).toMatch(/^Left out: EX04, EX05 The receive connector of EX04, EX05 could not be read/);
    expect(commands('To run in the Exchange Management Shell')?.split('\n')).toEqual(
      ['EX04', 'EX05'].flatMap((server) => [
        `Get-ReceiveConnector -Identity '${server}\\Default Frontend ${server}' | Format-List Identity,TlsCertificateName,TlsDomainCapabilities`,
        `Set-ReceiveConnector -Identity '${server}\\Default Frontend ${server}' -TlsCertificateName $null -TlsDomainCapabilities $null`,
      ]),
    );
  });

  it('says for how long mail is not trusted', async () => {
    await show(at(whole, 'change.done')[0]);
    expect(screen.getAllByRole('note').map(textOf)[0]).toMatch(/^Mail from Exchange Online has not been trusted for [\d,]+ (?:sec|min|hr)/);
  });
});

describe('a reset that stopped', () => {
  it('shows what was done, what is not known, what was not done', async () => {
    await show(at(lost, 'change.failed')[0]);
    expect(textOf(screen.getByRole('heading', { level: 1 }))).toBe('The reset is not complete');
    expect(states()).toEqual([expect.stringMatching(/^unknown The session with Exchange was lost/), 'not started', 'changed and verified']);
  });

  it('has the commands that would still run, and those that put back what may have been changed', async () => {
    const { asked } = await show(at(lost, 'change.failed')[0]);
    const [first, second, third] = steps();
    if (first === undefined || second === undefined || third === undefined) throw new Error('three servers were expected');
    expect(commands('Remaining commands')).toBe(`${renderCall(second.call)}\n${renderCall(third.call)}`);
    expect(commands('Rollback commands')).toBe(`${renderCall(second.rollback)}\n${renderCall(first.rollback)}`);
    for (const button of screen.getAllByRole('button', { name: 'Copy' })) await fireEvent.click(button);
    expect(asked.map(([, text]) => text)).toEqual(all('pre').map(({ textContent }) => textContent));
  });

  it('calls nothing running that nothing works on', async () => {
    const running = at(lost, 'change.running').find(({ context }) => context.results.some(({ state }) => state === 'running'));
    const failed = at(lost, 'change.failed')[0];
    if (running === undefined || failed === undefined) throw new Error('no such view');
    // As it is found when the program was ended during a change and the server cannot be reached any more.
    await show({ ...failed, context: { ...failed.context, results: running.context.results } });
    expect(states()).toEqual(['unknown', 'not started']);
  });

  it('is read back without a claim of how far that is', async () => {
    expect(await sayings(at(lost, 'change.readingBack'))).toEqual(['Reading the connectors again']);
  });
});

describe('the way back', () => {
  it('is shown as commands before it is gone', async () => {
    await show(at(lost, 'change.rollbackReview')[0]);
    expect(commands('Rollback commands')).toContain('EX02');
    expect(commands('Rollback commands')).not.toContain('EX03');
  });

  it('counts what is put back, and only what was changed', async () => {
    expect(await sayings(at(lost, 'change.rollingBack'))).toEqual([
      'Rolling back to the original values [0/2]',
      '0 of 2: EX02\\Default Frontend EX02 [0/2]',
      'Rolling back to the original values [1/2]',
      '1 of 2: EX01\\Default Frontend EX01 [1/2]',
      'Rolling back to the original values [2/2]',
    ]);
  });

  it('ends with the saved values, read back', async () => {
    await show(at(lost, 'change.rolledBack')[0]);
    expect(states()).toEqual(['not started', 'rolled back']);
    expect(textOf(screen.getByRole('heading', { level: 1 }))).toBe('2 receive connectors have their original values again');
    expect(all('.bar')).toEqual([]);
    const [saved, found] = all('tbody tr:first-child code').map(textOf);
    expect(found).toBe(saved);
  });

  it('names what still carries the new name, and what is not known after the HCW', async () => {
    const view = at(lost, 'change.rolledBack')[0];
    if (view === undefined) throw new Error('that view never came');
    await show({ ...view, afterRollback: { objects: ['Outbound to Office 365', 'Hybrid Configuration'], open: 'hcwRan' } });
    expect(textsOf(all('.bar.warning'))).toEqual([
      'The new certificate name is still set on: Outbound to Office 365, Hybrid Configuration. The rollback does not change these objects.',
      'The HCW has run since the organization was read. What else carries the new certificate name is not known until the data is collected again.',
    ]);
  });
});
