/** From files of the collection to the organization, with everything that was not of use. */
import { ok, type AppError } from '../../shared/model/error.ts';
import type { Collected } from '../../shared/check/result.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { answersWithObjects, collectedSince, sidesOf, type Collection } from '../../shared/collected/collection.ts';
import { collectionReader } from '../exchange/guided/collection-reader.ts';
import { readCollection } from '../exchange/guided/read-collection.ts';
import { collectOrganization } from '../exchange/inventory/inventory.ts';

export interface ReadOrganization {
  readonly organization: Organization | null;
  readonly collected: Collected;
  readonly errors: readonly AppError[];
}

const nothing: Collected = { since: null, sides: [], files: [], unused: [] };

/** Files and folders, as in guided mode. Never fails: `errors` contains the reasons why something could not be read. */
export async function readOrganization(inputs: readonly string[], now: Date): Promise<ReadOrganization> {
  const read = await readCollection(inputs, { now: () => now });
  if (!read.ok) return { organization: null, collected: nothing, errors: [read.error] };
  const collection = read.value;
  const collected = describe(collection);
  const errors = missed(collection, inputs);
  const reader = collectionReader(collection);
  const gathered = await collectOrganization(reader, {
    now: () => now,
    onProgress: () => undefined,
    collectedOnEdge: () => Promise.resolve(ok(reader)),
  });
  if (!gathered.ok) return { organization: null, collected, errors: [...errors, gathered.error] };
  return { organization: gathered.value, collected, errors };
}

const describe = (collection: Collection): Collected => ({
  since: collectedSince(collection) ?? null,
  sides: [...sidesOf(collection)].sort().reverse(),
  files: collection.parts.map(({ source, kind, takenAt }) => ({ path: source, kind, takenAt })),
  unused: collection.unused.map(({ source, line, error }) => ({ path: source, line, code: error.code, details: { ...error.details } })),
});

/** In a folder there may be other things, e.g. a license. */
const otherThings: ReadonlySet<AppError['code']> = new Set<AppError['code']>([
  'collection.otherContent',
  'collection.nothingKnown',
  'collection.table',
  'collection.csv',
  'collection.json',
  'collection.event',
  'collection.hcwLog',
]);

/**
 * What was named and gave nothing, what of a folder is damaged, and what is about a cmdlet that is read (`details.cmdlet`)
 * may be the very thing that decides.
 */
function missed({ parts, unused }: Collection, inputs: readonly string[]): AppError[] {
  const used = new Set(parts.flatMap((part) => (answersWithObjects(part).length > 0 ? [part.source] : [])));
  return unused
    .filter(
      ({ source, error }) =>
        !otherThings.has(error.code) || error.details['cmdlet'] !== undefined || (inputs.includes(source) && !used.has(source)),
    )
    .map(({ error }) => error);
}
