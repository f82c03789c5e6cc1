/** Reads everything that a plan of the wizard or the HCW may write, as it is now. */
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import { fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import { readObjects, type ReadCmdlet } from '../../shared/plan/plan.ts';
import { unknown } from '../../shared/model/known.ts';
import { readTransportService } from '../../shared/read/on-premises.ts';
import { snapshotFormat, snapshotObject, type SavedThumbprint, type Snapshot, type SnapshotObject } from '../../shared/run/snapshot.ts';
import { withController } from './drive.ts';
import { endsSession, type ExchangeReader, type QueuedCall, type ReadOptions } from '../exchange/port.ts';

interface SnapshotOptions extends ReadOptions {
  readonly now: () => Date;
  /** The domain controller that is asked; `null`: any */
  readonly controller: string | null;
  /** Whether the connectors of Exchange Online are read too */
  readonly online: boolean;
}

/** One call of a snapshot. The server is empty for what belongs to the organization. */
interface Reading {
  readonly cmdlet: ReadCmdlet;
  readonly server: string;
  readonly call: CmdletCall;
}

/**
 * All reads go out together; a server that does not answer holds up no other. A call that failed, or was answered with an error, is
 * in `unread`, with what came of it in `objects`. Without a session, or when it is lost or the reads are canceled, there is no snapshot.
 *
 * @param servers The hybrid servers whose receive connectors are read
 */
export async function takeSnapshot(
  exchange: ExchangeReader,
  servers: readonly string[],
  { now, online, controller, ...options }: SnapshotOptions,
): Promise<Result<Snapshot>> {
  const takenAt = now().toISOString();
  const readings = readingsOf(servers, online);
  const transportServices = servers.map((server): QueuedCall => ({
    call: { side: 'onPremises', cmdlet: 'Get-TransportService', parameters: { Identity: server } },
    queue: server,
  }));
  const results = await exchange.read(
    [...readings.map(({ call, server }) => ({ call: withController(call, controller), queue: server })), ...transportServices],
    options,
  );
  const objects: SnapshotObject[] = [];
  const unread: Snapshot['unread'] = [];
  for (const [index, { cmdlet, server }] of readings.entries()) {
    const result = results[index];
    if (result?.ok === false && leavesNoSession(result.error)) return fail({ ...result.error, effect: 'none' });
    const { found, message } = readingOf(result, cmdlet);
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

function readingsOf(servers: readonly string[], online: boolean): Reading[] {
  const ofOrganization: readonly ReadCmdlet[] = [
    'Get-SendConnector',
    'Get-HybridConfiguration',
    ...(online ? (['Get-InboundConnector', 'Get-OutboundConnector'] as const) : []),
  ];
  return [
    ...servers.map((server): Reading => {
      const cmdlet = 'Get-ReceiveConnector';
      return { cmdlet, server, call: { ...readObjects(cmdlet), parameters: { Server: server } } };
    }),
    ...ofOrganization.map((cmdlet): Reading => ({ cmdlet, server: '', call: readObjects(cmdlet) })),
  ];
}

const leavesNoSession = (error: AppError): boolean => endsSession(error) || error.code === 'session.notConnected';

/** The objects of one call, and why they are not all of them. */
function readingOf(
  result: Result<CallOutcome> | undefined,
  cmdlet: ReadCmdlet,
): { readonly found: readonly SnapshotObject[]; readonly message: string | undefined } {
  if (result === undefined) return { found: [], message: 'powershell.replyUnreadable' };
  if (!result.ok) return { found: [], message: result.error.details['message'] ?? result.error.code };
  const all = result.value.objects.map((object) => snapshotObject(object, cmdlet));
  const found = all.filter(({ identity }) => identity !== '');
  // An object that cannot be named cannot be put back either: that something was there is said.
  const message = result.value.errors[0]?.message ?? (found.length < all.length ? 'Identity' : undefined);
  return { found, message };
}
