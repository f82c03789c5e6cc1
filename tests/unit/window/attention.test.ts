/** What the wizard does for an administrator who looks elsewhere. */
import { beforeEach, describe, expect, it } from 'vitest';
import { attention } from '../../../src-main/window/attention.ts';

type Seen = NonNullable<Parameters<ReturnType<typeof attention>>[0]>;

const quiet: Seen = { task: null, page: 'collect', weakened: null, context: { language: 'en', progress: null } };
const collecting: Seen = { ...quiet, task: 'collect' };
const changing: Seen = { ...quiet, task: 'carryOut', page: 'change' };
const part = (done: number, total: number): Seen => ({
  ...collecting,
  context: { language: 'en', progress: { done, total, what: 'certificates', subject: 'EX01', others: 0 } },
});

let noted: string[];
let time: number;
let inFront: boolean;
let ticks: (() => void)[];
let see: ReturnType<typeof attention>;

beforeEach(() => {
  noted = [];
  time = 0;
  inFront = false;
  ticks = [];
  see = attention({
    showProgress: (progress) => noted.push(`bar ${String(progress)}`),
    keepAwake: (isAwake) => noted.push(isAwake ? 'awake' : 'may sleep'),
    isInFront: () => inFront,
    notify: (title, text) => noted.push(`${title}: ${text}`),
    up: () => time,
    now: () => new Date('2026-11-20T09:40:00Z'),
    every: (_, call) => {
      ticks.push(call);
      return () => {
        ticks = ticks.filter((one) => one !== call);
      };
    },
  });
});

const without = (word: string): readonly string[] => noted.filter((line) => !line.startsWith(word));
const notices = (): readonly string[] => noted.filter((line) => line.includes(': '));

it('the taskbar shows what runs, and how far it is where that is known', () => {
  for (const view of [quiet, collecting, part(0, 0), part(3, 12), quiet]) see(view);
  expect(noted).toEqual(['bar none', 'bar running', 'bar running', 'bar 0.25', 'bar none']);
});

it('the computer does not sleep while a change runs, and only then', () => {
  for (const view of [collecting, changing, changing, { ...changing, task: 'observe' as const }, changing]) see(view);
  see(null);
  expect(without('bar')).toEqual(['awake', 'may sleep', 'awake', 'may sleep']);
});

describe('a notification', () => {
  it('says that a long task has ended, without saying how', () => {
    see(collecting);
    time = 10_000;
    see(quiet);
    see(quiet);
    expect(notices()).toEqual(['Hybrid Certificate Wizard: Collect data: the work has ended. See the result in the wizard.']);
  });

  it('is in the language of the wizard', () => {
    see(changing);
    time = 60_000;
    see({ ...quiet, page: 'change', context: { language: 'ja', progress: null } });
    expect(notices()).toEqual(['ハイブリッド証明書ウィザード: 変更の実行: 処理が終わりました。ウィザードで結果を確認してください。']);
  });

  it('is not shown for a short task, in front of the window, or when the window closes', () => {
    see(collecting);
    time = 9999;
    see(quiet);
    see(collecting);
    inFront = true;
    time = 100_000;
    see(quiet);
    inFront = false;
    see(collecting);
    time = 200_000;
    see(null);
    expect(notices()).toEqual([]);
  });
});

describe('weaker mail flow', () => {
  const exposed: Seen = { ...quiet, weakened: { kind: 'weaker', since: '2026-11-20T09:10:00Z', hasClock: true, mode: 'connected' } };

  it('is said again and again until it ends', () => {
    see(exposed);
    see(exposed);
    expect(ticks).toHaveLength(1);
    ticks[0]?.();
    inFront = true;
    ticks[0]?.();
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain('30');
    see(quiet);
    expect(ticks).toEqual([]);
  });

  it.each([
    ['connected', 'Hybrid Certificate Wizard: Mail flow has been worse'],
    ['practice', 'Hybrid Certificate Wizard: Practice: Mail flow has been worse'],
    ['rehearsal', 'Hybrid Certificate Wizard: Rehearsal: Mail flow has been worse'],
  ] as const)('is said to be of no real mail where it is not (%s)', (mode, begin) => {
    see({ ...exposed, weakened: { kind: 'weaker', since: '2026-11-20T09:10:00Z', hasClock: true, mode } });
    ticks[0]?.();
    expect(notices()[0]?.startsWith(begin)).toBe(true);
    see(quiet);
  });

  it('is not said where no command has caused it, and ends with the window', () => {
    see({ ...quiet, weakened: { kind: 'notKnown', since: '2026-11-20T09:10:00Z', hasClock: false, mode: 'connected' } });
    expect(ticks).toEqual([]);
    see(exposed);
    see(null);
    expect(ticks).toEqual([]);
  });
});
