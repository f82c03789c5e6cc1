/** Bytes of little-endian formats, and where their records begin. */

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

  function text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    let rest = bytes.length;
    while (rest >= 0x80) {
      raw(Uint8Array.of((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    raw(Uint8Array.of(rest));
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
    text,
    written: () => ({ bytes: joined(...parts), cuts }),
  };
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
