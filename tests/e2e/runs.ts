/** The runs in a data folder, as files on the disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names of the run folders, the oldest first: `<n> <time> <purpose>`. */
export const runsOf = (data: string): readonly string[] =>
  readdirSync(data).includes('runs')
    ? readdirSync(join(data, 'runs'))
        .filter((name) => /^\d{4} /.test(name))
        .sort()
    : [];

/** The text of every journal, the oldest run first. */
export const journalsOf = (data: string): string =>
  runsOf(data)
    .map((run) => readFileSync(join(data, 'runs', run, 'journal.jsonl'), 'utf8'))
    .join('');
