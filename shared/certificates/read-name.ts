/** X.500 names from their DER, in the order and with the texts that Windows prints. */
import { decodeUtf8 } from '../nrbf/cursor.ts';
import { labelOfOid, type DistinguishedName, type NameAttribute } from '../x509/distinguished-name.ts';
import { childrenOf, expect, hexOf, membersOf, oidOf, tags, type DerElement } from './der.ts';

/** Windows prints relative names in reverse of the encoded order, attributes of one in encoded order. */
export const readName = (name: DerElement | undefined): DistinguishedName =>
  membersOf(name, tags.sequence)
    .map((relative) => membersOf(relative, tags.set).map(readAttribute))
    .filter((relative) => relative.length > 0)
    .reverse();

function readAttribute(attribute: DerElement): NameAttribute {
  const [type, value, ...more] = childrenOf(expect(attribute, tags.sequence));
  if (value === undefined || more.length > 0) throw new Error('An attribute of a name is not a type with a value.');
  const text = textOf(value);
  // A zero at the end is none of the text for Windows (dotnet/runtime, X500DirectoryStringHelper).
  return { type: labelOfOid(oidOf(type)), ...(text === undefined ? bytesAsText(value) : { value: text.replace(/\0+$/, '') }) };
}

/** What is no text is printed as hexadecimal digits: an octet string by what it holds, all else whole (CertNameToStr). */
const bytesAsText = (value: DerElement): Pick<NameAttribute, 'value' | 'binary'> => ({
  value: `#${hexOf(value.tag === tags.octetString ? value.content : value.whole)}`,
  binary: true,
});

/** The text of a string of any of ASN.1's types; `undefined` for what is no string. */
export function textOf({ tag, content }: DerElement): string | undefined {
  switch (tag) {
    case tags.utf8String:
      return decodeUtf8(content) ?? asciiOf(content);
    // TeletexString: UTF-8 first and 8-bit characters when that fails (Microsoft, CertNameToStr and CryptDecodeObject).
    case 0x14:
      return decodeUtf8(content) ?? latinOf(content);
    // NumericString, PrintableString, IA5String, VisibleString: characters that are not allowed in them occur, e.g. `*` and `@`.
    case 0x12:
    case 0x13:
    case 0x16:
    case 0x1a:
      return latinOf(content);
    case 0x1e:
      return unitsOf(content, 2)
        .map((unit) => String.fromCharCode(unit))
        .join('');
    case 0x1c:
      return unitsOf(content, 4)
        .map((code) => (code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)))
        .join('');
    default:
      return undefined;
  }
}

export const latinOf = (bytes: Uint8Array): string => [...bytes].map((byte) => String.fromCharCode(byte)).join('');

const asciiOf = (bytes: Uint8Array): string => [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\ufffd')).join('');

/** Big-endian units; a cut one at the end is left out. */
const unitsOf = (bytes: Uint8Array, size: number): number[] =>
  Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, index * size + size).reduce((sum, byte) => sum * 256 + byte, 0),
  );
