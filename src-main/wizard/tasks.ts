/** What each task of the machine does. Each ends with the one event that answers it. */
import { type Result, appError, ok } from '../../shared/model/error.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { TaskEvent } from '../../shared/wizard/events.ts';
import type { Task } from '../../shared/wizard/pages.ts';
import { failed, type TaskTools } from './task-tools.ts';
import { reviewRun } from './rollback-tasks.ts';
import { afterReading, carryOut, readAgain } from './run-tasks.ts';
import { sides, type Side } from '../../shared/commands/table.ts';
import { openMissing } from '../exchange/exchange.ts';
import { edgeServers } from '../../shared/model/organization.ts';
import type { ExchangeReader } from '../exchange/port.ts';
import type { ReaderOptions } from '../exchange/inventory/inventory-reader.ts';
import { collectOrganization, collectServer, readEdgeServers } from '../exchange/inventory/inventory.ts';

type Run = (context: WizardContext, tools: TaskTools) => Promise<TaskEvent>;

/** Runs a task to its end. Never rejects for a reason that is known; the caller guards the rest. */
export const runTask = (task: Task, context: WizardContext, tools: TaskTools): Promise<TaskEvent> => runs[task](context, tools);

const connected = (result: Result<null>): TaskEvent => (result.ok ? { type: 'CONNECTED' } : failed(result.error));

const runs: Record<Task, Run> = {
  connectOnPremises: async (context, { exchange, signal }) => {
    await exchange.close();
    return connected(await exchange.open('onPremises', context, signal));
  },
  connectExchangeOnline: async (context, { exchange, signal }) => {
    const onPremises = await openMissing(exchange, context, ['onPremises'], signal);
    return connected(onPremises.ok ? await exchange.open('exchangeOnline', context, signal) : onPremises);
  },
  collect,
  collectServer: readServer,
  readEdge,
  verify,
  carryOut,
  observe: readAgain,
  reviewRollback: reviewRun,
};

async function collect(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  const online = !context.onlineSkipped;
  return withExchange(context, tools, online ? sides : ['onPremises'], async () => {
    const result = await collectOrganization(tools.exchange, {
      now: tools.now,
      online,
      collectedOnEdge: () => collectedOnEdge(context, tools),
      ...progressTo(tools),
    });
    return result.ok ? { type: 'COLLECTED', organization: result.value } : failed(result.error);
  });
}

/** Reads both sides, and writes down in the run what that proves. */
async function verify(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  const event = await collect(context, tools);
  if (event.type !== 'COLLECTED') return event;
  const written = await afterReading(context, event.organization, tools);
  return written.ok ? event : failed(written.error);
}

/** Only this server is asked: what is of the organization was read, and Exchange Online has no part in it. */
async function readServer(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  const { serverToRead, organization } = context;
  const server = organization?.hybridServers.find(({ name }) => name === serverToRead);
  if (server === undefined) return failed(appError('organization.noHybridServers'));
  return withExchange(context, tools, ['onPremises'], async () => {
    const result = await collectServer(tools.exchange, server, progressTo(tools));
    return result.ok ? { type: 'SERVER_COLLECTED', server: result.value } : failed(result.error);
  });
}

async function readEdge(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  const { organization } = context;
  const names = organization === null ? [] : edgeServers(organization).map(({ name }) => name);
  const servers = await readEdgeServers(names, { collectedOnEdge: () => collectedOnEdge(context, tools) });
  return servers.ok ? { type: 'EDGE_COLLECTED', servers: servers.value } : failed(servers.error);
}

/** No session reaches an Edge server, whatever the mode; a copy has it as it was collected. */
async function collectedOnEdge(context: WizardContext, { collected, exchange }: TaskTools): Promise<Result<ExchangeReader>> {
  if (context.mode === 'rehearsal') return ok(exchange);
  const collection = await collected.load(context);
  if (!collection.ok) return collection;
  const { collectionReader } = await import('../exchange/guided/collection-reader.ts');
  return ok(collectionReader(collection.value));
}

const progressTo = (tools: TaskTools): ReaderOptions => ({
  signal: tools.signal,
  onProgress: (progress) => {
    tools.send({ type: 'PROGRESSED', progress });
  },
});

async function withExchange(
  context: WizardContext,
  tools: TaskTools,
  needed: readonly Side[],
  work: () => Promise<TaskEvent>,
): Promise<TaskEvent> {
  const opened = await openMissing(tools.exchange, context, needed, tools.signal);
  return opened.ok ? work() : failed(opened.error);
}
