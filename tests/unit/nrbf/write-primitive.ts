/** Primitive values of a BinaryFormatter stream ([MS-NRBF] 2.1.1, 2.1.2.3). */
import type { NrbfPrimitive } from '../../../shared/nrbf/value.ts';
import type { ByteWriter } from './write-bytes.ts';

export const primitiveNumbers: Readonly<Record<NrbfPrimitive['type'], number>> = {
  boolean: 1,
  byte: 2,
  char: 3,
  decimal: 5,
  double: 6,
  int16: 7,
  int32: 8,
  int64: 9,
  sbyte: 10,
  single: 11,
  timeSpan: 12,
  dateTime: 13,
  uint16: 14,
  uint32: 15,
  uint64: 16,
};

export function writePrimitive(writer: ByteWriter, value: NrbfPrimitive): void {
  switch (value.type) {
    case 'boolean':
      writer.uint8(value.value ? 1 : 0);
      return;
    case 'char':
      writer.raw(new TextEncoder().encode(value.value));
      return;
    case 'decimal':
      writer.text(value.value);
      return;
    case 'int64':
    case 'timeSpan':
      writer.number(8, (view) => {
        view.setBigInt64(0, BigInt(value.value), true);
      });
      return;
    case 'uint64':
    case 'dateTime':
      writer.number(8, (view) => {
        view.setBigUint64(0, BigInt(value.value), true);
      });
      return;
    case 'byte':
    case 'sbyte':
      writer.uint8(value.value & 0xff);
      return;
    case 'int16':
    case 'uint16':
      writer.number(2, (view) => {
        view.setUint16(0, value.value & 0xffff, true);
      });
      return;
    case 'int32':
    case 'uint32':
      writer.number(4, (view) => {
        view.setUint32(0, value.value >>> 0, true);
      });
      return;
    case 'single':
      writer.number(4, (view) => {
        view.setFloat32(0, value.value, true);
      });
      return;
    case 'double':
      writer.number(8, (view) => {
        view.setFloat64(0, value.value, true);
      });
      return;
  }
}
