/** Windows' serialized certificates. */
import { readSerializedCertificate } from '../../../shared/x509/windows-serialized.ts';
import { must, type FuzzFormat } from '../format.ts';
import { certDataSeeds } from './payloads.ts';

export const certData: FuzzFormat = {
  name: 'certdata',
  seeds: certDataSeeds,
  read: (input) => {
    const result = readSerializedCertificate(input);
    if (!result.ok) {
      must(result.error.offset >= 0 && result.error.offset <= input.length, 'the offset of a fault lies in the input');
      return { accepted: false };
    }
    const { der, thumbprint, work } = result.value;
    must(der.length <= input.length && der[0] === 0x30, 'the certificate is DER out of the input');
    must(!thumbprint.known || /^[0-9A-F]{40}$/.test(thumbprint.value), 'a thumbprint is a SHA-1');
    return { accepted: true, steps: work };
  },
};
