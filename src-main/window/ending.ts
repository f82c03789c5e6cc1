/** The end of the program: it waits for what is still to be written. Knows no Electron, so that every way to end can be tested. */

/** What of Electron's `app` the end is made of. */
export interface EndingApp {
  on(event: 'window-all-closed', listener: () => void): unknown;
  on(event: 'will-quit', listener: (event: { readonly preventDefault: () => void }) => void): unknown;
  quit(): void;
}

/**
 * Ends the program when its last window is closed, and not before `settle` has ended, whatever became of it. `app.quit()` closes the
 * windows by itself and emits no `window-all-closed`: `will-quit` is what every way comes through.
 */
export function endWhenSettled(app: EndingApp, settle: () => Promise<unknown>): void {
  let ending: 'not yet' | 'settling' | 'settled' = 'not yet';
  const settled = (): void => {
    ending = 'settled';
    app.quit();
  };
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('will-quit', (event) => {
    if (ending === 'settled') return;
    event.preventDefault();
    if (ending === 'settling') return;
    ending = 'settling';
    void settle().then(settled, settled);
  });
}
