/**
 * The one list of what crosses between the window and the main process. The preload's object, the
 * handlers' types and the renderer's client are derived from it; nothing else crosses.
 */
import * as v from 'valibot';
import type { Result } from '../errors.ts';
import { languages } from '../wizard/pages.ts';
import { wizardEventSchema } from '../wizard/events.ts';
import type { WizardView } from '../wizard/view.ts';
import { linkIds } from './links.ts';

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
}

export interface SavedReport {
  /** `null` when the administrator closed the dialog without saving */
  readonly path: string | null;
}

export const requests = {
  'wizard:current': request(v.undefined()).to<WizardView>(),
  'wizard:send': request(wizardEventSchema).to<null>(),
  'app:facts': request(v.undefined()).to<AppFacts>(),
  'app:quit': request(v.undefined()).to<null>(),
  'clipboard:write': request(v.pipe(v.string(), v.maxLength(1024 * 1024))).to<null>(),
  'commands:save': request(v.pipe(v.string(), v.maxLength(1024 * 1024))).to<SavedReport>(),
  'report:save': request(v.object({ language: v.picklist(languages) })).to<SavedReport>(),
  'report:show': request(v.undefined()).to<null>(),
  'links:open': request(v.picklist(linkIds)).to<null>(),
} as const;

export type RequestChannel = keyof typeof requests;
export type RequestOf<C extends RequestChannel> = v.InferOutput<(typeof requests)[C]['request']>;
export type ReplyOf<C extends RequestChannel> = Result<ReturnType<NonNullable<(typeof requests)[C]['reply']>>>;

/** What the main process tells the window without being asked. */
export interface Pushes {
  readonly 'wizard:changed': WizardView;
}
export type PushChannel = keyof Pushes;

/** Handlers of the main process, one for each request. */
export type Handlers = { readonly [C in RequestChannel]: (request: RequestOf<C>) => Promise<ReplyOf<C>> };
