/** Whether a process runs. */
import { readFile } from 'node:fs/promises';

/** A zombie is dead: its parent, or the first process of the system, has not collected it yet. */
export const isAlive = async (id: number): Promise<boolean> => /^State:\t[^ZX]/m.test(await statusOf(id));

/** What the system says of a process; '' when there is none. */
export const statusOf = (id: number): Promise<string> => readFile(`/proc/${String(id)}/status`, 'utf8').catch(() => '');
