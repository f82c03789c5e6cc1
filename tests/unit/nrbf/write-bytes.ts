/** Bytes of little-endian formats, and where their records begin. */
import { joined, lengthPrefixed } from '../../../src-main/exchange/practice/certificate-payload/exchange-certificate.ts';

export { joined };

export interface Written {
  readonly bytes: Uint8Array;
  /** Offsets at which records begin, in order */
  readonly cuts: readonly number[];
}

export interface ByteWriter {
  /** A record begins here. */
  readonly cut: () => void;
  readonly uint8: (value: number) => void;
  readonly int32: (value: number) => void;
  readonly raw: (bytes: Uint8Array) => void;
  /** A number of `size` bytes, written by `set`. */
  readonly number: (size: number, set: (view: DataView) => void) => void;
  /** Length in 7-bit groups, then UTF-8, as BinaryWriter writes texts. */
  readonly text: (value: string) => void;
  readonly written: () => Written;
}

export function byteWriter(): ByteWriter {
  const parts: Uint8Array[] = [];
  const cuts: number[] = [];
  let length = 0;

  function raw(bytes: Uint8Array): void {
    parts.push(bytes);
    length += bytes.length;
  }

  function number(size: number, set: (view: DataView) => void): void {
    const bytes = new Uint8Array(size);
    set(new DataView(bytes.buffer));
    raw(bytes);
  }

  return {
    cut: () => cuts.push(length),
    uint8: (value) => {
      raw(Uint8Array.of(value));
    },
    int32: (value) => {
      number(4, (view) => {
        view.setInt32(0, value, true);
      });
    },
    raw,
    number,
    text: (value) => {
      raw(lengthPrefixed(value));
    },
    written: () => ({ bytes: joined(...parts), cuts }),
  };
}
