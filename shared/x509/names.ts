/**
 * Names from their DER, with the texts that Windows prints. Ours, because Exchange compares these texts and
 * the library prints others: it keeps no bytes of a TeletexString, compresses IPv6 addresses, and refuses a
 * list of general names when it does not know the kind of one of them.
 */
import { labelOfOid, printName, type DistinguishedName, type NameAttribute } from './distinguished-name.ts';
import { decodeUtf8 } from '../nrbf/cursor.ts';
import { childrenOf, expect, hexOf, latinOf, membersOf, oidOf, readElement, tags, type DerElement } from './der.ts';

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
  // Windows drops zeros at the end of the text (dotnet/runtime, X500DirectoryStringHelper).
  return { type: labelOfOid(oidOf(type)), ...(text === undefined ? bytesAsText(value) : { value: text.replace(/\0+$/, '') }) };
}

/** A value that is no string is printed as hexadecimal digits: an octet string by its content, all else whole (CertNameToStr). */
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

const asciiOf = (bytes: Uint8Array): string => [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\ufffd')).join('');

/** Big-endian units; an incomplete one at the end is left out. */
const unitsOf = (bytes: Uint8Array, size: number): number[] =>
  Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, index * size + size).reduce((sum, byte) => sum * 256 + byte, 0),
  );

/** GeneralName (RFC 5280): a DNS name, a URL, or the text of another kind with the label of Windows. */
interface GeneralName {
  readonly kind: 'dns' | 'url' | 'other';
  readonly text: string;
}

const userPrincipalName = '1.3.6.1.4.1.311.20.2.3';

export function readGeneralName(name: DerElement): GeneralName {
  const other = (label: string, text: string): GeneralName => ({ kind: 'other', text: `${label}=${text}` });
  switch (name.tag) {
    case tags.context(0):
      return other('Other Name', otherName(name));
    case tags.contextPrimitive(1):
      return other('RFC822 Name', latinOf(name.content));
    case tags.contextPrimitive(2):
      return { kind: 'dns', text: latinOf(name.content) };
    case tags.context(4):
      return other('Directory Address', printName(readName(childrenOf(name)[0])));
    case tags.contextPrimitive(6):
      return { kind: 'url', text: latinOf(name.content) };
    case tags.contextPrimitive(7):
      return other('IP Address', addressOf(name.content));
    case tags.contextPrimitive(8):
      return other('Registered ID', oidOf({ ...name, tag: tags.oid }));
    default:
      return other('Unknown', hexOf(name.whole));
  }
}

/** A type and `[0]` with a value; of the known ones only the user principal name is a text. */
function otherName(name: DerElement): string {
  const [type, wrapped] = childrenOf(name);
  const [oid, value] = [oidOf(type), wrapped === undefined ? undefined : readElement(wrapped.content)];
  const text = value === undefined ? undefined : textOf(value);
  if (oid === userPrincipalName && text !== undefined) return `Principal Name=${text}`;
  return `${oid}=${hexOf(value?.whole ?? new Uint8Array())}`;
}

function addressOf(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return hexOf(bytes);
  return Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0)).toString(16)).join(':');
}
