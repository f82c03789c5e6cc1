/** An organization over Edge servers from start to finish: what is on them is believed only after it was collected there. */
import { afterEach, describe, expect, it } from 'vitest';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { newCertificate, wizardStepName } from './administrator.ts';
import { collectOnEdge, edgeHandlers, edgeServers, goTo } from './edge-administrator.ts';
import { newFolder, removeFolders, startProgram } from './program.ts';

afterEach(removeFolders);

const needsOf = (view: WizardView): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries((view.edge?.servers ?? []).map(({ server, tasks }) => [server, tasks.map(({ kind, need }) => `${kind} ${need}`)]));

const verdicts = (view: WizardView): readonly string[] => (view.mailFlow?.directions ?? []).map(({ verdict }) => verdict);

describe('an organization over Edge servers', () => {
  it('is not known before they are collected, and ends as expected when the work on them was done and collected', async () => {
    const program = await startProgram(await newFolder());
    const handlers = edgeHandlers(program);
    const collected = await goTo(program, 'collect.done');
    expect(verdicts(collected)).toEqual(['unknown', 'unknown']);
    expect(collected.edge?.servers.map(({ isRead }) => isRead)).toEqual([false, false]);
    expect(verdicts(await collectOnEdge(program, handlers))).toEqual(['internal', 'internal']);

    await goTo(program, 'certificate.ready');
    await program.controller.send({ type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(program.view()) });
    const before = await goTo(program, 'hcw.ready');
    expect(needsOf(before)).toEqual({
      EDGE01: ['import needed', 'enable needed', 'connector needed'],
      EDGE02: ['import done', 'enable needed', 'connector needed'],
    });
    for (const server of edgeServers) {
      expect(await handlers['practice:workOnEdge'](server)).toEqual({ ok: true, value: null });
    }
    // The work was done, and nothing was read since.
    expect(needsOf(program.view())).toEqual(needsOf(before));

    const checked = await goTo(program, 'postChecks.done');
    expect([checked.outcome?.verdict, verdicts(checked)]).toEqual(['open', ['unknown', 'unknown']]);
    expect(Object.values(needsOf(checked)).flat()).toEqual(
      Array.from({ length: 2 }, () => ['import', 'enable', 'connector'].map((kind) => `${kind} notKnown`)).flat(),
    );
    const proven = await collectOnEdge(program, handlers);
    expect([wizardStepName(proven), proven.outcome?.verdict, verdicts(proven)]).toEqual([
      'postChecks.done',
      'asExpected',
      ['internal', 'internal'],
    ]);
    expect(
      Object.values(needsOf(proven))
        .flat()
        .every((need) => need.endsWith(' done')),
    ).toBe(true);
    await goTo(program, 'finish.ready');
    // No command went to an Edge server.
    const asked = program.view().context.commands.flatMap(({ call }) => Object.values(call.parameters));
    expect(asked.filter((value) => typeof value === 'string' && value.startsWith('EDGE'))).toEqual([]);
    expect(program.unexpected).toEqual([]);
    await program.controller.close();
  });

  it('fails its post-checks while an Edge server still names the old certificate', async () => {
    const program = await startProgram(await newFolder());
    const handlers = edgeHandlers(program);
    await goTo(program, 'collect.done');
    await collectOnEdge(program, handlers);
    await goTo(program, 'hcw.ready');
    await handlers['practice:workOnEdge']('EDGE01');
    await goTo(program, 'postChecks.done');
    const proven = await collectOnEdge(program, handlers);
    expect(proven.outcome?.verdict).toBe('failed');
    expect(needsOf(proven)['EDGE02']).toContain('connector needed');
    expect(
      (proven.postChecks ?? []).filter(({ severity }) => severity === 'block').map(({ rule, subject }) => `${rule} ${subject}`),
    ).toEqual(['post.receiveName EDGE02\\Default internal receive connector EDGE02']);
    await program.controller.close();
  });
});
