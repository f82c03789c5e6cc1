/** The engine with one fault in it, each a fault that an engine has had: the simulation has to find every one of them. */
import { ok } from '../../shared/model/error.ts';
import { endExposure, exposeBy } from '../../shared/run/exposure.ts';
import { foldLine, type RunState } from '../../shared/run/fold.ts';
import { recordOf, type Attempt, type StepRecord } from '../../shared/run/step-record.ts';
import { parseJournal, type JournalLine } from '../../shared/run/journal.ts';
import { realProgram, type ProgramParts } from './life.ts';

type FoldLine = typeof foldLine;

const changed = (state: RunState, step: string, change: (record: StepRecord) => StepRecord): RunState => ({
  ...state,
  steps: new Map(state.steps).set(step, change(recordOf(state, step))),
});

const changedDoubt = (state: RunState, step: string, change: (doubt: Attempt) => Attempt): RunState =>
  changed(state, step, (record) => (record.doubt === null ? record : { ...record, doubt: change(record.doubt) }));

const weakensOf = ({ plan }: RunState, step: string): RunState['plan']['steps'][number]['weakens'] =>
  plan.steps.find(({ id }) => id === step)?.weakens ?? [];

/** The real fold, and then what the fault makes of a line. */
const after =
  (fault: (state: RunState, line: JournalLine, before: RunState) => RunState): FoldLine =>
  (before, line) =>
    fault(foldLine(before, line), line, before);

const folds: Readonly<Record<string, FoldLine>> = {
  'an error ends a doubt': after((state, line) =>
    line.kind === 'answered' && line.error !== null
      ? changed(state, line.step, (record) => ({ ...record, doubt: null, failed: true }))
      : state,
  ),
  'one reading proves that nothing was done': after((state, line) =>
    line.kind === 'observed' && line.values !== null
      ? changed(state, line.step, (record) => (record.doubt === null ? record : { ...record, doubt: null, failed: true }))
      : state,
  ),
  'there is no fence': after((state, line) =>
    line.kind === 'announced' || line.kind === 'answered' ? changedDoubt(state, line.step, (doubt) => ({ ...doubt, isOver: true })) : state,
  ),
  'the fence does not wait': after((state, line) =>
    line.kind === 'announced' ? changedDoubt(state, line.step, (doubt) => ({ ...doubt, limitMs: 0 })) : state,
  ),
  'the clock starts with the reading': after((state, line, before) => {
    if (line.kind === 'announced') return { ...state, exposure: before.exposure };
    if (line.kind !== 'observed' || before.exposure !== state.exposure || recordOf(state, line.step).doubt !== null) return state;
    if (!recordOf(state, line.step).wasApplied) return state;
    const { elapsed } = state;
    return { ...state, exposure: exposeBy(state.exposure, line.step, weakensOf(state, line.step), { at: line.at, elapsed }) };
  }),
  'a judgment stops the clock of a step in doubt': after((state, line) =>
    line.kind === 'trusted'
      ? { ...state, exposure: endExposure(state.exposure, () => true, line.places, { at: line.at, elapsed: state.elapsed }) }
      : state,
  ),
  'a judgment stops the clock while a service is stopped': after((state, line) =>
    line.kind === 'trusted'
      ? {
          ...state,
          exposure: endExposure(state.exposure, (cause) => recordOf(state, cause).doubt === null, line.places, {
            at: line.at,
            elapsed: state.elapsed,
          }),
        }
      : state,
  ),
  'the word of the administrator is taken for a reading': after((state, line, { asked }) => {
    const step = state.plan.steps.find(({ id }) => id === asked);
    if (line.kind !== 'decided' || line.decision !== 'resume' || step?.kind !== 'person') return state;
    const { at } = line;
    const { elapsed, certain } = state;
    const reading = { at, elapsed, certain, values: step.after, guid: null, controller: null };
    return changed(state, step.id, (record) => ({ ...record, doubt: null, wasApplied: true, reading, unread: null }));
  }),
  // Two steps on one object are taken for steps on two.
  'a superseded step is sent again': after((state) =>
    state.plan.steps.some(({ id }) => id === 'name')
      ? {
          ...state,
          plan: {
            ...state.plan,
            steps: state.plan.steps.map((step) => (step.id === 'name' ? { ...step, object: 'another' } : step)),
          },
        }
      : state,
  ),
  'any domain controller is believed': (before, line) => foldLine({ ...before, opened: { ...before.opened, replicationMs: 0 } }, line),
  'time between two starts proves something': after((state, _, before) => ({
    ...state,
    certain: before.certain + (state.elapsed - before.elapsed),
  })),
};

const others: Readonly<Record<string, Partial<ProgramParts>>> = {
  'the journal is not read at a start': {
    linesAtStart: (text) => {
      const read = parseJournal(text);
      return read.ok ? ok(read.value.slice(0, 1)) : read;
    },
  },
  'a line that was not written is taken for written': { isWriteChecked: false },
  'a line is appended to a torn one': { separator: '' },
  'a start in a rollback goes forward': { runAtStart: 'oldest' },
  'a rollback compares only with the original': { decides: () => 'putBack' },
  'a rollback is planned from what any domain controller shows': { plansFrom: 'any' },
  'the fence ends nothing': { endsStray: false },
  'what was collected before proves a step on an Edge server': { provesOnEdge: 'ever' },
  'EdgeSync is forgotten where every value is put back': { synchronizes: 'withValues' },
};

/** By the sentence that says what is wrong. */
export const mutants: readonly (readonly [string, ProgramParts])[] = [
  ...Object.entries(folds).map(([name, fold]): [string, ProgramParts] => [name, { ...realProgram, foldLine: fold }]),
  ...Object.entries(others).map(([name, parts]): [string, ProgramParts] => [name, { ...realProgram, ...parts }]),
];
