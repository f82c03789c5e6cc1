/** The primitive elements of CLIXML ([MS-PSRP] 2.2.5.1), and how their text becomes a value. */
import type { PsPrimitive } from './value.ts';
import { decodeText } from './escape.ts';
import { bytesOfBase64 } from './base64.ts';

/** Parses the text of an element; `undefined` when it is not of that kind. */
type Parse = (text: string) => PsPrimitive | undefined;

const integer =
  (type: 'byte' | 'sbyte' | 'int16' | 'uint16' | 'int32' | 'uint32', low: number, high: number): Parse =>
  (text) => {
    if (!/^-?\d{1,10}$/.test(text)) return undefined;
    const value = Number(text);
    return value >= low && value <= high ? { type, value } : undefined;
  };

const float =
  (type: 'single' | 'double'): Parse =>
  (text) => {
    const special = { NaN: Number.NaN, INF: Infinity, '-INF': -Infinity, Infinity, '-Infinity': -Infinity } as const;
    if (Object.hasOwn(special, text)) return { type, value: special[text as keyof typeof special] };
    return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? { type, value: Number(text) } : undefined;
  };

const kept =
  (type: 'int64' | 'uint64' | 'decimal' | 'dateTime' | 'timeSpan', shape: RegExp): Parse =>
  (text) =>
    shape.test(text) ? { type, value: text } : undefined;

const decoded =
  (type: 'string' | 'uri' | 'version' | 'xml' | 'scriptBlock' | 'guid'): Parse =>
  (text) => ({ type, value: decodeText(text) });

export const primitiveParsers: Readonly<Record<string, Parse>> = {
  S: decoded('string'),
  URI: decoded('uri'),
  Version: decoded('version'),
  XD: decoded('xml'),
  SBK: decoded('scriptBlock'),
  G: decoded('guid'),
  C: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 0xffff ? { type: 'char', value: String.fromCharCode(Number(text)) } : undefined),
  B: (text) => (text === 'true' || text === 'false' ? { type: 'boolean', value: text === 'true' } : undefined),
  By: integer('byte', 0, 255),
  SB: integer('sbyte', -128, 127),
  I16: integer('int16', -32_768, 32_767),
  U16: integer('uint16', 0, 65_535),
  I32: integer('int32', -2_147_483_648, 2_147_483_647),
  U32: integer('uint32', 0, 4_294_967_295),
  I64: kept('int64', /^-?\d{1,19}$/),
  U64: kept('uint64', /^\d{1,20}$/),
  D: kept('decimal', /^[+-]?\d{1,29}(\.\d+)?$/),
  Sg: float('single'),
  Db: float('double'),
  DT: kept('dateTime', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})?$/),
  TS: kept('timeSpan', /^-?P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/),
  BA: (text) => {
    const value = bytesOfBase64(text);
    return value === undefined ? undefined : { type: 'bytes', value };
  },
};

/** The element of each type, for writing. */
export const primitiveTags: Readonly<Record<Exclude<PsPrimitive['type'], 'null'>, string>> = {
  string: 'S',
  uri: 'URI',
  version: 'Version',
  xml: 'XD',
  scriptBlock: 'SBK',
  guid: 'G',
  char: 'C',
  boolean: 'B',
  byte: 'By',
  sbyte: 'SB',
  int16: 'I16',
  uint16: 'U16',
  int32: 'I32',
  uint32: 'U32',
  int64: 'I64',
  uint64: 'U64',
  decimal: 'D',
  single: 'Sg',
  double: 'Db',
  dateTime: 'DT',
  timeSpan: 'TS',
  bytes: 'BA',
};
