/** Puts the wizard together: what was kept, the adapter of each mode, the controller. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { languageOf } from '../../shared/messages/language.ts';
import type { Result } from '../../shared/model/error.ts';
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import { runView, type RunView } from '../../shared/run/run-view.ts';
import { noRuns, runKinds, type RunKind } from '../../shared/wizard/context.ts';
import { inOrder, stateOfRun, type RunList } from '../../shared/wizard/run-list.ts';
import type { Banner } from '../../shared/wizard/view.ts';
import { listRuns, readRun, readRunFiles, type Run, type RunFiles } from '../change/read-run.ts';
import { runsIn } from '../change/runs.ts';
import { connectedSettings } from '../exchange/connected-settings.ts';
import { connectedExchange } from '../exchange/connected.ts';
import { exchangeByMode } from '../exchange/exchange.ts';
import { collectedFiles, guidedExchange, type CollectedFiles } from '../exchange/guided/guided.ts';
import { practiceExchange, type PracticeExchange } from '../exchange/practice/practice.ts';
import { rehearsalExchange } from '../exchange/rehearsal.ts';
import { nodeFileSystem } from '../files/atomic-write.ts';
import { persistedFile, type Persisted } from '../files/persisted-file.ts';
import { hcwLogFolder } from '../hcw-log/log-folder.ts';
import type { Log } from '../log/log.ts';
import { identityOf, isRunning } from '../powershell/process-identity.ts';
import { endStray } from '../powershell/stray-process.ts';
import { changeLimits } from './change-limits.ts';
import { createWizardController, type StoredWizard, type WizardController } from './controller.ts';
import type { HandlerTools } from './handlers.ts';
import { numberedViews, type NumberedViews } from './numbered-views.ts';
import { persistedWizardFormat, sessionOf, worthResuming, type PersistedWizard } from './persisted-wizard.ts';

export interface StartOptions {
  /** Folder for everything that is kept */
  readonly data: string;
  readonly now: () => Date;
  /** The system's language, e.g. `ja-JP` */
  readonly locale: string;
  readonly packaged: boolean;
  readonly modulePath: string;
  readonly log: Log;
  /** Name and version */
  readonly program: string;
}

/** Milliseconds that a call to the sample organization takes: long enough to see what runs. */
const practiceLatency = 120;

export interface Started {
  readonly controller: WizardController;
  readonly views: NumberedViews;
  readonly collected: CollectedFiles;
  readonly practice: PracticeExchange;
  readonly onlineModule: HandlerTools['onlineModule'];
  /** A run as its folder says; `run.damaged`, `run.newer` or `file.unreadable` when it cannot be read */
  readonly readRun: (id: string) => Promise<Result<Run>>;
  /** The same, with its files as they are */
  readonly readRunFiles: (id: string) => Promise<Result<RunFiles>>;
}

export async function startWizard(options: StartOptions): Promise<Started> {
  const path = join(options.data, 'wizard.json');
  const file = persistedFile(path, persistedWizardFormat, options.now);
  const kept = await file.read();
  const runsFolder = join(options.data, 'runs');
  const connected = connectedSettings(options);
  const practice = practiceExchange({ now: options.now, latency: () => setTimeout(practiceLatency) });
  const collected = collectedFiles({ folder: join(options.data, 'pasted'), now: options.now });
  const rehearsal = rehearsalExchange({ collected, latency: () => setTimeout(practiceLatency) });
  const stored = kept.state === 'read' && worthResuming(kept.value) ? await withRuns(kept.value, runsFolder) : null;
  // A crash may have come between. What is kept by a newer version names its own.
  if (kept.state !== 'newer') await collected.discardOthers(stored?.session.context.sources.map(({ path: source }) => source) ?? []);
  let self: Promise<ProcessIdentity> | undefined;
  const controller = createWizardController({
    language: languageOf(options.locale),
    now: options.now,
    store: {
      write: (stored) => file.write(stored),
      archive: async () => {
        const aside = await file.archive('previous');
        return aside.ok ? { ok: true, value: null } : aside;
      },
    },
    stored,
    banners: bannersOf(path, kept),
    runList: await runListIn(runsFolder),
    listRuns: () => runListIn(runsFolder),
    hcwLogs: { folder: hcwLogFolder(process.env) },
    exchange: exchangeByMode({ practice, rehearsal, guided: guidedExchange(collected), connected: connectedExchange(connected) }),
    practice,
    rehearsal,
    collected,
    runs: runsIn(runsFolder, {
      files: nodeFileSystem,
      program: options.program,
      // Windows says it in a process of its own, which takes longer than everything else here.
      self: () => (self ??= identityOf(process.pid)),
      isRunning,
      // The clock that nobody sets counts from the start of the program, which its own number names.
      clock: { now: options.now, up: () => performance.now(), boot: randomUUID() },
    }),
    program: options.program,
    endStray,
    wait: (milliseconds) => setTimeout(milliseconds),
    soon: setImmediate,
    limits: changeLimits(options),
    unexpected: (error) => {
      options.log.error('task', error);
    },
  });
  return {
    controller,
    views: numberedViews(controller),
    collected,
    practice,
    onlineModule: async (target) => {
      const { describeOnlineModule } = await import('../powershell/sessions.ts');
      return describeOnlineModule(connected.settings(target));
    },
    readRun: (id) => readRun(runsFolder, id, nodeFileSystem),
    readRunFiles: (id) => readRunFiles(runsFolder, id, nodeFileSystem),
  };
}

/**
 * The runs as their folders say, whatever the program was doing when it ended. One that cannot be read is missing here, and named when
 * it is resumed. A run may have been begun after the last time that the wizard was persisted: it has the plan that was committed.
 */
export async function withRuns(stored: PersistedWizard, folder: string): Promise<StoredWizard> {
  const listed = await listRuns(folder, nodeFileSystem);
  const open = listed.ok ? listed.value.filter(({ summary }) => summary.ok && summary.value.closed === null) : [];
  const runs: Record<RunKind, RunView | null> = { ...noRuns };
  for (const kind of runKinds) {
    const plan = stored.context.plans[kind];
    const id = stored.context.runIds[kind];
    const later = id === null && plan !== null ? open.filter(({ summary }) => summary.ok && summary.value.openedAt >= stored.savedAt) : [];
    for (const candidate of id === null ? later.map((one) => one.id) : [id]) {
      const read = await readRun(folder, candidate, nodeFileSystem);
      if (read.ok && (id !== null || (read.value.plan.id === plan?.id && read.value.plan.purpose === plan.purpose)))
        runs[kind] = runView(read.value.state, read.value);
    }
  }
  return { session: sessionOf(stored, runs), practice: stored.practice, rehearsal: stored.rehearsal };
}

/** The runs in that folder as the start page lists them. A folder that cannot be read has none that could be opened. */
export async function runListIn(folder: string): Promise<RunList> {
  const listed = await listRuns(folder, nodeFileSystem);
  if (!listed.ok) return { runs: [], unread: [{ id: folder, error: listed.error }] };
  return {
    runs: inOrder(
      listed.value.flatMap(({ id, summary }) => {
        if (!summary.ok) return [];
        const { purpose, method, policy, organization, mode, openedAt, notKnown, exposedSince, profile } = summary.value;
        const state = stateOfRun(summary.value);
        return [{ id, purpose, method, policy, organization, mode, openedAt, state, notKnown, exposedSince, profile }];
      }),
    ),
    unread: listed.value.flatMap(({ id, summary }) => (summary.ok ? [] : [{ id, error: summary.error }])),
  };
}

function bannersOf(path: string, persisted: Persisted<PersistedWizard>): readonly Banner[] {
  switch (persisted.state) {
    case 'damaged':
      return [{ code: 'state.damaged', details: { archivedAs: persisted.archivedAs ?? '', reason: persisted.reason } }];
    case 'newer':
      return [{ code: 'state.newer', details: { path, format: String(persisted.format) } }];
    case 'absent':
    case 'read':
      return [];
  }
}
