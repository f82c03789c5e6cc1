/** What was found out of mail itself: queues, delayed mail, the validation of Exchange Online, and where a test message was found. */
import * as v from 'valibot';
import { directions } from '../mail-flow/verdict.ts';
import { errorCodes } from '../model/error.ts';

/** Characters of one text that is kept as it was returned. */
export const longestText = 1000;

const text = v.pipe(v.string(), v.maxLength(longestText));
const moment = v.pipe(v.string(), v.isoTimestamp());
/** `detail`: Exchange's own words */
const unread = v.object({ state: v.literal('unread'), code: v.picklist(errorCodes), detail: text });
export type Unread = v.InferOutput<typeof unread>;

/** A queue with an error. */
const queueSchema = v.object({
  /** Its identity, e.g. `EX01\\12` */
  queue: text,
  nextHop: text,
  /** Whether it holds mail to Exchange Online; `null`: not known */
  isHybrid: v.nullable(v.boolean()),
  messages: v.nullable(v.number()),
  error: text,
  /** When it was tried last, by the clock of the server; `null`: not known */
  triedAt: v.nullable(moment),
});
export type QueueError = v.InferOutput<typeof queueSchema>;

/** `queues`: how many there are; `isWhole`: whether each error that there is, is among `errors` */
const queuesSchema = v.object({ state: v.literal('read'), queues: v.number(), errors: v.array(queueSchema), isWhole: v.boolean() });
const ofServersSchema = v.array(v.object({ server: text, result: v.variant('state', [queuesSchema, unread]) }));
export type ServerQueues = v.InferOutput<typeof ofServersSchema>[number];

const delayedSchema = v.object({
  state: v.literal('read'),
  /** Of how many messages the trace says that they wait or failed */
  messages: v.number(),
  /** Those of which it says why */
  errors: v.array(v.object({ recipient: text, receivedAt: v.nullable(moment), error: text })),
  isWhole: v.boolean(),
});

/** What the words of the result say. They are not documented: `unclear` where they do not say one thing alone. */
const validationSays = ['succeeded', 'failed', 'unclear'] as const;
const validationSchema = v.object({
  state: v.literal('answered'),
  says: v.picklist(validationSays),
  /** `administrator`: a person has read the lines */
  readBy: v.picklist(['wizard', 'administrator']),
  /** Every property of the result as it came, and what the cmdlet said besides */
  lines: v.array(text),
});
export type ValidationResult = v.InferOutput<typeof validationSchema> | Unread;

const foundOnServerSchema = v.object({
  at: v.nullable(moment),
  event: text,
  source: text,
  connector: text,
  /** Exchange's own words */
  detail: text,
});
const foundOnlineSchema = v.object({
  at: v.nullable(moment),
  status: text,
  recipient: text,
  fromIp: text,
  toIp: text,
  details: v.array(v.object({ event: text, detail: text })),
});

export const mailEvidenceSchemas = [
  /** The queues of every transport server of the organization */
  v.object({ kind: v.literal('queues'), servers: ofServersSchema }),
  /** Mail in Exchange Online that waits for the organization's servers, or was given up, by message trace */
  v.object({ kind: v.literal('delayed'), result: v.variant('state', [delayedSchema, unread]) }),
  /** Exchange Online validated that outbound connector, and sent a message to `recipient`. */
  v.object({
    kind: v.literal('validation'),
    connector: text,
    recipient: text,
    result: v.variant('state', [validationSchema, unread]),
  }),
  /** The test message with that word was looked for. It shows its way, not that it counts as internal. */
  v.object({
    kind: v.literal('search'),
    direction: v.picklist(directions),
    word: v.string(),
    servers: v.array(
      v.object({
        server: text,
        result: v.variant('state', [v.object({ state: v.literal('read'), events: v.array(foundOnServerSchema) }), unread]),
      }),
    ),
    /** `null`: Exchange Online was left out */
    online: v.nullable(v.variant('state', [v.object({ state: v.literal('read'), messages: v.array(foundOnlineSchema) }), unread])),
  }),
] as const;

type MailEvidence = v.InferOutput<(typeof mailEvidenceSchemas)[number]>;
export type MailEvidenceOf<K extends MailEvidence['kind']> = Extract<MailEvidence, { readonly kind: K }>;
