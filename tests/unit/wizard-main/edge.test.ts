/** An organization over Edge servers from start to finish: what is on them is believed only after it was collected there. */
import { afterEach, describe, expect, it } from 'vitest';
import { createHandlers } from '../../../src-main/wizard/handlers.ts';
import { numberedViews } from '../../../src-main/wizard/numbered-views.ts';
import type { Handlers } from '../../../shared/ipc/channels.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { newCertificate, nextEvent, wizardStepName } from './administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

afterEach(removeFolders);

const done = (): Promise<void> => Promise.resolve();
const handlersOf = (program: Program): Handlers =>
  createHandlers({
    controller: program.controller,
    views: numberedViews(program.controller),
    collected: program.collected,
    practice: program.practice,
    askToOpen: () => Promise.resolve([]),
    askPath: () => Promise.resolve(null),
    now: () => new Date('2026-11-26T09:00:00Z'),
    facts: { version: '1.2.3', platform: 'win32', canConnect: true },
    origin: { program: 'Hybrid Certificate Wizard 1.2.3', user: 'CONTOSO\\admin' },
    writeClipboard: done,
    openLink: done,
    showInFolder: () => undefined,
    quit: () => undefined,
  });

/** Goes on with the HCW alone until that place. */
async function goOn(program: Program, place: string): Promise<WizardView> {
  for (;;) {
    const view = await program.until(({ task }) => task === null);
    if (wizardStepName(view) === place) return view;
    const event =
      view.page === 'start' && view.context.scenario !== 'edge'
        ? ({ type: 'CHOOSE_SCENARIO', scenario: 'edge' } as const)
        : view.page === 'plan'
          ? ({ type: 'NEXT' } as const)
          : nextEvent(view);
    if (event === null) throw new Error(`${place} was not reached`);
    const sent = await program.controller.send(event);
    if (!sent.ok) throw new Error(`${wizardStepName(view)}: ${event.type} was refused with ${sent.error.code}`);
    const { validation } = program.view().context;
    if (validation !== null) throw new Error(`${wizardStepName(view)}: ${validation}`);
  }
}

const needsOf = (view: WizardView): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries((view.edge?.servers ?? []).map(({ server, tasks }) => [server, tasks.map(({ kind, need }) => `${kind} ${need}`)]));

const verdicts = (view: WizardView): readonly string[] => (view.mailFlow?.directions ?? []).map(({ verdict }) => verdict);

async function collectBoth(program: Program, handlers: Handlers): Promise<WizardView> {
  for (const server of ['EDGE01', 'EDGE02']) {
    expect(await handlers['practice:collectOnEdge'](server)).toEqual({ ok: true, value: null });
    await program.until(({ task }) => task === null);
  }
  return program.view();
}

describe('an organization over Edge servers', () => {
  it('is not known before they are collected, and ends as expected when the work on them was done and collected', async () => {
    const program = await startProgram(await newFolder());
    const handlers = handlersOf(program);
    const collected = await goOn(program, 'collect.done');
    expect(verdicts(collected)).toEqual(['unknown', 'unknown']);
    expect(collected.edge?.servers.map(({ isRead }) => isRead)).toEqual([false, false]);
    expect(verdicts(await collectBoth(program, handlers))).toEqual(['internal', 'internal']);

    await goOn(program, 'certificate.ready');
    await program.controller.send({ type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(program.view()) });
    const before = await goOn(program, 'hcw.ready');
    expect(needsOf(before)).toEqual({
      EDGE01: ['import needed', 'enable needed', 'connector needed'],
      EDGE02: ['import done', 'enable needed', 'connector needed'],
    });
    for (const server of ['EDGE01', 'EDGE02']) {
      expect(await handlers['practice:workOnEdge'](server)).toEqual({ ok: true, value: null });
    }
    // The work was done, and nothing was read since.
    expect(needsOf(program.view())).toEqual(needsOf(before));

    const checked = await goOn(program, 'postChecks.done');
    expect([checked.outcome?.verdict, verdicts(checked)]).toEqual(['open', ['unknown', 'unknown']]);
    expect(Object.values(needsOf(checked)).flat()).toEqual(
      Array.from({ length: 2 }, () => ['import', 'enable', 'connector'].map((kind) => `${kind} notKnown`)).flat(),
    );
    const proven = await collectBoth(program, handlers);
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
    await goOn(program, 'finish.ready');
    // No command went to an Edge server.
    const asked = program.view().context.commands.flatMap(({ call }) => Object.values(call.parameters));
    expect(asked.filter((value) => typeof value === 'string' && value.startsWith('EDGE'))).toEqual([]);
    expect(program.unexpected).toEqual([]);
    await program.controller.close();
  });

  it('fails its post-checks while an Edge server still names the old certificate', async () => {
    const program = await startProgram(await newFolder());
    const handlers = handlersOf(program);
    await goOn(program, 'collect.done');
    await collectBoth(program, handlers);
    await goOn(program, 'hcw.ready');
    await handlers['practice:workOnEdge']('EDGE01');
    await goOn(program, 'postChecks.done');
    const proven = await collectBoth(program, handlers);
    expect(proven.outcome?.verdict).toBe('failed');
    expect(needsOf(proven)['EDGE02']).toContain('connector needed');
    expect(
      (proven.postChecks ?? []).filter(({ severity }) => severity === 'block').map(({ rule, subject }) => `${rule} ${subject}`),
    ).toEqual(['post.receiveName EDGE02\\Default internal receive connector EDGE02']);
    await program.controller.close();
  });
});
