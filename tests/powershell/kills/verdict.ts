/** What the wizard says of a run, compared with what the organization has. */
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { callSteps, sameValue, type CallStep, type Plan, type Values } from '../../../shared/plan/plan.ts';
import type { StepState } from '../../../shared/run/step-record.ts';
import { runView, type RunView } from '../../../shared/run/run-view.ts';
import { listRuns, readRun } from '../../../src-main/change/read-run.ts';
import { nodeFileSystem } from '../../../src-main/files/atomic-write.ts';
import type { PlannedKill } from './schedule.ts';

export interface Verdict {
  readonly planned: PlannedKill;
  readonly where: string;
  /** Whether a command was announced and not answered when the kill fell */
  readonly announced: boolean;
  /** The steps when the next start has proven them: how the wizard names each, and what it has, e.g. `applied=after` */
  readonly named: readonly string[];
  /** What is not as it was said; has to be empty */
  readonly wrong: readonly string[];
  /** Whether the values of before, and where the administrator went on those of after, could be reached */
  readonly reached: boolean;
}

export interface FoundRun {
  readonly id: string;
  readonly purpose: Plan['purpose'];
  readonly view: RunView;
  readonly isAnnounced: boolean;
}

/** The newest run in the folder; every one has to be whole. */
export async function newestRun(root: string): Promise<FoundRun | undefined> {
  const listed = await listRuns(root, nodeFileSystem);
  if (!listed.ok) throw new Error(`the folder of the runs: ${listed.error.code}`);
  for (const { id, summary } of listed.value) if (!summary.ok) throw new Error(`the run ${id}: ${summary.error.code}`);
  const last = listed.value.at(-1);
  const run = last === undefined ? undefined : await readRun(root, last.id, nodeFileSystem);
  if (run?.ok !== true) return undefined;
  const { id, plan, state, lines } = run.value;
  const announced = lines.findLastIndex(({ kind }) => kind === 'announced');
  const isAnnounced = announced >= 0 && lines.slice(announced).every(({ kind }) => kind !== 'answered');
  return { id, purpose: plan.purpose, view: runView(state, run.value), isAnnounced };
}

/** What a plan may set of each object, by its name. */
export const realValues = ({ sendConnectors, receiveConnectors, hybridConfiguration }: OrganizationFile): ReadonlyMap<string, Values> =>
  new Map<string, Values>([
    ...sendConnectors.map(({ name, tlsCertificateName }) => [name, { TlsCertificateName: tlsCertificateName ?? null }] as const),
    ...receiveConnectors.map(
      ({ name, server, tlsCertificateName, tlsDomainCapabilities }) =>
        [`${server}\\${name}`, { TlsCertificateName: tlsCertificateName ?? null, TlsDomainCapabilities: tlsDomainCapabilities }] as const,
    ),
    ['Hybrid Configuration', { TlsCertificateName: hybridConfiguration?.tlsCertificateName ?? null }] as const,
  ]);

/** Whether an object has these values, whatever else it has. */
export const has = (real: Values | undefined, values: Values): boolean =>
  Object.entries(values).every(([parameter, value]) => sameValue(real?.[parameter], value));

const saysBefore: ReadonlySet<StepState> = new Set(['waiting', 'notApplied', 'reverted']);
const saysAfter: ReadonlySet<StepState> = new Set(['applied', 'unchanged']);

export interface Compared {
  readonly object: string;
  readonly named: StepState | undefined;
  /** What the object has */
  readonly has: 'before' | 'after' | 'neither';
  readonly isRight: boolean;
}

/** The steps of a run, and what they are called. `mayBeUnproven`: a command may be on its way, or nobody has read since. */
export async function compared(
  root: string,
  id: string,
  nameOf: (step: CallStep) => StepState | undefined,
  real: ReadonlyMap<string, Values>,
  { mayBeUnproven }: { readonly mayBeUnproven: boolean },
): Promise<readonly Compared[]> {
  const run = await readRun(root, id, nodeFileSystem);
  if (!run.ok) throw new Error(`the run ${id}: ${run.error.code}`);
  return callSteps(run.value.plan).map((step) => {
    const [named, values] = [nameOf(step), real.get(step.object)];
    const found = has(values, step.after) ? 'after' : has(values, step.before) ? 'before' : 'neither';
    const isRight =
      named !== undefined &&
      ((saysBefore.has(named) && found === 'before') ||
        (saysAfter.has(named) && found === 'after') ||
        (named === 'doubt' && mayBeUnproven));
    return { object: step.object, named, has: found, isRight };
  });
}

export const inWords = ({ named, has: found }: Compared): string => `${named ?? 'nothing'}=${found}`;

export const wrongAmong = (steps: readonly Compared[], when: string): readonly string[] =>
  steps.flatMap((step) => (step.isRight ? [] : [`${when}: ${step.object} ${inWords(step)}`]));
