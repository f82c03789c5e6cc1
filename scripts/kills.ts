/**
 * Kills of what works on a run, over real remoting: `npm run kills -- [--kills N] [--seed S]`. Prints where each one fell, what the
 * wizard said after the next start, and whether it was so. `--without-window` leaves the real window out, `--only 4,17` carries out only those.
 */
import { parseArgs } from 'node:util';
import { carryOutKill } from '../tests/powershell/kills/kill.ts';
import { schedule } from '../tests/powershell/kills/schedule.ts';
import type { Verdict } from '../tests/powershell/kills/verdict.ts';
import { carryOutWindowKill } from '../tests/powershell/kills/window-kill.ts';
import { withWindow } from './runtime/with-window.ts';

/** How many go on at the same time: most of each is waiting. */
const lanes = 3;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '66' },
    seed: { type: 'string', default: '0' },
    only: { type: 'string' },
    'without-window': { type: 'boolean', default: false },
  },
});
const [count, seed, only] = [Number(values.kills), Number(values.seed), values.only?.split(',').map(Number)];
if (!Number.isSafeInteger(count) || !Number.isSafeInteger(seed) || count < 1) throw new Error('kills and seed are whole numbers');
if (process.platform !== 'linux') throw new Error('which process it is, is looked up in /proc of Linux');

const planned = schedule(count, seed, { withWindow: !values['without-window'] }).filter(({ number }) => only?.includes(number) ?? true);
const print = (cells: readonly string[]): void => {
  console.log(`| ${cells.join(' | ')} |`);
};
print(['Kill', 'Of', 'During', 'Command', 'Where', 'Said=real after the next start', 'Then', 'Verdict']);
print(Array.from({ length: 8 }, () => '---'));

const verdicts: Verdict[] = [];
const waiting = planned.filter(({ victim }) => victim !== 'electron');
await Promise.all(Array.from({ length: lanes }, work));
const ofWindow = planned.filter(({ victim }) => victim === 'electron');
if (ofWindow.length > 0) {
  await withWindow(console.log, async (ground) => {
    for (const next of ofWindow) judge(await carryOutWindowKill(next, ground));
  });
}

async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) judge(await carryOutKill(next));
}

function judge(verdict: Verdict): void {
  verdicts.push(verdict);
  const { planned, where, announced, named, wrong, reached } = verdict;
  const { number, victim, phase, way } = planned;
  const outcome = wrong.length > 0 ? `WRONG: ${wrong.join('; ')}` : reached ? 'right' : 'NOT REACHED';
  print([String(number), victim, phase, announced ? 'announced' : '', where, named.join(' '), way, outcome]);
}

const countOf = (holds: (verdict: Verdict) => boolean): string => String(verdicts.filter(holds).length);
console.log(`
kills                        ${countOf(() => true)}
with a command announced     ${countOf(({ announced }) => announced)}
during a rollback            ${countOf(({ planned: { phase } }) => phase === 'rollback')}
wrongly named                ${countOf(({ wrong }) => wrong.length > 0)}
reached its values           ${countOf(({ reached }) => reached)}`);
if (verdicts.some(({ wrong, reached }) => wrong.length > 0 || !reached)) process.exitCode = 1;
