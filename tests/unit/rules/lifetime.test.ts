import { describe, expect, it } from 'vitest';
import { lifetimeFindings, maximumLifetime, renewalFrequencies } from '../../../shared/rules/lifetime.ts';
import { isRenewalDue, renewBy, validityDays } from '../../../shared/rules/validity.ts';
import { lifetimeCases } from './lifetime-cases.ts';
import { facts } from './sample.ts';

describe('lifetimes', () => {
  it.each(lifetimeCases)('$rule: $title gives $expected', ({ facts: changes, now, rule, expected }) => {
    const findings = lifetimeFindings({ ...facts(), ...changes }, now).filter((finding) => finding.rule === rule);
    expect(findings.map(({ variant }) => variant)).toEqual(expected);
  });

  it.each([
    ['2020-08-31T23:59:59.999Z', undefined],
    ['2020-09-01T00:00:00.000Z', 398],
    ['2026-03-14T23:59:59.999Z', 398],
    ['2026-03-15T00:00:00.000Z', 200],
    ['2027-03-15T00:00:00.000Z', 100],
    ['2029-03-14T23:59:59.999Z', 100],
    ['2029-03-15T00:00:00.000Z', 47],
  ])('at %s at most %s days', (at, days) => {
    expect(maximumLifetime(at)).toBe(days);
  });

  it('counts both ends, and a part of a day as a day', () => {
    const days = (notAfter: string): number => validityDays({ notBefore: '2026-05-01T00:00:00.000Z', notAfter });
    expect(['2026-05-01T23:59:59.000Z', '2026-05-02T00:00:00.000Z'].map(days)).toEqual([1, 2]);
  });

  it.each([
    ['200 days', '2026-11-16T23:59:59.000Z', '2026-10-17'],
    ['90 days', '2026-07-29T23:59:59.000Z', '2026-06-29'],
    ['47 days', '2026-06-16T23:59:59.000Z', '2026-06-01'],
    ['1 day', '2026-05-01T23:59:59.000Z', '2026-05-01'],
  ])('%s are renewed in time, and never after they expire', (_, notAfter, by) => {
    expect(renewBy({ notBefore: '2026-05-01T00:00:00.000Z', notAfter })).toBe(by);
  });

  it.each([
    ['398 days', 398, 30],
    ['200 days', 200, 30],
    ['90 days', 90, 30],
    ['64 days', 64, 64 / 3],
    ['47 days', 47, 47 / 3],
    ['6 days', 6, 2],
  ])('of %s the renewal is due when less than a third, but at most 30 days, is left', (_, total, left) => {
    const end = Date.parse('2026-12-01T00:00:00.000Z');
    const at = (days: number, milliseconds = 0): string => new Date(Math.round(end - days * 86_400_000) + milliseconds).toISOString();
    const validity = { notBefore: at(total), notAfter: at(0) };
    expect([at(total), at(left), at(left, 1), at(0)].map((moment) => isRenewalDue(validity, moment))).toEqual([false, false, true, true]);
  });

  it('needs 2 or 3, then 4 to 6, then 8 to 12 renewals a year', () => {
    expect(renewalFrequencies('2026-06-01T00:00:00.000Z').map(({ from, atLeast, inTime }) => [from, atLeast, inTime])).toEqual([
      ['2026-03-15', 2, 3],
      ['2027-03-15', 4, 6],
      ['2029-03-15', 8, 12],
    ]);
  });
});
