/** A few kills of those of `npm run kills`, without a window. */
import { describe, expect, it } from 'vitest';
import { carryOutKill } from './kills/kill.ts';
import { schedule } from './kills/schedule.ts';

const isHere = process.platform === 'linux';
if (!isHere) console.log('Nothing is killed: which process it is, is looked up in /proc of Linux');

describe.skipIf(!isHere)('a process that is killed while it works on a run', () => {
  it('costs no value, and every step is what the next start says', async () => {
    const verdicts = await Promise.all(schedule(4, 1).map(carryOutKill));
    expect(verdicts.map(({ planned: { victim } }) => victim)).toEqual(['driver', 'powershell', 'server', 'driver']);
    for (const { where, wrong, reached } of verdicts) expect({ where, wrong, reached }).toEqual({ where, wrong: [], reached: true });
    expect(verdicts.filter(({ announced }) => announced).length).toBeGreaterThanOrEqual(3);
  });
});
