/** Mutations of well-formed inputs; each is reproducible from its number. */
import { joined } from '../unit/nrbf/write-bytes.ts';
import type { FuzzFormat, Seed } from './format.ts';
import { createRandom, type Random } from './random.ts';

type Mutation = (bytes: Uint8Array, random: Random, seed: Seed, seeds: readonly Seed[]) => Uint8Array;

/** Bytes and numbers at the limits of lengths, counts, and signs. */
const tellingBytes = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x3c, 0x30];
const tellingNumbers = [0, 1, 0x7f, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x00ffffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

const mutations: readonly Mutation[] = [
  flipBits,
  setBytes,
  truncate,
  inflateLength,
  inflateDigits,
  splice,
  swapRecords,
  repeatRecord,
  removeRecord,
];

/** Input number `index` of a format: made by the format itself, or a seed mutated one to four times. */
export function mutated({ name, seeds, make }: FuzzFormat, index: number): Uint8Array {
  if (make !== undefined) return make(index);
  const random = createRandom(name, index);
  const seed = random.pick(seeds);
  let bytes: Uint8Array = seed.bytes.slice();
  for (let times = 1 + random.below(4); times > 0; times -= 1) bytes = random.pick(mutations)(bytes, random, seed, seeds);
  return bytes;
}

function flipBits(bytes: Uint8Array, random: Random): Uint8Array {
  for (let times = 1 + random.below(8); times > 0 && bytes.length > 0; times -= 1) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
}

function setBytes(bytes: Uint8Array, random: Random): Uint8Array {
  for (let times = 1 + random.below(4); times > 0 && bytes.length > 0; times -= 1)
    bytes[random.below(bytes.length)] = random.pick(tellingBytes);
  return bytes;
}

function truncate(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.slice(0, random.below(bytes.length));
}

/** A number of four bytes, in either order, near the beginning of a record or anywhere. */
function inflateLength(bytes: Uint8Array, random: Random, { cuts }: Seed): Uint8Array {
  if (bytes.length < 4) return bytes;
  const near = cuts.length > 0 && random.below(2) === 0 ? random.pick(cuts) + random.below(16) : random.below(bytes.length);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(
    Math.min(near, bytes.length - 4),
    random.pick(tellingNumbers),
    random.below(4) > 0,
  );
  return bytes;
}

/** The same for text formats, whose numbers are digits: digits become nines. */
function inflateDigits(bytes: Uint8Array, random: Random): Uint8Array {
  const start = random.below(bytes.length);
  const from = bytes.findIndex((byte, index) => index >= start && byte >= 0x30 && byte <= 0x39);
  if (from < 0) return flipBits(bytes, random);
  return joined(bytes.subarray(0, from), new Uint8Array(1 + random.below(24)).fill(0x39), bytes.subarray(from + 1));
}

/** Inserts a piece of any seed, or overwrites with it. */
function splice(bytes: Uint8Array, random: Random, _: Seed, seeds: readonly Seed[]): Uint8Array {
  const donor = random.pick(seeds).bytes;
  const start = random.below(donor.length);
  const piece = donor.subarray(start, start + 1 + random.below(Math.min(400, donor.length - start)));
  const at = random.below(bytes.length + 1);
  return joined(bytes.subarray(0, at), piece, bytes.subarray(at + (random.below(2) === 0 ? 0 : piece.length)));
}

function swapRecords(bytes: Uint8Array, random: Random, seed: Seed): Uint8Array {
  const [one, two] = [record(bytes, random, seed), record(bytes, random, seed)].sort((a, b) => a.from - b.from);
  if (one === undefined || two === undefined || one.to > two.from) return flipBits(bytes, random);
  return joined(
    bytes.subarray(0, one.from),
    bytes.subarray(two.from, two.to),
    bytes.subarray(one.to, two.from),
    bytes.subarray(one.from, one.to),
    bytes.subarray(two.to),
  );
}

/** Repeats a piece once, or often enough to nest deeply or to overflow a count. */
function repeatRecord(bytes: Uint8Array, random: Random, seed: Seed): Uint8Array {
  const { from, to } = record(bytes, random, seed);
  const piece = bytes.subarray(from, to);
  const most = Math.floor(20_000 / Math.max(1, piece.length));
  const times = random.below(8) === 0 ? random.below(Math.min(300, most)) : 1;
  return joined(bytes.subarray(0, to), ...Array.from({ length: times }, () => piece), bytes.subarray(to));
}

function removeRecord(bytes: Uint8Array, random: Random, seed: Seed): Uint8Array {
  const { from, to } = record(bytes, random, seed);
  return joined(bytes.subarray(0, from), bytes.subarray(to));
}

/** From the beginning of one record to the beginning of one of the next four. */
function record(bytes: Uint8Array, random: Random, { cuts }: Seed): { readonly from: number; readonly to: number } {
  const index = random.below(cuts.length);
  const from = Math.min(cuts[index] ?? random.below(bytes.length), bytes.length);
  const to = Math.min(cuts[index + 1 + random.below(4)] ?? bytes.length, bytes.length);
  return { from, to: Math.max(from, to) };
}
