/** X.500 names as Windows (.NET) prints them, which is the text that Exchange uses in a TlsCertificateName. */

/**
 * Removes outer white space as Windows sees it in names: tab, line feed, vertical tab, form feed,
 * carriage return and space. Everything else, e.g. the ideographic space of Japanese, is part of a
 * value. Source: dotnet/runtime, X500NameEncoder, which states what Windows does.
 */
export function trimWhiteSpace(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (start < end && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isWhiteSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** One attribute: its type as printed (`CN`, `S`, `OID.2.5.4.15`) and its value. */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
  /** The value is not text: `#` and the hexadecimal digits of its bytes, printed without quotes */
  readonly binary?: true;
}
/** The relative distinguished names (RDNs) in the order in which they are printed; each has one attribute, rarely more. */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

/** Names of types by OID; all others are printed as `OID.…`. Source: CertStrToName; the table OidLookup of dotnet/runtime. */
const labels: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'S'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'T'],
  ['2.5.4.13', 'Description'],
  ['2.5.4.17', 'PostalCode'],
  ['2.5.4.18', 'POBox'],
  ['2.5.4.20', 'Phone'],
  ['2.5.4.24', 'X21Address'],
  ['2.5.4.42', 'G'],
  ['2.5.4.43', 'I'],
  ['2.5.4.46', 'dnQualifier'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'E'],
]);

export const labelOfOid = (oid: string): string => labels.get(oid) ?? `OID.${oid}`;

/** The text of a name: RDNs are joined by `, `, the attributes within one RDN by ` + `. */
export const printName = (name: DistinguishedName): string => name.map((rdn) => rdn.map(printAttribute).join(' + ')).join(', ');

const printAttribute = ({ type, value, binary }: NameAttribute): string => `${type}=${binary === true ? value : printValue(value)}`;

/**
 * A value is quoted when it is empty, has outer white space, or contains one of `, + = " newline < > # ;`;
 * inner quotes are doubled. A carriage return inside a value alone does not cause quoting.
 * Source: dotnet/runtime, X500NameEncoder.
 */
const printValue = (value: string): string =>
  value === '' || value !== trimWhiteSpace(value) || /[,+="\n<>#;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Tokens of a printed name. None can match the same characters in two ways, so parsing takes time linear in the length. */
const typeToken = /[\t-\r ]*([A-Za-z][\w.-]*)[\t-\r ]*=[\t-\r ]*/y;
const quotedToken = /"([^"]*(?:""[^"]*)*)"[\t-\r ]*/y;
const plainToken = /[^,+"]*/y;

/** Parses a printed name; `undefined` when it is malformed. Empty text is the empty name. */
export function parseName(text: string): DistinguishedName | undefined {
  const name: NameAttribute[][] = [];
  if (trimWhiteSpace(text) === '') return name;
  let at = 0;
  let separator = ',';
  const consume = (token: RegExp): RegExpExecArray | null => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match !== null) at = token.lastIndex;
    return match;
  };
  for (;;) {
    const type = consume(typeToken)?.[1];
    if (type === undefined) return undefined;
    const quoted = consume(quotedToken)?.[1];
    const attribute =
      quoted === undefined ? plainAttribute(type, consume(plainToken)?.[0] ?? '') : { type, value: quoted.replaceAll('""', '"') };
    if (separator === '+') name.at(-1)?.push(attribute);
    else name.push([attribute]);
    if (at === text.length) return name;
    separator = text.charAt(at);
    if (!/[,+]/.test(separator)) return undefined;
    at += 1;
  }
}

/** `#` followed by nothing but hexadecimal digits is a binary value (CertStrToName); any other `#…` is text. */
function plainAttribute(type: string, text: string): NameAttribute {
  const value = trimWhiteSpace(text);
  return /^#[\dA-Fa-f]*$/.test(value) ? { type, value, binary: true } : { type, value };
}

/**
 * The value of the first CN that is not empty, `#…` when it is binary; `undefined` when there is none, or when
 * the name is malformed (docs/domain.md, "The flow of the support article").
 */
export function commonNameOf(text: string): string | undefined {
  return parseName(text)
    ?.flat()
    .find(({ type, value }) => type.toUpperCase() === 'CN' && value !== '')?.value;
}
