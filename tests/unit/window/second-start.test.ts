import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerSecondStart, isShownByFirst } from '../../../src-main/window/second-start.ts';

const request = { token: '3f2b8c1e-7a64-4f0e-9d35-0c1a2b3d4e5f' };
let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'second-start-'));
});
afterEach(() => rm(data, { recursive: true }));

describe('a second start', () => {
  it('learns that the first one has shown its window, and leaves nothing behind', async () => {
    let pauses = 0;
    const shown = isShownByFirst(data, request, async () => {
      pauses += 1;
      if (pauses === 3) await answerSecondStart(data, request);
    });
    expect([await shown, pauses, await readdir(data)]).toEqual([true, 3, []]);
  });

  it('learns that no first one in reach has, e.g. one in another session of the user', async () => {
    let pauses = 0;
    const pause = (): Promise<void> => {
      pauses += 1;
      return Promise.resolve();
    };
    expect([await isShownByFirst(data, request, pause), pauses]).toEqual([false, 50]);
  });

  it('does not take the answer to another start for its own', async () => {
    await answerSecondStart(data, { token: '00000000-0000-4000-8000-000000000000' });
    expect(await isShownByFirst(data, request, () => Promise.resolve())).toBe(false);
  });

  it.each([null, 'x', {}, { token: '../../x' }, { token: 1 }])('is not answered where it sends %j', async (sent) => {
    await answerSecondStart(data, sent);
    expect(await readdir(data)).toEqual([]);
  });
});
