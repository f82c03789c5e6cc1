/** .p7b: signed data (PKCS #7, RFC 5652) of which only the certificates are wanted. */
import { childrenOf, membersOf, oidOf, readOnly, tags } from '../../shared/certificates/der.ts';
import { toDer } from './ber.ts';
import type { Contents } from './contents.ts';

const signedData = '1.2.840.113549.1.7.2';

export function readPkcs7(bytes: Uint8Array): Contents {
  const [type, wrapped] = membersOf(readOnly(toDer(bytes)), tags.sequence);
  if (oidOf(type) !== signedData || wrapped === undefined) throw new Error('Not signed data.');
  const list = membersOf(childrenOf(wrapped)[0], tags.sequence).find(({ tag }) => tag === tags.context(0));
  const certificates = list === undefined ? [] : childrenOf(list).filter(({ tag }) => tag === tags.sequence);
  return { format: 'pkcs7', certificates: certificates.map(({ whole }) => ({ der: whole })), keys: [] };
}
