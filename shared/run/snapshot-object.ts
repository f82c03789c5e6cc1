/** An object of Exchange as a snapshot keeps it. */
import type { PsValue } from '../clixml/value.ts';
import { writeClixml } from '../clixml/write.ts';
import { parameterKind, type ReadCmdlet, type Value } from '../plan/plan.ts';
import { readObjectFacts, readPlanValue } from '../read/plan-value.ts';
import { trackedParameters, type SnapshotObject } from './snapshot.ts';

/** What `cmdlet` returned. A tracked value in a form that is not understood is left out; the identity of an object that has none is empty. */
export function snapshotObject(object: PsValue, cmdlet: ReadCmdlet): SnapshotObject {
  const { identity, ...facts } = readObjectFacts(object);
  const values = trackedParameters[cmdlet].flatMap((parameter): [string, Value][] => {
    const kind = parameterKind(cmdlet, parameter);
    const value = kind === undefined ? undefined : readPlanValue(object, parameter, kind);
    return value === undefined ? [] : [[parameter, value]];
  });
  return { cmdlet, identity: identity ?? '', ...facts, values: Object.fromEntries(values), raw: writeClixml([object]) };
}
