/** The menu of the right mouse button. Knows no Electron but its types, so that every case can be tested. */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import { m } from '../../shared/messages/compiled/messages.js';
import type { Language } from '../../shared/messages/language.ts';

export type MenuSituation = Pick<ContextMenuParams, 'isEditable' | 'selectionText'> & {
  readonly editFlags: Pick<ContextMenuParams['editFlags'], 'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'>;
};

/** What can be done where the mouse is; an action that is not possible now is shown gray, as in every program. */
export function contextMenu(
  { isEditable, selectionText, editFlags }: MenuSituation,
  language: Language,
): readonly MenuItemConstructorOptions[] {
  const locale = { locale: language };
  const isSelected = selectionText.trim() !== '';
  const copy = { role: 'copy', label: m.window_menu_copy({}, locale), enabled: isSelected && editFlags.canCopy } as const;
  const selectAll = { role: 'selectAll', label: m.window_menu_select_all({}, locale), enabled: editFlags.canSelectAll } as const;
  if (!isEditable) return [copy, { type: 'separator' }, selectAll];
  return [
    { role: 'cut', label: m.window_menu_cut({}, locale), enabled: isSelected && editFlags.canCut },
    copy,
    { role: 'paste', label: m.window_menu_paste({}, locale), enabled: editFlags.canPaste },
    { type: 'separator' },
    selectAll,
  ];
}
