/** What became of the values that the HCW may write, compared with those that were saved before it. */
import { isReadCmdlet, objectSteps, sameValue, type ReadCmdlet, type Value } from '../plan/plan.ts';
import type { RunState } from './fold.ts';
import { recordOf, stateOf } from './step-record.ts';
import { expectationsOf, unsavedObjects, withoutEdge, type UnsavedObject } from './rollback.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * A value that is not as Microsoft describes that the HCW leaves it. `changed`: it is neither as `before` nor what the HCW is expected to
 * write, so the HCW has reset it, or somebody else has set it; `before` is the saved value, or what a step of the wizard has set that
 * the HCW does not write. `notWritten`: the HCW was expected to write it, and it is as before.
 */
export interface HandoverValue {
  readonly cmdlet: ReadCmdlet;
  readonly object: string;
  readonly parameter: string;
  readonly before: Value;
  readonly now: Value;
  readonly kind: 'changed' | 'notWritten';
}

export interface HandoverReading {
  readonly values: readonly HandoverValue[];
  /** What was not there, or had another name, when the values were saved: nothing says what the HCW set there, and nothing removes it */
  readonly added: readonly UnsavedObject[];
  /** Whether everything that may have been written was saved before and read now */
  readonly isWhole: boolean;
}

/** The values that are not as expected; one that is not known on one of the sides is not among them, and the reading is not whole. */
export function readHandover(run: RunState, saved: Snapshot, found: Snapshot): HandoverReading {
  const [before, now] = [withoutEdge(saved, run.plan), withoutEdge(found, run.plan)];
  const expected = expectationsOf(run.plan);
  const ofWizard = objectSteps(run.plan).filter(({ id }) => recordOf(run, id).touched);
  const added = unsavedObjects(run.plan, saved, found);
  let isWhole = before.unread.length === 0 && now.unread.length === 0 && added.length === 0;
  const values = before.objects.flatMap((saved): readonly HandoverValue[] => {
    // The HCW changes no certificate and no service.
    const { cmdlet: savedBy } = saved;
    if (!isReadCmdlet(savedBy)) return [];
    const found = now.objects.find(({ cmdlet, identity }) => cmdlet === saved.cmdlet && identity === saved.identity);
    return Object.entries(saved.values).flatMap(([parameter, value]): readonly HandoverValue[] => {
      const read = found?.values[parameter];
      if (read === undefined) {
        isWhole = false;
        return [];
      }
      const wanted = expected.find(({ cmdlet, object }) => cmdlet === saved.cmdlet && object === saved.identity)?.values[parameter];
      const step = ofWizard.find(({ read: { cmdlet }, object }) => cmdlet === saved.cmdlet && object === saved.identity);
      const set = step?.after[parameter];
      const asSet = set !== undefined && sameValue(read, set);
      const line = { cmdlet: savedBy, object: saved.identity, parameter, now: read };
      if (wanted === undefined) {
        // The HCW is to leave it alone: as the wizard has set it, where that is proven.
        const before = step !== undefined && set !== undefined && stateOf(step, recordOf(run, step.id)) === 'applied' ? set : value;
        return asSet || sameValue(read, before) ? [] : [{ ...line, before, kind: 'changed' }];
      }
      if (sameValue(read, wanted)) return [];
      return [{ ...line, before: value, kind: asSet || sameValue(read, value) ? 'notWritten' : 'changed' }];
    });
  });
  return { values, added, isWhole };
}
