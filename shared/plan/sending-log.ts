/**
 * The SMTP protocol log of the send connectors to Exchange Online. Exchange keeps none until their ProtocolLoggingLevel is Verbose
 * (docs/domain.md, "Proof"), so no log of the servers shows afterwards which certificate they presented. A plan switches it
 * on where the administrator chooses it, and its rollback puts the level back.
 */
import type { CmdletCall } from '../commands/call.ts';
import type { SendConnector } from '../model/connector.ts';
import { partition, type Known } from '../model/known.ts';
import { mayRun, type Organization } from '../model/organization.ts';
import { hybridSendConnectors } from '../rules/hybrid-connectors.ts';
import { call, type DraftStep } from './draft.ts';
import { isUnchanged, setObject, type ObjectStep } from './plan.ts';

export interface SendingLog {
  /** Connectors that log nothing, by identity */
  readonly silent: readonly string[];
  /** Connectors, by identity, whose level is not known: nothing is planned for them */
  readonly unread: readonly string[];
  /** Whether the session offers Set-SendConnector */
  readonly offered: Known<boolean>;
}

/** What a plan could do about the log. Both lists are empty where the connectors themselves are not known. */
export function sendingLog(organization: Organization): SendingLog {
  const { known: read, unknown: unread } = levels(organization);
  return {
    silent: read.filter(({ value }) => isSilent(value)).map(({ item }) => item.identity),
    unread: unread.map(({ item }) => item.identity),
    offered: mayRun(organization, 'Set-SendConnector'),
  };
}

/** The steps of a method, and the log: in the step that sets the connector anyway, else before all others. */
export function withSendingLog(organization: Organization, steps: readonly DraftStep[]): readonly DraftStep[] {
  const silent = levels(organization).known.filter(({ value }) => isSilent(value));
  const stepOn = (object: string): CallDraft | undefined =>
    steps.flatMap(({ planned }) =>
      planned.kind === 'call' && planned.read.cmdlet === 'Get-SendConnector' && planned.object === object ? [planned] : [],
    )[0];
  const logging = silent.map(({ item: { identity }, value }) => {
    const own = stepOn(identity);
    const step = call(
      'Get-SendConnector',
      identity,
      '',
      own?.id ?? `log ${identity}`,
      own === undefined || isUnchanged(own) ? 'logSending' : own.reason,
      {
        before: { ...own?.before, ProtocolLoggingLevel: value },
        after: { ...own?.after, ProtocolLoggingLevel: 'Verbose' },
      },
    );
    return { own, step };
  });
  return [
    ...logging.flatMap(({ own, step }) => (own === undefined ? [step] : [])),
    ...steps.map((step) => logging.find(({ own }) => own === step.planned)?.step ?? step),
  ];
}

type CallDraft = Extract<DraftStep['planned'], { readonly kind: 'call' }>;

const isSilent = (level: string): boolean => level.toLowerCase() === 'none';

const levels = (organization: Organization): ReturnType<typeof partition<SendConnector, string>> =>
  partition(
    partition([hybridSendConnectors(organization)], (list) => list).known.flatMap(({ value }) => value),
    ({ protocolLoggingLevel }) => protocolLoggingLevel,
  );

/** The command that gives the connector of the step its former level; `undefined` for a step that has no part in the log. */
export function endOfLog({ object, before }: Pick<ObjectStep, 'object' | 'before'>): CmdletCall | undefined {
  const level = before['ProtocolLoggingLevel'];
  return level === undefined ? undefined : setObject('Get-SendConnector', object, { ProtocolLoggingLevel: level });
}
