/** What was collected on the Edge servers of a practice organization, as the collection script writes it. */
import { readClixml } from '../../shared/clixml/read.ts';
import { readScriptFile } from '../../shared/collected/script-file.ts';
import { ok, type Result } from '../../shared/model/error.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { collectionReader } from '../../src-main/exchange/guided/collection-reader.ts';
import type { ExchangeReader } from '../../src-main/exchange/port.ts';
import { collectEdge } from './collect.ts';

/** Every Edge server, collected at that time. */
export function collectedOnEdge(organization: OrganizationFile, at: Date): Result<ExchangeReader> {
  const parts = collectEdge(organization, at).map(({ name, text }) => {
    const values = readClixml(text);
    const part = values.ok ? readScriptFile(name, values.value) : undefined;
    if (part?.ok !== true) throw new Error(`${name} could not be read`);
    return part.value;
  });
  return ok(collectionReader({ parts, unused: [] }));
}
