/** What the HCW left otherwise than described is found after it, with the saved values. */
import { afterEach, expect, it } from 'vitest';
import { goTo } from './administrator.ts';
import { newFolder, removeFolders, startProgram } from './program.ts';

afterEach(removeFolders);

it('names a customization that the HCW has reset, and nothing of what it is expected to write', async () => {
  const program = await startProgram(await newFolder());
  await goTo(program, 'change.done');
  const view = await goTo(program, 'postChecks.done');
  expect(view.context.handover).toEqual({ values: [], added: [], isWhole: true });

  // Somebody opens a connector that the HCW had left as it was.
  const identity = 'EX01\\Default Frontend EX01';
  const parameters = { Identity: identity, RemoteIPRanges: ['10.0.0.0/8'] };
  expect(await program.practice.change({ side: 'onPremises', cmdlet: 'Set-ReceiveConnector', parameters })).toMatchObject({ ok: true });
  await program.controller.send({ type: 'CHECK_AGAIN' });
  const again = await program.until(({ task, context }) => task === null && context.handover?.values.length !== 0);
  expect(again.context.handover?.values.map(({ object, parameter, kind }) => [object, parameter, kind])).toEqual([
    [identity, 'RemoteIPRanges', 'changed'],
  ]);
});
