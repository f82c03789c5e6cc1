/** The process of a session can be ended by what is kept of it; tests/unit/powershell/stray-process.test.ts says what is left alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityOf, isRunning } from '../../src-main/powershell/process-identity.ts';
import { endStray } from '../../src-main/powershell/stray-process.ts';
import { createProbe, valueOf, type Probe } from './open-probe.ts';
import { processOf } from './process-of.ts';

describe.skipIf(process.platform === 'win32')('the process of a session', () => {
  let probe: Probe;
  beforeAll(async () => {
    probe = await createProbe('faults');
  });
  afterAll(() => probe.dispose());

  it('is the one that the bridge started, and can be ended by its identity alone', async () => {
    const session = valueOf(await probe.online());
    expect(session.process).toEqual(await identityOf(await processOf(session)));
    expect(session.process.startedAt).not.toBe('');
    expect(await endStray(session.process)).toBe(true);
    expect(await isRunning(session.process)).toBe(false);
  });
});
