/** The program without its window, on real files in a folder: it can be driven, killed, and started again. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { ok, type Result } from '../../../shared/model/error.ts';
import type { CallOutcome, CmdletCall } from '../../../shared/commands/call.ts';
import type { Banner, WizardView } from '../../../shared/wizard/view.ts';
import { persistedFile } from '../../../src-main/files/persisted-file.ts';
import { connectionsByMode } from '../../../src-main/wizard/connections-by-mode.ts';
import type { Connections } from '../../../src-main/wizard/connections.ts';
import { createWizardController, worthResuming, type WizardController } from '../../../src-main/wizard/controller.ts';
import { guidedConnections, type GuidedConnections } from '../../../src-main/wizard/guided-connections.ts';
import { practiceConnections, type PracticeConnections } from '../../../src-main/wizard/practice-connections.ts';
import {
  persistedWizardFormat,
  persistedWizardSchema,
  type PersistedWizard,
  type WizardStore,
} from '../../../src-main/wizard/persisted-wizard.ts';
import { throughout } from '../../contract/throughout.ts';
import { world, type World } from './world.ts';

export interface ProgramOptions {
  readonly world?: World;
  /** Stands between the wizard and its file */
  readonly store?: (store: WizardStore) => WizardStore;
  readonly connections?: (connections: Connections) => Connections;
  readonly practice?: (practice: PracticeConnections) => PracticeConnections;
  readonly banners?: readonly Banner[];
}

export interface Program {
  readonly controller: WizardController;
  readonly practice: PracticeConnections;
  readonly guided: GuidedConnections;
  readonly folder: string;
  /** What the program took for its own failure */
  readonly unexpected: unknown[];
  /** Every view that the window would have been told */
  readonly views: WizardView[];
  view(): WizardView;
  /** Resolves with the first view, from now on, of which it is true. */
  until(holds: (view: WizardView) => boolean): Promise<WizardView>;
  /** What is on the disk when nothing waits to be written any more. */
  saved(): Promise<PersistedWizard | null>;
}

const folders: string[] = [];
const idle: (() => Promise<void>)[] = [];

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wizard-main-'));
  folders.push(folder);
  return folder;
}

/** After a test: when no program writes any more. */
export async function removeFolders(): Promise<void> {
  await Promise.all(idle.splice(0).map((isIdle) => isIdle()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

export const stateFile = (folder: string): string => join(folder, 'wizard.json');

/** A clock that never shows the same time twice. */
export function risingClock(): () => Date {
  let seconds = 0;
  return () => new Date(Date.UTC(2026, 10, 20, 9, 0, (seconds += 1)));
}

export async function startProgram(folder: string, options: ProgramOptions = {}): Promise<Program> {
  const now = risingClock();
  const file = persistedFile(stateFile(folder), persistedWizardFormat, now);
  const kept = await file.read();
  const writes = countedWrites({
    write: (stored) => file.write(stored),
    archive: async () => {
      const aside = await file.archive('previous');
      return aside.ok ? ok(null) : aside;
    },
  });
  idle.push(writes.idle);
  const made = practiceConnections({ now, pace: () => Promise.resolve() });
  const practice = options.practice?.(made) ?? made;
  const guided = guidedConnections({ folder: join(folder, 'pasted'), now });
  const connections = connectionsByMode({ practice, guided, connected: (options.world ?? world()).connections() });
  const unexpected: unknown[] = [];
  const controller = createWizardController({
    language: 'en',
    now,
    store: options.store?.(writes.store) ?? writes.store,
    stored: kept.state === 'read' && worthResuming(kept.value) ? kept.value : null,
    banners: options.banners ?? [],
    connections: options.connections?.(connections) ?? connections,
    practice,
    journalFolder: join(folder, 'changes'),
    unexpected: (error) => unexpected.push(error),
  });
  const views: WizardView[] = [];
  controller.subscribe((view) => views.push(view));
  return {
    controller,
    practice,
    guided,
    folder,
    unexpected,
    views,
    view: () => controller.view(),
    until: (holds) => firstView(controller, holds),
    saved: async () => {
      await writes.idle();
      return readStored(folder);
    },
  };
}

function firstView(controller: WizardController, holds: (view: WizardView) => boolean): Promise<WizardView> {
  return new Promise((resolve) => {
    const current = controller.view();
    if (holds(current)) {
      resolve(current);
      return;
    }
    const end = controller.subscribe((view) => {
      if (!holds(view)) return;
      end();
      resolve(view);
    });
  });
}

function countedWrites(store: WizardStore): { readonly store: WizardStore; readonly idle: () => Promise<void> } {
  const running = new Set<Promise<Result<null>>>();
  const counted = (work: Promise<Result<null>>): Promise<Result<null>> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  const idle = async (): Promise<void> => {
    // One that waited begins after the one before it has ended.
    await new Promise(setImmediate);
    if (running.size === 0) return;
    await Promise.allSettled(running);
    await idle();
  };
  return { store: { write: (stored) => counted(store.write(stored)), archive: () => counted(store.archive()) }, idle };
}

/** The wizard on the disk; a file that does not fit its schema fails the test. */
async function readStored(folder: string): Promise<PersistedWizard | null> {
  if (!(await readdir(folder)).includes('wizard.json')) return null;
  return v.parse(persistedWizardSchema, JSON.parse(await readFile(stateFile(folder), 'utf8')));
}

/** The wizards that were archived in that folder. */
export async function archivedWizards(folder: string): Promise<readonly PersistedWizard[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('wizard.json.previous-')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => v.parse(persistedWizardSchema, JSON.parse(text)));
}

export type Intercept = (call: CmdletCall, send: () => Promise<Result<CallOutcome>>) => Promise<Result<CallOutcome>>;

/** The same connections, where every call passes through `intercept`. */
export const intercepted =
  (intercept: Intercept) =>
  (connections: Connections): Connections => ({
    ...connections,
    gateway: () => {
      const gateway = connections.gateway();
      return gateway === undefined
        ? undefined
        : throughout(gateway, (call, options) => intercept(call, () => gateway.invoke(call, options)));
    },
  });

/** What waits for ever is kept, so that its open files are not collected while others are still tested. */
const hanging: unknown[] = [];

/** What never comes: the program was killed meanwhile. */
export const never = <T>(): Promise<T> => new Promise((resolve) => hanging.push(resolve));
