/** Reads answered from what was collected by hand. Nothing is ever sent. */
import { createHash } from 'node:crypto';
import { checkCall, type CallOutcome, type CmdletCall } from '../../../shared/commands/call.ts';
import { answerFrom } from '../../../shared/collected/answer.ts';
import { sidesOf, type Collection } from '../../../shared/collected/collection.ts';
import type { Result } from '../../../shared/model/error.ts';
import { bySide, inTurn, notOpen, type ExchangeReader } from '../port.ts';

/**
 * The sides from which something was collected are open. `guided.notCollected` for what the collection
 * does not say.
 */
export function collectionReader(collection: Collection): ExchangeReader {
  const sides = sidesOf(collection);
  const answer = (call: CmdletCall): Result<CallOutcome> => {
    const checked = checkCall(call);
    return checked.ok ? answerFrom(collection, call, sha1) : checked;
  };
  return {
    sides,
    read: bySide((side, calls, options) =>
      sides.has(side) ? inTurn(calls, options, (call) => Promise.resolve(answer(call))) : notOpen(side, calls, options),
    ),
  };
}

/** SHA-1 is what Windows calls the thumbprint; it identifies, it protects nothing. */
const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
