/** Reading a byte stream from front to back, little-endian, never past its end. */
import { decodeUtf8 } from './utf8.ts';
import type { NrbfFaultReason, NrbfLimits } from './value.ts';

/** Stops reading; caught by `readNrbf`, which makes a fault of it. */
export class Refusal extends Error {
  constructor(
    readonly reason: NrbfFaultReason,
    readonly what: string,
    readonly offset: number,
  ) {
    super(what);
  }
}

export interface Cursor {
  readonly offset: () => number;
  readonly work: () => number;
  /** Counts work that takes no bytes. */
  readonly spend: (steps: number) => void;
  readonly uint8: () => number;
  readonly int32: () => number;
  readonly bytes: (count: number) => Uint8Array;
  /** A view of the next `count` bytes, which are then behind the cursor. */
  readonly view: (count: number) => DataView;
  /** LengthPrefixedString ([MS-NRBF] 2.1.1.6): length in 7-bit groups, then UTF-8. */
  readonly text: () => string;
  readonly refuse: (reason: NrbfFaultReason, what: string, at?: number) => never;
}

export function createCursor(source: Uint8Array, limits: Pick<NrbfLimits, 'text'>): Cursor {
  const whole = new DataView(source.buffer, source.byteOffset, source.byteLength);
  let at = 0;
  let work = 0;

  function refuse(reason: NrbfFaultReason, what: string, offset = at): never {
    throw new Refusal(reason, what, offset);
  }

  function take(count: number): number {
    if (count > source.length - at) refuse('truncated', String(count));
    const start = at;
    at += count;
    work += Math.max(1, count);
    return start;
  }

  /** At most five groups make an Int32; a length is never negative. */
  function length(): number {
    const start = at;
    let value = 0;
    for (let group = 0; group < 5; group += 1) {
      const byte = whole.getUint8(take(1));
      value += (byte & 0x7f) * 2 ** (7 * group);
      if (byte < 0x80) return value > 0x7fffffff ? refuse('badValue', 'length', start) : value;
    }
    return refuse('badValue', 'length', start);
  }

  function text(): string {
    const start = at;
    const count = length();
    if (count > limits.text) refuse('tooLarge', String(count), start);
    const from = take(count);
    return decodeUtf8(source.subarray(from, from + count)) ?? refuse('badValue', 'UTF-8', start);
  }

  return {
    offset: () => at,
    work: () => work,
    spend: (steps) => {
      work += steps;
    },
    uint8: () => whole.getUint8(take(1)),
    int32: () => whole.getInt32(take(4), true),
    bytes: (count) => {
      const start = take(count);
      return source.slice(start, start + count);
    },
    view: (count) => {
      const start = take(count);
      return new DataView(source.buffer, source.byteOffset + start, count);
    },
    text,
    refuse,
  };
}
