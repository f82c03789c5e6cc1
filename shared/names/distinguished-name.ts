/** X.500 names as Windows (.NET) prints them, which is the text that Exchange uses in a TlsCertificateName. */

/** One attribute: its type as printed (`CN`, `S`, `OID.2.5.4.15`) and its value. */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}
/** Relative names in the order in which they are printed; each has one attribute, rarely more. */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

/** Labels of Windows by OID; all others are printed as `OID.…`. */
const labels: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'S',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.13': 'Description',
  '2.5.4.17': 'PostalCode',
  '2.5.4.20': 'Phone',
  '2.5.4.42': 'G',
  '2.5.4.43': 'I',
  '2.5.4.46': 'dnQualifier',
  '0.9.2342.19200300.100.1.1': 'OID.0.9.2342.19200300.100.1.1',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'E',
};

export const labelOfOid = (oid: string): string => labels[oid] ?? `OID.${oid}`;

/** The text of a name: relative names joined by `, `, attributes of one by ` + `. */
export const printName = (name: DistinguishedName): string =>
  name.map((relative) => relative.map(({ type, value }) => `${type}=${printValue(value)}`).join(' + ')).join(', ');

/** Quoted when empty, with outer white space, or with one of `, + = " newline < > # ;`; inner quotes are doubled. */
const printValue = (value: string): string =>
  value === '' || value !== value.trim() || /[,+="\r\n<>#;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Parses such a text; `undefined` when it is none. The empty text is the empty name. */
export function parseName(text: string): DistinguishedName | undefined {
  const name: NameAttribute[][] = [];
  let rest = text.trim();
  let relative: NameAttribute[] | undefined;
  while (rest !== '') {
    const match = /^([A-Za-z][\w.-]*)\s*=\s*(?:"((?:[^"]|"")*)"|([^,+"]*?))\s*(?:([,+])\s*|$)/.exec(rest);
    if (match === null) return undefined;
    const [whole, type = '', quoted, plain, separator] = match;
    const attribute = { type, value: quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"') };
    if (relative === undefined) name.push([attribute]);
    else relative.push(attribute);
    relative = separator === '+' ? name.at(-1) : undefined;
    rest = rest.slice(whole.length);
    if (separator !== undefined && rest === '') return undefined;
  }
  return name;
}

/** The value of the first CN; `undefined` when there is none (Article, requirement B). */
export function commonNameOf(text: string): string | undefined {
  return parseName(text)
    ?.flat()
    .find(({ type, value }) => type.toUpperCase() === 'CN' && value !== '')?.value;
}
