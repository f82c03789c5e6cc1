/**
 * A JSON file that outlives the program. A file of an older format is migrated, a file of a newer one
 * is left alone, and a damaged one is archived: none is overwritten, and none is used in part.
 */
import { access, lstat, mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import { parsePlainJson } from '../../shared/model/plain-json.ts';
import { atomicWrite, notWritten } from './atomic-write.ts';
import { readWholeFile } from './regular-file.ts';
import { systemCode } from './system-code.ts';

/** Many times what the largest organization takes. */
const mostBytes = 128 * 1024 * 1024;

/** Turns the value of one format into that of the next one. Pure; may throw for a value that it cannot read. */
type Migration = (value: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** What a file holds. Its value says its format: `{ "format": 2, … }`. */
export interface PersistedFormat<S extends v.GenericSchema> {
  /** The format that this version writes */
  readonly current: number;
  /** The format of a file without a number, where an early version wrote none */
  readonly unnumbered?: number;
  /** `migrations[n]` leads from format `n` to `n + 1` */
  readonly migrations: Readonly<Record<number, Migration>>;
  /** Of the current format */
  readonly schema: S;
}

export type Persisted<T> =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly value: T }
  /** Written by a newer version of the program: left alone, and nothing is written over it */
  | { readonly state: 'newer'; readonly format: number }
  /** `archivedAs`: where the damaged file is now, or `null` when it could not be moved and nothing will be written over it */
  | { readonly state: 'damaged'; readonly archivedAs: string | null; readonly reason: string };

export interface PersistedFile<T> {
  read(): Promise<Persisted<T>>;
  /** `file.notWritten` when the disk refuses, or when a newer or a damaged file is in its place. */
  write(value: T): Promise<Result<null>>;
  /**
   * Moves the file to `<name>.<label>-<time>`, e.g. when another run begins, and returns its new
   * path. Without a file it succeeds with `null`. `file.notWritten` when it cannot be moved, or is newer.
   */
  archive(label: string): Promise<Result<string | null>>;
}

/** The file at `path`, as JSON in UTF-8. Its folder is made at the first write. */
export function persistedFile<S extends v.GenericSchema>(
  path: string,
  format: PersistedFormat<S>,
  now: () => Date,
): PersistedFile<v.InferOutput<S>> {
  /** Why nothing may be written to the path now. */
  let obstacle: string | null = null;
  let isNewer = false;

  const archive = async (label: string): Promise<Result<string | null>> => {
    if (isNewer) return fail(notWritten(path, obstacle));
    const target = await freePath(`${path}.${label}-${now().toISOString().replaceAll(/[:.]/g, '-')}`);
    try {
      await rename(path, target);
      obstacle = null;
      return ok(target);
    } catch (error) {
      // On Windows it may also be the target that the system does not find: what is still there is in the way.
      if (isAbsent(error) && (await isGone(path))) return ok(null);
      return fail(notWritten(target, error));
    }
  };

  const damaged = async (reason: string): Promise<Persisted<v.InferOutput<S>>> => {
    const archived = await archive('damaged');
    if (!archived.ok) obstacle = reason;
    return { state: 'damaged', archivedAs: archived.ok ? archived.value : null, reason };
  };

  return {
    archive,
    read: async () => {
      const whole = await readWholeFile(path, mostBytes);
      if (whole.kind === 'unreadable') return isAbsent(whole.error) ? { state: 'absent' } : damaged(messageOf(whole.error));
      if (whole.kind === 'tooLarge') return damaged(`${String(whole.size)} > ${String(mostBytes)} bytes`);
      try {
        const read = readFormat(new TextDecoder('utf-8', { fatal: true }).decode(whole.bytes), format);
        isNewer = read.state === 'newer';
        if (read.state === 'newer') obstacle = `format ${String(read.format)}`;
        return read.state === 'unreadable' ? await damaged(read.reason) : read;
      } catch (error) {
        return damaged(messageOf(error));
      }
    },
    write: async (value) => {
      if (obstacle !== null) return fail(notWritten(path, obstacle));
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      } catch (error) {
        return fail(notWritten(path, error));
      }
      return atomicWrite(path, JSON.stringify(value));
    },
  };
}

const formatNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** The value of a persisted text in the current format, migrated if it is older. */
export function readFormat<S extends v.GenericSchema>(
  text: string,
  { current, unnumbered, migrations, schema }: PersistedFormat<S>,
):
  | { readonly state: 'read'; readonly value: v.InferOutput<S> }
  | { readonly state: 'newer'; readonly format: number }
  | { readonly state: 'unreadable'; readonly reason: string } {
  const number = unnumbered === undefined ? formatNumber : v.optional(formatNumber, unnumbered);
  try {
    const numbered = v.safeParse(v.looseObject({ format: number }), parsePlainJson(text));
    if (!numbered.success) return { state: 'unreadable', reason: issueText(numbered.issues[0]) };
    let value: Readonly<Record<string, unknown>> = numbered.output;
    const written = numbered.output.format;
    if (written > current) return { state: 'newer', format: written };
    for (let format = written; format < current; format += 1) {
      const migrate = migrations[format];
      if (migrate === undefined) return { state: 'unreadable', reason: `There is no migration from format ${String(format)}.` };
      value = migrate(value);
    }
    const parsed = v.safeParse(schema, value);
    return parsed.success ? { state: 'read', value: parsed.output } : { state: 'unreadable', reason: issueText(parsed.issues[0]) };
  } catch (error) {
    // The words of a parser quote the text.
    return { state: 'unreadable', reason: error instanceof SyntaxError ? 'JSON' : messageOf(error) };
  }
}

const isGone = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => false,
    (error: unknown) => isAbsent(error),
  );

/** Two files archived within one millisecond must not replace each other. */
async function freePath(wanted: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const path = attempt === 1 ? wanted : `${wanted}-${String(attempt)}`;
    try {
      await access(path);
    } catch {
      return path;
    }
  }
}

/** The position in the file that does not fit, and the reason; never the value itself. */
const issueText = (issue: v.BaseIssue<unknown>): string => `${v.getDotPath(issue) ?? ''}: ${issue.type}`;

const isAbsent = (error: unknown): boolean => systemCode(error) === 'ENOENT';
