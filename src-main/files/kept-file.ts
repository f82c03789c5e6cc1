/** A file with a schema: what does not fit is kept aside and said, never overwritten and never half believed. */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { appError, fail, ok, type Result } from '../../shared/errors.ts';
import { atomicWrite } from './atomic-write.ts';

export type Kept<T> =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly value: T }
  /** `aside`: where the damaged file is now, or `null` when it could not be moved */
  | { readonly state: 'damaged'; readonly aside: string | null; readonly reason: string };

export interface KeptFile<T> {
  read(): Promise<Kept<T>>;
  write(value: T): Promise<Result<null>>;
  /** Moves the file aside, e.g. when another work is begun. Nothing there is success. */
  setAside(label: string): Promise<Result<string | null>>;
}

export function keptFile<S extends v.GenericSchema>(path: string, schema: S, now: () => Date): KeptFile<v.InferOutput<S>> {
  const setAside = async (label: string): Promise<Result<string | null>> => {
    const aside = `${path}.${label}-${now().toISOString().replaceAll(/[:.]/g, '-')}`;
    try {
      await rename(path, aside);
      return ok(aside);
    } catch (error) {
      if (isAbsent(error)) return ok(null);
      return fail(appError('file.notWritten', { path: aside, message: messageOf(error) }));
    }
  };

  return {
    setAside,
    read: async () => {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        return isAbsent(error) ? { state: 'absent' } : { state: 'damaged', aside: null, reason: messageOf(error) };
      }
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
      if (parsed.success) return { state: 'read', value: parsed.output as v.InferOutput<S> };
      const aside = await setAside('damaged');
      return { state: 'damaged', aside: aside.ok ? aside.value : null, reason: parsed.issues[0].message };
    },
    write: async (value) => {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      } catch (error) {
        return fail(appError('file.notWritten', { path, message: messageOf(error) }));
      }
      return atomicWrite(path, JSON.stringify(value));
    },
  };
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
