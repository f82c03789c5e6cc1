/**
 * The one list of what crosses between the window and the main process; nothing else crosses. Derived from it are the
 * types of handlers and client, and the names that the preload lets through: the build writes these into it as a
 * constant, since the list itself would bring all schemas into the preload, and before the first page into the main process.
 */

import * as v from 'valibot';
import type { FileExamination } from '../rules/certificate-file.ts';
import type { ChainCheck, Revocation, ServerAnswer } from '../x509/verification.ts';
import type { AppError, Result } from '../model/error.ts';
import type { OnlineModule } from '../model/sign-in.ts';
import { isMailAddress } from '../proof/mail-address.ts';
import type { HeadersRefusal } from '../proof/headers.ts';
import type { TrustProof } from '../proof/trusted.ts';
import { collectedPlaces } from '../collected/collection.ts';
import { directions } from '../mail-flow/verdict.ts';
import { redactionCategories, type Replacement } from '../redaction/categories.ts';
import { wizardEventSchema } from '../wizard/events.ts';
import { linkIds, openedPlaces, themes, type Theme } from './choices.ts';
import type { NumberedView, ViewChange } from '../wizard/view.ts';

/** A request of the window: its schema is checked before anything else, and its reply is a `Result`. */
interface Request<S extends v.GenericSchema, R> {
  readonly request: S;
  /** Only a type, never a value: replies come from the trusted side. */
  readonly reply: (() => R) | undefined;
}
const request = <S extends v.GenericSchema>(schema: S) => ({ to: <R>(): Request<S, R> => ({ request: schema, reply: undefined }) });

/** Facts of the program and the machine that the window shows. */
export interface AppFacts {
  readonly version: string;
  readonly platform: string;
  /** Whether this system can open Kerberos sessions (WSMan); only Windows can */
  readonly canConnect: boolean;
  readonly theme: Theme;
  /** Folder of all that the wizard keeps on this computer */
  readonly dataFolder: string;
}

/** The forms in which a report is saved */
export const reportKinds = ['html', 'pdf'] as const;
export type ReportKind = (typeof reportKinds)[number];

export interface SavedFile {
  /** `null` when the administrator closed the dialog without saving */
  readonly path: string | null;
}

export interface SavedPlan extends SavedFile {
  /** SHA-256 of what the second person signs off */
  readonly digest: string;
}

const thumbprint = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const runId = v.pipe(v.string(), v.maxLength(128));
const categories = v.pipe(v.array(v.picklist(redactionCategories)), v.minLength(1), v.maxLength(redactionCategories.length));
const server = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const path = v.pipe(v.string(), v.maxLength(32_767));
/** A file of this machine, as the page knows it: what it is called, and the word for which the main process knows its path. */
export interface FileTicket {
  readonly token: string;
  readonly name: string;
}
const token = v.pipe(v.string(), v.uuid());
/** How many files are dropped at once */
const mostDropped = 64;
/** Nothing in it ends the address part of a `mailto:` link. */
const mailAddress = v.pipe(v.string(), v.check(isMailAddress));

/** What became of the headers of a test message. What says nothing about mail flow now is not written down. */
export type MessageAnswer =
  | { readonly kind: 'none' | 'notArrived' }
  | { readonly kind: 'refused'; readonly refusal: HeadersRefusal }
  | { readonly kind: 'judged'; readonly proof: TrustProof; readonly isKept: boolean };

/** What became of a file that a server has written about itself. */
export type AnswerOfServer =
  | { readonly kind: 'none' | 'notAnAnswer' }
  /** `at`: when it was asked, by its own clock */
  | { readonly kind: 'kept' | 'otherServer' | 'older'; readonly server: string; readonly at: string };

/** What became of a line that the commands of guided mode printed. */
export type PastedMail = { readonly kind: 'kept' | 'notPrinted' | 'nothing' } | { readonly kind: 'older'; readonly at: string };

const connector = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

export const requests = {
  'wizard:current': request(v.undefined()).to<NumberedView>(),
  'wizard:send': request(wizardEventSchema).to<null>(),
  'app:facts': request(v.undefined()).to<AppFacts>(),
  'app:quit': request(v.undefined()).to<null>(),
  /** Makes the window small and keeps it above all others, beside the HCW, or gives it back its size */
  'window:compact': request(v.boolean()).to<null>(),
  'app:theme': request(v.picklist(themes)).to<null>(),
  /** Shows a folder of the wizard, or the licenses */
  'app:open': request(v.picklist(openedPlaces)).to<null>(),
  /** Looks for the module that signs in to Exchange Online: which one it is, and who signed it */
  'online:module': request(v.undefined()).to<OnlineModule>(),
  /** The text of the read-only script for that place */
  'collection:script': request(v.picklist(collectedPlaces)).to<string>(),
  /** Asks for files or a folder, and opens what was collected. Gives the error of each file that was not added. */
  'collection:open': request(v.picklist(['file', 'folder'])).to<readonly AppError[]>(),
  /** The preload hands over the paths of files that were dropped on the window (`''`: no file of this machine) */
  'files:dropped': request(v.pipe(v.array(path), v.maxLength(mostDropped))).to<readonly FileTicket[]>(),
  /** Opens files that were dropped on the window; as above */
  'collection:drop': request(v.pipe(v.array(token), v.minLength(1), v.maxLength(mostDropped))).to<readonly AppError[]>(),
  'collection:paste': request(v.pipe(v.string(), v.maxLength(8 * 1024 * 1024))).to<null>(),
  /** Practice: runs on that Edge server what is still to be done there */
  'practice:workOnEdge': request(server).to<null>(),
  /** Practice: runs the commands of that step, for which the run waits */
  'practice:takeStep': request(v.pipe(v.string(), v.minLength(1), v.maxLength(1024))).to<null>(),
  /** Practice: runs the collection script on that Edge server, and opens the file that it writes */
  'practice:collectOnEdge': request(server).to<null>(),
  /** Asks for a certificate file; `null` when the dialog was closed */
  'certificateFile:choose': request(v.undefined()).to<FileTicket | null>(),
  /** What a certificate file is before it is imported. The password is used for this reading alone. */
  'certificateFile:examine': request(
    v.object({ token, password: v.nullable(v.pipe(v.string(), v.maxLength(1024))) }),
  ).to<FileExamination>(),
  'clipboard:write': request(v.pipe(v.string(), v.maxLength(1024 * 1024))).to<null>(),
  'commands:save': request(v.pipe(v.string(), v.maxLength(1024 * 1024))).to<SavedFile>(),
  /** Saves the plan of the page for a second person, and says its digest */
  'plan:save': request(v.undefined()).to<SavedPlan>(),
  /** Asks for the plan file that a second person has signed off: the commit then needs that plan */
  'plan:openSignedOff': request(v.undefined()).to<null>(),
  'report:save': request(v.picklist(reportKinds)).to<SavedFile>(),
  /** Saves the report of the run with that folder name, from its folder alone */
  'report:saveRun': request(v.object({ id: runId, kind: v.picklist(reportKinds) })).to<SavedFile>(),
  /** Saves the ticket pack of the run with that folder name, with the report of the session or that of the run */
  'pack:save': request(v.object({ id: runId, report: v.picklist(['session', 'run']) })).to<SavedFile>(),
  /** What of the run with that folder name would be replaced by what */
  'share:preview': request(v.object({ id: runId, categories })).to<readonly Replacement[]>(),
  /** Saves its report or its ticket pack with that replaced */
  'share:save': request(v.object({ id: runId, categories, kind: v.picklist([...reportKinds, 'zip']) })).to<SavedFile>(),
  /** Saves the change request of the plan that is shown */
  'request:save': request(v.undefined()).to<SavedFile>(),
  /** Saves a calendar entry for the next renewal of the chosen certificate */
  'calendar:save': request(v.undefined()).to<SavedFile>(),
  /** Shows what was saved last in its folder */
  'report:show': request(v.undefined()).to<null>(),
  /** Connects to that server on port 25, and asks with STARTTLS which certificate it presents */
  'verify:server': request(v.object({ thumbprint, server: v.pipe(v.string(), v.maxLength(256)) })).to<ServerAnswer>(),
  /** The chains of the chosen certificate and of what the servers presented; connects to nothing */
  'verify:chain': request(v.object({ thumbprint })).to<ChainCheck>(),
  /** Connects to the addresses that were shown for that certificate of a chain */
  'verify:revocation': request(v.object({ thumbprint, certificate: thumbprint })).to<Revocation>(),
  'verify:cancel': request(v.undefined()).to<null>(),
  /** Asks for a log of the HCW that another user or computer has written, and shows what it says */
  'hcw:openLog': request(v.undefined()).to<null>(),
  /** Connects to that server on port 25, and writes down what it presents; in practice the sample answers */
  'proof:askServer': request(v.pipe(v.string(), v.maxLength(256))).to<null>(),
  'proof:cancel': request(v.undefined()).to<null>(),
  /** Opens a draft of a test message with a one-time word in the program for mail; without a recipient only the word is made */
  /** Asks for what a server has written about itself (`serverScript`), and writes down what it presents */
  'proof:openAnswer': request(v.undefined()).to<AnswerOfServer>(),
  /** Asks for protocol logs of that server, and writes down what they prove; in practice the sample writes one */
  'proof:openLog': request(v.object({ direction: v.picklist(directions), server: v.pipe(v.string(), v.maxLength(256)) })).to<null>(),
  /** Judges the headers of the test message of that direction; `null` asks for an .eml file, in practice the message is sent */
  'proof:message': request(
    v.object({ direction: v.picklist(directions), text: v.nullable(v.pipe(v.string(), v.maxLength(8 * 1024 * 1024))) }),
  ).to<MessageAnswer>(),
  'proof:draft': request(v.object({ direction: v.picklist(directions), recipient: v.nullable(mailAddress) })).to<null>(),
  /** Reads the queues of every transport server, and writes down what they say */
  'proof:queues': request(v.undefined()).to<null>(),
  /** Reads the message trace for mail that Exchange Online could not deliver to the organization */
  'proof:delayed': request(v.undefined()).to<null>(),
  /** Sends: Exchange Online validates that outbound connector with a message to the recipient */
  'proof:validate': request(v.object({ connector, recipient: mailAddress })).to<null>(),
  /** What the administrator read in the result of the last validation of that connector */
  'proof:validationRead': request(v.object({ connector, says: v.picklist(['succeeded', 'failed']) })).to<null>(),
  /** Looks for the test message of that direction in message tracking and message trace */
  'proof:find': request(v.picklist(directions)).to<null>(),
  /** Takes what the commands of guided mode printed */
  'proof:pasteMail': request(v.pipe(v.string(), v.maxLength(8 * 1024 * 1024))).to<PastedMail>(),
  'links:open': request(v.picklist(linkIds)).to<null>(),
} as const;

export type RequestChannel = keyof typeof requests;
export const requestChannels = Object.keys(requests) as readonly RequestChannel[];
/** What the preload asks by itself, and lets no page ask: with it go the paths of files. */
const preloadChannels = ['files:dropped'] as const;
export type PageChannel = Exclude<RequestChannel, (typeof preloadChannels)[number]>;
export const pageChannels = requestChannels.filter((channel): channel is PageChannel => !preloadChannels.some((own) => own === channel));
export type RequestOf<C extends RequestChannel> = v.InferOutput<(typeof requests)[C]['request']>;
export type ReplyOf<C extends RequestChannel> = Result<ReturnType<NonNullable<(typeof requests)[C]['reply']>>>;

/** What the main process sends to the window without a request. */
export interface Pushes {
  readonly 'wizard:changed': ViewChange;
}
export type PushChannel = keyof Pushes;
export const pushChannels: readonly PushChannel[] = ['wizard:changed'];

/** Handlers of the main process, one for each request. */
export type Handlers = { readonly [C in RequestChannel]: (request: RequestOf<C>) => Promise<ReplyOf<C>> };

/** What the preload exposes as `window.wizard`. */
export interface WizardBridge {
  request<C extends PageChannel>(channel: C, request: RequestOf<C>): Promise<ReplyOf<C>>;
  /** Returns the function that ends the subscription. */
  subscribe<C extends PushChannel>(channel: C, listener: (message: Pushes[C]) => void): () => void;
  /** Hands files that were dropped on the window to the main process. What is no file of this machine gets no ticket. */
  dropped(files: readonly object[]): Promise<ReplyOf<'files:dropped'>>;
}
