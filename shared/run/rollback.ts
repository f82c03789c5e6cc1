/** The rollback of a run: what it wrote, compared value by value with what is there now, and the plan that puts it back. */
import { known, partition, unknown, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { withForecasts } from '../plan/make-plan.ts';
import { call, type DraftStep } from '../plan/draft.ts';
import { modelChange } from '../plan/model-change.ts';
import {
  isFactCmdlet,
  isOnEdge,
  isReadCmdlet,
  isSynchronization,
  objectSteps,
  planFormat,
  sameValue,
  type ObservedCmdlet,
  type Plan,
  type ReadCmdlet,
  type Value,
  type Values,
} from '../plan/plan.ts';
import { putBackOnEdgeStep, serviceStep, synchronizeStep, type Service } from '../plan/person-steps.ts';
import type { RunState } from './fold.ts';
import { recordOf } from './step-record.ts';
import type { Snapshot, SnapshotObject } from './snapshot.ts';

/**
 * `unchanged`: it is as before. `putBack`: it is what this run, or the HCW that it handed over to, is known to write. `conflict`:
 * anything else, so somebody else may have set it, or the object is another one. `unread`: it could not be read. `irreversible`: it is not
 * as before, and nothing can bring it back.
 */
export interface RollbackValue {
  readonly cmdlet: ObservedCmdlet;
  readonly object: string;
  /** '' for an object of the organization */
  readonly server: string;
  /** Of the object that is there now */
  readonly guid: string | null;
  readonly parameter: string;
  readonly original: Value;
  readonly now: Known<Value>;
  readonly kind: 'unchanged' | 'putBack' | 'conflict' | 'unread' | 'irreversible';
  /** On an Edge server, where a person puts it back */
  readonly onEdge?: true;
}

/** Names a value in the decisions of the administrator. */
export const rollbackKey = ({ cmdlet, object, parameter }: Pick<RollbackValue, 'cmdlet' | 'object' | 'parameter'>): string =>
  `${cmdlet} ${object} ${parameter}`;

/** A value that the run may have written: by a command, by the HCW, or by both. */
interface Written {
  readonly cmdlet: ObservedCmdlet;
  readonly object: string;
  readonly server: string;
  readonly parameter: string;
  readonly original: Value;
  readonly values: readonly Value[];
  readonly canBeUndone: boolean;
  readonly onEdge?: true;
}

/** Every value that the run may have written, in the order of its plan. What the HCW left as it was is not among them. */
export function reviewRollback(run: RunState, snapshot: Snapshot, now: Snapshot): readonly RollbackValue[] {
  const byCommands = writtenByCommands(run, snapshot);
  const keys = new Set(byCommands.map(rollbackKey));
  const byHcw = run.handedOver.size === 0 ? [] : writtenByHcw(run, snapshot).filter((one) => !keys.has(rollbackKey(one)));
  return [
    ...byCommands.map((one) => compare(one, snapshot, now)),
    ...byHcw.map((one) => compare(one, snapshot, now)).filter(({ kind }) => kind !== 'unchanged'),
  ];
}

function writtenByCommands(run: RunState, snapshot: Snapshot): readonly Written[] {
  const expected = run.handedOver.size === 0 ? [] : expectationsOf(run.plan);
  const written = objectSteps(run.plan).flatMap((step): readonly Written[] => {
    const { cmdlet } = step.read;
    // What EdgeSync brought to an Edge server is no value of its own: it follows what is put back.
    if (isSynchronization(step) || !recordOf(run, step.id).touched) return [];
    // Stryker disable next-line ConditionalExpression,ArrayDeclaration: no step is read by any other cmdlet
    if (!isReadCmdlet(cmdlet) && !isFactCmdlet(cmdlet)) return [];
    const saved = objectIn(snapshot, cmdlet, step.object);
    return Object.entries(step.before).map(([parameter, before]) => {
      // `null` is a value that was saved: it was empty.
      const value = saved?.values[parameter];
      return {
        cmdlet,
        object: step.object,
        server: step.server,
        parameter,
        original: value === undefined ? before : value,
        values: [step.after[parameter] ?? null, ...expectedOf(expected, cmdlet, step.object, parameter)],
        canBeUndone: step.undo !== null,
        ...(isOnEdge(step) && { onEdge: true as const }),
      };
    });
  });
  // Two steps on one object wrote the same value one after the other: the original is that of the first.
  return [...new Set(written.map(rollbackKey))].flatMap((key) => {
    const [first, ...later] = written.filter((one) => rollbackKey(one) === key);
    return first === undefined ? [] : [{ ...first, values: [...first.values, ...later.flatMap(({ values }) => values)] }];
  });
}

/** All values that were saved: which of them the HCW writes is described by Microsoft, but not promised. */
function writtenByHcw({ plan }: RunState, snapshot: Snapshot): readonly Written[] {
  const expected = expectationsOf(plan);
  const { objects } = withoutEdge(snapshot, plan);
  const serverOf = ({ cmdlet, identity }: SnapshotObject): string =>
    cmdlet === 'Get-ReceiveConnector' ? identity.slice(0, Math.max(0, identity.indexOf('\\'))) : '';
  return objects.flatMap((object) =>
    isFactCmdlet(object.cmdlet)
      ? []
      : Object.entries(object.values).map(([parameter, original]) => ({
          cmdlet: object.cmdlet,
          object: object.identity,
          server: serverOf(object),
          parameter,
          original,
          values: expectedOf(expected, object.cmdlet, object.identity, parameter),
          canBeUndone: true,
        })),
  );
}

/** Without what is on Edge servers: the HCW does not reach it. */
export function withoutEdge({ objects, unread, ...snapshot }: Snapshot, plan: Plan): Snapshot {
  const steps = plan.steps.filter(isOnEdge);
  return {
    ...snapshot,
    objects: objects.filter(({ cmdlet, identity }) => !steps.some(({ read, object }) => read.cmdlet === cmdlet && object === identity)),
    unread: unread.filter(({ server }) => !steps.some((step) => step.server === server)),
  };
}

/** Values that the HCW is expected to write to one object. */
export type Expectation = Extract<Plan['steps'][number], { readonly kind: 'handover' }>['expects'][number];

export const expectationsOf = ({ steps }: Plan): readonly Expectation[] =>
  // Stryker disable next-line ArrayDeclaration: what is no expectation is of no object
  steps.flatMap((step) => (step.kind === 'handover' ? step.expects : []));

/** An object that the HCW, or somebody else, may have made. */
export interface UnsavedObject {
  readonly cmdlet: ReadCmdlet;
  readonly object: string;
}

/**
 * The objects that are there now and are not among the saved ones. Where not all that was there could be saved, nothing says that an object
 * is new.
 */
export function unsavedObjects(plan: Plan, saved: Snapshot, now: Snapshot): readonly UnsavedObject[] {
  const mayBeOlder = ({ cmdlet, identity }: SnapshotObject): boolean =>
    saved.unread.some((one) => one.cmdlet === cmdlet && (one.server === '' || identity.startsWith(`${one.server}\\`)));
  return withoutEdge(now, plan).objects.flatMap((object): readonly UnsavedObject[] => {
    const { cmdlet, identity } = object;
    if (!isReadCmdlet(cmdlet) || objectIn(saved, cmdlet, identity) !== undefined || mayBeOlder(object)) return [];
    return [{ cmdlet, object: identity }];
  });
}

const expectedOf = (all: readonly Expectation[], cmdlet: ObservedCmdlet, object: string, parameter: string): readonly Value[] =>
  all.flatMap((one) => {
    const value = one.cmdlet === cmdlet && one.object === object ? one.values[parameter] : undefined;
    return value === undefined ? [] : [value];
  });

function compare({ values, canBeUndone, ...written }: Written, snapshot: Snapshot, now: Snapshot): RollbackValue {
  const saved = objectIn(snapshot, written.cmdlet, written.object);
  const found = objectIn(now, written.cmdlet, written.object);
  const [was, is] = [saved?.guid ?? null, found?.guid ?? null];
  const value = found?.values[written.parameter];
  if (value === undefined) {
    const evidence =
      now.unread.find(({ cmdlet, server }) => cmdlet === written.cmdlet && server === written.server)?.message ?? written.parameter;
    return { ...written, guid: is, now: unknown('notReturned', evidence), kind: 'unread' };
  }
  const isAnother = was !== null && is !== null && was.toLowerCase() !== is.toLowerCase();
  const kind = sameValue(value, written.original)
    ? 'unchanged'
    : // Nothing can put it back, so there is nothing to decide.
      !canBeUndone
      ? 'irreversible'
      : !isAnother && values.some((one) => sameValue(one, value))
        ? 'putBack'
        : 'conflict';
  return { ...written, guid: is, now: known(value), kind };
}

const objectIn = ({ objects }: Snapshot, cmdlet: ObservedCmdlet, identity: string): SnapshotObject | undefined =>
  objects.find((object) => object.cmdlet === cmdlet && object.identity === identity);

/**
 * Whether every value that the run, or the HCW after it, may have written was saved, is known, and is as before, and no object was added
 * since the HCW began.
 */
export const isAsBefore = (run: RunState, snapshot: Snapshot, now: Snapshot): boolean =>
  (run.handedOver.size === 0 ||
    ([snapshot, now].every((one) => hasAllOfHcw(one, run.plan)) && unsavedObjects(run.plan, snapshot, now).length === 0)) &&
  reviewRollback(run, snapshot, now).every(({ kind }) => kind === 'unchanged');

/** The HCW changes no certificate and no service. */
const hasAllOfHcw = (snapshot: Snapshot, plan: Plan): boolean =>
  withoutEdge(snapshot, plan).unread.every(({ cmdlet }) => !isReadCmdlet(cmdlet));

/**
 * The plan that puts the values back, the last object first, and then brings the send connectors to the Edge servers to which the run
 * brings its own. A conflict is kept unless the decisions say otherwise; what could not be read is never written. With nothing to put back
 * it has EdgeSync alone, or no step while something is unread or in conflict: its end would say that the run was rolled back. It is bound to
 * what is there now, and can be rolled back itself. Without an organization nothing is forecast.
 */
export function planRollback(
  review: readonly RollbackValue[],
  decisions: ReadonlyMap<string, 'putBack' | 'keep'>,
  organization: Organization | null,
  { id, of, original }: { readonly id: string; readonly of: string; readonly original: Plan },
): Plan {
  // Of what no cmdlet sets only a service can be put back, by a person.
  const canBeSet = ({ cmdlet }: RollbackValue): boolean => isReadCmdlet(cmdlet) || cmdlet === 'Test-ServiceHealth';
  const wanted = review
    .filter(canBeSet)
    .filter((value) => value.kind === 'putBack' || (value.kind === 'conflict' && decisions.get(rollbackKey(value)) === 'putBack'));
  const objects = [...new Set(wanted.map(({ cmdlet, object }) => JSON.stringify([cmdlet, object])))].reverse();
  const drafts = objects.flatMap((key): readonly DraftStep[] => {
    const values = wanted.filter(({ cmdlet, object }) => JSON.stringify([cmdlet, object]) === key);
    const [first] = values;
    // Stryker disable next-line ArrayDeclaration: each object is that of a value
    if (first === undefined) return [];
    if (!isReadCmdlet(first.cmdlet))
      return [serviceStep(first.server, serviceOf(first.object), first.original === true ? 'start' : 'stop', `back ${first.object}`)];
    const before = valuesOf(partition(values, ({ now }) => now).known.map(({ item, value }) => [item.parameter, value]));
    const after = valuesOf(values.map(({ parameter, original }) => [parameter, original]));
    const draft =
      first.onEdge === true
        ? putBackOnEdgeStep(first.server, { identity: first.object, before, after }, [modelChange(first.cmdlet, first.object, after)])
        : call(first.cmdlet, first.object, first.server, `back ${first.cmdlet} ${first.object}`, 'putBack', { before, after });
    // Stryker disable next-line ConditionalExpression,StringLiteral,ArrayDeclaration: neither of the two is a handover
    if (draft.planned.kind === 'handover') return [draft];
    return [{ ...draft, planned: { ...draft.planned, guid: first.guid } }];
  });
  // Also where nothing is left to put back: an earlier rollback may have ended before its last step.
  const synchronizes = drafts.length > 0 || review.every(({ kind }) => kind === 'unchanged' || kind === 'irreversible');
  const synchronizations = objectSteps(original)
    .filter(isSynchronization)
    .map(({ object }) => synchronizeStep(object.slice(0, object.indexOf('\\'))));
  const steps = [...drafts, ...(synchronizes ? synchronizations : [])];
  return {
    format: planFormat,
    id,
    purpose: 'rollback',
    of,
    method: original.method,
    policy: { onFailure: 'goOn', canary: null },
    steps: organization === null ? withoutForecasts(steps) : withForecasts(organization, steps),
    leftOut: [],
  };
}

/** A step of the run has named it: `EX01\\MSExchangeTransport`. */
const serviceOf = (object: string): Service => (object.endsWith('MSExchangeServiceHost') ? 'MSExchangeServiceHost' : 'MSExchangeTransport');

const valuesOf = (entries: readonly (readonly [string, Value])[]): Values => Object.fromEntries(entries);

const withoutForecasts = (drafts: readonly DraftStep[]): Plan['steps'] =>
  drafts.map(({ planned }) => ({ ...planned, forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' }, weakens: [] }));
