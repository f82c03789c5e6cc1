/** What Exchange answered about mail itself, as evidence: bounded, in its own words, and unread where it was not read. */
import type { CallOutcome, CmdletCall } from '../commands/call.ts';
import { propertyOf, type PsValue } from '../clixml/value.ts';
import { isExchangeOnlineHost } from '../mail-flow/addresses.ts';
import type { Direction } from '../mail-flow/verdict.ts';
import { appError, type AppError, type Result } from '../model/error.ts';
import { textOf, textsOf } from '../read/property.ts';
import {
  longestText,
  type MailEvidenceOf,
  type QueueError,
  type ServerQueues,
  type Unread,
  type ValidationResult,
} from './mail-evidence.ts';
import { tlsErrorIn } from './mail-errors.ts';
import { connectorsCall, delayedCalls, detailCall, mostDetails, mostTraced, queueCall, traceCall, trackingCall } from './mail-questions.ts';
import { holdsWord } from './subject.ts';

export interface MailAnswer {
  readonly call: CmdletCall;
  readonly result: Result<CallOutcome>;
}

/** Errors of queues that are kept of one server, events of one server, messages of a trace. */
const mostKept = 20;
const mostLines = 200;

const cut = (text: string): string => text.toWellFormed().slice(0, longestText);
const isSameCall = (a: CmdletCall, b: CmdletCall): boolean =>
  a.cmdlet === b.cmdlet && JSON.stringify(a.parameters) === JSON.stringify(b.parameters);

const unread = ({ code, details }: AppError): Unread => ({ state: 'unread', code, detail: cut(details['message'] ?? '') });
const notAsked: AppError = appError('guided.notCollected');

/** The objects of a call, if it had no error: a part of the objects would be taken for all of them. */
function objectsOf(
  answers: readonly MailAnswer[],
  call: CmdletCall,
): { readonly state: 'read'; readonly objects: readonly PsValue[] } | Unread {
  const answer = answers.find((one) => isSameCall(one.call, call));
  if (answer === undefined) return unread(notAsked);
  const { result } = answer;
  if (!result.ok) return unread(result.error);
  const [error] = result.value.errors;
  if (error !== undefined) return unread(appError('cmdlet.failed', { message: error.message }));
  return { state: 'read', objects: result.value.objects };
}

const shown = (object: PsValue, name: string): string => {
  const value = propertyOf(object, name);
  if (value === undefined) return '';
  return cut(textOf(value) ?? textsOf(value, textOf)?.join(', ') ?? (value.type === 'int32' ? String(value.value) : ''));
};

/** ISO 8601, UTC; `null` for none, and for a time without its zone. */
function momentIn(object: PsValue, name: string): string | null {
  const value = propertyOf(object, name);
  const text = value?.type === 'dateTime' ? value.value : value === undefined ? undefined : textOf(value);
  if (text === undefined || !/T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(Date.parse(text))) return null;
  return new Date(text).toISOString();
}

function numberIn(object: PsValue, name: string): number | null {
  const value = propertyOf(object, name);
  if (value?.type === 'int32') return value.value;
  const text = value === undefined ? undefined : textOf(value);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

// Queues.

/** `connectors`: the names of the send connectors to Exchange Online */
export function queuesIn(
  answers: readonly MailAnswer[],
  { servers, connectors }: { readonly servers: readonly string[]; readonly connectors: readonly string[] },
): MailEvidenceOf<'queues'> {
  const named = objectsOf(answers, connectorsCall);
  const guids =
    named.state === 'read'
      ? new Map(named.objects.map((object) => [shown(object, 'Guid').toLowerCase(), shown(object, 'Name').toLowerCase()]))
      : null;
  const isHybrid = (queue: PsValue): boolean | null => {
    const name = guids?.get(shown(queue, 'NextHopConnector').toLowerCase());
    if (name !== undefined && connectors.length > 0) return connectors.some((one) => one.toLowerCase() === name);
    return [shown(queue, 'TlsDomain'), shown(queue, 'NextHopDomain')].some(isExchangeOnlineHost) ? true : null;
  };
  return {
    kind: 'queues',
    servers: servers.map((server): ServerQueues => {
      const read = objectsOf(answers, queueCall(server));
      if (read.state === 'unread') return { server, result: read };
      const errors = read.objects
        .filter((queue) => shown(queue, 'LastError') !== '')
        .map((queue): QueueError => ({
          queue: shown(queue, 'Identity'),
          nextHop: shown(queue, 'NextHopDomain'),
          isHybrid: isHybrid(queue),
          messages: numberIn(queue, 'MessageCount'),
          error: shown(queue, 'LastError'),
          triedAt: momentIn(queue, 'LastRetryTime'),
        }));
      // Those to Exchange Online come first, where not all can be kept.
      const kept = [...errors].sort((a, b) => Number(b.isHybrid ?? 0.5) - Number(a.isHybrid ?? 0.5)).slice(0, mostKept);
      return { server, result: { state: 'read', queues: read.objects.length, errors: kept, isWhole: kept.length === errors.length } };
    }),
  };
}

// Delayed mail in Exchange Online.

export interface DelayedQuestion {
  /** The domains to which the outbound connectors send; `null`: not known, so that every recipient counts */
  readonly domains: readonly string[] | null;
  /** ISO 8601, UTC; `null`: nothing was changed */
  readonly since: string | null;
}

const isOfDomain = (address: string, domain: string): boolean => {
  const own = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const wanted = domain.toLowerCase();
  return wanted === '*' || own === wanted.replace(/^\*\./, '') || (wanted.startsWith('*.') && own.endsWith(wanted.slice(1)));
};

function delayedMessages(answers: readonly MailAnswer[], { domains, since }: DelayedQuestion): readonly PsValue[] {
  return delayedCalls
    .flatMap((call) => {
      const read = objectsOf(answers, call);
      return read.state === 'read' ? read.objects : [];
    })
    .filter((message) => domains === null || domains.some((domain) => isOfDomain(shown(message, 'RecipientAddress'), domain)))
    .filter((message) => since === null || (momentIn(message, 'Received') ?? since) >= since);
}

const detailOf = (message: PsValue): CmdletCall => detailCall(shown(message, 'MessageTraceId'), shown(message, 'RecipientAddress'));

/** Why a message waits is in its details, which are asked for in a second round. */
export const delayedDetailCalls = (answers: readonly MailAnswer[], question: DelayedQuestion): readonly CmdletCall[] =>
  delayedMessages(answers, question).slice(0, mostDetails).map(detailOf);

const whyEvents: ReadonlySet<string> = new Set(['defer', 'fail']);

export function delayedIn(answers: readonly MailAnswer[], question: DelayedQuestion): MailEvidenceOf<'delayed'> {
  const reads = delayedCalls.map((call) => objectsOf(answers, call));
  const failed = reads.find((read) => read.state === 'unread');
  if (failed !== undefined) return { kind: 'delayed', result: failed };
  const messages = delayedMessages(answers, question);
  const details = messages.slice(0, mostDetails).map((message) => ({ message, read: objectsOf(answers, detailOf(message)) }));
  const errors = details.flatMap(({ message, read }) => {
    const events = read.state === 'read' ? read.objects : [];
    const last = events.filter((event) => whyEvents.has(shown(event, 'Event').toLowerCase())).at(-1);
    return last === undefined
      ? []
      : [{ recipient: shown(message, 'RecipientAddress'), receivedAt: momentIn(message, 'Received'), error: shown(last, 'Detail') }];
  });
  const isWhole =
    messages.length <= mostDetails &&
    details.every(({ read }) => read.state === 'read') &&
    reads.every((read) => read.state === 'read' && read.objects.length < mostTraced);
  return { kind: 'delayed', result: { state: 'read', messages: messages.length, errors, isWhole } };
}

// The test message.

export interface SearchQuestion {
  readonly direction: Direction;
  readonly word: string;
  /** When the word was made: ISO 8601, UTC */
  readonly since: string;
  readonly servers: readonly string[];
  readonly isOnlineSkipped: boolean;
}

const messagesWith = (objects: readonly PsValue[], property: string, word: string): readonly PsValue[] =>
  objects.filter((object) => holdsWord(shown(object, property), word));

export function searchDetailCalls(answers: readonly MailAnswer[], { word }: SearchQuestion): readonly CmdletCall[] {
  const read = objectsOf(answers, traceCall(word));
  return read.state === 'read' ? messagesWith(read.objects, 'Subject', word).slice(0, mostKept).map(detailOf) : [];
}

export function searchIn(answers: readonly MailAnswer[], question: SearchQuestion): MailEvidenceOf<'search'> {
  const { direction, word, since, servers, isOnlineSkipped } = question;
  const trace = objectsOf(answers, traceCall(word));
  return {
    kind: 'search',
    direction,
    word,
    servers: servers.map((server) => {
      const read = objectsOf(answers, trackingCall(server, word, since));
      if (read.state === 'unread') return { server, result: read };
      const events = messagesWith(read.objects, 'MessageSubject', word).map((event) => ({
        at: momentIn(event, 'Timestamp'),
        event: shown(event, 'EventId'),
        source: shown(event, 'Source'),
        connector: shown(event, 'ConnectorId'),
        detail: cut([shown(event, 'RecipientStatus'), shown(event, 'SourceContext')].filter((one) => one !== '').join(' | ')),
      }));
      return { server, result: { state: 'read', events: events.slice(-mostKept) } };
    }),
    online: isOnlineSkipped
      ? null
      : trace.state === 'unread'
        ? trace
        : {
            state: 'read',
            messages: messagesWith(trace.objects, 'Subject', word)
              .slice(0, mostKept)
              .map((message) => {
                const details = objectsOf(answers, detailOf(message));
                return {
                  at: momentIn(message, 'Received'),
                  status: shown(message, 'Status'),
                  recipient: shown(message, 'RecipientAddress'),
                  fromIp: shown(message, 'FromIP'),
                  toIp: shown(message, 'ToIP'),
                  details: (details.state === 'read' ? details.objects : [])
                    .slice(-mostKept)
                    .map((one) => ({ event: shown(one, 'Event'), detail: shown(one, 'Detail') })),
                };
              }),
          },
  };
}

// The validation of an outbound connector.

const tellingName = /(?:status|result|succe|pass)[^:]*$/i;
const successWords = /^(?:succeeded|success|successful|passed|pass|true)$/i;
const failureWords = /^(?:failed|failure|fail|error|unsuccessful|false)$/i;

/**
 * No source describes the result (docs/domain.md, "Proof"), so all of it is kept, and read generically: by the values of those
 * properties whose name speaks of status or success, and by known errors of mail flow in any text.
 */
export function validationIn(result: Result<CallOutcome>): ValidationResult {
  if (!result.ok) return unread(result.error);
  const { objects, errors, warnings } = result.value;
  const values = objects.flatMap((object, index) => linesOf(object, objects.length === 1 ? '' : `${String(index + 1)}.`, 0));
  const said = [...errors.map(({ message }) => message), ...warnings];
  return {
    state: 'answered',
    says: saidBy(values, said, errors.length > 0),
    readBy: 'wizard',
    lines: [...values.map(({ name, text }) => `${name}: ${text}`), ...said].map(cut).slice(0, mostLines),
  };
}

interface Line {
  readonly name: string;
  readonly text: string;
}

/** Deeper than any object that a cmdlet returns needs to be shown. */
const deepest = 4;

function linesOf(value: PsValue, path: string, depth: number): readonly Line[] {
  if (depth > deepest) return [];
  if (value.type !== 'object') {
    const text = 'value' in value && value.type !== 'bytes' ? String(value.value) : '';
    return text === '' ? [] : [{ name: path.replace(/\.$/, ''), text }];
  }
  const items = (value.items?.values ?? []).flatMap((item, index) => linesOf(item, `${path}${String(index + 1)}.`, depth + 1));
  const properties = [...value.properties, ...value.members]
    .filter(([name]) => !ofRemoting.has(name))
    .flatMap(([name, property]) => linesOf(property, `${path}${name}.`, depth + 1));
  if (items.length + properties.length > 0) return [...items, ...properties];
  return value.text === undefined || value.text === '' ? [] : [{ name: path.replace(/\.$/, ''), text: value.text }];
}
const ofRemoting: ReadonlySet<string> = new Set(['PSComputerName', 'RunspaceId', 'PSShowComputerName', 'PSSourceJobInstanceId']);

function saidBy(values: readonly Line[], said: readonly string[], hasErrors: boolean): 'succeeded' | 'failed' | 'unclear' {
  const text = [...values.map((line) => line.text), ...said].join('\n');
  if (tlsErrorIn(text, 'toOnPremises') !== undefined) return 'failed';
  const telling = values.filter(({ name }) => tellingName.test(name.slice(name.lastIndexOf('.') + 1)));
  if (telling.some((line) => failureWords.test(line.text.trim()))) return 'failed';
  return !hasErrors && telling.length > 0 && telling.every((line) => successWords.test(line.text.trim())) ? 'succeeded' : 'unclear';
}
