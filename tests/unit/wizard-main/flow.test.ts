import { cp } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pages } from '../../../shared/wizard/pages.ts';
import { persistedPart } from '../../../shared/wizard/context.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo, nextEvent, wizardStepName } from './administrator.ts';
import type { Exchange } from '../../../src-main/exchange/port.ts';
import type { Side } from '../../../shared/commands/table.ts';
import { altered } from '../../contract/throughout.ts';
import { intercepted, archivedWizards, never, newFolder, removeFolders, startProgram, type Program } from './program.ts';

afterEach(removeFolders);

/** Goes the whole way, and stops to look each time that the wizard waits for its administrator. */
async function walk(program: Program, look: (view: WizardView) => Promise<void>): Promise<void> {
  for (;;) {
    const view = await program.until(({ task }) => task === null);
    await look(view);
    const event = nextEvent(view);
    if (event === null) return;
    expect(await program.controller.send(event), event.type).toEqual({ ok: true, value: null });
  }
}

const hangingAt = (exchange: Exchange, wanted: Side): Exchange =>
  altered(exchange, { open: (side, target, signal) => (side === wanted ? never() : exchange.open(side, target, signal)) });

describe('the whole way in practice mode', () => {
  it('has every transition on disk: the place, the answers, the sample organization', async () => {
    const program = await startProgram(await newFolder());
    const seen = new Set<string>();
    await walk(program, async (view) => {
      seen.add(view.page);
      if (view.context.mode === null) return;
      const stored = await program.saved();
      const expected = view.phase === 'ready' ? [view.page, { [view.page]: view.phase }] : [{ [view.page]: view.phase }];
      expect(expected).toContainEqual(stored?.value);
      expect(stored?.context).toEqual(persistedPart(view.context));
      expect(stored?.practice).toEqual(program.practice.organization(view.context.scenario));
    });
    // One has no renewal before it, two are asked for.
    expect(pages.filter((page) => !seen.has(page))).toEqual(['renewAgain', 'fix', 'oldCertificate']);
    expect(program.unexpected).toEqual([]);
    await program.controller.close();
  });

  it('ends with post-checks that find nothing wrong, and every change among the commands', async () => {
    const program = await startProgram(await newFolder());
    const view = await goTo(program, 'finish.ready');
    expect((view.postChecks ?? []).filter(({ severity }) => severity === 'block')).toEqual([]);
    expect((view.postChecks ?? []).length).toBeGreaterThan(0);
    const set = view.context.commands.filter(({ call }) => call.cmdlet === 'Set-ReceiveConnector');
    expect(set.map(({ call }) => call.parameters['Identity'])).toEqual(
      ['EX01', 'EX02', 'EX03'].map((server) => `${server}\\Default Frontend ${server}`),
    );
    await program.controller.close();
  });
});

it('gives no plan the id of a plan of another start', async () => {
  const ids: (string | undefined)[] = [];
  for (let start = 0; start < 2; start += 1) {
    const program = await startProgram(await newFolder());
    ids.push((await goTo(program, 'plan.ready')).context.plans.apply?.id);
    await program.controller.close();
  }
  expect(ids[0]).toMatch(/^plan-[\da-f-]{36}-\d+$/);
  expect(ids[1]).not.toBe(ids[0]);
});

describe('taken up again after a restart', () => {
  let finished: Program;
  beforeEach(async () => {
    finished = await startProgram(await newFolder());
  });

  it('is where it was, with every answer, at every place; and from there the end is reached', async () => {
    const seen: string[] = [];
    await walk(finished, async (view) => {
      if (view.page === 'start') return;
      await finished.saved();
      const copy = await newFolder();
      await cp(finished.folder, copy, { recursive: true });
      const again = await startProgram(copy);
      expect(again.view().resumable, wizardStepName(view)).toMatchObject({ page: view.page, mode: 'practice', changeInFlight: false });
      expect(await again.controller.send({ type: 'RESUME' })).toEqual({ ok: true, value: null });
      expect(wizardStepName(again.view())).toBe(wizardStepName(view));
      // A review of what is there now, and the decisions about it, are made anew.
      expect(persistedPart(again.view().context)).toEqual(persistedPart(view.context));
      expect(again.view().context.runs.apply?.steps).toEqual(view.context.runs.apply?.steps);
      expect(again.view().resumable).toBeNull();
      seen.push(wizardStepName(view));
      await goTo(again, 'finish.ready');
      expect(again.unexpected).toEqual([]);
      await again.controller.close();
    });
    expect(new Set(seen).size).toBe(12);
  });

  it.each<[place: string, hanging: (exchange: Exchange, view: () => WizardView) => Exchange]>([
    ['onPremises.connecting', (exchange) => hangingAt(exchange, 'onPremises')],
    ['exchangeOnline.connecting', (exchange) => hangingAt(exchange, 'exchangeOnline')],
    ['collect.running', intercepted((call, send) => (call.cmdlet === 'Get-SendConnector' ? never() : send()))],
    ['postChecks.running', (exchange, view) => intercepted((_, send) => (view().page === 'postChecks' ? never() : send()))(exchange)],
  ])('asks again for what was not yet answered at %s', async (place, hanging) => {
    const killed: Program = await startProgram(await newFolder(), {
      exchange: (exchange) => hanging(exchange, () => killed.view()),
    });
    await goTo(killed, place);
    await killed.saved();
    const again = await startProgram(killed.folder);
    expect(again.view().resumable).toMatchObject({ changeInFlight: false });
    await again.controller.send({ type: 'RESUME' });
    expect(wizardStepName(again.view())).toBe(place);
    await goTo(again, 'finish.ready');
    await again.controller.close();
  });

  it('puts the kept wizard aside when another one is begun, and offers it no more', async () => {
    await goTo(finished, 'preChecks.ready');
    const kept = await finished.saved();
    const again = await startProgram(finished.folder);
    expect(await again.controller.send({ type: 'CHOOSE_LANGUAGE', language: 'ja' })).toMatchObject({ ok: true });
    expect(await again.saved()).toEqual(kept);
    expect(await again.controller.send({ type: 'START_OVER' })).toMatchObject({ ok: true });
    expect(again.view()).toMatchObject({ page: 'start', resumable: null });
    expect((await again.saved())?.value).toBe('start');
    expect(await archivedWizards(finished.folder)).toEqual([kept]);
  });

  it('puts the kept wizard aside when its administrator just goes on', async () => {
    await goTo(finished, 'plan.ready');
    const kept = await finished.saved();
    const again = await startProgram(finished.folder);
    await again.controller.send({ type: 'CHOOSE_MODE', mode: 'practice' });
    await again.controller.send({ type: 'NEXT' });
    expect(again.view().page).toBe('before');
    expect((await again.saved())?.value).toBe('before');
    expect(await archivedWizards(finished.folder)).toEqual([kept]);
  });

  it('puts a finished renewal aside when the next one is begun', async () => {
    await goTo(finished, 'finish.ready');
    const kept = await finished.saved();
    expect(await finished.controller.send({ type: 'START_OVER' })).toMatchObject({ ok: true });
    expect((await finished.saved())?.value).toBe('start');
    expect(await archivedWizards(finished.folder)).toEqual([kept]);
    await goTo(finished, 'finish.ready');
  });

  it('has nothing to take up twice', async () => {
    await goTo(finished, 'plan.ready');
    await finished.saved();
    const again = await startProgram(finished.folder);
    await again.controller.send({ type: 'RESUME' });
    expect(await again.controller.send({ type: 'RESUME' })).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
  });

  it('connects to the sample that is chosen now, not to the one that was kept', async () => {
    await goTo(finished, 'collect.done');
    await finished.saved();
    const again = await startProgram(finished.folder);
    await again.controller.send({ type: 'RESUME' });
    for (let back = 0; back < 4; back += 1) await again.controller.send({ type: 'BACK' });
    await again.controller.send({ type: 'CHOOSE_SCENARIO', scenario: 'noHybrid' });
    const view = await goTo(again, 'collect.done');
    expect(view.context.organization?.hybridConfiguration).toEqual({ known: true, value: null });
  });
});
