/** The gateway to what was collected by hand: it answers reads from the collection and never sends anything. */
import { createHash } from 'node:crypto';
import { changes, checkCall } from '../../../shared/commands/call.ts';
import { renderCall } from '../../../shared/commands/render.ts';
import type { Side } from '../../../shared/commands/table.ts';
import { appError, fail, type Result } from '../../../shared/model/error.ts';
import { oneByOne, type ExchangeGateway } from '../port.ts';
import { answerFrom } from '../../../shared/collected/answer.ts';
import { mergeCollections, sidesOf, type Collection } from '../../../shared/collected/collection.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');

export interface GuidedGateway extends ExchangeGateway {
  readonly mode: 'guided';
  /** What it answers from now */
  collection(): Collection;
  /** Puts another collection in its place. */
  replace(collection: Collection): void;
  /** Adds a later collection: what it contains overrides the same of before, the rest stays. */
  merge(later: Collection): void;
}

/**
 * Answers each read call from `collection`. `guided.runByHand` (effect `none`) for every change, with
 * the command's text in `details.command`; `guided.notCollected` for what the collection does not say;
 * `session.notConnected` for a side of which nothing was collected.
 */
export function guidedGateway(collection: Collection): GuidedGateway {
  let current = collection;
  let open = true;
  const invoke: ExchangeGateway['invoke'] = (call, options = {}) => {
    const refuse = (error: ReturnType<typeof appError>): Promise<Result<never>> => Promise.resolve(fail(error));
    const checked = checkCall(call);
    if (!checked.ok) return refuse(checked.error);
    if (changes(call)) return refuse(appError('guided.runByHand', { cmdlet: call.cmdlet, command: renderCall(call) }));
    if (options.signal?.aborted === true) return refuse(appError('powershell.canceled', { what: call.cmdlet }));
    if (!open || !sidesOf(current).has(call.side)) return refuse(appError('session.notConnected', { side: call.side }));
    return Promise.resolve(answerFrom(current, call, sha1));
  };
  return {
    mode: 'guided',
    get sides(): ReadonlySet<Side> {
      return open ? sidesOf(current) : new Set();
    },
    collection: () => current,
    replace: (replacement) => {
      current = replacement;
    },
    merge: (later) => {
      current = mergeCollections(current, later);
    },
    invoke,
    invokeMany: oneByOne(invoke),
    close: () => {
      open = false;
      return Promise.resolve();
    },
  };
}
