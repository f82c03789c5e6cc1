/** What was found out about mail flow itself, beside the settings: kept in the journal of the run that it is to prove. */
import * as v from 'valibot';
import { directions } from '../mail-flow/verdict.ts';
import { mailEvidenceSchemas } from './mail-evidence.ts';
import { trustProofSchema } from './trusted.ts';
import { notProvenReasons } from '../protocol-log/presented.ts';
import { starttlsFaults } from '../x509/verification.ts';

/** SHA-1 of a certificate: 40 hexadecimal digits in upper case */
const thumbprint = v.pipe(v.string(), v.regex(/^[\dA-F]{40}$/));

/** How far the chain reaches that a server presents (`ServerChain`). */
const chainStates = ['complete', 'intermediateMissing', 'issuerUnknown', 'broken'] as const;

/** What a server did when it was asked with STARTTLS for its certificate. */
export const handshakeSchema = v.variant('state', [
  v.object({
    state: v.literal('presented'),
    thumbprint,
    subject: v.string(),
    /** ISO 8601, UTC */
    notAfter: v.string(),
    chain: v.picklist(chainStates),
    /** e.g. `TLSv1.2` */
    protocol: v.string(),
    /** Whether it goes on with SMTP once TLS stands */
    answersInTls: v.boolean(),
  }),
  v.object({ state: v.literal('notOffered') }),
  /** `detail`: the text of the server or of the system */
  v.object({ state: v.literal('failed'), fault: v.picklist(starttlsFaults), detail: v.string() }),
]);
export type Handshake = v.InferOutput<typeof handshakeSchema>;

/** When a certificate was presented by a protocol log, and to whom; the newest lines as they stand there. */
const seenSchema = v.object({
  thumbprint,
  first: v.string(),
  last: v.string(),
  count: v.number(),
  session: v.string(),
  remote: v.string(),
  lines: v.array(v.string()),
});

/** What protocol logs say of the certificate of one connector on one server (`ConnectorProof`). */
export const logResultSchema = v.variant('kind', [
  v.object({ kind: v.literal('wanted'), seen: seenSchema }),
  v.object({ kind: v.literal('otherCertificate'), seen: seenSchema }),
  v.object({ kind: v.literal('notProven'), reason: v.picklist(notProvenReasons) }),
]);
export type LogResult = v.InferOutput<typeof logResultSchema>;

export const evidenceSchema = v.variant('kind', [
  /** A server, or a smart host of Exchange Online's outbound connector, was asked. `server` names it; it may have asked itself. */
  v.object({
    kind: v.literal('handshake'),
    server: v.string(),
    host: v.string(),
    askedFrom: v.picklist(['thisComputer', 'server']),
    result: handshakeSchema,
  }),
  /** SMTP protocol logs of that server were opened. `files`: their names. */
  v.object({
    kind: v.literal('log'),
    direction: v.picklist(directions),
    server: v.string(),
    files: v.array(v.string()),
    result: logResultSchema,
  }),
  /** The one-time word of a test message: a message with it was sent after this line. */
  v.object({ kind: v.literal('word'), direction: v.picklist(directions), word: v.string() }),
  /** The headers of the message with that word, as they arrived */
  v.object({ kind: v.literal('message'), direction: v.picklist(directions), word: v.string(), proof: trustProofSchema }),
  ...mailEvidenceSchemas,
]);
export type Evidence = v.InferOutput<typeof evidenceSchema>;

/** Evidence with its place in the journal: what comes behind the last change proves something, whatever the clocks say. */
export interface KeptEvidence {
  /** Number of its line */
  readonly n: number;
  /** ISO 8601, UTC */
  readonly at: string;
  readonly evidence: Evidence;
}
