/** The extensions of certificates, lists and responses alike (RFC 5280, section 4.2). */
import { expect, membersOf, oidOf, readOnly, tags, type DerElement } from './der.ts';

export interface ExtensionValue {
  readonly critical: boolean;
  readonly value: DerElement;
}

/** By object identifier; of two of a kind the first counts. `list`: the sequence of extensions, `undefined` where there is none. */
export function extensionValues(list: DerElement | undefined): ReadonlyMap<string, ExtensionValue> {
  const values = new Map<string, ExtensionValue>();
  for (const extension of list === undefined ? [] : membersOf(list, tags.sequence)) {
    const members = membersOf(extension, tags.sequence);
    const [oid, critical] = [oidOf(members[0]), members[1]];
    if (values.has(oid)) continue;
    values.set(oid, {
      critical: critical?.tag === tags.boolean && critical.content.some((byte) => byte !== 0),
      value: readOnly(expect(members.at(-1), tags.octetString).content),
    });
  }
  return values;
}
