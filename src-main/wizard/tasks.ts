/** What each task of the machine does. Each ends with the one event that answers it. */
import { type AppError, type Result, appError, ok } from '../../shared/model/error.ts';
import { type ChangePlan, type PlanStep, type StepResult, stepsToDo, stepsToRollBack } from '../../shared/plan/plan.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { TaskEvent } from '../../shared/wizard/events.ts';
import type { Task } from '../../shared/wizard/pages.ts';
import { applySteps, rollBackSteps, type ChangeTools } from '../change/apply.ts';
import { openJournal } from '../change/journal.ts';
import { readBackSteps } from '../change/read-back.ts';
import { sides, type Side } from '../../shared/commands/table.ts';
import { openMissing } from '../exchange/exchange.ts';
import { edgeServers } from '../../shared/model/organization.ts';
import type { CollectedFiles } from '../exchange/guided/guided.ts';
import type { Exchange, ExchangeReader } from '../exchange/port.ts';
import type { ReaderOptions } from '../exchange/inventory/inventory-reader.ts';
import { collectOrganization, collectServer, readEdgeServers } from '../exchange/inventory/inventory.ts';

export interface TaskTools {
  readonly exchange: Exchange;
  /** What was collected by hand: Edge servers are read from nothing else */
  readonly collected: Pick<CollectedFiles, 'load'>;
  readonly now: () => Date;
  readonly journalFolder: string;
  readonly signal: AbortSignal;
  readonly send: (event: TaskEvent) => void;
}

type Run = (context: WizardContext, tools: TaskTools) => Promise<TaskEvent>;

/** Runs a task to its end. Never rejects for a reason that is known; the caller guards the rest. */
export const runTask = (task: Task, context: WizardContext, tools: TaskTools): Promise<TaskEvent> => runs[task](context, tools);

const connected = (run: number, result: Result<null>): TaskEvent =>
  result.ok ? { type: 'CONNECTED', run } : { type: 'TASK_FAILED', run, error: result.error };

const runs: Record<Task, Run> = {
  connectOnPremises: async (context, { exchange, signal }) => {
    await exchange.close();
    return connected(context.run, await exchange.open('onPremises', context, signal));
  },
  connectExchangeOnline: async (context, { exchange, signal }) => {
    const onPremises = await openMissing(exchange, context, ['onPremises'], signal);
    return connected(context.run, onPremises.ok ? await exchange.open('exchangeOnline', context, signal) : onPremises);
  },
  collect,
  collectServer: readServer,
  readEdge,
  verify: collect,
  reset: (context, tools) => change(context, tools, context.plan, (plan) => stepsToDo(plan, context.results), applySteps),
  rollback: (context, tools) => change(context, tools, context.plan, (plan) => stepsToRollBack(plan, context.results), rollBackSteps),
  fix: (context, tools) => change(context, tools, context.fix, (plan) => stepsToDo(plan, context.fixResults), applySteps),
  saveReset: (context, tools) => saveValues(context, tools, context.plan),
  saveFix: (context, tools) => saveValues(context, tools, context.fix),
  readBackReset: (context, tools) => readBack(context, tools, context.plan, context.results),
  readBackFix: (context, tools) => readBack(context, tools, context.fix, context.fixResults),
};

async function collect(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  const { run } = context;
  const online = !context.onlineSkipped;
  return withExchange(context, tools, online ? sides : ['onPremises'], async () => {
    const result = await collectOrganization(tools.exchange, {
      now: tools.now,
      online,
      collectedOnEdge: () => collectedOnEdge(context, tools),
      ...progressTo(run, tools),
    });
    return result.ok ? { type: 'COLLECTED', run, organization: result.value } : failed(run, result.error);
  });
}

/** Only this server is asked: what is of the organization was read, and Exchange Online has no part in it. */
async function readServer(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  const { run, serverToRead, organization } = context;
  const server = organization?.hybridServers.find(({ name }) => name === serverToRead);
  if (server === undefined) return failed(run, appError('organization.noHybridServers'));
  return withExchange(context, tools, ['onPremises'], async () => {
    const result = await collectServer(tools.exchange, server, progressTo(run, tools));
    return result.ok ? { type: 'SERVER_COLLECTED', run, server: result.value } : failed(run, result.error);
  });
}

async function readEdge(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  const { run, organization } = context;
  const names = organization === null ? [] : edgeServers(organization).map(({ name }) => name);
  const servers = await readEdgeServers(names, { collectedOnEdge: () => collectedOnEdge(context, tools) });
  return servers.ok ? { type: 'EDGE_COLLECTED', run, servers: servers.value } : failed(run, servers.error);
}

/** No session reaches an Edge server, whatever the mode. */
async function collectedOnEdge(context: WizardContext, { collected }: TaskTools): Promise<Result<ExchangeReader>> {
  const collection = await collected.load(context);
  if (!collection.ok) return collection;
  const { collectionReader } = await import('../exchange/guided/collection-reader.ts');
  return ok(collectionReader(collection.value));
}

const progressTo = (run: number, tools: TaskTools): ReaderOptions => ({
  signal: tools.signal,
  onProgress: (progress) => {
    tools.send({ type: 'PROGRESSED', run, progress });
  },
});

async function change(
  context: WizardContext,
  tools: TaskTools,
  plan: ChangePlan | null,
  choose: (plan: ChangePlan) => readonly PlanStep[],
  carryOut: (steps: readonly PlanStep[], tools: ChangeTools) => Promise<Result<null>>,
): Promise<TaskEvent> {
  const { run } = context;
  if (plan === null || plan.steps.length === 0) return failed(run, appError('plan.empty'));
  return withExchange(context, tools, ['onPremises'], async () => {
    const journal = await openJournal(tools.journalFolder, plan, tools.now().toISOString());
    if (!journal.ok) return failed(run, journal.error);
    tools.send({ type: 'VALUES_SAVED', run, path: journal.value.rollbackScript });
    try {
      const result = await carryOut(choose(plan), {
        exchange: tools.exchange,
        journal: journal.value,
        now: tools.now,
        signal: tools.signal,
        report: reporter(run, tools),
      });
      return result.ok ? { type: 'CHANGE_ENDED', run } : failed(run, result.error);
    } finally {
      await journal.value.close();
    }
  });
}

/** The administrator will run the commands: the values of before are on the disk first, as when the wizard runs them. */
async function saveValues({ run }: WizardContext, tools: TaskTools, plan: ChangePlan | null): Promise<TaskEvent> {
  if (plan === null || plan.steps.length === 0) return failed(run, appError('plan.empty'));
  const journal = await openJournal(tools.journalFolder, plan, tools.now().toISOString());
  if (!journal.ok) return failed(run, journal.error);
  await journal.value.close();
  tools.send({ type: 'VALUES_SAVED', run, path: journal.value.rollbackScript });
  return { type: 'CHANGE_ENDED', run };
}

async function readBack(
  context: WizardContext,
  tools: TaskTools,
  plan: ChangePlan | null,
  earlier: readonly StepResult[],
): Promise<TaskEvent> {
  const { run } = context;
  if (plan === null) return failed(run, appError('plan.empty'));
  return withExchange(context, tools, ['onPremises'], async () => {
    const result = await readBackSteps(plan.steps, earlier, {
      exchange: tools.exchange,
      now: tools.now,
      signal: tools.signal,
      report: reporter(run, tools),
    });
    return result.ok ? { type: 'CHANGE_ENDED', run } : failed(run, result.error);
  });
}

async function withExchange(
  context: WizardContext,
  tools: TaskTools,
  needed: readonly Side[],
  work: () => Promise<TaskEvent>,
): Promise<TaskEvent> {
  const opened = await openMissing(tools.exchange, context, needed, tools.signal);
  return opened.ok ? work() : failed(context.run, opened.error);
}

const reporter = (run: number, tools: TaskTools) => (result: StepResult) => {
  tools.send({ type: 'STEP_CHANGED', run, result });
};

const failed = (run: number, error: AppError): TaskEvent => ({ type: 'TASK_FAILED', run, error });
