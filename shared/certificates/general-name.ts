/** GeneralName (RFC 5280): a name of one of nine kinds. */
import { printName } from '../x509/distinguished-name.ts';
import { childrenOf, hexOf, oidOf, readElement, tags, type DerElement } from './der.ts';
import { latinOf, readName, textOf } from './read-name.ts';

/** A DNS name, a URL, or the text of another kind with the label that Windows gives it. */
export interface GeneralName {
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
