/** The wizard's graph of states, generated from the machine by events that a person or the main process can send. */
import { getAdjacencyMap } from 'xstate/graph';
import type { ActorLogic, InputFrom, SnapshotFrom } from 'xstate';
import { edgeServers, type Organization } from '../../../shared/model/organization.ts';
import { isSynchronization, objectSteps, stepsInTurn } from '../../../shared/plan/plan.ts';
import type { StepState } from '../../../shared/run/step-record.ts';
import type { RollbackValue } from '../../../shared/run/rollback.ts';
import { mayHaveChanged, stepOf, type RunView } from '../../../shared/run/run-view.ts';
import { known } from '../../../shared/model/known.ts';
import { isIncomplete } from '../../../shared/rules/pre-checks.ts';
import { appError } from '../../../shared/model/error.ts';
import type { WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent, OutsideEvent, TaskEvent, WizardEvent } from '../../../shared/wizard/events.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { goesOnAfterHcw, isRollbackPossible } from '../../../shared/wizard/buttons.ts';
import { hcwSteps, isDeciding, taskOf, wizardStepOf } from '../../../shared/wizard/pages.ts';
import { oldCertificates } from '../../../shared/wizard/old-certificate.ts';
import { postChecksOutcome } from '../../../shared/wizard/outcome.ts';
import { noRunList, type ListedRun } from '../../../shared/wizard/run-list.ts';
import { lastRenewal } from './last-renewal.ts';
import { runOf } from './run-views.ts';

export type Snapshot = SnapshotFrom<typeof wizardMachine>;
export type AnyEvent = MachineEvent;

export interface Organizations {
  readonly usable: Organization;
  readonly withoutHybrid: Organization;
  /** With the new certificate in use, and an old one that nothing needs */
  readonly renewed: Organization;
  /** One server of it did not answer */
  readonly incomplete: Organization;
  /** Its mail goes over Edge servers that were not collected */
  readonly overEdge: Organization;
}

interface Node {
  readonly state: Snapshot;
  readonly transitions: Readonly<Record<string, { readonly event: AnyEvent; readonly state: Snapshot }>>;
}

export interface Edge {
  readonly from: Snapshot;
  readonly event: AnyEvent;
  readonly to: Snapshot;
}

/**
 * What tells two states apart for the walk: where it is, and of the answers those that matter there;
 * not counters, clocks and messages. What matters later is told apart again when it is reached.
 */
export function keyOf({ value, context }: Pick<Snapshot, 'value' | 'context'>): string {
  const runs = [
    context.plans[context.active]?.steps.length,
    context.sources.length > 0,
    context.active,
    context.runs[context.active]?.isFinished,
    statesOf(context.runs[context.active]),
  ];
  return JSON.stringify([
    value,
    context.mode === 'guided',
    context.sources.length > context.freshFrom,
    ...(partOf(value) === 'change'
      ? [
          runs,
          context.rollbackFrom,
          context.rollbackOf,
          mayHaveChanged(context.runs.apply),
          mayHaveChanged(context.runs.fix),
          mayHaveChanged(context.runs.removal),
          context.review === null,
          // Only there the proof follows at once.
          context.method === 'direct' && context.again !== null,
          goesOnAfterHcw(context),
        ]
      : partOf(value) === 'after'
        ? after(context)
        : before(context)),
    // On any other page they are made anew before they matter.
    ...(wizardStepOf(value).page === 'oldCertificate'
      ? [context.oldCertificate, context.typedThumbprint, context.plans.removal?.steps.length]
      : []),
    ...(wizardStepOf(value).page === 'plan' ? [isRollbackPossible(context)] : []),
    ...(wizardStepOf(value).page === 'collect'
      ? [context.organization?.hybridServers.filter(isIncomplete).length, context.serverToRead]
      : []),
  ]);
}

const partOf = (value: Snapshot['value']): 'before' | 'change' | 'after' => {
  const { page } = wizardStepOf(value);
  return page === 'change' ? 'change' : ['hcw', 'fix', 'postChecks', 'finish', 'oldCertificate'].includes(page) ? 'after' : 'before';
};

const before = (context: WizardContext): readonly unknown[] => [
  context.mode,
  context.sources.length > 0,
  context.organization === null ? null : context.organization.hybridConfiguration,
  context.certificate,
  context.method,
  context.again?.isCompared,
];

const after = (context: WizardContext): readonly unknown[] => [
  context.method,
  context.hcw.ticked.length,
  context.hcw.answer,
  postChecksOutcome(context)?.verdict,
  context.organization === null ? 0 : edgeServers(context.organization).length,
  context.sources.length > 0,
  mayHaveChanged(context.runs.apply),
  mayHaveChanged(context.runs.fix),
  context.runs.rollback?.isFinished,
  goesOnAfterHcw(context),
];

const statesOf = (run: RunView | null): readonly StepState[] => Object.values(run?.steps ?? {}).map(({ state }) => state);

/** Every state that can be reached, with every event tried in it. */
export function walk(organizations: Organizations, certificates: readonly string[]): readonly Edge[] {
  // The walk has no type for what a machine emits, and does not run it.
  const logic = wizardMachine as unknown as ActorLogic<Snapshot, AnyEvent, InputFrom<typeof wizardMachine>>;
  const map = getAdjacencyMap(logic, {
    input: { language: 'en', stored: null, runList: { runs: renewable, unread: [] }, planPrefix: 'plan' },
    serializeState: (state: Snapshot) => keyOf(state),
    events: (state: Snapshot) => eventsFor(state, organizations, certificates),
    limit: 400_000,
  });
  const nodes: readonly (Node | undefined)[] = Object.keys(map).map((key) => map[key as keyof typeof map]);
  return nodes.flatMap((node) =>
    node === undefined ? [] : Object.values(node.transitions).map(({ event, state: to }) => ({ from: node.state, event, to })),
  );
}

/** A finished renewal in each of the two modes that the walk takes. */
const renewable: readonly ListedRun[] = (['practice', 'guided'] as const).map((mode) => lastRenewal(mode));

function eventsFor(state: Snapshot, organizations: Organizations, certificates: readonly string[]): AnyEvent[] {
  const { context } = state;
  return [
    { type: 'CHOOSE_MODE', mode: 'practice' },
    { type: 'CHOOSE_MODE', mode: 'guided' },
    ...renewable.map(({ id }) => ({ type: 'RENEW_AGAIN', id }) as const),
    { type: 'SHOW_EVERY_PAGE' },
    ...(context.mode === 'guided' && context.sources.length < context.freshFrom + 1 ? [sourceAdded(context)] : []),
    ...(context.mode === 'practice' && context.sources.length < 1 && context.organization !== null
      ? edgeServers(context.organization)
          .slice(0, 1)
          .map(({ name }) => edgeSourceAdded(name))
      : []),
    { type: 'NEXT' },
    { type: 'BACK' },
    { type: 'CONNECT' },
    { type: 'SKIP_EXCHANGE_ONLINE' },
    { type: 'COLLECT_AGAIN' },
    ...(context.organization?.hybridServers ?? []).slice(-1).map(({ name }) => ({ type: 'COLLECT_SERVER', server: name }) as const),
    { type: 'COLLECT_SERVER', server: 'EX99' },
    ...certificates.map((thumbprint) => ({ type: 'SELECT_CERTIFICATE', thumbprint }) as const),
    { type: 'CHOOSE_METHOD', method: 'reset' },
    { type: 'CHOOSE_METHOD', method: 'certificateOnly' },
    { type: 'CHOOSE_METHOD', method: 'direct' },
    ...Object.values(context.plans).flatMap((plan) => (plan === null ? [] : [{ type: 'COMMIT', plan: plan.id } as const])),
    { type: 'COMMIT', plan: 'plan-0' },
    { type: 'SHOW_ROLLBACK' },
    { type: 'LEAVE_CHANGE' },
    ...nextTick(context),
    { type: 'ANSWER', answer: 'selected' },
    { type: 'ANSWER', answer: 'notSelected' },
    { type: 'ANSWER', answer: 'notListed' },
    ...(context.organization?.hybridServers ?? [])
      .slice(-1)
      .map(({ name }) => ({ type: 'CHOOSE_REFERENCE_SERVER', server: name }) as const),
    { type: 'CHOOSE_REFERENCE_SERVER', server: 'EX99' },
    { type: 'PASTE_HCW_MESSAGE', text: 'HCW8010' },
    { type: 'READ_BACK' },
    { type: 'CHECK_AGAIN' },
    { type: 'RUN_HCW_AGAIN' },
    { type: 'FINISH_WITH_OPEN_ITEMS' },
    { type: 'START_OVER' },
    { type: 'SHOW_OLD_CERTIFICATE' },
    ...(wizardStepOf(state.value).page === 'oldCertificate' ? oldCertificateEvents(context) : []),
    { type: 'CANCEL_TASK' },
    ...answersToTask(state, organizations),
  ];
}

/** The one that can be removed, another one, and one that is not there; what is typed is first wrong. */
const oldCertificateEvents = (context: WizardContext): readonly WizardEvent[] => [
  ...oldCertificates(context)
    .slice(0, 2)
    .map(({ thumbprint }) => ({ type: 'CHOOSE_OLD_CERTIFICATE', thumbprint }) as const),
  { type: 'CHOOSE_OLD_CERTIFICATE', thumbprint: 'F'.repeat(40) },
  ...(context.oldCertificate === null ? [] : [{ type: 'TYPE_THUMBPRINT', text: context.oldCertificate } as const]),
];

const nextTick = (context: WizardContext): WizardEvent[] => {
  const step = hcwSteps.find((name) => name !== '2-4' && !context.hcw.ticked.includes(name));
  return step === undefined ? [] : [{ type: 'TICK', step, ticked: true }];
};

function answersToTask(state: Snapshot, organizations: Organizations): TaskEvent[] {
  const { context } = state;
  const failed: TaskEvent = { type: 'TASK_FAILED', error: appError('session.lost', {}, 'unknown') };
  const task = taskOf(wizardStepOf(state.value));
  if (isDeciding(state.value)) return [{ type: 'RUNS_ENDED', outcome: 'finished', runList: noRunList }, { type: 'HCW_RAN' }, failed];
  switch (task) {
    case null:
      return [];
    case 'connectOnPremises':
    case 'connectExchangeOnline':
      return [{ type: 'CONNECTED' }, failed];
    case 'collect':
    case 'verify':
      return [
        { type: 'COLLECTED', organization: organizations.usable },
        ...(task === 'verify' ? [{ type: 'COLLECTED', organization: organizations.renewed } as const] : []),
        { type: 'COLLECTED', organization: organizations.withoutHybrid },
        // The short path leads to the ordinary pages with what they have to say.
        ...(context.mode === 'practice' && task === 'collect' && context.again === null
          ? ([organizations.incomplete, organizations.overEdge] as const).map(
              (organization) => ({ type: 'COLLECTED', organization }) as const,
            )
          : []),
        failed,
      ];
    case 'collectServer':
      return [
        ...[organizations.usable, organizations.incomplete].flatMap(({ hybridServers }) =>
          hybridServers.slice(-1).map((server) => ({ type: 'SERVER_COLLECTED', server }) as const),
        ),
        failed,
      ];
    case 'readEdge':
      return [{ type: 'EDGE_COLLECTED', servers: organizations.overEdge.hybridServers.filter(({ role }) => role === 'edge') }, failed];
    case 'carryOut':
      return [...runAnswers(context, statesToTry(context)), { type: 'CHANGE_ENDED' }, failed];
    case 'observe':
      return [...runAnswers(context, ['applied', 'notApplied']), { type: 'CHANGE_ENDED' }, failed];
    case 'reviewRollback':
      return [{ type: 'ROLLBACK_REVIEWED', review: reviewOf(context) }, failed];
  }
}

/** A removal, and a run with Edge servers, has many steps: one that fails is tried in the other runs. */
const statesToTry = ({ mode, active, rollbackOf, plans }: WizardContext): readonly StepState[] =>
  mode === 'guided'
    ? ['doubt']
    : [plans.apply, plans.rollback].some((plan) => plan !== null && objectSteps(plan).some(isSynchronization))
      ? ['applied']
      : active === 'removal' || (active === 'rollback' && rollbackOf === 'removal')
        ? ['applied', 'doubt']
        : ['applied', 'notApplied', 'doubt'];

const sourceAdded = ({ sources }: WizardContext): OutsideEvent => ({
  type: 'SOURCE_ADDED',
  source: {
    kind: 'file',
    path: 'collected.xml',
    addedAt: '2026-11-20T09:30:00.000Z',
    digest: String(sources.length),
    parts: (['onPremises', 'exchangeOnline'] as const).map((side) => ({
      side,
      cmdlet: 'Get-AcceptedDomain',
      subject: '',
      objects: 1,
      collectedAt: null,
    })),
    unused: [],
  },
});

/** A file that the collection script wrote on an Edge server. */
const edgeSourceAdded = (server: string): OutsideEvent => ({
  type: 'SOURCE_ADDED',
  source: {
    kind: 'file',
    path: `${server}.xml`,
    addedAt: '2026-11-20T09:30:00.000Z',
    digest: server,
    parts: [{ side: 'onPremises', cmdlet: 'Get-ReceiveConnector', subject: server, objects: 1, collectedAt: null }],
    unused: [],
  },
});

/** The run with one more step in each of these states; a step that is in doubt or failed is tried first. */
function runAnswers(context: WizardContext, states: readonly StepState[]): TaskEvent[] {
  const { active } = context;
  const plan = context.plans[active];
  if (plan === null) return [];
  const existing = context.runs[active];
  const hasReturned = hcwSteps.every((name) => context.hcw.ticked.includes(name));
  const open = stepsInTurn(plan, hasReturned ? 'returned' : 'none').find(
    ({ id }) => !['applied', 'unchanged'].includes(stepOf(existing, id).state),
  );
  const now = objectSteps(plan).map(({ id }) => stepOf(existing, id).state);
  const views =
    open === undefined
      ? [runOf(plan, now)]
      : states.map((state) =>
          runOf(
            plan,
            objectSteps(plan).map(({ id }, index) => (id === open.id ? state : now[index])),
          ),
        );
  return views.map((view) => ({ type: 'RUN_CHANGED', kind: active, view }));
}

/** Every value that the run wrote is put back. */
const reviewOf = ({ plans, rollbackOf }: WizardContext): RollbackValue[] => {
  const plan = plans[rollbackOf];
  return plan === null
    ? []
    : objectSteps(plan).flatMap(({ read, object, server, guid, before, after }) =>
        Object.keys(before).map((parameter): RollbackValue => ({
          cmdlet: read.cmdlet as RollbackValue['cmdlet'],
          object,
          server,
          guid,
          parameter,
          original: before[parameter] ?? null,
          now: known(after[parameter] ?? null),
          kind: 'putBack',
        })),
      );
};
