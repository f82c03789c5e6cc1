/** Certificates in DER, of a server, a file or a payload. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { readCertificate } from '../../../shared/x509/certificate.ts';
import { certificateFactsSchema } from '../../../shared/model/certificate.ts';
import { mutatedDer } from '../../unit/x509/mutated-der.ts';
import { must, type FuzzFormat } from '../format.ts';

const certificate = new Uint8Array(readFileSync(new URL('../../unit/pki/fixtures/mail.der.cer', import.meta.url)));
const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex').toUpperCase();

export const der: FuzzFormat = {
  name: 'der',
  seeds: [{ bytes: certificate, cuts: [] }],
  make: mutatedDer,
  read: (input) => {
    const result = readCertificate(input, sha1);
    if (!result.ok) {
      must(result.error.code === 'file.damaged', 'a fault has its code');
      return { accepted: false };
    }
    must(v.is(certificateFactsSchema, result.value), 'facts are those of the model');
    return { accepted: true };
  },
};
