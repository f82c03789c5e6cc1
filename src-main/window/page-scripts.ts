/**
 * When the page has the scripts that it starts with. The main process serves them, so that whatever it loads for itself before would hold
 * up the page; while the page evaluates them, it has time.
 */

/** A page asks for all scripts that a script needs at once; an answer is still being sent in pieces after it was given. */
const quietMs = 50;
/** A page that asks for nothing must not hold up the program. */
const longestMs = 1000;

export interface PageScripts {
  /** A script was served */
  readonly served: () => void;
  /** No further script was served for a moment, or for too long none at all */
  readonly allServed: Promise<void>;
}

export function pageScripts(): PageScripts {
  let served = (): void => undefined;
  const allServed = new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, longestMs);
    served = () => {
      clearTimeout(timer);
      timer = setTimeout(resolve, quietMs);
    };
  });
  return { served, allServed };
}
