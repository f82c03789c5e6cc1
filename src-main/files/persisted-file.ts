/** A file with a schema: what does not fit is archived and said, never overwritten and never half believed. */
import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { fail, ok, type Result } from '../../shared/model/error.ts';
import { atomicWrite, notWritten, reasonOf } from './atomic-write.ts';

export type Persisted<T> =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly value: T }
  /** `aside`: where the damaged file is now, or `null` when it could not be moved and nothing will be written over it */
  | { readonly state: 'damaged'; readonly aside: string | null; readonly reason: string };

export interface PersistedFile<T> {
  read(): Promise<Persisted<T>>;
  /** `file.notWritten` when the disk refuses, or when a damaged file is still in the way. */
  write(value: T): Promise<Result<null>>;
  /**
   * Moves the file to `<name>.<label>-<time>`, e.g. when another work is begun, and gives its new
   * path. Nothing there is success, with `null`. `file.notWritten` when it cannot be moved.
   */
  archive(label: string): Promise<Result<string | null>>;
}

/** The file at `path`, as JSON in UTF-8. Its folder is made when it is first written. */
export function persistedFile<S extends v.GenericSchema>(path: string, schema: S, now: () => Date): PersistedFile<v.InferOutput<S>> {
  let inTheWay: string | null = null;

  const archive = async (label: string): Promise<Result<string | null>> => {
    const aside = await freePath(`${path}.${label}-${now().toISOString().replaceAll(/[:.]/g, '-')}`);
    try {
      await rename(path, aside);
      inTheWay = null;
      return ok(aside);
    } catch (error) {
      if (isAbsent(error)) return ok(null);
      return fail(notWritten(aside, error));
    }
  };

  const damaged = async (reason: string): Promise<Persisted<v.InferOutput<S>>> => {
    const aside = await archive('damaged');
    if (!aside.ok) inTheWay = reason;
    return { state: 'damaged', aside: aside.ok ? aside.value : null, reason };
  };

  return {
    archive,
    read: async () => {
      try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
        return parsed.success ? { state: 'read', value: parsed.output } : await damaged(issueText(parsed.issues[0]));
      } catch (error) {
        return isAbsent(error) ? { state: 'absent' } : damaged(reasonOf(error));
      }
    },
    write: async (value) => {
      if (inTheWay !== null) return fail(notWritten(path, inTheWay));
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      } catch (error) {
        return fail(notWritten(path, error));
      }
      return atomicWrite(path, JSON.stringify(value));
    },
  };
}

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

/** Where in the file it does not fit, and why; the value itself is not repeated. */
const issueText = (issue: v.BaseIssue<unknown>): string => {
  const where = v.getDotPath(issue);
  return where === null ? issue.message : `${where}: ${issue.message}`;
};

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
