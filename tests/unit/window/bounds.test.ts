/** Where the window opens: on every screen it can be seen whole, and moved. */
import { describe, expect, it } from 'vitest';
import { openingBounds, smallest } from '../../../src-main/window/bounds.ts';

/** Work areas: the screen without the taskbar of Windows 11 (48 pixels) */
const area = (width: number, height: number, x = 0, y = 0) => ({ x, y, width, height: height - 48 });
const last = { x: 100, y: 80, width: 1300, height: 820 };

describe('the first time', () => {
  it.each([
    ['1920 × 1080', area(1920, 1080), { width: 1120, height: 760 }],
    ['1366 × 768', area(1366, 768), { width: 1120, height: 720 }],
    ['1920 × 1080 at 200 %', area(960, 540), { width: 960, height: 492 }],
    ['1280 × 800', area(1280, 800), { width: 1120, height: 752 }],
  ])('it fits %s, in the middle', (_, screen, expected) => {
    expect(openingBounds(null, [screen])).toEqual(expected);
  });

  it('counts the primary display', () => {
    expect(openingBounds(null, [area(960, 540), area(3840, 2160, 960)])).toEqual({ width: 960, height: 492 });
  });

  it('has the usual size where no display is known', () => {
    expect(openingBounds(null, [])).toEqual({ width: 1120, height: 760 });
  });
});

describe('as it was closed', () => {
  it('it has its place and size again', () => {
    expect(openingBounds(last, [area(1920, 1080)])).toEqual(last);
  });

  it('also on the second display', () => {
    const there = { ...last, x: 2000 };
    expect(openingBounds(there, [area(1920, 1080), area(1920, 1080, 1920)])).toEqual(there);
  });

  it('it stays where it was moved partly off the screen', () => {
    const partly = { ...last, x: 1500 };
    expect(openingBounds(partly, [area(1920, 1080)])).toEqual(partly);
  });

  it('it is shrunk and moved onto a screen that is smaller now', () => {
    expect(openingBounds(last, [area(1280, 720)])).toEqual({ x: 0, y: 0, width: 1280, height: 672 });
  });

  it.each([
    ['a display that is gone', { ...last, x: 2500 }],
    ['a place above the screen', { ...last, y: -500 }],
    ['a place below it', { ...last, y: 1020 }],
    ['a place left of it', { ...last, x: -1250 }],
  ])('%s: it keeps its size, and opens in the middle', (_, lost) => {
    expect(openingBounds(lost, [area(1920, 1080)])).toEqual({ width: 1300, height: 820 });
  });
});

it('can be made as small as 640 × 480', () => {
  expect(smallest).toEqual({ minWidth: 640, minHeight: 480 });
});
