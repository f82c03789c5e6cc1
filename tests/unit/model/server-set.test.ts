import { describe, expect, it } from 'vitest';
import { foldedServerSet, serverSetText } from '../../../shared/model/server-set.ts';

const counted = (prefix: string, from: number, to: number, width = 2): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${prefix}${String(from + index).padStart(width, '0')}`);

describe('serverSetText', () => {
  it.each<[string, readonly string[], string]>([
    ['none', [], ''],
    ['one', ['EX01'], 'EX01'],
    ['two are named', ['EX01', 'EX02'], 'EX01, EX02'],
    ['three that follow each other are a range', ['EX01', 'EX02', 'EX03'], 'EX01–EX03'],
    ['one that is missing is never within a range', ['EX01', 'EX02', 'EX03', 'EX05', 'EX06', 'EX07'], 'EX01–EX03, EX05–EX07'],
    ['every second one', ['EX01', 'EX03', 'EX05'], 'EX01, EX03, EX05'],
    ['in any order, each once', ['EX03', 'EX01', 'EX02', 'ex01'], 'ex01–EX03'],
    ['without leading zeros', counted('EX', 8, 12, 1), 'EX8–EX12'],
    ['leading zeros are part of the name', ['EX1', 'EX02', 'EX3'], 'EX1, EX02, EX3'],
    ['past the width of the zeros', counted('EX', 98, 101), 'EX98–EX101'],
    ['EX9 is not followed by EX010', ['EX8', 'EX9', 'EX010'], 'EX8, EX9, EX010'],
    ['several sites', [...counted('TYO-EX', 1, 4), ...counted('OSA-EX', 1, 3)], 'OSA-EX01–OSA-EX03, TYO-EX01–TYO-EX04'],
    ['a letter behind the number', ['EX1A', 'EX2A', 'EX3A', 'EX4B'], 'EX1A–EX3A, EX4B'],
    ['full names', ['ex1.contoso.com', 'ex2.contoso.com', 'ex3.contoso.com'], 'ex1.contoso.com–ex3.contoso.com'],
    [
      'full names of other domains',
      ['ex1.contoso.com', 'ex2.fabrikam.com', 'ex3.contoso.com'],
      'ex1.contoso.com, ex2.fabrikam.com, ex3.contoso.com',
    ],
    [
      'the number of a domain does not count',
      ['a.site1.contoso.com', 'a.site2.contoso.com', 'a.site3.contoso.com'],
      'a.site1.contoso.com, a.site2.contoso.com, a.site3.contoso.com',
    ],
    ['names without a number', ['MAIL', 'EX$日本', 'EX[01]'], 'EX[01], EX$日本, MAIL'],
    [
      'long numbers',
      ['EX20261128099999999998', 'EX20261128099999999999', 'EX20261128100000000000'],
      'EX20261128099999999998, EX20261128099999999999, EX20261128100000000000',
    ],
  ])('%s', (_title, servers, text) => {
    expect(serverSetText(servers)).toBe(text);
  });
});

describe('foldedServerSet', () => {
  it('is complete as long as it is short', () => {
    expect(foldedServerSet(counted('EX', 1, 40), 3)).toEqual({ text: 'EX01–EX40', more: 0 });
    expect(foldedServerSet(['EX01', 'EX03', 'EX05', 'EX07'], 3)).toEqual({ text: 'EX01, EX03, EX05, EX07', more: 0 });
  });

  it('counts the servers, not the ranges, that it leaves out', () => {
    expect(foldedServerSet(['A', 'B', 'C', ...counted('EX', 1, 12), 'MBX'], 3)).toEqual({ text: 'A, B, C', more: 13 });
  });
});
