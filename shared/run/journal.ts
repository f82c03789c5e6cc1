/**
 * The journal of a run, line by line: what was read, announced, answered, ended and decided. A line is on the disk before what it
 * announces happens, so the state of a run follows from its lines alone.
 */
import * as v from 'valibot';
import { modes } from '../model/mode.ts';
import { appErrorSchema } from '../model/error.ts';
import { parsePlainJson } from '../model/plain-json.ts';
import { fail, ok, type Result } from '../model/error.ts';
import { placeSchema, valuesSchema } from '../plan/plan.ts';
import { evidenceSchema } from '../proof/evidence.ts';
import { profileSchema } from './profile.ts';

/** The process that sends a change. Together with its start time the number is unique on a computer. */
export const processIdentitySchema = v.object({ pid: v.number(), startedAt: v.string() });
export type ProcessIdentity = v.InferOutput<typeof processIdentitySchema>;

/** `left`: as it is, by decision. `rolledBack`: another run put the values back. */
export const outcomes = ['finished', 'left', 'rolledBack'] as const;

/**
 * What a person decided. `resume`: steps that failed are tried again. `stop`: nothing more is sent after the step in flight.
 * `goOn`: the first server is proven, the others follow.
 */
export const decisions = ['resume', 'stop', 'goOn'] as const;

const entrySchemas = [
  v.object({
    kind: v.literal('opened'),
    run: v.string(),
    /** SHA-256 of the files beside the journal */
    plan: v.string(),
    snapshot: v.string(),
    /** Name and version */
    program: v.string(),
    organization: v.string(),
    mode: v.picklist(modes),
    /** The domain controller that the calls of the run go to; `null` when none was said */
    controller: v.nullable(v.string()),
    /** Milliseconds between two readings that together prove a value: from the controller that was written to, and from any other */
    settleMs: v.number(),
    replicationMs: v.number(),
    /** Thumbprint of the new certificate; `null` when none was chosen */
    certificate: v.optional(v.nullable(v.string()), null),
  }),
  /** The program was started again, or another one took the run over. */
  v.object({ kind: v.literal('reopened'), program: v.string() }),
  v.object({
    kind: v.literal('observed'),
    step: v.string(),
    /** `null`: it could not be read; `error` says why */
    values: v.nullable(valuesSchema),
    guid: v.nullable(v.string()),
    /** The domain controller that answered; `null` when it was not said */
    controller: v.nullable(v.string()),
    error: v.nullable(appErrorSchema),
  }),
  /** From here on the object may have the wanted values. `person`: the command was shown, and the administrator may run it. */
  v.object({
    kind: v.literal('announced'),
    step: v.string(),
    by: v.picklist(['wizard', 'person']),
    process: v.nullable(processIdentitySchema),
    controller: v.nullable(v.string()),
    /** Milliseconds after which the remote session gives the command up */
    limitMs: v.number(),
  }),
  v.object({
    kind: v.literal('answered'),
    step: v.string(),
    error: v.nullable(appErrorSchema),
    /** Exchange's own words */
    warnings: v.pipe(v.array(v.string()), v.readonly()),
  }),
  /** The local PowerShell and everything that it started are gone, and the remote session is closed or older than its limit. */
  v.object({ kind: v.literal('fenced'), step: v.string() }),
  v.object({ kind: v.literal('decided'), decision: v.picklist(decisions) }),
  /** The administrator says that the HCW has ended. */
  v.object({ kind: v.literal('returned'), step: v.string() }),
  /** By a reading of the whole organization, mail flow is as good as before the plan in these places. */
  v.object({ kind: v.literal('trusted'), places: v.pipe(v.array(placeSchema), v.readonly()) }),
  /** What was found out about mail flow itself, also after the run was closed. */
  v.object({ kind: v.literal('evidence'), evidence: evidenceSchema }),
  /** With the profile of a renewal that is finished: the next one begins with it. */
  v.object({ kind: v.literal('closed'), outcome: v.picklist(outcomes), profile: v.optional(profileSchema) }),
] as const;

export const entrySchema = v.variant('kind', [...entrySchemas]);
export type JournalEntry = v.InferOutput<typeof entrySchema>;
export type EntryOf<K extends JournalEntry['kind']> = Extract<JournalEntry, { readonly kind: K }>;

/** When a line was written: the wall clock, and a clock that nobody sets, of one start of the program. */
const stampSchema = v.object({
  v: v.literal(1),
  /** From 1, without gaps */
  n: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** ISO 8601, UTC */
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** Names the start of the program that `up` belongs to */
  boot: v.string(),
  /** Milliseconds since that start */
  up: v.number(),
});
export type Stamp = v.InferOutput<typeof stampSchema>;
export type JournalLine = Stamp & JournalEntry;

/** One line of the file, with its end. */
export function lineText(line: JournalLine): string {
  const body = JSON.stringify(line).slice(0, -1);
  return `${body},"crc":"${checksum(body)}"}\n`;
}

/** Why a journal cannot be used: its lines are not those of one run, or some are missing. */
export type JournalProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'gap' | 'unreadable'; readonly after: number };

const lineParser = v.intersect([stampSchema, entrySchema]);
const versionSchema = v.looseObject({ v: v.number() });
const crcEnd = /^(.*),"crc":"([\da-f]{8})"\}$/s;

/**
 * The lines of a journal. A line that was cut off, whether at the end or because another one was appended behind it, was never
 * confirmed, so nothing was done by it: it is left out. A missing line in between is a gap, and the journal is not used.
 */
export function parseJournal(text: string): Result<readonly JournalLine[], JournalProblem> {
  const lines: JournalLine[] = [];
  for (const raw of text.split('\n')) {
    const line = parseLine(raw);
    if (line === undefined) continue;
    if (line.kind === 'newer') return fail(line);
    if (line.kind === 'unreadable') return fail({ kind: 'unreadable', after: lines.length });
    if (line.n !== lines.length + 1) return fail({ kind: 'gap', after: lines.length });
    lines.push(line);
  }
  return lines.length === 0 ? fail({ kind: 'empty' }) : ok(lines);
}

/** `undefined`: it is not whole. */
function parseLine(
  raw: string,
): JournalLine | { readonly kind: 'newer'; readonly version: number } | { readonly kind: 'unreadable' } | undefined {
  const [, body, crc] = crcEnd.exec(raw) ?? [];
  if (body === undefined || crc !== checksum(body)) return undefined;
  const value = jsonOf(`${body}}`);
  const version = v.safeParse(versionSchema, value);
  if (version.success && version.output.v > 1) return { kind: 'newer', version: version.output.v };
  const line = v.safeParse(lineParser, value);
  return line.success ? line.output : { kind: 'unreadable' };
}

/** `undefined` for what is no plain JSON: it fits no schema. */
function jsonOf(text: string): unknown {
  try {
    return parsePlainJson(text);
  } catch {
    return undefined;
  }
}

/** CRC-32 (IEEE 802.3) of the UTF-16 code units, low byte first, as eight hexadecimal digits. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  const add = (byte: number): void => {
    crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  };
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    add(unit & 0xff);
    add(unit >>> 8);
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}

const table = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
