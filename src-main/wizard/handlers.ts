/** What the window may ask for, and who answers. */
import { randomBytes } from 'node:crypto';
import { appError, fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import type { OnlineModule } from '../../shared/model/sign-in.ts';
import type { AppFacts, Handlers } from '../../shared/ipc/channels.ts';
import type { LinkId, OpenedPlace, Theme } from '../../shared/ipc/choices.ts';
import type { CollectedFile } from '../../shared/collected/collected-file.ts';
import type { CollectedFiles } from '../exchange/guided/guided.ts';
import type { Target } from '../exchange/port.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';
import { createFileTickets } from '../files/file-tickets.ts';
import { hcwLogHandlers } from '../hcw-log/handlers.ts';
import { certificateFileHandlers, verifyHandlers } from '../pki/handlers.ts';
import { mailHandlers } from '../proof/mail-handlers.ts';
import { proofHandlers } from '../proof/handlers.ts';
import type { WizardController } from './controller.ts';
import type { NumberedViews } from './numbered-views.ts';
import { signOffHandlers } from '../sign-off/handlers.ts';
import { saveHandlers, type SaveTools } from './save-handlers.ts';

export interface HandlerTools extends Omit<SaveTools, 'view'> {
  readonly controller: WizardController;
  readonly views: Pick<NumberedViews, 'current'>;
  /** Reads what the administrator collected by hand */
  readonly collected: Pick<CollectedFiles, 'examine' | 'examineText' | 'keepScriptFile'>;
  readonly practice: Pick<PracticeExchange, 'collectOnEdge' | 'organization' | 'happen'>;
  readonly onlineModule: (target: Target) => Promise<Result<OnlineModule>>;
  readonly facts: () => AppFacts;
  readonly chooseTheme: (theme: Theme) => void;
  /** Whether it is there and was opened */
  readonly openPlace: (place: OpenedPlace) => Promise<boolean>;
  readonly writeClipboard: (text: string) => Promise<void>;
  readonly openLink: (id: LinkId) => Promise<void>;
  /** Opens a draft in the program for mail */
  readonly openDraft: (to: string, subject: string) => Promise<void>;
  readonly quit: () => void;
  readonly setCompact: (on: boolean) => void;
  /** Asks for files, a folder, a certificate file or a log of the HCW to open; none when the administrator closed the dialog */
  readonly askToOpen: (kind: 'file' | 'folder' | 'certificate' | 'hcwLog' | 'plan') => Promise<readonly string[]>;
}

export function createHandlers(tools: HandlerTools): Handlers {
  const done = Promise.resolve(ok(null));
  const files = createFileTickets();

  const addSource = async (source: Result<CollectedFile>): Promise<Result<null>> =>
    source.ok ? tools.controller.addSource(source.value) : source;
  /** Each is examined and added by itself: those that cannot be used keep no other one out. */
  async function addSources(examined: readonly (() => Promise<Result<CollectedFile>>)[]): Promise<Result<readonly AppError[]>> {
    const refused: AppError[] = [];
    for (const examine of examined) {
      const added = await addSource(await examine());
      if (!added.ok) refused.push(added.error);
    }
    return ok(refused);
  }
  const addPaths = (kind: 'file' | 'folder', paths: readonly string[]): Promise<Result<readonly AppError[]>> =>
    addSources(paths.map((path) => () => tools.collected.examine(kind, path)));

  return {
    ...verifyHandlers({ view: () => tools.controller.view(), now: tools.now }),
    ...saveHandlers({ ...tools, view: () => tools.controller.view() }),
    ...proofHandlers({
      view: () => tools.controller.view(),
      addEvidence: (evidence) => tools.controller.addEvidence(evidence),
      practice: tools.practice,
      now: tools.now,
      random: (count) => randomBytes(count),
      openDraft: tools.openDraft,
      askToOpen: () => tools.askToOpen('file'),
      cancelAsking: () => {
        tools.controller.cancelAsking();
      },
    }),
    ...mailHandlers({
      view: () => tools.controller.view(),
      addEvidence: (evidence) => tools.controller.addEvidence(evidence),
      ask: (calls) => tools.controller.askExchange(calls),
      practice: tools.practice,
      now: tools.now,
    }),
    ...signOffHandlers({
      view: () => tools.controller.view(),
      requireSignOff: (signedOff) => tools.controller.requireSignOff(signedOff),
      askToOpen: () => tools.askToOpen('plan'),
    }),
    ...hcwLogHandlers({
      view: () => tools.controller.view(),
      addHcwLog: (reading) => tools.controller.addHcwLog(reading),
      askToOpen: () => tools.askToOpen('hcwLog'),
    }),
    'wizard:current': () => Promise.resolve(ok(tools.views.current())),
    'wizard:send': (event) => tools.controller.send(event),
    'app:facts': () => Promise.resolve(ok(tools.facts())),
    'window:compact': (on) => {
      tools.setCompact(on);
      return done;
    },
    'app:quit': () => {
      tools.quit();
      return done;
    },
    'app:theme': (theme) => {
      tools.chooseTheme(theme);
      return done;
    },
    'app:open': async (place) => ((await tools.openPlace(place)) ? ok(null) : fail(appError('place.notOpened', { place }))),
    'online:module': () => {
      const { context } = tools.controller.view();
      return context.mode === 'connected' ? tools.onlineModule(context) : Promise.resolve(fail(appError('ipc.notNow')));
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
      return addSource(await tools.collected.keepScriptFile(text));
    },
    'collection:open': async (kind) => addPaths(kind, await tools.askToOpen(kind)),
    'files:dropped': (paths) => Promise.resolve(ok(paths.filter((path) => path !== '').map((path) => files.give(path)))),
    'collection:drop': (tokens) =>
      addSources(
        tokens.map((token) => async () => {
          const path = files.pathOf(token);
          return path === undefined ? fail(appError('file.notChosen')) : tools.collected.examine('file', path);
        }),
      ),
    'collection:paste': async (text) => addSource(await tools.collected.examineText(text)),
    ...certificateFileHandlers({
      askToOpen: () => tools.askToOpen('certificate'),
      files,
      organization: () => tools.controller.view().context.organization,
      now: tools.now,
    }),
    'clipboard:write': async (text) => {
      await tools.writeClipboard(text);
      return ok(null);
    },
    'links:open': async (id) => {
      await tools.openLink(id);
      return ok(null);
    },
  };
}
