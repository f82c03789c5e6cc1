/** An administrator of the practice organization with Edge servers. */
import { createHandlers } from '../../../src-main/wizard/handlers.ts';
import { numberedViews } from '../../../src-main/wizard/numbered-views.ts';
import type { Handlers } from '../../../shared/ipc/channels.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import type { Method } from '../../../shared/plan/plan.ts';
import { nextEvent, takePersonStep, wizardStepName } from './administrator.ts';
import type { Program } from './program.ts';

export const edgeServers = ['EDGE01', 'EDGE02'] as const;

const done = (): Promise<void> => Promise.resolve();
/** What the buttons for Edge servers call. */
export const edgeHandlers = (program: Program): Handlers =>
  createHandlers({
    controller: program.controller,
    views: numberedViews(program.controller),
    collected: program.collected,
    practice: program.practice,
    onlineModule: () => Promise.reject(new Error('not in this test')),
    readRun: program.readRun,
    readRunFiles: program.readRunFiles,
    printReport: () => Promise.reject(new Error('not in this test')),
    askToOpen: () => Promise.resolve([]),
    askPath: () => Promise.resolve(null),
    now: () => new Date('2026-11-26T09:00:00Z'),
    facts: () => ({ version: '1.2.3', platform: 'win32', canConnect: true, theme: 'system', dataFolder: 'C:\\Wizard' }),
    chooseTheme: () => undefined,
    openPlace: () => Promise.resolve(true),
    origin: { program: 'Hybrid Certificate Wizard 1.2.3', user: 'CONTOSO\\admin' },
    writeClipboard: done,
    openLink: done,
    openDraft: done,
    showInFolder: () => undefined,
    quit: () => undefined,
    setCompact: () => undefined,
  });

/** Goes on until that place, with every step that is the administrator's. */
export async function goTo(program: Program, place: string, method: Method = 'certificateOnly'): Promise<WizardView> {
  for (;;) {
    const view = await program.until(({ task }) => task === null);
    if (wizardStepName(view) === place) return view;
    await takePersonStep(program);
    const event =
      view.page === 'start' && view.context.scenario !== 'edge'
        ? ({ type: 'CHOOSE_SCENARIO', scenario: 'edge' } as const)
        : view.page === 'plan'
          ? view.context.method === method
            ? ({ type: 'COMMIT', plan: view.context.plans.apply?.id ?? '' } as const)
            : ({ type: 'CHOOSE_METHOD', method } as const)
          : nextEvent(view);
    if (event === null) throw new Error(`${place} was not reached`);
    const sent = await program.controller.send(event);
    if (!sent.ok) throw new Error(`${wizardStepName(view)}: ${event.type} was refused with ${sent.error.code}`);
    const { validation } = program.view().context;
    if (validation !== null) throw new Error(`${wizardStepName(view)}: ${validation}`);
  }
}

/** Collects on both Edge servers, as their scripts do. */
export async function collectOnEdge(program: Program, handlers: Handlers): Promise<WizardView> {
  for (const server of edgeServers) {
    const collected = await handlers['practice:collectOnEdge'](server);
    if (!collected.ok) throw new Error(`${server}: ${collected.error.code}`);
    await program.until(({ task }) => task === null);
  }
  return program.view();
}
