/** The view as the main process publishes it, and the functions that send the administrator's actions to it. */
import type {
  AnswerOfServer,
  AppFacts,
  FileTicket,
  MessageAnswer,
  PastedMail,
  PageChannel,
  ReplyOf,
  ReportKind,
  RequestChannel,
  RequestOf,
  SavedPlan,
  WizardBridge,
} from '../../shared/ipc/channels.ts';
import type { LinkId, OpenedPlace, Theme } from '../../shared/ipc/choices.ts';
import type { CollectedPlace } from '../../shared/collected/collection.ts';
import type { Direction } from '../../shared/mail-flow/verdict.ts';
import type { AppError, Result } from '../../shared/model/error.ts';
import { overwriteGetLocale } from '../../shared/messages/compiled/runtime.js';
import type { RedactionCategory, Replacement } from '../../shared/redaction/categories.ts';
import type { WizardEvent } from '../../shared/wizard/events.ts';
import { isLeaving, leavingQuestion, type LeavingQuestion } from '../../shared/wizard/weakened.ts';
import { applyChange, type NumberedView, type WizardView } from '../../shared/wizard/view.ts';

/** The view at hand, which the changes that come are changes of. */
let numbered = $state.raw<NumberedView>();
let facts = $state.raw<AppFacts>();
/** A request that was refused, wholly or for some of its files: shown until the next one succeeds. */
let refused = $state.raw<{ readonly channel: RequestChannel; readonly errors: readonly AppError[] } | null>(null);
/** What leaves the wizard while mail flow is weaker than before the change: done only after the answer. */
let leaving = $state.raw<{ readonly question: LeavingQuestion; readonly go: () => Promise<unknown> } | null>(null);
/** Whether the window is small, and above all others */
let isCompact = $state(false);
let bridge: WizardBridge | undefined;
const none: readonly AppError[] = [];

/** The whole view: at the start, and when a change was not one of the view at hand. */
async function readView(from: WizardBridge): Promise<void> {
  const current = await from.request('wizard:current', undefined);
  // A later change may have come while the answer was on its way.
  if (current.ok && current.value.revision >= (numbered?.revision ?? 0)) numbered = current.value;
}

/** Loads the first view and follows all later ones. Messages follow its language. */
export async function connectWizard(to: WizardBridge): Promise<void> {
  bridge = to;
  numbered = undefined;
  leaving = null;
  to.subscribe('wizard:changed', (change) => {
    const next = numbered === undefined ? undefined : applyChange(numbered, change);
    if (next === undefined) void readView(to);
    else numbered = next;
  });
  const [, about] = await Promise.all([readView(to), to.request('app:facts', undefined)]);
  if (about.ok) facts = about.value;
  overwriteGetLocale(() => numbered?.view.context.language ?? 'en');
}

const connected = (): WizardBridge => {
  if (bridge === undefined) throw new Error('The wizard is not connected.');
  return bridge;
};

/** Asks, and keeps a refusal for the page to show. */
async function ask<C extends PageChannel>(channel: C, request: RequestOf<C>): Promise<ReplyOf<C>> {
  return noted(channel, await connected().request(channel, request));
}
function noted<T>(channel: RequestChannel, reply: Result<T>): Result<T> {
  if (!reply.ok) refused = { channel, errors: [reply.error] };
  // What is copied may be the refusal that is shown: it stays, unless it was of a copy.
  else if (channel !== 'clipboard:write' || refused?.channel === channel) refused = null;
  return reply;
}
/** As `ask`, of several files: what was not taken is a refusal too. */
async function askToTake<C extends 'collection:open' | 'collection:drop'>(channel: C, request: RequestOf<C>): Promise<void> {
  const reply: ReplyOf<'collection:open' | 'collection:drop'> = await ask(channel, request);
  if (reply.ok && reply.value.length > 0) refused = { channel, errors: reply.value };
}
/** The tickets of files that were dropped; none when they could not be had. */
async function ticketsOf(files: readonly File[]): Promise<readonly FileTicket[]> {
  const dropped = noted('files:dropped', await connected().dropped(files));
  return dropped.ok ? dropped.value : [];
}

export const wizard = {
  get view(): WizardView {
    if (numbered === undefined) throw new Error('The wizard is not connected.');
    return numbered.view;
  },
  get facts(): AppFacts {
    if (facts === undefined) throw new Error('The wizard is not connected.');
    return facts;
  },
  get refusals(): readonly AppError[] {
    return refused?.errors ?? none;
  },
  get isCompact(): boolean {
    return isCompact;
  },
  setCompact: async (on: boolean): Promise<void> => {
    if ((await ask('window:compact', on)).ok) isCompact = on;
  },
  get leaving(): LeavingQuestion | null {
    return leaving?.question ?? null;
  },
  /** The answer to the question before leaving. */
  answerLeaving: async (answer: 'stay' | 'leave' | 'rollBack'): Promise<void> => {
    const asked = leaving;
    leaving = null;
    if (answer === 'leave') await asked?.go();
    const rollback = asked?.question.rollback ?? null;
    if (answer === 'rollBack' && rollback !== null) await ask('wizard:send', { type: rollback });
  },
  /** Tells the wizard what was done. What abandons the session asks first while mail flow is weaker than before. */
  send: async (event: WizardEvent): Promise<void> => {
    const go = (): Promise<unknown> => ask('wizard:send', event);
    const question = isLeaving(wizard.view, event) ? leavingQuestion(wizard.view) : null;
    if (question === null) await go();
    else leaving = { question, go };
  },
  /** Said on the page itself when it fails: the sign-in says the same. */
  onlineModule: (): Promise<ReplyOf<'online:module'>> => connected().request('online:module', undefined),
  /** The script for that place; no text when it could not be had. */
  collectionScript: async (place: CollectedPlace): Promise<string> => {
    const script = await ask('collection:script', place);
    return script.ok ? script.value : '';
  },
  /** Opens what was collected, from a dialog. */
  openCollected: async (kind: 'file' | 'folder'): Promise<void> => {
    await askToTake('collection:open', kind);
  },
  /** Whether the text was taken. */
  pasteCollected: async (text: string): Promise<boolean> => (await ask('collection:paste', text)).ok,
  dropCollected: async (files: readonly File[]): Promise<void> => {
    const tickets = await ticketsOf(files);
    if (tickets.length > 0)
      await askToTake(
        'collection:drop',
        tickets.map(({ token }) => token),
      );
  },
  /** Practice: runs what is to be done on that Edge server. */
  workOnEdge: async (server: string): Promise<void> => {
    await ask('practice:workOnEdge', server);
  },
  /** Practice: runs the commands of the step that the run waits for. Whether they ran. */
  takeStep: async (step: string): Promise<boolean> => (await ask('practice:takeStep', step)).ok,
  /** Practice: collects on that Edge server. */
  collectOnEdge: async (server: string): Promise<void> => {
    await ask('practice:collectOnEdge', server);
  },
  /** A certificate file; `null` when the dialog was closed. */
  chooseCertificateFile: async (): Promise<FileTicket | null> => {
    const chosen = await ask('certificateFile:choose', undefined);
    return chosen.ok ? chosen.value : null;
  },
  ticketsOf,
  /** That a file needs a password, or another one, is a question and no refusal: the page asks it. */
  examineFile: ({ token }: FileTicket, password: string | null): Promise<ReplyOf<'certificateFile:examine'>> =>
    connected().request('certificateFile:examine', { token, password }),
  /** Whether the text is on the clipboard. */
  copy: async (text: string): Promise<boolean> => (await ask('clipboard:write', text)).ok,
  /** The path, `null` when the dialog was closed, `undefined` when it failed (see `refusals`). */
  saveCommands: async (text: string): Promise<string | null | undefined> => {
    const result = await ask('commands:save', text);
    return result.ok ? result.value.path : undefined;
  },
  saveReport: async (kind: ReportKind): Promise<string | null | undefined> => {
    const result = await ask('report:save', kind);
    return result.ok ? result.value.path : undefined;
  },
  /** Of a run in the list, from its folder; as above. */
  saveRunReport: async (id: string, kind: ReportKind): Promise<string | null | undefined> => {
    const result = await ask('report:saveRun', { id, kind });
    return result.ok ? result.value.path : undefined;
  },
  /** The ticket pack of a run, with the report of the session or that of the run; as above. */
  savePack: async (id: string, report: 'session' | 'run'): Promise<string | null | undefined> => {
    const result = await ask('pack:save', { id, report });
    return result.ok ? result.value.path : undefined;
  },
  /** What would be replaced; `null` when the run cannot be read (see `refusals`). */
  previewShared: async (id: string, categories: readonly RedactionCategory[]): Promise<readonly Replacement[] | null> => {
    const preview = await ask('share:preview', { id, categories: [...categories] });
    return preview.ok ? preview.value : null;
  },
  /** Its report or ticket pack with that replaced; as above. */
  saveShared: async (
    id: string,
    categories: readonly RedactionCategory[],
    kind: ReportKind | 'zip',
  ): Promise<string | null | undefined> => {
    const result = await ask('share:save', { id, categories: [...categories], kind });
    return result.ok ? result.value.path : undefined;
  },
  /** The change request of the plan; as above. */
  saveChangeRequest: async (): Promise<string | null | undefined> => {
    const result = await ask('request:save', undefined);
    return result.ok ? result.value.path : undefined;
  },
  /** The plan for a second person; `null` when that was not possible (see `refusals`). */
  savePlan: async (): Promise<SavedPlan | null> => {
    const saved = await ask('plan:save', undefined);
    return saved.ok ? saved.value : null;
  },
  openSignedOff: (): Promise<unknown> => ask('plan:openSignedOff', undefined),
  saveCalendarEntry: async (): Promise<string | null | undefined> => {
    const result = await ask('calendar:save', undefined);
    return result.ok ? result.value.path : undefined;
  },
  showReport: (): Promise<unknown> => ask('report:show', undefined),
  openLink: (id: LinkId): Promise<unknown> => ask('links:open', id),
  /** Connects to the server and returns the certificate that it presents. */
  verifyServer: (thumbprint: string, server: string): Promise<ReplyOf<'verify:server'>> => ask('verify:server', { thumbprint, server }),
  verifyChain: (thumbprint: string): Promise<ReplyOf<'verify:chain'>> => ask('verify:chain', { thumbprint }),
  /** Connects to the addresses that were shown for that certificate of a chain. */
  verifyRevocation: (thumbprint: string, certificate: string): Promise<ReplyOf<'verify:revocation'>> =>
    ask('verify:revocation', { thumbprint, certificate }),
  verifyCancel: (): Promise<unknown> => ask('verify:cancel', undefined),
  /** Asks that server for its certificate, as a proof of mail flow. Whether it was asked and written down. */
  proveServer: async (server: string): Promise<boolean> => (await ask('proof:askServer', server)).ok,
  proveCancel: (): Promise<unknown> => ask('proof:cancel', undefined),
  /** Opens what a server has written about itself; `null` when that was not possible (see `refusals`). */
  openServerAnswer: async (): Promise<AnswerOfServer | null> => {
    const answer = await ask('proof:openAnswer', undefined);
    return answer.ok ? answer.value : null;
  },
  /** Opens a log of the HCW that is not followed. */
  openHcwLog: (): Promise<unknown> => ask('hcw:openLog', undefined),
  /** Opens protocol logs of that server; in practice the sample has written one. */
  openProtocolLog: (direction: Direction, server: string): Promise<unknown> => ask('proof:openLog', { direction, server }),
  /** Judges the headers of a test message; `null` when that was not possible (see `refusals`). */
  judgeMessage: async (direction: Direction, text: string | null): Promise<MessageAnswer | null> => {
    const answer = await ask('proof:message', { direction, text });
    return answer.ok ? answer.value : null;
  },
  /** Makes the subject of a test message; with a recipient also a draft in the program for mail. */
  draftMessage: (direction: Direction, recipient: string | null): Promise<unknown> => ask('proof:draft', { direction, recipient }),
  readQueues: (): Promise<unknown> => ask('proof:queues', undefined),
  findDelayed: (): Promise<unknown> => ask('proof:delayed', undefined),
  validate: (connector: string, recipient: string): Promise<unknown> => ask('proof:validate', { connector, recipient }),
  sayOfValidation: (connector: string, says: 'succeeded' | 'failed'): Promise<unknown> => ask('proof:validationRead', { connector, says }),
  findMessage: (direction: Direction): Promise<unknown> => ask('proof:find', direction),
  /** Takes what the commands of guided mode printed; `null` when that was not possible (see `refusals`). */
  pasteMail: async (text: string): Promise<PastedMail | null> => {
    const answer = await ask('proof:pasteMail', text);
    return answer.ok ? answer.value : null;
  },
  /** Whether the colors are the chosen ones. */
  chooseTheme: async (theme: Theme): Promise<boolean> => {
    const chosen = (await ask('app:theme', theme)).ok;
    if (chosen && facts !== undefined) facts = { ...facts, theme };
    return chosen;
  },
  openPlace: (place: OpenedPlace): Promise<unknown> => ask('app:open', place),
  /** Closes the window; asks first while mail flow is weaker than before. */
  leave: async (): Promise<void> => {
    const go = (): Promise<unknown> => ask('app:quit', undefined);
    const question = leavingQuestion(wizard.view);
    if (question === null) await go();
    else leaving = { question, go };
  },
  /** Closes the window: what there was to ask has been asked. */
  quit: (): Promise<unknown> => ask('app:quit', undefined),
};
