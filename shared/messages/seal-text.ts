/** The words for what is proven of mail flow, for window and report. Without a language they are in that of the window. */
import type { Seal, SealPart, SealReason, SealState } from '../proof/seals.ts';
import type { Severity } from '../rules/rules.ts';
import { m } from './compiled/messages.js';
import { momentText } from './dates.ts';
import { serversText } from './finding-text.ts';
import { textOf } from './labels.ts';
import { proofVerdictLabel } from './proof-text.ts';
import type { Language } from './language.ts';

export const sealSeverities: Readonly<Record<SealState, Severity>> = { proven: 'ok', failed: 'block', notYet: 'unknown' };

/** `New certificate presented: not proven yet` */
export const sealLabel = ({ kind, state }: Pick<Seal, 'kind' | 'state'>, language: Language): string =>
  m.seal_line({ what: textOf(`seal_${kind}`, language), state: textOf(`seal_state_${state}`, language) }, { locale: language });

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
    default:
      return textOf(`seal_reason_${reason.kind}`, language);
  }
}
