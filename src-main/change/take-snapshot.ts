/** Reads everything that a plan of the wizard or the HCW may write, and the facts that a plan changes, as they are now. */
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import { fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import { unknown } from '../../shared/model/known.ts';
import {
  isFactCmdlet,
  isOnEdge,
  isReadCmdlet,
  isSynchronization,
  objectSteps,
  readObjects,
  type FactCmdlet,
  type ObservedCmdlet,
  type Plan,
  type ReadCmdlet,
} from '../../shared/plan/plan.ts';
import { readTransportService } from '../../shared/read/on-premises.ts';
import {
  snapshotFacts,
  snapshotFormat,
  snapshotObject,
  type SavedThumbprint,
  type Snapshot,
  type SnapshotObject,
} from '../../shared/run/snapshot.ts';
import { withController } from './drive.ts';
import { endsSession, type ExchangeReader, type QueuedCall, type ReadOptions } from '../exchange/port.ts';

interface SnapshotOptions extends Omit<ReadOptions, 'onAnswered'> {
  readonly now: () => Date;
  /** The domain controller that is asked; `null`: any */
  readonly controller: string | null;
  /** Whether the connectors of Exchange Online are read too */
  readonly online: boolean;
  /** The plan whose facts, and whose objects on Edge servers, are read too; `null`: none */
  readonly plan: Plan | null;
}

/** One call of a snapshot. The server is empty for what belongs to the organization. */
interface Reading {
  readonly cmdlet: ObservedCmdlet;
  readonly server: string;
  readonly call: CmdletCall;
  /** Of facts: what they are of; `null` for objects, which say it themselves */
  readonly object: string | null;
  /** No domain controller has it */
  readonly onEdge: boolean;
}

/**
 * All reads go out together; a server that does not answer holds up no other. A call that failed, or was answered with an error, is
 * in `unread`, with what came of it in `objects`; so are the calls to Exchange Online that are left out of a plan that may write there. Without a session, or when it is lost or the reads are canceled, there is no snapshot.
 *
 * @param servers The hybrid servers whose receive connectors are read
 */
export async function takeSnapshot(
  exchange: ExchangeReader,
  servers: readonly string[],
  { now, online, controller, plan, ...options }: SnapshotOptions,
): Promise<Result<Snapshot>> {
  const takenAt = now().toISOString();
  const readings = [...readingsOf(servers, online), ...(plan === null ? [] : ofPlan(plan))];
  const transportServices = servers.map((server): QueuedCall => ({
    call: { side: 'onPremises', cmdlet: 'Get-TransportService', parameters: { Identity: server } },
    queue: server,
  }));
  /** What was read so far, each with the answer that it was made of */
  const made = new Map<number, { readonly of: Result<CallOutcome>; readonly reading: ReturnType<typeof readingOf> }>();
  const results = await exchange.read(
    [
      ...readings.map(({ call, server, onEdge }) => ({ call: onEdge ? call : withController(call, controller), queue: server })),
      ...transportServices,
    ],
    {
      ...options,
      onAnswered: (index, result) => {
        const reading = readings[index];
        if (reading === undefined) return;
        // After the next call has gone out, so that it does not wait. What throws here is thrown again below.
        Promise.resolve()
          .then(() => made.set(index, { of: result, reading: readingOf(result, reading) }))
          .catch(() => undefined);
      },
    },
  );
  const objects: SnapshotObject[] = [];
  const unread: Snapshot['unread'] =
    online || plan === null || !mayWriteOnline(plan)
      ? []
      : ofExchangeOnline.map((cmdlet) => ({ cmdlet, server: '', message: 'session.notConnected' }));
  for (const [index, reading] of readings.entries()) {
    const { cmdlet, server } = reading;
    const result = results[index];
    if (result?.ok === false && leavesNoSession(result.error)) return fail({ ...result.error, effect: 'none' });
    const early = made.get(index);
    const { found, message } = early !== undefined && early.of === result ? early.reading : readingOf(result, reading);
    objects.push(...found);
    if (message !== undefined) unread.push({ cmdlet, server, message });
  }
  const internalTransport: SavedThumbprint[] = [];
  for (const [index, server] of servers.entries()) {
    const result = results[readings.length + index];
    if (result?.ok === false && leavesNoSession(result.error)) return fail({ ...result.error, effect: 'none' });
    internalTransport.push({ server, thumbprint: thumbprintOf(result) });
  }
  return ok({ format: snapshotFormat, takenAt, objects, unread, internalTransport });
}

/** A server that answers with an error is not known, and holds up no change: nothing of it is put back. */
function thumbprintOf(result: Result<CallOutcome> | undefined): SavedThumbprint['thumbprint'] {
  if (result === undefined) return unknown('unreadable', 'Get-TransportService');
  if (!result.ok) return unknown('failed', result.error.details['message'] ?? result.error.code);
  const [error] = result.value.errors;
  if (error !== undefined) return unknown('failed', error.message);
  const [object] = result.value.objects;
  return object === undefined
    ? unknown('notReturned', 'Get-TransportService')
    : readTransportService(object).internalTransportCertificateThumbprint;
}

const ofExchangeOnline = ['Get-InboundConnector', 'Get-OutboundConnector'] as const satisfies readonly ReadCmdlet[];

/** The HCW writes to both sides. */
const mayWriteOnline = ({ steps }: Plan): boolean => steps.some((step) => step.kind === 'handover' || step.read.side === 'exchangeOnline');

function readingsOf(servers: readonly string[], online: boolean): Reading[] {
  const ofOrganization: readonly ReadCmdlet[] = ['Get-SendConnector', 'Get-HybridConfiguration', ...(online ? ofExchangeOnline : [])];
  return [
    ...servers.map((server): Reading => {
      const cmdlet = 'Get-ReceiveConnector';
      return { cmdlet, server, call: { ...readObjects(cmdlet), parameters: { Server: server } }, object: null, onEdge: false };
    }),
    ...ofOrganization.map((cmdlet): Reading => ({ cmdlet, server: '', call: readObjects(cmdlet), object: null, onEdge: false })),
  ];
}

/** Each object of them once. What EdgeSync has brought to an Edge server says nothing before its turn. */
function ofPlan(plan: Plan): readonly Reading[] {
  const readings = objectSteps(plan).flatMap((step): readonly Reading[] => {
    const { read, object, server } = step;
    const { cmdlet } = read;
    if (isSynchronization(step)) return [];
    if (isFactCmdlet(cmdlet)) return [{ cmdlet, server, call: read, object, onEdge: isOnEdge(step) }];
    return isOnEdge(step) && isReadCmdlet(cmdlet) ? [{ cmdlet, server, call: read, object: null, onEdge: true }] : [];
  });
  const keyOf = ({ cmdlet, call, object }: Reading): string => JSON.stringify([cmdlet, call, object]);
  return readings.filter((one, index) => readings.findIndex((other) => keyOf(other) === keyOf(one)) === index);
}

const leavesNoSession = (error: AppError): boolean => endsSession(error) || error.code === 'session.notConnected';

/** The objects of one call, and why they are not all of them. */
function readingOf(
  result: Result<CallOutcome> | undefined,
  { cmdlet, object }: Reading,
): { readonly found: readonly SnapshotObject[]; readonly message: string | undefined } {
  if (result === undefined) return { found: [], message: 'powershell.replyUnreadable' };
  if (!result.ok) return { found: [], message: result.error.details['message'] ?? result.error.code };
  // Stryker disable next-line StringLiteral: facts are of an object
  if (isFactCmdlet(cmdlet)) return readingOfFacts(result.value, cmdlet, object ?? '');
  const all = result.value.objects.map((one) => snapshotObject(one, cmdlet));
  const found = all.filter(({ identity }) => identity !== '');
  // An object that cannot be named cannot be put back either: that something was there is said.
  const message = result.value.errors[0]?.message ?? (found.length < all.length ? 'Identity' : undefined);
  return { found, message };
}

/** What is known of one object by all that was returned. */
function readingOfFacts(
  { objects, errors }: CallOutcome,
  cmdlet: FactCmdlet,
  object: string,
): { readonly found: readonly SnapshotObject[]; readonly message: string | undefined } {
  // A service that does not run is an error of Test-ServiceHealth besides.
  const isWhole = errors.length === 0 || cmdlet === 'Test-ServiceHealth';
  const found = isWhole ? snapshotFacts(objects, cmdlet, object) : undefined;
  return found === undefined ? { found: [], message: errors[0]?.message ?? object } : { found: [found], message: undefined };
}
