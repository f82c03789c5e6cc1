import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectorNames } from '../../../shared/mail-flow/connector-names.ts';
import { healthFindings, mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { directions, reasonsOf } from '../../../shared/mail-flow/verdict.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { runs } from '../../properties/seed.ts';
import { flowCases, otherNameCases, sound } from './cases.ts';
import { edgeCases, referenceCases } from './edge-cases.ts';

describe.each(directions)('mail flow %s', (direction) => {
  it.each([...flowCases, ...edgeCases].filter((one) => one.direction === direction))(
    '$name: $verdict',
    ({ organization, verdict, says, about }) => {
      const flow = mailFlow(organization)[direction];
      expect(flow.verdict).toBe(verdict);
      const reasons = reasonsOf(flow).map(({ finding }) => finding);
      if (says === undefined) expect(reasons).toEqual([]);
      else
        expect(reasons.map(({ rule, variant, subject }) => `${rule} ${variant}${about === undefined ? '' : ` of ${subject}`}`)).toContain(
          about === undefined ? says : `${says} of ${about}`,
        );
    },
  );
});

describe('certificate names on other connectors', () => {
  it.each([...otherNameCases, ...referenceCases])('$name', ({ organization, says }) => {
    const variants = connectorNames(organization, mailFlow(organization)).map(({ variant }) => variant);
    expect([...new Set(variants)]).toEqual(says === null ? [] : [says]);
  });
});

it('says both directions first, then the most severe reasons', () => {
  const [toOnPremises, toExchangeOnline, ...reasons] = healthFindings(sound());
  expect([toOnPremises?.variant, toExchangeOnline?.variant]).toEqual(['internal', 'internal']);
  expect(reasons.map(({ rule }) => rule)).toEqual(['mail.dane']);
});

/** The organization with every value for which `isHit` says so unknown. */
function forget(value: unknown, isHit: () => boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => forget(one, isHit));
  if (typeof value !== 'object' || value === null) return value;
  if ('known' in value && value.known === true) {
    if (isHit()) return { known: false, reason: 'failed', evidence: 'not read' };
    return { known: true, value: 'value' in value ? forget(value.value, isHit) : undefined };
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, forget(one, isHit)]));
}

it('never becomes internal, and never loses a block to a better verdict, because something is unknown', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...flowCases, ...edgeCases),
      fc.array(fc.boolean(), { minLength: 400, maxLength: 400 }),
      fc.nat(40),
      ({ organization }, hits, every) => {
        let index = 0;
        const hidden = forget(organization, () => {
          index += 1;
          return hits[index % hits.length] === true && index % (every + 1) === 0;
        }) as Organization;
        const [before, after] = [mailFlow(organization), mailFlow(hidden)];
        for (const direction of directions) {
          if (before[direction].verdict !== 'internal') expect(after[direction].verdict).not.toBe('internal');
        }
      },
    ),
    { numRuns: runs(2000) },
  );
});
