/** The payload attached to an Exchange certificate: a BinaryFormatter stream that contains a serialized certificate. */
import { certificateStatuses, rootCATypes } from '../../../shared/model/certificate.ts';
import type { Known } from '../../../shared/model/known.ts';
import { readSerializationData } from '../../../shared/read/certificate-evidence.ts';
import { signedPayload } from '../../../src-main/exchange/practice/certificate-payload/payload.ts';
import { joined } from '../../unit/nrbf/write-bytes.ts';
import { must, type FuzzFormat } from '../format.ts';
import { certificateStreams } from './payloads.ts';

export const serializationData: FuzzFormat = {
  name: 'serializationdata',
  seeds: [
    ...certificateStreams,
    // Signed, and with another stream behind it
    ...certificateStreams.slice(0, 1).map(({ bytes, cuts }) => ({ bytes: joined(signedPayload(bytes), bytes), cuts })),
  ],
  read: (input) => {
    const data = readSerializationData(input);
    const { status, rootCAType } = data;
    must(!status.known || certificateStatuses.includes(status.value), 'a status is one of Exchange’s');
    must(!rootCAType.known || rootCATypes.includes(rootCAType.value), 'a root type is one of Exchange’s');
    const values = Object.values<Known<unknown>>({ ...data });
    must(
      values.every((value) => value.known || value.evidence.length < 400),
      'evidence is short',
    );
    return { accepted: data.certificate.known };
  },
};
