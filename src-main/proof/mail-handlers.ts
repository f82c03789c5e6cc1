/** What the window may ask Exchange about mail itself. What is found out is written down in the run before it is shown. */
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { Handlers, PastedMail } from '../../shared/ipc/channels.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { Evidence } from '../../shared/proof/evidence.ts';
import {
  delayedDetailCalls,
  delayedIn,
  queuesIn,
  searchDetailCalls,
  searchIn,
  validationIn,
  type DelayedQuestion,
  type MailAnswer,
  type SearchQuestion,
} from '../../shared/proof/mail-answers.ts';
import type { MailEvidenceOf } from '../../shared/proof/mail-evidence.ts';
import { connectorsCall, delayedCalls, queueCall, traceCall, trackingCall, validationCall } from '../../shared/proof/mail-questions.ts';
import { readPrintedMail, type PrintedMail } from '../../shared/proof/mail-script.ts';
import type { ProofTargets } from '../../shared/proof/targets.ts';
import type { MadeWord } from '../../shared/proof/seals.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';

export interface MailTools {
  readonly view: () => WizardView;
  readonly addEvidence: (evidence: Evidence) => Promise<Result<null>>;
  readonly ask: (calls: readonly CmdletCall[]) => Promise<Result<readonly MailAnswer[]>>;
  readonly practice: Pick<PracticeExchange, 'organization' | 'happen'>;
  readonly now: () => Date;
}

type MailChannel = 'proof:queues' | 'proof:delayed' | 'proof:validate' | 'proof:validationRead' | 'proof:find' | 'proof:pasteMail';

const notNow = fail(appError('ipc.notNow'));

export function mailHandlers(tools: MailTools): Pick<Handlers, MailChannel> {
  /** What there is to ask about; `null` where the page asks nothing, and in guided mode, which has no connection. */
  const targets = (needsOnline: boolean): ProofTargets | null => {
    const { proof, context } = tools.view();
    return context.mode === 'guided' || (needsOnline && context.onlineSkipped) ? null : (proof?.targets ?? null);
  };

  async function ask(calls: readonly CmdletCall[]): Promise<Result<readonly MailAnswer[]>> {
    const { context } = tools.view();
    if (context.mode === 'practice') {
      const { practiceNow, withMail } = await import('./practice-proof.ts');
      const organization = await practiceNow(tools.practice, context, tools.now);
      if (organization !== null) tools.practice.happen((file) => withMail(file, organization, tools.now()));
    }
    return tools.ask(calls);
  }

  /** With a second round, about what the first one has found. */
  async function askTwice(
    calls: readonly CmdletCall[],
    about: (answers: readonly MailAnswer[]) => readonly CmdletCall[],
  ): Promise<Result<readonly MailAnswer[]>> {
    const first = await ask(calls);
    if (!first.ok) return first;
    const more = about(first.value);
    if (more.length === 0) return first;
    const second = await tools.ask(more);
    return second.ok ? ok([...first.value, ...second.value]) : second;
  }

  async function queues(): Promise<Result<null>> {
    const asked = targets(false);
    if (asked === null) return notNow;
    const answers = await ask([connectorsCall, ...asked.transport.map(queueCall)]);
    return answers.ok ? tools.addEvidence(queuesIn(answers.value, questionOfQueues(asked))) : answers;
  }

  async function delayed(): Promise<Result<null>> {
    const asked = targets(true);
    if (asked === null) return notNow;
    const question = questionOfDelayed(asked, tools.view());
    const answers = await askTwice(delayedCalls, (first) => delayedDetailCalls(first, question));
    return answers.ok ? tools.addEvidence(delayedIn(answers.value, question)) : answers;
  }

  async function find(direction: MadeWord['direction']): Promise<Result<null>> {
    const asked = targets(false);
    const { proof, context } = tools.view();
    const made = proof?.words.find((one) => one.direction === direction);
    if (asked === null || made === undefined) return notNow;
    const question: SearchQuestion = { ...made, servers: asked.transport, isOnlineSkipped: context.onlineSkipped };
    const tracking = asked.transport.map((server) => trackingCall(server, made.word, made.since));
    const answers = await askTwice([...tracking, ...(context.onlineSkipped ? [] : [traceCall(made.word)])], (first) =>
      searchDetailCalls(first, question),
    );
    return answers.ok ? tools.addEvidence(searchIn(answers.value, question)) : answers;
  }

  async function validate(connector: string, recipient: string): Promise<Result<null>> {
    const asked = targets(true);
    if (asked?.outbound.some(({ name }) => name === connector) !== true) return notNow;
    const answers = await ask([validationCall(connector, recipient)]);
    if (!answers.ok) return answers;
    const [answer] = answers.value;
    if (answer === undefined) return notNow;
    return tools.addEvidence({ kind: 'validation', connector, recipient, result: validationIn(answer.result) });
  }

  /** Only a result that no known error contradicts, and that was shown, can be read by a person. */
  async function validationRead(connector: string, says: 'succeeded' | 'failed'): Promise<Result<null>> {
    const last = lastValidation(tools.view(), connector);
    if (last?.result.state !== 'answered' || last.result.says === 'failed') return notNow;
    return tools.addEvidence({ ...last, result: { ...last.result, says, readBy: 'administrator' } });
  }

  async function pasteMail(text: string): Promise<Result<PastedMail>> {
    const { proof, context } = tools.view();
    if (proof === null || context.mode !== 'guided') return notNow;
    const printed = readPrintedMail(text, proof.words);
    if (printed === undefined) return ok({ kind: 'notPrinted' });
    // It was asked before it was pasted: only its own clock says when.
    if (printed.takenAt <= (context.runs.apply?.changed?.at ?? '')) return ok({ kind: 'older', at: printed.takenAt });
    const found = evidenceOf(printed, tools.view(), proof.targets, proof.words);
    for (const evidence of found) {
      const kept = await tools.addEvidence(evidence);
      if (!kept.ok) return kept;
    }
    return ok({ kind: found.length === 0 ? 'nothing' : 'kept' });
  }

  return {
    'proof:queues': queues,
    'proof:delayed': delayed,
    'proof:find': find,
    'proof:validate': ({ connector, recipient }) => validate(connector, recipient),
    'proof:validationRead': ({ connector, says }) => validationRead(connector, says),
    'proof:pasteMail': pasteMail,
  };
}

const questionOfQueues = ({ transport, connectors }: ProofTargets): Parameters<typeof queuesIn>[1] => ({
  servers: transport,
  connectors: connectors.toExchangeOnline,
});

const questionOfDelayed = ({ outbound }: ProofTargets, { context }: WizardView): DelayedQuestion => {
  const domains = outbound.map((one) => one.domains);
  return {
    domains: domains.length > 0 && domains.every((one) => one !== null) ? domains.flat() : null,
    since: context.runs.apply?.changed?.at ?? null,
  };
};

function lastValidation({ proof, context }: WizardView, connector: string): MailEvidenceOf<'validation'> | undefined {
  const part = proof?.seals
    .filter(({ kind, direction }) => kind === 'validated' && direction === 'toOnPremises')
    .flatMap(({ parts }) => parts)
    .find(({ of, at }) => of === connector && at !== null);
  const kept = context.runs.apply?.evidence.findLast(
    ({ at, evidence }) => evidence.kind === 'validation' && evidence.connector === connector && at === part?.at,
  );
  return kept?.evidence.kind === 'validation' ? kept.evidence : undefined;
}

/** What was printed on one side says nothing of the other one: of a test message, what is known of it stays. */
function evidenceOf(
  { side, answers, validation }: PrintedMail,
  view: WizardView,
  targets: ProofTargets,
  words: readonly MadeWord[],
): readonly Evidence[] {
  const has = (cmdlet: CmdletCall['cmdlet'], parameter?: string): boolean =>
    answers.some(({ call }) => call.cmdlet === cmdlet && (parameter === undefined || parameter in call.parameters));
  const searches = words.flatMap((made): readonly Evidence[] => {
    const isAsked = answers.some(
      ({ call: { parameters } }) => parameters['MessageSubject'] === made.word || parameters['Subject'] === made.word,
    );
    if (!isAsked) return [];
    const found = searchIn(answers, { ...made, servers: targets.transport, isOnlineSkipped: view.context.onlineSkipped });
    const before = view.proof?.seals.find(({ kind, direction }) => kind === 'trusted' && direction === made.direction)?.search ?? null;
    if (before === null) return [found];
    return [side === 'onPremises' ? { ...found, online: before.online } : { ...found, servers: before.servers }];
  });
  return [
    ...(has('Get-Queue') ? [queuesIn(answers, questionOfQueues(targets))] : []),
    ...(has('Get-MessageTraceV2', 'Status') ? [delayedIn(answers, questionOfDelayed(targets, view))] : []),
    ...(validation !== null && targets.outbound.some(({ name }) => name === validation.connector)
      ? [
          {
            kind: 'validation' as const,
            connector: validation.connector,
            recipient: validation.recipient,
            result: validationIn(validation.result),
          },
        ]
      : []),
    ...searches,
  ];
}
