/** Reads answered from what was collected by hand. Nothing is ever sent. */
import { createHash } from 'node:crypto';
import { checkCall, type CallOutcome, type CmdletCall } from '../../../shared/commands/call.ts';
import { answerFrom } from '../../../shared/collected/answer.ts';
import { sidesOf, type Collection } from '../../../shared/collected/collection.ts';
import type { Side } from '../../../shared/commands/table.ts';
import type { Result } from '../../../shared/model/error.ts';
import { bySide, inTurn, notOpen, type ExchangeReader } from '../port.ts';

export interface CollectionAnswers {
  /** The sides from which something was collected */
  readonly sides: ReadonlySet<Side>;
  /** `guided.notCollected` for what the collection does not say */
  readonly answer: (call: CmdletCall) => Result<CallOutcome>;
}

export function collectionAnswers(collection: Collection): CollectionAnswers {
  return {
    sides: sidesOf(collection),
    answer: (call) => {
      const checked = checkCall(call);
      return checked.ok ? answerFrom(collection, call, sha1) : checked;
    },
  };
}

/** The sides from which something was collected are open. */
export function collectionReader(collection: Collection): ExchangeReader {
  const { sides, answer } = collectionAnswers(collection);
  return {
    sides,
    read: bySide((side, calls, options) =>
      sides.has(side) ? inTurn(calls, options, (call) => Promise.resolve(answer(call))) : notOpen(side, calls, options),
    ),
  };
}

/** SHA-1 is what Windows calls the thumbprint; it identifies, it protects nothing. */
export const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
