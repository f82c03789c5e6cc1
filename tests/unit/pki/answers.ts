/** What responders and lists say, made and signed at test time, right or wrong in one thing. */
import { bits, element, extension, integer, oid, octets, sequence, latin, type Bytes } from '../x509/encode.ts';
import { daysFromNow, keyHashOf, sha1, signingOf, time, type Issued } from './issue.ts';

export interface ResponseOptions {
  readonly of: Issued;
  readonly issuer: Issued;
  /** Who signs; the issuer itself unless another is named */
  readonly signer?: Issued;
  readonly certificates?: readonly Issued[];
  readonly by?: 'name' | 'key';
  readonly status?: 'good' | 'unknown' | { readonly day: number; readonly reason?: number };
  readonly serialNumber?: string;
  readonly fromDay?: number;
  /** `null`: it names no end */
  readonly toDay?: number | null;
  readonly pss?: boolean;
  readonly badSignature?: boolean;
  readonly digest?: string;
  readonly answerExtensions?: readonly Bytes[];
  readonly extensions?: readonly Bytes[];
  /** Answers before the one that is asked for */
  readonly before?: readonly Issued[];
}

const critical = (type: string, value: Bytes): Bytes => sequence(oid(type), element(0x01, Uint8Array.of(0xff)), octets(value));
export const unknownCritical = critical('1.2.3.4', element(0x05));
const asn1Enumerated = (value: number): Bytes => element(0x0a, Uint8Array.of(value));

export function ocspResponse(options: ResponseOptions): Uint8Array {
  const { of, issuer, signer = issuer, by = 'name', status = 'good' } = options;
  const answer = (serialNumber: string): Bytes =>
    sequence(
      sequence(
        sequence(oid(options.digest ?? '1.3.14.3.2.26'), element(0x05)),
        octets(sha1(issuer.name)),
        octets(keyHashOf(issuer.publicKey)),
        integer(serialNumber),
      ),
      status === 'good'
        ? element(0x80)
        : status === 'unknown'
          ? element(0x82)
          : element(
              0xa1,
              time(daysFromNow(status.day)),
              ...(status.reason === undefined ? [] : [element(0xa0, asn1Enumerated(status.reason))]),
            ),
      time(daysFromNow(options.fromDay ?? -1)),
      ...(options.toDay === null ? [] : [element(0xa0, time(daysFromNow(options.toDay ?? 3)))]),
      ...(options.answerExtensions === undefined ? [] : [element(0xa1, sequence(...options.answerExtensions))]),
    );
  const { algorithm, make } = signingOf(signer.key, options.pss);
  const data = sequence(
    by === 'name' ? element(0xa1, signer.name) : element(0xa2, octets(keyHashOf(signer.publicKey))),
    time(daysFromNow(options.fromDay ?? -1)),
    sequence(
      ...(options.before ?? []).map(({ facts }) => answer(facts.serialNumber)),
      answer(options.serialNumber ?? of.facts.serialNumber),
    ),
    ...(options.extensions === undefined ? [] : [element(0xa1, sequence(...options.extensions))]),
  );
  return sequence(
    asn1Enumerated(0),
    element(
      0xa0,
      sequence(
        oid('1.3.6.1.5.5.7.48.1.1'),
        octets(
          sequence(
            data,
            algorithm,
            bits(make(options.badSignature === true ? latin('x') : data)),
            ...(options.certificates === undefined ? [] : [element(0xa0, sequence(...options.certificates.map(({ der }) => der)))]),
          ),
        ),
      ),
    ),
  );
}

/** A responder that answers with a word alone. */
export const ocspRefusal = (status: number): Uint8Array => sequence(asn1Enumerated(status));

export interface ListOptions {
  readonly issuer: Issued;
  readonly signer?: Issued;
  readonly revoked?: readonly {
    readonly serialNumber: string;
    readonly day: number;
    readonly reason?: number;
    readonly critical?: boolean;
  }[];
  /** Entries as they are, before the others */
  readonly entries?: Bytes;
  readonly fromDay?: number;
  readonly toDay?: number | null;
  readonly badSignature?: boolean;
  readonly urls?: readonly string[];
  /** The one-letter scopes of its place: 1 leaves, 2 authorities, 3 some reasons, 4 indirect, 5 attributes */
  readonly scope?: 1 | 2 | 3 | 4 | 5;
  readonly extensions?: readonly Bytes[];
}

export function revocationList(options: ListOptions): Uint8Array {
  const { issuer, signer = issuer } = options;
  const { algorithm, make } = signingOf(signer.key);
  const revoked = (options.revoked ?? []).map(({ serialNumber, day, reason, critical: strange }) =>
    sequence(
      integer(serialNumber),
      time(daysFromNow(day)),
      ...(reason === undefined && strange !== true
        ? []
        : [
            sequence(
              ...(reason === undefined ? [] : [extension('2.5.29.21', asn1Enumerated(reason))]),
              ...(strange === true ? [unknownCritical] : []),
            ),
          ]),
    ),
  );
  const place = [
    ...(options.urls === undefined ? [] : [element(0xa0, element(0xa0, ...options.urls.map((url) => element(0x86, latin(url)))))]),
    ...(options.scope === undefined ? [] : [element(0x80 + options.scope, Uint8Array.of(0xff))]),
  ];
  const extensions = [...(place.length === 0 ? [] : [critical('2.5.29.28', sequence(...place))]), ...(options.extensions ?? [])];
  const entries = Buffer.concat([options.entries ?? new Uint8Array(), ...revoked]);
  const tbs = sequence(
    integer('01'),
    algorithm,
    issuer.name,
    time(daysFromNow(options.fromDay ?? -1)),
    ...(options.toDay === null ? [] : [time(daysFromNow(options.toDay ?? 3))]),
    ...(entries.length === 0 ? [] : [sequence(entries)]),
    ...(extensions.length === 0 ? [] : [element(0xa0, sequence(...extensions))]),
  );
  return sequence(tbs, algorithm, bits(make(options.badSignature === true ? latin('x') : tbs)));
}
