/** From files of the collection to the organisation, with everything that was not of use. */
import type { AppError } from '../../shared/errors.ts';
import type { Collected } from '../../shared/model/check-result.ts';
import type { Organisation } from '../../shared/model/organisation.ts';
import { collectedSince, sidesOf, type Collection } from '../exchange/guided/collection.ts';
import { guidedGateway } from '../exchange/guided/gateway.ts';
import { readCollection } from '../exchange/guided/read-collection.ts';
import { gatherOrganisation } from '../exchange/inventory/gather.ts';

export interface ReadOrganisation {
  readonly organisation: Organisation | null;
  readonly collected: Collected;
  readonly errors: readonly AppError[];
}

const nothing: Collected = { since: null, sides: [], files: [], unused: [] };

/** Files and folders, as in guided mode. Never fails: what kept something from being read is in `errors`. */
export async function readOrganisation(inputs: readonly string[], now: Date): Promise<ReadOrganisation> {
  const read = await readCollection(inputs, { now: () => now });
  if (!read.ok) return { organisation: null, collected: nothing, errors: [read.error] };
  const collection = read.value;
  const collected = describe(collection);
  const errors = missed(collection, inputs);
  const gathered = await gatherOrganisation(guidedGateway(collection), { now: () => now, onProgress: () => undefined });
  if (!gathered.ok) return { organisation: null, collected, errors: [...errors, gathered.error] };
  return { organisation: gathered.value, collected, errors };
}

const describe = (collection: Collection): Collected => ({
  since: collectedSince(collection) ?? null,
  sides: [...sidesOf(collection)].sort().reverse(),
  files: collection.parts.map(({ source, kind, takenAt }) => ({ path: source, kind, takenAt })),
  unused: collection.unused.map(({ source, line, error }) => ({ path: source, line, code: error.code, details: { ...error.details } })),
});

/** In a folder there may be other things, e.g. a licence. */
const otherThings: ReadonlySet<AppError['code']> = new Set<AppError['code']>(['collection.otherContent', 'collection.nothingKnown']);

/** What was named and gave nothing, and what of a folder is damaged, may be the very file that decides. */
function missed({ parts, unused }: Collection, inputs: readonly string[]): AppError[] {
  const used = new Set(parts.map(({ source }) => source));
  return unused
    .filter(({ source, error }) => !otherThings.has(error.code) || (inputs.includes(source) && !used.has(source)))
    .map(({ error }) => error);
}
