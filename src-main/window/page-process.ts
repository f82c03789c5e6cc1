/** The page runs in a process of its own, which can end by itself. Knows no Electron, so that it can be tested. */

/** The part of Electron's `WebContents` that reports the end of the page's process. */
export interface PageContents {
  on(event: 'render-process-gone', listener: (event: unknown, details: { readonly reason: string }) => void): unknown;
}

export interface PageProcess {
  readonly load: () => void;
  /** The page ended by itself, e.g. "crashed". */
  readonly ended: (reason: string) => void;
  /** The page ended once more than it is loaded again. */
  readonly lost: () => void;
  /** Milliseconds of a clock that is never set back */
  readonly now: () => number;
}

const mostReloads = 3;
const within = 60_000;

/**
 * Loads the page again when it ended by itself; the wizard's state is not in it. A page that crashes at once would be
 * loaded without end, so the fourth crash within a minute is the last.
 */
export function keepPageLoaded(contents: PageContents, { load, ended, lost, now }: PageProcess): void {
  let reloads: readonly number[] = [];
  contents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit') return;
    ended(reason);
    reloads = reloads.filter((at) => now() - at < within);
    if (reloads.length >= mostReloads) {
      lost();
      return;
    }
    reloads = [...reloads, now()];
    load();
  });
}
