/** What the window may ask for to prove mail flow. Everything that is found out is written down in the run before it is shown. */
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import type { Direction } from '../../shared/mail-flow/verdict.ts';
import type { Evidence, Handshake } from '../../shared/proof/evidence.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import type { MailServer } from '../../shared/x509/verification.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';

export interface ProofTools {
  readonly view: () => WizardView;
  readonly addEvidence: (evidence: Evidence) => Promise<Result<null>>;
  readonly practice: Pick<PracticeExchange, 'organization'>;
  readonly now: () => Date;
  /** Random bytes for the word of a test message */
  readonly random: (count: number) => Uint8Array;
  /** Opens a draft in the program for mail */
  readonly openDraft: (to: string, subject: string) => Promise<void>;
  /** 25 unless a test says otherwise */
  readonly port?: number;
}

const notNow = fail(appError('ipc.notNow'));

export function proofHandlers(tools: ProofTools): Pick<Handlers, 'proof:askServer' | 'proof:cancel' | 'proof:draft'> {
  let abort = new AbortController();

  async function handshakeWith(target: MailServer): Promise<Handshake | undefined> {
    const { mode, scenario, verified } = tools.view().context;
    // The servers of a practice organization do not exist: practice connects to nothing.
    if (mode === 'practice') {
      const { practiceHandshake, practiceNow } = await import('./practice-proof.ts');
      const organization = await practiceNow(tools.practice, scenario, tools.now);
      return organization === null ? undefined : practiceHandshake(organization, target.server);
    }
    if (verified === null) return undefined;
    const { askServer } = await import('./ask-server.ts');
    return askServer(target, verified, tools.now(), { signal: abort.signal, ...(tools.port !== undefined && { port: tools.port }) });
  }

  /** The word of a direction stays the same until something changes: the newest message with it counts. */
  async function wordFor(direction: Direction): Promise<Result<string>> {
    const seal = tools.view().proof?.seals.find((one) => one.kind === 'trusted' && one.direction === direction);
    if (seal === undefined) return notNow;
    const awaited = seal.parts.flatMap(({ reason }) => (reason.kind === 'messageAwaited' ? [reason.word] : []))[0];
    if (awaited !== undefined) return ok(awaited);
    const word = wordOf(tools.random(8));
    const kept = await tools.addEvidence({ kind: 'word', direction, word });
    return kept.ok ? ok(word) : kept;
  }

  return {
    'proof:askServer': async (server) => {
      const target = tools.view().proof?.targets.receiving.find((one) => one.server === server);
      const result = target === undefined ? undefined : await handshakeWith(target);
      return target === undefined || result === undefined ? notNow : tools.addEvidence({ kind: 'handshake', ...target, result });
    },
    'proof:cancel': () => {
      abort.abort();
      abort = new AbortController();
      return Promise.resolve(ok(null));
    },
    'proof:draft': async ({ direction, recipient }) => {
      const word = await wordFor(direction);
      if (!word.ok) return word;
      if (recipient !== null) await tools.openDraft(recipient, word.value);
      return ok(null);
    },
  };
}

/** Letters and digits that are not taken for one another. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** e.g. `HCW-7KQF-M2XR`: 40 bits, so that no other message has it. */
function wordOf(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => alphabet[byte % alphabet.length] ?? '').join('');
  return `HCW-${letters.slice(0, 4)}-${letters.slice(4, 8)}`;
}
