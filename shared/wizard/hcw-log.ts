/** What the wizard takes from a log of the HCW: little, since it crosses to the window, and never that the run succeeded. */
import type { CertificateUse, CommandOutcome, HcwCertificate, HcwLogAnswers, HcwMessage } from '../hcw-log/answers.ts';
import type { AppError } from '../model/error.ts';
import { partition, type Known } from '../model/known.ts';
import type { JudgedCertificate } from '../rules/judge-certificates.ts';
import { recognizeHcwMessage, type HcwMessageId } from '../rules/not-listed-message.ts';
import { sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import type { HcwStep } from './pages.ts';

/** `followed`: begun on this computer since the page of this round was shown. `opened`: by a person; of which run it is, is not known. */
export type HcwLogOrigin = 'followed' | 'opened';

/** A certificate name that commands of the log set. */
export interface NamedCertificate {
  /** `null`: the commands empty the name */
  readonly value: Known<string | null>;
  readonly name: CertificateName | null;
  /** When it was set last, as the log writes it */
  readonly stamp: string;
  readonly uses: readonly { readonly cmdlet: string; readonly outcome: CommandOutcome; readonly count: number }[];
  /** Whether an object has it, or may get it, by the last commands about that object */
  readonly isCurrent: boolean;
}

interface LoggedFailure {
  readonly cmdlet: string;
  readonly object: string | null;
  readonly stamp: string;
  readonly text: string;
}

/** A message of the HCW that the wizard knows. */
export interface LoggedMessage {
  readonly id: HcwMessageId;
  readonly level: 'error' | 'warning';
  readonly count: number;
  readonly stamp: string;
  /** By which it is recognized again; '' where what was kept of the log does not show it */
  readonly text: string;
}

export interface HcwLogReading {
  readonly origin: HcwLogOrigin;
  /** Name of the file; '' where none could be found because of `problem` */
  readonly file: string;
  /** Lines in the form of the log; 0: it is not known as a log of the HCW */
  readonly entries: number;
  /** The stamps of the first and the last line, as the log writes them */
  readonly first: string;
  readonly last: string;
  /** Of the commands that change something */
  readonly outcomes: Readonly<Record<CommandOutcome, number>>;
  readonly certificates: readonly NamedCertificate[];
  /** Those that the wizard does not know as messages: how many, and the last of them */
  readonly failures: { readonly all: number; readonly last: readonly LoggedFailure[] };
  readonly messages: readonly LoggedMessage[];
  /** Lines of which not everything was read */
  readonly unread: number;
  /** Why nothing more could be read */
  readonly problem: AppError | null;
}

export interface HcwLogs {
  readonly followed: HcwLogReading | null;
  readonly opened: HcwLogReading | null;
}
export const noHcwLogs: HcwLogs = { followed: null, opened: null };

const most = { certificates: 10, failures: 3, text: 300 } as const;

export interface ReadLog {
  readonly origin: HcwLogOrigin;
  readonly file: string;
  readonly answers: HcwLogAnswers;
  readonly problem: AppError | null;
}

export function hcwLogReading({ origin, file, answers, problem }: ReadLog): HcwLogReading {
  const { entries, first, last, outcomes, certificates, skipped, cut } = answers;
  const current = currentUses(certificates);
  return {
    origin,
    file,
    entries,
    first: first?.stamp ?? '',
    last: last?.stamp ?? '',
    outcomes: { ...outcomes },
    certificates: certificates.slice(0, most.certificates).map(({ value, name, uses }) => ({
      value,
      name,
      stamp: uses.at(-1)?.stamp ?? '',
      uses: counted(uses),
      isCurrent: uses.some((use) => current.has(use)),
    })),
    failures: failuresIn(answers),
    messages: answers.messages.flatMap((message) => loggedMessage(message, answers)),
    unread: skipped.count + cut.count,
    problem,
  };
}

/**
 * Of each object the last command that finished, and what came after it: a command that failed, or whose end is not known, may have
 * left what was there, or not.
 */
function currentUses(certificates: readonly HcwCertificate[]): ReadonlySet<CertificateUse> {
  const inOrder = certificates.flatMap(({ uses }) => uses).sort((a, b) => a.line - b.line);
  const byObject = grouped(inOrder, ({ cmdlet, object }) => `${cmdlet.replace(/^[^-]*-/, '')}\n${object ?? ''}`.toLowerCase());
  return new Set(
    byObject.flatMap((uses) =>
      uses.slice(
        Math.max(
          0,
          uses.findLastIndex(({ outcome }) => outcome === 'finished'),
        ),
      ),
    ),
  );
}

/** As long for forty servers as for three. */
const counted = (uses: readonly CertificateUse[]): NamedCertificate['uses'] =>
  grouped(uses, ({ cmdlet, outcome }) => `${cmdlet.toLowerCase()}\n${outcome}`).flatMap(([one, ...others]) =>
    one === undefined ? [] : [{ cmdlet: one.cmdlet, outcome: one.outcome, count: 1 + others.length }],
  );

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** The commands that failed, and errors of no command. What the wizard knows as a message stands among the messages. */
function failuresIn({ errors, commands }: HcwLogAnswers): HcwLogReading['failures'] {
  const failed = commands.last.flatMap(({ ended, cmdlet, object, error }) =>
    ended === null || error === ''
      ? []
      : [{ ...ended, cmdlet, object, text: errors.last.find(({ line }) => line === ended.line)?.text ?? error }],
  );
  const others = errors.last.filter(({ line }) => !failed.some((one) => one.line === line)).map((one) => ({ ...one, object: null }));
  const notRecognized = [...failed, ...others].filter(({ text }) => recognizeHcwMessage(text).length === 0).sort((a, b) => a.line - b.line);
  return {
    all: notRecognized.length + errors.all - errors.last.length,
    last: notRecognized.slice(-most.failures).map(({ cmdlet, object, stamp, text }) => ({
      cmdlet,
      object,
      stamp,
      text: text.replace(/^FINISH\s+(?:Time=\S+\s+)?(?:Results=)?/, '').slice(0, most.text),
    })),
  };
}

function loggedMessage({ id, code, level, count, last, text }: HcwMessage, { errors }: HcwLogAnswers): readonly LoggedMessage[] {
  // A code in a line that is no error is only a mention.
  if (id === null || level === 'other') return [];
  // Of an error more is kept than of a message.
  const candidates = [errors.last.find(({ line }) => line === last.line)?.text ?? text, text, code];
  const recognized = candidates.find((one) => recognizeHcwMessage(one).includes(id)) ?? '';
  return [{ id, level, count, stamp: last.stamp, text: recognized }];
}

/** Commands that may have changed something, as far as they were read. */
export const commandsIn = ({ outcomes }: HcwLogReading): number => outcomes.finished + outcomes.failed + outcomes.notKnown;

/** The chosen certificate, and how many installed ones have its name: of several the log does not show which one was selected. */
export interface WantedCertificate {
  readonly name: CertificateName;
  readonly sameNamed: number;
}

export const wantedCertificate = ({ name }: JudgedCertificate, all: readonly JudgedCertificate[]): WantedCertificate => ({
  name,
  sameNamed: all.filter((one) => sameCertificateName(one.name, name)).length,
});

/** `notKnown`: the name could not be read, or has another form than `<I>…<S>…` */
export type Relation = 'chosen' | 'another' | 'emptied' | 'notKnown';

function relationOf({ name, value }: NamedCertificate, wanted: CertificateName): Relation {
  if (name !== null) return sameCertificateName(name, wanted) ? 'chosen' : 'another';
  return partition([value], (one) => one).known.some((read) => read.value === null) ? 'emptied' : 'notKnown';
}

/**
 * The steps that the log proves to be done. A log that was begun: the HCW was opened and runs. A command that has written the chosen
 * name into the hybrid configuration: its pages were gone through, and Update was clicked. Nothing proves its end.
 */
export function stepsInLog(reading: HcwLogReading, { name, sameNamed }: WantedCertificate): readonly HcwStep[] {
  if (reading.origin !== 'followed' || reading.entries === 0) return [];
  const relations = reading.certificates.map((one) => ({ ...one, relation: relationOf(one, name) }));
  const hasWritten = relations.some(
    ({ relation, isCurrent, uses }) => relation === 'chosen' && isCurrent && uses.some(writesConfiguration),
  );
  const isAnother = relations.some(({ relation, isCurrent }) => isCurrent && relation !== 'chosen');
  if (!hasWritten || isAnother) return ['2-1', '2-2'];
  return sameNamed > 1 ? ['2-1', '2-2', '2-3', '2-5'] : ['2-1', '2-2', '2-3', '2-4', '2-5'];
}

const writesConfiguration = ({ cmdlet, outcome }: NamedCertificate['uses'][number]): boolean =>
  // Stryker disable next-line Regex: the reader of the log knows no cmdlet that only ends like it
  outcome === 'finished' && /^(?:Set|New)-HybridConfiguration$/i.test(cmdlet);

export interface HcwLogView extends HcwLogReading {
  readonly certificates: readonly (NamedCertificate & { readonly relation: Relation })[];
  /** Above 1, the log does not show which of these was selected */
  readonly sameNamed: number;
  /** The log names another certificate. `begun`: no command that changes something has finished. `written`: at least one has. */
  readonly another: 'begun' | 'written' | null;
}

export function hcwLogView(reading: HcwLogReading, { name, sameNamed }: WantedCertificate): HcwLogView {
  const certificates = reading.certificates.map((one) => ({ ...one, relation: relationOf(one, name) }));
  const isAnother = certificates.some(({ relation, isCurrent }) => relation === 'another' && isCurrent);
  return { ...reading, certificates, sameNamed, another: isAnother ? (reading.outcomes.finished > 0 ? 'written' : 'begun') : null };
}
