/** What a log of the HCW answers. It never answers that the run succeeded: no public source describes how the log says that. */
import type { Known } from '../model/known.ts';
import type { HcwMessageId } from '../rules/not-listed-message.ts';
import type { CertificateName } from '../x509/certificate-name.ts';
import type { LoggedCommand } from './command.ts';
import type { Entry, LogPosition } from './entry.ts';
import type { ComparedTable } from './table.ts';

/** The last ones of a kind, and how many there were. */
export interface Kept<T> {
  readonly all: number;
  readonly last: readonly T[];
}

/**
 * `finished`: the end of the same cmdlet follows in the same session and thread, and reports no error. `failed`: it reports one.
 * `notKnown`: no such end was read, or it cannot be told whose it is. Only the connector itself shows what was changed.
 */
export const commandOutcomes = ['finished', 'failed', 'notKnown'] as const;
export type CommandOutcome = (typeof commandOutcomes)[number];

/**
 * `start`: behind START, in a log of today. `running`: behind `Running command:`, in one of the old wizard. `alone`: without anything
 * of a log around it, so that not even that it was run is said.
 */
export const commandForms = ['start', 'running', 'alone'] as const;

/** A command that changes something. */
export interface HcwCommand extends LogPosition, LoggedCommand {
  readonly form: (typeof commandForms)[number];
  /** Its identity or name; `null` where it names none, e.g. Set-HybridConfiguration */
  readonly object: string | null;
  /** `OnPremises`, `Tenant`; '' where the line has none */
  readonly session: string;
  readonly outcome: CommandOutcome;
  readonly ended: LogPosition | null;
  /** What the end reports, for one that failed */
  readonly error: string;
}

export interface CertificateUse extends LogPosition {
  readonly cmdlet: string;
  readonly object: string | null;
  readonly outcome: CommandOutcome;
}

/** A TlsCertificateName, with every command that sets it; the same name in another case is the same. */
export interface HcwCertificate {
  /** `null`: the commands empty the name */
  readonly value: Known<string | null>;
  /** `null` when the value is none of the form `<I>…<S>…` */
  readonly name: CertificateName | null;
  readonly uses: readonly CertificateUse[];
}

/** A property of an object in the XML of a run: something has or had this name, which of both is not said. */
export interface HcwProperty extends LogPosition {
  readonly name: string;
  readonly value: string;
  readonly count: number;
}

/** A server whose certificates the HCW read. The reference server is one of them; the log does not say which. */
export interface HcwCertificateServer extends LogPosition {
  readonly server: string;
  readonly count: number;
}

/** `started`, and `passed` and `failed` in the words of the log. A phase that passed can have an error before its end. */
export const subtaskStates = ['started', 'passed', 'failed', 'ended'] as const;

export interface HcwSubtask extends LogPosition {
  /** `Initial`, `Configure Mail Flow`; '' where the line names none */
  readonly task: string;
  /** `CheckPrereqs`, `Configure`, `ValidateConfiguration`; '' for the task, or the workflow, as a whole */
  readonly phase: string;
  readonly state: (typeof subtaskStates)[number];
  readonly text: string;
}

/** A message of the HCW, by its code or its known words. */
export interface HcwMessage {
  /** `HCW8010`; '' where the text has none */
  readonly code: string;
  /** What the wizard knows about it; `null` when nothing */
  readonly id: HcwMessageId | null;
  readonly level: Entry['level'];
  readonly count: number;
  readonly first: LogPosition;
  readonly last: LogPosition;
  /** Of the last one */
  readonly text: string;
}

export interface HcwError extends LogPosition {
  /** The cmdlet that failed; '' for other errors */
  readonly cmdlet: string;
  readonly text: string;
}

/** Lines that were not read as a whole: how many, and the last of them. */
export interface Unread {
  readonly count: number;
  readonly lastLine: number;
}

export interface HcwLogAnswers {
  readonly lines: number;
  /** Lines with a head of the log, of either form. None: this is no log of the HCW. */
  readonly entries: number;
  readonly first: LogPosition | null;
  readonly last: LogPosition | null;
  /** The one that was set last comes first */
  readonly certificates: readonly HcwCertificate[];
  readonly properties: readonly HcwProperty[];
  readonly certificateServers: readonly HcwCertificateServer[];
  readonly commands: Kept<HcwCommand>;
  /** Of all commands, not only of those that are kept */
  readonly outcomes: Readonly<Record<CommandOutcome, number>>;
  /** Ends with an error of commands that change something, whose beginning was not read */
  readonly failedWithoutStart: number;
  readonly subtasks: Kept<HcwSubtask>;
  readonly failedSubtasks: number;
  readonly messages: readonly HcwMessage[];
  readonly errors: Kept<HcwError>;
  readonly tables: Kept<ComparedTable>;
  /** Lines that are too long: nothing of them was read */
  readonly skipped: Unread;
  /** Lines of which only the beginning was read */
  readonly cut: Unread;
  /** The last line had no end: a file that is being written, or a copy */
  readonly isUnended: boolean;
}
