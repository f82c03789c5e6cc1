/** While a change runs its views wait for the next command to be sent; everything else is published at once. */
import { afterEach, expect, it } from 'vitest';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo, nextEvent, wizardStepName } from './administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram } from './program.ts';

afterEach(removeFolders);

const applied = ({ context }: WizardView): number =>
  Object.values(context.runs.apply?.steps ?? {}).filter(({ state }) => state === 'applied').length;

it.each(['before the next command', 'never'] as const)(
  'of a change are asked for %s, and its end is published all the same',
  async (when) => {
    const asked: (() => void)[] = [];
    const seen: number[] = [];
    const program = await startProgram(await newFolder(), {
      soon: (work) => asked.push(work),
      exchange: intercepted((call, send) => {
        if (call.cmdlet === 'Set-ReceiveConnector') {
          if (when !== 'never') for (const work of asked.splice(0)) work();
          seen.push(applied(program.views.at(-1) ?? program.view()));
        }
        return send();
      }),
    });
    await goTo(program, 'plan.ready');
    await program.controller.send({ type: 'SET_POLICY', onFailure: 'stop', canary: null });
    const commit = nextEvent(program.view(), 'practice');
    if (commit === null) throw new Error('nothing to commit');
    await program.controller.send(commit);
    await program.until(({ task }) => task === null);
    expect(seen).toEqual(when === 'never' ? [0, 0, 0] : [0, 1, 2]);
    const last = program.views.at(-1);
    expect(last === undefined ? '' : wizardStepName(last)).toBe('change.done');
    expect(applied(last ?? program.view())).toBe(3);
    // Whatever waited to be told: no change ends without its commands.
    expect(last?.context.commands.filter(({ call }) => call.cmdlet === 'Set-ReceiveConnector')).toHaveLength(3);
    // What waited is published already: asked for again, it is not published twice.
    const { length } = program.views;
    for (const work of asked) work();
    expect(program.views).toHaveLength(length);
  },
);

it('of a change are not made for a command that has run, which only the last page lists', async () => {
  const asked: (() => void)[] = [];
  /** For each call that saves a value: the views that were made since the call before it */
  const made: number[] = [];
  let isCommitted = false;
  const program = await startProgram(await newFolder(), {
    soon: (work) => asked.push(work),
    exchange: intercepted((_, send) => {
      const { length } = program.views;
      for (const work of asked.splice(0)) work();
      if (isCommitted && program.view().context.runs.apply === null) made.push(program.views.length - length);
      return send();
    }),
  });
  await goTo(program, 'plan.ready');
  await program.controller.send({ type: 'SET_POLICY', onFailure: 'stop', canary: null });
  const commit = nextEvent(program.view(), 'practice');
  if (commit === null) throw new Error('nothing to commit');
  isCommitted = true;
  await program.controller.send(commit);
  await program.until(({ task }) => task === null);
  expect(made.length).toBeGreaterThan(3);
  expect(new Set(made)).toEqual(new Set([0]));
  const set = program.views.at(-1)?.context.commands.filter(({ call }) => call.cmdlet === 'Set-ReceiveConnector');
  expect(set).toHaveLength(3);
});
