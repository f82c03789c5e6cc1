/** What a responder or an address of an authority may send: OCSP responses and lists of revoked certificates. */
import { entryOf, readRevocationList } from '../../../shared/x509/crl.ts';
import { bytesOfHex } from '../../../shared/x509/der.ts';
import { readOcspResponse } from '../../../shared/x509/ocsp.ts';
import { fixture } from '../../unit/pki/fixture.ts';
import { must, type FuzzFormat, type Outcome, type Seed } from '../format.ts';

const isTime = (text: string | null): boolean => text === null || new Date(text).toISOString() === text;

/** Their readers throw an `Error` at what is damaged; `judgeResponse` and `judgeList` turn it into a fault. */
function refusedOr(read: () => void): Outcome {
  try {
    read();
    return { accepted: true };
  } catch (error) {
    // How an overflow of the stack, and memory that is asked for by a length, end.
    must(error instanceof Error && !/does not hold|call stack|allocation|Invalid .* length/.test(error.message), String(error));
    return { accepted: false };
  }
}

const cutsOf = (bytes: Uint8Array): number[] => [...bytes.keys()].filter((at) => bytes[at] === 0x30);
const seed = (name: string): Seed => {
  const bytes = fixture(`revocation/${name}`);
  return { bytes, cuts: cutsOf(bytes) };
};

export const ocsp: FuzzFormat = {
  name: 'ocsp',
  seeds: [seed('good.ocsp'), seed('revoked.ocsp')],
  read: (input) =>
    refusedOr(() => {
      const response = readOcspResponse(input);
      if (typeof response === 'string') return;
      must(response.signed.length < input.length, 'what is signed lies in the response');
      must(
        response.answers.every(({ thisUpdate, nextUpdate }) => isTime(thisUpdate) && isTime(nextUpdate)),
        'times are ISO 8601',
      );
    }),
};

export const crl: FuzzFormat = {
  name: 'crl',
  seeds: [seed('list.crl')],
  read: (input) =>
    refusedOr(() => {
      const list = readRevocationList(input);
      must(isTime(list.thisUpdate) && isTime(list.nextUpdate), 'times are ISO 8601');
      for (const serial of ['7F01', '00D0AB']) {
        const entry = entryOf(list, bytesOfHex(serial));
        must(entry === undefined || isTime(entry.revokedAt), 'the time of an entry is ISO 8601');
      }
    }),
};
