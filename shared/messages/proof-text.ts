/** The words for what the headers of a test message show. Without a language they are in that of the window. */
import type { HeadersRefusal } from '../proof/headers.ts';
import type { Basis, ProofReasonId, UnprovenTopic } from '../proof/reasons.ts';
import type { TrustProof, TrustReason } from '../proof/trusted.ts';
import { m } from './compiled/messages.js';
import { zonedMomentText } from './dates.ts';
import { textOf } from './labels.ts';
import type { Language } from './language.ts';

type ReasonMessage = (values: Readonly<Record<string, string>>, options: { readonly locale: Language }) => string;

const reasonMessages = m satisfies Readonly<Record<`proof_${ProofReasonId}`, unknown>>;

/** The compiler does not compare the parameters of a message with the values of its reason; the tests do, for every reason. */
export function proofReasonText({ id, values }: Pick<TrustReason, 'id' | 'values'>, language: Language): string {
  const message = reasonMessages[`proof_${id}`] as ReasonMessage;
  const readable = Object.entries(values).map(([name, value]) => [
    name,
    name === 'time' || name === 'changed' ? zonedMomentText(value, language, 'UTC') : value,
  ]);
  return message(Object.fromEntries(readable) as Readonly<Record<string, string>>, { locale: language });
}

export const proofVerdictLabel = (verdict: TrustProof['verdict'], language?: Language): string =>
  textOf(`proof_verdict_${verdict}`, language);
/** How sure it is what a line means. */
export const proofBasisLabel = (basis: Basis, language?: Language): string => textOf(`proof_basis_${basis}`, language);
export const unprovenLabel = (topic: UnprovenTopic, language?: Language): string => textOf(`proof_open_${topic}`, language);
export const headersRefusalText = (refusal: HeadersRefusal, language?: Language): string => textOf(`proof_refused_${refusal}`, language);
