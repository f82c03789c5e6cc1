/** The menu of the right mouse button. */
import { describe, expect, it } from 'vitest';
import { contextMenu, type MenuSituation } from '../../../src-main/window/context-menu.ts';

const can = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true };
const shown = (situation: MenuSituation, language: 'en' | 'ja' = 'en'): readonly string[] =>
  contextMenu(situation, language).map(({ type, role, label, enabled }) =>
    type === 'separator' ? '-' : `${String(role)}: ${label ?? ''}${enabled === false ? ' (gray)' : ''}`,
  );

describe('on a page', () => {
  it('what is selected can be copied', () => {
    expect(shown({ isEditable: false, selectionText: '31A9', editFlags: can })).toEqual(['copy: &Copy', '-', 'selectAll: Select &all']);
  });

  it('without a selection nothing can be copied', () => {
    expect(shown({ isEditable: false, selectionText: ' ', editFlags: can })).toEqual(['copy: &Copy (gray)', '-', 'selectAll: Select &all']);
  });
});

describe('in a field', () => {
  it('text can be cut and pasted as well', () => {
    expect(shown({ isEditable: true, selectionText: 'ex01', editFlags: can }, 'ja')).toEqual([
      'cut: 切り取り(&T)',
      'copy: コピー(&C)',
      'paste: 貼り付け(&P)',
      '-',
      'selectAll: すべて選択(&A)',
    ]);
  });

  it('a password is not copied, and an empty clipboard not pasted', () => {
    const editFlags = { canCut: false, canCopy: false, canPaste: false, canSelectAll: false };
    expect(shown({ isEditable: true, selectionText: 'secret', editFlags })).toEqual([
      'cut: Cu&t (gray)',
      'copy: &Copy (gray)',
      'paste: &Paste (gray)',
      '-',
      'selectAll: Select &all (gray)',
    ]);
  });
});
