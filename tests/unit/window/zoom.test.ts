/** Zoom: the keys of every browser, on US and Japanese keyboards, and the wheel. */
import { describe, expect, it } from 'vitest';
import {
  followZoom,
  knownFactor,
  zoomed,
  zoomFactors,
  zoomStepOf,
  type ZoomedContents,
  type ZoomKey,
} from '../../../src-main/window/zoom.ts';

const key = (name: string, more: Partial<ZoomKey> = {}): ZoomKey => ({
  type: 'keyDown',
  key: name,
  control: true,
  alt: false,
  meta: false,
  ...more,
});

describe('keys', () => {
  it.each([
    ['+', 'in'],
    ['=', 'in'],
    [';', 'in'],
    ['-', 'out'],
    ['0', 'reset'],
    ['1', null],
    ['f', null],
  ])('Ctrl with %s: %s', (name, step) => {
    expect(zoomStepOf(key(name))).toBe(step);
  });

  it.each([{ control: false }, { alt: true }, { meta: true }, { type: 'keyUp' }])('is none with %o', (more) => {
    expect(zoomStepOf(key('+', more))).toBeNull();
  });
});

describe('factors', () => {
  it('go up to 200 % and down to 50 %, one after the other', () => {
    const up = [1];
    for (let at = 1; zoomed(at, 'in') !== at; at = zoomed(at, 'in')) up.push(zoomed(at, 'in'));
    expect(up).toEqual([1, 1.1, 1.25, 1.5, 1.75, 2]);
    const down = [2];
    for (let at = 2; zoomed(at, 'out') !== at; at = zoomed(at, 'out')) down.push(zoomed(at, 'out'));
    expect(down).toEqual(zoomFactors.toReversed());
    expect(zoomed(1.75, 'reset')).toBe(1);
  });

  it('that were not written by the wizard count as 100 %', () => {
    expect([1.5, 0, 17, Number.NaN].map(knownFactor)).toEqual([1.5, 1, 1, 1]);
  });
});

it('follows keys and wheel, and leaves every other key to the page', () => {
  const listeners: {
    key?: (event: { preventDefault(): void }, input: ZoomKey) => void;
    wheel?: (event: unknown, direction: 'in' | 'out') => void;
  } = {};
  const set: number[] = [];
  const contents = {
    on: (name: string, listener: never) => {
      listeners[name === 'zoom-changed' ? 'wheel' : 'key'] = listener;
    },
    setZoomFactor: (factor: number) => set.push(factor),
  } as ZoomedContents;
  const zoom = followZoom(contents, 1.25);
  const prevented: string[] = [];
  const press = (name: string): void => listeners.key?.({ preventDefault: () => prevented.push(name) }, key(name));
  for (const name of ['+', 'a', '-', '-', '0']) press(name);
  listeners.wheel?.({}, 'out');
  expect(set).toEqual([1.5, 1.25, 1.1, 1, 0.9]);
  expect(prevented).toEqual(['+', '-', '-', '0']);
  expect(zoom()).toBe(0.9);
});
