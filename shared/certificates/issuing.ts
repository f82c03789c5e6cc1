/** What a certificate says of its issuing, and how names and key are encoded in it: what its facts leave out. */
import { bytesOfBitString, expect, membersOf, readOnly, smallIntegerOf, tags, type DerElement } from './der.ts';
import { extensionValues, type ExtensionValue } from './extension-values.ts';

export interface Issuing {
  /** As encoded: what requests and lists of revoked certificates compare */
  readonly subjectName: Uint8Array;
  readonly issuerName: Uint8Array;
  /** The bytes of the key alone, without its algorithm */
  readonly publicKey: Uint8Array;
  /** How many authorities may stand between it and a leaf; `null`: any number (RFC 5280, section 4.2.1.9) */
  readonly pathLength: number | null;
  /** `true` where the extension is absent: then every use is allowed (section 4.2.1.3) */
  readonly maySignCertificates: boolean;
  readonly maySignLists: boolean;
}

const basicConstraints = '2.5.29.19';
const keyUsage = '2.5.29.15';
const bit = { keyCertSign: 0x04, cRLSign: 0x02 } as const;

/** Of a certificate in DER. Throws when it is none. */
export function readIssuing(der: Uint8Array): Issuing {
  const fields = membersOf(membersOf(readOnly(der), tags.sequence)[0], tags.sequence);
  if (fields[0]?.tag === tags.context(0)) fields.shift();
  const [, , issuer, , subject, key, ...optional] = fields;
  const wrapped = optional.find(({ tag }) => tag === tags.context(3));
  const extensions = extensionValues(wrapped === undefined ? undefined : membersOf(wrapped, tags.context(3))[0]);
  const uses = usesOf(extensions.get(keyUsage));
  return {
    subjectName: expect(subject, tags.sequence).whole,
    issuerName: expect(issuer, tags.sequence).whole,
    publicKey: bytesOfBitString(membersOf(key, tags.sequence)[1]),
    pathLength: pathLengthOf(extensions.get(basicConstraints)),
    maySignCertificates: uses === null || (uses & bit.keyCertSign) !== 0,
    maySignLists: uses === null || (uses & bit.cRLSign) !== 0,
  };
}

function pathLengthOf(extension: ExtensionValue | undefined): number | null {
  const number: DerElement | undefined =
    extension === undefined ? undefined : membersOf(extension.value, tags.sequence).find(({ tag }) => tag === tags.integer);
  return number === undefined ? null : smallIntegerOf(number);
}

/** The first eight bits of the uses; they may end within the byte. */
const usesOf = (extension: ExtensionValue | undefined): number | null =>
  extension === undefined ? null : (expect(extension.value, tags.bitString).content[1] ?? 0);
