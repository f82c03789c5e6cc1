/**
 * What Get-TransportService says of each server. Exchange keeps it in the directory, so one call tells
 * of all servers; where there are many, it takes the place of one call each. A server of which that
 * call does not tell is asked alone: its name may be written otherwise, or the call failed.
 */
import type { CallOutcome } from '../../../shared/commands/call.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import { readText } from '../../../shared/read/property.ts';
import type { Asker, Batch } from './asker.ts';
import { transportServiceOf } from './hybrid-server.ts';

/** So many servers are asked each alone: a large organization has others that do not matter here, and one call tells of those too. */
const eachAlone = 4;

export interface TransportServices {
  /** How many calls are to come at first */
  readonly calls: number;
  /** Adds them; what they say, in the order of the servers, once the batch was asked. */
  add(batch: Batch): () => Promise<readonly Known<CallOutcome>[]>;
}

export function transportServices(asker: Asker, servers: readonly string[]): TransportServices {
  if (servers.length <= eachAlone) return { calls: servers.length, add: (batch) => addEach(batch, servers) };
  return {
    calls: 1,
    add: (batch) => {
      const asked = batch.add('', { transportServices: { side: 'onPremises', cmdlet: 'Get-TransportService', parameters: {} } });
      return async () => {
        const all = (await asked).transportServices;
        const found = servers.map((server) => outcomeFor(server, all));
        const missing = servers.filter((_, index) => found[index] === undefined);
        if (missing.length === 0) return found.filter((outcome) => outcome !== undefined);
        asker.expect(missing.length);
        const again = asker.batch();
        const each = addEach(again, missing);
        await again.ask();
        const left = (await each()).values();
        return found.map((outcome) => outcome ?? left.next().value ?? unknown('notReturned'));
      };
    },
  };
}

function addEach(batch: Batch, servers: readonly string[]): () => Promise<readonly Known<CallOutcome>[]> {
  const asked = servers.map((server) => batch.add(server, transportServiceOf(server)));
  return async () => (await Promise.all(asked)).map(({ transportService }) => transportService);
}

/** Exactly one object of that name, from a call that reported nothing else. */
function outcomeFor(server: string, all: Known<CallOutcome>): Known<CallOutcome> | undefined {
  if (!all.known || all.value.errors.length > 0) return undefined;
  const objects = all.value.objects.filter((object) => {
    const name = readText(object, 'Name');
    return name.known && name.value.toLowerCase() === server.toLowerCase();
  });
  return objects.length === 1 ? known({ ...all.value, objects }) : undefined;
}
