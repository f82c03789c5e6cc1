/** The last sentence of a renewal: proven is said only of what is proven, and a failed proof is never passed over. */
import { expect, it } from 'vitest';
import type { SealState } from '../../../shared/proof/seal.ts';
import type { Outcome } from '../../../shared/wizard/outcome.ts';
import { conclusionOf, type Conclusion, type ProofView } from '../../../shared/wizard/proof-view.ts';
import { noTargets } from './no-targets.ts';

const outcome = (verdict: Outcome['verdict']): Outcome => ({ verdict, health: [], openItems: [] });
const proof = (...states: readonly SealState[]): ProofView => ({
  seals: states.map((state) => ({ kind: 'presented', direction: 'toOnPremises', state, parts: [], search: null })),
  wanted: 'A'.repeat(40),
  isProven: states.every((state) => state === 'proven'),
  targets: noTargets,
  words: [],
});

it.each<[Outcome | null, boolean, ProofView | null, Conclusion]>([
  [outcome('asExpected'), false, proof('proven'), 'proven'],
  [outcome('asExpected'), true, proof('proven'), 'openProven'],
  [outcome('open'), false, proof('proven'), 'openProven'],
  [outcome('failed'), false, proof('proven'), 'openProven'],
  [outcome('asExpected'), false, proof('proven', 'notYet'), 'ok'],
  [outcome('asExpected'), true, proof('proven', 'notYet'), 'open'],
  [outcome('asExpected'), false, null, 'ok'],
  [outcome('open'), false, null, 'open'],
  [null, false, null, 'open'],
  [outcome('asExpected'), false, proof('proven', 'failed'), 'failed'],
  [outcome('open'), true, proof('notYet', 'failed'), 'failed'],
])('%o, left out %s, %o: %s', (verdict, hasLeftOut, seals, conclusion) => {
  expect(conclusionOf('connected', verdict, hasLeftOut, seals)).toBe(conclusion);
  expect(conclusionOf('rehearsal', verdict, hasLeftOut, seals)).toBe(conclusion === 'ok' ? 'rehearsed' : conclusion);
});
