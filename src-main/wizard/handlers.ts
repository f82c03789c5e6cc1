/** What the window may ask for, and who answers. */
import { randomBytes } from 'node:crypto';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { AppFacts, Handlers, SavedReport, LinkId } from '../../shared/ipc/channels.ts';
import type { CollectedFile } from '../../shared/collected/collected-file.ts';
import type { Run } from '../change/read-run.ts';
import type { CollectedFiles } from '../exchange/guided/guided.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import type { ReportOrigin } from '../report/first-page.ts';
import { hcwLogHandlers } from '../hcw-log/handlers.ts';
import { certificateFileHandlers, verifyHandlers } from '../pki/handlers.ts';
import { proofHandlers } from '../proof/handlers.ts';
import type { WizardController } from './controller.ts';
import type { NumberedViews } from './numbered-views.ts';

export interface HandlerTools {
  readonly controller: WizardController;
  readonly views: Pick<NumberedViews, 'current'>;
  /** Reads what the administrator collected by hand */
  readonly collected: Pick<CollectedFiles, 'examine' | 'examineText' | 'keepScriptFile' | 'discardText'>;
  readonly practice: Pick<PracticeExchange, 'collectOnEdge' | 'organization'>;
  readonly readRun: (id: string) => Promise<Result<Run>>;
  readonly now: () => Date;
  readonly facts: AppFacts;
  /** The name of the program with its version, and the user who runs it, for the report */
  readonly origin: Pick<ReportOrigin, 'program' | 'user'>;
  readonly writeClipboard: (text: string) => Promise<void>;
  readonly openLink: (id: LinkId) => Promise<void>;
  /** Opens a draft in the program for mail */
  readonly openDraft: (to: string, subject: string) => Promise<void>;
  readonly showInFolder: (path: string) => void;
  readonly quit: () => void;
  /** Asks for files, a folder, a certificate file or a log of the HCW to open; none when the administrator closed the dialog */
  readonly askToOpen: (kind: 'file' | 'folder' | 'certificate' | 'hcwLog') => Promise<readonly string[]>;
  /** Asks for a path to save to; `null` when the administrator closed the dialog */
  readonly askPath: (suggestion: string, kind: 'html' | 'ps1') => Promise<string | null>;
}

export function createHandlers(tools: HandlerTools): Handlers {
  let lastReport: string | null = null;
  const done = Promise.resolve(ok(null));

  const save = async (suggestion: string, kind: 'html' | 'ps1', text: string): Promise<Result<SavedReport>> => {
    const path = await tools.askPath(suggestion, kind);
    if (path === null) return ok({ path });
    const written = await atomicWrite(path, text);
    return written.ok ? ok({ path }) : written;
  };

  /** Each is examined before it is added; the first that cannot be used is told, and those before it stay. */
  async function addSources(examined: readonly (() => Promise<Result<CollectedFile>>)[]): Promise<Result<null>> {
    for (const examine of examined) {
      const source = await examine();
      const added = source.ok ? await tools.controller.addSource(source.value) : source;
      if (!added.ok) return added;
    }
    return ok(null);
  }
  /** A text that is refused is not kept on disk. */
  async function addText(text: string): Promise<Result<null>> {
    const source = await tools.collected.examineText(text);
    if (!source.ok) return source;
    const added = await tools.controller.addSource(source.value);
    const { sources } = tools.controller.view().context;
    if (!added.ok && !sources.some(({ path }) => path === source.value.path)) await tools.collected.discardText(source.value.path);
    return added;
  }
  const addPaths = (kind: 'file' | 'folder', paths: readonly string[]): Promise<Result<null>> =>
    addSources(paths.map((path) => () => tools.collected.examine(kind, path)));

  return {
    ...verifyHandlers({ view: () => tools.controller.view(), now: tools.now }),
    ...proofHandlers({
      view: () => tools.controller.view(),
      addEvidence: (evidence) => tools.controller.addEvidence(evidence),
      practice: tools.practice,
      now: tools.now,
      random: (count) => randomBytes(count),
      openDraft: tools.openDraft,
      askToOpen: () => tools.askToOpen('file'),
    }),
    ...hcwLogHandlers({
      view: () => tools.controller.view(),
      addHcwLog: (reading) => tools.controller.addHcwLog(reading),
      askToOpen: () => tools.askToOpen('hcwLog'),
    }),
    'wizard:current': () => Promise.resolve(ok(tools.views.current())),
    'wizard:send': (event) => tools.controller.send(event),
    'app:facts': () => Promise.resolve(ok(tools.facts)),
    'app:quit': () => {
      tools.quit();
      return done;
    },
    'collection:script': async (place) => {
      const { collectionScript } = await import('../exchange/guided/collection-script.ts');
      return ok(collectionScript(place));
    },
    'practice:workOnEdge': (server) => tools.controller.workOnEdge(server),
    'practice:takeStep': (step) => tools.controller.takeStep(step),
    'practice:collectOnEdge': async (server) => {
      const text = await tools.practice.collectOnEdge(server);
      if (text === undefined) return fail(appError('ipc.notNow'));
      const source = await tools.collected.keepScriptFile(text);
      return source.ok ? tools.controller.addSource(source.value) : source;
    },
    'collection:open': async (kind) => addPaths(kind, await tools.askToOpen(kind)),
    'collection:drop': (paths) => addPaths('file', paths),
    'collection:paste': addText,
    ...certificateFileHandlers({
      askToOpen: () => tools.askToOpen('certificate'),
      organization: () => tools.controller.view().context.organization,
      now: tools.now,
    }),
    'clipboard:write': async (text) => {
      await tools.writeClipboard(text);
      return ok(null);
    },
    'commands:save': (text) => save('commands.ps1', 'ps1', `\uFEFF${text}`),
    'report:save': async () => {
      const at = tools.now();
      const view = tools.controller.view();
      const { renderReport } = await import('../report/report.ts');
      const saved = await save(
        `hybrid-certificate-renewal-${at.toISOString().slice(0, 10)}.html`,
        'html',
        renderReport(view, { ...tools.origin, at }),
      );
      if (saved.ok) lastReport = saved.value.path ?? lastReport;
      return saved;
    },
    'report:saveRun': async (id) => {
      const run = await tools.readRun(id);
      if (!run.ok) return run;
      const { renderRunReport } = await import('../report/run-report.ts');
      const { language } = tools.controller.view().context;
      return save(
        `hybrid-certificate-run-${id.slice(0, 4)}.html`,
        'html',
        renderRunReport(run.value, { ...tools.origin, at: tools.now() }, language),
      );
    },
    'report:show': () => {
      if (lastReport !== null) tools.showInFolder(lastReport);
      return done;
    },
    'links:open': async (id) => {
      await tools.openLink(id);
      return ok(null);
    },
  };
}
