import { describe, expect, it } from 'vitest';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { lastWriteWins } from '../../../src-main/wizard/last-write-wins.ts';

/** A disk that finishes each write when told to. */
function slowDisk() {
  const written: number[] = [];
  const waiting: ((result: Result<null>) => void)[] = [];
  const put = (value: number): Promise<Result<null>> => {
    written.push(value);
    return new Promise((resolve) => waiting.push(resolve));
  };
  return { written, put, finish: (result: Result<null> = ok(null)) => waiting.shift()?.(result) };
}

describe('lastWriteWins', () => {
  it('writes one at a time, and of those that waited only the newest', async () => {
    const disk = slowDisk();
    const writer = lastWriteWins(disk.put);
    const first = writer.write(1);
    void writer.write(2);
    const third = writer.write(3);
    expect(disk.written).toEqual([1]);
    disk.finish();
    await expect.poll(() => disk.written).toEqual([1, 3]);
    disk.finish();
    expect(await first).toEqual(ok(null));
    expect(await third).toEqual(ok(null));
  });

  it('says when the last value did not get to the disk', async () => {
    const disk = slowDisk();
    const writer = lastWriteWins(disk.put);
    void writer.write(1);
    disk.finish(fail(appError('file.notWritten')));
    expect(await writer.settled()).toEqual(fail(appError('file.notWritten')));
    expect(await writer.settled()).toEqual(fail(appError('file.notWritten')));
  });

  it('has nothing to wait for at the beginning', async () => {
    expect(await lastWriteWins(slowDisk().put).settled()).toEqual(ok(null));
  });
});
