/** Closing while a change is in flight leaves servers half changed: then, and only then, it is asked for. */
import { dialog, type BrowserWindow } from 'electron';
import type { Language } from '../../shared/wizard/pages.ts';

export interface CloseQuestion {
  readonly isChanging: () => boolean;
  readonly language: () => Language;
}

export function askBeforeClose(window: BrowserWindow, { isChanging, language }: CloseQuestion): void {
  let confirmed = false;
  const ask = async (): Promise<void> => {
    const { m } = await import('../../shared/messages/compiled/messages.js');
    const locale = { locale: language() };
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: m.window_close_question({}, locale),
      detail: m.window_close_detail({}, locale),
      buttons: [m.window_close_stay({}, locale), m.window_close_anyway({}, locale)],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response !== 1 || window.isDestroyed()) return;
    confirmed = true;
    window.close();
  };
  window.on('close', (event) => {
    if (confirmed || !isChanging()) return;
    event.preventDefault();
    void ask();
  });
}
