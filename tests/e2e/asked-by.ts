/** The native question before the window closes. */
import type { WizardWindow } from '../../scripts/tour/window.ts';

/**
 * Message, detail and buttons of the question that is asked when the window is closed or the user logs off; it is answered with the
 * button of that number. `prevented`: whether the log-off waits for the answer.
 */
export const askedBy = (
  window: WizardWindow,
  how: 'close' | 'query-session-end',
  response: number,
): Promise<{ readonly texts: readonly string[]; readonly prevented: boolean }> =>
  window.app.evaluate(
    ({ BrowserWindow, dialog }, [event, answer]) =>
      new Promise<{ texts: readonly string[]; prevented: boolean }>((resolve) => {
        let prevented = false;
        dialog.showMessageBox = ((_window: unknown, { message, detail = '', buttons = [] }: Electron.MessageBoxOptions) => {
          resolve({ texts: [message, detail, ...buttons], prevented });
          return Promise.resolve({ response: answer, checkboxChecked: false });
        }) as typeof dialog.showMessageBox;
        const [first] = BrowserWindow.getAllWindows();
        if (event === 'close') first?.close();
        // Only Windows reports it.
        else first?.emit(event, { preventDefault: () => (prevented = true) });
      }),
    [how, response] as const,
  );
