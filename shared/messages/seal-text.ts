/** The words for what is proven of mail flow, for window and report. Without a language they are in that of the window. */
import type { Unread } from '../proof/mail-evidence.ts';
import { isDeciding, sealStates, type FoundMessage, type Seal, type SealPart, type SealReason, type SealState } from '../proof/seal.ts';
import type { Severity } from '../rules/rules.ts';
import { m } from './compiled/messages.js';
import { momentText } from './dates.ts';
import { decodedCause } from './decode-text.ts';
import { serversText } from './finding-text.ts';
import { errorText, textOf } from './labels.ts';
import { proofVerdictLabel } from './proof-text.ts';
import type { Language } from './language.ts';

export const sealSeverities: Readonly<Record<SealState, Severity>> = {
  proven: 'ok',
  failed: 'block',
  notYet: 'unknown',
  cannot: 'unknown',
};

/** `New certificate presented: not proven yet` */
export const sealLabel = ({ kind, direction, state }: Pick<Seal, 'kind' | 'direction' | 'state'>, language: Language): string =>
  m.seal_line(
    {
      what: textOf(kind === 'validated' ? `seal_validated_${direction}` : `seal_${kind}`, language),
      state: textOf(`seal_state_${state}`, language),
    },
    { locale: language },
  );

/** What is proven in short: of the points that decide, how many; and what Exchange itself says, by its worst point. `all`: each of them. */
export function sealSummary(
  seals: readonly Seal[],
  language: Language,
): { readonly proof: string; readonly validated: string; readonly all: string } {
  const options = { locale: language };
  const [deciding, validated] = [seals.filter(isDeciding), seals.filter((seal) => !isDeciding(seal))];
  const count = (state: SealState): string => String(deciding.filter((seal) => seal.state === state).length);
  const values = { proven: count('proven'), total: String(deciding.length), failed: count('failed') };
  const worst = sealStates.find((state) => validated.some((seal) => seal.state === state)) ?? 'notYet';
  return {
    proof: values.failed === '0' ? m.seal_summary_proven(values, options) : m.seal_summary_failed(values, options),
    validated: m.seal_line({ what: textOf('seal_validated', language), state: textOf(`seal_state_${worst}`, language) }, options),
    all: seals
      .map((seal) => m.seal_of({ servers: textOf(`flow_${seal.direction}`, language), text: sealLabel(seal, language) }, options))
      .join('\n'),
  };
}

export interface SealLine {
  readonly state: SealState;
  readonly text: string;
}

/** The parts of a seal as sentences; servers of which the same is to be said stand together. */
export function sealLines(
  { parts }: Pick<Seal, 'parts'>,
  language: Language,
  time: (iso: string, language: Language) => string = momentText,
): readonly SealLine[] {
  const groups = new Map<string, SealPart[]>();
  for (const part of parts) {
    const key = JSON.stringify([part.state, part.reason]);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()].flatMap((group): readonly SealLine[] => {
    const [first] = group;
    if (first === undefined) return [];
    const servers = group.map(({ of }) => of).filter((name) => name !== '');
    const said = reasonText(first.reason, language, time);
    const text = servers.length === 0 ? said : m.seal_of({ servers: serversText(servers, language), text: said }, { locale: language });
    const at = group.flatMap((part) => (part.at === null ? [] : [part.at])).sort()[0];
    return [{ state: first.state, text: at === undefined ? text : m.seal_at({ text, time: time(at, language) }, { locale: language }) }];
  });
}

function reasonText(reason: SealReason, language: Language, time: (iso: string, language: Language) => string): string {
  const options = { locale: language };
  switch (reason.kind) {
    case 'presentsNew':
    case 'presentsNewToItself':
    case 'chainUnknown':
    case 'silentInTls':
    case 'oldProtocol':
      return m[`seal_reason_${reason.kind}`]({ protocol: reason.protocol }, options);
    case 'presentsOther':
      return m.seal_reason_presentsOther({ subject: reason.subject, thumbprint: reason.thumbprint }, options);
    case 'noAnswer': {
      const why = textOf(`verify_server_${reason.fault}`, language);
      const answer = reason.detail === '' ? why : `${why} (${m.verify_detail({ detail: reason.detail }, options)})`;
      return m.seal_reason_noAnswer({ reason: answer }, options);
    }
    case 'loggedNew':
      return m.seal_reason_loggedNew({ count: String(reason.count), remote: reason.remote, time: time(reason.time, language) }, options);
    case 'loggedOther':
      return m.seal_reason_loggedOther(
        { thumbprint: reason.thumbprint, session: reason.session, time: time(reason.time, language) },
        options,
      );
    case 'logProvesNothing':
      return m.seal_reason_logProvesNothing({ reason: textOf(`seal_log_${reason.why}`, language) }, options);
    case 'message':
      return proofVerdictLabel(reason.proof.verdict, language);
    case 'messageAwaited':
      return m.seal_reason_messageAwaited({ word: reason.word }, options);
    case 'messageHeld':
      return m.seal_reason_messageHeld({ word: reason.word, error: decodedCause(reason.error, language), text: reason.text }, options);
    case 'noRight':
      return m.seal_reason_noRight({ cmdlet: reason.cmdlet }, options);
    case 'mailUnread':
      return m.seal_reason_mailUnread({ reason: unreadText(reason, language) }, options);
    case 'queuesClean':
    case 'delayedNone':
    case 'delayedCut':
      return m[`seal_reason_${reason.kind}`]({ count: String(reason.count) }, options);
    case 'queueError':
      return m.seal_reason_queueError(
        { queue: reason.queue, error: decodedCause(reason.error, language), text: reason.text, time: time(reason.time, language) },
        options,
      );
    case 'queueBefore':
    case 'queueOfOther':
    case 'queueOther':
      return m[`seal_reason_${reason.kind}`]({ queue: reason.queue, text: reason.text }, options);
    case 'delayedError':
      return m.seal_reason_delayedError(
        { recipient: reason.recipient, error: decodedCause(reason.error, language), text: reason.text },
        options,
      );
    case 'validationFailed': {
      const { recipient, error } = reason;
      return error === null
        ? m.seal_reason_validationFailed({ recipient }, options)
        : m.seal_reason_validationFailedKnown({ recipient, error: decodedCause(error, language) }, options);
    }
    case 'validationSucceeded':
    case 'validationUnclear':
    case 'validationConfirmed':
      return m[`seal_reason_${reason.kind}`]({ recipient: reason.recipient }, options);
    default:
      return textOf(`seal_reason_${reason.kind}`, language);
  }
}

/** Why something was not read, with Exchange's own words. */
function unreadText({ code, detail }: Pick<Unread, 'code' | 'detail'>, language: Language): string {
  const { title } = errorText({ code, effect: 'none' }, language);
  return detail === '' ? title : `${title} (${m.verify_detail({ detail }, { locale: language })})`;
}

/** Where the test message was found, and what that does not show. */
export function foundLines(
  { servers, online, foundAt }: FoundMessage,
  language: Language,
  time: (iso: string, language: Language) => string = momentText,
): readonly string[] {
  const options = { locale: language };
  const timeOf = (at: string | null): string => (at === null ? m.seal_found_unknownTime({}, options) : time(at, language));
  const none = servers.filter(({ result }) => result.state === 'read' && result.events.length === 0).map(({ server }) => server);
  return [
    m.seal_found_at({ time: time(foundAt, language) }, options),
    ...servers.flatMap(({ server, result }): readonly string[] => {
      if (result.state === 'unread') return [m.seal_found_unread({ server, reason: unreadText(result, language) }, options)];
      return result.events.map(({ at, event, source, connector, detail }) => {
        const about = { server, event, source, connector, time: timeOf(at) };
        const line = connector === '' ? m.seal_found_server_noConnector(about, options) : m.seal_found_server(about, options);
        return detail === '' ? line : m.seal_found_online_detail({ event: line, detail }, options);
      });
    }),
    ...(none.length === 0 ? [] : [m.seal_found_nowhere({ servers: serversText(none, language) }, options)]),
    ...onlineLines(online, language, timeOf),
    m.seal_found_notProof({}, options),
  ];
}

function onlineLines(online: FoundMessage['online'], language: Language, timeOf: (at: string | null) => string): readonly string[] {
  const options = { locale: language };
  if (online === null) return [m.seal_found_online_skipped({}, options)];
  if (online.state === 'unread') return [m.seal_found_online_unread({ reason: unreadText(online, language) }, options)];
  if (online.messages.length === 0) return [m.seal_found_online_none({}, options)];
  return online.messages.flatMap(({ at, status, recipient, fromIp, details }) => [
    m.seal_found_online(
      { status, recipient, from: fromIp === '' ? m.seal_found_unknownAddress({}, options) : fromIp, time: timeOf(at) },
      options,
    ),
    ...details.map((detail) => m.seal_found_online_detail(detail, options)),
  ]);
}
