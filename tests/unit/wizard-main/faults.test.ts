import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { stepOf } from '../../../shared/run/run-view.ts';
import { persistedPart } from '../../../shared/wizard/context.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import type { PersistedWizard, WizardStore } from '../../../src-main/wizard/persisted-wizard.ts';
import { goTo, wizardStepName } from './administrator.ts';
import { altered } from '../../contract/throughout.ts';
import { intercepted, archivedWizards, newFolder, removeFolders, startProgram, stateFile } from './program.ts';
import { namedConnectors, realOrganization } from './real-organization.ts';

afterEach(removeFolders);

const full = appError('file.notWritten', { path: 'wizard.json', message: 'ENOSPC: no space left on device' });
const notSaved = (view: WizardView): boolean => view.banners.some(({ code }) => code === 'state.notSaved');
const commit = (view: WizardView) => ({ type: 'COMMIT', plan: view.context.plans.apply?.id ?? '' }) as const;
/** A disk that refuses while it is told to. */
function disk(): { refuses: boolean; readonly store: (store: WizardStore) => WizardStore } {
  const here = {
    refuses: false,
    store: (store: WizardStore): WizardStore => ({
      write: (stored: PersistedWizard) => (here.refuses ? Promise.resolve(fail(full)) : store.write(stored)),
      archive: () => (here.refuses ? Promise.resolve(fail(full)) : store.archive()),
    }),
  };
  return here;
}

describe('a disk that refuses to keep the wizard', () => {
  it('is said with its reason, nothing is changed in Exchange, and no longer said once it works again', async () => {
    const here = realOrganization();
    const disc = disk();
    const sent: string[] = [];
    const program = await startProgram(await newFolder(), {
      real: here,
      store: disc.store,
      exchange: intercepted((call, send) => {
        sent.push(call.cmdlet);
        return send();
      }),
    });
    const planned = await goTo(program, 'plan.ready', 'connected');
    const kept = await program.saved();
    disc.refuses = true;
    sent.length = 0;
    await program.controller.send(commit(planned));
    const view = await program.until(({ phase, task }) => phase === 'stopped' && task === null);
    expect(view.context.problem).toEqual(full);
    expect((await program.until(notSaved)).banners).toContainEqual({ code: 'state.notSaved', details: full.details });
    expect(sent).toEqual([]);
    expect(await program.saved()).toEqual(kept);

    disc.refuses = false;
    await goTo(program, 'change.done', 'connected');
    expect(notSaved(await program.until((now) => !notSaved(now)))).toBe(false);
    expect(namedConnectors(here.organization)).toEqual([]);
    await program.controller.close();
  });

  it('does not begin another wizard over the one that was kept', async () => {
    const first = await startProgram(await newFolder());
    await goTo(first, 'plan.ready');
    const kept = await first.saved();
    const disc = disk();
    const again = await startProgram(first.folder, { store: disc.store });
    disc.refuses = true;
    await again.controller.send({ type: 'CHOOSE_MODE', mode: 'practice' });
    for (const type of ['START_OVER', 'NEXT'] as const) {
      expect(await again.controller.send({ type })).toEqual(fail(full));
      expect(again.view()).toMatchObject({ page: 'start', resumable: { page: 'plan' } });
    }
    expect(await again.saved()).toEqual(kept);
    expect(await again.controller.send({ type: 'RESUME' })).toEqual(ok(null));
  });

  it('keeps a finished renewal in place', async () => {
    const disc = disk();
    const program = await startProgram(await newFolder(), { store: disc.store });
    await goTo(program, 'finish.ready');
    disc.refuses = true;
    expect(await program.controller.send({ type: 'START_OVER' })).toEqual(fail(full));
    expect(program.view().page).toBe('finish');
  });

  it.each(Array.from({ length: 12 }, (_, index) => index))('during the change, from write %i on: nothing is lost', async (count) => {
    const here = realOrganization();
    let left = Number.POSITIVE_INFINITY;
    const program = await startProgram(await newFolder(), {
      real: here,
      store: (store) => ({ ...store, write: (stored) => ((left -= 1) < 0 ? Promise.resolve(fail(full)) : store.write(stored)) }),
    });
    const planned = await goTo(program, 'plan.ready', 'connected');
    await program.saved();
    left = count;
    await program.controller.send(commit(planned));
    const view = await program.until(({ task, page }) => task === null && page === 'change');
    // Begun and saved before its first command, the change is carried to its end; the journal has it.
    const begun = namedConnectors(here.organization).length < 3;
    expect(view.phase).toBe('stopped');
    expect(view.context.runs.apply?.stop?.why).toBe(begun ? 'canary' : undefined);
    const stored = await program.saved();
    if (begun) expect(stored?.value).toMatchObject({ change: expect.any(String) as unknown });
    else expect(view.context.problem).toEqual(full);
    await program.controller.close();
  });
});

describe('real files that cannot be written', () => {
  it('a folder stands where the wizard is to be written: said, and the way goes on', async () => {
    const folder = await newFolder();
    await mkdir(join(`${stateFile(folder)}.hcw-new`, 'in the way'), { recursive: true });
    const program = await startProgram(folder);
    await goTo(program, 'plan.ready');
    const view = await program.until(notSaved);
    expect(view.banners[0]?.details).toMatchObject({ path: stateFile(folder) });
    expect(view.banners[0]?.details['message']).not.toBe('');
    await program.controller.send(commit(view));
    expect((await program.until(({ phase, task }) => phase === 'stopped' && task === null)).context.problem?.code).toBe('file.notWritten');
    await rm(`${stateFile(folder)}.hcw-new`, { recursive: true });
    await goTo(program, 'change.done');
    await program.until((now) => !notSaved(now));
  });

  it('the folder of the journals cannot be made: nothing is sent, and the same button works once it can', async () => {
    const here = realOrganization();
    const folder = await newFolder();
    await writeFile(join(folder, 'runs'), 'a file stands where the folder should be');
    const program = await startProgram(folder, { real: here });
    await program.controller.send(commit(await goTo(program, 'plan.ready', 'connected')));
    const view = await program.until(({ phase, task }) => phase === 'stopped' && task === null);
    expect(view.context.problem).toMatchObject({ code: 'file.notWritten', effect: 'none' });
    expect(view.context.runs.apply).toBeNull();
    expect(view.buttons.map(({ label }) => label)).not.toContain('show_rollback');
    expect(namedConnectors(here.organization)).toEqual(['EX01', 'EX02', 'EX03']);
    await rm(join(folder, 'runs'));
    await goTo(program, 'change.done', 'connected');
    expect(namedConnectors(here.organization)).toEqual([]);
  });

  it('the saved values and both scripts are on the disk before the first command, and say what was', async () => {
    const folder = await newFolder();
    const found: (readonly string[])[] = [];
    const program = await startProgram(folder, {
      exchange: intercepted(async (call, send) => {
        if (call.cmdlet === 'Set-ReceiveConnector') {
          const [run = ''] = await readdir(join(folder, 'runs'));
          found.push((await readdir(join(folder, 'runs', run))).filter((name) => !name.startsWith('lock')).sort());
        }
        return send();
      }),
    });
    const { context } = await goTo(program, 'change.done');
    expect(found).toEqual(Array.from({ length: 3 }, () => ['apply.ps1', 'journal.jsonl', 'plan.json', 'snapshot.json', 'undo.ps1']));
    const text = await readFile(join(context.runs.apply?.path ?? '', 'undo.ps1'), 'utf8');
    for (const step of context.plans.apply?.steps ?? [])
      if (step.kind === 'call') expect(text).toContain(String(step.before['TlsCertificateName']));
  });
});

describe('a program that is closed', () => {
  it('has its last transition on disk', async () => {
    const program = await startProgram(await newFolder());
    const view = await goTo(program, 'hcw.ready');
    await program.controller.send({ type: 'ANSWER', answer: 'notListed' });
    await program.controller.close();
    expect((await program.saved())?.context).toEqual({ ...persistedPart(view.context), hcw: { ...view.context.hcw, answer: 'notListed' } });
  });

  it('waits for the change that is in flight', async () => {
    const here = realOrganization();
    const asked = deferred<Result<null>>();
    const goOn = deferred<Result<null>>();
    const program = await startProgram(await newFolder(), {
      real: here,
      exchange: intercepted(async (call, send) => {
        if (call.cmdlet === 'Set-ReceiveConnector') {
          asked.resolve(ok(null));
          await goOn.promise;
        }
        return send();
      }),
    });
    void goTo(program, 'change.stopped', 'connected');
    await asked.promise;
    expect(program.controller.isChanging()).toBe(true);
    const closed = program.controller.close();
    goOn.resolve(ok(null));
    await closed;
    expect(program.controller.isChanging()).toBe(false);
    // The command in flight is finished and proven; no other one is sent.
    expect((await program.saved())?.value).toEqual({ change: 'stopped' });
    expect(namedConnectors(here.organization)).toEqual(['EX02', 'EX03']);
  });

  it('gives up what only reads, and can be taken up there', async () => {
    const program = await startProgram(await newFolder(), {
      exchange: (exchange) =>
        intercepted((call, send) => {
          if (call.cmdlet === 'Get-AcceptedDomain') void program.controller.close();
          return send();
        })(exchange),
    });
    await goTo(program, 'collect.running');
    const view = await program.until(({ page, phase }) => page === 'collect' && phase === 'failed');
    expect(view.context.problem?.code).toBe('powershell.canceled');
    expect(wizardStepName(view)).toBe('collect.failed');
  });
});

describe('the program fails unexpectedly', () => {
  it.each([
    ['while it gathers', 'Get-SendConnector', 'none', 'collect.failed'],
    ['while it changes', 'Set-ReceiveConnector', 'unknown', 'change.stopped'],
  ])('%s: a code, what was said, and its effect', async (_, cmdlet, effect, place) => {
    let throws = true;
    const program = await startProgram(await newFolder(), {
      exchange: intercepted((call, send) => (throws && call.cmdlet === cmdlet ? Promise.reject(new Error('broken')) : send())),
    });
    const view = await goTo(program, place);
    expect(view.context.problem).toEqual({ code: 'ipc.failed', effect, details: { message: 'broken' } });
    expect(program.unexpected).toEqual([new Error('broken')]);
    expect((await program.saved())?.context.problem?.code).toBe('ipc.failed');
    throws = false;
    if (place === 'change.stopped') {
      // What may have been sent is not called done or unchanged.
      expect(stepOf(view.context.runs.apply, 'reset EX01').state).toBe('doubt');
      expect(view.buttons.map(({ label }) => label)).toContain('show_rollback');
    }
    await goTo(program, 'finish.ready');
  });

  it('while it connects: the connection can be tried again', async () => {
    let throws = true;
    const program = await startProgram(await newFolder(), {
      exchange: (exchange) =>
        altered(exchange, {
          open: (side, target, signal) => {
            if (!throws) return exchange.open(side, target, signal);
            throw new Error('broken');
          },
        }),
    });
    await goTo(program, 'onPremises.ready');
    await program.controller.send({ type: 'CONNECT' });
    const view = await program.until(({ context }) => context.problem !== null);
    expect(view).toMatchObject({ page: 'onPremises', phase: 'ready', context: { problem: { code: 'ipc.failed', effect: 'none' } } });
    throws = false;
    await goTo(program, 'collect.done');
  });
});

it('keeps aside nothing when there was nothing', async () => {
  const program = await startProgram(await newFolder());
  expect(await program.controller.send({ type: 'RESUME' })).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
  expect(await program.controller.send({ type: 'START_OVER' })).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
  expect(await archivedWizards(program.folder)).toEqual([]);
});

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
