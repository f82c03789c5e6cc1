/** Objects captured from a real Exchange 2019 server; they are not part of the product. */
import { existsSync, readFileSync } from 'node:fs';
import { readClixml } from '../../../shared/clixml/read.ts';
import type { PsValue } from '../../../shared/clixml/value.ts';

const folder = new URL('../../../../shared/samples/exchange-2019/', import.meta.url);

export const hasSamples = existsSync(folder);
if (!hasSamples) console.warn(`SKIPPED: tests against captured objects, since ${folder.pathname} is absent.`);

/** The objects of one file, e.g. `GetExchangeServer`. */
export function sampleObjects(name: string): readonly PsValue[] {
  const objects = readClixml(readFileSync(new URL(`${name}.xml`, folder), 'utf8'));
  if (!objects.ok) throw new Error(`${name}: ${JSON.stringify(objects.error)}`);
  return objects.value;
}
