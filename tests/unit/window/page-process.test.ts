import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { keepPageLoaded } from '../../../src-main/window/page-process.ts';

let contents: EventEmitter;
let happened: string[];
let clock: number;
const end = (reason: string): boolean => contents.emit('render-process-gone', {}, { reason });

beforeEach(() => {
  contents = new EventEmitter();
  happened = [];
  clock = 0;
  keepPageLoaded(contents, {
    load: () => happened.push('load'),
    ended: (reason) => happened.push(reason),
    lost: () => happened.push('lost'),
    now: () => clock,
  });
});

it('loads a page again that crashed, and says why it ended', () => {
  end('crashed');
  expect(happened).toEqual(['crashed', 'load']);
});

it('leaves a page alone that ended as it should', () => {
  end('clean-exit');
  expect(happened).toEqual([]);
});

it('gives up a page that crashes at once each time', () => {
  for (let crash = 0; crash < 4; crash += 1) end('crashed');
  expect(happened).toEqual(['crashed', 'load', 'crashed', 'load', 'crashed', 'load', 'crashed', 'lost']);
});

it('goes on loading a page that crashes now and then', () => {
  for (let crash = 0; crash < 10; crash += 1) {
    end('oom');
    clock += 25_000;
  }
  expect(happened).not.toContain('lost');
  expect(happened.filter((what) => what === 'load')).toHaveLength(10);
});
