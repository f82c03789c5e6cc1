/** What the window may ask for to prove mail flow. Everything that is found out is written down in the run before it is shown. */
import type { AnswerOfServer, Handlers, MessageAnswer } from '../../shared/ipc/channels.ts';
import type { Direction } from '../../shared/mail-flow/verdict.ts';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import type { Organization } from '../../shared/model/organization.ts';
import type { Evidence, Handshake } from '../../shared/proof/evidence.ts';
import { readServerAnswer } from '../../shared/proof/server-script.ts';
import { sameServer } from '../../shared/model/server-name.ts';
import { proofReasons } from '../../shared/proof/reasons.ts';
import { judgeTrust } from '../../shared/proof/trusted.ts';
import { mailServersOf } from '../../shared/rules/mail-servers.ts';
import { proofOrganization } from '../../shared/wizard/proof-view.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import type { MailServer } from '../../shared/x509/verification.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';
import { readBeginning } from '../files/regular-file.ts';
import type { LogQuestion } from './read-logs.ts';

export interface ProofTools {
  readonly view: () => WizardView;
  readonly addEvidence: (evidence: Evidence) => Promise<Result<null>>;
  readonly practice: Pick<PracticeExchange, 'organization' | 'happen'>;
  readonly now: () => Date;
  /** Random bytes for the word of a test message */
  readonly random: (count: number) => Uint8Array;
  /** Opens a draft in the program for mail */
  readonly openDraft: (to: string, subject: string) => Promise<void>;
  /** Asks for files; none when the administrator closed the dialog */
  readonly askToOpen: () => Promise<readonly string[]>;
  /** Ends what Exchange is asked about mail */
  readonly cancelAsking: () => void;
  /** 25 unless a test says otherwise */
  readonly port?: number;
}

type ProofChannel = 'proof:askServer' | 'proof:openAnswer' | 'proof:cancel' | 'proof:draft' | 'proof:openLog' | 'proof:message';

const notNow = fail(appError('ipc.notNow'));
/** More than the headers of any message; the body is not read. */
const mostOfMessage = 256 * 1024;

export function proofHandlers(tools: ProofTools): Pick<Handlers, ProofChannel> {
  let abort = new AbortController();

  /** In practice, which connects to nothing and opens no files: the sample as it is now. */
  async function sample(): Promise<Organization | null> {
    const { practiceNow } = await import('./practice-proof.ts');
    return practiceNow(tools.practice, tools.view().context, tools.now);
  }
  const isPractice = (): boolean => tools.view().context.mode === 'practice';

  async function handshakeWith(target: MailServer): Promise<Handshake | undefined> {
    if (isPractice()) {
      const [organization, { practiceHandshake }] = [await sample(), await import('./practice-proof.ts')];
      return organization === null ? undefined : practiceHandshake(organization, target.server);
    }
    const organization = proofOrganization(tools.view().context);
    if (organization === null) return undefined;
    const { askServer } = await import('./ask-server.ts');
    return askServer(target, organization, tools.now(), { signal: abort.signal, ...(tools.port !== undefined && { port: tools.port }) });
  }

  async function openAnswer(): Promise<Result<AnswerOfServer>> {
    const { proof, context } = tools.view();
    const organization = proofOrganization(context);
    if (proof === null || organization === null || isPractice()) return notNow;
    const [path] = await tools.askToOpen();
    if (path === undefined) return ok({ kind: 'none' });
    const text = await readStart(path);
    if (!text.ok) return text;
    const answer = readServerAnswer(text.value);
    if (answer === undefined) return ok({ kind: 'notAnAnswer' });
    const about = { server: answer.server, at: answer.takenAt };
    const target = proof.targets.receiving.find(({ server }) => sameServer(server, answer.server));
    if (target === undefined) return ok({ kind: 'otherServer', ...about });
    // It was asked before its file was opened: only its own clock says when.
    if (answer.takenAt <= (context.runs.apply?.changed?.at ?? '')) return ok({ kind: 'older', ...about });
    const { handshakeOf } = await import('./ask-server.ts');
    const result = handshakeOf(answer, organization, tools.now());
    const kept = await tools.addEvidence({ kind: 'handshake', ...target, askedFrom: 'server', result });
    return kept.ok ? ok({ kind: 'kept', ...about }) : kept;
  }

  async function openLog({ direction, server }: Pick<LogQuestion, 'direction' | 'server'>): Promise<Result<null>> {
    const { proof, context } = tools.view();
    const isAsked =
      direction === 'toOnPremises'
        ? proof?.targets.receiving.some((one) => one.server === server)
        : proof?.targets.sending.includes(server);
    if (proof === null || isAsked !== true) return notNow;
    const since = context.runs.apply?.changed?.at ?? null;
    const question = { direction, server, connectors: proof.targets.connectors[direction], wanted: proof.wanted, since };
    const { readLogs, readLogText } = await import('./read-logs.ts');
    if (isPractice()) {
      const [organization, { practiceLog }] = [await sample(), await import('./practice-proof.ts')];
      if (organization === null) return notNow;
      return tools.addEvidence(readLogText('SENDpractice-1.LOG', practiceLog(organization, server, tools.now()), question));
    }
    const paths = await tools.askToOpen();
    if (paths.length === 0) return ok(null);
    const evidence = await readLogs(paths, question);
    return evidence.ok ? tools.addEvidence(evidence.value) : evidence;
  }

  /** The word of a direction stays the same until something changes: the newest message with it counts. */
  async function wordFor(direction: Direction): Promise<Result<string>> {
    if (tools.view().proof === null) return notNow;
    const existing = wordIn(tools.view(), direction);
    if (existing !== undefined) return ok(existing);
    const word = wordOf(tools.random(8));
    const kept = await tools.addEvidence({ kind: 'word', direction, word });
    return kept.ok ? ok(word) : kept;
  }

  async function message(direction: Direction, pasted: string | null): Promise<Result<MessageAnswer>> {
    const view = tools.view();
    const { runs } = view.context;
    const organization = proofOrganization(view.context);
    const word = wordIn(view, direction);
    if (organization === null || word === undefined) return notNow;
    const text = await textOf(direction, word, pasted);
    if (!text.ok) return text;
    if (text.value === null) return ok({ kind: isPractice() ? 'notArrived' : 'none' });
    const servers = mailServersOf(organization).flatMap(({ server, host }) => [server, host]);
    const changedAt = runs.apply?.changed?.at ?? runs.apply?.evidence[0]?.at ?? organization.gatheredAt;
    const judged = judgeTrust(text.value, { direction, servers, changedAt, word });
    if (!judged.ok) return ok({ kind: 'refused', refusal: judged.error });
    const proof = judged.value;
    // Another message, or one from before the change, says nothing about mail flow now.
    if (proof.reasons.some(({ id }) => proofReasons[id].effect === 'refuses')) return ok({ kind: 'judged', proof, isKept: false });
    const kept = await tools.addEvidence({ kind: 'message', direction, word, proof });
    return kept.ok ? ok({ kind: 'judged', proof, isKept: true }) : kept;
  }

  /** The text of the message, `null` when there is none. */
  async function textOf(direction: Direction, word: string, pasted: string | null): Promise<Result<string | null>> {
    if (pasted !== null) return ok(pasted);
    if (isPractice()) {
      const [organization, { practiceMessage, withDelivery }] = [await sample(), await import('./practice-proof.ts')];
      if (organization === null) return ok(null);
      tools.practice.happen((file) => withDelivery(file, organization, direction, word, tools.now()));
      return ok(practiceMessage(organization, direction, word, tools.now()) ?? null);
    }
    const [path] = await tools.askToOpen();
    return path === undefined ? ok(null) : readStart(path);
  }

  return {
    'proof:askServer': async (server) => {
      const target = tools.view().proof?.targets.receiving.find((one) => one.server === server);
      const result = target === undefined ? undefined : await handshakeWith(target);
      if (target === undefined || result === undefined) return notNow;
      // The server did not answer because it was not waited for: what it presented before still counts.
      if (result.state === 'failed' && result.fault === 'canceled') return ok(null);
      return tools.addEvidence({ kind: 'handshake', ...target, askedFrom: 'thisComputer', result });
    },
    'proof:cancel': () => {
      tools.cancelAsking();
      abort.abort();
      abort = new AbortController();
      return Promise.resolve(ok(null));
    },
    'proof:openAnswer': openAnswer,
    'proof:openLog': openLog,
    'proof:message': ({ direction, text }) => message(direction, text),
    'proof:draft': async ({ direction, recipient }) => {
      const word = await wordFor(direction);
      if (!word.ok) return word;
      if (recipient !== null) await tools.openDraft(recipient, word.value);
      return ok(null);
    },
  };
}

/** The word of the test message of that direction; `undefined` while there is none since the last change. */
const wordIn = ({ proof }: WizardView, direction: Direction): string | undefined =>
  proof?.words.find((made) => made.direction === direction)?.word;

/** The beginning of a regular file, with all headers of a message. */
async function readStart(path: string): Promise<Result<string>> {
  try {
    return ok(new TextDecoder().decode(await readBeginning(path, mostOfMessage)));
  } catch (error) {
    return fail(appError('file.unreadable', { path, message: messageOf(error) }));
  }
}

/** Letters and digits that are not taken for one another: 32 of them. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** e.g. `HCW-7KQF-M2XR`: 40 bits, so that no other message has it. */
function wordOf(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => alphabet[byte % alphabet.length] ?? '').join('');
  return `HCW-${letters.slice(0, 4)}-${letters.slice(4, 8)}`;
}
