/** The program ends after what is still to be written, by whichever way it is ended. */
import { describe, expect, it } from 'vitest';
import { endWhenSettled, type EndingApp } from '../../../src-main/window/ending.ts';

interface FakeApp extends EndingApp {
  /** As a person closes the last window */
  readonly closeWindow: () => void;
  readonly hasEnded: () => boolean;
}

/** As Electron has it: `quit` closes the windows without `window-all-closed`, and the end comes after `will-quit`, unless that is prevented. */
function fakeApp(): FakeApp {
  let allClosed = (): void => undefined;
  let willQuit: (event: { readonly preventDefault: () => void }) => void = () => undefined;
  let ended = false;
  return {
    on: (name: string, listener: typeof willQuit & typeof allClosed) => {
      if (name === 'will-quit') willQuit = listener;
      else allClosed = listener;
    },
    quit: () => {
      let prevented = false;
      willQuit({ preventDefault: () => (prevented = true) });
      ended ||= !prevented;
    },
    closeWindow: () => {
      allClosed();
    },
    hasEnded: () => ended,
  };
}

/** What is being written, until `end`. */
function pending(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    promise,
    end: () => {
      end();
    },
  };
}

describe('the end of the program', () => {
  it.each([
    ['its window is closed', 'closeWindow'],
    ['it quits', 'quit'],
  ] as const)('waits, when %s, for what is still to be written', async (_, end) => {
    const app = fakeApp();
    const writing = pending();
    endWhenSettled(app, () => writing.promise);
    app[end]();
    expect(app.hasEnded()).toBe(false);
    writing.end();
    await writing.promise;
    await Promise.resolve();
    expect(app.hasEnded()).toBe(true);
  });

  it('comes also where it could not be written', async () => {
    const app = fakeApp();
    const writing = Promise.reject(new Error('no disk'));
    endWhenSettled(app, () => writing);
    app.quit();
    await writing.catch(() => undefined);
    expect(app.hasEnded()).toBe(true);
  });

  it('is waited for once, however often it is asked for', async () => {
    const app = fakeApp();
    let writes = 0;
    const writing = pending();
    endWhenSettled(app, () => {
      writes += 1;
      return writing.promise;
    });
    app.quit();
    app.quit();
    expect([app.hasEnded(), writes]).toEqual([false, 1]);
    writing.end();
    await writing.promise;
    await Promise.resolve();
    expect([app.hasEnded(), writes]).toEqual([true, 1]);
  });
});
