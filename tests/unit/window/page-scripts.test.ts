/** The main process waits for the scripts of the page, and not for ever. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pageScripts } from '../../../src-main/window/page-scripts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether it has ended after so many milliseconds more. */
async function hasEnded(scripts: { readonly allServed: Promise<void> }, milliseconds: number): Promise<boolean> {
  let ended = false;
  void scripts.allServed.then(() => {
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(milliseconds);
  return ended;
}

it('are served when no further one was served for a moment', async () => {
  const scripts = pageScripts();
  expect(await hasEnded(scripts, 900)).toBe(false);
  scripts.served();
  expect(await hasEnded(scripts, 49)).toBe(false);
  scripts.served();
  expect(await hasEnded(scripts, 49)).toBe(false);
  expect(await hasEnded(scripts, 1)).toBe(true);
});

it('of a page that asks for none are not waited for longer than a second', async () => {
  const scripts = pageScripts();
  expect(await hasEnded(scripts, 999)).toBe(false);
  expect(await hasEnded(scripts, 1)).toBe(true);
});
