/** The folder in which the HCW leaves several files for each run, named by the time of its start (docs/domain.md, "Log of the HCW"). */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';

/** Of the Windows user who ran the HCW; `null` where there is none, as on other systems. */
export function hcwLogFolder(environment: Readonly<Record<string, string | undefined>>): string | null {
  const data = environment['APPDATA'];
  return data === undefined || data === '' ? null : join(data, 'Microsoft', 'Exchange Hybrid Configuration');
}

/** The files of one run that are read. */
export interface HcwRun {
  /** `20261128_091000`: the names of its files without their extensions */
  readonly name: string;
  readonly log: string | null;
  readonly xhcw: string | null;
}

/** The latest first. Links and whatever else is no regular file are left out; so are the logs of the Hybrid Agent (`….hybridconnector.log`). */
export async function runsIn(folder: string): Promise<Result<readonly HcwRun[]>> {
  try {
    const runs = new Map<string, HcwRun & { readonly order: string }>();
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const [, name, extension] = /^([^.]+)\.(log|xhcw)$/i.exec(entry.name) ?? [];
      if (!entry.isFile() || name === undefined || extension === undefined) continue;
      const path = join(folder, entry.name);
      const run = runs.get(name) ?? { name, log: null, xhcw: null, order: await orderOf(name, path) };
      runs.set(name, { ...run, [extension.toLowerCase()]: path });
    }
    const sorted = [...runs.values()].sort((a, b) => b.order.localeCompare(a.order, 'en'));
    return ok(sorted.map(({ name, log, xhcw }) => ({ name, log, xhcw })));
  } catch (error) {
    return fail(appError('file.unreadable', { path: folder, message: messageOf(error) }));
  }
}

/** The stamp in the name, or for a file that was renamed the time of its last change in the same form. */
async function orderOf(name: string, path: string): Promise<string> {
  return stampIn(name) ?? stampOf((await stat(path)).mtime);
}

const stampIn = (name: string): string | undefined => /^\d{8}_\d{6}/.exec(name)?.[0];

/** In local time: that the HCW names its files by it is inferred (docs/domain.md, "Log of the HCW"). */
export function stampOf(time: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(time.getFullYear())}${two(time.getMonth() + 1)}${two(time.getDate())}_${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

/** Whether the log of that name was begun then, or later. Of one without a stamp that is not known, and so it was not. */
export const isBegunSince = (name: string, time: Date): boolean => (stampIn(name) ?? '') >= stampOf(time);
