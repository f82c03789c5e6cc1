/** The program without its window, on real files in a folder: it can be driven, killed, and started again. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { ok, type Result } from '../../../shared/model/error.ts';
import type { Banner, WizardView } from '../../../shared/wizard/view.ts';
import { exchangeByMode } from '../../../src-main/exchange/exchange.ts';
import { collectedFiles, guidedExchange, type CollectedFiles } from '../../../src-main/exchange/guided/guided.ts';
import type { Exchange } from '../../../src-main/exchange/port.ts';
import { practiceExchange, type PracticeExchange } from '../../../src-main/exchange/practice/practice.ts';
import { rehearsalExchange, type RehearsalExchange } from '../../../src-main/exchange/rehearsal.ts';
import { readRun, readRunFiles, type Run, type RunFiles } from '../../../src-main/change/read-run.ts';
import { runsIn } from '../../../src-main/change/runs.ts';
import { nodeFileSystem, type FileSystem, type OpenFile } from '../../../src-main/files/atomic-write.ts';
import { persistedFile } from '../../../src-main/files/persisted-file.ts';
import { changeLimits } from '../../../src-main/wizard/change-limits.ts';
import { createWizardController, type WizardController } from '../../../src-main/wizard/controller.ts';
import {
  persistedWizardFormat,
  persistedWizardSchema,
  worthResuming,
  type PersistedWizard,
  type WizardStore,
} from '../../../src-main/wizard/persisted-wizard.ts';
import { runListIn, withRuns } from '../../../src-main/wizard/start.ts';
import type { TaskTools } from '../../../src-main/wizard/task-tools.ts';
import { throughout, type Intercept } from '../../contract/throughout.ts';
import { realOrganization, type RealOrganization } from './real-organization.ts';

export interface ProgramOptions {
  readonly real?: RealOrganization;
  /** Stands between the wizard and its file */
  readonly store?: (store: WizardStore) => WizardStore;
  readonly exchange?: (exchange: Exchange) => Exchange;
  /** The disk of the runs */
  readonly files?: FileSystem;
  readonly endStray?: TaskTools['endStray'];
  readonly practice?: (practice: PracticeExchange) => PracticeExchange;
  readonly banners?: readonly Banner[];
  /** Where the HCW writes its logs; nowhere by default */
  readonly hcwLogFolder?: string;
  /** When the views of a change that runs are published; at once by default */
  readonly soon?: (work: () => void) => void;
}

export interface Program {
  readonly controller: WizardController;
  readonly practice: PracticeExchange;
  readonly rehearsal: RehearsalExchange;
  readonly collected: CollectedFiles;
  readonly folder: string;
  readonly readRun: (id: string) => Promise<Result<Run>>;
  readonly readRunFiles: (id: string) => Promise<Result<RunFiles>>;
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
export function risingClock(from = Date.UTC(2026, 10, 20, 9)): () => Date {
  let seconds = 0;
  return () => new Date(from + (seconds += 1) * 1000);
}

let starts = 0;

/** What the program of a folder has open. A test kills a program by forgetting it; its files are closed then, as the system does it. */
const openFiles = new Map<string, Set<OpenFile>>();

async function closeForgotten(folder: string): Promise<Set<OpenFile>> {
  const left = [...(openFiles.get(folder) ?? [])];
  const own = new Set<OpenFile>();
  openFiles.set(folder, own);
  await Promise.all(left.map((file) => file.close()));
  return own;
}

const remembering = (files: FileSystem, opened: Set<OpenFile>): FileSystem => ({
  ...files,
  open: async (path, flags, mode) => {
    const file = await files.open(path, flags, mode);
    opened.add(file);
    return {
      writeFile: (content, encoding) => file.writeFile(content, encoding),
      appendFile: (text, encoding) => file.appendFile(text, encoding),
      sync: () => file.sync(),
      close: async () => {
        opened.delete(file);
        await file.close();
      },
    };
  },
});

export async function startProgram(folder: string, options: ProgramOptions = {}): Promise<Program> {
  const opened = await closeForgotten(folder);
  let clock = risingClock();
  const now = (): Date => clock();
  const file = persistedFile(stateFile(folder), persistedWizardFormat, now);
  const kept = await file.read();
  // The next start is later than everything that the one before has done.
  if (kept.state === 'read') clock = risingClock(Date.parse(kept.value.savedAt) + 3_600_000);
  const writes = countedWrites({
    write: (stored) => file.write(stored),
    archive: async () => {
      const aside = await file.archive('previous');
      return aside.ok ? ok(null) : aside;
    },
  });
  idle.push(writes.idle);
  const made = practiceExchange({ now, latency: () => Promise.resolve() });
  const practice = options.practice?.(made) ?? made;
  const collected = collectedFiles({ folder: join(folder, 'pasted'), now });
  const rehearsal = rehearsalExchange({ collected, latency: () => Promise.resolve() });
  const exchange = exchangeByMode({
    practice,
    rehearsal,
    guided: guidedExchange(collected),
    connected: (options.real ?? realOrganization()).exchange(),
  });
  const unexpected: unknown[] = [];
  const runsFolder = join(folder, 'runs');
  let up = 0;
  const self = { pid: 1, startedAt: `start ${String((starts += 1))}` };
  const controller = createWizardController({
    language: 'en',
    now,
    store: options.store?.(writes.store) ?? writes.store,
    stored: kept.state === 'read' && worthResuming(kept.value) ? await withRuns(kept.value, runsFolder) : null,
    banners: options.banners ?? [],
    runList: await runListIn(runsFolder),
    listRuns: () => runListIn(runsFolder),
    hcwLogs: { folder: options.hcwLogFolder ?? null, everyMilliseconds: 5 },
    exchange: options.exchange?.(exchange) ?? exchange,
    practice,
    rehearsal,
    collected,
    runs: runsIn(runsFolder, {
      files: remembering(options.files ?? nodeFileSystem, opened),
      program: 'Hybrid Certificate Wizard 0.1.0',
      clock: { now, up: () => up, boot: self.startedAt },
      self: () => Promise.resolve(self),
      // A test ends a program by forgetting it.
      isRunning: () => Promise.resolve(false),
    }),
    program: 'Hybrid Certificate Wizard 0.1.0',
    endStray: options.endStray ?? (() => Promise.resolve(true)),
    limits: changeLimits({ packaged: true }),
    // Nobody waits in a test: the clock that nobody sets goes on instead.
    soon:
      options.soon ??
      ((work) => {
        work();
      }),
    wait: (milliseconds) => {
      up += milliseconds;
      return Promise.resolve();
    },
    unexpected: (error) => unexpected.push(error),
  });
  const views: WizardView[] = [];
  controller.subscribe((view) => views.push(view));
  return {
    controller,
    practice,
    rehearsal,
    collected,
    folder,
    readRun: (id) => readRun(runsFolder, id, nodeFileSystem),
    readRunFiles: (id) => readRunFiles(runsFolder, id, nodeFileSystem),
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

/** The same adapter, where every call passes through `intercept`. */
export const intercepted =
  (intercept: Intercept) =>
  (exchange: Exchange): Exchange =>
    throughout(exchange, intercept);

/** What waits for ever is kept, so that its open files are not collected while others are still tested. */
const hanging: unknown[] = [];

/** What never comes: the program was killed meanwhile. */
export const never = <T>(): Promise<T> => new Promise((resolve) => hanging.push(resolve));
