/** The letters that press the buttons together with Alt. */
import { describe, expect, it } from 'vitest';
import { buttonLabels } from '../../shared/wizard/buttons.ts';
import { accessKeys, withAccessKey } from '../../src-renderer/state/access-keys.ts';
import { allMessages } from '../unit/messages/topics.ts';

describe('a letter', () => {
  it('is the first one of a word that is free, after those of Back and Cancel', () => {
    expect(accessKeys(['Next', 'Collect again', 'Check again', 'New'])).toEqual(['N', 'A', 'H', 'E']);
  });

  it('is none where all are taken', () => {
    expect(accessKeys(['A', 'A', 'CB'])).toEqual(['A', null, null]);
  });

  it('is another one for each label', () => {
    const keys = accessKeys(buttonLabels.slice(0, 12).map((label) => String(allMessages.en[`action_${label}`])));
    expect(new Set(keys).size).toBe(12);
  });
});

describe('the label', () => {
  it.each([
    ['Next', 'N', '', 'N', 'ext', false],
    ['Collect again', 'A', 'Collect ', 'a', 'gain', false],
    ['Stop', 'T', 'S', 't', 'op', false],
    ['次へ', 'N', '次へ', 'N', '', true],
    ['変更前の値に戻す…', 'R', '変更前の値に戻す', 'R', '…', true],
    ['HCW をもう一度実行する', 'H', 'HCW をもう一度実行する', 'H', '', true],
  ])('%s (%s)', (label, key, before, shown, after, isAdded) => {
    expect(withAccessKey(label, key)).toEqual({ before, key: shown, after, isAdded });
  });
});
