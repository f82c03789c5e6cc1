/**
 * What a .NET BinaryFormatter stream ([MS-NRBF]) holds, as plain data. Nothing is ever made of it:
 * a class is its name and the values of its members, whatever the class would do.
 *
 * Every object of a stream stands in one flat table under its id, and a member names another
 * object by `reference`; so a stream whose objects point at each other in a ring is still finite.
 */

/** Tags of primitive values. 64-bit integers, dates and decimals stay text, as a number cannot hold them without loss. */
export type NrbfPrimitive =
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'byte' | 'sbyte' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'single' | 'double'; readonly value: number }
  | { readonly type: 'int64' | 'uint64' | 'timeSpan' | 'dateTime' | 'decimal' | 'char'; readonly value: string };

/** The value of a member of a class or of an element of an array. */
export type NrbfValue = NrbfPrimitive | { readonly type: 'null' } | { readonly type: 'reference'; readonly id: number };

/** An object with an id. `library` is the assembly of a class, `undefined` for classes of the system. */
export type NrbfObject =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'array'; readonly lengths: readonly number[]; readonly values: readonly NrbfValue[] }
  | {
      readonly type: 'class';
      readonly name: string;
      readonly library: string | undefined;
      readonly members: ReadonlyMap<string, NrbfValue>;
    };

export interface NrbfDocument {
  readonly root: NrbfObject;
  readonly objects: ReadonlyMap<number, NrbfObject>;
  /** Offset of the first byte after the end record */
  readonly end: number;
  /** Steps that reading took: at least one a value, one a byte of text and of byte arrays */
  readonly work: number;
}

/**
 * Why bytes are not such a stream. `notNrbf`: the header is absent. `truncated`: it ends too early.
 * `unknownRecord`: a record that the format does not have, or one of remote method calls.
 * `unexpectedRecord`: a record where the format has no place for it. `badValue`: a value that its
 * type does not have. `duplicateId`, `badReference`: an id given twice, or to nothing.
 * `tooLarge`, `tooDeep`, `tooMany`: over a limit.
 */
export const nrbfFaultReasons = [
  'notNrbf',
  'truncated',
  'unknownRecord',
  'unexpectedRecord',
  'badValue',
  'duplicateId',
  'badReference',
  'tooLarge',
  'tooDeep',
  'tooMany',
] as const;
export type NrbfFaultReason = (typeof nrbfFaultReasons)[number];

/** `offset` counts from 0: the value or record at which reading stopped. */
export interface NrbfFault {
  readonly reason: NrbfFaultReason;
  readonly what: string;
  readonly offset: number;
  readonly work: number;
}

export interface NrbfLimits {
  /** Bytes of the stream */
  readonly size: number;
  /** Bytes of one text in UTF-8 */
  readonly text: number;
  /** Classes and arrays inside each other */
  readonly depth: number;
  /** Records of the stream */
  readonly records: number;
  /** Members of one class */
  readonly members: number;
  /** Elements of all arrays together, byte arrays aside (those are bounded by `size`) */
  readonly elements: number;
}

/** An ExchangeCertificate takes about 3 KB and 20 records; a hundred times that is still no work. */
export const defaultNrbfLimits: NrbfLimits = {
  size: 1024 * 1024,
  text: 64 * 1024,
  depth: 32,
  records: 20_000,
  members: 256,
  elements: 50_000,
};

/** The object that a member names; `undefined` for what is none. */
export const objectOf = (document: NrbfDocument, value: NrbfValue | undefined): NrbfObject | undefined =>
  value?.type === 'reference' ? document.objects.get(value.id) : undefined;
