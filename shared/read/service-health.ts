/** `Test-ServiceHealth`: one object for each role of a server, with the services of that role that run and that do not. */
import type { PsValue } from '../clixml/value.ts';
import { all, flatMap, known, unknown, type Known } from '../model/known.ts';
import { readTexts } from './property.ts';

export type ServiceState = 'running' | 'notRunning';

/**
 * Whether a Windows service runs, by its name, e.g. `MSExchangeTransport`. Several roles list the same service. Unknown where no role lists it, where
 * it stands in a list of each kind, and where a list was not read. The cmdlet reports a required service that does not run as an
 * error besides (cmdlet reference), so the objects are of use also when it reported errors.
 */
export const readServiceState = (objects: readonly PsValue[], service: string): Known<ServiceState> => {
  const listed = (property: string): Known<boolean> =>
    flatMap(all(objects.map((object) => readTexts(object, property))), (lists) =>
      known(lists.flat().some((name) => sameName(name, service))),
    );
  return flatMap(all([listed('ServicesRunning'), listed('ServicesNotRunning')]), ([runs, doesNot]): Known<ServiceState> => {
    if (runs === doesNot) return unknown(runs ? 'unreadable' : 'notReturned', service);
    return known(runs ? 'running' : 'notRunning');
  });
};

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
