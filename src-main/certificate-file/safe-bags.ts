/** The bags of a PKCS #12 file (RFC 7292, section 4.2): keys, certificates, and bags of bags. */
import { childrenOf, expect, membersOf, oidOf, readOnly, tags, type DerElement } from '../../shared/certificates/der.ts';
import { textOf } from '../../shared/certificates/read-name.ts';
import type { FoundCertificate, FoundKey } from './contents.ts';
import { maxCertificates, maxKeys, type WorkBudget } from './limits.ts';
import type { Password } from './password.ts';
import { keyOfEncryptedPkcs8, keyOfPkcs8 } from './private-key.ts';
import { refusal } from './refuse.ts';

export interface Bags {
  readonly certificates: FoundCertificate[];
  readonly keys: FoundKey[];
}

const bagTypes = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  contents: '1.2.840.113549.1.12.10.1.6',
} as const;
const x509Certificate = '1.2.840.113549.1.9.22.1';
const friendlyName = '1.2.840.113549.1.9.20';
const maxNesting = 4;

/** Puts what the bags hold into `bags`; `false` when the password does not open a key. */
export async function readSafeContents(
  contents: Uint8Array,
  password: Password,
  budget: WorkBudget,
  bags: Bags,
  nesting = 0,
): Promise<boolean> {
  if (nesting > maxNesting) throw new Error('Bags in bags in bags.');
  for (const bag of membersOf(readOnly(contents), tags.sequence)) {
    const [type, wrapped, attributes] = membersOf(bag, tags.sequence);
    const value = wrapped === undefined ? undefined : childrenOf(wrapped)[0];
    if (value === undefined) throw new Error('A bag is empty.');
    const kind = oidOf(type);
    if (kind === bagTypes.certificate) addCertificate(bags, value, attributes);
    else if (kind === bagTypes.key) addKey(bags, keyOfPkcs8(value.whole));
    else if (kind === bagTypes.shroudedKey) {
      const key = await keyOfEncryptedPkcs8(value.whole, password, budget);
      if (key === undefined) return false;
      addKey(bags, key);
    } else if (kind === bagTypes.contents && !(await readSafeContents(value.whole, password, budget, bags, nesting + 1))) return false;
  }
  return true;
}

function addKey({ keys }: Bags, key: FoundKey): void {
  keys.push(key);
  if (keys.length > maxKeys) throw refusal('certificateFile.tooLarge', { keys: String(keys.length), limit: String(maxKeys) });
}

function addCertificate({ certificates }: Bags, value: DerElement, attributes: DerElement | undefined): void {
  const [type, wrapped] = membersOf(value, tags.sequence);
  if (oidOf(type) !== x509Certificate || wrapped === undefined) return;
  const der = expect(childrenOf(wrapped)[0], tags.octetString).content;
  const name = friendlyNameIn(attributes);
  certificates.push({ der, ...(name !== undefined && { friendlyName: name }) });
  if (certificates.length > maxCertificates) {
    throw refusal('certificateFile.tooLarge', { certificates: String(certificates.length), limit: String(maxCertificates) });
  }
}

function friendlyNameIn(attributes: DerElement | undefined): string | undefined {
  if (attributes === undefined) return undefined;
  const values = membersOf(attributes, tags.set).map((attribute) => membersOf(attribute, tags.sequence));
  const [, value] = values.find(([type]) => oidOf(type) === friendlyName) ?? [];
  const text = value === undefined ? undefined : membersOf(value, tags.set)[0];
  return text === undefined ? undefined : textOf(text);
}
