import { describe, expect, it } from 'vitest';
import { sameServer, shortName } from '../../../shared/model/server-name.ts';

describe('names of servers', () => {
  it.each([
    ['ex01', 'EX01', true],
    ['EX01', 'ex01.contoso.com', true],
    ['ex01.contoso.com', 'EX01', true],
    ['EX01.contoso.com', 'ex01.CONTOSO.com', true],
    ['EX1', 'EX10', false],
    ['ex01.contoso.com', 'ex01.fabrikam.com', false],
    // Two full names are the same only as a whole.
    ['ex01.contoso', 'ex01.contoso.com', false],
    ['', '', true],
    ['', 'ex01', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameServer(a, b)).toBe(same);
    expect(sameServer(b, a)).toBe(same);
  });

  it('short names are the part before the first dot', () => {
    expect(['EX01', 'EX01.contoso.com', ''].map(shortName)).toEqual(['EX01', 'EX01', '']);
  });
});
